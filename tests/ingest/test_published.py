"""Days that front matter, rows and feeds name."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kg.ingest.published import parse

DAY = date(2025, 1, 14)


@pytest.mark.parametrize(
    "value",
    [
        DAY,
        datetime(2025, 1, 14, 23, 59, tzinfo=UTC),
        "2025-01-14",
        " 2025-01-14T23:30:00-05:00",
        "2025-01-14 10:00",
        "20250114",
        "20250114T101500Z",
        "Tue, 14 Jan 2025 23:00:00 -0800",
        "14 January 2025",
        "January 14, 2025",
        "Jan 14, 2025 10:32 AM",
        "14/01/2025",
        "1/14/2025",
        "14.01.2025",
        "2025/01/14 08:00",
        "2025.01.14",
        "20250114T101500+0100",
    ],
)
def test_read(value: object) -> None:
    assert parse(value) == DAY


def test_day_and_month_that_agree() -> None:
    assert parse("05/05/2025") == date(2025, 5, 5)


@pytest.mark.parametrize(
    "value",
    [
        "01/02/2025",
        "2025-13-01",
        "2025-02-30",
        "yesterday",
        "Monday",
        "January 2025",
        "2025",
        "",
        "no date",
        20250114,
        None,
        ["2025"],
        "x" * 10_000,
    ],
)
def test_not_guessed(value: object) -> None:
    assert parse(value) is None
