"""Measures against values worked out by hand, and against published ones for Zachary's karate club."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest

from kg.analyse.measures import all_measures, betweenness, eigenvector, hubs_and_authorities, pagerank
from kg.analyse.network import multigraph, simple, weighted
from tests.analyse.small import claim, records, signed_claims

if TYPE_CHECKING:
    from kg.model import Claim


def both(claims: list[Claim]) -> tuple[nx.DiGraph[str], nx.Graph[str]]:
    graph = multigraph(records(claims))
    return weighted(graph), simple(graph)


def _path() -> nx.Graph[str]:
    return nx.Graph([("a", "b"), ("b", "c"), ("c", "d")])


def test_betweenness_of_a_path() -> None:
    # b lies on a–c and a–d, two of the three pairs without b.
    assert betweenness(_path()).values == {"a": 0.0, "b": round(2 / 3, 6), "c": round(2 / 3, 6), "d": 0.0}


def test_betweenness_of_a_star_is_one_in_the_middle() -> None:
    star = nx.relabel_nodes(nx.star_graph(4), str)
    assert betweenness(star).values == {"0": 1.0, "1": 0.0, "2": 0.0, "3": 0.0, "4": 0.0}


def test_karate_club_betweenness_as_published() -> None:
    # Brandes and others give 231.07 for member 1 and 160.55 for member 34, unnormalised (Newman and Girvan's data).
    club = nx.relabel_nodes(nx.karate_club_graph(), lambda n: f"{n + 1:02}")
    pairs = 33 * 32 / 2
    found = betweenness(club)
    assert found.values["01"] * pairs == pytest.approx(231.07, abs=0.01)
    assert found.values["34"] * pairs == pytest.approx(160.55, abs=0.01)
    assert found.top(3) == ("01", "34", "33")
    assert found.sampled is None


def test_sampled_betweenness_with_every_source_is_exact() -> None:
    club = nx.relabel_nodes(nx.karate_club_graph(), lambda n: f"{n + 1:02}")
    assert betweenness(club, sources=34).note == ""
    assert betweenness(club, sources=500).values == betweenness(club).values


def test_sampled_betweenness_is_near_and_says_so() -> None:
    graph = nx.relabel_nodes(nx.barabasi_albert_graph(300, 2, seed=1), lambda n: f"{n:03}")
    exact = nx.betweenness_centrality(graph)
    found = betweenness(graph, sources=150)
    assert found.sampled == 150
    assert found.error is not None
    assert "150 of 300" in found.note
    # Four standard errors: a value beyond them would be an error of the estimate, not chance.
    assert max(abs(found.values[n] - exact[n]) for n in graph) < 4 * found.error
    assert found.top(1) == tuple(sorted(exact, key=lambda n: -exact[n])[:1])


def test_sampling_does_not_depend_on_the_order_of_nodes() -> None:
    graph = nx.relabel_nodes(nx.barabasi_albert_graph(60, 2, seed=1), lambda n: f"{n:03}")
    backwards = nx.Graph()
    backwards.add_nodes_from(sorted(graph, reverse=True))
    backwards.add_edges_from(sorted(graph.edges, reverse=True))
    assert betweenness(graph, sources=10) == betweenness(backwards, sources=10)


def test_pagerank_of_a_circle_is_equal() -> None:
    circle = nx.DiGraph([("a", "b"), ("b", "c"), ("c", "a")])
    assert pagerank(circle).values == {"a": 0.333333, "b": 0.333333, "c": 0.333333}


def test_pagerank_of_two_by_hand() -> None:
    # a → b only. With damping 0.85: r(a) = 0.075 + 0.425 r(b), r(b) = 1 − r(a), for b's rank is spread over both.
    # r(a) = 0.5 / 1.425 = 0.350877.
    found = pagerank(nx.DiGraph([("a", "b")]))
    assert found.values["a"] == pytest.approx(0.350877, abs=1e-5)
    assert found.values["b"] == pytest.approx(0.649123, abs=1e-5)


def test_eigenvector_of_a_star() -> None:
    # Middle 1/√2, each of four leaves 1/(2√2).
    star = nx.relabel_nodes(nx.star_graph(4), str)
    values = eigenvector(star).values
    assert values["0"] == pytest.approx(0.707107, abs=1e-5)
    assert values["3"] == pytest.approx(0.353553, abs=1e-5)


def test_eigenvector_is_that_of_networkx() -> None:
    club = nx.relabel_nodes(nx.karate_club_graph(), lambda n: f"{n + 1:02}")
    expected = nx.eigenvector_centrality(club, max_iter=1000, tol=1e-9, weight="weight")
    assert eigenvector(club).values == pytest.approx(expected, abs=2e-6)


def test_hubs_point_and_authorities_are_pointed_at() -> None:
    hubs, authorities = hubs_and_authorities(nx.DiGraph([("a", "c"), ("b", "c")]))
    assert hubs.values == {"a": 0.5, "b": 0.5, "c": 0.0}
    assert authorities.values == {"a": 0.0, "b": 0.0, "c": 1.0}


def test_degrees_count_partners_and_claims() -> None:
    made = [
        claim("A", "supports", "B", day="2024-01-01"),
        claim("A", "supports", "B", day="2024-01-02"),
        claim("C", "criticizes", "A"),
        claim("A", "meetsWith", "C"),
    ]
    found = {m.name: m.values for m in all_measures(*both(made))}
    assert found["degree"] == {"A": 2.0, "B": 1.0, "C": 1.0}
    assert found["in"] == {"A": 2.0, "B": 2.0, "C": 1.0}  # the meeting comes in on both sides
    assert found["out"] == {"A": 3.0, "B": 0.0, "C": 2.0}


@pytest.mark.parametrize("edges", [[], [("a", "a", 1)], [("a", "b", -1)], [("a", "b", 1), ("c", "d", 1)]])
def test_small_and_odd_networks(edges: list[tuple[str, str, int]]) -> None:
    directed, pairs = both(signed_claims(edges))
    for measure in all_measures(directed, pairs):
        assert set(measure.values) in (set(pairs), set())
        assert all(value == value for value in measure.values.values())  # noqa: PLR0124 - no NaN


def test_equal_values_are_ordered_by_id() -> None:
    assert betweenness(nx.Graph([("z", "a"), ("m", "a"), ("z", "m")])).top(3) == ("a", "m", "z")
