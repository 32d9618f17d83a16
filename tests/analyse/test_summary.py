from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analyse.network import multigraph, simple, weighted
from kg.analyse.summary import shape, stats
from kg.errors import ConfigError
from kg.model import Modality
from tests.analyse.small import claim, records, signed_claims
from tests.analyse.test_network import CLAIMS, TYPES


def test_counts() -> None:
    found = stats(records(CLAIMS, TYPES))
    assert (found.claims, found.asserted, found.entities, found.articles) == (6, 3, 7, 4)
    assert {c.name: c.number for c in found.signs} == {"cooperation": 3, "conflict": 3}
    assert {c.name: c.number for c in found.modalities} == {"factual": 4, "planned": 1, "negated": 1}
    assert [(c.name, c.number) for c in found.months] == [("2024-02", 4), ("2025-01", 1), ("unknown", 1)]
    assert {c.name: c.number for c in found.sources} == {"kg tests": 6}
    assert found.relations[0].name == "aids"  # all have one claim: alphabetical
    assert found.types == (("State", 4), ("Agreement", 1), ("IntergovernmentalOrganization", 1), ("Person", 1))


def test_every_count_leads_to_its_claims() -> None:
    made = records(CLAIMS, TYPES)
    found = stats(made)
    for counts in (found.relations, found.groups, found.signs, found.modalities, found.sources, found.months):
        for count in counts:
            assert len(count.claims) == count.number
            assert set(count.claims) <= set(made.claims)
    [conflict] = [c for c in found.signs if c.name == "conflict"]
    assert set(conflict.claims) == {CLAIMS[i].id for i in (0, 4, 5)}
    armenia = found.central[0]
    assert armenia.id == "Armenia"
    assert set(armenia.claims) == {CLAIMS[i].id for i in (0, 1, 2, 5)}


def test_shape_by_hand() -> None:
    made = records([*signed_claims([("a", "b", 1), ("b", "a", 1), ("b", "c", -1)]), claim("d", "meetsWith", "e")])
    graph = multigraph(made)
    found = shape(weighted(graph), simple(graph))
    assert found.actors == 5
    assert found.ties == 5  # a→b, b→a, b→c, d→e, e→d
    assert found.pairs == 3
    assert found.density == 5 / 20
    assert found.reciprocity == 4 / 5
    assert found.components == (3, 2)


def test_nothing_at_all() -> None:
    found = stats(records([]))
    assert (found.claims, found.entities, found.central) == (0, 0, ())
    assert found.shape.density is None
    assert found.shape.reciprocity is None
    assert found.shape.components == ()


def test_only_negated_claims_make_no_network() -> None:
    found = stats(records([claim("A", "attacks", "B", modality=Modality.NEGATED)]))
    assert found.claims == 1
    assert found.shape.actors == 0


def test_equal_actors_share_a_rank() -> None:
    found = stats(records(signed_claims([("a", "b", 1), ("c", "d", 1)])), by="degree")
    assert [(c.id, c.ranks["degree"]) for c in found.central] == [("a", 1), ("b", 1), ("c", 1), ("d", 1)]


def test_unknown_measure() -> None:
    with pytest.raises(ConfigError, match="no such measure: fame"):
        stats(records(CLAIMS), by="fame")


@settings(deadline=None, max_examples=25)
@given(st.permutations(CLAIMS))
def test_the_order_of_claims_does_not_matter(shuffled: list) -> None:  # type: ignore[type-arg]
    assert stats(records(shuffled, TYPES)) == stats(records(CLAIMS, TYPES))
