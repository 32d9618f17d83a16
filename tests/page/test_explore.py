"""Point 4: ego, expand, hide, path, compare, undo, pin."""

from __future__ import annotations

from itertools import islice, pairwise, permutations
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from kg.model import Modality
from tests.page import reading, worlds
from tests.support import memory

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.page.conftest import Open
    from tests.support.memory import MemoryGraph


def test_only_its_partners(world: Page) -> None:
    reading.find(world, "Iran")
    world.click("#panel button:text('Only its partners')")
    assert reading.counts(world)["actor"] == 2
    assert "Only Iran and its partners" in world.inner_text("#notice")
    world.click("#panel button:text('Two steps')")
    reading.settle(world)
    assert reading.counts(world)["actor"] == 4  # BRICS leads on to India and Russia
    world.click("#notice button")
    assert reading.counts(world)["actor"] == 22


def test_hide_and_bring_back(world: Page) -> None:
    reading.find(world, "Armenia")
    world.click("#panel button:text-is('Hide')")
    reading.settle(world)
    assert "1 actor hidden" in world.inner_text("#notice")
    world.click("#tool-table")
    assert "Armenia" not in world.locator("td button.actor").all_inner_texts()
    world.click("#tool-graph")
    world.click("#unhide")
    assert reading.counts(world)["claim"] == 78


def test_the_shortest_path_is_as_long_as_networkx_says_and_each_step_has_its_quotes(show: Open) -> None:
    view = worlds.camps(120)
    page = show(view)
    graph = _graph(view)
    labels = {entity.id: entity.label for entity in view.entities().values()}
    pairs = list(islice(permutations(sorted(graph), 2), 0, 14000, 700))
    for start, end in pairs:
        page.evaluate(
            "([a, b]) => kg.change((s) => { s.path = [kg.actorById.get(a), kg.actorById.get(b)]; s.sel = null; })",
            [start, end],
        )
        said = page.inner_text("#panel .sum").split(": ", 1)
        wanted = nx.shortest_path_length(graph, start, end)
        assert said[0] == f"{wanted} step{'s' if wanted > 1 else ''}"
        way = said[1].split(", ")
        assert (way[0], way[-1]) == (labels[start], labels[end])
        steps = page.locator("#panel h3.step").count()
        assert steps == wanted
        assert page.locator("#panel .cards").count() == wanted
        names = {label: name for name, label in labels.items()}
        assert all(graph.has_edge(names[a], names[b]) for a, b in pairwise(way))


def test_the_only_path_is_the_one_shown(show: Open) -> None:
    chain = ["Aland", "Borneo", "Cuba", "Dalmatia", "Elba"]
    view = memory.graph(
        [memory.claim(a, "supports", b) for a, b in pairwise(chain)] + [memory.claim("Farland", "attacks", "Gotland")]
    )
    page = show(view)
    _ask_path(page, "elba", "aland")
    assert page.inner_text("#panel .sum") == "4 steps: " + ", ".join(
        reversed(nx.shortest_path(_graph(view), "Aland", "Elba"))
    )
    assert page.locator("#panel q").all_text_contents() == [f"{a} supports {b}." for a, b in pairwise(chain)][::-1]
    _ask_path(page, "elba", "gotland")
    assert "no chain of claims joins the two" in page.inner_text("#panel .nothing")


def _ask_path(page: Page, start: str, end: str) -> None:
    page.click("#tool-path")
    page.fill("#end0", start)
    page.press("#end0", "Enter")
    page.fill("#end1", end)
    page.press("#end1", "Enter")
    page.click("#go")
    reading.settle(page)


def test_a_path_follows_the_filters(world: Page) -> None:
    _ask_path(world, "Iran", "Emmanuel Macron")
    before = world.inner_text("#panel .sum")
    reading.facet(world, "Relation", "structure")
    assert "no chain of claims" in world.inner_text("#panel")
    assert before.startswith("4 steps: Iran, BRICS, ")


def _graph(view: MemoryGraph) -> nx.Graph[str]:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from((claim.subject, claim.object) for claim in view.claims())
    return graph


