"""Checks what was read from an article before it enters the graph.

The same rules as ``ontology/shapes.ttl``, in plain Python: SHACL engines check about a thousand claims a second, this a
hundred times as many. ``kg check --graph`` runs the shapes themselves over a finished graph.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import Issue, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.model import Article, Claim, Entity, EntityId, Evidence, Reading
    from kg.ontology import Ontology


def checked(reading: Reading, ontology: Ontology) -> Reading:
    """The reading without the claims that break a rule; each of them becomes an issue."""
    entities = {entity.id: entity for entity in reading.entities}
    good: list[Claim] = []
    issues = list(reading.issues)
    for claim in reading.claims:
        faults = list(violations(claim, reading.article, entities, ontology))
        if not faults:
            good.append(claim)
        for shape, message in faults:
            text = f"{claim.subject} {claim.predicate} {claim.object} ({claim.id}): {message}"
            issues.append(Issue(shape, text, reading.article.path, article=reading.article.id))
    return replace(reading, claims=tuple(good), issues=tuple(issues))


def violations(
    claim: Claim, article: Article, entities: Mapping[EntityId, Entity], ontology: Ontology
) -> Iterator[tuple[str, str]]:
    """Name of the shape that is violated, and how."""
    if claim.predicate not in ontology.relations:
        yield "RelationShape", f"the ontology has no relation {claim.predicate}"
        return
    parties = [claim.subject, claim.object]
    if claim.attribution and claim.attribution.speaker:
        parties.append(claim.attribution.speaker)
    missing = [name for name in parties if name not in entities]
    if missing:
        yield "EntityShape", f"nothing is known of {', '.join(missing)}"
    else:
        subject, obj = entities[claim.subject], entities[claim.object]
        unknown = sorted({e.type for e in (subject, obj)} - set(ontology.classes))
        if unknown:
            yield "EntityShape", f"the ontology has no class {', '.join(unknown)}"
        elif not ontology.allows(claim.predicate, subject.type, obj.type):
            yield "DomainRangeShape", f"a {subject.type} does not {claim.predicate} a {obj.type}"
    if claim.subject == claim.object:
        yield "ClaimShape", "subject and object are the same"
    if not 0 <= claim.confidence <= 1:
        yield "ClaimShape", f"its confidence is {claim.confidence}, not between 0 and 1"
    if not claim.evidence:
        yield "EvidenceShape", "it has no evidence"
    for evidence in claim.evidence:
        yield from _evidence(evidence, article)


def _evidence(evidence: Evidence, article: Article) -> Iterator[tuple[str, str]]:
    if evidence.article != article.id:
        yield "EvidenceShape", f"its evidence stands in another article, {evidence.article}"
        return
    named = (("quote", evidence.quote, evidence), ("subject", evidence.subject.text, evidence.subject))
    for what, words, place in (*named, ("object", evidence.object.text, evidence.object)):
        if not words or Span(place.start, place.end).of(article.text) != words:
            yield "EvidenceShape", f"its {what} is not what the article says at {place.start} to {place.end}"
    if any("\ud800" <= character <= "\udfff" for character in evidence.quote):
        yield "EvidenceShape", "its quote holds half a character (a lone surrogate)"
