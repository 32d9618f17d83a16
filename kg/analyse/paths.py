"""``kg path``: how two actors are connected, and on which words each step rests."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import networkx as nx

from kg.analyse.records import alleged
from kg.model import Modality

if TYPE_CHECKING:
    from kg.analyse.records import Records
    from kg.model import Claim, ClaimId, EntityId

SHARE = {Modality.FACTUAL: 1.0, Modality.PLANNED: 0.5, Modality.POSSIBLE: 0.25, Modality.NEGATED: 0.0}
ALLEGED = 0.5


@dataclass(frozen=True, slots=True)
class Hop:
    """One step.

    Attributes:
        strength: Probability that at least one of the claims holds, 0 to 1, if they err independently.
        relations: Labels of the relations, with an arrow against the direction of the path where that is so.
        claims: The surest first.
    """

    source: str
    target: str
    labels: tuple[str, str]
    strength: float
    relations: tuple[str, ...]
    claims: tuple[ClaimId, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A way from one actor to another; ``strength`` is the product of its steps'."""

    kind: str
    strength: float
    hops: tuple[Hop, ...]


@dataclass(frozen=True, slots=True)
class Connection:
    """The shortest and the strongest ways; none if the two are not connected."""

    source: str
    target: str
    labels: tuple[str, str]
    paths: tuple[Path, ...]
    sentence: str


def connection(
    records: Records, source: EntityId, target: EntityId, *, number: int = 1, directed: bool = False
) -> Connection:
    """Explanations of how two entities are connected.

    The shortest ways have the fewest steps, the strongest among them first; the strongest have the largest product of
    strengths: the shortest ways when a step is as long as −log of its strength (Dijkstra 1959; the next best after
    Yen 1971). A step of several claims is as strong as the chance that one of them holds, 1 − ∏(1 − confidence); plans
    count half, what is possible a quarter, what is alleged half again, what is negated not at all.

    Args:
        records: The claims to walk over; places and agreements may lie on the way.
        source: Where the path starts.
        target: Where it ends.
        number: How many ways of each kind.
        directed: Walk only from subject to object (symmetric relations both ways).
    """
    graph = _graph(records, directed=directed)
    labels = (records.label(source), records.label(target))
    if source == target:
        return Connection(source, target, labels, (), f"{labels[0]} is where the path starts and ends.")
    found: list[Path] = []
    if source in graph and target in graph and nx.has_path(graph, source, target):
        for kind, weight in (("shortest", "steps"), ("strongest", "length")):
            ways = islice(nx.shortest_simple_paths(graph, source, target, weight=weight), number)
            found += [_path(records, graph, kind, list(way)) for way in ways]
    return Connection(source, target, labels, tuple(found), _sentence(labels, found))


def _graph(records: Records, *, directed: bool) -> nx.DiGraph[str]:
    """Steps that can be walked; without ``directed`` every one in both directions."""
    claims: dict[tuple[str, str], list[Claim]] = {}
    for claim in records.claims.values():
        if _strength(claim) <= 0 or claim.subject == claim.object:
            continue
        relation = records.relation(claim)
        claims.setdefault((claim.subject, claim.object), []).append(claim)
        if not directed or (relation and relation.symmetric):
            claims.setdefault((claim.object, claim.subject), []).append(claim)
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(sorted({node for pair in claims for node in pair}))
    for (a, b), found in sorted(claims.items()):
        strength = min(1 - math.prod(1 - _strength(claim) for claim in found), 1 - 1e-9)
        ordered = sorted(found, key=lambda claim: (-_strength(claim), claim.id))
        # A sure step is shorter than an unsure one by less than a whole step, so that steps decide first.
        graph.add_edge(
            a, b, steps=1 + (1 - strength) / 1000, length=-math.log(strength), strength=strength, claims=ordered
        )
    return graph


def _strength(claim: Claim) -> float:
    return claim.confidence * SHARE[claim.modality] * (ALLEGED if alleged(claim) else 1.0)


def _path(records: Records, graph: nx.DiGraph[str], kind: str, nodes: list[str]) -> Path:
    hops = []
    for a, b in pairwise(nodes):
        edge = graph.edges[a, b]
        found: list[Claim] = edge["claims"]
        labels = {str(entity): records.label(entity) for claim in found[:1] for entity in (claim.subject, claim.object)}
        relations = dict.fromkeys(_relation(records, claim, a) for claim in found)
        ids = tuple(claim.id for claim in found)
        hops.append(Hop(a, b, (labels[a], labels[b]), round(edge["strength"], 4), tuple(relations), ids))
    return Path(kind, round(math.prod(graph.edges[pair]["strength"] for pair in pairwise(nodes)), 4), tuple(hops))


def _relation(records: Records, claim: Claim, start: str) -> str:
    relation = records.relation(claim)
    label = relation.label if relation else str(claim.predicate)
    if claim.subject == start or (relation and relation.symmetric):
        return label
    return relation.inverse_label if relation and relation.inverse_label else f"← {label}"


def _sentence(labels: tuple[str, str], paths: list[Path]) -> str:
    if not paths:
        return f"No chain of claims connects {labels[0]} and {labels[1]}."
    steps = len(paths[0].hops)
    how = "directly" if steps == 1 else f"by {steps} steps"
    return f"{labels[0]} and {labels[1]} are connected {how}."
