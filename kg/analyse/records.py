"""A built graph read once, and the part of it that an analysis looks at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.analyse.dates import ALWAYS, days, moment
from kg.errors import ConfigError
from kg.model import Manner, Modality

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from kg.analyse.dates import Window
    from kg.model import ArticleId, ArticleRecord, Claim, ClaimId, Entity, EntityId, Evidence
    from kg.ontology import Ontology, Property
    from kg.ports import GraphView


@dataclass(frozen=True, slots=True)
class Records:
    """Entities, articles and claims by id, each sorted by id, and the ontology that explains them.

    Attributes:
        claims: Without their words: the evidence names the articles and no more.
        words: Gives claims with their words, while the graph is open.
    """

    entities: Mapping[EntityId, Entity]
    articles: Mapping[ArticleId, ArticleRecord]
    claims: Mapping[ClaimId, Claim]
    ontology: Ontology
    words: Callable[[Iterable[ClaimId]], Iterable[Claim]]

    @classmethod
    def read(cls, view: GraphView, ontology: Ontology) -> Records:
        """Everything that a view holds."""
        claims = {claim.id: claim for claim in view.outlines()}
        return cls(view.entities(), view.articles(), dict(sorted(claims.items())), ontology, view.some)

    def evidence(self, claims: Iterable[ClaimId]) -> dict[ClaimId, tuple[Evidence, ...]]:
        """What the articles say, word for word, by claim."""
        return {claim.id: claim.evidence for claim in self.words(claims)}

    def only(self, claims: Iterable[Claim]) -> Records:
        """The same with fewer claims."""
        return replace(self, claims=dict(sorted((claim.id, claim) for claim in claims)))

    def label(self, entity: EntityId) -> str:
        """The name of an entity; its id if the graph does not describe it."""
        found = self.entities.get(entity)
        return found.label if found else str(entity)

    def type(self, entity: EntityId) -> str:
        """The class of an entity, or the empty string."""
        found = self.entities.get(entity)
        return found.type if found else ""

    def is_a(self, entity: EntityId, *classes: str) -> bool:
        """Whether an entity belongs to one of these classes or to a class below."""
        kind = self.type(entity)
        return kind in classes or any(self.ontology.is_a(kind, name) for name in classes)

    def relation(self, claim: Claim) -> Property | None:
        """What the ontology says of a claim's relation; ``None`` for a relation that it does not have."""
        return self.ontology.relations.get(claim.predicate)

    def sign(self, claim: Claim) -> int:
        """+1 cooperation, −1 conflict, 0 neither or unknown; whatever the modality."""
        found = self.relation(claim)
        return found.sign if found else 0

    def published(self, claim: Claim) -> date | None:
        """The first day that an article with this claim appeared."""
        found = (self.articles.get(evidence.article) for evidence in claim.evidence)
        return min((article.published for article in found if article and article.published), default=None)

    def days(self, claim: Claim) -> Window | None:
        """The days that a claim speaks of."""
        return days(claim.period, self.published(claim))

    def moment(self, claim: Claim) -> date | None:
        """The day that stands for a claim in a series."""
        return moment(claim.period, self.published(claim))

    def sources(self, claim: Claim) -> tuple[str, ...]:
        """Who published the articles that make the claim; an article without a source counts as its own id."""
        named = set()
        for evidence in claim.evidence:
            article = self.articles.get(evidence.article)
            named.add(article.source if article and article.source else str(evidence.article))
        return tuple(sorted(named))


def alleged(claim: Claim) -> bool:
    """Whether somebody merely alleges it."""
    return claim.attribution is not None and claim.attribution.manner is Manner.ALLEGED


@dataclass(frozen=True, slots=True)
class Selection:
    """Which claims an analysis looks at. An empty tuple is no condition; all conditions must hold.

    Attributes:
        relations: Local names of relations; a relation below a named one counts too.
        groups: Groups of relations, such as ``talks``.
        signs: Of +1, −1 and 0.
        types: Classes of which subject and object must both be (classes below count too).
        confidence: Least confidence, 0 to 1.
        window: Days that the claim's days must meet; undated claims meet only a window open to both sides.
        asserted: Only what is stated as fact and is not merely alleged.
    """

    relations: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    signs: tuple[int, ...] = ()
    modalities: tuple[Modality, ...] = ()
    sources: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    confidence: float = 0.0
    window: Window = ALWAYS
    asserted: bool = False

    def apply(self, records: Records) -> Records:
        """The records with the claims that meet every condition.

        Raises:
            ConfigError: A condition names something that the ontology or the graph does not have.
        """
        self._check(records)
        if self == Selection():
            return records
        return records.only(claim for claim in records.claims.values() if self._meets(claim, records))

    def _meets(self, claim: Claim, records: Records) -> bool:
        found = records.relation(claim)
        named = {str(claim.predicate)} | (found.parents if found else frozenset())
        return (
            (not self.relations or not named.isdisjoint(self.relations))
            and (not self.groups or (found is not None and found.group in self.groups))
            and (not self.signs or records.sign(claim) in self.signs)
            and (not self.modalities or claim.modality in self.modalities)
            and (not self.sources or not set(self.sources).isdisjoint(records.sources(claim)))
            and (not self.types or all(records.is_a(end, *self.types) for end in (claim.subject, claim.object)))
            and claim.confidence >= self.confidence
            and (not self.asserted or claim.asserted)
            and self._dated(claim, records)
        )

    def _dated(self, claim: Claim, records: Records) -> bool:
        if self.window.open:
            return True
        found = records.days(claim)
        return found is not None and self.window.meets(found)

    def _check(self, records: Records) -> None:
        known = records.ontology
        groups = {prop.group for prop in known.relations.values()}
        for what, given, allowed in (
            ("relation", self.relations, set(known.relations)),
            ("group of relations", self.groups, groups),
            ("actor type", self.types, set(known.classes)),
        ):
            unknown = sorted(set(given) - allowed)
            if unknown:
                raise ConfigError(
                    f"no such {what}: {', '.join(unknown)}", hint=f"there are {', '.join(sorted(allowed))}"
                )


def undated(records: Records) -> tuple[Claim, ...]:
    """The claims whose day is not known."""
    return tuple(claim for claim in records.claims.values() if records.moment(claim) is None)


def partners(records: Records, actor: EntityId) -> Counter[EntityId]:
    """With whom an actor shares claims, and how many."""
    found: Counter[EntityId] = Counter()
    for claim in records.claims.values():
        if actor in (claim.subject, claim.object) and claim.subject != claim.object:
            found[claim.object if claim.subject == actor else claim.subject] += 1
    return found
