"""Readings made by hand: what the graph is built from where no text is parsed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kg import ids
from kg.model import (
    Argument,
    Article,
    ArticleId,
    Attribution,
    Claim,
    Entity,
    EntityId,
    Evidence,
    Manner,
    Modality,
    Period,
    Reading,
    Relation,
    Span,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

ARMENIA = Entity(EntityId("Armenia"), "Armenia", "State", ("Republic of Armenia",), "Q399", seeded=True)
CSTO = Entity(EntityId("CSTO"), "CSTO", "IntergovernmentalOrganization", wikidata="Q318693", seeded=True)
PASHINYAN = Entity(EntityId("Nikol_Pashinyan"), "Nikol Pashinyan", "Person", of=(EntityId("Armenia"),))
RUSSIA = Entity(EntityId("Russia"), "Russia", "State", wikidata="Q159", seeded=True)
PEOPLE: dict[str, Entity] = {e.id: e for e in (ARMENIA, CSTO, PASHINYAN, RUSSIA)}


def claim(
    article: Article,
    subject: Entity,
    predicate: str,
    obj: Entity,
    sentence: str,
    *,
    modality: Modality = Modality.FACTUAL,
    by: Entity | None = None,
    manner: Manner = Manner.SAID,
    period: Period | None = None,
    confidence: float = 0.875,
) -> Claim:
    """A claim whose evidence is a sentence of the article."""
    start = article.text.index(sentence)
    attribution = Attribution(by.id, manner) if by else None
    evidence = Evidence(
        article.id, start, start + len(sentence), sentence, f"{predicate}-rule", "test 1",
        _argument(article, subject.label, start), _argument(article, obj.label, start),
    )  # fmt: skip
    name = ids.claim_id(article.id, subject.id, predicate, obj.id, modality, attribution, period)
    return Claim(name, subject.id, Relation(predicate), obj.id, modality, confidence, (evidence,), attribution, period)


def _argument(article: Article, words: str, after: int) -> Argument:
    start = article.text.find(words, after)
    return Argument(words, start, start + len(words))


def article(name: str, text: str, *, day: str = "2024-02-23", url: str = "") -> Article:
    """An article whose body is its whole text."""
    return Article(
        ArticleId(name),
        text,
        Span(0, len(text)),
        f"Title of {name}",
        "Test Wire",
        url,
        date.fromisoformat(day),
        f"in/{name}",
    )


def reading(source: Article, claims: Iterable[Claim], entities: Iterable[Entity] = tuple(PEOPLE.values())) -> Reading:
    """What was read from an article."""
    return Reading(source, tuple(entities), tuple(claims))


def freeze() -> Reading:
    """One article, three claims: a fact that is said, a negated one, and an allegation."""
    first = 'Nikol Pashinyan said that "Armenia froze\nits place in the CSTO".'
    second = "Armenia has not left the CSTO."
    third = "Russia attacked Armenia, Nikol Pashinyan alleged."
    source = article("freeze.md", f"{first} {second} {third}", url="https://news.example/freeze?a=1&b=<2>")
    february = Period("2024-02", "2024-02", "month")
    claims = (
        claim(source, ARMENIA, "suspends", CSTO, first, by=PASHINYAN, period=february),
        claim(source, ARMENIA, "withdrawsFrom", CSTO, second, modality=Modality.NEGATED),
        claim(
            source,
            RUSSIA,
            "attacks",
            ARMENIA,
            third,
            by=PASHINYAN,
            manner=Manner.ALLEGED,
            period=Period("2022-09-13", None),
        ),
    )
    return reading(source, claims)


def echo() -> Reading:
    """A second article that repeats the first one's fact, and adds one of its own."""
    first, second = "Armenia froze its seat in the CSTO.", "Russia criticized Armenia."
    source = article("echo.txt", f"{first}\n{second}", day="2024-03-01")
    claims = (claim(source, ARMENIA, "suspends", CSTO, first), claim(source, RUSSIA, "criticizes", ARMENIA, second))
    return reading(source, claims)
