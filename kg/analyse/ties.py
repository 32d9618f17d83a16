"""Events and ties: how much cooperation and conflict there is between two actors.

Every claim of a relation with a sign is read as a push along one axis from conflict (−10) to cooperation (+10), the
idea of Goldstein (1992), "A conflict-cooperation scale for WEIS events data", Journal of Conflict Resolution 36(2); the
figures are those of ``ontology/kg.ttl``. What is reported twice is not done twice: claims with the same actors and
relation on the same day are one event, the "one-a-day" rule of event data (Schrodt and Gerner 1994, "Validity
assessment of a machine-coded event data set for the Middle East", American Journal of Political Science 38(3)).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx

from kg.analyse.network import ACTOR_CLASSES
from kg.analyse.records import alleged
from kg.model import Modality

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from kg.analyse.records import Records
    from kg.model import Claim, ClaimId, EntityId

SHARED = "shares an agreement with"


@dataclass(frozen=True, slots=True)
class Weights:
    """What part of a relation's score a claim contributes.

    A plan counts half: it says where an actor wants to go, but nothing has happened yet. What is only possible counts
    nothing. What is denied counts nothing either: cooperation that did not take place is not conflict, and an attack
    that did not take place is not friendship. What is merely alleged counts half of what it would otherwise.
    """

    factual: float = 1.0
    planned: float = 0.5
    possible: float = 0.0
    negated: float = 0.0
    alleged: float = 0.5

    def of(self, claim: Claim) -> float:
        """The part for one claim."""
        share = {
            Modality.FACTUAL: self.factual,
            Modality.PLANNED: self.planned,
            Modality.POSSIBLE: self.possible,
            Modality.NEGATED: self.negated,
        }[claim.modality]
        return share * (self.alleged if alleged(claim) else 1.0)


PLAIN_WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Event:
    """One act between two actors on one day, and every claim that reports it.

    Attributes:
        relation: Local name, or ``SHARED`` for two actors that bound themselves by the same agreement.
        value: From −10 to 10.
        day: ``None`` if nobody says when.
    """

    subject: EntityId
    object: EntityId
    relation: str
    value: float
    day: date | None
    claims: tuple[ClaimId, ...]

    def partner(self, actor: EntityId) -> EntityId:
        """The other side."""
        return self.object if self.subject == actor else self.subject


def events(records: Records, weights: Weights = PLAIN_WEIGHTS, *, standing: bool = True) -> tuple[Event, ...]:
    """Every event between two different actors that has a value, by day, then by actors; the undated come last.

    A claim whose relation lies above another claim's relation, with the same actors on the same day, is the same event
    (``agreesWith`` beside ``signsWith``). Two actors that bound themselves by one agreement share an event whose value
    is that of the binding act divided by the number of other parties, as Newman (2001), "Scientific collaboration
    networks II", Physical Review E 64, weighs joint papers: a treaty of two says more about them than one of a hundred.

    Args:
        records: The claims to read.
        weights: What part of a score each kind of claim contributes.
        standing: Count relations that say how things stand, such as an alliance, too.
    """
    actors = {entity for entity in records.entities if records.is_a(entity, *ACTOR_CLASSES)}
    groups: dict[tuple[EntityId, EntityId, str, date | None], list[tuple[float, ClaimId]]] = {}
    binding: dict[EntityId, list[Claim]] = {}
    for claim in records.claims.values():
        relation = records.relation(claim)
        if relation is None or relation.sign == 0 or (not standing and "standing" in relation.traits):
            continue
        if claim.subject not in actors or claim.subject == claim.object:
            continue
        value = (float(relation.score) or float(relation.sign)) * weights.of(claim)
        if claim.object not in actors:
            if value > 0 and records.is_a(claim.object, "Agreement"):
                binding.setdefault(claim.object, []).append(claim)
            continue
        if value:
            first, second = (claim.subject, claim.object)
            if relation.symmetric and second < first:
                first, second = second, first
            key = (first, second, str(claim.predicate), records.moment(claim))
            groups.setdefault(key, []).append((value, claim.id))
    found = [_event(key, values) for key, values in groups.items() if not _narrower(key, groups, records)]
    found += _shared(records, binding, weights, {(e.subject, e.object, e.day) for e in found if e.value > 0})
    return tuple(sorted(found, key=_order))


def _order(event: Event) -> tuple[bool, str, str, str, str]:
    day = event.day.isoformat() if event.day else ""
    return event.day is None, day, event.subject, event.object, event.relation


def _event(key: tuple[EntityId, EntityId, str, date | None], values: list[tuple[float, ClaimId]]) -> Event:
    subject, obj, relation, day = key
    value = max((value for value, _ in values), key=abs)
    return Event(subject, obj, relation, value, day, tuple(sorted(claim for _, claim in values)))


def _narrower(
    key: tuple[EntityId, EntityId, str, date | None],
    groups: Mapping[tuple[EntityId, EntityId, str, date | None], object],
    records: Records,
) -> bool:
    """Whether the same actors have an event of a narrower relation on the same day."""
    subject, obj, relation, day = key
    return any(
        relation in prop.parents and (subject, obj, name, day) in groups
        for name, prop in records.ontology.relations.items()
        if prop.sign
    )


def _shared(
    records: Records,
    binding: Mapping[EntityId, list[Claim]],
    weights: Weights,
    direct: set[tuple[EntityId, EntityId, date | None]],
) -> list[Event]:
    found = []
    for claims in binding.values():
        parties: dict[EntityId, list[Claim]] = {}
        for claim in claims:
            parties.setdefault(claim.subject, []).append(claim)
        for one, other in combinations(sorted(parties), 2):
            both = parties[one] + parties[other]
            days = [day for claim in both if (day := records.moment(claim)) is not None]
            day = max(days, default=None)
            if (one, other, day) in direct or (other, one, day) in direct:
                continue
            value = min(_strongest(records, parties[side], weights) for side in (one, other)) / (len(parties) - 1)
            found.append(Event(one, other, SHARED, value, day, tuple(sorted(claim.id for claim in both))))
    return found


def _strongest(records: Records, claims: list[Claim], weights: Weights) -> float:
    relations = ((records.relation(claim), claim) for claim in claims)
    return max(float(relation.score) * weights.of(claim) for relation, claim in relations if relation)


def signed(events: Iterable[Event]) -> nx.Graph[str]:
    """One edge per pair of actors with an event, in the order of their ids.

    Edge attributes: ``positive`` and ``negative`` (sums of values, both ≥ 0), ``weight`` (positive − negative),
    ``sign`` of the weight (−1, 0, 1), and ``claims``, the ids of the claims behind it, sorted.
    """
    pairs: dict[tuple[str, str], list[Event]] = {}
    for event in events:
        one, other = sorted((str(event.subject), str(event.object)))
        pairs.setdefault((one, other), []).append(event)
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted({node for pair in pairs for node in pair}))
    for (one, other), shared in sorted(pairs.items()):
        positive = round(sum(sorted(event.value for event in shared if event.value > 0)), 6)
        negative = round(-sum(sorted(event.value for event in shared if event.value < 0)), 6)
        weight = round(positive - negative, 6)
        claims = tuple(sorted({claim for event in shared for claim in event.claims}))
        sign = (weight > 0) - (weight < 0)
        graph.add_edge(one, other, positive=positive, negative=negative, weight=weight, sign=sign, claims=claims)
    return graph
