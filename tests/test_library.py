"""``kg.open``: what a Python program gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import rdflib

import kg
from kg.config import DEFAULT_BASE
from kg.errors import StoreError
from kg.graph.store import open_store
from tests.graph.test_store import put
from tests.support import readings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.library import Graph

ENT, KG = rdflib.Namespace(f"{DEFAULT_BASE}entity/"), rdflib.Namespace(f"{DEFAULT_BASE}ontology#")
COUNT = "SELECT ?what (COUNT(*) AS ?n) { GRAPH ?g { ?c a kg:Claim ; rdf:predicate ?what } } GROUP BY ?what ORDER BY DESC(?n) ?what"


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[Graph]:
    with open_store(tmp_path / "s", DEFAULT_BASE, write=True) as store:
        put(store, readings.freeze(), readings.echo())
    with kg.open(tmp_path / "s") as opened:
        yield opened


def test_rows_are_rdflib_terms(graph: Graph) -> None:
    first = graph.query(COUNT)[0]
    assert first == {"what": KG.suspends, "n": rdflib.Literal(2)}
    assert graph.query("who-moves-where", actor="Russia")[0]["whom"] == rdflib.Literal("Armenia")


def test_frames_have_numbers(graph: Graph) -> None:
    frame = graph.pandas(COUNT)
    assert list(frame["n"]) == [2, 1, 1, 1]
    assert frame["n"].dtype.kind == "i"


def test_dataset_and_network(graph: Graph) -> None:
    dataset = graph.dataset()
    assert (ENT.Armenia, KG.suspends, ENT.CSTO) in dataset.graph(rdflib.URIRef(f"{DEFAULT_BASE}graph/asserted"))
    network = graph.network()
    assert sorted(data["relation"] for _, _, data in network.edges("Armenia", data=True)) == [
        "suspends",
        "suspends",
        "withdrawsFrom",
    ]


def test_actors_are_found_by_any_name(graph: Graph) -> None:
    assert {claim.predicate for claim in graph.about("RUSSIA")} == {"attacks", "criticizes"}
    assert {claim.predicate for claim in graph.about("Nikol Pashinyan")} == {"suspends", "attacks"}


def test_no_store_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no graph here yet"):
        kg.open(tmp_path / "none")
