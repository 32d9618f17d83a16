"""Who is who before the first article: ``seeds/actors/*.ttl`` as look-up tables."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kg import turtle
from kg.errors import OntologyError
from kg.model import Entity, EntityId
from kg.ontology import POST
from kg.resolve.names import fold, is_acronym, words
from kg.turtle import RDF, RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kg.turtle import Description

PARTICLES = frozenset({"Le", "La", "Van", "Von", "De", "Di", "Al", "El", "Ben", "Bin", "Dos", "Mac"})
"""Words with which a surname of two words begins though they are written with a capital."""
WIKIDATA = "http://www.wikidata.org/entity/"


class Entry(NamedTuple):
    """One way to name an entity.

    ``kind`` is ``name``, ``capital``, ``seat``, ``demonym`` or ``people`` (a demonym in the plural);
    an ``exact`` entry (an acronym) keeps its capitals.
    """

    words: tuple[str, ...]
    entity: EntityId
    kind: str
    exact: str


class Term(NamedTuple):
    """Somebody held an office from one day to another; ISO 8601 strings, the empty string for an open side."""

    person: EntityId
    office: str
    of: EntityId
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Office:
    """An office or title: the words for it and the relation that holding it implies."""

    label: str
    names: tuple[tuple[str, ...], ...]
    relation: str
    scope: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Seed knowledge.

    Attributes:
        entities: All seeded entities by id.
        index: First word of a name → its second (the empty string if it has one only) → its entries, longest first.
        stands_for: A body or seat of power → the state whose name it is another word for.
        nominals: Entity → common nouns that refer back to it.
        demonyms: Entity → its first demonym, for labels.
        members: Organisation → its member states.
        parties: Agreement → its parties, where they are few.
        alike: First two letters of a surname's last word → the persons by label, sorted.
        titles: First word of an office's name → those names with their office, longest first.
    """

    entities: Mapping[EntityId, Entity]
    index: Mapping[str, Mapping[str, Sequence[Entry]]]
    offices: tuple[Office, ...]
    terms: Mapping[EntityId, tuple[Term, ...]]
    stands_for: Mapping[EntityId, EntityId]
    nominals: Mapping[EntityId, frozenset[str]]
    demonyms: Mapping[EntityId, str]
    members: Mapping[EntityId, frozenset[EntityId]]
    parties: Mapping[EntityId, frozenset[EntityId]] = field(default_factory=dict)
    surnames: Mapping[str, tuple[EntityId, ...]] = field(default_factory=dict)
    titles: Mapping[str, Sequence[tuple[tuple[str, ...], Office]]] = field(default_factory=dict)
    alike: Mapping[str, Mapping[str, EntityId]] = field(default_factory=dict)

    def named(self, name: str) -> EntityId | None:
        """The entity of exactly that name; the first in the alphabet, if several have it."""
        first, second = (*words(name), "", "")[:2]
        entries = self.index.get(first, {}).get(second, ())
        found = sorted(entry.entity for entry in entries if entry.words == words(name))
        return found[0] if found else None

    def holders(self, office: str, of: EntityId, day: str | None) -> list[EntityId]:
        """Who held an office of a state or organisation on a day (or who holds it last, if no day is given)."""
        found = [t for terms in self.terms.values() for t in terms if t.of == of and t.office == office]
        if day is None:
            latest = sorted(found, key=lambda t: (t.start, t.person))
            return [latest[-1].person] if latest else []
        return sorted({t.person for t in found if _covers(t, day)})


def _covers(term: Term, day: str) -> bool:
    return (not term.start or term.start <= day[: len(term.start)]) and (
        not term.end or day[: len(term.end)] <= term.end
    )


