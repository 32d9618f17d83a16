"""What a reader sees on the page, read from the screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

NUMBERS = re.compile(r"([\d,]+) (actor|relation|claim|quote)s?")


def counts(page: Page) -> dict[str, int]:
    """The figures under the title."""
    return {name: int(number.replace(",", "")) for number, name in NUMBERS.findall(page.inner_text("#counts"))}


def settle(page: Page) -> None:
    """Waits for two frames, so that what was asked for is painted."""
    page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30))))"
    )


def spot(page: Page, label: str) -> tuple[float, float]:
    """Where an actor's mark stands in the window, in pixels."""
    x, y = page.evaluate(
        """(label) => {
          const i = kg.actors.findIndex((actor) => actor.label === label);
          const at = kg.network.canvasToDOM(kg.network.body.nodes[i]);
          const frame = document.getElementById("graph").getBoundingClientRect();
          return [at.x + frame.left, at.y + frame.top];
        }""",
        label,
    )
    return float(x), float(y)


def line_spot(page: Page, subject: str, obj: str, sign: int, part: float = 0.33) -> tuple[float, float]:
    """A point on a line in the window, a part of the way to its object."""
    x, y = page.evaluate(
        """([subject, object, sign, t]) => {
          const one = kg.shapes().find(({ line }) => kg.actors[line.s].label === subject && kg.actors[line.o].label === object && line.sign === sign);
          const via = one.bent || { x: (one.start.x + one.end.x) / 2, y: (one.start.y + one.end.y) / 2 };
          const on = (axis) => (1 - t) ** 2 * one.start[axis] + 2 * t * (1 - t) * via[axis] + t * t * one.end[axis];
          const at = kg.network.canvasToDOM({ x: on("x"), y: on("y") });
          const frame = document.getElementById("graph").getBoundingClientRect();
          return [at.x + frame.left, at.y + frame.top];
        }""",
        [subject, obj, sign, part],
    )
    return float(x), float(y)


def color_at(page: Page, x: float, y: float) -> tuple[int, int, int]:
    """Colour of the canvas at a point of the window."""
    red, green, blue = page.evaluate(
        """([x, y]) => {
          const canvas = document.querySelector("#graph canvas");
          const frame = canvas.getBoundingClientRect();
          const ratio = canvas.width / frame.width;
          const ground = getComputedStyle(document.getElementById("stage")).backgroundColor.match(/[0-9.]+/g).map(Number);
          const [r, g, b, a] = canvas.getContext("2d").getImageData((x - frame.left) * ratio, (y - frame.top) * ratio, 1, 1).data;
          return [r, g, b].map((part, n) => Math.round(part * a / 255 + ground[n] * (1 - a / 255)));
        }""",
        [x, y],
    )
    return int(red), int(green), int(blue)


def hex_color(text: str) -> tuple[int, int, int]:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def near(one: tuple[int, int, int], other: tuple[int, int, int], within: int = 24) -> bool:
    return all(abs(a - b) <= within for a, b in zip(one, other, strict=True))


def find(page: Page, text: str) -> None:
    """Types into the search field and takes the first hit."""
    page.fill("#q", text)
    page.wait_for_selector("#hits [role=option]")
    page.press("#q", "Enter")
    settle(page)


def facet(page: Page, title: str, label: str) -> None:
    """Clicks a choice of the filters, opening its section if need be."""
    section = page.locator(
        "#filters details", has=page.locator("summary", has_text=re.compile(f"^{re.escape(title)}$"))
    )
    if section.get_attribute("open") is None:
        section.locator("summary").click()
    section.locator("label", has=page.locator(".name", has_text=re.compile(f"^{re.escape(label)}$"))).locator(
        "input"
    ).click()
    settle(page)
