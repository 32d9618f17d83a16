"""One description per entity out of what each article says of it; the order of articles does not matter."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from kg.model import Entity, EntityId

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kg.model import Claim


def merge(found: Mapping[Entity, int], own: Mapping[Entity, int]) -> Entity:
    """The entity that these descriptions of one id agree on.

    A seed's label, class and Wikidata id win; otherwise what most articles say, and among equals the first
    in the alphabet. Aliases and memberships are united.

    Args:
        found: Descriptions, and how many articles give each.
        own: Those of them that call it by the id's own name, where others were joined to it; they say what it is called.
    """
    trusted = {entity: number for entity, number in found.items() if entity.seeded} or own or found
    label = _most(trusted, lambda entity: entity.label)
    return Entity(
        id=next(iter(found)).id,
        label=label,
        type=_most(trusted, lambda entity: entity.type),
        aliases=tuple(sorted({alias for entity in found for alias in (*entity.aliases, entity.label)} - {label})),
        wikidata=_most(trusted, lambda entity: entity.wikidata),
        of=tuple(sorted({other for entity in found for other in entity.of})),
        seeded=any(entity.seeded for entity in found),
    )


def _most(described: Mapping[Entity, int], value: Callable[[Entity], str]) -> str:
    counted: Counter[str] = Counter()
    for entity, number in described.items():
        if value(entity):
            counted[value(entity)] += number
    return min(counted, key=lambda one: (-counted[one], one), default="")


def named(claims: Iterable[Claim]) -> set[EntityId]:
    """Every entity that the claims name, as subject, object or speaker."""
    found: set[EntityId] = set()
    for claim in claims:
        found |= {claim.subject, claim.object}
        if claim.attribution and claim.attribution.speaker:
            found.add(claim.attribution.speaker)
    return found


def dump(entity: Entity) -> str:
    """An entity as one line of JSON, the same bytes for the same entity."""
    return json.dumps(
        [entity.label, entity.type, sorted(entity.aliases), entity.wikidata, sorted(entity.of), entity.seeded],
        ensure_ascii=False,
    )


def load(name: str, line: str) -> Entity:
    """The entity that :func:`dump` wrote."""
    label, kind, aliases, wikidata, of, seeded = json.loads(line)
    return Entity(EntityId(name), label, kind, tuple(aliases), wikidata, tuple(of), seeded)
