"""Reads a graph property by property: one walk over an index for each, instead of a join for each claim.

A store on disk finds a property's triples side by side, but must search for each triple that a join asks for, and look up
the words of each term that it hands out. So this is some ten times as fast there as :mod:`kg.graph.read`, which gives the
same; an endpoint, which would have to send every claim's IRI with every value, is asked with joins.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from kg.graph.terms import DCTERMS, OA, RDF, RDFS, SCHEMA, SKOS, TYPE, WD
from kg.model import (
    Argument,
    ArticleId,
    ArticleRecord,
    Attribution,
    Claim,
    ClaimId,
    Entity,
    EntityId,
    Evidence,
    Manner,
    Modality,
    Period,
    Relation,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kg.graph.names import Names

PARTS = ("Text", "Start", "End", "Link")
"""What is kept of the words that name a claim's subject or object."""
SELECTED = ("hasSource", "hasSelector", "exact", "start", "end")

type Pairs = Iterable[tuple[str, str]]


class Columns(Protocol):
    """A graph that gives all values of a property at once."""

    def column(self, predicate: str, graph: str = "") -> Pairs:
        """Subject and value of every triple with a property, in all named graphs or in one; in no particular order."""
        ...

    def columns_of(self, predicates: Sequence[str], graph: str = "") -> Iterator[Pairs]:
        """Several columns, to be read one after the other in this order: faster than asking for one after the other."""
        ...

    def values(self, predicate: str, but: str) -> Iterable[str]:
        """The different values of a property in all named graphs but one."""
        ...


def unquoted(article: ArticleId) -> tuple[Evidence, ...]:
    """Evidence that names its article and nothing more: it covers no words."""
    nothing = Argument("", 0, 0)
    return (Evidence(article, 0, 0, "", "", "", nothing, nothing),)


def outlines(found: Columns, names: Names) -> Iterator[Claim]:
    """Every claim, sorted by id, without its words."""
    evidence = {iri: unquoted(article) for iri, article in ids(found).items()}
    places = dict(found.column(names.term("inArticle")))
    return _claims(found, names, lambda claim: evidence.get(places.get(claim, ""), ()))


def claims(found: Columns, names: Names) -> Iterator[Claim]:
    """Every claim, sorted by id, with its evidence."""
    evidence = _evidence(found, names)
    return _claims(found, names, lambda claim: evidence.get(claim, ()))


def _claims(found: Columns, names: Names, evidence: Callable[[str], tuple[Evidence, ...]]) -> Iterator[Claim]:
    """Claims that have evidence, sorted by id."""
    local = len(names.ontology)
    entity, number = _Once(names.as_entity), _Once(float)
    relation, modality = _Once(lambda iri: Relation(iri[local:])), _Once(lambda iri: Modality(iri[local:]))
    own = "modality", "confidence", "attribution", "attributedTo", "granularity", "eventStart", "eventEnd"
    read = found.columns_of([*map(names.term, own), f"{RDF}subject", f"{RDF}predicate", f"{RDF}object"])
    kinds = {claim: modality[iri] for claim, iri in next(read)}
    table = _Table(sorted(kinds))
    confidences = table.fill((claim, number[value]) for claim, value in next(read))
    attributions = _attributions(dict(next(read)), {claim: entity[iri] for claim, iri in next(read)}, local)
    periods = _periods(dict(next(read)), dict(next(read)), dict(next(read)))
    subjects = table.fill((claim, entity[iri]) for claim, iri in next(read))
    relations = table.fill((claim, relation[iri]) for claim, iri in next(read))
    objects = table.fill((claim, entity[iri]) for claim, iri in next(read))
    for iri, confidence, subject, predicate, obj in zip(
        table.at, confidences, subjects, relations, objects, strict=True
    ):
        supported = evidence(iri)
        if supported and subject is not None and obj is not None and predicate is not None and confidence is not None:
            yield Claim(
                ClaimId(names.claim_id(iri)), subject, predicate, obj, kinds[iri], confidence,
                supported, attributions.get(iri), periods.get(iri),
            )  # fmt: skip


def _attributions(manners: Mapping[str, str], speakers: Mapping[str, EntityId], local: int) -> dict[str, Attribution]:
    made: dict[tuple[EntityId | None, str], Attribution] = {}
    found = {}
    for claim, manner in manners.items():
        key = speakers.get(claim), manner
        found[claim] = made.get(key) or made.setdefault(key, Attribution(key[0], Manner(manner[local:])))
    return found


def _periods(granularities: Mapping[str, str], starts: Mapping[str, str], ends: Mapping[str, str]) -> dict[str, Period]:
    made: dict[tuple[str | None, str | None, str], Period] = {}
    found = {}
    for claim, granularity in granularities.items():
        key = starts.get(claim), ends.get(claim), granularity
        found[claim] = made.get(key) or made.setdefault(key, Period(*key))
    return found


