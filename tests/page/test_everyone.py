"""Point 6: keyboard, screen reader, contrast, print, calm."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.page import reading, worlds

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.page.conftest import Open

AXE = "axe-core@4.11.0"


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id"))


def test_the_keyboard_alone_reaches_every_relation(world: Page) -> None:
    """Tab through the table: the button of each relation gets the focus, and Enter opens its quotes."""
    world.keyboard.press("t")
    wanted = world.evaluate("kg.claims.length")
    world.focus("#table")
    reached = set()
    for _ in range(2000):
        world.keyboard.press("Tab")
        label = world.evaluate(
            "document.activeElement.closest('td') && document.activeElement.classList.contains('relation') ? [...document.querySelectorAll('button.relation')].indexOf(document.activeElement) : -1"
        )
        if label >= 0:
            reached.add(label)
        if len(reached) == wanted:
            break
    assert len(reached) == wanted
    world.keyboard.press("Enter")
    assert world.locator("#panel q").count() >= 1
    assert world.evaluate("document.activeElement.id") == "panel-title"
    world.keyboard.press("Escape")
    assert world.evaluate("document.activeElement.classList.contains('relation')")


def test_every_page_of_the_table_can_be_turned_to(show: Open) -> None:
    page = show(worlds.camps(150), address="#view=table")
    seen = []
    while True:
        seen += page.locator("tbody tr q").all_text_contents()
        if page.is_disabled("#page-on"):
            break
        page.focus("#page-on")
        page.keyboard.press("Enter")
    assert len(seen) == reading.counts(page)["quote"] == page.evaluate("kg.claims.length")


def test_arrow_keys_walk_the_graph_and_say_where_one_is(world: Page) -> None:
    world.focus("#graph")
    world.keyboard.press("ArrowRight")
    assert world.inner_text("#live").startswith("Armenia, state, 14 partners")
    heard = {world.inner_text("#live")}
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        world.keyboard.press(key)
        heard.add(world.inner_text("#live"))
    assert len(heard) >= 3
    name = world.inner_text("#live").split(",")[0]
    world.keyboard.press("Enter")
    assert world.inner_text("#panel-title") == name


def test_filters_and_menus_work_by_keyboard(world: Page) -> None:
    world.focus("#filters input >> nth=1")
    world.keyboard.press("Space")
    assert reading.counts(world)["claim"] == 56
    world.focus("#tools .menu > button")
    world.keyboard.press("Enter")
    world.keyboard.press("ArrowDown")
    assert focused(world) == "Drawing (SVG)"
    world.keyboard.press("Escape")
    assert focused(world) == "Take away"
    world.keyboard.press("/")
    assert world.evaluate("document.activeElement.id") == "q"


def test_the_table_says_the_same_as_the_graph(world: Page) -> None:
    world.click("#tool-table")
    pairs = {
        tuple(cells)
        for cells in world.eval_on_selector_all(
            "tbody tr", "(rows) => rows.map((row) => [row.cells[1].textContent, row.cells[3].textContent])"
        )
    }
    drawn = {
        tuple(pair)
        for pair in world.evaluate(
            "[...kg.now.lines.keys()].map((i) => [kg.actors[kg.lines[i].s].label, kg.actors[kg.lines[i].o].label])"
        )
    }
    assert pairs == drawn
    world.click("#sort-subject")
    names = world.locator("tbody tr td:nth-child(2)").all_text_contents()
    assert names == sorted(names)
    assert world.get_attribute("th.col-subject", "aria-sort") == "ascending"


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("axe-core needs npm")
    folder = tmp_path_factory.mktemp("axe")
    done = subprocess.run(
        [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", AXE],
        cwd=folder,
        capture_output=True,
        timeout=120,
        check=False,
    )
    path = folder / "node_modules" / "axe-core" / "axe.min.js"
    if done.returncode or not path.exists():
        pytest.skip("axe-core could not be installed")
    return path.read_text(encoding="utf-8")


VIEWS = {
    "graph": ("", ()),
    "line": ("#open=Armenia~CSTO~-", ()),
    "actor": ("#open=Armenia", ()),
    "table": ("#view=table", ()),
    "compare": ("#compare=2019-05-11..2022-02-23~2022-02-24..2024-12-17", ()),
    "path": ("#path=Iran~France", ()),
    "nothing": ("#no-sign=-~0~%2B", ()),
    "search": ("", ("#q",)),
    "query": ("", ("#tools .menu > button", "[role=menuitem]:text('SPARQL')")),
    "menu": ("", ("#tools .menu > button",)),
    "help": ("", ("#tool-help",)),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(show: Open, world_file: Path, axe: str, scheme: str) -> None:
    found = {}
    page = show(world_file, color_scheme=scheme, bypass_csp=True)
    page.evaluate("for (const node of document.querySelectorAll('#filters details')) node.open = true")
    page.evaluate(axe)
    for name, (address, clicks) in VIEWS.items():
        page.evaluate("(address) => { location.hash = address; }", address)
        page.wait_for_timeout(50)
        for target in clicks:
            page.click(target)
        if name == "search":
            page.fill("#q", "an")
        reading.settle(page)
        result = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        found[name] = [
            (one["id"], one["nodes"][0]["html"][:160], one["nodes"][0]["failureSummary"][:300])
            for one in result["violations"]
            if one["impact"] in {"serious", "critical"}
        ]
        assert result["passes"]
        page.keyboard.press("Escape")
        page.fill("#q", "")
    assert found == {name: [] for name in VIEWS}


def test_axe_would_find_something(show: Open, world_file: Path, axe: str) -> None:
    page = show(world_file, bypass_csp=True)
    page.evaluate(
        "document.querySelector('#q').removeAttribute('aria-label'); document.querySelector('#q').removeAttribute('placeholder')"
    )
    page.evaluate(axe)
    result = page.evaluate("axe.run(document)")
    assert "label" in {one["id"] for one in result["violations"]} or "aria-input-field-name" in {
        one["id"] for one in result["violations"]
    }


def test_print_leaves_the_tools_out_and_shows_all_that_is_open(show: Open, world_file: Path) -> None:
    page = show(world_file, address="#open=Armenia~CSTO~-")
    page.emulate_media(media="print")
    assert not page.is_visible("#tools")
    assert not page.is_visible("#filters")
    assert page.is_visible("#panel q >> nth=2")
    assert page.evaluate("getComputedStyle(document.getElementById('panel')).overflow") == "visible"


def test_reduced_motion_jumps_instead_of_gliding(show: Open, world_file: Path) -> None:
    page = show(world_file, reduced_motion="reduce")
    place = "(() => { const view = kg.network.getViewPosition(); return [view.x, view.y, kg.network.getScale()]; })()"
    page.evaluate("kg.zoom(3)")
    page.click("#zoom button >> nth=2")
    at_once = page.evaluate(place)
    page.wait_for_timeout(600)
    assert page.evaluate(place) == at_once
    assert page.evaluate("getComputedStyle(document.getElementById('filters')).transitionDuration") == "0s"


def test_landmarks_and_language(world: Page) -> None:
    assert world.get_attribute("html", "lang") == "en"
    assert world.title() == "South Caucasus"
    for selector in (
        "header",
        "main",
        "nav[aria-label]",
        "aside[aria-label=Filters]",
        "[role=search]",
        "[role=status]",
    ):
        assert world.locator(selector).count() >= 1
