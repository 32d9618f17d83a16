"""A small ontology with round scores, so that sums can be done in the head."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.analyse.records import Records
from kg.model import Modality
from kg.ontology import Class, Ontology, Property
from tests.support.memory import MemoryGraph, claim, graph

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.model import Claim

_ABOVE = {
    "Actor": (),
    "Person": ("Actor",),
    "State": ("Actor", "Place"),
    "Organization": ("Actor",),
    "IntergovernmentalOrganization": ("Actor", "Organization"),
    "GovernmentBody": ("Actor", "Organization"),
    "Group": ("Actor",),
    "Place": (),
    "Agreement": (),
}

#             name               group                  sign  score  symmetric parents
_RELATIONS = (
    ("supports", "verbal cooperation", 1, 4, False, ()),
    ("thanks", "verbal cooperation", 1, 3, False, ()),
    ("aids", "material cooperation", 1, 7, False, ()),
    ("cooperatesWith", "material cooperation", 1, 6, True, ()),
    ("alliedWith", "material cooperation", 1, 7, True, ()),
    ("meetsWith", "talks", 1, 2, True, ()),
    ("signs", "agreements", 1, 6, False, ()),
    ("joins", "agreements", 1, 6, False, ()),
    ("suspends", "agreements", -1, -4, False, ()),
    ("criticizes", "verbal conflict", -1, -2, False, ()),
    ("sanctions", "material conflict", -1, -6, False, ()),
    ("attacks", "material conflict", -1, -9, False, ()),
    ("fights", "material conflict", -1, -9, True, ()),
    ("memberOf", "structure", 0, 0, False, ()),
    ("officialOf", "structure", 0, 0, False, ()),
    ("leads", "structure", 0, 0, False, ("officialOf",)),
    ("partOf", "structure", 0, 0, False, ()),
)


def ontology() -> Ontology:
    """Nine classes and seventeen relations."""
    classes = {name: Class(name, name, "", frozenset({name, *above})) for name, above in _ABOVE.items()}
    relations = {
        name: Property(
            name, name, "", "", group, sign, "", Decimal(score), frozenset({"standing"} if name == "alliedWith" else ()), f"is subject of {name}", symmetric, "",
            frozenset({"Actor"}), frozenset(classes), frozenset(parents),
        )
        for name, group, sign, score, symmetric, parents in _RELATIONS
    }  # fmt: skip
    return Ontology(
        "https://example.org/kg/", MappingProxyType(classes), MappingProxyType(dict(sorted(relations.items())))
    )


class Unsorted(MemoryGraph):
    """Gives its claims in the order in which they were put in, as no store should."""

    def claims(self) -> Iterator[Claim]:
        return iter(self.claim_list)


def records(claims: Sequence[Claim], types: Mapping[str, str] | None = None) -> Records:
    """These claims as the analyses read them."""
    made = graph(claims, types)
    return Records.read(Unsorted(made.entity_table, made.article_table, tuple(claims)), ontology())


def signed_claims(edges: Sequence[tuple[str, str, int]]) -> list[Claim]:
    """One claim per edge: support where the sign is positive, criticism where it is negative."""
    return [
        claim(str(a), "supports" if sign > 0 else "criticizes", str(b), article=f"{a}-{b}.md") for a, b, sign in edges
    ]


__all__ = ["Modality", "claim", "ontology", "records", "signed_claims"]
