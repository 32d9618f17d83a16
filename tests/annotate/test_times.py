"""Time expressions, read on Tuesday 14 January 2025. Expected values come from a calendar."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.reader import document

TODAY = date(2025, 1, 14)

DAYS = [
    ("The minister resigned on Tuesday.", "Tuesday", "2025-01-14"),
    ("The minister resigned on Monday.", "Monday", "2025-01-13"),
    ("The minister resigned on Wednesday.", "Wednesday", "2025-01-08"),
    ("The minister will resign on Wednesday.", "Wednesday", "2025-01-15"),
    ("The minister is resigning on Friday.", "Friday", "2025-01-17"),
    ("The minister said he would resign on Friday.", "Friday", "2025-01-17"),
    ("The minister agreed to resign on Friday.", "Friday", "2025-01-17"),
    ("The minister had resigned on Friday.", "Friday", "2025-01-10"),
    ("The minister resigned last Friday.", "last Friday", "2025-01-10"),
    ("The minister resigned last Monday.", "last Monday", "2025-01-06"),
    ("The minister will resign next Friday.", "next Friday", "2025-01-17"),
    ("The minister resigned on Monday morning.", "Monday morning", "2025-01-13"),
    ("The minister resigned yesterday.", "yesterday", "2025-01-13"),
    ("The minister will resign tomorrow.", "tomorrow", "2025-01-15"),
    ("The minister resigned on January 10.", "January 10", "2025-01-10"),
    ("The minister resigned on January 20.", "January 20", "2024-01-20"),
    ("The minister will resign on January 20.", "January 20", "2025-01-20"),
    ("The minister resigned on 3 November.", "3 November", "2024-11-03"),
    ("The minister resigned on 3rd November.", "3rd November", "2024-11-03"),
    ("The minister resigned on Dec. 5.", "Dec. 5", "2024-12-05"),
    ("The minister resigned on March 14, 2021.", "March 14, 2021", "2021-03-14"),
    ("The minister resigned on 14 March 2021.", "14 March 2021", "2021-03-14"),
    ("The minister resigned on 2021-03-14.", "2021-03-14", "2021-03-14"),
    ("The minister resigned three days ago.", "three days ago", "2025-01-11"),
    ("The minister will resign in three days.", "three days", "2025-01-17"),
    ("In 2008, on August 7, shells fell on the city.", "August 7", "2008-08-07"),
    ("The drill ends on 24 January.", "24 January", "2025-01-24"),
    ("Elections are scheduled for 5 February.", "5 February", "2025-02-05"),
]

LONGER = [
    ("The minister resigned last week.", "last week", "2025-01-06", "2025-01-12", "week"),
    ("The minister resigned this week.", "this week", "2025-01-13", "2025-01-19", "week"),
    ("The minister will resign next week.", "next week", "2025-01-20", "2025-01-26", "week"),
    ("The minister resigned two weeks ago.", "two weeks ago", "2024-12-30", "2025-01-05", "week"),
    ("The minister resigned last weekend.", "last weekend", "2025-01-11", "2025-01-12", "day"),
    ("The minister resigned in February 2024.", "February 2024", "2024-02", "2024-02", "month"),
    ("The minister resigned in November.", "November", "2024-11", "2024-11", "month"),
    ("The minister will resign in March.", "March", "2025-03", "2025-03", "month"),
    ("The minister resigned last month.", "last month", "2024-12", "2024-12", "month"),
    ("The minister resigned earlier this month.", "earlier this month", "2025-01", "2025-01", "month"),
    ("The minister resigned in early May 2023.", "early May 2023", "2023-05", "2023-05", "month"),
    (
        "The minister resigned in the fourth quarter of 2024.",
        "the fourth quarter of 2024",
        "2024-10",
        "2024-12",
        "quarter",
    ),
    ("The minister resigned in the first half of 2024.", "the first half of 2024", "2024-01", "2024-06", "quarter"),
    ("The minister resigned last summer.", "last summer", "2024-06", "2024-08", "quarter"),
    ("The minister resigned in the winter of 2022.", "the winter of 2022", "2022-12", "2023-02", "quarter"),
    ("The minister resigned in 2019.", "2019", "2019", "2019", "year"),
    ("The minister resigned last year.", "last year", "2024", "2024", "year"),
    ("The minister resigned two years ago.", "two years ago", "2023", "2023", "year"),
    ("The minister resigned in late 2020.", "late 2020", "2020", "2020", "year"),
    ("The movement was founded in the 1990s.", "the 1990s", "1990", "1999", "decade"),
    # Several days, months, years.
    ("The summit will be held on January 24-26.", "January 24-26", "2025-01-24", "2025-01-26", "day"),
    ("Talks ran from 2019 to 2021.", "2019 to 2021", "2019", "2021", "year"),
    ("Talks ran between March and June 2024.", "March and June 2024", "2024-03", "2024-06", "month"),
    ("Shells fell in 2008 and 2009.", "2008 and 2009", "2008", "2009", "year"),
    ("Shells fell in 2020–2022.", "2020–2022", "2020", "2022", "year"),
    ("Prices rose in the past three years.", "the past three years", "2022", "2025", "year"),
    # One side open.
    ("The base has stood there since 1995.", "1995", "1995", None, "year"),
    ("The truce holds until March 2025.", "March 2025", None, "2025-03", "month"),
    ("Talks were put off until the end of 2028.", "the end of 2028", None, "2028", "year"),
    ("The post has been vacant since the 2020 vote.", "the 2020", "2020", "2020", "year"),
]

NOTHING = [
    "The minister may resign.",
    "Theresa May resigned.",
    "The siege lasted three days.",
    "The minister marched 2,000 kilometres.",
    "The council adopted Resolution 2028.",
    "The Prague Spring inspired them.",
    "Two days later, the minister resigned.",
    "The army will march on the capital.",
    "The minister resigned that year.",
]


def times(text: str, published: date | None = TODAY) -> list[tuple[str, str | None, str | None, str]]:
    """Every time expression: words, start, end, granularity."""
    read = document(text, published)
    return [
        (
            text[read.tokens[t.start].start : read.tokens[t.end - 1].end],
            t.period.start,
            t.period.end,
            t.period.granularity,
        )
        for t in read.times
    ]


@pytest.mark.parametrize(("text", "words", "day"), DAYS)
def test_a_day(text: str, words: str, day: str) -> None:
    assert (words, day, day, "day") in times(text)


@pytest.mark.parametrize(("text", "words", "start", "end", "granularity"), LONGER)
def test_a_longer_time(text: str, words: str, start: str | None, end: str | None, granularity: str) -> None:
    assert times(text) == [(words, start, end, granularity)]


@pytest.mark.parametrize("text", NOTHING)
def test_no_time(text: str) -> None:
    assert times(text) == []


def test_without_a_day_of_publication_only_years_are_known() -> None:
    assert times("The minister resigned on Monday, after a vote in March and a scandal in 2019.", None) == [
        ("2019", "2019", "2019", "year")
    ]


def test_a_day_that_no_calendar_has_is_no_time() -> None:
    assert times("The minister resigned on February 30, 2024.") == []


def test_a_number_too_great_for_a_calendar_is_no_time() -> None:
    assert times("The lake dried up 999 decades ago.") == []
