"""Claims by time and sign: the background of every other picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.analyse.dates import Bucket

if TYPE_CHECKING:
    from kg.analyse.records import Records
    from kg.model import ClaimId, EntityId


@dataclass(frozen=True, slots=True)
class Slice:
    """Numbers of claims in one bucket, by the sign of their relation."""

    bucket: str
    cooperation: int
    neutral: int
    conflict: int
    claims: tuple[ClaimId, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Every bucket from the first claim to the last, the empty ones too, and how many claims have no day."""

    slices: tuple[Slice, ...]
    undated: int


def timeline(records: Records, *, bucket: Bucket = Bucket.MONTH, actor: EntityId | None = None) -> Timeline:
    """Claims by bucket and sign; of one actor, or all. What is negated is not counted."""
    found: dict[str, dict[int, list[ClaimId]]] = {}
    days = []
    undated = 0
    for claim in records.claims.values():
        if claim.modality == "negated" or (actor is not None and actor not in (claim.subject, claim.object)):
            continue
        day = records.moment(claim)
        if day is None:
            undated += 1
            continue
        days.append(day)
        found.setdefault(bucket.of(day), {}).setdefault(records.sign(claim), []).append(claim.id)
    names = bucket.between(min(days), max(days)) if days else ()
    return Timeline(tuple(_slice(name, found.get(name, {})) for name in names), undated)


def _slice(name: str, signs: dict[int, list[ClaimId]]) -> Slice:
    claims = tuple(sorted(claim for ids in signs.values() for claim in ids))
    return Slice(name, len(signs.get(1, ())), len(signs.get(0, ())), len(signs.get(-1, ())), claims)
