from __future__ import annotations

from datetime import date

import pytest

from kg.analyse.dates import Bucket, Window, days, moment, span, window, windows
from kg.errors import ConfigError
from kg.model import Period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-02-23", date(2024, 2, 23), date(2024, 2, 23)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),  # a leap year
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02-23T10:00:00Z", date(2024, 2, 23), date(2024, 2, 23)),
    ],
)
def test_span(text: str, first: date, last: date) -> None:
    assert span(text) == Window(first, last)


@pytest.mark.parametrize("text", [None, "", "soon", "2024-13", "2024-02-30", "0000", "24"])
def test_span_of_what_is_no_date(text: str | None) -> None:
    assert span(text) is None


def test_a_period_goes_before_the_day_of_the_article() -> None:
    published = date(2025, 1, 14)
    assert moment(None, published) == published
    assert moment(Period("2024-02-23", "2024-02-23"), published) == date(2024, 2, 23)
    assert days(Period("2024", "2024", "year"), published) == Window(date(2024, 1, 1), date(2024, 12, 31))


def test_a_year_stands_in_its_middle() -> None:
    assert moment(Period("2023", "2023", "year"), None) == date(2023, 7, 2)  # day 183 of 365
    assert moment(Period("2024-02", "2024-02", "month"), None) == date(2024, 2, 15)


def test_an_unreadable_period_is_not_replaced_by_the_article() -> None:
    assert moment(Period("the 1990s", "the 1990s", "decade"), date(2025, 1, 14)) is None
    assert days(Period("the 1990s", None, "decade"), date(2025, 1, 14)) is None


def test_an_open_period_meets_what_comes_later() -> None:
    since = days(Period("2020", None, "year"), None)
    assert since is not None
    assert window("2024", "2024").meets(since)
    assert not window("2018", "2019").meets(since)


def test_buckets_between_cross_the_year() -> None:
    assert Bucket.MONTH.between(date(2023, 12, 31), date(2024, 2, 1)) == ("2023-12", "2024-01", "2024-02")
    assert Bucket.YEAR.between(date(2023, 12, 31), date(2024, 2, 1)) == ("2023", "2024")
    assert Bucket.QUARTER.of(date(2024, 12, 31)) == "2024-Q4"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2023-09..2024-02", date(2023, 9, 1), date(2024, 2, 29)),
        ("2024-03..", date(2024, 3, 1), None),
        ("..2023", None, date(2023, 12, 31)),
    ],
)
def test_windows(text: str, first: date | None, last: date | None) -> None:
    assert windows(text) == Window(first, last)


@pytest.mark.parametrize("text", ["", "..", "spring", "2024..2023", "2024-40"])
def test_windows_that_are_none(text: str) -> None:
    with pytest.raises(ConfigError):
        windows(text)
