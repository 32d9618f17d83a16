"""Did something change, and could it be chance? Tests that hold for few events.

A change of mean is looked for with the cumulative sum of Page (1954), "Continuous inspection schemes", Biometrika 41,
and tested by putting the values in other orders, as Taylor (2000), "Change-point analysis: a powerful new tool for
detecting changes", does: how often does chance alone give a bend as sharp? Further changes are looked for on both sides
of the first (binary segmentation; Vostrikova 1981). With up to seven values every order is tried, with more a seeded
sample of orders. Fewer than eight events can hardly ever give p < 0.05: they are too few to tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, permutations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

LEVEL = 0.05
ORDERS = 1_999
EVERY_ORDER_UP_TO = 7
EVERY_FLIP_UP_TO = 12
LEAST = 4
SEED = 7
_CELLS = 2_000_000
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Change:
    """A day on which the mean changed.

    Attributes:
        day: Of the first event after the change.
        before, after: Mean value of the events between the last change and this one, and from here to the next.
        p: Share of orders of the values that bend at least as sharply.
    """

    day: date
    before: float
    after: float
    p: float


def changes(events: Sequence[tuple[date, float]], *, level: float = LEVEL, seed: int = SEED) -> tuple[Change, ...]:
    """Every change of mean in a series, in order of time.

    Args:
        events: Day and value; any order, several a day allowed.
        level: A change is reported if p is below it.
        seed: Of the sample of orders.
    """
    ordered = sorted(events)
    days = [day for day, _ in ordered]
    values = np.array([value for _, value in ordered], dtype=float)
    found = sorted(_split(days, values, 0, len(days), level, seed))
    edges = [0, *(at for at, _ in found), len(days)]
    means = [float(values[a:b].mean()) for a, b in pairwise(edges) if b > a]
    return tuple(Change(days[at], round(means[i], 3), round(means[i + 1], 3), p) for i, (at, p) in enumerate(found))


def _split(
    days: Sequence[date], values: NDArray[np.float64], start: int, end: int, level: float, seed: int
) -> list[tuple[int, float]]:
    bounds = [i for i in range(start + 1, end) if days[i] != days[i - 1]]
    part = values[start:end]
    if end - start < LEAST or not bounds or float(np.ptp(part)) < _TINY:
        return []
    at = np.array(bounds) - start - 1
    curve = np.abs(np.cumsum(part - part.mean())[at])
    sharpest = float(curve.max())
    place = bounds[int(np.argmax(curve >= sharpest - _TINY))]
    p = _chance(part, at, sharpest, seed)
    if p >= level:
        return []
    left = _split(days, values, start, place, level, seed)
    return [*left, (place, p), *_split(days, values, place, end, level, seed)]


def _chance(values: NDArray[np.float64], at: NDArray[np.int64], sharpest: float, seed: int) -> float:
    centred = values - values.mean()
    if len(values) <= EVERY_ORDER_UP_TO:
        orders = np.array(list(permutations(centred)))
        return round(float(np.mean(_bends(orders, at) >= sharpest - _TINY)), 4)
    rng = np.random.default_rng(seed)
    step = max(1, _CELLS // len(values))
    hits = 0
    for done in range(0, ORDERS, step):
        rows = np.tile(centred, (min(step, ORDERS - done), 1))
        hits += int(np.sum(_bends(rng.permuted(rows, axis=1), at) >= sharpest - _TINY))
    return round((1 + hits) / (1 + ORDERS), 4)


def _bends(orders: NDArray[np.float64], at: NDArray[np.int64]) -> NDArray[np.float64]:
    bends: NDArray[np.float64] = np.abs(np.cumsum(orders, axis=1)[:, at]).max(axis=1)
    return bends


def leaning(values: Sequence[float], *, seed: int = SEED) -> float:
    """How likely a sum as far from 0 is, if every value might as well have had the other sign.

    Fisher's randomisation test ("The Design of Experiments", 1935, section 21): exact for up to twelve values, by a
    seeded sample of signs above. Two-sided. Six events that all point one way give 2 / 64 = 0.031.
    """
    sizes = np.abs(np.array([value for value in values if value], dtype=float))
    total = abs(float(sum(values)))
    if not len(sizes):
        return 1.0
    if len(sizes) <= EVERY_FLIP_UP_TO:
        flips = np.array([[1 - 2 * (i >> bit & 1) for bit in range(len(sizes))] for i in range(2 ** len(sizes))])
        return round(float(np.mean(np.abs(flips @ sizes) >= total - _TINY)), 4)
    rng = np.random.default_rng(seed)
    step = max(1, _CELLS // len(sizes))
    hits = 0
    for done in range(0, ORDERS, step):
        signs = rng.integers(0, 2, size=(min(step, ORDERS - done), len(sizes))) * 2 - 1
        hits += int(np.sum(np.abs(signs @ sizes) >= total - _TINY))
    return round((1 + hits) / (1 + ORDERS), 4)