def load(folder: Path, base: str) -> Gazetteer:
    """All seed actors of a folder.

    Raises:
        OntologyError: A file is no Turtle, or an entity has no label or class.
    """
    paths = sorted(folder.glob("*.ttl"))
    found = turtle.descriptions(paths, base)
    own, ns = base + "entity/", base + "ontology#"
    entities: dict[EntityId, Entity] = {}
    entries: list[Entry] = []
    offices: list[Office] = []
    terms: dict[EntityId, list[Term]] = defaultdict(list)
    reader = _Reader(own, ns)
    for iri, description in found.items():
        if not iri.startswith(own):
            continue
        kind = reader.kind(description)
        if kind == "Term":
            continue
        if not kind or not reader.texts(description, RDFS + "label"):
            raise OntologyError(f"{iri} has no {'rdfs:label' if kind else 'class'}", path=folder)
        if kind == "Office":
            offices.append(reader.office(description))
            continue
        entity = reader.entity(iri, description, kind)
        entities[entity.id] = entity
        entries += reader.entries(entity.id, description)
        for term in reader.ids(description, ns + "hasTerm"):
            terms[entity.id].append(reader.term(entity.id, found.get(own + term, {}), found))
    surnames = _surnames(entities, frozenset(name[0] for office in offices for name in office.names if len(name) == 1))
    return Gazetteer(
        entities=dict(sorted(entities.items())),
        index=_index(entries),
        offices=tuple(sorted(offices, key=lambda o: o.label)),
        terms={person: tuple(sorted(held, key=lambda t: (t.start, t.of))) for person, held in sorted(terms.items())},
        stands_for=reader.one_to_one(found, "metonymOf"),
        nominals=reader.nominals(found),
        demonyms=reader.demonyms(found),
        members=reader.several(found, "memberState"),
        parties=reader.several(found, "party"),
        surnames=surnames,
        alike=_alike(surnames, entities),
        titles=_titles(offices),
    )


def _alike(
    surnames: Mapping[str, tuple[EntityId, ...]], entities: Mapping[EntityId, Entity]
) -> dict[str, dict[str, EntityId]]:
    found: dict[str, dict[str, EntityId]] = defaultdict(dict)
    for surname, persons in surnames.items():
        found[surname.split()[-1][:2]] |= {entities[person].label: person for person in persons}
    return {start: dict(sorted(persons.items())) for start, persons in found.items()}


def _titles(offices: list[Office]) -> dict[str, list[tuple[tuple[str, ...], Office]]]:
    index: dict[str, list[tuple[tuple[str, ...], Office]]] = defaultdict(list)
    for office in offices:
        for name in office.names:
            if name:
                index[name[0]].append((name, office))
    for found in index.values():
        found.sort(key=lambda f: (-len(f[0]), f[1].label))
    return dict(index)


def _index(entries: list[Entry]) -> dict[str, dict[str, list[Entry]]]:
    index: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for entry in sorted(set(entries)):
        if entry.words:
            index[entry.words[0]][entry.words[1] if len(entry.words) > 1 else ""].append(entry)
    for following in index.values():
        for found in following.values():
            found.sort(key=lambda e: (-len(e.words), e.entity, e.kind))
    return {first: dict(following) for first, following in index.items()}


def _surnames(entities: dict[EntityId, Entity], titles: frozenset[str]) -> dict[str, tuple[EntityId, ...]]:
    """Surnames of seeded people; what follows a title alone is no surname: "King Abdullah"."""
    found: dict[str, set[EntityId]] = defaultdict(set)
    for entity in entities.values():
        if entity.type == "Person":
            for name in (entity.label, *entity.aliases):
                parts = name.split()
                if fold(parts[0]) in titles:
                    continue
                for cut in range(1, len(parts)):
                    if cut == len(parts) - 1 or parts[cut][0].islower() or parts[cut] in PARTICLES:
                        found[fold(" ".join(parts[cut:]))].add(entity.id)
                        break
    return {name: tuple(sorted(ids)) for name, ids in sorted(found.items())}