def _evidence(found: Columns, names: Names) -> dict[str, tuple[Evidence, ...]]:
    """Evidence by claim, in the order of its numbers."""
    own = "evidence", "rule", "extractor", *(side + part for side in ("subject", "object") for part in PARTS)
    read = found.columns_of([*map(names.term, own), *(OA + name for name in SELECTED)])
    claims_of = {evidence: claim for claim, evidence in next(read)}
    order = sorted(claims_of, key=lambda iri: (claims_of[iri], int(iri.rsplit("-", 1)[1])))
    table, text, articles = _Table(order), _Once(str), ids(found)
    rules, extractors, *sides = (
        table.fill((evidence, text[value]) for evidence, value in column) for column in islice(read, len(own) - 1)
    )
    places = table.fill((evidence, articles.get(iri)) for evidence, iri in next(read))
    owner = {selector: evidence for evidence, selector in next(read)}
    quotes, starts, ends = (table.fill((owner.get(one, ""), value) for one, value in column) for column in read)
    by_claim: dict[str, list[Evidence]] = defaultdict(list)
    for at, iri in enumerate(order):
        article, quote, start, end = places[at], quotes[at], starts[at], ends[at]
        if article is not None and quote is not None and start and end:
            subject, obj = _argument(sides[:4], at), _argument(sides[4:], at)
            rule, extractor = rules[at] or "", extractors[at] or ""
            by_claim[claims_of[iri]].append(
                Evidence(article, int(start), int(end), quote, rule, extractor, subject, obj)
            )
    return {claim: tuple(pieces) for claim, pieces in by_claim.items()}


def _argument(columns: Sequence[Sequence[str | None]], at: int) -> Argument:
    text, start, end, link = (column[at] for column in columns)
    return Argument(text or "", int(start or 0), int(end or 0), link or "")


def ids(found: Columns) -> dict[str, ArticleId]:
    """Ids of articles by IRI."""
    return {iri: ArticleId(value) for iri, value in found.column(f"{DCTERMS}identifier")}


def articles(found: Columns, names: Names) -> dict[ArticleId, ArticleRecord]:
    """What is known of every article, by id, sorted by id."""
    known = ids(found)
    title, url, published, author, language = (
        dict(found.column(SCHEMA + name)) for name in ("headline", "url", "datePublished", "author", "inLanguage")
    )
    source, sha256 = dict(found.column(f"{DCTERMS}publisher")), dict(found.column(names.term("sha256")))
    originals = dict(found.column(names.term("copyOf"), names.copies))
    day = _Once(date.fromisoformat)
    return {
        name: ArticleRecord(
            name, title.get(iri, ""), source.get(iri, ""), url.get(iri, ""),
            day[published[iri]] if iri in published else None, sha256[iri], language[iri], author.get(iri, ""),
            known.get(originals.get(iri, "")),
        )
        for name, iri in sorted((name, iri) for iri, name in known.items()) if iri in sha256 and iri in language
    }  # fmt: skip


def entities(found: Columns, names: Names) -> dict[EntityId, Entity]:
    """Every entity that a claim names, by id, sorted by id."""
    graph, local = names.entities, len(names.ontology)
    roles = f"{RDF}subject", f"{RDF}object", names.term("attributedTo")
    named = {iri for role in roles for iri in found.values(role, names.derivations)}

    def of(predicate: str) -> dict[str, list[str]]:
        values: dict[str, list[str]] = defaultdict(list)
        for iri, value in found.column(predicate, graph):
            values[iri].append(value)
        return values

    labels, types, aliases = of(f"{RDFS}label"), of(TYPE), of(f"{SKOS}altLabel")
    owners, same, seeded = of(names.term("belongsTo")), of(f"{SKOS}exactMatch"), of(names.term("seeded"))
    made = (
        Entity(
            names.as_entity(iri), min(labels[iri]), min(types[iri])[local:], tuple(sorted(aliases.get(iri, ()))),
            min(same.get(iri, ()), default="").removeprefix(WD),
            tuple(sorted(names.as_entity(owner) for owner in owners.get(iri, ()))), iri in seeded,
        )
        for iri in named if iri in labels and iri in types
    )  # fmt: skip
    return {entity.id: entity for entity in sorted(made, key=lambda entity: entity.id)}


class _Table:
    """Columns of the same length, filled in any order."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.at = {key: at for at, key in enumerate(keys)}

    def fill[Value](self, pairs: Iterable[tuple[str, Value | None]]) -> list[Value | None]:
        """A value for each key, or ``None``; keys that are not in the table are passed over."""
        column: list[Value | None] = [None] * len(self.at)
        for key, value in pairs:
            at = self.at.get(key)
            if at is not None:
                column[at] = value
        return column


class _Once[Value](dict[str, Value]):
    """Converts each text once: thousands of claims share a date or an actor."""

    def __init__(self, convert: Callable[[str], Value]) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, key: str) -> Value:
        value = self[key] = self._convert(key)
        return value
