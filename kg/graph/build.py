"""Turns what was read from an article into quads; nothing has a blank node, every IRI comes from an id.

The model: one named graph per article holds its claims (``kg:Claim``, ``rdf:Statement``), their evidence as
W3C Web Annotation selectors (https://www.w3.org/TR/annotation-model/#selectors) over the stored text, and the article
itself; entities, runs (PROV-O) and the plain triples each have a graph of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kg import ids
from kg.graph.terms import DCTERMS, OA, PROV, RDF, RDFS, SCHEMA, SKOS, TYPE, WD, Quad, Term, integer, iri, text, typed
from kg.model import ArticleRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.names import Names
    from kg.model import Article, Claim, Entity, Evidence, Join

CONTEXT = 32
"""Characters before and after a quote that its selector keeps, to find it again in a changed text."""

_WIKIDATA = re.compile(r"Q[1-9]\d*")
_DATES = (
    (re.compile(r"\d{4}-\d\d-\d\d"), "date"),
    (re.compile(r"\d{4}-\d\d"), "gYearMonth"),
    (re.compile(r"\d{4}"), "gYear"),
)


@dataclass(frozen=True, slots=True)
class Run:
    """What claims were made with: the same tools and rules are the same run."""

    version: str
    model: str
    rules: str
    """SHA-256 of the ontology, lexicon and seed actors."""

    @property
    def id(self) -> str:
        """Identifier that depends on the tools and rules only."""
        return ids.digest(self.version, self.model, self.rules)


@dataclass(frozen=True, slots=True)
class Builder:
    """Makes quads under one base IRI."""

    names: Names

    def article(self, article: ArticleRecord) -> Iterator[Quad]:
        """The article, in its own graph."""
        graph, node = self.names.graph(article.id), self.names.article(article.id)
        facts = [
            (TYPE, iri(f"{SCHEMA}NewsArticle")),
            (TYPE, iri(self.names.term("Article"))),
            (f"{DCTERMS}identifier", text(article.id)),
            (f"{SCHEMA}inLanguage", text(article.language)),
            (self.names.term("sha256"), text(article.sha256)),
        ]
        optional = (
            (f"{SCHEMA}headline", article.title),
            (f"{DCTERMS}publisher", article.source),
            (f"{SCHEMA}author", article.author),
        )
        facts += [(predicate, text(value)) for predicate, value in optional if value]
        if article.url:
            facts.append((f"{SCHEMA}url", typed(article.url, "anyURI")))
        if article.published:
            facts.append((f"{SCHEMA}datePublished", typed(article.published.isoformat(), "date")))
        yield from (Quad(node, predicate, value, graph) for predicate, value in facts)

    def claim(self, claim: Claim, *, run: str = "", words: str = "") -> Iterator[Quad]:
        """A claim and its evidence, in the graph of the article that makes it.

        Args:
            run: Identifier of the run that made it.
            words: The article's text, from which the quotes' surroundings are taken.
        """
        node, graph = self.names.claim(claim.id), self.names.graph(claim.evidence[0].article)
        term = self.names.term
        facts = [
            (TYPE, iri(term("Claim"))),
            (TYPE, iri(f"{RDF}Statement")),
            (TYPE, iri(f"{PROV}Entity")),
            (term("inArticle"), iri(self.names.article(claim.evidence[0].article))),
            (f"{RDF}subject", iri(self.names.entity(claim.subject))),
            (f"{RDF}predicate", iri(term(claim.predicate))),
            (f"{RDF}object", iri(self.names.entity(claim.object))),
            (term("modality"), iri(term(claim.modality))),
            (term("confidence"), decimal(claim.confidence)),
        ]
        if claim.attribution:
            if claim.attribution.speaker:
                facts.append((term("attributedTo"), iri(self.names.entity(claim.attribution.speaker))))
            facts.append((term("attribution"), iri(term(claim.attribution.manner))))
        if claim.period:
            sides = (("eventStart", claim.period.start), ("eventEnd", claim.period.end))
            facts += [(term(name), moment(value)) for name, value in sides if value]
            facts.append((term("granularity"), text(claim.period.granularity)))
        if run:
            facts.append((f"{PROV}wasGeneratedBy", iri(self.names.run(run))))
        yield from (Quad(node, predicate, value, graph) for predicate, value in facts)
        for number, evidence in enumerate(claim.evidence):
            place = self.names.evidence(claim.id, number)
            yield Quad(node, term("evidence"), iri(place), graph)
            yield from self._evidence(place, graph, evidence, words)

    def _evidence(self, node: str, graph: str, evidence: Evidence, words: str) -> Iterator[Quad]:
        term, selector = self.names.term, f"{OA}hasSelector"
        quote, position = f"{node}#quote", f"{node}#position"
        subject, obj = evidence.subject, evidence.object
        facts = [
            (TYPE, iri(term("Evidence"))),
            (TYPE, iri(f"{OA}SpecificResource")),
            (f"{OA}hasSource", iri(self.names.article(evidence.article))),
            (selector, iri(quote)),
            (selector, iri(position)),
            (term("rule"), text(evidence.rule)),
            (term("extractor"), text(evidence.extractor)),
            (term("subjectText"), text(subject.text)),
            (term("subjectStart"), integer(subject.start)),
            (term("subjectEnd"), integer(subject.end)),
            (term("objectText"), text(obj.text)),
            (term("objectStart"), integer(obj.start)),
            (term("objectEnd"), integer(obj.end)),
        ]
        links = (("subjectLink", subject.link), ("objectLink", obj.link))
        facts += [(term(name), text(link)) for name, link in links if link]
        yield from (Quad(node, predicate, value, graph) for predicate, value in facts)
        yield Quad(quote, TYPE, iri(f"{OA}TextQuoteSelector"), graph)
        yield Quad(quote, f"{OA}exact", text(evidence.quote), graph)
        if words:
            before, after = words[max(0, evidence.start - CONTEXT) : evidence.start], words[evidence.end :][:CONTEXT]
            yield Quad(quote, f"{OA}prefix", text(before), graph)
            yield Quad(quote, f"{OA}suffix", text(after), graph)
        yield Quad(position, TYPE, iri(f"{OA}TextPositionSelector"), graph)
        yield Quad(position, f"{OA}start", integer(evidence.start), graph)
        yield Quad(position, f"{OA}end", integer(evidence.end), graph)

    def entity(self, entity: Entity) -> Iterator[Quad]:
        """An entity, in the graph of entities."""
        node, graph = self.names.entity(entity.id), self.names.entities
        yield Quad(node, TYPE, iri(self.names.term(entity.type)), graph)
        yield Quad(node, f"{RDFS}label", text(entity.label), graph)
        for alias in entity.aliases:
            yield Quad(node, f"{SKOS}altLabel", text(alias), graph)
        if _WIKIDATA.fullmatch(entity.wikidata):
            yield Quad(node, f"{SKOS}exactMatch", iri(WD + entity.wikidata), graph)
        for other in entity.of:
            yield Quad(node, self.names.term("belongsTo"), iri(self.names.entity(other)), graph)
        if entity.seeded:
            yield Quad(node, self.names.term("seeded"), typed("true", "boolean"), graph)

    def join(self, join: Join) -> Iterator[Quad]:
        """Why two names are one actor, in the graph of joins."""
        graph, term = self.names.joins, self.names.term
        node = self.names.join(ids.digest(join.left, join.right, join.article, length=20))
        yield Quad(node, TYPE, iri(term("Join")), graph)
        yield Quad(node, term("leftName"), iri(self.names.entity(join.left)), graph)
        yield Quad(node, term("rightName"), iri(self.names.entity(join.right)), graph)
        yield Quad(node, term("confidence"), decimal(join.score), graph)
        if join.article:
            yield Quad(node, term("inArticle"), iri(self.names.article(join.article)), graph)
        for reason in join.reasons:
            feature = f"{node}#{ids.slug(reason.feature)}"
            yield Quad(node, term("feature"), iri(feature), graph)
            yield Quad(feature, f"{RDFS}label", text(reason.feature), graph)
            yield Quad(feature, term("weight"), decimal(reason.value), graph)

    def run(self, run: Run) -> Iterator[Quad]:
        """A run and its software, in the graph of runs. No clock: it would change the bytes."""
        node, agent, graph = self.names.run(run.id), self.names.agent(run.id), self.names.runs
        yield Quad(node, TYPE, iri(self.names.term("Run")), graph)
        yield Quad(node, TYPE, iri(f"{PROV}Activity"), graph)
        yield Quad(node, f"{PROV}wasAssociatedWith", iri(agent), graph)
        yield Quad(node, self.names.term("model"), text(run.model), graph)
        yield Quad(node, self.names.term("ruleSetHash"), text(run.rules), graph)
        yield Quad(agent, TYPE, iri(f"{PROV}SoftwareAgent"), graph)
        yield Quad(agent, f"{SCHEMA}softwareVersion", text(run.version), graph)

    def fact(self, subject: str, predicate: str, obj: str) -> Quad:
        """The plain triple of a claim that is asserted; the arguments are IRIs."""
        return Quad(subject, predicate, iri(obj), self.names.asserted)


def decimal(value: float) -> Term:
    """An ``xsd:decimal`` in its canonical form, so that storing it changes no byte."""
    digits = format(Decimal(repr(value)), "f")
    return typed(digits.rstrip("0").rstrip(".") if "." in digits else digits, "decimal")


def moment(value: str) -> Term:
    """A date of the granularity it is given in; what fits no XML Schema date stays a string."""
    datatype = next((name for pattern, name in _DATES if pattern.fullmatch(value)), "")
    return typed(value, datatype) if datatype else text(value)


def record(article: Article) -> ArticleRecord:
    """What the graph keeps of an article."""
    return ArticleRecord(
        article.id, article.title, article.source, article.url, article.published,
        ids.sha256(article.text), article.language, article.author,
    )  # fmt: skip
