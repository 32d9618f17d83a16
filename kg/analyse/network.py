"""Projections: from claims to networks of ``networkx``.

records ─multigraph→ MultiDiGraph, one edge per claim
        ─weighted──→ DiGraph, one edge per ordered pair, weight = number of claims
        ─simple────→ Graph, one edge per pair, weight = number of claims
        ─signed────→ Graph, one edge per pair, weight = cooperation − conflict   (``analyse/ties.py``)
"""

from __future__ import annotations

import sys
from contextlib import contextmanager, redirect_stdout
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg.analyse.records import alleged
from kg.errors import MissingResourceError
from kg.model import Modality

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    kept = [claim for claim in records.claims.values() if negated or claim.modality is not Modality.NEGATED]
    if actors_only:
        named = {end for claim in kept for end in (claim.subject, claim.object)}
        actors = {entity for entity in named if records.is_a(entity, *ACTOR_CLASSES)}
        kept = [claim for claim in kept if claim.subject in actors and claim.object in actors]
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
    found: nx.DiGraph[str] = nx.DiGraph()
    found.add_nodes_from(graph.nodes(data=True))
    for subject, obj, attributes in graph.edges(data=True):
        _count(found, subject, obj)
        if attributes["symmetric"]:
            _count(found, obj, subject)
    return found


def simple(graph: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """One edge per unordered pair; ``weight`` is the number of claims in both directions."""
    found: nx.Graph[str] = nx.Graph()
    found.add_nodes_from(graph.nodes(data=True))
    for subject, obj in graph.edges():
        _count(found, subject, obj)
    return found


def _count(graph: nx.Graph[str], subject: str, obj: str) -> None:
    if subject == obj:
        return
    if graph.has_edge(subject, obj):
        graph[subject][obj]["weight"] += 1
    else:
        graph.add_edge(subject, obj, weight=1)


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
