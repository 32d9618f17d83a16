"""Finds an entity by any of its names."""

from __future__ import annotations

import difflib
import unicodedata
from typing import TYPE_CHECKING

from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.graph.read import Queryable

NAMES = "SELECT ?e ?name WHERE { GRAPH <graph/entities> { ?e rdfs:label|skos:altLabel ?name } } ORDER BY ?e ?name"
LABELS = "SELECT ?e ?name WHERE { GRAPH <graph/entities> { ?e rdfs:label ?name } } ORDER BY ?e"


def fold(name: str) -> str:
    """A name as it is compared: without case, accents and doubled spaces."""
    plain = unicodedata.normalize("NFKD", name.replace("_", " "))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


def entity(graph: Queryable, name: str) -> str:
    """IRI of the entity that a label, an alias, an id or an IRI names.

    Raises:
        QueryError: None is called that, or several are; the hint names those that come close.
    """
    base = graph.names.base + "entity/"
    wanted = fold(name.removeprefix("ent:").removeprefix(base))
    labels = _pairs(graph, LABELS)
    for test in (
        lambda iri, _: graph.names.entity_id(iri) == name or iri == name,
        lambda _, label: label == name,
        lambda iri, label: wanted in (fold(label), fold(graph.names.entity_id(iri))),
    ):
        found = {iri for iri, label in labels if test(iri, label)}
        if found:
            return _only(found, name, graph)
    everything = _pairs(graph, NAMES)
    found = {iri for iri, label in everything if fold(label) == wanted}
    if found:
        return _only(found, name, graph)
    near = difflib.get_close_matches(wanted, sorted({fold(label) for _, label in everything}), n=3, cutoff=0.6)
    known = {fold(label): label for _, label in everything}
    within = [label for _, label in labels if wanted and wanted in fold(label)]
    close = list(dict.fromkeys([known[one] for one in near] + sorted(within)[:3]))
    hint = f"did you mean {', '.join(close)}?" if close else "kg stats lists the actors"
    raise QueryError(f"the graph knows nobody called {name!r}", hint=hint)


def _pairs(graph: Queryable, query: str) -> list[tuple[str, str]]:
    return [(e.value, label.value) for e, label in graph.query(query, union=False).rows() if e and label]


def _only(found: set[str], name: str, graph: Queryable) -> str:
    if len(found) > 1:
        ids = ", ".join(sorted(graph.names.entity_id(iri) for iri in found))
        raise QueryError(f"{name!r} may be any of {ids}", hint="give one of these instead")
    return found.pop()
