"""A built graph in memory: what a test needs where the store itself is not under test."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kg import ids
from kg.graph.columns import unquoted
from kg.model import (
    Argument,
    ArticleId,
    ArticleRecord,
    Attribution,
    Claim,
    ClaimId,
    Entity,
    EntityId,
    Evidence,
    Manner,
    Modality,
    Period,
    Relation,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


@dataclass(frozen=True)
class MemoryGraph:
    """Implements ``kg.ports.GraphView``."""

    entity_table: dict[EntityId, Entity] = field(default_factory=dict)
    article_table: dict[ArticleId, ArticleRecord] = field(default_factory=dict)
    claim_list: tuple[Claim, ...] = ()

    def entities(self) -> Mapping[EntityId, Entity]:
        return dict(sorted(self.entity_table.items()))

    def articles(self) -> Mapping[ArticleId, ArticleRecord]:
        return dict(sorted(self.article_table.items()))

    def claims(self) -> Iterator[Claim]:
        return iter(sorted(self.claim_list, key=lambda c: c.id))

    def outlines(self) -> Iterator[Claim]:
        return (replace(c, evidence=unquoted(c.evidence[0].article)) for c in self.claims())

    def some(self, names: Iterable[ClaimId]) -> Iterator[Claim]:
        wanted = set(names)
        return (c for c in self.claims() if c.id in wanted)


def claim(
    subject: str,
    predicate: str,
    obj: str,
    *,
    modality: Modality = Modality.FACTUAL,
    day: str | None = "2024-02-23",
    article: str = "one.md",
    speaker: str | None = None,
    manner: Manner = Manner.SAID,
    confidence: float = 0.9,
    quote: str | None = None,
) -> Claim:
    """A claim whose quote is made of its own words."""
    words = quote if quote is not None else f"{subject} {predicate} {obj}."
    attribution = Attribution(EntityId(ids.slug(speaker)), manner) if speaker else None
    period = Period(day, day) if day else None
    s, o = EntityId(ids.slug(subject)), EntityId(ids.slug(obj))
    evidence = Evidence(
        ArticleId(article), 0, len(words), words, "test-rule", "test",
        Argument(subject, 0, len(subject)), Argument(obj, len(words) - 1 - len(obj), len(words) - 1),
    )  # fmt: skip
    return Claim(
        ids.claim_id(ArticleId(article), s, predicate, o, modality, attribution, period),
        s, Relation(predicate), o, modality, confidence, (evidence,), attribution, period,
    )  # fmt: skip


def graph(claims: Sequence[Claim], types: Mapping[str, str] | None = None) -> MemoryGraph:
    """A graph of these claims; ``types`` maps labels to classes, all others are states."""
    kinds = {ids.slug(label): kind for label, kind in (types or {}).items()}
    labels = {ids.slug(label): label for label in (types or {})}
    names = {c.subject for c in claims} | {c.object for c in claims}
    names |= {c.attribution.speaker for c in claims if c.attribution}
    entities = {n: Entity(n, labels.get(n, n.replace("_", " ")), kinds.get(n, "State")) for n in names}
    days = {
        e.article: c.period.start if c.period else None for c in sorted(claims, key=lambda c: c.id) for e in c.evidence
    }
    articles = {
        a: ArticleRecord(
            a, f"Title of {a}", "kg tests", "", date.fromisoformat(d) if d and len(d) == 10 else None, ids.sha256(a)
        )
        for a, d in days.items()
    }
    return MemoryGraph(entities, articles, tuple(claims))


def scale_free(
    actors: int, claims_per_actor: float = 2.0, *, seed: int = 7, relations: Sequence[str] = ()
) -> MemoryGraph:
    """A generated graph with a heavy-tailed degree (preferential attachment) and dates over six years."""
    rng = random.Random(seed)
    kinds = tuple(relations) or ("supports", "criticizes", "meetsWith", "sanctions", "aids", "attacks")
    names = [f"Actor {i}" for i in range(actors)]
    ends = [names[0]]
    made: dict[str, Claim] = {}
    wanted = int(actors * claims_per_actor)
    for number in range(wanted):
        subject = names[number % actors]
        obj = rng.choice(ends) if rng.random() < 0.8 else rng.choice(names)
        if subject == obj:
            continue
        day = (date(2019, 1, 1) + timedelta(days=rng.randrange(2190))).isoformat()
        modality = rng.choices(list(Modality), weights=(8, 1, 1, 1))[0]
        one = claim(subject, rng.choice(kinds), obj, day=day, modality=modality, article=f"a{number // 5}.txt")
        made[one.id] = one
        ends += [subject, obj]
    return graph(sorted(made.values(), key=lambda c: c.id), dict.fromkeys(names, "State"))
