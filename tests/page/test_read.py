"""Point 3: from a click to the words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import ArticleId
from tests.page import reading
from tests.support import memory

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.page.conftest import Open


def test_a_click_on_a_line_shows_every_quote_of_it(world: Page) -> None:
    world.mouse.click(*reading.line_spot(world, "Armenia", "CSTO", -1))
    world.wait_for_selector("#panel:not([hidden])")
    assert world.inner_text("#panel-title").replace("\n", "").startswith("Armenia →")
    assert world.locator("#panel q").all_text_contents() == [
        "We consider Armenia to be outside the CSTO, said Nikol Pashinyan.",
        "We will leave, said Nikol Pashinyan of Armenia and the CSTO.",
        "Armenia has in practice frozen its part in the CSTO, Nikol Pashinyan told a French channel.",
    ]
    card = world.locator("#panel .card").nth(1)
    assert card.locator("strong").inner_text() == "withdraws from"
    assert card.locator(".chip").all_inner_texts() == ["planned", "2024-05-24", "said by Nikol Pashinyan"]
    assert card.locator("mark.subject").inner_text() == "Armenia"
    assert card.locator("mark.object").inner_text() == "CSTO"
    link = card.locator("a.title")
    assert link.get_attribute("href") == "https://news.example/2024-05-24-Yerevan_Notes.md"
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert "Yerevan Notes" in card.locator(".from").inner_text()


def test_an_allegation_is_shown_as_one(world: Page) -> None:
    world.mouse.click(*reading.line_spot(world, "Azerbaijan", "Armenia", -1))
    assert "alleged by Nikol Pashinyan" in world.locator("#panel .chip.alleged").all_inner_texts()


def test_a_click_on_an_actor_shows_facts_partners_and_quotes(world: Page) -> None:
    world.mouse.click(*reading.spot(world, "Armenia"))
    world.wait_for_selector("#panel:not([hidden])")
    assert world.inner_text("#panel-title") == "Armenia"
    assert world.get_attribute("#panel dl a", "href") == "https://www.wikidata.org/wiki/Q399"
    assert world.locator("#panel .facts li").all_text_contents() == [
        "is led by Nikol Pashinyan2024-03-05", "is a member of European Political Community2024-02-19", "is a member of CSTO2019-07-09",
    ]  # fmt: skip
    first = world.locator("#panel .partner").first
    assert first.get_attribute("aria-label") == "Azerbaijan: 4 cooperation, 4 conflict"
    shown = world.locator("#panel q").count()
    more = world.locator("#panel .cards .more")
    while more.is_visible():
        more.click()
    rows = [line.split("\t") for line in _rows()]
    assert shown < world.locator("#panel q").count() == sum("Armenia" in (row[1], row[3]) for row in rows)


def test_a_partner_opens_what_passed_between_the_two(world: Page) -> None:
    reading.find(world, "France")
    world.locator("#panel .partner", has_text="Azerbaijan").click()
    assert "Azerbaijan" in world.inner_text("#panel-title")
    assert world.locator("#panel q").count() >= 2
    assert "Also between them" in world.inner_text("#panel")


def test_what_a_person_says_of_others_is_listed(world: Page) -> None:
    reading.find(world, "Dmitry Peskov")
    assert world.locator("#panel q").all_text_contents() == ["The step may yet cost Armenia, Russia let it be known."]


def test_escape_closes_and_focus_returns(world: Page) -> None:
    world.focus("#q")
    reading.find(world, "France")
    assert world.evaluate("document.activeElement.id") == "panel-title"
    world.keyboard.press("Escape")
    assert not world.is_visible("#panel")
    assert world.evaluate("document.activeElement.id") == "q"


def _rows() -> list[str]:
    from tests.page import worlds

    return (worlds.HERE / "world.tsv").read_text(encoding="utf-8").splitlines()


def test_copies_of_one_report_are_counted_once(show: Open) -> None:
    told = [memory.claim("Aland", "supports", "Borneo", article=name) for name in ("agency", "paper", "other")]
    view = memory.graph(told)
    paper = replace(view.articles()[ArticleId("paper")], copy_of=ArticleId("agency"))
    page = show(replace(view, article_table={**view.articles(), ArticleId("paper"): paper}))
    page.mouse.click(*reading.line_spot(page, "Aland", "Borneo", 1))
    page.wait_for_selector("#panel:not([hidden])")
    assert "3 quotes from 3 sources, 2 independent" in page.inner_text("#panel")
    assert [line for line in page.locator("#panel .from").all_inner_texts() if "copy of agency" in line] != []
