"""Validates a finished graph against ``ontology/shapes.ttl``, article by article.

pySHACL checks about a thousand claims a second, so this is for `kg check --graph`; the build itself uses
:mod:`kg.reason.validate`, which applies the same rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyshacl
from rdflib import RDF, SH, Graph, Literal, URIRef

from kg.errors import OntologyError
from kg.graph.terms import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rdflib.term import Node

    from kg.graph.store import Store
    from kg.graph.terms import Quad

BATCH = 50
"""Articles validated in one go."""
ARTICLES = "SELECT ?g ?id WHERE { GRAPH ?g { ?a a kg:Article ; dcterms:identifier ?id } } ORDER BY ?id"
# Each asks for a claim, its article and what is wrong with it, over the whole graph at once.
STRANGERS = """SELECT ?claim ?id ?how WHERE {
  GRAPH ?g { ?claim a kg:Claim ; %(role)s ?party ; kg:inArticle/dcterms:identifier ?id }
  OPTIONAL { GRAPH <graph/entities> { ?party a ?class } }
  FILTER (!BOUND(?class))
  BIND ("nothing is known of its %(word)s" AS ?how)
} ORDER BY ?id ?claim"""
MISFITS = """SELECT ?claim ?id ?how WHERE {
  GRAPH ?g { ?claim a kg:Claim ; rdf:predicate ?relation ; %(role)s ?party ; kg:inArticle/dcterms:identifier ?id }
  GRAPH <graph/entities> { ?party a ?class }
  OPTIONAL {
    GRAPH <graph/ontology> { ?relation kg:%(side)sIncludes ?wanted . ?class rdfs:subClassOf* ?wanted }
    BIND (true AS ?fits)
  }
  FILTER (!BOUND(?fits))
  BIND (CONCAT("its %(word)s is a ", STRAFTER(STR(?class), "#"), ", which ", STRAFTER(STR(?relation), "#"),
    " does not admit") AS ?how)
} ORDER BY ?id ?claim"""


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """What does not conform: the article, the claim or other node, the shape, and how."""

    article: str
    node: str
    shape: str
    message: str

    def __str__(self) -> str:
        return f"{self.article}: {self.node}: {self.shape}: {self.message}"


def violations(store: Store, shapes: Path) -> Iterator[Violation]:
    """All violations of a graph, article by article, then those of entities and runs.

    Raises:
        OntologyError: The shapes cannot be read.
    """
    rules = _shapes(shapes, store.names.base)
    articles = [(g.value, name.value) for g, name in store.query(ARTICLES, union=False).rows() if g and name]
    for start in range(0, len(articles), BATCH):
        yield from _batch(store, articles[start : start + BATCH], rules)
    names = store.names
    for graph in (names.entities, names.runs):
        yield from _checked(store, {graph: ""}, rules)
    for role, side, word in (("rdf:subject", "domain", "subject"), ("rdf:object", "range", "object")):
        for shape, asked in (("EntityShape", STRANGERS), ("DomainRangeShape", MISFITS)):
            query = asked % {"role": role, "side": side, "word": word}
            for claim, name, how in store.query(query, union=False).rows():
                if claim and name and how:
                    yield Violation(name.value, _short(claim.value, names.base), shape, how.value)


def _shapes(path: Path, base: str) -> Graph:
    try:
        return Graph().parse(path, format="turtle", publicID=base)
    except Exception as error:  # noqa: BLE001 - rdflib raises many kinds
        raise OntologyError(f"no Turtle: {' '.join(str(error).split())[:200]}", path=path) from None


def _batch(store: Store, articles: list[tuple[str, str]], rules: Graph) -> Iterator[Violation]:
    yield from _checked(store, dict(articles), rules)


def _checked(store: Store, graphs: dict[str, str], rules: Graph) -> Iterator[Violation]:
    """Violations within these graphs (IRI → article id)."""
    data = Graph()
    home: dict[str, str] = {}
    for graph, article in graphs.items():
        for quad in store.quads(graph):
            data.add((URIRef(quad.subject), URIRef(quad.predicate), _node(quad)))
            home[quad.subject] = article
    conforms, report, _ = pyshacl.validate(data, shacl_graph=rules, inference="none", do_owl_imports=False)
    if conforms or not isinstance(report, Graph):
        return
    base = store.names.base
    found = {_violation(report, result, home, rules, base) for result in report.subjects(RDF.type, SH.ValidationResult)}
    yield from sorted(found)


def _violation(report: Graph, result: Node, home: dict[str, str], rules: Graph, base: str) -> Violation:
    focus, shape = str(report.value(result, SH.focusNode)), report.value(result, SH.sourceShape)
    owner = next(_owners(rules, shape), shape)
    message = report.value(result, SH.resultMessage) or ""
    return Violation(home.get(focus, ""), _short(focus, base), str(owner).rsplit("#", 1)[-1], str(message))


def _owners(rules: Graph, shape: Node | None) -> Iterator[Node]:
    return iter(rules.subjects(SH.property, shape))


def _short(iri: str, base: str) -> str:
    return iri.removeprefix(base)


def _node(quad: Quad) -> Node:
    term = quad.object
    if term.kind is not Kind.LITERAL:
        return URIRef(term.value)
    return Literal(term.value, lang=term.language or None, datatype=URIRef(term.datatype) if term.datatype else None)
