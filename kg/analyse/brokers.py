"""``kg brokers``: who holds the network together, and who connects the camps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from kg.analyse.camps import camps
from kg.analyse.dependency import Walker, estimated, sample_size
from kg.analyse.network import multigraph, simple
from kg.analyse.ties import PLAIN_WEIGHTS, events, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kg.analyse.records import Records
    from kg.analyse.ties import Weights
    from kg.model import ClaimId


TWO = 2
"""Fewer camps have nobody between them."""


@dataclass(frozen=True, slots=True)
class Broker:
    """An actor that others need to reach each other.

    Attributes:
        camp: Its own camp's number, or ``None``.
        between: Share of the shortest paths between actors of different camps that lead through it, 0 to 1.
        cuts: It is an articulation point: without it, its part of the network falls apart ...
        parts: ... into so many pieces.
        reaches: Numbers of the camps it has a tie to.
        claims: Its ties.
    """

    id: str
    label: str
    camp: int | None
    between: float
    cuts: bool
    parts: int
    reaches: tuple[int, ...]
    claims: tuple[ClaimId, ...]


@dataclass(frozen=True, slots=True)
class Brokers:
    """The answer; ``note`` says whether the shares are exact."""

    brokers: tuple[Broker, ...]
    camps: int
    note: str
    sentence: str


def brokers(records: Records, *, top: int = 10, weights: Weights = PLAIN_WEIGHTS) -> Brokers:
    """Articulation points (Tarjan 1972) and betweenness between camps, without negated claims.

    The shares are Brandes (2008), "On variants of shortest-path betweenness centrality", Social Networks 30, with
    sources in one camp and targets in the others; actors without a camp are nobody's source or target, and a pair that
    no path connects counts as one that nobody connects. On large networks the sources are sampled, with the number and
    the standard error in ``note``.
    """
    claims = multigraph(records, actors_only=True, negated=False)
    graph = simple(claims)
    division = camps(signed(events(records, weights)))
    tied = {camp.number: [member for member in camp.members if member in graph] for camp in division.camps}
    groups = {number: members for number, members in tied.items() if members}
    shares, note = _between(graph, list(groups.values()))
    cuts = set(nx.articulation_points(graph))
    camp_of = {member: number for number, members in groups.items() for member in members}
    chosen = sorted(
        (node for node in graph if node in cuts or shares.get(node, 0) > 0),
        key=lambda node: (-shares.get(node, 0.0), node not in cuts, -graph.degree(node), node),
    )[:top]
    found = tuple(
        Broker(
            id=node,
            label=graph.nodes[node]["label"],
            camp=camp_of.get(node),
            between=round(shares.get(node, 0.0), 6),
            cuts=node in cuts,
            parts=_parts(graph, node) if node in cuts else 1,
            reaches=tuple(sorted({camp_of[other] for other in graph[node] if other in camp_of})),
            claims=tuple(sorted({key for a, b, key in _incident(claims, node)})),
        )
        for node in chosen
    )
    return Brokers(found, len(groups), note, _sentence(found, len(groups)))


def _incident(graph: nx.MultiDiGraph[str], node: str) -> list[tuple[str, str, ClaimId]]:
    return [*graph.out_edges(node, keys=True), *graph.in_edges(node, keys=True)]


def _between(graph: nx.Graph[str], groups: Sequence[Sequence[str]]) -> tuple[dict[str, float], str]:
    if len(groups) < TWO:
        return {}, "one camp or none: nobody stands between camps"
    camp = {member: number for number, group in enumerate(groups) for member in group}
    everybody = sorted(camp)
    size = len(everybody)
    walker = Walker(graph)
    sides = np.array([camp.get(node, -1) for node in walker.nodes])

    def targets(sources: Sequence[str]) -> NDArray[np.float64]:
        own = np.array([camp[source] for source in sources])
        wanted: NDArray[np.float64] = ((sides[:, None] >= 0) & (sides[:, None] != own[None, :])).astype(float)
        return wanted

    wanted = min(size, sample_size(len(graph), graph.number_of_edges()))
    sums, error = estimated(walker, everybody, wanted, targets)
    pairs = size * size - sum(len(group) ** 2 for group in groups)
    note = f"shares sampled from {wanted:,} of {size:,} actors in camps; standard error at most {error / pairs:.2g}"
    return {node: value / pairs for node, value in sums.items()}, note if wanted < size else ""


def _parts(graph: nx.Graph[str], node: str) -> int:
    part = nx.node_connected_component(graph, node) - {node}
    return nx.number_connected_components(graph.subgraph(part))


def _sentence(found: Sequence[Broker], number: int) -> str:
    if not found:
        return "Nobody stands between others."
    first = found[0]
    if number < TWO or not first.between:
        cuts = [broker.label for broker in found if broker.cuts]
        return f"Without {cuts[0]}, part of the network falls apart." if cuts else "Nobody stands between camps."
    return f"{first.label} lies on {first.between:.0%} of the shortest ways between the {number} camps."