def test_compare_tells_new_ended_and_turned(show: Open) -> None:
    claims = [
        memory.claim("Aland", "supports", "Borneo", day="2020-03-01"), memory.claim("Aland", "attacks", "Borneo", day="2023-03-01"),
        memory.claim("Aland", "supports", "Cuba", day="2023-04-01"),
        memory.claim("Borneo", "supports", "Cuba", day="2020-05-01"),
        memory.claim("Cuba", "aids", "Dalmatia", day="2020-06-01"), memory.claim("Cuba", "supports", "Dalmatia", day="2023-06-01"),
        memory.claim("Dalmatia", "attacks", "Elba", day="2020-07-01", modality=Modality.NEGATED), memory.claim("Elba", "attacks", "Dalmatia", day="2023-07-01"),
    ]  # fmt: skip
    page = show(memory.graph(claims))
    page.click("#tool-compare")
    for field, day in (("p00", "2020-01-01"), ("p01", "2020-12-31"), ("p10", "2023-01-01"), ("p11", "2023-12-31")):
        page.fill(f"#{field}", day)
        reading.settle(page)
    found = {
        status: page.locator(f".changes.{status} .name").all_text_contents()
        for status in ("turned", "fresh", "ended", "stayed")
    }
    assert found == {
        "turned": ["Aland – Borneo"],
        "fresh": ["Aland – Cuba"],
        "ended": ["Borneo – Cuba"],
        "stayed": ["Cuba – Dalmatia", "Dalmatia – Elba"],
    }
    assert page.locator(".changes.turned .what").inner_text() == "cooperation → conflict"
    wanted = reading.hex_color(
        page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--turned').trim()")
    )
    seen = [reading.color_at(page, *reading.line_spot(page, "Aland", "Borneo", 1, part / 20)) for part in range(2, 19)]
    assert any(reading.near(color, wanted, 90) for color in seen)
    page.locator(".changes.turned button").click()
    assert page.locator("#panel q").count() == 1
    page.click("#panel .back button")
    assert page.inner_text("#panel-title") == "Compare two periods"


def test_undo_and_redo(world: Page) -> None:
    assert world.is_disabled("#tool-undo")
    reading.facet(world, "Cooperation or conflict", "Conflict")
    reading.find(world, "France")
    world.click("#panel button:text-is('Hide')")
    seen = [reading.counts(world)["claim"]]
    for _ in range(3):
        world.keyboard.press("Control+z")
        seen.append(reading.counts(world)["claim"])
    assert seen[1:] == [56, 56, 78]
    assert seen[0] < 56
    for _ in range(3):
        world.click("#tool-redo")
    assert reading.counts(world)["claim"] == seen[0]
    assert world.is_disabled("#tool-redo")


def test_a_dragged_actor_stays_where_it_was_put(show: Open, world_file: object, world: Page) -> None:
    x, y = reading.spot(world, "Iran")
    world.mouse.move(x, y)
    world.mouse.down()
    world.mouse.move(x + 90, y + 60, steps=6)
    world.mouse.up()
    reading.settle(world)
    assert reading.spot(world, "Iran") == pytest.approx((x + 90, y + 60), abs=3)
    reading.facet(world, "Cooperation or conflict", "Conflict")
    assert reading.spot(world, "Iran") == pytest.approx((x + 90, y + 60), abs=3)
    other = show(world_file, address="#" + world.url.split("#")[1])
    at = [
        page.evaluate(
            "(() => { const node = kg.network.body.nodes[kg.actorById.get('Iran')]; return [node.x, node.y]; })()"
        )
        for page in (world, other)
    ]
    assert at[0] == pytest.approx(at[1], abs=1)
    reading.find(world, "Iran")
    world.click("#panel button:text-is('Unpin')")
    assert "pin=" not in world.url


def test_expand_draws_partners_that_were_left_out(show: Open) -> None:
    page = show(worlds.camps(150), limit=20)
    drawn = page.evaluate("kg.drawn.actors.length")
    assert drawn == 20
    assert "20 of 150 actors are drawn" in page.inner_text("#notice")
    name = page.evaluate(
        "kg.actors.filter((a) => kg.isDrawn(a.i) && kg.undrawn(a.i) > 2).sort((a, b) => b.weight - a.weight)[0].label"
    )
    reading.find(page, name)
    text = page.inner_text("#panel button:has-text('Expand')")
    more = int(text.split("(")[1].rstrip(")"))
    page.click("#panel button:has-text('Expand')")
    reading.settle(page)
    assert page.evaluate("kg.drawn.actors.length") == drawn + more
    assert page.locator("#panel button:has-text('Expand')").count() == 0
