"""The reading of our own annotated articles stays above the floors of ``floors.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from kg.evaluate import calibration
from kg.evaluate.gold import load_gold, load_names
from kg.evaluate.run import Evaluation, evaluate
from tests.support.reader import machine, meanings

HERE = Path(__file__).resolve().parent
ARTICLES = HERE.parents[1] / "seeds" / "articles"
FLOORS = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))


@cache
def measured() -> Evaluation:
    """The evaluation of all annotated seed articles."""
    gold = load_gold(HERE / "claims.jsonl")
    return evaluate(machine(), meanings(), [ARTICLES], gold, load_names(HERE / "aliases.json"))


def test_every_annotated_article_was_read_and_every_article_is_annotated() -> None:
    done = measured()
    assert (done.unread, done.unknown, done.issues) == ([], [], [])
    assert len(done.report.articles) >= 15


@pytest.mark.parametrize(
    ("measure", "floor"),
    [
        ("precision", FLOORS["precision"]),
        ("recall", FLOORS["recall"]),
        ("modality", FLOORS["modality"]),
        ("verbatim", FLOORS["quotes_verbatim"]),
    ],
)
def test_floor(measure: str, floor: float) -> None:
    assert getattr(measured().report.total, measure) >= floor


def test_confidence_is_calibrated() -> None:
    assert (calibration.error(measured().samples) or 1.0) <= FLOORS["ceiling"]["calibration_error"]


def test_relations_of_the_gold_are_those_of_the_ontology() -> None:
    known = set(meanings().relations)
    named = {p for wanted in load_gold(HERE / "claims.jsonl") for p in wanted.predicates}
    assert named <= known
