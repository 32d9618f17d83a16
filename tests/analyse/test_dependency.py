"""The matrix form against networkx's loops."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analyse.dependency import BUDGET, FEWEST, Walker, estimated, sample_size


def named(graph: nx.Graph[int]) -> nx.Graph[str]:
    return nx.relabel_nodes(graph, lambda n: f"{n:03}")


def test_a_path_by_hand() -> None:
    # From a over b and c to d: b is needed for c and d, c for d.
    assert Walker(nx.Graph([("a", "b"), ("b", "c"), ("c", "d")])).sums(["a"]).tolist() == [0, 2, 1, 0]


def test_two_ways_share() -> None:
    # a reaches d over b or c: half of one path each.
    diamond = nx.Graph([("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")])
    assert Walker(diamond).sums(["a"]).tolist() == [0, 0.5, 0.5, 0]


def test_targets_limit_where_paths_end() -> None:
    walker = Walker(nx.Graph([("a", "b"), ("b", "c"), ("c", "d")]))
    only_c = np.array([[0.0], [0.0], [1.0], [0.0]])
    assert walker.sums(["a"], only_c).tolist() == [0, 1, 0, 0]


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000), st.integers(3, 25), st.floats(0.02, 0.5))
def test_all_sources_give_betweenness(seed: int, size: int, density: float) -> None:
    graph = named(nx.gnp_random_graph(size, density, seed=seed))
    walker = Walker(graph)
    found = walker.sums(walker.nodes) / 2  # every pair from both of its ends
    expected = nx.betweenness_centrality(graph, normalized=False)
    assert found.tolist() == pytest.approx([expected[node] for node in walker.nodes])


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10_000))
def test_sources_and_targets_are_those_of_networkx(seed: int) -> None:
    graph = named(nx.gnp_random_graph(20, 0.15, seed=seed))
    walker = Walker(graph)
    sources, ends = walker.nodes[:4], walker.nodes[10:15]
    mask = np.array([[float(node in ends)] * len(sources) for node in walker.nodes])
    expected = nx.betweenness_centrality_subset(graph, sources, ends, normalized=False)
    assert (walker.sums(sources, mask) / 2).tolist() == pytest.approx([expected[node] for node in walker.nodes])


def test_a_whole_sample_has_the_true_sums() -> None:
    graph = named(nx.barabasi_albert_graph(60, 2, seed=1))
    walker = Walker(graph)
    sums, error = estimated(walker, walker.nodes, 60)
    assert list(sums.values()) == pytest.approx(walker.sums(walker.nodes).tolist())
    assert error > 0


def test_sample_sizes() -> None:
    assert sample_size(0, 0) == 0
    assert sample_size(1000, 1500) == 1000
    assert sample_size(50_000, 95_000) == BUDGET // 145_000
    assert sample_size(500_000, 950_000) == FEWEST
