"""The pronouns of our own annotated articles mean whom a reader takes them to mean."""

from __future__ import annotations

import tomllib
from functools import cache

import pytest

from tests.golden.pronouns import FAMILIES, HERE, Score, measure

FLOORS = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))["pronouns"]


@cache
def measured() -> dict[str, Score]:
    return measure()


@pytest.mark.parametrize("family", FAMILIES)
def test_floor(family: str) -> None:
    score = measured()[family]
    assert (score.precision >= FLOORS[family]["precision"], score.recall >= FLOORS[family]["recall"]) == (True, True), (
        score.faults
    )
