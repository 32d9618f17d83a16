"""Structural balance: do friends of friends agree, and how far is the whole from two clean sides?

Heider (1946); Cartwright and Harary (1956), "Structural balance: a generalization of Heider's theory", Psychological
Review 63. The frustration index, or line index of balance, is the least number of ties that contradict a division into
two sides (Harary 1959). It is found exactly as the integer programme of Aref, Mason and Wilson (2020), "A modeling and
computational study of the frustration index in signed networks", Networks 75, block by block, as a cycle never leaves
its block; networks too large for that get a lower bound (cycles without a common tie that each contain an odd number of
negative ties) and an upper bound (the best division that local search finds).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from kg.analyse.camps import Tie

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.model import ClaimId

EXACT_TIES = 400
"""Blocks of at most so many ties are solved exactly."""
SEARCH_NODES = 20_000
"""The integer programme gives up after so many branches and leaves bounds; a count, so that every machine agrees."""
ROOTS = 8
SMALLEST_CYCLE = 3
HALF = 0.5
CYCLE_CUTS = 2_000


@dataclass(frozen=True, slots=True)
class Triangle:
    """Three actors that are all tied, and their negative ties."""

    members: tuple[str, str, str]
    negative: int
    claims: tuple[ClaimId, ...]


@dataclass(frozen=True, slots=True)
class Triangles:
    """Numbers of triangles by their signs.

    Attributes:
        ppp, ppm, pmm, mmm: Three positive ties, two, one, none.
        unbalanced: Those with an odd number of negative ties, by id, as many as were asked for.
    """

    ppp: int
    ppm: int
    pmm: int
    mmm: int
    unbalanced: tuple[Triangle, ...]

    @property
    def total(self) -> int:
        """All triangles."""
        return self.ppp + self.ppm + self.pmm + self.mmm

    @property
    def balance(self) -> float | None:
        """Share of triangles with an even number of negative ties, 0 to 1; ``None`` without triangles."""
        return round((self.ppp + self.pmm) / self.total, 6) if self.total else None

    @property
    def weak_balance(self) -> float | None:
        """The same where three enemies count as balanced too (Davis 1967)."""
        return round((self.total - self.ppm) / self.total, 6) if self.total else None


@dataclass(frozen=True, slots=True)
class Frustration:
    """How many ties contradict the best division into two sides.

    Attributes:
        lower, upper: Bounds of the frustration index; equal if it is exact.
        ties: Ties with a sign.
        side: One side of the best division found (the smaller one); the others are on the other side.
        against: The ties that contradict this division; ``upper`` of them.
    """

    lower: int
    upper: int
    ties: int
    side: tuple[str, ...]
    against: tuple[Tie, ...]

    @property
    def exact(self) -> bool:
        """The index is known."""
        return self.lower == self.upper

    @property
    def balance(self) -> float | None:
        """1 − 2 × index / ties: 1 for perfect balance, 0 for a network as frustrated as one can be.

        Aref and Wilson (2018), "Measuring partial balance in signed networks", Journal of Complex Networks 6(4).
        """
        return round(1 - 2 * self.upper / self.ties, 6) if self.ties else None


def _with_signs(graph: nx.Graph[str]) -> nx.Graph[str]:
    found: nx.Graph[str] = nx.Graph()
    found.add_nodes_from(sorted(graph))
    edges = [(a, b, d) for a, b, d in graph.edges(data=True) if d["sign"]]
    found.add_edges_from(sorted(((min(a, b), max(a, b), d) for a, b, d in edges), key=lambda e: e[:2]))
    return found


def triangles(graph: nx.Graph[str], *, show: int = 10) -> Triangles:
    """Balanced and unbalanced triangles of a signed network; ties whose net score is 0 are left out."""
    signs = _with_signs(graph)
    counts = dict.fromkeys(range(4), 0)
    unbalanced: list[tuple[str, str, str]] = []
    rank = {node: (signs.degree(node), node) for node in signs}
    later = {node: {other for other in signs[node] if rank[other] > rank[node]} for node in signs}
    for a in signs:
        for b in later[a]:
            for c in later[a] & later[b]:
                negative = sum(signs.edges[pair]["sign"] < 0 for pair in ((a, b), (b, c), (a, c)))
                counts[negative] += 1
                if negative % 2:
                    one, two, three = sorted((a, b, c))
                    unbalanced.append((one, two, three))
    chosen = sorted(unbalanced)[:show]
    shown = tuple(_triangle(signs, members) for members in chosen)
    return Triangles(counts[0], counts[1], counts[2], counts[3], shown)


def _triangle(signs: nx.Graph[str], members: tuple[str, str, str]) -> Triangle:
    a, b, c = members
    edges = [signs.edges[pair] for pair in ((a, b), (b, c), (a, c))]
    claims = tuple(sorted({claim for edge in edges for claim in edge["claims"]}))
    return Triangle(members, sum(edge["sign"] < 0 for edge in edges), claims)


def frustration(graph: nx.Graph[str], *, exact_ties: int = EXACT_TIES) -> Frustration:
    """The frustration index of a signed network, or bounds for it.

    Args:
        graph: Edges with ``sign``, ``weight`` and ``claims``, as ``ties.signed`` gives it.
        exact_ties: Blocks with more ties than this get bounds only.
    """
    signs = _with_signs(graph)
    lower = 0
    against: set[tuple[str, str]] = set()
    for block in _blocks(signs):
        bound, contradicting = _block(block, exact_ties)
        lower += bound
        against |= contradicting
    side = _side(signs, against)
    ties = [(one, other, signs.edges[one, other]) for one, other in sorted(against)]
    return Frustration(
        lower,
        len(against),
        signs.number_of_edges(),
        side,
        tuple(Tie(one, other, data["weight"], data["claims"]) for one, other, data in ties),
    )


def _blocks(signs: nx.Graph[str]) -> list[nx.Graph[str]]:
    """Biconnected parts with a cycle, edges and nodes in the order of ids."""
    found = []
    for edges in nx.biconnected_component_edges(signs):
        ordered = sorted((min(edge), max(edge)) for edge in edges)
        if len(ordered) >= SMALLEST_CYCLE:
            block: nx.Graph[str] = nx.Graph()
            block.add_nodes_from(sorted({node for edge in ordered for node in edge}))
            block.add_edges_from((a, b, {"sign": signs.edges[a, b]["sign"]}) for a, b in ordered)
            found.append(block)
    return sorted(found, key=lambda block: min(block.edges))


def _block(block: nx.Graph[str], exact_ties: int) -> tuple[int, set[tuple[str, str]]]:
    cycles = _odd_cycles(block)
    heuristic = _local_search(block)
    bound = _disjoint(cycles)
    if bound == len(heuristic) or block.number_of_edges() > exact_ties:
        return bound, heuristic
    solved, best = _programme(block, cycles)
    better = best if best is not None and len(best) < len(heuristic) else heuristic
    return min(max(bound, solved), len(better)), better


def _odd_cycles(block: nx.Graph[str]) -> list[tuple[tuple[str, str], ...]]:
    """Unbalanced triangles, then the unbalanced fundamental cycles of a breadth-first tree; shortest first."""
    found = []
    for a, b in block.edges:
        thirds = [c for c in sorted(set(block[a]) & set(block[b])) if c > b]
        signs = [block.edges[a, b]["sign"] * block.edges[b, c]["sign"] * block.edges[a, c]["sign"] for c in thirds]
        found += [_cycle([a, b, c]) for c, sign in zip(thirds, signs, strict=True) if sign < 0]
        if len(found) >= CYCLE_CUTS:
            break
    root = min(block, key=lambda node: (-block.degree(node), node))
    parent: dict[str, str | None] = {root: None}
    sign = {root: 1}
    for a, b in nx.bfs_edges(block, root, sort_neighbors=sorted):
        parent[b], sign[b] = a, sign[a] * block.edges[a, b]["sign"]
    for a, b in block.edges:
        if parent[a] != b and parent[b] != a and sign[a] * sign[b] * block.edges[a, b]["sign"] < 0:
            found.append(_cycle(_round_trip(a, b, parent)))
    return sorted({frozenset(cycle): cycle for cycle in found}.values(), key=lambda cycle: (len(cycle), cycle))


def _cycle(nodes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    pairs = zip(nodes, [*nodes[1:], nodes[0]], strict=True)
    return tuple(sorted((min(pair), max(pair)) for pair in pairs))


def _round_trip(a: str, b: str, parent: dict[str, str | None]) -> list[str]:
    up: list[str] = []
    node: str | None = a
    while node is not None:
        up.append(node)
        node = parent[node]
    place = {name: i for i, name in enumerate(up)}
    down = []
    node = b
    while node is not None and node not in place:
        down.append(node)
        node = parent[node]
    return up[: place[node or ""] + 1] + down[::-1]


def _disjoint(cycles: Iterable[tuple[tuple[str, str], ...]]) -> int:
    used: set[tuple[str, str]] = set()
    number = 0
    for cycle in cycles:
        if used.isdisjoint(cycle):
            used.update(cycle)
            number += 1
    return number


def _local_search(block: nx.Graph[str]) -> set[tuple[str, str]]:
    """Ties that contradict the best division found from several breadth-first trees by moving actors one at a time."""
    best: set[tuple[str, str]] | None = None
    for root in sorted(block, key=lambda node: (-block.degree(node), node))[:ROOTS]:
        side = {root: 1}
        for a, b in nx.bfs_edges(block, root, sort_neighbors=sorted):
            side[b] = side[a] * block.edges[a, b]["sign"]
        _descend(block, side)
        found = {(a, b) for a, b in block.edges if side[a] * side[b] != block.edges[a, b]["sign"]}
        if best is None or (len(found), sorted(found)) < (len(best), sorted(best)):
            best = found
    return best or set()


def _descend(block: nx.Graph[str], side: dict[str, int]) -> None:
    waiting = sorted(block)
    while waiting:
        again: set[str] = set()
        for node in waiting:
            pull = sum(side[other] * data["sign"] for other, data in block[node].items())
            if pull * side[node] < 0:
                side[node] = -side[node]
                again |= {node, *block[node]}
        waiting = sorted(again)


def _programme(
    block: nx.Graph[str], cycles: Sequence[tuple[tuple[str, str], ...]]
) -> tuple[int, set[tuple[str, str]] | None]:
    """Lower bound and best division of a block by integer programming (solver: HiGHS, through ``scipy``).

    A binary variable a node says on which side it is, a variable f a tie whether it is frustrated: f ≥ |x − y| for a
    positive tie, f ≥ |x + y − 1| for a negative one; and over every odd cycle the f add up to 1 at least.
    """
    nodes, edges = list(block), [(a, b) for a, b in block.edges]
    at = {node: i for i, node in enumerate(nodes)}
    edge_at = {edge: len(nodes) + i for i, edge in enumerate(edges)}
    rows: list[tuple[dict[int, float], float]] = []
    for (a, b), column in edge_at.items():
        x, y = at[a], at[b]
        if block.edges[a, b]["sign"] > 0:
            rows += [({column: 1, x: -1, y: 1}, 0), ({column: 1, x: 1, y: -1}, 0)]
        else:
            rows += [({column: 1, x: -1, y: -1}, -1), ({column: 1, x: 1, y: 1}, 1)]
    rows += [({edge_at[edge]: 1 for edge in cycle}, 1) for cycle in cycles[:CYCLE_CUTS]]
    width = len(nodes) + len(edges)
    entries = [(r, c, v) for r, (row, _) in enumerate(rows) for c, v in row.items()]
    r, c, v = zip(*entries, strict=True)
    upper = np.ones(width)
    upper[at[min(nodes, key=lambda node: (-block.degree(node), node))]] = 0  # of two mirror images, take one
    result = milp(
        np.concatenate([np.zeros(len(nodes)), np.ones(len(edges))]),
        integrality=np.concatenate([np.ones(len(nodes)), np.zeros(len(edges))]),
        bounds=Bounds(np.zeros(width), upper),
        constraints=LinearConstraint(csr_array((v, (r, c)), shape=(len(rows), width)), lb=[low for _, low in rows]),
        options={"node_limit": SEARCH_NODES},
    )
    bound = math.ceil((result.mip_dual_bound or 0) - 1e-6)
    if result.x is None:
        return bound, None
    side = {node: 1 if result.x[at[node]] > HALF else -1 for node in nodes}
    return bound, {(a, b) for a, b in edges if side[a] * side[b] != block.edges[a, b]["sign"]}


def _side(signs: nx.Graph[str], against: set[tuple[str, str]]) -> tuple[str, ...]:
    """The smaller side of the division that these ties contradict."""
    sides: dict[str, int] = {}
    agreeing = nx.Graph(edge for edge in signs.edges if edge not in against)
    for part in sorted(nx.connected_components(agreeing), key=min):
        root = min(part)
        sides[root] = 1
        for a, b in nx.bfs_edges(agreeing, root, sort_neighbors=sorted):
            sides[b] = sides[a] * signs.edges[a, b]["sign"]
    one = tuple(sorted(node for node, side in sides.items() if side < 0))
    other = tuple(sorted(node for node, side in sides.items() if side > 0))
    return min(one, other, key=lambda side: (len(side), side))
