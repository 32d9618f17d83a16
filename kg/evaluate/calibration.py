"""Whether confidence can be trusted: expected calibration error, and the fit of the weights behind it.

Source of the measure: C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, "On Calibration of Modern Neural Networks",
ICML 2017.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.confidence import FEATURES, logistic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

BINS = 10
RIDGE = 1.0
"""Strength of the pull of every weight but the bias towards its start."""
PRIOR = "rule prior"
STEPS = 50
ENOUGH = 1e-9


@dataclass(frozen=True, slots=True)
class Sample:
    """A judged claim: its confidence, its features, and whether the annotation has it."""

    article: str
    confidence: float
    right: bool
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Bin:
    """The claims whose confidence lies above ``lower`` and at most at ``upper``."""

    lower: float
    upper: float
    count: int
    confidence: float
    accuracy: float


def bins(samples: Iterable[Sample], number: int = BINS) -> list[Bin]:
    """Samples in ``number`` bins of equal width; empty ones are left out."""
    inside: list[list[Sample]] = [[] for _ in range(number)]
    for sample in samples:
        inside[min(max(math.ceil(sample.confidence * number) - 1, 0), number - 1)].append(sample)
    return [
        Bin(
            n / number,
            (n + 1) / number,
            len(members),
            sum(s.confidence for s in members) / len(members),
            sum(s.right for s in members) / len(members),
        )
        for n, members in enumerate(inside)
        if members
    ]


def error(samples: Sequence[Sample], number: int = BINS) -> float | None:
    """Expected calibration error: the mean gap of confidence and accuracy over the bins, weighted by their size."""
    if not samples:
        return None
    return sum(b.count * abs(b.accuracy - b.confidence) for b in bins(samples, number)) / len(samples)


def halves(articles: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Articles one, three, five, … of the sorted ids, and two, four, six, …."""
    ordered = sorted(set(articles))
    return frozenset(ordered[::2]), frozenset(ordered[1::2])


def fit(samples: Sequence[Sample]) -> dict[str, float]:
    """Weights of a logistic regression with a ridge (Newton's method).

    The ridge pulls towards a claim that is as sure as its rule; features that the samples do not tell about stay there.
    """
    names = FEATURES
    start = {name: float(name == PRIOR) for name in names}
    weights = list(start.values())
    rows = [([sample.features.get(name, 0.0) for name in names], float(sample.right)) for sample in samples]
    for _ in range(STEPS):
        slope = [
            0.0 if n == 0 else RIDGE * (w - start[name]) for n, (name, w) in enumerate(zip(names, weights, strict=True))
        ]
        bend = [[RIDGE * (i == j) * (i > 0) + 1e-6 * (i == j) for j in range(len(names))] for i in range(len(names))]
        for values, right in rows:
            p = logistic(sum(w * v for w, v in zip(weights, values, strict=True)))
            for i, v in enumerate(values):
                slope[i] += (p - right) * v
                for j, u in enumerate(values):
                    bend[i][j] += p * (1 - p) * v * u
        step = _solved(bend, slope)
        weights = [w - s for w, s in zip(weights, step, strict=True)]
        if max(map(abs, step)) < ENOUGH:
            break
    return {name: round(w, 3) for name, w in zip(names, weights, strict=True)}


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Solution of a positive definite system, by Gaussian elimination."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for i in range(size):
        for j in range(i + 1, size):
            factor = rows[j][i] / rows[i][i]
            rows[j] = [b - factor * a for a, b in zip(rows[i], rows[j], strict=True)]
    found = [0.0] * size
    for i in reversed(range(size)):
        found[i] = (rows[i][size] - sum(rows[i][j] * found[j] for j in range(i + 1, size))) / rows[i][i]
    return found


def toml(weights: Mapping[str, float]) -> str:
    """The text of ``ontology/lexicon/confidence.toml``."""
    head = (
        "# What each feature of a claim adds to the log-odds that the text supports it; kg/extract/confidence.py says\n"
        "# what the features are. `kg eval --calibrate` fits them on every other annotated article.\n"
        "\n[weight]\n"
    )
    return head + "".join(f'"{name}" = {value}\n' for name, value in weights.items())
