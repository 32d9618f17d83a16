"""How sure a claim is: a logistic model over named features.

The weights stand in ``ontology/lexicon/confidence.toml``; ``kg eval --calibrate`` fits them on annotated articles.
A claim's reasons are what each feature adds to the log-odds, so that anybody can check the sum.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.errors import LexiconError
from kg.model import Manner, Modality, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.extract.qualify import Qualification
    from kg.model import Claim, Link

BIAS = "bias"
AGAIN = "said again"
FEATURES = (BIAS, "rule prior", "weakest link", "coreference", "learned names", "distance", "through possession",
            "not factual", "attributed", "alleged", "title", AGAIN)  # fmt: skip
LONG = 40.0
"""Tokens between trigger and argument that count as 1."""
MOST = 2
"""More evidence than this adds nothing."""
LEAST, GREATEST = 0.02, 0.99


def check(weights: Mapping[str, float]) -> None:
    """Refuse a table that names other features.

    Raises:
        LexiconError: A weight has no feature, or a feature no weight.
    """
    wrong = sorted(set(weights) ^ set(FEATURES))
    if wrong:
        raise LexiconError(f"confidence weights and features differ: {', '.join(wrong)}", hint="kg eval --calibrate")


def features(
    *,
    prior: float,
    links: tuple[Link, Link],
    learned: int,
    distance: int,
    indirect: bool,
    put: Qualification,
    title: bool,
) -> dict[str, float]:
    """The features of one piece of evidence.

    Args:
        prior: Precision of the rule, 0 to 1.
        links: Subject and object.
        learned: How many of the two entities are not in the seeds.
        distance: Tokens from the trigger to the farther argument.
        indirect: An argument was reached through what belongs to it.
        title: The claim comes from somebody's title.
    """
    return {
        BIAS: 1.0,
        "rule prior": logit(prior),
        "weakest link": min(link.score for link in links),
        "coreference": float(sum(link.coreference for link in links)),
        "learned names": float(learned),
        "distance": min(distance, LONG) / LONG,
        "through possession": float(indirect),
        "not factual": float(put.modality is not Modality.FACTUAL),
        "attributed": float(put.manner is not None),
        "alleged": float(put.manner is Manner.ALLEGED),
        "title": float(title),
    }


def logit(p: float) -> float:
    """Log-odds of a probability, which is kept off 0 and 1."""
    p = min(max(p, LEAST), GREATEST)
    return math.log(p / (1 - p))


def logistic(x: float) -> float:
    """Probability of log-odds."""
    return 1 / (1 + math.exp(-max(min(x, 30.0), -30.0)))


def weighed(found: Mapping[str, float], weights: Mapping[str, float]) -> tuple[float, tuple[Reason, ...]]:
    """Confidence, and what each feature that is present contributes to its log-odds."""
    reasons = tuple(Reason(name, round(weights[name] * value, 4)) for name, value in found.items() if value)
    return probability(reasons), reasons


def probability(reasons: Iterable[Reason]) -> float:
    """Confidence from the contributions."""
    return round(min(max(logistic(sum(reason.value for reason in reasons)), LEAST), GREATEST), 3)


def settled(claim: Claim, weights: Mapping[str, float]) -> Claim:
    """The claim with the confidence that all its evidence gives it."""
    more = min(len({(e.start, e.end) for e in claim.evidence}) - 1, MOST)
    if not more:
        return claim
    reasons = (*claim.reasons, Reason(AGAIN, round(weights[AGAIN] * more, 4)))
    return replace(claim, confidence=probability(reasons), reasons=reasons)
