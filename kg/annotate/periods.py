"""Stretches of time around a day: what "Tuesday", "in March" or "last year" come to for a reader of that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from kg.model import Period

GRANULARITIES = ("day", "week", "month", "quarter", "year", "decade")
"""Finest first."""
GRACE = timedelta(days=2)
"""A past day may lie this far after publication: an article can be dated in another time zone."""
LAG = timedelta(days=31)
"""A planned day may lie this far before publication: the plan is told after the fact."""


NAMED_DAYS = 1
"""Days from today that have a name: yesterday, today, tomorrow."""


def day(when: date, last: date | None = None) -> Period:
    """One day, or the days up to ``last``."""
    return Period(when.isoformat(), (last or when).isoformat(), "day")


def week(when: date) -> Period:
    """The week, Monday to Sunday, that a day lies in (ISO 8601)."""
    monday = when - timedelta(days=when.weekday())
    return Period(monday.isoformat(), (monday + timedelta(days=6)).isoformat(), "week")


def weekend(when: date) -> Period:
    """Saturday and Sunday of the week that a day lies in."""
    saturday = when + timedelta(days=5 - when.weekday())
    return day(saturday, saturday + timedelta(days=1))


def months(year: int, first: int, last: int, granularity: str = "month") -> Period:
    """Months ``first`` to ``last`` of a year; a smaller ``last`` lies in the next year (winter)."""
    return Period(f"{year:04}-{first:02}", f"{year + (last < first):04}-{last:02}", granularity)


def month(when: date) -> Period:
    """The month that a day lies in."""
    return months(when.year, when.month, when.month)


def year(number: int, last: int | None = None) -> Period:
    """One year, or the years up to ``last``."""
    return Period(f"{number:04}", f"{last or number:04}", "year")


def decade(first: int) -> Period:
    """Ten years."""
    return Period(f"{first:04}", f"{first + 9:04}", "decade")


def shifted(base: date, unit: str, number: int) -> Period:
    """The day, week, month, year or decade that lies ``number`` units after (below 0: before) that of a day.

    Raises:
        ValueError, OverflowError: It lies outside of years 1 to 9999.
    """
    if unit == "day":
        return day(base + timedelta(days=number))
    if unit == "week":
        return week(base + timedelta(weeks=number))
    if unit == "weekend":
        return weekend(base + timedelta(weeks=number))
    if unit == "month":
        return month(_months_after(base, number))
    if unit == "year":
        return year(date(base.year + number, 1, 1).year)
    first = base.year // 10 * 10 + 10 * number
    return decade(date(first, 1, 1).year)


def rolling(base: date, unit: str, number: int) -> Period:
    """From ``number`` (below 0) units before a day to it, or from it to ``number`` units after."""
    then = shifted(base, unit, number) if unit != "decade" else shifted(base, "year", 10 * number)
    here = shifted(base, unit if unit != "decade" else "year", 0)
    return (
        Period(then.start, here.end, then.granularity) if number < 0 else Period(here.start, then.end, then.granularity)
    )


def _months_after(base: date, number: int) -> date:
    count = base.year * 12 + base.month - 1 + number
    return date(count // 12, count % 12 + 1, 1)


def near_weekday(base: date, number: int, *, future: bool, other: bool = False) -> Period:
    """The weekday (Monday is 0) on or next to a day.

    Args:
        other: Not one that has a name of its own: "last Monday" is not yesterday.
    """
    days = (number - base.weekday()) % 7 if future else -((base.weekday() - number) % 7)
    if other and abs(days) <= NAMED_DAYS:
        days += 7 if future else -7
    return day(base + timedelta(days=days))


def near_day(base: date, number: int, of_month: int, *, future: bool) -> date:
    """The last such day before a day or the next one after it, both with a little latitude.

    Raises:
        ValueError: There is no such day (February 30).
    """
    here = date(base.year, of_month, number)
    if future:
        return here if here >= base - LAG else date(base.year + 1, of_month, number)
    return here if here <= base + GRACE else date(base.year - 1, of_month, number)


def near_months(base: date, first: int, last: int, granularity: str, *, future: bool, other: bool = False) -> Period:
    """Months ``first`` to ``last`` that go on, else the last before or the next after.

    Args:
        other: Not those that go on: "last March" in March is a year ago.
    """
    numbers = [(base.year + offset, first) for offset in (-1, 0, 1)]
    now = base.year * 12 + base.month
    length = (last - first) % 12
    starts = [y * 12 + m for y, m in numbers]
    fitting = [
        s for s in starts if (s + length >= now if future else s <= now) and not (other and s <= now <= s + length)
    ]
    chosen = (min(fitting) if future else max(fitting)) - 1
    return months(chosen // 12, first, last, granularity)


def nearest(base: date, choices: list[Period]) -> Period | None:
    """The period that starts nearest to a day; the earlier of equals."""
    return min(choices, key=lambda c: abs(_start(c) - base), default=None)


def _start(period: Period) -> date:
    start = period.start or "0001"
    return date.fromisoformat(start + "-01-01"[len(start) - 4 :])


def joined(first: Period, second: Period) -> Period:
    """From the start of one to the end of the other, as precise as the coarser of the two."""
    granularity = max(first.granularity, second.granularity, key=GRANULARITIES.index)
    return Period(first.start, second.end, granularity)


def opened(period: Period, *, start: bool) -> Period:
    """A period without its start ("until March") or without its end ("since March")."""
    return replace(period, start=None) if start else replace(period, end=None)
