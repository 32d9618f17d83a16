"""Saved pages, laid out as news sites of many kinds lay them out: the article's text, day, title, outlet and author."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from kg.ingest import linked, read
from kg.ingest.web import article
from kg.model import Article
from tests.ingest.corpus import STORY, web_page

FOLDER = Path(__file__).parent / "pages"
EXPECTED: dict[str, Any] = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))
PAGES: dict[str, dict[str, Any]] = EXPECTED["pages"]
AMISS = {"turkish_menu": "its lead stands apart from its text"}
"""Pages of which some of the text is known to be lost."""


DAY = date(2025, 1, 14)
LINKED = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Kenya thanks Ghana", "datePublished": "2025-01-14T23:30:00Z"}</script>'
VIDEO = '{"@type": "VideoObject", "datePublished": "2020-02-02", "name": "Article"}'


@cache
def found(name: str) -> Article:
    (one,) = read([FOLDER / f"{name}.html"])
    assert isinstance(one, Article), one
    return one


def wanted(name: str) -> str:
    """What a reader takes to be the article's text."""
    page = PAGES[name]
    if "text" in page:
        return str(page["text"])
    lines = EXPECTED["stories"][page["story"]]["text"].strip().split("\n")
    return "\n".join([*lines[: page.get("paragraphs")], page.get("also", "")])


def likeness(one: str, other: str) -> float:
    """F1 of the words of two texts."""
    ours, theirs = (Counter(re.findall(r"\w+", text.casefold())) for text in (one, other))
    return 2 * (ours & theirs).total() / (ours.total() + theirs.total())


@pytest.mark.parametrize("name", PAGES)
def test_day(name: str) -> None:
    assert found(name).published == PAGES[name]["date"]


@pytest.mark.parametrize("name", PAGES)
def test_head(name: str) -> None:
    page, one = PAGES[name], found(name)
    assert (one.title, one.source) == (page["title"], page["outlet"])
    assert one.author in {page["author"], ""}


def test_authors_are_seldom_missed() -> None:
    named = [name for name, page in PAGES.items() if page["author"]]
    assert sum(found(name).author != "" for name in named) >= 0.9 * len(named)


@pytest.mark.parametrize("name", PAGES)
def test_text(name: str) -> None:
    assert likeness(found(name).text, wanted(name)) >= 0.93


def test_text_of_all_pages() -> None:
    assert sum(likeness(found(name).text, wanted(name)) for name in PAGES) / len(PAGES) >= 0.97


@pytest.mark.parametrize("name", [name for name in PAGES if name not in AMISS])
def test_no_word_is_lost(name: str) -> None:
    ours, theirs = (Counter(re.findall(r"\w+", text.casefold())) for text in (found(name).text, wanted(name)))
    assert theirs - ours == Counter()


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        pytest.param(
            '<meta property="og:updated_time" content="2025-01-16T08:00:00Z">', LINKED, DAY, id="a change in the head"
        ),
        pytest.param("", LINKED.replace("Z", "+05:30"), DAY, id="an offset does not shift the day"),
        pytest.param("", LINKED.replace("}", ",}"), DAY, id="a comma too many"),
        pytest.param("", LINKED.replace('{"@', '{"x": "a\nb", "@'), DAY, id="a line break in a string"),
        pytest.param("", LINKED.replace('"}', '"'), DAY, id="a brace too few"),
        pytest.param("", f'<script type="application/ld+json">{VIDEO}</script>' + LINKED, DAY, id="a video before"),
        pytest.param("", "<p>Updated 16 January 2025. First published 14 January 2025.</p>", DAY, id="two in a line"),
        pytest.param("", "<p>Published 14th January 2025, 10:00 GMT</p>", DAY, id="an ordinal"),
        pytest.param("", "<p>14.01.2025 | 10:05</p>", DAY, id="with dots"),
        pytest.param(
            "",
            "<aside><time datetime='2024-02-02'>x</time></aside><time datetime='2025-01-14T10:00'>x</time>",
            DAY,
            id="beside",
        ),
        pytest.param("", "<p>2025.01.14 10:05</p>", DAY, id="year first with dots"),
        pytest.param("", "<p>14-01-2025</p>", DAY, id="with hyphens"),
        pytest.param("", "<p>Publié le 14/01/2025 - Mis à jour le 16/01/2025</p>", DAY, id="with slashes"),
        pytest.param(
            '<link rel="canonical" href="https://example.org/2025/jan/14/boats">',
            "",
            DAY,
            id="a month's name in the address",
        ),
        pytest.param(
            '<link rel="canonical" href="https://example.org/boats-20250114.html">',
            "",
            DAY,
            id="figures in the address",
        ),
        pytest.param(
            '<link rel="canonical" href="https://example.org/boats-20251414">', "", None, id="no day in the address"
        ),
        pytest.param("", "<p>Updated 16 January 2025</p>", date(2025, 1, 16), id="nothing but a change"),
        pytest.param(
            "",
            f"<p>The two countries first met on 3 May 1999 in Accra, {STORY[1]} {STORY[2]}</p>",
            None,
            id="a day in the story",
        ),
    ],
)
def test_the_day_of_publication(head: str, body: str, day: date | None) -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in STORY)
    page = f"<html><head><title>Kenya thanks Ghana</title>{head}</head><body><h1>Kenya thanks Ghana</h1>{body}{paragraphs}</body></html>"
    assert article("a.html", page.encode(), {}).published == day


def test_of_several_articles_in_a_page_the_one_with_its_title_counts() -> None:
    other = LINKED.replace("Kenya thanks Ghana", "Chad thanks Mali").replace("2025-01-14", "2023-03-03")
    tree = html.document_fromstring(f"<html><head>{other}{LINKED}</head><body>x</body></html>")
    assert linked.read(tree, ["Kenya thanks Ghana | Harbour Gazette"]).day == DAY
    assert linked.read(tree, ["Chad thanks Mali"]).day == date(2023, 3, 3)


def test_the_text_of_the_head_is_taken_where_the_page_shows_far_less() -> None:
    body = json.dumps({"@type": "NewsArticle", "headline": "Kenya thanks Ghana", "articleBody": "\n".join(STORY)})
    page = f'<html><head><script type="application/ld+json">{body}</script></head><body><p>Loading</p></body></html>'
    assert article("a.html", page.encode(), {}).text.split("\n") == list(STORY)


def test_what_is_said_twice_is_told_once() -> None:
    pulled = "<blockquote><p>The foreign ministers of both countries met in Nairobi</p></blockquote>"
    page = web_page(story=(STORY[0], STORY[1], STORY[2] + pulled))
    assert article("a.html", page.encode(), {}).text.split("\n") == list(STORY)


def test_every_page_has_what_is_expected_of_it() -> None:
    assert {path.stem for path in FOLDER.glob("*.html")} == set(PAGES)
