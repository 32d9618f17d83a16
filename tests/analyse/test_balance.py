"""Balance against hand counts and against published values for Read's highland tribes."""

from __future__ import annotations

from itertools import combinations, product

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analyse.balance import frustration, triangles
from tests.analyse import tribes


def signed_graph(edges: list[tuple[str, str, int]]) -> nx.Graph[str]:
    graph: nx.Graph[str] = nx.Graph()
    for one, other, sign in edges:
        graph.add_edge(one, other, sign=sign, weight=float(sign), claims=(f"{one}{other}",))
    return graph


def by_enumeration(graph: nx.Graph[str]) -> int:
    """The frustration index by trying every division."""
    nodes = sorted(graph)
    best = graph.number_of_edges()
    for sides in product((1, -1), repeat=len(nodes)):
        side = dict(zip(nodes, sides, strict=True))
        best = min(best, sum(side[a] * side[b] != d["sign"] for a, b, d in graph.edges(data=True)))
    return best


@pytest.mark.parametrize(
    ("signs", "counts", "index"),
    [
        ((1, 1, 1), (1, 0, 0, 0), 0),
        ((1, 1, -1), (0, 1, 0, 0), 1),
        ((1, -1, -1), (0, 0, 1, 0), 0),
        ((-1, -1, -1), (0, 0, 0, 1), 1),
    ],
)
def test_one_triangle(signs: tuple[int, int, int], counts: tuple[int, ...], index: int) -> None:
    graph = signed_graph([("a", "b", signs[0]), ("b", "c", signs[1]), ("a", "c", signs[2])])
    found = triangles(graph)
    assert (found.ppp, found.ppm, found.pmm, found.mmm) == counts
    assert len(found.unbalanced) == index
    assert found.balance == 1 - index
    result = frustration(graph)
    assert (result.lower, result.upper) == (index, index)
    assert len(result.against) == index


def test_three_enemies_are_weakly_balanced() -> None:
    graph = signed_graph([("a", "b", -1), ("b", "c", -1), ("a", "c", -1)])
    assert triangles(graph).balance == 0
    assert triangles(graph).weak_balance == 1


def test_highland_tribes_as_published() -> None:
    graph = signed_graph(tribes.edges())
    assert len(graph) == 16
    assert sorted(d["sign"] for _, _, d in graph.edges(data=True)).count(-1) == 29
    assert graph.number_of_edges() == 58
    found = triangles(graph)
    # The R package signnet gives 59 balanced of 68 triangles (0.8676471) and 1 - 2 * 7 / 58 (0.7586207).
    assert found.total == 68
    assert found.balance == pytest.approx(0.8676471, abs=1e-6)
    # Aref and Wilson (2019), "Balance and frustration in signed networks": frustration index 7.
    result = frustration(graph)
    assert (result.lower, result.upper, result.exact) == (7, 7, True)
    assert result.balance == pytest.approx(0.7586207, abs=1e-6)


def test_the_division_explains_every_tie_but_those_against_it() -> None:
    graph = signed_graph(tribes.edges())
    result = frustration(graph)
    side = set(result.side)
    against = {(tie.one, tie.other) for tie in result.against}
    for a, b, d in graph.edges(data=True):
        apart = (a in side) != (b in side)
        assert ((min(a, b), max(a, b)) in against) == (apart == (d["sign"] > 0))


def test_bounds_hold_where_the_network_is_too_large_to_solve() -> None:
    result = frustration(signed_graph(tribes.edges()), exact_ties=10)
    assert result.lower <= 7 <= result.upper
    assert result.upper == len(result.against)


def test_complete_enemies() -> None:
    # Of n mutual enemies, the best two sides leave the pairs inside them: for 5, C(2,2) + C(3,2) = 4.
    graph = signed_graph([(a, b, -1) for a, b in combinations("abcde", 2)])
    assert frustration(graph).upper == 4
    assert frustration(graph).exact


def test_blocks_add_up() -> None:
    # Two odd triangles that share one actor, and a tail that is in no cycle.
    graph = signed_graph(
        [("a", "b", -1), ("b", "c", 1), ("a", "c", 1), ("c", "d", -1), ("d", "e", 1), ("c", "e", 1), ("e", "f", -1)]
    )
    assert frustration(graph).upper == 2


def test_a_long_odd_cycle() -> None:
    names = [f"{i:02}" for i in range(12)]
    graph = signed_graph([(a, b, 1) for a, b in zip(names, [*names[1:], names[0]], strict=True)])
    assert frustration(graph).upper == 0
    graph.edges["03", "04"]["sign"] = -1
    assert (frustration(graph).lower, frustration(graph).upper) == (1, 1)


def test_nothing() -> None:
    assert triangles(nx.Graph()).balance is None
    assert frustration(nx.Graph()).balance is None
    assert frustration(nx.Graph()).exact


PAIRS = list(combinations("abcdefg", 2))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from([-1, 0, 1]), min_size=len(PAIRS), max_size=len(PAIRS)))
def test_frustration_equals_enumeration(signs: list[int]) -> None:
    graph = signed_graph([(a, b, s) for (a, b), s in zip(PAIRS, signs, strict=True) if s])
    result = frustration(graph)
    assert result.lower == result.upper == by_enumeration(graph)
    bounded = frustration(graph, exact_ties=0)
    assert bounded.lower <= result.upper <= bounded.upper


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.sampled_from([-1, 0, 1]), min_size=len(PAIRS), max_size=len(PAIRS)), st.sets(st.sampled_from("abcdefg"))
)
def test_changing_sides_does_not_change_balance(signs: list[int], switched: set[str]) -> None:
    """Reversing every tie between a set of actors and the others leaves all cycles as balanced as they were."""
    edges = [(a, b, s) for (a, b), s in zip(PAIRS, signs, strict=True) if s]
    turned = [(a, b, -s if (a in switched) != (b in switched) else s) for a, b, s in edges]
    before, after = signed_graph(edges), signed_graph(turned)
    assert frustration(before).upper == frustration(after).upper
    assert triangles(before).balance == triangles(after).balance
