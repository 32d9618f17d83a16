from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analyse.formats import Format
from kg.analyse.printing import Picture, written
from kg.analyse.records import Records
from kg.analyse.report import LINKS, Briefing, briefing
from kg.model import EntityId
from tests.analyse.small import claim, ontology, records
from tests.analyse.test_shift import STORY, TYPES
from tests.support.memory import MemoryGraph, graph

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</blockquote><h1>x",
    "[x](javascript:alert(1))",
    "{{ 7 * 7 }}",
    "`code` *bold* _it_ | a | b |",
    "# heading",
    "1. list",
    "&lt;b&gt;",
)


class Page(HTMLParser):
    """Collects what a browser would make of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.handlers: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_data(self, data: str) -> None:
        self.text += data


def page(text: str) -> Page:
    found = Page()
    found.feed(text)
    return found


def lines(found: Briefing) -> dict[str, list[str]]:
    return {title: [sentence.text for sentence in sentences] for title, sentences in found.sections}


def test_one_actor() -> None:
    made = records(STORY, TYPES)
    found = briefing(made, EntityId("Armenia"))
    told = lines(found)
    assert told["Who it is"] == ["Armenia (State): 11 claims."]
    assert told["Posts and places"] == ["Pashinyan leads Armenia."]
    assert told["Toward whom, and away from whom"] == [
        "Armenia seems to move toward EU: +7 in 3 acts since 2024-04.",
        "Armenia seems to move away from CSTO: -6 in 2 acts since 2024-01.",
    ]
    assert told["Planned"] == ["Armenia joins EU (planned) (2025-03-01)."]
    assert told["Denied or refused"] == ["Armenia attacks EU (negated) (2024-06-01)."]


def test_every_sentence_leads_to_claims_that_are_in_the_notes() -> None:
    made, words = records(STORY, TYPES), {str(one.id): one.evidence[0].quote for one in STORY}
    for actor in (None, EntityId("Armenia"), EntityId("France")):
        found = briefing(made, actor)
        assert [note.number for note in found.notes] == list(range(1, len(found.notes) + 1))
        used = set()
        for _, sentences in found.sections:
            for sentence in sentences:
                assert 1 <= len(sentence.notes) <= LINKS
                assert sentence.more == 0 or len(sentence.notes) == LINKS
                used |= set(sentence.notes)
        assert used == {note.number for note in found.notes}
        for note in found.notes:
            [quoted] = note.citation.quotes
            assert quoted.quote == words[note.citation.id]


def test_the_sentence_on_a_movement_leads_to_its_acts() -> None:
    found = briefing(records(STORY, TYPES), EntityId("Armenia"))
    [(_, sentences)] = [section for section in found.sections if section[0].startswith("Toward")]
    away = sentences[1]
    ids = {note.citation.id for note in found.notes if note.number in away.notes}
    assert ids == {STORY[i].id for i in (1, 2, 3)}


@pytest.mark.parametrize("actor", [None, EntityId("Nobody")])
def test_an_empty_graph_has_a_briefing(actor: EntityId | None) -> None:
    found = briefing(records([]), actor)
    assert found.notes == ()
    for kind in Format:
        assert found.title in written(found, kind)


@pytest.mark.parametrize(
    "claims", [[claim("A", "meetsWith", "B")], [claim("A", "fights", "B", day=None, article="u.md")], STORY[:1]]
)
def test_small_graphs_have_a_briefing(claims: list) -> None:  # type: ignore[type-arg]
    assert briefing(records(claims, TYPES)).sections


def hostile(text: str) -> MemoryGraph:
    made = graph([claim("A", "aids", "B", quote=text), claim("A", "sanctions", "C", quote=text)])
    entities = {k: replace(e, label=text, aliases=(text,)) for k, e in made.entity_table.items()}
    articles = {k: replace(a, title=text, source=text, url=text) for k, a in made.article_table.items()}
    return MemoryGraph(entities, articles, made.claim_list)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("actor", [None, EntityId("A")])
def test_html_runs_nothing_and_shows_the_text(text: str, actor: EntityId | None) -> None:
    plain = page(
        written(briefing(records([claim("A", "aids", "B"), claim("A", "sanctions", "C")]), actor), Format.HTML)
    )
    found = page(written(briefing(Records.read(hostile(text), ontology()), actor), Format.HTML))
    assert set(found.tags) == set(plain.tags)
    assert found.handlers == []
    assert all(link.startswith("#note-") for link in found.links)
    assert text in found.text


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_marks_nothing_up(text: str) -> None:
    found = written(briefing(Records.read(hostile(text), ontology()), EntityId("A")), Format.MD)
    bare = re.sub(r"\\.", "", found)  # what is not escaped
    assert "<" not in bare
    assert "`" not in bare
    assert "](" not in bare
    assert re.findall(r"^#+ (?!A$|Who|Posts|Toward|Cooperation|Conflict|Latest|\\)", bare, re.MULTILINE) in ([], ["# "])


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a?b=1&c=2", True),
        ("http://example.org/", True),
        ("javascript:alert(1)", False),
        ("//example.org", False),
        ("data:text/html,x", False),
        ("http://[bad", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(url: str, linked: bool) -> None:
    made = graph([claim("A", "aids", "B")])
    articles = {k: replace(a, url=url) for k, a in made.article_table.items()}
    found = briefing(Records.read(MemoryGraph(made.entity_table, articles, made.claim_list), ontology()))
    links = [link for link in page(written(found, Format.HTML)).links if not link.startswith("#")]
    assert links == ([url] if linked else [])
    assert ("](<" in written(found, Format.MD)) == linked


def test_an_address_cannot_break_out_of_markdown() -> None:
    made = graph([claim("A", "aids", "B")])
    articles = {k: replace(a, url="https://x.org/> <b>\n") for k, a in made.article_table.items()}
    found = briefing(Records.read(MemoryGraph(made.entity_table, articles, made.claim_list), ontology()))
    assert "(<https://x.org/%3E%20%3Cb%3E%0A>)" in written(found, Format.MD)


def test_links_of_a_page_have_their_targets() -> None:
    found = page(written(briefing(records(STORY, TYPES)), Format.HTML))
    assert {link.removeprefix("#") for link in found.links} == set(found.ids)


def test_pictures_are_inside_the_page() -> None:
    found = briefing(records(STORY, TYPES))
    text = written(found, Format.HTML, [Picture('a "picture"', b"<svg/>")])
    assert 'src="data:image/svg+xml;base64,PHN2Zy8+"' in text
    assert 'alt="a &#34;picture&#34;"' in text


@settings(deadline=None, max_examples=10)
@given(st.permutations(STORY))
def test_the_order_of_claims_does_not_matter(shuffled: list) -> None:  # type: ignore[type-arg]
    for actor in (None, EntityId("Armenia")):
        assert briefing(records(shuffled, TYPES), actor) == briefing(records(STORY, TYPES), actor)
