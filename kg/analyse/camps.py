"""Camps: groups of actors held together by cooperation and set apart by conflict.

The measure is the signed modularity of Gómez, Jensen and Arenas (2009), "Analysis of community structure in networks of
correlated data", Physical Review E 80, 016114: ties inside a camp count for it if they are cooperative and against it
if they are conflictual, each beyond what the actors' totals would let expect. The search starts from Louvain
communities of the cooperative part (Blondel and others 2008, "Fast unfolding of communities in large networks", Journal
of Statistical Mechanics P10008; by ``networkx``) and from actors on their own, then moves actors and merges camps as
long as the signed modularity grows. An actor only joins a camp with which it cooperates: the enemy of an enemy is not
yet a friend. The best of all starts is taken; the result does not depend on the order of claims.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.model import ClaimId

STARTS = 5
"""Louvain runs with as many seeds; one alone for more than 2,000 ties, where runs differ little."""
MANY_TIES = 2_000
SWEEPS = 50
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Camp:
    """Actors of one camp.

    Attributes:
        cooperation, conflict: Sums of scores of the ties inside.
        claims: Behind these ties.
    """

    number: int
    members: tuple[str, ...]
    cooperation: float
    conflict: float
    claims: tuple[ClaimId, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """What passes between two camps, by number."""

    one: int
    other: int
    cooperation: float
    conflict: float
    claims: tuple[ClaimId, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """A pair of actors with its net score."""

    one: str
    other: str
    weight: float
    claims: tuple[ClaimId, ...]


@dataclass(frozen=True, slots=True)
class Camps:
    """The division into camps.

    Attributes:
        camps: Of two actors or more, largest first.
        alone: Actors that cooperate with nobody enough to be in a camp.
        modularity: Signed modularity of the division, at most 1; 0 for a network without ties.
        against: Ties that contradict it: conflict inside a camp, cooperation between camps (the line index of
            clusterability; Davis 1967, "Clustering and structural balance in graphs", Human Relations 20).
        ties: Pairs with a net score that is not 0.
    """

    camps: tuple[Camp, ...]
    alone: tuple[str, ...]
    between: tuple[Between, ...]
    modularity: float
    against: tuple[Tie, ...]
    ties: int

    def of(self, actor: str) -> int | None:
        """The number of an actor's camp; ``None`` if it stands alone or is unknown."""
        return next((camp.number for camp in self.camps if actor in camp.members), None)


def camps(graph: nx.Graph[str], *, resolution: float = 1.0, seed: int = 7) -> Camps:
    """The camps of a signed network.

    Args:
        graph: As ``ties.signed`` gives it.
        resolution: Above 1 for more and smaller camps, below 1 for fewer and larger ones.
        seed: Of the Louvain runs.
    """
    nodes = sorted(graph)
    index = {node: i for i, node in enumerate(nodes)}
    pairs = [(index[a], index[b], float(d["weight"])) for a, b, d in graph.edges(data=True) if d["weight"]]
    pairs = sorted((min(a, b), max(a, b), w) for a, b, w in pairs)
    search = _Search(len(nodes), pairs, resolution)
    best: tuple[float, int, tuple[int, ...]] | None = None
    for start in _starts(len(nodes), pairs, resolution, seed):
        found = search.improve(start)
        quality = round(search.modularity(found), 9)
        candidate = (-quality, len(set(found)), found)
        best = candidate if best is None or candidate < best else best
    division = best[2] if best else ()
    return _described(graph, nodes, division, modularity=round(-best[0], 6) + 0.0 if best and pairs else 0.0)


