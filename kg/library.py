"""The library's face: a graph as Python programs use it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from kg import ontology, resources
from kg.config import Settings
from kg.errors import MissingResourceError
from kg.graph import find
from kg.graph.read import View
from kg.graph.store import open_store
from kg.graph.terms import XSD, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import networkx as nx
    import pandas as pd
    import polars as pl
    import rdflib
    from rdflib.term import Node

    from kg.graph.terms import Term
    from kg.model import ArticleId, ArticleRecord, Claim, ClaimId, Entity, EntityId
    from kg.ontology import Ontology


class Graph:
    """A built graph, open for reading; implements :class:`kg.ports.GraphView`.

    Args:
        path: The store: a folder, or the URL of a SPARQL endpoint.
    """

    def __init__(self, path: Path | str | None = None) -> None:
        self._settings = Settings.from_environment().but(store=str(path) if path is not None else None)
        self._store = open_store(self._settings.store, self._settings.base)
        self._view = View(self._store)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self._store.close()

    @property
    def ontology(self) -> Ontology:
        """What the relations and classes mean."""
        return ontology.load(resources.find(self._settings).ontology, self._settings.base)

    def entities(self) -> Mapping[EntityId, Entity]:
        """Every entity that a claim names, by id, sorted by id."""
        return self._view.entities()

    def articles(self) -> Mapping[ArticleId, ArticleRecord]:
        """What is known of every article, by id, sorted by id."""
        return self._view.articles()

    def claims(self) -> Iterator[Claim]:
        """Every claim, sorted by id."""
        return self._view.claims()

    def outlines(self) -> Iterator[Claim]:
        """Every claim, sorted by id, without its words: much faster where there are many."""
        return self._view.outlines()

    def some(self, names: Iterable[ClaimId]) -> Iterator[Claim]:
        """These claims, sorted by id."""
        return self._view.some(names)

    def about(self, name: str) -> Iterator[Claim]:
        """The claims that an actor makes, or is subject or object of; any of its names will do."""
        return self._view.about(self._id(name))

    def _id(self, name: str) -> EntityId:
        from kg.model import EntityId

        return EntityId(self._store.names.entity_id(find.entity(self._store, name)))

    def text(self, article: ArticleId) -> str | None:
        """The text of an article as it was read."""
        return self._store.text(article)

    def query(self, sparql: str, **values: str) -> list[dict[str, Node | None]]:
        """Rows of a SELECT as rdflib terms, by variable.

        Args:
            sparql: SPARQL, or the name of a question in ``ontology/queries``.
            values: The question's parameters.

        Raises:
            QueryError: It cannot be run.
        """
        answer = self._store.query(self._text(sparql, values))
        return [
            {name: None if term is None else to_rdflib(term) for name, term in zip(answer.columns, row, strict=True)}
            for row in answer.rows()
        ]

    def _text(self, sparql: str, values: Mapping[str, str]) -> str:
        from kg.analyse.query import load

        found = load(resources.find(self._settings).queries).get(sparql)
        return found.bound(values, self._store, self.ontology) if found else sparql

    def _columns(self, sparql: str, values: Mapping[str, str]) -> dict[str, list[object]]:
        answer = self._store.query(self._text(sparql, values))
        rows = list(answer.rows())
        cells = {name: [row[at] for row in rows] for at, name in enumerate(answer.columns)}
        return {name: [None if t is None else _plain(t) for t in column] for name, column in cells.items()}

    def pandas(self, sparql: str, **values: str) -> pd.DataFrame:
        """Rows of a SELECT as a pandas frame; numbers are numbers, all else is text."""
        try:
            import pandas  # noqa: ICN001
        except ImportError:
            raise MissingResourceError("pandas is not installed", hint='python3 -m pip install "kg[frames]"') from None
        return pandas.DataFrame(self._columns(sparql, values))

    def polars(self, sparql: str, **values: str) -> pl.DataFrame:
        """Rows of a SELECT as a polars frame; numbers are numbers, all else is text."""
        try:
            import polars  # noqa: ICN001
        except ImportError:
            raise MissingResourceError("polars is not installed", hint='python3 -m pip install "kg[frames]"') from None
        return polars.DataFrame(self._columns(sparql, values), strict=False)

    def dataset(self) -> rdflib.Dataset:
        """A copy of the whole graph as an rdflib dataset: handy for small graphs, slow beyond 100,000 quads."""
        import rdflib

        made = rdflib.Dataset()
        for prefix, namespace in self._store.names.prefixes().items():
            made.bind(prefix, namespace)
        for quad in self._store.quads():
            subject, predicate = rdflib.URIRef(quad.subject), rdflib.URIRef(quad.predicate)
            made.graph(rdflib.URIRef(quad.graph)).add((subject, predicate, to_rdflib(quad.object)))
        return made

    def network(self) -> nx.MultiDiGraph[str]:
        """Actors and claims as a networkx graph: an edge per claim, keyed by its id."""
        import networkx as nx

        made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for entity in self.entities().values():
            made.add_node(entity.id, label=entity.label, type=entity.type)
        for claim in self.outlines():
            made.add_edge(
                claim.subject, claim.object, claim.id,
                relation=str(claim.predicate), modality=claim.modality.value, confidence=claim.confidence,
            )  # fmt: skip
        return made

    def _repr_html_(self) -> str:
        """What a notebook shows: the interactive page."""
        from kg.export import html  # pyvis is slow to import

        return html.notebook(html.render(self, self.ontology))


def to_rdflib(term: Term) -> Node:
    """A term as rdflib has it."""
    import rdflib

    if term.kind is Kind.IRI:
        return rdflib.URIRef(term.value)
    if term.kind is Kind.BLANK:
        return rdflib.BNode(term.value)
    return rdflib.Literal(
        term.value, lang=term.language or None, datatype=rdflib.URIRef(term.datatype) if term.datatype else None
    )


def _plain(term: Term) -> object:
    if term.datatype == f"{XSD}integer":
        return int(term.value)
    if term.datatype in {f"{XSD}decimal", f"{XSD}double", f"{XSD}float"}:
        return float(term.value)
    return term.value
