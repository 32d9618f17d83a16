"""Terms and quads as plain tuples: what the builder makes, the store keeps and the readers get back."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Vocabulary(StrEnum):
    """Namespaces of the public vocabularies that the graph uses, by their usual prefix."""

    RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    RDFS = "http://www.w3.org/2000/01/rdf-schema#"
    OWL = "http://www.w3.org/2002/07/owl#"
    XSD = "http://www.w3.org/2001/XMLSchema#"
    SKOS = "http://www.w3.org/2004/02/skos/core#"
    PROV = "http://www.w3.org/ns/prov#"
    OA = "http://www.w3.org/ns/oa#"
    ORG = "http://www.w3.org/ns/org#"
    SCHEMA = "http://schema.org/"
    DCTERMS = "http://purl.org/dc/terms/"
    SEM = "http://semanticweb.cs.vu.nl/2009/11/sem/"
    WD = "http://www.wikidata.org/entity/"


RDF, RDFS, XSD, SKOS = Vocabulary.RDF, Vocabulary.RDFS, Vocabulary.XSD, Vocabulary.SKOS
PROV, OA, SCHEMA, DCTERMS, WD = Vocabulary.PROV, Vocabulary.OA, Vocabulary.SCHEMA, Vocabulary.DCTERMS, Vocabulary.WD
TYPE = f"{RDF}type"


class Kind(StrEnum):
    """What a term is."""

    IRI = "iri"
    LITERAL = "literal"
    BLANK = "blank"
    TRIPLE = "triple"


class Term(NamedTuple):
    """An RDF term.

    Attributes:
        value: The IRI, the lexical form, the label of a blank node, or a quoted triple as text.
        datatype: IRI of a literal's datatype; empty for plain strings and language-tagged ones.
    """

    value: str
    kind: Kind = Kind.IRI
    datatype: str = ""
    language: str = ""

    def __str__(self) -> str:
        """The term in N-Triples syntax (https://www.w3.org/TR/n-triples/)."""
        if self.kind is Kind.IRI:
            return f"<{self.value}>"
        if self.kind is Kind.BLANK:
            return f"_:{self.value}"
        if self.kind is Kind.TRIPLE:
            return self.value
        text = self.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
        if self.language:
            return f'"{text}"@{self.language}'
        return f'"{text}"^^<{self.datatype}>' if self.datatype else f'"{text}"'


class Quad(NamedTuple):
    """A triple and the IRI of the graph it stands in; an empty graph is the default graph."""

    subject: str
    predicate: str
    object: Term
    graph: str

    @property
    def triple(self) -> str:
        """Subject, predicate and object in N-Triples syntax, without the closing dot."""
        return f"<{self.subject}> <{self.predicate}> {self.object}"

    def __str__(self) -> str:
        """One line of N-Quads (https://www.w3.org/TR/n-quads/), without the line end."""
        return f"{self.triple} <{self.graph}> ." if self.graph else f"{self.triple} ."


def iri(value: str) -> Term:
    """An IRI."""
    return Term(value)


def text(value: str) -> Term:
    """A plain string."""
    return Term(value, Kind.LITERAL)


def typed(value: str, datatype: str) -> Term:
    """A literal of an XML Schema type, named by its local name: ``typed("7", "integer")``."""
    return Term(value, Kind.LITERAL, f"{XSD}{datatype}")


def integer(value: int) -> Term:
    """An ``xsd:integer``."""
    return typed(str(value), "integer")


def nquads(quads: Iterable[Quad]) -> bytes:
    """Quads as N-Quads, one to a line, in the order given."""
    lines = []
    for quad in quads:
        subject, predicate, (value, kind, *_), graph = quad
        if kind is Kind.IRI and graph:  # most of them, and there are a thousand in an article
            lines.append(f"<{subject}> <{predicate}> <{value}> <{graph}> .\n")
        else:
            lines.append(f"{quad}\n")
    return "".join(lines).encode()
