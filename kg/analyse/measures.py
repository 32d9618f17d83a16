"""Who is central, by several measures side by side.

Degree, weighted in- and out-degree (Freeman 1978), PageRank (Brin and Page 1998), betweenness (Freeman 1977, computed
after Brandes 2001; sampled on large networks after Brandes and Pich 2007), eigenvector centrality (Bonacich 1972),
hubs and authorities (Kleinberg 1999). All are computed by ``networkx``.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from kg.analyse.network import simple, weighted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SEED = 7
EXACT_UP_TO = 3_000_000
"""Betweenness is exact where actors × (actors + ties) is at most this: up to about a thousand actors."""
BUDGET = 1_000_000
"""Above, sources × (actors + ties) is about this."""
BATCHES = 8
SMALLEST = 3
"""With fewer actors nobody is between two others."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure for every actor.

    Attributes:
        name: How the column is called.
        values: By actor; empty if it could not be computed.
        note: Why it is missing, or how it was sampled; empty if there is nothing to say.
        sampled: Number of sources of a sampled betweenness.
        error: Largest standard error of any value of a sampled measure, in the unit of the values.
    """

    name: str
    values: Mapping[str, float]
    note: str = ""
    sampled: int | None = None
    error: float | None = None

    def top(self, number: int) -> tuple[str, ...]:
        """The actors with the highest values; equals in the order of their ids."""
        return tuple(sorted(self.values, key=lambda node: (-self.values[node], node))[:number])


def all_measures(graph: nx.MultiDiGraph[str], *, sources: int | None = None) -> tuple[Measure, ...]:
    """Every measure of a claim network, in the order of the columns.

    Args:
        graph: As ``network.multigraph`` gives it.
        sources: From how many actors to walk for betweenness; by default from all, if they are not too many.
    """
    directed, pairs = weighted(graph), simple(graph)
    return (
        Measure("degree", {node: float(d) for node, d in pairs.degree()}),
        Measure("in", {node: float(d) for node, d in directed.in_degree(weight="weight")}),
        Measure("out", {node: float(d) for node, d in directed.out_degree(weight="weight")}),
        pagerank(directed),
        betweenness(pairs, sources=sources),
        eigenvector(pairs),
        *hubs_and_authorities(directed),
    )


def pagerank(graph: nx.DiGraph[str]) -> Measure:
    """PageRank with damping 0.85, weighted by number of claims; the values add up to 1."""
    if not graph:
        return Measure("pagerank", {})
    try:
        found: dict[str, float] = nx.pagerank(graph, alpha=0.85, weight="weight")
    except nx.PowerIterationFailedConvergence:
        return Measure("pagerank", {}, "did not converge")
    return Measure("pagerank", _rounded(found))


def betweenness(graph: nx.Graph[str], *, sources: int | None = None, seed: int = SEED) -> Measure:
    """Share of shortest paths between other actors that lead through an actor, 0 to 1.

    With ``sources`` below the number of actors, paths start at a seeded random sample of them, drawn in batches whose
    spread gives the standard error (Brandes and Pich 2007, "Centrality estimation in large networks", International
    Journal of Bifurcation and Chaos 17).
    """
    size = len(graph)
    if size < SMALLEST:
        return Measure("betweenness", dict.fromkeys(graph, 0.0))
    wanted = sources if sources is not None else samples(size, graph.number_of_edges())
    if wanted >= size:
        exact: dict[str, float] = nx.betweenness_centrality(graph)
        return Measure("betweenness", _rounded(exact))
    return _sampled_betweenness(graph, max(2, wanted), seed)


def _sampled_betweenness(graph: nx.Graph[str], wanted: int, seed: int) -> Measure:
    size = len(graph)
    nodes = sorted(graph)
    # networkx halves the sums of undirected graphs; each source stands for size / len(batch) of them.
    pairs = (size - 1) * (size - 2)
    estimates: list[dict[str, float]] = []
    batches = drawn(nodes, wanted, seed)
    for batch in batches:
        sums: dict[str, float] = nx.betweenness_centrality_subset(graph, sources=batch, targets=nodes, normalized=False)
        estimates.append({node: 2.0 * value * size / len(batch) / pairs for node, value in sums.items()})
    means, error = combined(estimates, [len(batch) / wanted for batch in batches])
    note = f"betweenness sampled from {wanted:,} of {size:,} actors; standard error at most {error:.2g}"
    return Measure("betweenness", _rounded(means), note, wanted, round(error, 6))


def samples(size: int, ties: int) -> int:
    """From how many of ``size`` actors to walk over a network, so that the time stays about the same; all if few."""
    walk = size + ties
    return size if size * walk <= EXACT_UP_TO else max(2 * BATCHES, min(size, BUDGET // walk))


def drawn(nodes: Sequence[str], wanted: int, seed: int = SEED) -> list[list[str]]:
    """A sample of nodes that is the same in every run, in batches whose spread tells the error of an estimate."""
    chosen = random.Random(seed).sample(nodes, wanted)  # noqa: S311 - a sample, not a secret
    return [chosen[start :: min(BATCHES, wanted)] for start in range(min(BATCHES, wanted))]


def combined(estimates: Sequence[Mapping[str, float]], shares: Sequence[float]) -> tuple[dict[str, float], float]:
    """Means of the batches' estimates, and the largest standard error of any of them."""
    nodes = list(estimates[0])
    means = {node: sum(s * one[node] for s, one in zip(shares, estimates, strict=True)) for node in nodes}
    return means, max(_standard_error([one[node] for one in estimates]) for node in nodes)


def _standard_error(values: list[float]) -> float:
    mean = sum(values) / len(values)
    variance = sum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return math.sqrt(variance / len(values))


def eigenvector(graph: nx.Graph[str]) -> Measure:
    """Eigenvector centrality, weighted by number of claims.

    Outside the component with the largest eigenvalue the values are 0 by definition.
    """
    if not graph.number_of_edges():
        return Measure("eigenvector", {}, "no eigenvector centrality without ties" if graph else "")
    try:
        return Measure("eigenvector", _rounded(nx.eigenvector_centrality(graph, max_iter=1000, weight="weight")))
    except nx.PowerIterationFailedConvergence:
        return Measure("eigenvector", {}, "eigenvector centrality did not converge")


def hubs_and_authorities(graph: nx.DiGraph[str]) -> tuple[Measure, Measure]:
    """Who points to those much pointed at (hub), and who is pointed at by hubs (authority); each adds up to 1."""
    missing = ""
    if graph.number_of_edges():
        try:
            hubs, authorities = nx.hits(graph, max_iter=1000, tol=1e-8, nstart=dict.fromkeys(graph, 1.0))
        except nx.PowerIterationFailedConvergence:
            missing = "hubs and authorities did not converge"
        else:
            return Measure("hub", _rounded(hubs)), Measure("authority", _rounded(authorities))
    return Measure("hub", {}, missing), Measure("authority", {})


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    """Six decimals, so that the last bits of a sum in another order are not seen; ``-0.0`` is 0."""
    return {node: round(float(value), 6) + 0.0 for node, value in sorted(values.items())}
