"""Point 1: what the picture shows."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest

from tests.page import reading, worlds
from tests.support import memory

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.page.conftest import Open


def test_actors_have_the_colour_that_the_legend_gives_their_camp(world: Page) -> None:
    shown = world.eval_on_selector_all(
        ".camps li", "(items) => items.map((li) => [li.title, li.querySelector('[fill]').getAttribute('fill')])"
    )
    wanted = next(color for title, color in shown if title.startswith("Armenia"))
    assert reading.near(reading.color_at(world, *reading.spot(world, "Armenia")), reading.hex_color(wanted))
    assert reading.near(reading.color_at(world, *reading.spot(world, "France")), reading.hex_color(wanted))
    assert not reading.near(reading.color_at(world, *reading.spot(world, "Russia")), reading.hex_color(wanted))


def test_the_switch_colours_actors_by_type(world: Page) -> None:
    world.click("#legend button:text('type')")
    reading.settle(world)
    armenia, russia, putin = (
        reading.color_at(world, *reading.spot(world, name)) for name in ("Armenia", "Russia", "Vladimir Putin")
    )
    assert reading.near(armenia, russia)
    assert not reading.near(armenia, putin)


def test_types_have_shapes_that_the_legend_names(world: Page) -> None:
    shapes = world.eval_on_selector_all(
        ".types li",
        "(items) => items.map((li) => [li.textContent, li.querySelector('circle') ? 'circle' : li.querySelector('path').getAttribute('d').split('L').length])",
    )
    assert dict(shapes) == {"intergovernmental organisation": 4, "person": 3, "region": 6, "state": "circle"}


@pytest.mark.parametrize(
    ("subject", "obj", "sign", "name"),
    [("India", "Armenia", 1, "coop"), ("Russia", "Ukraine", -1, "conf"), ("Iran", "BRICS", 0, "neut")],
)
def test_lines_have_the_colour_of_their_sign(world: Page, subject: str, obj: str, sign: int, name: str) -> None:
    wanted = reading.hex_color(
        world.evaluate(
            "(name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim()", name
        )
    )
    found = _along(world, subject, obj, sign)
    assert any(reading.near(color, wanted, 70) for color in found)


def test_conflict_is_dashed_and_cooperation_is_not(world: Page) -> None:
    paper = reading.hex_color(
        world.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--canvas').trim()")
    )
    broken = [reading.near(color, paper, 12) for color in _along(world, "Azerbaijan", "Nagorno-Karabakh", -1)]
    whole = [reading.near(color, paper, 12) for color in _along(world, "Iran", "BRICS", 0)]
    assert 0.15 < sum(broken) / len(broken) < 0.85
    assert sum(whole) <= len(whole) * 0.05


def _along(page: Page, subject: str, obj: str, sign: int) -> list[tuple[int, int, int]]:
    """Colours along the middle half of a straight line, the strongest of three pixels across."""
    return [
        tuple(color)
        for color in page.evaluate(
            """([subject, object, sign]) => {
              const one = kg.shapes().find(({ line }) => kg.actors[line.s].label === subject && kg.actors[line.o].label === object && line.sign === sign);
              const canvas = document.querySelector("#graph canvas");
              const ratio = canvas.width / canvas.clientWidth;
              const [from, to] = [one.start, one.end].map((point) => kg.network.canvasToDOM(point));
              const context = canvas.getContext("2d");
              const ground = getComputedStyle(document.getElementById("stage")).backgroundColor.match(/[0-9.]+/g).map(Number);
              const out = [];
              for (let n = 0; n <= 120; n += 1) {
                const t = 0.25 + n / 240;
                let best = null;
                for (const dx of [-1, 0, 1]) for (const dy of [-1, 0, 1]) {
                  const pixel = context.getImageData(Math.round((from.x + t * (to.x - from.x)) * ratio) + dx, Math.round((from.y + t * (to.y - from.y)) * ratio) + dy, 1, 1).data;
                  if (!best || pixel[3] > best[3]) best = pixel;
                }
                out.push([0, 1, 2].map((part) => Math.round(best[part] * best[3] / 255 + ground[part] * (1 - best[3] / 255))));
              }
              return out;
            }""",
            [subject, obj, sign],
        )
    ]


def test_a_pair_has_one_line_per_direction_and_sign_with_its_count(world: Page) -> None:
    # world.tsv: Azerbaijan attacks Armenia three times and blocks it once; it releases prisoners once.
    x, y = reading.line_spot(world, "Azerbaijan", "Armenia", -1)
    world.mouse.move(x, y)
    world.wait_for_selector("#tip:not([hidden])")
    assert world.inner_text("#tip") == "Azerbaijan → Armenia attacks, blocks (4)"


@pytest.mark.parametrize("actors", [200, 2000])
def test_names_are_thinned_and_never_pile_up(show: Open, actors: int) -> None:
    page = show(worlds.camps(actors))
    boxes = page.evaluate("""() => {
      const ctx = document.createElement("canvas").getContext("2d");
      return kg.placed.filter((label) => label.kind === "name").map((label) => {
        ctx.font = kg.labelFont(label.size, label.strong);
        return [label.x, label.y, ctx.measureText(label.text).width / 2, label.size / 2];
      });
    }""")
    assert 50 <= len(boxes) <= 150
    for (x, y, half, high), (other_x, other_y, other_half, other_high) in combinations(boxes, 2):
        assert abs(x - other_x) >= half + other_half or abs(y - other_y) >= high + other_high - 1
    before = {tuple(box[:2]) for box in boxes}
    page.mouse.move(800, 400)
    for _ in range(6):
        page.mouse.wheel(0, -400)
        reading.settle(page)
    shown = page.evaluate("kg.placed.filter((label) => label.kind === 'name').length")
    inside = page.evaluate("""() => kg.drawn.actors.filter((i) => {
      const at = kg.network.canvasToDOM(kg.network.body.nodes[i]);
      return at.x > 0 && at.y > 0 && at.x < document.getElementById("graph").clientWidth && at.y < document.getElementById("graph").clientHeight;
    }).length""")
    assert before
    assert shown / max(1, inside) > len(boxes) / actors


def test_camps_stand_apart(show: Open) -> None:
    page = show(worlds.camps(400))
    share = page.evaluate("""() => {
      const nodes = kg.drawn.actors.filter((i) => kg.actors[i].camp >= 0).map((i) => [kg.actors[i].camp, kg.network.body.nodes[i]]);
      let same = 0;
      for (const [camp, node] of nodes) {
        const near = nodes.map(([other, to]) => [Math.hypot(to.x - node.x, to.y - node.y), other]).sort((a, b) => a[0] - b[0]).slice(1, 7);
        same += near.filter(([, other]) => other === camp).length / near.length;
      }
      return same / nodes.length;
    }""")
    assert share > 0.9


@pytest.mark.parametrize(("scheme", "dark"), [("light", False), ("dark", True)])
def test_light_and_dark_follow_the_system(show: Open, world_file: object, scheme: str, dark: bool) -> None:
    page = show(world_file, color_scheme=scheme)
    paper = page.evaluate(
        "getComputedStyle(document.getElementById('stage')).backgroundColor.match(/[0-9]+/g).slice(0, 3).map(Number)"
    )
    assert (sum(paper) < 200) is dark
    page.click("#tool-theme")
    turned = page.evaluate(
        "getComputedStyle(document.getElementById('stage')).backgroundColor.match(/[0-9]+/g).slice(0, 3).map(Number)"
    )
    assert (sum(turned) < 200) is not dark


def test_it_reads_on_a_phone(show: Open, world_file: object) -> None:
    page = show(world_file, phone=True, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    reading.find(page, "Armenia")
    box = page.locator("#panel").bounding_box()
    assert box
    assert (box["x"], box["width"]) == (0, 390)
    assert 200 < box["y"] < 700
    page.click("#panel .close")
    page.click("#tool-filter")
    page.locator("#filters label").first.wait_for(state="visible")


@pytest.mark.parametrize(
    ("days", "first", "form", "least"),
    [
        (("2025-03-03", "2025-03-09"), "3 Mar", r"\d{1,2} [A-Z][a-z]{2,3}", 3),
        (("2024-11-20", "2025-06-03"), "Nov 2024", r"[A-Z][a-z]{2,3} 202[45]", 3),
        (("2023-07-01", "2025-06-30"), "Jul 2023", r"[A-Z][a-z]{2,3} 202[345]", 3),
        (("2021-05-01", "2024-02-01"), "2021", r"202[1234]", 3),
        (("2025-01-14", "2025-01-14"), "14 Jan", r"14 Jan", 1),
    ],
)
def test_the_time_axis_is_marked_by_years_months_or_days(
    show: Open, days: tuple[str, str], first: str, form: str, least: int
) -> None:
    states = ("Mali", "Niger", "Togo", "Benin")  # enough at either end for none to count as far off
    claims = [memory.claim("Chad", "visits", one, day=day, article=f"{one}{day}.txt") for one in states for day in days]
    page = show(memory.graph(claims, dict.fromkeys(("Chad", *states), "State")))
    page.wait_for_selector(".ticks text")
    labels = page.locator(".ticks text").all_text_contents()
    assert labels[0] == first
    assert least <= len(labels) == len(set(labels)) <= 12
    assert all(re.fullmatch(form, label) for label in labels), labels
    places = [box["x"] for one in page.locator(".ticks text").all() if (box := one.bounding_box())]
    assert all(after - before > 30 for before, after in pairwise(places))
