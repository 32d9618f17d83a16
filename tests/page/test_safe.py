"""Point 7: nothing that an article, a label or an address says is ever run, fetched or taken for markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kg import ids
from kg.export import html
from kg.model import (
    Argument,
    ArticleId,
    ArticleRecord,
    Attribution,
    Claim,
    Entity,
    EntityId,
    Evidence,
    Manner,
    Modality,
    Period,
    Relation,
)
from tests.page import reading, worlds
from tests.support.memory import MemoryGraph

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.page.conftest import Open

HOSTILE = json.loads((worlds.HERE / "hostile.json").read_text(encoding="utf-8"))


def everywhere(texts: list[str]) -> MemoryGraph:
    """A graph with each text in every field that a text can stand in."""
    entities, articles, claims = {}, {}, []
    for n, text in enumerate(texts):
        s, o, who = EntityId(text or "empty"), EntityId(f"{text}/{n}"), EntityId(f"who {text}")
        for name in (s, o, who):
            entities[name] = Entity(name, text, text, (text, f"alias {text}"), text, (s,))
        article = ArticleId(f"{text}.md")
        articles[article] = ArticleRecord(
            article, text, text, text, date(2024, 1, 1 + n % 28), ids.sha256(article), text, text
        )
        quote = f"{text} — {text}"
        evidence = Evidence(
            article,
            0,
            len(quote),
            quote,
            text,
            text,
            Argument(text, 0, len(text)),
            Argument(text, len(text) + 3, len(quote)),
        )
        claims.append(Claim(
            ids.claim_id(article, s, text, o, Modality.FACTUAL, None), s, Relation(text if n % 2 else "supports"), o, Modality.FACTUAL, 0.9,
            (evidence, evidence), Attribution(who, Manner.ALLEGED), Period(text if n % 3 else "2024-01-05", text if n % 3 else None),
        ))  # fmt: skip
    return MemoryGraph(entities, articles, tuple(claims))


def clean(page: Page) -> None:
    assert page.evaluate("window.__xss") is None
    assert (
        page.evaluate(
            "[...document.querySelectorAll('iframe, img, form[action], base, object, embed, math, x-y, link, meta[http-equiv=refresh]')].length"
        )
        == 0
    )
    assert (
        page.evaluate(
            "[...document.querySelectorAll('*')].filter((node) => [...node.attributes].some((a) => a.name.startsWith('on') || a.name === 'style' && !node.closest('.vis-network, #tip'))).map((node) => node.outerHTML.slice(0, 200))"
        )
        == []
    )
    assert (
        page.evaluate(
            "[...document.querySelectorAll('a[href]')].map((a) => a.href).filter((href) => !/^https?:\\/\\//.test(href))"
        )
        == []
    )


def test_the_corpus_is_large() -> None:
    assert len(set(HOSTILE)) >= 40


def test_hostile_text_in_every_field_stays_text(show: Open) -> None:
    view = everywhere(HOSTILE)
    page = show(view, title=HOSTILE[0])
    assert page.inner_text("h1") == HOSTILE[0]
    assert reading.counts(page)["claim"] == len(view.claim_list)
    clean(page)
    page.evaluate("for (const node of document.querySelectorAll('#filters details')) node.open = true")
    page.click("#tool-table")
    assert page.locator("tbody tr").count() == 100
    clean(page)
    for kind, number in (("actor", "kg.actors.length"), ("line", "kg.lines.length")):
        for i in range(page.evaluate(number)):
            page.evaluate(f"kg.open('{kind}', {i})")
        clean(page)
    page.evaluate("for (const actor of kg.actors) kg.find(actor.label)")
    page.click("#tool-graph")
    reading.settle(page)
    assert page.evaluate("kg.svgPicture().length") > 1000
    page.evaluate("kg.csv()")
    clean(page)


def test_a_hostile_quote_reads_as_it_was_written(show: Open) -> None:
    page = show(everywhere(HOSTILE), address="#view=table")
    for text in HOSTILE:
        wanted = f"{_as_file(text)} — {_as_file(text)}"
        line = page.evaluate(
            "(text) => kg.claims.find((claim) => kg.data.quotes[claim.evidence[0].quote] === text).line", wanted
        )
        page.evaluate("(i) => kg.open('line', i)", line)
        assert page.locator("#panel q").first.text_content() == wanted
    clean(page)


def _as_file(text: str) -> str:
    """What a file can hold of a text: no lone surrogates, no NUL."""
    return re.sub("[\ud800-\udfff\0]", "\ufffd", text)


@pytest.mark.parametrize(
    "text",
    [
        "#open=<img src=x onerror=__xss=1>",
        "#path=%3Cscript%3E~x",
        "#view=table&no-relation=__proto__",
        "#pin=__proto__~1~1",
        "#constructor=1&__proto__=x",
    ],
)
def test_a_hostile_address_does_nothing(show: Open, world_file: Path, text: str) -> None:
    page = show(world_file, address=text)
    assert reading.counts(page)["claim"] == 78
    clean(page)


def test_links_are_http_or_text(show: Open) -> None:
    page = show(everywhere([text for text in HOSTILE if ":" in text]), address="#view=table")
    for address in page.eval_on_selector_all("a[href]", "(links) => links.map((a) => a.getAttribute('href'))"):
        assert re.match(r"https?://[^@]*$", address)


def policy(page: str) -> str:
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert found
    return found.group(1).replace("&#39;", "'")


def test_the_policy_lets_only_these_scripts_run(world_file: Path) -> None:
    text = world_file.read_text(encoding="utf-8")
    rules = dict(rule.strip().split(" ", 1) for rule in policy(text).split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy(text)
    wanted = set(rules["script-src"].split())
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts}
    assert hashes < wanted
    assert len(wanted - hashes) == 1  # vis-network, which is packed
    style = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    assert rules["style-src"] == f"'sha256-{base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()}'"


def test_the_policy_stops_what_is_put_in(show: Open, world_file: Path) -> None:
    world = show(world_file, expected="Content Security Policy")
    world.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "window.__xss = 1";
      document.body.append(script);
      const box = document.createElement("div");
      box.innerHTML = "<b onmouseover='window.__xss=2'>x</b>";
      document.body.append(box);
      box.firstChild.dispatchEvent(new MouseEvent("mouseover"));
    }""")
    assert world.evaluate("window.__xss") is None


def test_our_scripts_never_take_text_for_markup() -> None:
    for path in (worlds.HERE.parents[1] / "kg" / "export" / "page").glob("*.js"):
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setTimeout\(['\"]",
            path.read_text(encoding="utf-8"),
        ), path.name


def test_a_notebook_frame_holds_the_page_as_text(world_file: Path, show: Open, tmp_path: Path) -> None:
    page = tmp_path / "notebook.html"
    page.write_text(
        "<!doctype html><html data-ready=x><body>" + html.notebook(world_file.read_text(encoding="utf-8")),
        encoding="utf-8",
    )
    frame = show(page).frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for()
    assert frame.locator("#counts").inner_text().startswith("22 actors")
