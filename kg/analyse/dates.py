"""When a claim holds: ISO 8601 prefixes to days, and days to buckets."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from kg.errors import ConfigError

if TYPE_CHECKING:
    from kg.model import Period

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*)?\Z")


MOST = 60


class Bucket(StrEnum):
    """How long the steps of a series are."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    def of(self, day: date) -> str:
        """The bucket that a day falls in.

        >>> [bucket.of(date(2024, 5, 6)) for bucket in Bucket]
        ['2024-05', '2024-Q2', '2024']
        """
        if self is Bucket.MONTH:
            return f"{day:%Y-%m}"
        if self is Bucket.QUARTER:
            return f"{day:%Y}-Q{(day.month + 2) // 3}"
        return f"{day:%Y}"

    @classmethod
    def fitting(cls, first: date, last: date) -> Bucket:
        """The shortest bucket of which at most sixty lie between two days; years if there is none.

        >>> Bucket.fitting(date(2022, 1, 1), date(2024, 1, 1)), Bucket.fitting(date(1915, 1, 1), date(2024, 1, 1))
        (<Bucket.MONTH: 'month'>, <Bucket.YEAR: 'year'>)
        """
        return next((one for one in cls if len(one.between(first, last)) <= MOST), cls.YEAR)

    def between(self, first: date, last: date) -> tuple[str, ...]:
        """Every bucket from one day to another, the empty ones too.

        >>> Bucket.QUARTER.between(date(2023, 11, 1), date(2024, 4, 1))
        ('2023-Q4', '2024-Q1', '2024-Q2')
        """
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        return tuple(dict.fromkeys(self.of(date(m // 12, m % 12 + 1, 1)) for m in months))


@dataclass(frozen=True, slots=True)
class Window:
    """Days from ``first`` to ``last``, both included; an open side is ``None``."""

    first: date | None = None
    last: date | None = None

    @property
    def open(self) -> bool:
        """It has no side at all: everything lies in it, the undated too."""
        return self.first is None and self.last is None

    def meets(self, other: Window) -> bool:
        """Whether the two have a day in common."""
        late = self.first is not None and other.last is not None and other.last < self.first
        early = self.last is not None and other.first is not None and other.first > self.last
        return not (late or early)

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.meets(Window(day, day))

    def __str__(self) -> str:
        if self.open:
            return "all dates"
        if self.first and self.last:
            for length in (4, 7, 10):
                name = self.first.isoformat()[:length]
                if span(name) == self:
                    return name
        return f"{self.first or ''}..{self.last or ''}"


ALWAYS = Window()


def span(text: str | None) -> Window | None:
    """The days that an ISO 8601 date, month or year covers; ``None`` if it is none of these.

    >>> span("2024-02").last
    datetime.date(2024, 2, 29)
    """
    found = _ISO.match(text or "")
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if day is not None:
        return Window(first, first)
    last_month = month or 12
    return Window(first, date(first.year, last_month, calendar.monthrange(first.year, last_month)[1]))


def window(since: str | None = None, until: str | None = None) -> Window:
    """A window from what a user typed: each side a date, a month or a year.

    Raises:
        ConfigError: A side is none of these, or they are the wrong way round.
    """
    first, last = _side(since), _side(until)
    result = Window(first.first if first else None, last.last if last else None)
    if result.first and result.last and result.first > result.last:
        raise ConfigError(f"{since} comes after {until}", hint="give the earlier date first")
    return result


def windows(text: str) -> Window:
    """A window written as ``2024``, ``2024-03``, ``2023-09..2024-02``, ``2024-03..`` or ``..2023``.

    Raises:
        ConfigError: It is none of these.
    """
    since, dots, until = text.partition("..")
    if not dots:
        return window(since or "?", since)
    if not since and not until:
        raise ConfigError(f"not a period: {text!r}", hint="write 2024, 2024-03 or 2023-09..2024-02")
    return window(since or None, until or None)


def _side(text: str | None) -> Window | None:
    if text is None:
        return None
    found = span(text)
    if found is None:
        raise ConfigError(f"not a date: {text!r}", hint="write 2024, 2024-03 or 2024-03-27")
    return found


def days(period: Period | None, published: date | None) -> Window | None:
    """The days a claim speaks of: its period, else the day its article appeared; ``None`` if neither is known.

    A period that is open to one side gives a window that is open to that side.
    A period that cannot be read is not replaced by the article's date: the text says that it was some other time.
    """
    if period is None or (period.start is None and period.end is None):
        return Window(published, published) if published else None
    start, end = span(period.start), span(period.end)
    if start is None and end is None:
        return None
    return Window(start.first if start else None, end.last if end else None)


def moment(period: Period | None, published: date | None) -> date | None:
    """The one day that stands for a claim in a series: the middle of the days that its start names.

    A claim of "2024" stands on 1 July 2024, one of "February 2024" on 15 February.
    """
    if period is None or (period.start is None and period.end is None):
        return published
    found = span(period.start) or span(period.end)
    if found is None or found.first is None or found.last is None:
        return None
    return found.first + timedelta(days=(found.last - found.first).days // 2)
