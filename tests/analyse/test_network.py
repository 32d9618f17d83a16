from __future__ import annotations

import networkx as nx
import pytest

from kg.analyse.dates import window
from kg.analyse.network import dispatched, multigraph, simple, weighted
from kg.analyse.records import Selection
from kg.analyse.summary import stats
from kg.errors import ConfigError, MissingResourceError
from kg.model import Manner, Modality
from tests.analyse.small import claim, records

CLAIMS = [
    claim("Armenia", "suspends", "CSTO", day="2024-02-23", article="a.md"),
    claim("Armenia", "meetsWith", "France", day="2024-02-21", article="a.md"),
    claim("France", "aids", "Armenia", day="2024-02-23", article="b.md", modality=Modality.PLANNED),
    claim("Armenia", "signs", "Charter", day="2025-01-14", article="c.md"),
    claim("Azerbaijan", "attacks", "Armenia", day="2024-02", article="a.md", modality=Modality.NEGATED),
    claim("Russia", "criticizes", "Armenia", day=None, article="d.md", speaker="Peskov", manner=Manner.ALLEGED,
          confidence=0.4),
]  # fmt: skip
TYPES = {"Charter": "Agreement", "CSTO": "IntergovernmentalOrganization", "Peskov": "Person"}


def test_one_edge_per_claim() -> None:
    graph = multigraph(records(CLAIMS, TYPES))
    assert sorted(graph.nodes) == ["Armenia", "Azerbaijan", "CSTO", "Charter", "France", "Russia"]
    assert graph.number_of_edges() == 6
    [(key, edge)] = graph["Armenia"]["CSTO"].items()
    assert key == CLAIMS[0].id
    assert (edge["predicate"], edge["sign"], edge["score"], edge["modality"]) == ("suspends", -1, -4.0, "factual")
    assert (edge["start"], edge["end"], edge["source"]) == ("2024-02-23", "2024-02-23", "kg tests")
    [alleged] = graph["Russia"]["Armenia"].values()
    assert alleged["alleged"]
    assert alleged["start"] == ""


def test_only_actors_and_nothing_negated() -> None:
    graph = multigraph(records(CLAIMS, TYPES), actors_only=True, negated=False)
    assert sorted(graph.nodes) == ["Armenia", "CSTO", "France", "Russia"]
    assert graph.number_of_edges() == 4


def test_weights_count_claims_and_symmetric_relations_tie_both_ways() -> None:
    graph = multigraph(records(CLAIMS, TYPES), actors_only=True, negated=False)
    directed = weighted(graph)
    # France aids Armenia, and the two meet, which ties both ways.
    assert directed["France"]["Armenia"]["weight"] == 2
    assert directed["Armenia"]["France"]["weight"] == 1
    assert simple(graph)["Armenia"]["France"]["weight"] == 2
    assert not directed.has_edge("CSTO", "Armenia")


def test_a_claim_of_an_actor_with_itself_is_no_tie() -> None:
    graph = multigraph(records([claim("Sudan", "fights", "Sudan")]))
    assert graph.number_of_edges() == 1
    assert weighted(graph).number_of_edges() == 0
    assert simple(graph).number_of_edges() == 0


@pytest.mark.parametrize(
    ("selection", "kept"),
    [
        (Selection(), {0, 1, 2, 3, 4, 5}),
        (Selection(relations=("suspends", "aids")), {0, 2}),
        (Selection(groups=("material conflict",)), {4}),
        (Selection(signs=(-1,)), {0, 4, 5}),
        (Selection(modalities=(Modality.PLANNED, Modality.NEGATED)), {2, 4}),
        (Selection(confidence=0.5), {0, 1, 2, 3, 4}),
        (Selection(types=("State",)), {1, 2, 4, 5}),
        (Selection(types=("Actor",)), {0, 1, 2, 4, 5}),
        (Selection(sources=("kg tests",)), {0, 1, 2, 3, 4, 5}),
        (Selection(sources=("elsewhere",)), set()),
        (Selection(asserted=True), {0, 1, 3}),
        (Selection(window=window("2024-02", "2024-02")), {0, 1, 2, 4}),  # the undated is in no window
        (Selection(window=window("2024-02-22", "2024-02-22")), {4}),  # all of February has this day
        (Selection(window=window("2024-03", None)), {3}),
        (Selection(signs=(1,), window=window(None, "2024-02-21")), {1}),
    ],
)
def test_selection(selection: Selection, kept: set[int]) -> None:
    found = selection.apply(records(CLAIMS, TYPES))
    assert set(found.claims) == {CLAIMS[i].id for i in kept}


def test_a_wider_relation_selects_the_narrower() -> None:
    found = Selection(relations=("officialOf",)).apply(records([claim("Peskov", "leads", "CSTO")]))
    assert len(found.claims) == 1


def test_what_the_ontology_does_not_have_is_refused() -> None:
    with pytest.raises(ConfigError, match="no such relation: likes"):
        Selection(relations=("likes",)).apply(records(CLAIMS))
    with pytest.raises(ConfigError, match="group"):
        Selection(groups=("love",)).apply(records(CLAIMS))
    with pytest.raises(ConfigError, match="actor type: Planet"):
        Selection(types=("Planet",)).apply(records(CLAIMS))


def test_a_backend_that_is_not_installed() -> None:
    with dispatched(None), dispatched("networkx"):
        pass
    with pytest.raises(MissingResourceError, match="nowhere"), dispatched("nowhere"):
        pass


def test_a_backend_gives_the_same_answers() -> None:
    pytest.importorskip("nx_parallel", reason="no backend of networkx is installed")
    made = records(CLAIMS, TYPES)
    plain = stats(made)
    with dispatched("parallel"):
        assert nx.config.backend_priority.algos == ["parallel"]
        assert stats(made) == plain
    assert nx.config.backend_priority.algos == []
