"""Reads claims, entities and articles back out of the graph, through SPARQL alone where nothing faster is at hand.

So it does not matter what keeps the graph: the store on disk, an endpoint, or a parsed export. All of a store on disk is
read with :mod:`kg.graph.columns`.
"""

from __future__ import annotations

from datetime import date
from itertools import batched, groupby
from typing import TYPE_CHECKING, Protocol

from kg.graph import columns
from kg.graph.terms import WD
from kg.model import (
    Appearance,
    Argument,
    ArticleId,
    ArticleRecord,
    Attribution,
    Claim,
    ClaimId,
    Entity,
    EntityId,
    Evidence,
    Join,
    Manner,
    Modality,
    Period,
    Reason,
    Relation,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.graph.names import Names
    from kg.graph.terms import Term

ARTICLES = """
SELECT ?article ?id ?sha ?language ?title ?source ?author ?url ?published WHERE { GRAPH ?g {
  ?article a kg:Article ; dcterms:identifier ?id ; schema:inLanguage ?language ; kg:sha256 ?sha .
  OPTIONAL { ?article schema:headline ?title }
  OPTIONAL { ?article dcterms:publisher ?source }
  OPTIONAL { ?article schema:author ?author }
  OPTIONAL { ?article schema:url ?url }
  OPTIONAL { ?article schema:datePublished ?published }
} } ORDER BY ?id"""
COPIES = """
SELECT ?article ?original WHERE {
  GRAPH <graph/copies> { ?article kg:copyOf ?of } GRAPH ?g { ?of a kg:Article ; dcterms:identifier ?original }
} ORDER BY ?article"""
ENTITIES = "SELECT ?e ?p ?v WHERE { GRAPH <graph/entities> { ?e ?p ?v } } ORDER BY ?e ?p ?v"
NAMED = "SELECT DISTINCT ?e WHERE { GRAPH ?g { ?claim a kg:Claim ; %s ?e } }"
# Three short queries in the same order: some servers plan one of thirty patterns for a minute.
CLAIMS = """
SELECT ?claim ?s ?p ?o ?modality ?confidence ?article ?speaker ?manner ?start ?end ?granularity
WHERE { GRAPH ?g { %s
  ?claim a kg:Claim ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:modality ?modality ;
    kg:confidence ?confidence ; kg:inArticle ?in .
  ?in dcterms:identifier ?article .
  OPTIONAL { ?claim kg:attribution ?manner }
  OPTIONAL { ?claim kg:attributedTo ?speaker }
  OPTIONAL { ?claim kg:granularity ?granularity }
  OPTIONAL { ?claim kg:eventStart ?start }
  OPTIONAL { ?claim kg:eventEnd ?end }
} } ORDER BY ?claim"""
ARGUMENTS = """
SELECT ?claim ?evidence ?article ?rule ?extractor ?sText ?sFrom ?sTo ?sLink ?oText ?oFrom ?oTo ?oLink
WHERE { GRAPH ?g { %s
  ?claim kg:evidence ?evidence .
  ?evidence oa:hasSource ?source ; kg:rule ?rule ; kg:extractor ?extractor ;
    kg:subjectText ?sText ; kg:subjectStart ?sFrom ; kg:subjectEnd ?sTo ;
    kg:objectText ?oText ; kg:objectStart ?oFrom ; kg:objectEnd ?oTo .
  ?source dcterms:identifier ?article .
  OPTIONAL { ?evidence kg:subjectLink ?sLink }
  OPTIONAL { ?evidence kg:objectLink ?oLink }
} } ORDER BY ?claim ?evidence"""
QUOTES = """
SELECT ?claim ?evidence ?quote ?from ?to
WHERE { GRAPH ?g { %s
  ?claim kg:evidence ?evidence . ?evidence oa:hasSelector ?qs , ?ps .
  ?qs a oa:TextQuoteSelector ; oa:exact ?quote .
  ?ps a oa:TextPositionSelector ; oa:start ?from ; oa:end ?to .
} } ORDER BY ?claim ?evidence"""

COUNTS = """
SELECT ?e (COUNT(DISTINCT ?claim) AS ?n) WHERE { GRAPH ?g {
  ?claim a kg:Claim ; rdf:subject|rdf:object|kg:attributedTo ?e
} } GROUP BY ?e ORDER BY ?e"""
ABOUT = "SELECT ?claim WHERE { GRAPH ?g { ?claim %s <%s> ; kg:evidence ?evidence } }"
ROLES = ("rdf:subject", "rdf:object", "kg:attributedTo")
AT_ONCE = 500
"""Claims read with one query where not all are wanted."""
MANY = 5_000
"""Claims from which on it is faster to read all of them, where they are read property by property."""
UNSURE = "SELECT ?claim WHERE { GRAPH ?g { ?claim a kg:Claim ; kg:confidence ?sure } FILTER (?sure < %s) }"
APPEARANCES = """
SELECT DISTINCT ?article ?e WHERE { GRAPH ?g {
  ?claim kg:inArticle ?article ; rdf:subject|rdf:object|kg:attributedTo ?e
} } ORDER BY ?article ?e"""
POSTS = """
SELECT DISTINCT ?article ?p ?s ?o WHERE { VALUES ?p { %s } GRAPH ?g {
  ?claim kg:inArticle ?article ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:modality kg:factual
} } ORDER BY ?article ?p ?s ?o"""
JOINS = """
SELECT ?join ?left ?right ?score ?article ?feature ?weight WHERE { GRAPH <graph/joins> {
  ?join kg:leftName ?left ; kg:rightName ?right ; kg:confidence ?score ; kg:feature ?node .
  ?node rdfs:label ?feature ; kg:weight ?weight .
  OPTIONAL { ?join kg:inArticle ?article }
} } ORDER BY ?join ?feature"""
DESCRIBE = "SELECT ?e ?p ?v WHERE { VALUES ?e { %s } GRAPH <graph/entities> { ?e ?p ?v } } ORDER BY ?e ?p ?v"

type Row = dict[str, str]
"""Values of a row by variable; what is unbound is not there."""


class Rows(Protocol):
    """What a query gives, as far as reading needs it."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the variables."""
        ...

    def rows(self) -> Iterable[tuple[Term | None, ...]]:
        """Rows in the query's order."""
        ...


class Queryable(Protocol):
    """A graph that answers SPARQL, with the usual prefixes declared."""

    @property
    def names(self) -> Names:
        """The IRIs it uses."""
        ...

    @property
    def columns(self) -> columns.Columns | None:
        """The same graph property by property, where that is fast."""
        ...

    def query(self, text: str, *, union: bool | None = None) -> Rows:
        """The rows of a SELECT query."""
        ...


class View:
    """Implements :class:`kg.ports.GraphView` over anything that answers SPARQL."""

    def __init__(self, graph: Queryable) -> None:
        self._graph = graph
        self._names = graph.names

    @property
    def _columns(self) -> columns.Columns | None:
        return self._graph.columns

    def _rows(self, query: str) -> Iterator[Row]:
        found = self._graph.query(query, union=False)
        columns = found.columns
        for row in found.rows():
            yield {name: term.value for name, term in zip(columns, row, strict=True) if term is not None}

    def articles(self) -> Mapping[ArticleId, ArticleRecord]:
        """What is known of every article, by id, sorted by id."""
        if self._columns is not None:
            return columns.articles(self._columns, self._names)
        return {
            record.id: record
            for record in sorted((found for _, found in self._articles()), key=lambda record: record.id)
        }

    def _articles(self) -> Iterator[tuple[str, ArticleRecord]]:
        originals = {row["article"]: ArticleId(row["original"]) for row in self._rows(COPIES)}
        for row in self._rows(ARTICLES):
            published = row.get("published")
            yield row["article"], ArticleRecord(
                ArticleId(row["id"]), row.get("title", ""), row.get("source", ""), row.get("url", ""),
                date.fromisoformat(published) if published else None, row["sha"],
                row["language"], row.get("author", ""), originals.get(row["article"]),
            )  # fmt: skip

    def entities(self) -> Mapping[EntityId, Entity]:
        """Every entity that a claim names, by id, sorted by id."""
        if self._columns is not None:
            return columns.entities(self._columns, self._names)
        named = {row["e"] for role in ROLES for row in self._rows(NAMED % role)}
        return {e.id: e for e in self._described(ENTITIES) if self._names.entity(e.id) in named}

    def counts(self) -> Mapping[EntityId, int]:
        """How many claims name each entity, as subject, object or speaker; sorted by id."""
        return {EntityId(self._names.entity_id(row["e"])): int(row["n"]) for row in self._rows(COUNTS)}

    def describe(self, names: Iterable[EntityId]) -> Mapping[EntityId, Entity]:
        """These entities and those that they belong to, as far as the graph knows them."""
        found: dict[EntityId, Entity] = {}
        wanted = set(names)
        while wanted:
            values = " ".join(f"<{self._names.entity(name)}>" for name in sorted(wanted))
            found |= {entity.id: entity for entity in self._described(DESCRIBE % values)}
            wanted = {other for name in wanted if name in found for other in found[name].of} - set(found)
        return found

    def appearances(self, posts: Iterable[str]) -> Iterator[Appearance]:
        """Every entity of every article, as the graph has it: what was joined is one.

        Args:
            posts: Relations that say that somebody holds a post.
        """
        articles, entities = dict(self._articles()), self.entities()
        held: dict[tuple[str, str], list[tuple[str, EntityId]]] = {}
        values = " ".join(f"<{self._names.term(name)}>" for name in sorted(posts))
        for row in self._rows(POSTS % values):
            relation = row["p"].removeprefix(self._names.ontology)
            held.setdefault((row["article"], row["s"]), []).append((relation, self._names.as_entity(row["o"])))
        for row in self._rows(APPEARANCES):
            article, entity = articles[row["article"]], entities[self._names.as_entity(row["e"])]
            yield Appearance(entity, article.id, article.published, tuple(held.get((row["article"], row["e"]), ())))

    def joins(self) -> list[Join]:
        """Which names were joined across articles, and why; sorted."""
        articles = dict(self._articles())
        found: list[Join] = []
        for _, grouped in groupby(self._rows(JOINS), key=lambda row: row["join"]):
            rows = list(grouped)
            article = articles[rows[0]["article"]].id if "article" in rows[0] else ArticleId("")
            reasons = [Reason(row["feature"], float(row["weight"])) for row in rows]
            reasons.sort(key=lambda reason: (-abs(reason.value), reason.feature))
            left, right = (self._names.as_entity(rows[0][side]) for side in ("left", "right"))
            found.append(Join(left, right, float(rows[0]["score"]), tuple(reasons), article))
        return sorted(found, key=lambda one: (one.left, one.right, one.article))

    def _described(self, query: str) -> list[Entity]:
        grouped = groupby(self._rows(query), key=lambda row: row["e"])
        return sorted((self._entity(iri, list(rows)) for iri, rows in grouped), key=lambda entity: entity.id)

    def _entity(self, iri: str, rows: list[Row]) -> Entity:
        values: dict[str, list[str]] = {}
        for row in rows:
            name = row["p"].replace("#", "/").rsplit("/", 1)[-1]
            values.setdefault(name, []).append(row["v"])
        return Entity(
            id=EntityId(self._names.entity_id(iri)),
            label=values["label"][0],
            type=next(v for v in values["type"]).removeprefix(self._names.ontology),
            aliases=tuple(sorted(values.get("altLabel", ()))),
            wikidata=next(iter(values.get("exactMatch", ())), "").removeprefix(WD),
            of=tuple(sorted(EntityId(self._names.entity_id(v)) for v in values.get("belongsTo", ()))),
            seeded="seeded" in values,
        )

    def claims(self) -> Iterator[Claim]:
        """Every claim, sorted by id, with its evidence; the reasons for its confidence are not kept."""
        if self._columns is not None:
            return columns.claims(self._columns, self._names)
        return self._claims("")

    def outlines(self) -> Iterator[Claim]:
        """Every claim, sorted by id, without its words: its evidence names the article and nothing more."""
        if self._columns is not None:
            return columns.outlines(self._columns, self._names)
        found = self._rows(CLAIMS % "")
        return (self._claim(row, columns.unquoted(ArticleId(row["article"]))) for row in found)

    def some(self, names: Iterable[ClaimId]) -> Iterator[Claim]:
        """These claims as far as the graph has them, sorted by id, with their evidence."""
        wanted = set(names)
        if self._columns is not None and len(wanted) > MANY:
            return (claim for claim in self.claims() if claim.id in wanted)
        return self._some({self._names.claim(name) for name in wanted})

    def about(self, name: EntityId) -> Iterator[Claim]:
        """The claims that an entity makes, or is subject or object of, sorted by id."""
        iri = self._names.entity(name)
        yield from self._some({row["claim"] for role in ROLES for row in self._rows(ABOUT % (role, iri))})

    def _some(self, claims: set[str]) -> Iterator[Claim]:
        for some in batched(sorted(claims), AT_ONCE):
            yield from self._claims(f"VALUES ?claim {{ {' '.join(f'<{one}>' for one in some)} }}")

    def unsure(self, below: float) -> Iterator[Claim]:
        """The claims with less confidence than this, sorted by id."""
        yield from self._some({row["claim"] for row in self._rows(UNSURE % f"{below:f}")})

    def _claims(self, limit: str) -> Iterator[Claim]:
        places = _join(self._rows(ARGUMENTS % limit), self._rows(QUOTES % limit), ("claim", "evidence"))
        found = ((rows[0]["claim"], rows) for rows in _grouped(places))
        name, evidence = next(found, ("", []))
        for rows in _grouped(self._rows(CLAIMS % limit)):
            while name and name < rows[0]["claim"]:
                name, evidence = next(found, ("", []))
            if name == rows[0]["claim"]:
                evidence.sort(key=lambda row: int(row["evidence"].rsplit("-", 1)[1]))
                yield self._claim(rows[0], tuple(_evidence(row) for row in evidence))

    def _claim(self, row: Row, evidence: tuple[Evidence, ...]) -> Claim:
        local = self._names.ontology
        attribution = None
        if "manner" in row:
            speaker = EntityId(self._names.entity_id(row["speaker"])) if "speaker" in row else None
            attribution = Attribution(speaker, Manner(row["manner"].removeprefix(local)))
        period = Period(row.get("start"), row.get("end"), row["granularity"]) if "granularity" in row else None
        return Claim(
            ClaimId(self._names.claim_id(row["claim"])),
            EntityId(self._names.entity_id(row["s"])),
            Relation(row["p"].removeprefix(local)),
            EntityId(self._names.entity_id(row["o"])),
            Modality(row["modality"].removeprefix(local)),
            float(row["confidence"]),
            evidence,
            attribution,
            period,
        )


def _grouped(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows of the same claim together."""
    return (list(found) for _, found in groupby(rows, key=lambda row: row["claim"]))


def _join(one: Iterator[Row], other: Iterator[Row], key: tuple[str, ...]) -> Iterator[Row]:
    """Rows of two results that have the same key, in the order of that key that both have."""
    left, right = next(one, None), next(other, None)
    while left is not None and right is not None:
        first, second = [left[name] for name in key], [right[name] for name in key]
        if first == second:
            yield left | right
        if first <= second:
            left = next(one, None)
        if second <= first:
            right = next(other, None)


def _evidence(row: Row) -> Evidence:
    return Evidence(
        ArticleId(row["article"]), int(row["from"]), int(row["to"]), row["quote"], row["rule"], row["extractor"],
        Argument(row["sText"], int(row["sFrom"]), int(row["sTo"]), row.get("sLink", "")),
        Argument(row["oText"], int(row["oFrom"]), int(row["oTo"]), row.get("oLink", "")),
    )  # fmt: skip
