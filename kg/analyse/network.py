"""Projections: from claims to networks of ``networkx``.

records ─multigraph→ MultiDiGraph, one edge per claim
        ─weighted──→ DiGraph, one edge per ordered pair, weight = number of claims
        ─simple────→ Graph, one edge per pair, weight = number of claims
        ─signed────→ Graph, one edge per pair, weight = cooperation − conflict   (``analyse/ties.py``)
"""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import contextmanager, redirect_stdout
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg.analyse.records import alleged
from kg.errors import MissingResourceError
from kg.model import Modality

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.analyse.records import Records
    from kg.model import Claim

LOOPBACK = "nx_loopback"
"""A backend that networkx brings along to test itself."""
ACTOR_CLASSES = ("Actor", "Group")


def multigraph(records: Records, *, actors_only: bool = False, negated: bool = True) -> nx.MultiDiGraph[str]:
    """One node per entity that a claim names, one edge per claim; the edge's key is the claim's id.

    Node attributes: ``label``, ``type``, ``wikidata``. Edge attributes: ``predicate``, ``sign`` (−1, 0, 1),
    ``plover``, ``score`` (−10 to 10), ``modality``, ``alleged``, ``symmetric``, ``start`` and ``end`` (ISO 8601, empty
    if unknown), ``confidence`` (0 to 1) and ``source``. All are strings, numbers or booleans, for any format to hold.
    Nodes and edges are added in the order of their ids.

    Args:
        records: The claims to show.
        actors_only: Leave out claims with a place, an agreement, an office or an event.
        negated: Keep claims that say that something is not so.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    kept = shown(records, actors_only=actors_only, negated=negated)
    for entity in sorted({end for claim in kept for end in (claim.subject, claim.object)}):
        found = records.entities.get(entity)
        graph.add_node(
            str(entity),
            label=records.label(entity),
            type=records.type(entity),
            wikidata=found.wikidata if found else "",
        )
    for claim in kept:
        graph.add_edge(str(claim.subject), str(claim.object), key=str(claim.id), **_attributes(claim, records))
    return graph


def shown(records: Records, *, actors_only: bool = False, negated: bool = True) -> list[Claim]:
    """The claims that :func:`multigraph` has edges for, in their order."""
    kept = [claim for claim in records.claims.values() if negated or claim.modality is not Modality.NEGATED]
    if actors_only:
        named = {end for claim in kept for end in (claim.subject, claim.object)}
        actors = {entity for entity in named if records.is_a(entity, *ACTOR_CLASSES)}
        kept = [claim for claim in kept if claim.subject in actors and claim.object in actors]
    return kept


def _attributes(claim: Claim, records: Records) -> dict[str, Any]:
    found = records.relation(claim)
    published = records.published(claim)
    day = published.isoformat() if published else ""
    period = claim.period
    return {
        "predicate": str(claim.predicate),
        "sign": found.sign if found else 0,
        "plover": found.plover if found else "",
        "score": float(found.score) if found else 0.0,
        "modality": str(claim.modality),
        "alleged": alleged(claim),
        "symmetric": bool(found and found.symmetric),
        "start": (period.start or "") if period else day,
        "end": (period.end or "") if period else day,
        "confidence": float(claim.confidence),
        "source": "; ".join(records.sources(claim)),
    }


def weighted(graph: nx.MultiDiGraph[str]) -> nx.DiGraph[str]:
    """One edge per ordered pair; ``weight`` is the number of claims.

    A claim of a symmetric relation counts in both directions. Claims of an actor with itself are left out.
    """
    pairs = ((subject, obj, bool(data["symmetric"])) for subject, obj, data in graph.edges(data=True))
    return _counted(nx.DiGraph(), graph, _both_ways(pairs))


def simple(graph: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """One edge per unordered pair; ``weight`` is the number of claims in both directions."""
    return _counted(nx.Graph(), graph, graph.edges())


def projections(records: Records, claims: Sequence[Claim]) -> tuple[nx.DiGraph[str], nx.Graph[str]]:
    """:func:`weighted` and :func:`simple` of the network of these claims, without that network; nodes are bare."""
    nodes = sorted({str(end) for claim in claims for end in (claim.subject, claim.object)})
    symmetric = {name for name, relation in records.ontology.relations.items() if relation.symmetric}
    pairs = [(str(claim.subject), str(claim.object), claim.predicate in symmetric) for claim in claims]
    simple_pairs = ((subject, obj) for subject, obj, _ in pairs)
    return _counted(nx.DiGraph(), nodes, _both_ways(pairs)), _counted(nx.Graph(), nodes, simple_pairs)


def _both_ways(pairs: Iterable[tuple[str, str, bool]]) -> Iterator[tuple[str, str]]:
    for subject, obj, symmetric in pairs:
        yield subject, obj
        if symmetric:
            yield obj, subject


def _counted[Network: nx.Graph[str]](empty: Network, nodes: Any, pairs: Iterable[tuple[str, str]]) -> Network:  # noqa: ANN401 - names, or a network with what it says of them
    empty.add_nodes_from(nodes.nodes(data=True) if isinstance(nodes, nx.Graph) else nodes)
    directed = empty.is_directed()
    counts = Counter(pair if directed or pair[0] < pair[1] else (pair[1], pair[0]) for pair in pairs)
    for (subject, obj), number in counts.items():
        if subject != obj:
            empty.add_edge(subject, obj, weight=number)
    return empty


@contextmanager
def dispatched(backend: str | None) -> Iterator[None]:
    """Let a backend of ``networkx`` do what it can within the block; the rest is done by ``networkx`` itself.

    Raises:
        MissingResourceError: There is no backend of that name.
    """
    if backend is None or backend == "networkx":
        yield
        return
    installed = sorted({point.name for point in entry_points(group="networkx.backends")} - {LOOPBACK})
    if backend not in installed:
        raise MissingResourceError(
            f"networkx has no backend {backend!r} here; installed: {', '.join(installed) or 'none'}",
            hint=f"python3 -m pip install nx-{backend}",
        )
    with nx.config(backend_priority=[backend]), redirect_stdout(sys.stderr):  # backends may print; stdout is data
        yield
