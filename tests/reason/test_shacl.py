"""The shapes accept what kg writes, and name article, node and shape of what it would not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kg import ontology, resources
from kg.config import DEFAULT_BASE, Settings
from kg.graph.store import Store, open_store
from kg.model import Claim, EntityId, Relation
from kg.reason import shacl, validate
from tests.graph.test_store import put
from tests.support import readings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FOLDERS = resources.find(Settings())
ONTOLOGY = ontology.load(FOLDERS.ontology, DEFAULT_BASE)
SHAPES = FOLDERS.ontology / "shapes.ttl"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s", DEFAULT_BASE, write=True) as opened:
        opened.put_ontology(FOLDERS.ontology / "kg.ttl")
        yield opened


def test_what_kg_writes_conforms(store: Store) -> None:
    put(store, readings.freeze(), readings.echo())
    assert list(shacl.violations(store, SHAPES)) == []


def spoil(claim: Claim, how: str) -> Claim:
    evidence = claim.evidence[0]
    if how == "confidence":
        return replace(claim, confidence=1.5)
    if how == "quote":
        return replace(claim, evidence=(replace(evidence, quote=""),))
    if how == "span":
        return replace(claim, evidence=(replace(evidence, start=5, end=5),))
    if how == "subject span":
        return replace(claim, evidence=(replace(evidence, subject=replace(evidence.subject, start=9, end=3)),))
    if how == "range":
        return replace(claim, predicate=Relation("speaksFor"), subject=readings.CSTO.id)
    if how == "stranger":
        return replace(claim, subject=EntityId("Nobody"))
    raise AssertionError(how)


WRONG = {
    "confidence": "ClaimShape",
    "quote": "QuoteShape",
    "span": "PositionShape",
    "subject span": "EvidenceShape",
    "range": "DomainRangeShape",
    "stranger": "EntityShape",
}


@pytest.mark.parametrize("how", WRONG)
def test_what_is_wrong_is_named(store: Store, how: str) -> None:
    echo = readings.echo()
    put(store, replace(echo, claims=(spoil(echo.claims[0], how), echo.claims[1])))
    found = list(shacl.violations(store, SHAPES))
    assert {one.shape for one in found} == {WRONG[how]}
    assert {one.article for one in found} == {"echo.txt"}
    assert all(echo.claims[0].id in one.node for one in found)


@pytest.mark.parametrize("how", WRONG)
def test_the_build_refuses_the_same(how: str) -> None:
    echo = readings.echo()
    spoiled = replace(echo, claims=(spoil(echo.claims[0], how), echo.claims[1]))
    checked = validate.checked(spoiled, ONTOLOGY)
    assert checked.claims == (echo.claims[1],)
    assert checked.issues
    assert {issue.article for issue in checked.issues} == {"echo.txt"}


def refused(change: Callable[[Claim], Claim]) -> list[str]:
    echo = readings.echo()
    return [i.message for i in validate.checked(replace(echo, claims=(change(echo.claims[0]),)), ONTOLOGY).issues]


def test_a_quote_that_is_not_verbatim_is_refused() -> None:
    (message,) = refused(
        lambda c: replace(c, evidence=(replace(c.evidence[0], quote="Armenia left the CSTO at once..."),))
    )
    assert "its quote is not what the article says at 0 to 35" in message


def test_an_unknown_relation_is_refused() -> None:
    (message,) = refused(lambda c: replace(c, predicate=Relation("befriends")))
    assert "no relation befriends" in message
