"""What the words of the calendar mean: the only door to dateparser.

Asking costs about a millisecond, so only single words are asked, each once, against a fixed day; the arithmetic is
the standard library's. Whole phrases would also meet traps: it reads "in the 1990s" as today, "three days" as three
days ago.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

DAY = datetime(2001, 1, 1)  # noqa: DTZ001 - a Monday; days have no zone
SETTINGS = {
    "RELATIVE_BASE": DAY,
    "PREFER_DATES_FROM": "future",
    "TIMEZONE": "UTC",
    "RETURN_AS_TIMEZONE_AWARE": False,
    "PARSERS": ["relative-time", "absolute-time"],
}


@cache
def _parser() -> DateDataParser:
    from dateparser.date import DateDataParser  # loading it takes a third of a second

    return DateDataParser(languages=["en"], settings=SETTINGS)


@cache
def _date(phrase: str) -> datetime | None:
    found: datetime | None = _parser().get_date_data(phrase).date_obj
    return found


def month(word: str) -> int | None:
    """Number of a month, 1 to 12.

    >>> month("feb."), month("September")
    (2, 9)
    """
    found = _date(f"{word.casefold().rstrip('.')} 2002")
    return found.month if found else None


def weekday(word: str) -> int | None:
    """Number of a weekday, Monday is 0.

    >>> weekday("Thursday")
    3
    """
    found = _date(word.casefold())
    return found.weekday() if found else None


def shift(word: str) -> int | None:
    """Days from today: "yesterday" is -1."""
    found = _date(word.casefold())
    return (found - DAY).days if found else None


def count(word: str) -> int | None:
    """A cardinal number, in digits or words.

    >>> count("three"), count("a"), count("14")
    (3, 1, 14)
    """
    if word.isdecimal():
        return int(word)
    found = _date(f"{word.casefold()} days ago")
    return (DAY - found).days if found else None
