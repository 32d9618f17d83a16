"""What a query gives: rows of terms, yes or no, or triples; and their standard serialisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.terms import XSD, Kind, Quad, Term

if TYPE_CHECKING:
    from collections.abc import Iterator

type Found = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | list[ox.Triple]
type Node = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple


class Answer:
    """The result of one query; its rows can be read once."""

    def __init__(self, found: Found) -> None:
        self._found = found

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the variables; empty unless it was a SELECT."""
        return tuple(v.value for v in self._found.variables) if isinstance(self._found, ox.QuerySolutions) else ()

    @property
    def truth(self) -> bool | None:
        """The answer to an ASK; ``None`` otherwise."""
        return bool(self._found) if isinstance(self._found, ox.QueryBoolean) else None

    @property
    def has_triples(self) -> bool:
        """It was a CONSTRUCT or a DESCRIBE."""
        return isinstance(self._found, (ox.QueryTriples, list))

    def rows(self) -> Iterator[tuple[Term | None, ...]]:
        """Rows of a SELECT, in its order."""
        if isinstance(self._found, ox.QuerySolutions):
            for solution in self._found:
                yield tuple(None if node is None else to_term(node) for node in solution)

    def triples(self) -> Iterator[Quad]:
        """Triples of a CONSTRUCT or DESCRIBE, as quads of the default graph."""
        if isinstance(self._found, (ox.QueryTriples, list)):
            for triple in self._found:
                yield to_quad(triple)

    def results(self, format_name: str) -> bytes:
        """SPARQL 1.1 results of a SELECT or ASK: ``json``, ``xml``, ``csv`` or ``tsv``."""
        if isinstance(self._found, (ox.QueryTriples, list)):
            raise TypeError("a CONSTRUCT gives triples, not results")
        chosen = ox.QueryResultsFormat.from_extension({"json": "srj", "xml": "srx"}.get(format_name, format_name))
        if chosen is None:
            raise ValueError(f"no such results format: {format_name}")
        return self._found.serialize(format=chosen) or b""


def to_term(node: Node) -> Term:
    """Oxigraph's term as ours."""
    if isinstance(node, ox.NamedNode):
        return Term(node.value)
    if isinstance(node, ox.Literal):
        datatype = "" if node.language or node.datatype.value == f"{XSD}string" else node.datatype.value
        return Term(node.value, Kind.LITERAL, datatype, node.language or "")
    if isinstance(node, ox.BlankNode):
        return Term(node.value, Kind.BLANK)
    return Term(str(node), Kind.TRIPLE)


def to_quad(quad: ox.Quad | ox.Triple) -> Quad:
    """Oxigraph's quad or triple as ours."""
    graph = quad.graph_name.value if isinstance(quad, ox.Quad) and isinstance(quad.graph_name, ox.NamedNode) else ""
    subject = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else str(quad.subject)
    return Quad(subject, quad.predicate.value, to_term(quad.object), graph)
