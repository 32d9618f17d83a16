"""One description per entity out of what each article says of it; the order of articles does not matter."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from kg.model import Entity, EntityId

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.model import Claim


def merge(found: Sequence[Entity], own: Sequence[Entity] = ()) -> Entity:
    """The entity that these descriptions of one id agree on.

    A seed's label, class and Wikidata id win; otherwise what most articles say, and among equals the first
    in the alphabet. Aliases and memberships are united.

    Args:
        own: Those of them that call it by the id's own name, where others were joined to it; they say what it is called.
    """
    trusted = [entity for entity in found if entity.seeded] or own or found
    label = _most(entity.label for entity in trusted)
    return Entity(
        id=found[0].id,
        label=label,
        type=_most(entity.type for entity in trusted),
        aliases=tuple(sorted({alias for entity in found for alias in (*entity.aliases, entity.label)} - {label})),
        wikidata=_most(entity.wikidata for entity in trusted if entity.wikidata),
        of=tuple(sorted({other for entity in found for other in entity.of})),
        seeded=any(entity.seeded for entity in found),
    )


def _most(values: Iterable[str]) -> str:
    counted = Counter(values)
    return min(counted, key=lambda value: (-counted[value], value), default="")


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
