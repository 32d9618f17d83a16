"""Loads ``ontology/kg.ttl``: classes, relations and what they demand of their arguments."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg import turtle
from kg.errors import OntologyError
from kg.turtle import OWL, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.turtle import Description


POST = "officialOf"
"""The widest relation between a person and the body that the person acts for; leading and speaking for it lie below."""


@dataclass(frozen=True, slots=True)
class Class:
    """A kind of thing, e.g. ``State``."""

    name: str
    label: str
    definition: str
    ancestors: frozenset[str]
    """Local names of itself and of every class above it."""


@dataclass(frozen=True, slots=True)
class Property:
    """A relation between two actors, or between an actor and a place, agreement or event.

    Attributes:
        group: ``structure``, ``agreements``, ``talks``, … (the table in ``ontology/README.md``).
        sign: +1 cooperation, −1 conflict, 0 neutral.
        plover: PLOVER category, or the empty string for posts and structure.
        score: Intensity from −10 (war) to +10 (union).
        traits: Local names of what it has in common with others beside its group, such as ``standing``.
        inverse_label: How the edge reads from its object, e.g. "is led by".
        domain, range: Local names of classes; one of them must hold.
        parents: Relations that always hold too, transitively.
    """

    name: str
    label: str
    definition: str
    example: str
    group: str
    sign: int
    plover: str
    score: Decimal
    traits: frozenset[str]
    inverse_label: str
    symmetric: bool
    inverse: str
    domain: frozenset[str]
    range: frozenset[str]
    parents: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ontology:
    """Classes and relations by local name, in alphabetical order."""

    base: str
    classes: Mapping[str, Class]
    relations: Mapping[str, Property]

    @property
    def namespace(self) -> str:
        """IRI prefix of classes and relations."""
        return self.base + "ontology#"

    def is_a(self, name: str, ancestor: str) -> bool:
        """Whether class ``name`` is ``ancestor`` or lies below it."""
        found = self.classes.get(name)
        return found is not None and ancestor in found.ancestors

    def allows(self, relation: str, subject_type: str, object_type: str) -> bool:
        """Whether domain and range admit a claim between things of these classes."""
        prop = self.relations[relation]
        return self._within(subject_type, prop.domain) and self._within(object_type, prop.range)

    def _within(self, name: str, wanted: frozenset[str]) -> bool:
        found = self.classes.get(name)
        return found is not None and not wanted.isdisjoint(found.ancestors)


def load(folder: Path, base: str) -> Ontology:
    """The ontology in ``folder/kg.ttl``.

    Raises:
        OntologyError: It cannot be read, or an entry lacks what it needs; every fault is named at once.
    """
    path = folder / "kg.ttl"
    found = turtle.descriptions([path], base)
    namespace = base + "ontology#"
    faults: list[str] = []
    classes = _classes(found, namespace)
    relations = _relations(found, namespace, set(classes), faults)
    if not relations:
        faults.append("no relation has a kg:group")
    if faults:
        raise OntologyError("; ".join(faults), path=path)
    return Ontology(base, MappingProxyType(classes), MappingProxyType(relations))


def _classes(found: dict[str, Description], namespace: str) -> dict[str, Class]:
    parents = {
        iri.removeprefix(namespace): [v.text.removeprefix(namespace) for v in d.get(RDFS + "subClassOf", ())]
        for iri, d in found.items()
        if iri.startswith(namespace) and OWL + "Class" in _texts(d, RDF + "type")
    }
    return {
        name: Class(
            name,
            _one(found[namespace + name], RDFS + "label", name),
            _one(found[namespace + name], SKOS + "definition"),
            _closure(name, parents),
        )
        for name in sorted(parents)
    }


def _relations(
    found: dict[str, Description], namespace: str, classes: set[str], faults: list[str]
) -> dict[str, Property]:
    own = {
        iri.removeprefix(namespace): d
        for iri, d in found.items()
        if iri.startswith(namespace) and namespace + "group" in d and OWL + "ObjectProperty" in _texts(d, RDF + "type")
    }
    parents = {name: _local(d, RDFS + "subPropertyOf", namespace) for name, d in own.items()}
    traits = {
        iri.removeprefix(namespace) for iri, d in found.items() if namespace + "traits" in _texts(d, SKOS + "inScheme")
    }
    relations = {}
    for name, d in sorted(own.items()):
        prop = Property(
            name=name,
            label=_one(d, RDFS + "label"),
            definition=_one(d, SKOS + "definition"),
            example=_one(d, SKOS + "example"),
            group=_one(d, namespace + "group"),
            sign=int(_one(d, namespace + "sign", "0")),
            plover=_one(d, namespace + "plover"),
            score=Decimal(_one(d, namespace + "score", "0")),
            traits=frozenset(_local(d, namespace + "trait", namespace)),
            inverse_label=_one(d, namespace + "inverseLabel"),
            symmetric=OWL + "SymmetricProperty" in _texts(d, RDF + "type"),
            inverse=next(iter(_local(d, OWL + "inverseOf", namespace)), ""),
            domain=frozenset(_local(d, namespace + "domainIncludes", namespace)),
            range=frozenset(_local(d, namespace + "rangeIncludes", namespace)),
            parents=_closure(name, parents) - {name},
        )
        faults.extend(_faults(prop, classes, traits))
        relations[name] = prop
    return relations


def _faults(prop: Property, classes: set[str], traits: set[str]) -> list[str]:
    missing = [
        field
        for field in ("label", "definition", "example", "inverse_label", "domain", "range")
        if not getattr(prop, field)
    ]
    faults = [f"kg:{prop.name} lacks {', '.join(missing)}"] if missing else []
    unknown = sorted((prop.domain | prop.range) - classes)
    if unknown:
        faults.append(f"kg:{prop.name} names unknown classes {', '.join(unknown)}")
    if prop.traits - traits:
        faults.append(f"kg:{prop.name} has traits that are not described: {', '.join(sorted(prop.traits - traits))}")
    if prop.sign not in {-1, 0, 1}:
        faults.append(f"kg:{prop.name} has sign {prop.sign}, not -1, 0 or 1")
    return faults


def _texts(description: Description, predicate: str) -> list[str]:
    return [value.text for value in description.get(predicate, ())]


def _one(description: Description, predicate: str, default: str = "") -> str:
    return next(iter(_texts(description, predicate)), default)


def _local(description: Description, predicate: str, namespace: str) -> list[str]:
    return [text.removeprefix(namespace) for text in _texts(description, predicate) if text.startswith(namespace)]


def _closure(name: str, parents: dict[str, list[str]]) -> frozenset[str]:
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current not in seen and (current == name or current in parents):
            seen.add(current)
            waiting.extend(parents.get(current, ()))
    return frozenset(seen)
