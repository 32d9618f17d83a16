"""The Armenian story as the seed articles tell it, from the claims that readers marked in them by hand."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kg import ontology
from kg.analyse.records import Records
from kg.analyse.shift import Move, shift
from kg.config import DEFAULT_BASE
from kg.model import EntityId, Modality
from tests.support.memory import claim, graph

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "claims.jsonl"
POSTS = ("leads", "officialOf", "speaksFor", "ambassadorOf", "ambassadorTo")
STATES = ("Armenia", "Russia", "United States")
UNIONS = ("CSTO", "European Union")


@pytest.fixture(scope="module")
def moves() -> dict[str, Move]:
    dates = {
        path.name: found.group(1)
        for path in (ROOT / "seeds" / "articles").glob("*.md")
        if (found := re.search(r'^date: "?([\d-]+)', path.read_text(encoding="utf-8"), re.MULTILINE))
    }
    types: dict[str, str] = {}
    claims = []
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        relation, article = one["p"][0], one["article"]
        if relation in POSTS:
            types[one["s"]] = "Person"
        claims.append(
            claim(
                one["s"], relation, one["o"], modality=Modality(one["modality"]), day=dates[article],
                article=article, speaker=one.get("by"),
            )
        )  # fmt: skip
    types |= dict.fromkeys(STATES, "State") | dict.fromkeys(UNIONS, "IntergovernmentalOrganization")
    records = Records.read(graph(claims, types), ontology.load(ROOT / "ontology", DEFAULT_BASE))
    return {move.label: move for move in shift(records, EntityId("Armenia")).moves}


@pytest.mark.parametrize("partner", ["United States", "European Union"])
def test_armenia_moves_toward_the_west(moves: dict[str, Move], partner: str) -> None:
    assert (moves[partner].direction, moves[partner].clear) == ("toward", True)
    assert moves[partner].reply.direction == "toward"
    assert moves[partner].claims


def test_armenia_moves_away_from_the_alliance(moves: dict[str, Move]) -> None:
    assert (moves["CSTO"].direction, moves["CSTO"].clear) == ("away", True)


def test_russia_moves_away_from_armenia(moves: dict[str, Move]) -> None:
    assert moves["Russia"].reply.direction == "away"
    assert moves["Russia"].other < 0
