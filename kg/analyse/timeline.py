"""Claims by time and sign: the background of every other picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.analyse.dates import Bucket

if TYPE_CHECKING:
    from datetime import date

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

    bucket: str
    slices: tuple[Slice, ...]
    undated: int


def timeline(records: Records, *, bucket: Bucket | None = None, actor: EntityId | None = None) -> Timeline:
    """Claims by bucket and sign; of one actor, or all. What is negated is not counted.

    Args:
        records: The claims.
        bucket: Length of the steps; by default months, quarters or years, whichever gives sixty steps or fewer.
        actor: Whose claims.
    """
    dated: list[tuple[date, int, ClaimId]] = []
    undated = 0
    for claim in records.claims.values():
        if claim.modality == "negated" or (actor is not None and actor not in (claim.subject, claim.object)):
            continue
        day = records.moment(claim)
        if day is None:
            undated += 1
            continue
        dated.append((day, records.sign(claim), claim.id))
    if not dated:
        return Timeline(str(bucket or Bucket.MONTH), (), undated)
    first, last = min(dated)[0], max(dated)[0]
    chosen = bucket or Bucket.fitting(first, last)
    found: dict[str, dict[int, list[ClaimId]]] = {}
    for day, sign, claim_id in dated:
        found.setdefault(chosen.of(day), {}).setdefault(sign, []).append(claim_id)
    slices = tuple(_slice(name, found.get(name, {})) for name in chosen.between(first, last))
    return Timeline(str(chosen), slices, undated)


def _slice(name: str, signs: dict[int, list[ClaimId]]) -> Slice:
    claims = tuple(sorted(claim for ids in signs.values() for claim in ids))
    return Slice(name, len(signs.get(1, ())), len(signs.get(0, ())), len(signs.get(-1, ())), claims)
