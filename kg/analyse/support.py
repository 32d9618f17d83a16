"""How many sources say the same, and how many of them are independent: copies of one report are one source."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.model import ArticleId, ArticleRecord, Claim, EntityId, Modality, Relation

type Statement = tuple[EntityId, Relation, EntityId, Modality]
"""What claims of several articles have in common."""


class Support(NamedTuple):
    """How many articles state something, and how many of them are not copies of each other."""

    sources: int
    independent: int


def statement(claim: Claim) -> Statement:
    """What the claim states, whichever article it is in and whoever says it."""
    return claim.subject, claim.predicate, claim.object, claim.modality


def support(claims: Iterable[Claim], articles: Mapping[ArticleId, ArticleRecord]) -> dict[Statement, Support]:
    """The support of every statement."""
    stated: dict[Statement, set[ArticleId]] = {}
    for claim in claims:
        stated.setdefault(statement(claim), set()).update(one.article for one in claim.evidence)
    return {what: Support(len(where), independent(where, articles)) for what, where in stated.items()}


def independent(where: Iterable[ArticleId], articles: Mapping[ArticleId, ArticleRecord]) -> int:
    """How many of these articles are not copies of each other."""
    return len({original(name, articles) for name in where})


def original(name: ArticleId, articles: Mapping[ArticleId, ArticleRecord]) -> ArticleId:
    """The article that this one is a copy of, or itself."""
    record = articles.get(name)
    return (record.copy_of or name) if record else name