class _Reader:
    """Turns descriptions into records; knows the prefixes."""

    def __init__(self, own: str, ns: str) -> None:
        self.own, self.ns = own, ns

    def texts(self, description: Description, predicate: str) -> list[str]:
        return [value.text for value in description.get(predicate, ())]

    def ids(self, description: Description, predicate: str) -> list[EntityId]:
        return [
            EntityId(text.removeprefix(self.own))
            for text in self.texts(description, predicate)
            if text.startswith(self.own)
        ]

    def kind(self, description: Description) -> str:
        found = [t.removeprefix(self.ns) for t in self.texts(description, RDF + "type") if t.startswith(self.ns)]
        return found[0] if found else ""

    def entity(self, iri: str, description: Description, kind: str) -> Entity:
        labels = self.texts(description, RDFS + "label")
        qids = [
            q.removeprefix(WIKIDATA) for q in self.texts(description, SKOS + "exactMatch") if q.startswith(WIKIDATA)
        ]
        of = [
            target
            for relation in ("state", "partOf", "inState", "citizenOf")
            for target in self.ids(description, self.ns + relation)
        ]
        return Entity(
            id=EntityId(iri.removeprefix(self.own)),
            label=labels[0],
            type=kind,
            aliases=tuple(dict.fromkeys(labels[1:] + self.texts(description, SKOS + "altLabel"))),
            wikidata=qids[0] if qids else "",
            of=tuple(dict.fromkeys(of)),
            seeded=True,
        )

    def entries(self, entity: EntityId, description: Description) -> list[Entry]:
        kinds = {
            "name": [RDFS + "label", SKOS + "altLabel"],
            "capital": [self.ns + "capital"],
            "seat": [self.ns + "seat"],
            "demonym": [self.ns + "demonym"],
        }
        found = [
            Entry(words(name), entity, kind, name if is_acronym(name) else "")
            for kind, predicates in kinds.items()
            for predicate in predicates
            for name in self.texts(description, predicate)
        ]
        plurals = [
            Entry((*entry.words[:-1], entry.words[-1] + "s"), entity, "people", "")
            for entry in found
            if entry.kind == "demonym" and entry.words and not entry.words[-1].endswith(("s", "sh", "ch", "ese"))
        ]
        return found + plurals

    def office(self, description: Description) -> Office:
        names = self.texts(description, RDFS + "label") + self.texts(description, SKOS + "altLabel")
        relation = self.texts(description, self.ns + "impliesRelation")
        scope = self.texts(description, self.ns + "scope")
        return Office(
            label=names[0],
            names=tuple(dict.fromkeys(words(name) for name in names)),
            relation=relation[0].removeprefix(self.ns) if relation else POST,
            scope=scope[0] if scope else "any",
        )

    def term(self, person: EntityId, description: Description, found: Mapping[str, Description]) -> Term:
        office = self.ids(description, self.ns + "office")
        of = self.ids(description, self.ns + "of")
        start, end = (self.texts(description, self.ns + name) for name in ("termStart", "termEnd"))
        label = self.texts(found.get(self.own + office[0], {}), RDFS + "label") if office else []
        return Term(
            person,
            label[0] if label else "",
            of[0] if of else EntityId(""),
            start[0] if start else "",
            end[0] if end else "",
        )

    def one_to_one(self, found: Mapping[str, Description], name: str) -> dict[EntityId, EntityId]:
        pairs = (
            (EntityId(iri.removeprefix(self.own)), target)
            for iri, description in found.items()
            for target in self.ids(description, self.ns + name)
        )
        return dict(sorted(pairs))

    def nominals(self, found: Mapping[str, Description]) -> dict[EntityId, frozenset[str]]:
        return {
            EntityId(iri.removeprefix(self.own)): frozenset(fold(n) for n in self.texts(d, self.ns + "nominal"))
            for iri, d in sorted(found.items())
            if self.ns + "nominal" in d
        }

    def demonyms(self, found: Mapping[str, Description]) -> dict[EntityId, str]:
        return {
            EntityId(iri.removeprefix(self.own)): self.texts(d, self.ns + "demonym")[0]
            for iri, d in sorted(found.items())
            if self.ns + "demonym" in d
        }

    def several(self, found: Mapping[str, Description], name: str) -> dict[EntityId, frozenset[EntityId]]:
        return {
            EntityId(iri.removeprefix(self.own)): frozenset(self.ids(d, self.ns + name))
            for iri, d in sorted(found.items())
            if self.ns + name in d
        }
