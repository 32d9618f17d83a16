"""Copies of one report are one source."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.analyse.support import Support, independent, statement, support
from kg.model import ArticleId, Modality
from tests.support.memory import claim, graph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import ArticleRecord

THANKS = [claim("Chad", "supports", "Mali", article=name) for name in ("agency", "paper", "other")]
DENIED = claim("Chad", "supports", "Mali", article="agency", modality=Modality.NEGATED)


def records(copies: Mapping[str, str]) -> dict[ArticleId, ArticleRecord]:
    found = graph([*THANKS, DENIED]).articles()
    of = {ArticleId(name): ArticleId(original) for name, original in copies.items()}
    return {name: replace(record, copy_of=of.get(name)) for name, record in found.items()}


def test_what_three_articles_state_two_of_them_by_themselves() -> None:
    found = support([*THANKS, DENIED], records({"paper": "agency"}))
    assert found[statement(THANKS[0])] == Support(sources=3, independent=2)
    assert found[statement(DENIED)] == (1, 1)


def test_copies_of_an_article_that_states_nothing_are_one_source_too() -> None:
    assert independent(map(ArticleId, ("paper", "other")), records({"paper": "gone", "other": "gone"})) == 1


def test_an_article_that_nothing_is_known_of_is_a_source() -> None:
    assert independent([ArticleId("unknown")], {}) == 1
    assert independent([], {}) == 0
