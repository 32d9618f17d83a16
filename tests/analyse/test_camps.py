"""Camps against divisions worked out by hand and published ones."""

from __future__ import annotations

import random

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analyse.camps import camps
from kg.analyse.ties import events, signed
from tests.analyse import tribes
from tests.analyse.small import claim, records, signed_claims
from tests.analyse.test_balance import signed_graph


def full(graph: nx.Graph[str]) -> nx.Graph[str]:
    for _, _, data in graph.edges(data=True):
        data["positive"], data["negative"] = max(data["weight"], 0.0), max(-data["weight"], 0.0)
    return graph


def test_highland_tribes_fall_into_the_three_published_clusters() -> None:
    found = camps(full(signed_graph(tribes.edges())))
    # Three clusters, as Hage and Harary (1983) describe them. Read off the list of ties: all enmities run between them,
    # and of the alliances only two do, 5-7 and 7-13.
    assert [set(camp.members) for camp in found.camps] == [
        {"03", "04", "06", "07", "08", "11", "12"},
        {"05", "09", "10", "13", "14"},
        {"01", "02", "15", "16"},
    ]
    assert {(tie.one, tie.other) for tie in found.against} == {("05", "07"), ("07", "13")}
    assert found.alone == ()


def test_karate_club_reaches_the_best_known_modularity() -> None:
    # Agarwal and Kempe (2008), "Modularity-maximizing graph communities via mathematical programming": 0.420, and no
    # division is better. Without negative ties signed modularity is Newman's.
    club = nx.karate_club_graph()
    graph = full(signed_graph([(f"{a:02}", f"{b:02}", 1) for a, b in club.edges]))
    found = camps(graph)
    assert len(found.camps) == 4
    assert found.modularity == pytest.approx(0.4198, abs=1e-4)
    parts = [{int(member) for member in camp.members} for camp in found.camps]
    assert found.modularity == pytest.approx(nx.community.modularity(club, parts, weight=None), abs=1e-6)


def test_signed_modularity_by_hand() -> None:
    # Two pairs of friends, a–b and c–d, and one enmity b–c. w+ = 2, w- = 1; with the camps {a,b} and {c,d}:
    # inside: 2 * (1 + 1) = 4; expected cooperation 2 * (2*2)/4 = 2, expected conflict 2 * (1*1)/2 = 1; (4 - 2 + 1) / 6.
    found = camps(full(signed_graph([("a", "b", 1), ("c", "d", 1), ("b", "c", -1)])))
    assert [camp.members for camp in found.camps] == [("a", "b"), ("c", "d")]
    assert found.modularity == 0.5
    [between] = found.between
    assert (between.one, between.other, between.cooperation, between.conflict) == (1, 2, 0.0, 1.0)
    assert found.against == ()
    assert (found.of("a"), found.of("d"), found.of("nobody")) == (1, 2, None)


def test_enemies_of_an_enemy_are_no_camp() -> None:
    found = camps(full(signed_graph([("a", "b", -1), ("a", "c", -1)])))
    assert found.camps == ()
    assert found.alone == ("a", "b", "c")


@pytest.mark.parametrize("edges", [[], [("a", "b", 1)], [("a", "b", -1)], [("a", "b", 1), ("c", "d", 1)]])
def test_small_networks(edges: list[tuple[str, str, int]]) -> None:
    found = camps(full(signed_graph(edges)))
    assert {frozenset(camp.members) for camp in found.camps} == {frozenset((a, b)) for a, b, s in edges if s > 0}
    assert found.ties == len(edges)


def test_a_tie_of_equal_cooperation_and_conflict_does_not_count() -> None:
    made = records([claim("A", "cooperatesWith", "B"), claim("A", "sanctions", "B"), claim("A", "supports", "C")])
    graph = signed(events(made))
    assert graph.edges["A", "B"]["weight"] == 0
    found = camps(graph)
    assert [camp.members for camp in found.camps] == [("A", "C")]
    assert found.alone == ("B",)
    assert found.ties == 1


SIGNED = signed_claims(
    [("A", "B", 1), ("B", "C", 1), ("A", "C", 1), ("D", "E", 1), ("E", "F", 1), ("C", "D", -1), ("A", "F", -1)]
)


@settings(deadline=None, max_examples=25)
@given(st.permutations(SIGNED))
def test_the_order_of_claims_does_not_matter(shuffled: list) -> None:  # type: ignore[type-arg]
    assert camps(signed(events(records(shuffled)))) == camps(signed(events(records(SIGNED))))


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000))
def test_camps_hang_together_and_cover_everybody(seed: int) -> None:
    rng = random.Random(seed)
    edges = {(a, b): rng.choice((-1, 1)) for a in "abcdefghij" for b in "abcdefghij" if a < b and rng.random() < 0.4}
    graph = full(signed_graph([(a, b, s) for (a, b), s in edges.items()]))
    found = camps(graph)
    members = [member for camp in found.camps for member in camp.members]
    assert sorted([*members, *found.alone]) == sorted(graph)
    friends = nx.Graph((a, b) for a, b, d in graph.edges(data=True) if d["sign"] > 0)
    for camp in found.camps:
        assert nx.is_connected(friends.subgraph(camp.members))
    inside = {(a, b) for a, b in edges if found.of(a) is not None and found.of(a) == found.of(b)}
    wrong = {(a, b) for (a, b), s in edges.items() if (s < 0) == ((a, b) in inside)}
    assert {(tie.one, tie.other) for tie in found.against} == wrong
