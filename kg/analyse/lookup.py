"""From what a user typed to an entity of the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from kg.errors import QueryError
from kg.graph.find import fold

if TYPE_CHECKING:
    from kg.analyse.records import Records
    from kg.model import Entity

NEAR = 60.0
SUGGESTIONS = 3


def find(records: Records, name: str) -> Entity:
    """The entity with this label, id or alias; case, accents and spaces do not matter.

    Raises:
        QueryError: There is none (the message names the nearest ones), or an alias belongs to several.
    """
    wanted = fold(name)
    everybody = list(records.entities.values())
    for found in (
        [entity for entity in everybody if name in (entity.id, entity.label)],
        [entity for entity in everybody if wanted in (fold(entity.label), fold(entity.id))],
        [entity for entity in everybody if any(wanted == fold(alias) for alias in entity.aliases)],
    ):
        if len(found) > 1:
            ids = ", ".join(sorted(entity.id for entity in found))
            raise QueryError(f"{name!r} may be any of {ids}", hint="give one of these instead")
        if found:
            return found[0]
    raise QueryError(f"the graph knows nobody called {name!r}", hint=_hint(records, wanted))


def _hint(records: Records, wanted: str) -> str:
    labels = {entity.id: entity.label for entity in records.entities.values()}
    near = process.extract(wanted, labels, processor=fold, scorer=fuzz.WRatio, limit=SUGGESTIONS, score_cutoff=NEAR)
    ordered = sorted(near, key=lambda hit: (-hit[1], hit[0]))
    return (
        f"did you mean {' or '.join(str(hit[0]) for hit in ordered)}?" if ordered else "kg stats lists the most central"
    )