def _starts(size: int, pairs: Sequence[tuple[int, int, float]], resolution: float, seed: int) -> Iterable[list[int]]:
    yield list(range(size))
    positive: nx.Graph[int] = nx.Graph()
    positive.add_nodes_from(range(size))
    positive.add_weighted_edges_from((a, b, w) for a, b, w in pairs if w > 0)
    if not positive.number_of_edges():
        return
    for run in range(STARTS if len(pairs) <= MANY_TIES else 1):
        parts = nx.community.louvain_communities(positive, resolution=resolution, seed=seed + run)
        division = list(range(size))
        for part in parts:
            for node in part:
                division[node] = min(part)
        yield division


class _Search:
    """Local moves and merges over a division of integer nodes."""

    def __init__(self, size: int, pairs: Sequence[tuple[int, int, float]], resolution: float) -> None:
        self.size = size
        self.resolution = resolution
        self.neighbours: list[dict[int, float]] = [{} for _ in range(size)]
        self.plus = [0.0] * size
        self.minus = [0.0] * size
        for a, b, weight in pairs:
            self.neighbours[a][b] = self.neighbours[b][a] = weight
            for node in (a, b):
                if weight > 0:
                    self.plus[node] += weight
                else:
                    self.minus[node] -= weight
        self.all_plus, self.all_minus = sum(self.plus), sum(self.minus)

    def _expected(self, plus: float, minus: float, camp_plus: float, camp_minus: float) -> float:
        cooperative = plus * camp_plus / self.all_plus if self.all_plus else 0.0
        conflictual = minus * camp_minus / self.all_minus if self.all_minus else 0.0
        return self.resolution * (cooperative - conflictual)

    def modularity(self, division: Sequence[int]) -> float:
        """Signed modularity, between −1 and 1."""
        whole = self.all_plus + self.all_minus
        if not whole:
            return 0.0
        inside = sum(w for a in range(self.size) for b, w in self.neighbours[a].items() if division[a] == division[b])
        plus, minus = self._totals(division)
        expected = sum(self._expected(plus[c], minus[c], plus[c], minus[c]) for c in sorted(plus))
        return (inside - expected) / whole

    def _totals(self, division: Sequence[int]) -> tuple[dict[int, float], dict[int, float]]:
        plus: dict[int, float] = {}
        minus: dict[int, float] = {}
        for node, camp in enumerate(division):
            plus[camp] = plus.get(camp, 0.0) + self.plus[node]
            minus[camp] = minus.get(camp, 0.0) + self.minus[node]
        return plus, minus

    def improve(self, start: Sequence[int]) -> tuple[int, ...]:
        """A division that moves of single actors and merges of camps better no further, up to ``SWEEPS`` rounds."""
        division = list(start)
        for _ in range(SWEEPS):
            moved = self._sweep(division)
            if not self._merge(division) and not moved:
                break
        return self._connected(division)

    def _sweep(self, division: list[int]) -> bool:
        """Visit every actor, then the neighbours of those that moved, until nobody moves."""
        plus, minus = self._totals(division)
        waiting: Iterable[int] = range(self.size)
        moved = False
        for _ in range(SWEEPS):
            again: set[int] = set()
            for node in waiting:
                if self._moves(node, division, plus, minus):
                    again.update(self.neighbours[node])
            if not again:
                break
            moved = True
            waiting = sorted(again)
        return moved

    def _moves(self, node: int, division: list[int], plus: dict[int, float], minus: dict[int, float]) -> bool:
        home = division[node]
        links: dict[int, float] = {home: 0.0}
        friends = {home}
        for other, weight in self.neighbours[node].items():
            camp = division[other]
            links[camp] = links.get(camp, 0.0) + weight
            if weight > 0:
                friends.add(camp)
        plus[home] -= self.plus[node]
        minus[home] -= self.minus[node]
        gains = {camp: self._gain(node, links[camp], plus[camp], minus[camp]) for camp in friends}
        gains.setdefault(self.size + node, 0.0)  # a camp of its own; no other node uses this number
        best = min(gains, key=lambda camp: (-round(gains[camp], 9), camp != home, camp))
        if gains[best] <= gains[home] + _TINY:
            best = home
        plus[best] = plus.get(best, 0.0) + self.plus[node]
        minus[best] = minus.get(best, 0.0) + self.minus[node]
        division[node] = best
        return best != home

    def _gain(self, node: int, links: float, plus: float, minus: float) -> float:
        return links - self._expected(self.plus[node], self.minus[node], plus, minus)

    def _merge(self, division: list[int]) -> bool:
        """Merge pairs of camps that cooperate, best gain first, each camp once."""
        plus, minus = self._totals(division)
        links: dict[tuple[int, int], float] = {}
        for a in range(self.size):
            for b, weight in self.neighbours[a].items():
                one, other = division[a], division[b]
                if a < b and one != other:
                    pair = (one, other) if one < other else (other, one)
                    links[pair] = links.get(pair, 0.0) + weight
        gains = [
            (round(weight - self._expected(plus[c], minus[c], plus[d], minus[d]), 9), c, d)
            for (c, d), weight in links.items()
            if weight > 0
        ]
        into: dict[int, int] = {}
        for gain, one, other in sorted(gains, key=lambda found: (-found[0], found[1], found[2])):
            if gain > _TINY and one not in into and other not in into:
                into[other] = into[one] = one
        if into:
            division[:] = [into.get(camp, camp) for camp in division]
        return bool(into)

    def _connected(self, division: Sequence[int]) -> tuple[int, ...]:
        """Camps split into parts that hang together by cooperation, each named by its first member."""
        found = [-1] * self.size
        for node in range(self.size):
            if found[node] >= 0:
                continue
            waiting = [node]
            found[node] = node
            while waiting:
                current = waiting.pop()
                for other, weight in self.neighbours[current].items():
                    if weight > 0 and found[other] < 0 and division[other] == division[node]:
                        found[other] = node
                        waiting.append(other)
        return tuple(found)


