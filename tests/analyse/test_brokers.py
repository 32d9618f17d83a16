from __future__ import annotations

import networkx as nx

from kg.analyse.brokers import brokers
from tests.analyse.small import claim, records, signed_claims

#  Two camps of three friends; "m" talks to one of each, and they fight each other.
CAMPS = signed_claims(
    [("a", "b", 1), ("b", "c", 1), ("a", "c", 1), ("x", "y", 1), ("y", "z", 1), ("x", "z", 1), ("b", "y", -1)]
)
TALKS = [claim("m", "memberOf", "a"), claim("m", "memberOf", "x")]


def test_the_one_between_two_camps() -> None:
    found = brokers(records([*CAMPS[:-1], *TALKS]))
    assert found.camps == 2
    first = found.brokers[0]
    # m lies on all nine shortest paths between the camps; so do a and x on those of the two others of their camp: six.
    assert {b.id: round(b.between * 9) for b in found.brokers} == {"m": 9, "a": 6, "x": 6}
    assert (first.id, first.camp, first.cuts, first.parts, first.reaches) == ("m", None, True, 2, (1, 2))
    assert set(first.claims) == {c.id for c in TALKS}
    assert found.sentence == "m lies on 100% of the shortest ways between the 2 camps."


def test_articulation_points_are_those_of_networkx() -> None:
    made = records([*CAMPS, *TALKS, claim("z", "meetsWith", "leaf")])
    graph = nx.Graph([(c.subject, c.object) for c in made.claims.values()])
    found = brokers(made, top=100)
    assert {b.id for b in found.brokers if b.cuts} == set(nx.articulation_points(graph)) == {"z"}
    assert [b.parts for b in found.brokers if b.cuts] == [2]


def test_actors_tied_by_an_agreement_alone_are_in_no_path() -> None:
    made = [*CAMPS, *TALKS, claim("s", "signs", "Treaty"), claim("t", "signs", "Treaty")]
    assert brokers(records(made, {"Treaty": "Agreement"})).camps == 2


def test_nobody() -> None:
    assert brokers(records([])).sentence == "Nobody stands between others."
    assert brokers(records([claim("a", "meetsWith", "b")])).brokers == ()


def test_without_camps_the_cut_is_named() -> None:
    found = brokers(records(signed_claims([("a", "b", -1), ("b", "c", -1)])))
    assert found.camps == 0
    assert found.sentence == "Without b, part of the network falls apart."
    assert found.note
