"""Who is central, by several measures side by side.

Degree, weighted in- and out-degree (Freeman 1978), PageRank (Brin and Page 1998), betweenness (Freeman 1977, computed
after Brandes 2001; sampled on large networks after Brandes and Pich 2007), eigenvector centrality (Bonacich 1972),
hubs and authorities (Kleinberg 1999). All are computed by ``networkx``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from kg.analyse.dependency import SEED, Walker, estimated, sample_size

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_STEPS = 1_000
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


def all_measures(directed: nx.DiGraph[str], pairs: nx.Graph[str], *, sources: int | None = None) -> tuple[Measure, ...]:
    """Every measure of a claim network, in the order of the columns.

    Args:
        directed: As ``network.weighted`` gives it.
        pairs: As ``network.simple`` gives it.
        sources: From how many actors to walk for betweenness; by default from all, if they are not too many.
    """
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
    wanted = sources if sources is not None else sample_size(size, graph.number_of_edges())
    if wanted >= size:
        exact: dict[str, float] = nx.betweenness_centrality(graph)
        return Measure("betweenness", _rounded(exact))
    walker = Walker(graph)
    sums, error = estimated(walker, walker.nodes, max(2, wanted), seed=seed)
    pairs = (size - 1) * (size - 2)
    note = f"betweenness sampled from {wanted:,} of {size:,} actors; standard error at most {error / pairs:.2g}"
    values = _rounded({node: value / pairs for node, value in sums.items()})
    return Measure("betweenness", values, note, wanted, round(error / pairs, 6))


def eigenvector(graph: nx.Graph[str]) -> Measure:
    """Eigenvector centrality, weighted by number of claims; the squares of the values add up to 1.

    Outside the component with the largest eigenvalue the values are 0 by definition. The power iteration is that of
    ``networkx.eigenvector_centrality``, on a sparse matrix: on fifty thousand actors its own loops take minutes.
    """
    if not graph.number_of_edges():
        return Measure("eigenvector", {}, "no eigenvector centrality without ties" if graph else "")
    nodes = sorted(graph)
    matrix = nx.to_scipy_sparse_array(graph, nodelist=nodes, weight="weight", dtype=np.dtype(float))
    values = np.full(len(nodes), 1 / math.sqrt(len(nodes)))
    for _ in range(MOST_STEPS):
        following = values + matrix @ values  # the shift by 1 keeps two-sided networks from swinging to and fro
        following /= np.linalg.norm(following)
        if float(np.abs(following - values).sum()) < len(nodes) * 1e-9:
            return Measure("eigenvector", _rounded(dict(zip(nodes, following.tolist(), strict=True))))
        values = following
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
