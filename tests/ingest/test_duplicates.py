"""Copies of one report are found, whatever order they come in; different reports of one event are not copies."""

from __future__ import annotations

import itertools

import pytest

from kg.ingest.clean import segments
from kg.ingest.duplicates import copies, signature
from kg.model import Article, ArticleId, Span

REPORT = (
    (
        "Kenya thanked Ghana on Monday for the loan of three patrol boats. The foreign ministers of both countries met in "
        "Nairobi and signed a treaty on fishing. Ghana will send a second mission to the port of Mombasa in the spring, the "
        "ministry said. Neither side gave the price of the boats, which are to sail under the flag of Kenya for two years."
    ),
    (
        "Fishermen in Mombasa had asked for more patrols after foreign trawlers cut their nets in December. The union of the "
        "fishermen praised the treaty and asked parliament to pass it before the rains begin in March."
    ),
    (
        "Togo, which shares fishing grounds with Ghana, said that it would study the text. Its ambassador in Nairobi was at "
        "the ceremony as a guest, and so was the head of the fisheries office of the African Union."
    ),
)
OTHER = (
    (
        "The two foreign ministers put their names to a fishing accord in the Kenyan capital on Monday, and Ghana lent its "
        "host three boats for the coast guard. The accord runs for two years and needs the consent of both parliaments."
    ),
    (
        "Trawlers from far away have been accused of tearing the nets of small crews off Mombasa. Crews want the coast watched "
        "by night as well. A Togolese envoy looked on and said that his government would read the accord with care."
    ),
)


def article(name: str, *paragraphs: str) -> Article:
    text = "\n\n".join(paragraphs)
    body = Span(0, len(text))
    return Article(ArticleId(name), text, body, segments=segments(text, body))


def found(*articles: Article, order: dict[str, str] | None = None) -> dict[str, str]:
    return copies({one.id: signature(one) for one in articles}, order or {})


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(REPORT, id="the same"),
        pytest.param(tuple(part.upper() for part in REPORT), id="capitals"),
        pytest.param(("Boats for Mombasa", *REPORT), id="another headline"),
        pytest.param(("NAIROBI, Jan 14 (Agency) - " + REPORT[0], *REPORT[1:]), id="a dateline"),
        pytest.param((*REPORT, "© 2025 Harbour Gazette. All rights reserved."), id="a notice"),
        pytest.param((REPORT[0].replace("thanked", "has thanked"), *REPORT[1:]), id="a word changed"),
        pytest.param(REPORT[:2], id="the end cut off"),
    ],
)
def test_a_copy(copy: tuple[str, ...]) -> None:
    assert found(article("a", *REPORT), article("b", *copy)) == {"b": "a"}


@pytest.mark.parametrize("other", [OTHER, REPORT[:1] + OTHER, ("Kenya thanks Ghana",)])
def test_no_copy(other: tuple[str, ...]) -> None:
    assert found(article("a", *REPORT), article("b", *other)) == {}


def test_the_order_does_not_matter() -> None:
    articles = [
        article("a", *OTHER),
        article("b", *REPORT),
        article("c", "Boats", *REPORT),
        article("d", *REPORT[:2]),
        article("e", *OTHER),
    ]
    for shuffled in itertools.permutations(articles):
        assert found(*shuffled) == {"c": "b", "d": "b", "e": "a"}


def test_the_earliest_is_the_original() -> None:
    articles = [article(name, *REPORT) for name in "abc"]
    assert found(*articles, order={"a": "2025-01-15", "b": "2025-01-14", "c": "2025-01-15"}) == {"a": "b", "c": "b"}


def test_a_signature_has_a_fixed_size() -> None:
    assert {len(signature(article("a", *parts))) for parts in (REPORT, OTHER, ("Kenya",))} == {512}


def test_a_signature_depends_on_the_prose_alone() -> None:
    assert signature(article("z", *REPORT)) == signature(article("a", *REPORT))
    assert signature(article("a", *REPORT)) != signature(article("a", *OTHER))
