"""Who acts for whom: officials, ministries and groups counted as the state or organisation that they belong to."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.ontology import POST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.analyse.records import Records
    from kg.model import Claim, EntityId

UNIT = "partOf"
UNION = "IntergovernmentalOrganization"
ACTS_FOR_ANOTHER = ("Person", "Group", "GovernmentBody", UNION)
_DEEPEST = 8


def principals(records: Records) -> Mapping[EntityId, EntityId]:
    """For every entity that acts for another, the state or organisation at the end of the chain.

    A person acts for the body where it holds a post by an asserted claim (``officialOf`` and the relations below it);
    a ministry, parliament or group for the state that the graph says it belongs to. If there are several, the one with
    most claims counts, then the first by id. An organ of an intergovernmental organisation, such as its commission,
    acts for it. Other organisations, states, parties, companies and armed groups act for themselves. Entities that act
    for nobody are not in the result.
    """
    votes: dict[EntityId, Counter[EntityId]] = {}
    for entity in records.entities.values():
        for owner in entity.of:
            if not records.is_a(entity.id, UNION) or records.is_a(owner, UNION):
                _vote(votes, entity.id, owner)
    for claim in records.claims.values():
        if claim.asserted and _is_post(claim, records):
            _vote(votes, claim.subject, claim.object)
    chosen = {
        entity: min(found, key=lambda owner: (-found[owner], owner))
        for entity, found in votes.items()
        if records.is_a(entity, *ACTS_FOR_ANOTHER)
    }
    ends = ((entity, _end(entity, chosen)) for entity in sorted(chosen))
    return {entity: end for entity, end in ends if end != entity}


def _vote(votes: dict[EntityId, Counter[EntityId]], entity: EntityId, owner: EntityId) -> None:
    if entity != owner:
        votes.setdefault(entity, Counter())[owner] += 1


def _is_post(claim: Claim, records: Records) -> bool:
    found = records.relation(claim)
    names = {str(claim.predicate)} | (found.parents if found else frozenset())
    return POST in names or (UNIT in names and records.is_a(claim.subject, "GovernmentBody"))


def _end(entity: EntityId, chosen: Mapping[EntityId, EntityId]) -> EntityId:
    seen = {entity}
    current = entity
    for _ in range(_DEEPEST):
        following = chosen.get(current)
        if following is None or following in seen:
            return current
        seen.add(following)
        current = following
    return current


def fold(records: Records, known: Records | None = None) -> Records:
    """The same claims with everybody replaced by whom they act for; claims inside one actor are left out.

    Claim ids, quotes and dates stay, so every number still leads to its words.

    Args:
        records: The claims.
        known: Where to read who acts for whom, if the claims are only a part of the graph.
    """
    ends = principals(known or records)
    return records.only(_folded(records, ends))


def _folded(records: Records, ends: Mapping[EntityId, EntityId]) -> Iterator[Claim]:
    for claim in records.claims.values():
        subject, obj = ends.get(claim.subject, claim.subject), ends.get(claim.object, claim.object)
        if subject == obj:
            continue
        yield claim if (subject, obj) == (claim.subject, claim.object) else replace(claim, subject=subject, object=obj)