def _described(graph: nx.Graph[str], nodes: Sequence[str], division: Sequence[int], *, modularity: float) -> Camps:
    parts: dict[int, list[str]] = {}
    for node, camp in zip(nodes, division, strict=True):
        parts.setdefault(camp, []).append(node)
    ordered = sorted(parts.values(), key=lambda part: (-len(part), part))
    groups = [part for part in ordered if len(part) > 1]
    place = {node: number for number, part in enumerate(ordered) for node in part}
    inside: dict[tuple[int, int], list[tuple[str, str]]] = {}
    against = []
    ties = 0
    for a, b, data in graph.edges(data=True):
        one, other = sorted((place[a], place[b]))
        inside.setdefault((one, other), []).append((a, b))
        ties += bool(data["weight"])
        if (data["weight"] < 0) == (one == other) and data["weight"]:
            against.append(Tie(min(a, b), max(a, b), data["weight"], data["claims"]))
    return Camps(
        camps=tuple(
            Camp(number + 1, tuple(part), *_sums(graph, inside.get((number, number), ())))
            for number, part in enumerate(groups)
        ),
        alone=tuple(sorted(node for part in ordered[len(groups) :] for node in part)),
        between=tuple(
            Between(one + 1, other + 1, *_sums(graph, inside[one, other]))
            for one, other in sorted(inside)
            if one < other < len(groups)
        ),
        modularity=modularity,
        against=tuple(sorted(against, key=lambda tie: (-abs(tie.weight), tie.one, tie.other))),
        ties=ties,
    )


def _sums(graph: nx.Graph[str], pairs: Iterable[tuple[str, str]]) -> tuple[float, float, tuple[ClaimId, ...]]:
    edges = [graph.edges[pair] for pair in pairs]
    claims = {claim for edge in edges for claim in edge["claims"]}
    cooperation = sum(sorted(edge["positive"] for edge in edges))
    conflict = sum(sorted(edge["negative"] for edge in edges))
    return round(cooperation, 6), round(conflict, 6), tuple(sorted(claims))
