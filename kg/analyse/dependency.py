"""How much the shortest paths from a few sources depend on every actor, for networks that are too large to walk whole.

The two sweeps of Brandes (2001), "A faster algorithm for betweenness centrality", Journal of Mathematical Sociology 25,
for many sources at once as products of a sparse matrix (Kepner and Gilbert 2011, "Graph algorithms in the language of
linear algebra", chapter 6). Small networks are left to ``networkx``, which this agrees with.
"""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

SEED = 7
EXACT_UP_TO = 3_000_000
"""Networks are walked whole where actors × (actors + ties) is at most this: up to about a thousand actors."""
BUDGET = 10_000_000
"""Above, sources × (actors + ties) is about this ..."""
FEWEST = 64
"""... with so many sources at least."""
BATCHES = 8


def sample_size(size: int, ties: int) -> int:
    """From how many of ``size`` actors to walk over a network; from all if they are few."""
    walk = size + ties
    return size if size * walk <= EXACT_UP_TO else min(size, max(FEWEST, BUDGET // walk))


class Walker:
    """Shortest paths of an undirected network, without weights."""

    def __init__(self, graph: nx.Graph[str]) -> None:
        self.nodes = sorted(graph)
        self.index = {node: i for i, node in enumerate(self.nodes)}
        self.matrix = nx.to_scipy_sparse_array(graph, nodelist=self.nodes, weight=None, dtype=np.dtype(float))

    def sums(self, sources: Sequence[str], targets: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
        """Dependencies on every node, in the order of ``nodes``, summed over the sources; paths' ends do not count.

        Args:
            sources: Where paths start.
            targets: A column per source with 1 for every node that paths may end in; all nodes if ``None``.
        """
        at = np.array([self.index[source] for source in sources])
        columns = np.arange(len(at))
        frontier = np.zeros((len(self.nodes), len(at)))
        frontier[at, columns] = 1.0
        paths = frontier.copy()
        depth_of = np.where(frontier > 0, 0, -1)
        last = 0
        while True:
            frontier = (self.matrix @ frontier) * (depth_of < 0)
            if not frontier.any():
                break
            last += 1
            depth_of[frontier > 0] = last
            paths += frontier
        wanted = np.ones_like(paths) if targets is None else targets
        depends = np.zeros_like(paths)
        for depth in range(last, 0, -1):
            share = np.divide(wanted + depends, paths, out=np.zeros_like(paths), where=depth_of == depth)
            depends += (self.matrix @ share) * paths * (depth_of == depth - 1)
        depends[at, columns] = 0.0
        total: NDArray[np.float64] = depends.sum(axis=1)
        return total


def estimated(
    walker: Walker,
    everybody: Sequence[str],
    wanted: int,
    targets: Callable[[Sequence[str]], NDArray[np.float64] | None] = lambda _: None,
    seed: int = SEED,
) -> tuple[Mapping[str, float], float]:
    """Dependencies summed over everybody, estimated from a sample, and the largest standard error of any of them.

    The sample is the same in every run. It is walked in batches whose spread tells the error (Brandes and Pich 2007,
    "Centrality estimation in large networks", International Journal of Bifurcation and Chaos 17).
    """
    chosen = random.Random(seed).sample(everybody, wanted)  # noqa: S311 - a sample, not a secret
    number = min(BATCHES, wanted)
    batches = [chosen[start::number] for start in range(number)]
    sums = [walker.sums(batch, targets(batch)) for batch in batches]
    rows = np.array([total / len(batch) for total, batch in zip(sums, batches, strict=True)]) * len(everybody)
    shares = np.array([len(batch) / wanted for batch in batches])
    means = (rows * shares[:, None]).sum(axis=0)
    error = float(rows.std(axis=0, ddof=1).max()) / math.sqrt(number) if number > 1 else math.inf
    return dict(zip(walker.nodes, means.tolist(), strict=True)), error
