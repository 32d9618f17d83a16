"""Formats that a graph can be written in, by name. Each is imported when it is asked for, not before."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from kg.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from kg.config import Settings
    from kg.ontology import Ontology
    from kg.ports import GraphView


class Lines(Protocol):
    """A store, as far as an exporter of RDF needs it: all its quads as N-Quads."""

    def nquads(self) -> bytes:
        """The whole graph, unsorted."""
        ...


@dataclass(frozen=True, slots=True)
class Source:
    """What an exporter gets: the graph, and what its relations mean."""

    view: GraphView
    ontology: Ontology
    settings: Settings
    store: Lines | None = None
    """Where the quads are kept; without it they are built from the view."""
    rdf12: bool = False
    """Write claims with RDF 1.2's ``rdf:reifies`` and a triple term in place of subject, predicate and object."""


class Write(Protocol):
    """Writes a graph in one format."""

    def __call__(self, source: Source, out: BinaryIO) -> None:
        """Write all of it."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """A format and where its exporter lives (``module:function``)."""

    name: str
    title: str
    target: str

    def load(self) -> Write:
        """The exporter."""
        module, _, function = self.target.partition(":")
        found: Write = getattr(import_module(module), function)
        return found


def _formats() -> Iterable[Format]:
    rdf, tables, network = "kg.export.rdf", "kg.export.tables", "kg.export.network"
    yield Format("ttl", "Turtle, all graphs as one", f"{rdf}:turtle")
    yield Format("trig", "TriG, a graph per article", f"{rdf}:trig")
    yield Format("nq", "N-Quads, sorted", f"{rdf}:nquads")
    yield Format("nt", "N-Triples, sorted", f"{rdf}:ntriples")
    yield Format("jsonld", "JSON-LD", f"{rdf}:jsonld")
    yield Format("rdf", "RDF/XML", f"{rdf}:rdfxml")
    yield Format("jsonl", "a claim and its evidence per line", f"{tables}:jsonl")
    yield Format("csv", "a claim and its evidence per row", f"{tables}:csv")
    yield Format("graphml", "network for Gephi, yEd, igraph", f"{network}:graphml")
    yield Format("gexf", "network for Gephi", f"{network}:gexf")
    yield Format("ftm", "FollowTheMoney entities for OpenAleph and yente", "kg.export.interchange:followthemoney")
    yield Format("neo4j", "zip of CSV files for Neo4j's import", "kg.export.interchange:neo4j")
    yield Format("html", "interactive page that opens offline", "kg.export.adapters:page")


FORMATS: dict[str, Format] = {found.name: found for found in _formats()}


def exporter(name: str) -> Write:
    """The exporter of a format.

    Raises:
        ConfigError: There is none of that name.
    """
    if name not in FORMATS:
        raise ConfigError(f"there is no format {name!r}", hint=f"one of {', '.join(FORMATS)}")
    return FORMATS[name].load()
