"""Tests of chance against numbers counted by hand."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analyse.change import changes, leaning

START = date(2024, 1, 1)


def series(values: list[float]) -> list[tuple[date, float]]:
    return [(START + timedelta(days=7 * i), value) for i, value in enumerate(values)]


def test_a_clear_turn_is_found_on_its_day() -> None:
    [turn] = changes(series([-3, -2, -4, -3, -2, 4, 5, 3, 6, 4]))
    assert turn.day == START + timedelta(days=35)
    assert (turn.before, turn.after) == (-2.8, 4.4)
    # Only orders with all five small values on one side bend so sharply: 2 of C(10, 5) = 252, or 0.0079.
    assert turn.p == pytest.approx(2 / 252, abs=0.006)


def test_every_order_of_few_values_by_hand() -> None:
    # -1 -1 -1 | 1 1 1 is one of C(6, 3) = 20 patterns and its mirror the only other as sharp: p = 0.1, no turn at 0.05.
    assert changes(series([-1, -1, -1, 1, 1, 1])) == ()
    [turn] = changes(series([-1, -1, -1, 1, 1, 1]), level=0.11)
    assert turn.p == 0.1


def test_two_turns() -> None:
    found = changes(series([0] * 10 + [8] * 10 + [-8] * 10))
    assert [turn.day for turn in found] == [START + timedelta(days=70), START + timedelta(days=140)]
    assert [(turn.before, turn.after) for turn in found] == [(0, 8), (8, -8)]


@pytest.mark.parametrize("values", [[], [1], [1, 1, 1, 1, 1, 1, 1, 1], [2, -2, 2, -2, 2, -2, 2, -2, 2, -2]])
def test_nothing_changes(values: list[float]) -> None:
    assert changes(series(values)) == ()


def test_events_of_one_day_are_not_torn_apart() -> None:
    assert changes([(START, -5.0)] * 6 + [(START, 5.0)] * 6) == ()
    [turn] = changes([(START, -5.0)] * 6 + [(START + timedelta(days=1), 5.0)] * 6)
    assert turn.day == START + timedelta(days=1)


def test_noise_seldom_turns() -> None:
    rng = random.Random(3)
    false = sum(bool(changes(series([rng.gauss(0, 3) for _ in range(20)]))) for _ in range(100))
    # Expected 5 of 100 first splits by chance; more than 12 would have a chance of under 0.2 %.
    assert false <= 12


@settings(deadline=None, max_examples=20)
@given(st.permutations(series([-3, -2, -4, -3, -2, 4, 5, 3, 6, 4])))
def test_the_order_of_events_does_not_matter(shuffled: list[tuple[date, float]]) -> None:
    assert changes(shuffled) == changes(series([-3, -2, -4, -3, -2, 4, 5, 3, 6, 4]))


@pytest.mark.parametrize(
    ("values", "p"),
    [
        ([], 1.0),
        ([0, 0], 1.0),
        ([3], 1.0),  # one event may as well point the other way
        ([1, 1], 0.5),  # two of four
        ([2, 2, 2, 2, 2, 2], 2 / 64),
        ([3, -1], 1.0),  # 3 - 1 = 2 is the smallest sum there is
        ([1, 1, -1], 1.0),
        ([4, 1, 1], 0.25),  # only ±6 of eight
    ],
)
def test_leaning_by_hand(values: list[float], p: float) -> None:
    assert leaning(values) == pytest.approx(p, abs=1e-4)


def test_leaning_of_many_is_sampled() -> None:
    assert leaning([1.0] * 40) == pytest.approx(1 / 2000)
    assert leaning([1.0, -1.0] * 20) == 1.0
