"""From what a user typed to an entity of the graph."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.analyse.records import Records
    from kg.model import Entity

NEAR = 60.0
SUGGESTIONS = 3


def folded(text: str) -> str:
    """Without case, accents, and doubled or outer spaces; ``_`` is a space."""
    letters = unicodedata.normalize("NFKD", text.replace("_", " "))
    return " ".join("".join(ch for ch in letters if not unicodedata.combining(ch)).casefold().split())


def find(records: Records, name: str) -> Entity:
    """The entity with this id, label or alias; several with one alias: the one with most claims.

    Raises:
        QueryError: There is none; the message names the nearest ones.
    """
    wanted = folded(name)
    tiers = (
        [entity for entity in records.entities.values() if folded(entity.label) == wanted],
        [entity for entity in records.entities.values() if folded(str(entity.id)) == wanted],
        [entity for entity in records.entities.values() if wanted in {folded(alias) for alias in entity.aliases}],
    )
    for tier in tiers:
        if len(tier) == 1:
            return tier[0]
        if tier:
            numbers = {entity.id: 0 for entity in tier}
            for claim in records.claims.values():
                for end in (claim.subject, claim.object):
                    if end in numbers:
                        numbers[end] += 1
            return min(tier, key=lambda entity: (-numbers[entity.id], entity.id))
    raise QueryError(f"nobody of the name {name!r} is in the graph", hint=_hint(records, wanted))


def _hint(records: Records, wanted: str) -> str:
    labels = {entity.id: entity.label for entity in records.entities.values()}
    near = process.extract(wanted, labels, processor=folded, scorer=fuzz.WRatio, limit=SUGGESTIONS, score_cutoff=NEAR)
    ordered = sorted(near, key=lambda hit: (-hit[1], hit[0]))
    return (
        f"did you mean {' or '.join(str(hit[0]) for hit in ordered)}?" if ordered else "kg stats lists the most central"
    )
