"""Reads the day on which an article was published."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(r"\d{4}([-/.])\d{2}\1\d{2}(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{6}(?:Z|[+-]\d{4})?)?$")
_NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})\b")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_SETTINGS = {
    "PARSERS": ["absolute-time"],
    "STRICT_PARSING": True,
    "REQUIRE_PARTS": ["day", "month", "year"],
    "RETURN_AS_TIMEZONE_AWARE": False,
}


def parse(value: object) -> date | None:
    """The day that a value of front matter, a row or a feed names; ``None`` where it names none.

    Reads ISO 8601, RFC 2822 and written-out English dates. A date in figures whose day and month could be
    swapped (``01/02/2025``) is not guessed at. The day is the one written down: time zones do not shift it.

    >>> parse("2025-01-14T23:30:00-05:00")
    datetime.date(2025, 1, 14)
    >>> parse("Tue, 14 Jan 2025 10:00:00 GMT")
    datetime.date(2025, 1, 14)
    >>> parse("01/02/2025") is None
    True
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    text = value.strip()
    if _ISO.match(text) or _COMPACT.match(text) or _NUMERIC.match(text):
        return _figures(text)
    return _mail(text) or _written(text)


def _figures(text: str) -> date | None:
    try:
        if _ISO.match(text):
            return date.fromisoformat(re.sub("[/.]", "-", text[:10]))
        if compact := _COMPACT.match(text):
            year, month, day = (int(part) for part in compact.groups()[:3])
            return date(year, month, day)
        if numeric := _NUMERIC.match(text):
            first, second, year = (int(part) for part in numeric.groups())
            return _unambiguous(first, second, year)
    except ValueError:
        pass
    return None


def _unambiguous(first: int, second: int, year: int) -> date | None:
    if first == second or second > 12:  # noqa: PLR2004 - months of a year
        return date(year, first, second)
    return date(year, second, first) if first > 12 else None  # noqa: PLR2004


def _mail(text: str) -> date | None:
    try:
        return parsedate_to_datetime(text).date()
    except ValueError:
        return None


def _written(text: str) -> date | None:
    if len(text) > 60 or not _YEAR.search(text):  # noqa: PLR2004 - a date is short
        return None
    import dateparser

    found = dateparser.parse(text, languages=["en"], settings=_SETTINGS)
    return None if found is None else found.date()
