"""Point 2: search, filters, dates, and the address that holds them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.page import reading

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.page.conftest import Open


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("erdogan", "Recep Tayyip Erdoğan"), ("ERDOĞAN", "Recep Tayyip Erdoğan"), ("turkey", "Türkiye"), ("turkiye", "Türkiye"),
        ("usa", "United States"), ("collective security", "CSTO"), ("pashinyan nikol", "Nikol Pashinyan"), ("karabakh", "Nagorno-Karabakh"),
    ],
)  # fmt: skip
def test_search_folds_accents_case_and_aliases(world: Page, typed: str, found: str) -> None:
    reading.find(world, typed)
    assert world.inner_text("#panel-title") == found


def test_search_says_when_there_is_nobody(world: Page) -> None:
    world.fill("#q", "Atlantis")
    assert world.inner_text("#hits") == "No actor of that name"


def test_arrow_keys_choose_among_hits(world: Page) -> None:
    world.fill("#q", "an")
    names = world.locator("#hits .name").all_inner_texts()
    assert len(names) > 2
    world.press("#q", "ArrowDown")
    world.press("#q", "Enter")
    assert world.inner_text("#panel-title") == names[1].split("\n")[0]


@pytest.mark.parametrize(
    ("section", "choice", "claims"),
    # Counted in world.tsv: 78 claims, 22 of relations with a negative sign, 3 possible, 8 by Seine Post, 12 memberships and 4 leaders.
    [
        ("Cooperation or conflict", "Conflict", 78 - 22), ("Is it so?", "possible", 78 - 3), ("Source", "Seine Post", 78 - 8),
        ("Relation", "structure", 78 - 16), ("Actor type", "region", 78 - 1),
    ],
)  # fmt: skip
def test_a_filter_takes_its_claims_away_and_the_counts_follow(
    world: Page, section: str, choice: str, claims: int
) -> None:
    assert reading.counts(world)["claim"] == 78
    reading.facet(world, section, choice)
    assert reading.counts(world)["claim"] == claims
    world.click("#reset")
    assert reading.counts(world)["claim"] == 78


def test_confidence_filters(world: Page) -> None:
    world.locator("summary", has_text="Confidence").click()
    world.locator("#sure").fill("80")
    reading.settle(world)
    left = reading.counts(world)["claim"]
    assert 0 < left < 78
    world.click("#tool-table")
    world.locator("td button.relation").first.click()
    assert min(int(text.split(" %")[0].split()[-1]) for text in world.locator("#panel .how").all_inner_texts()) >= 80


def test_counts_beside_choices_follow_the_other_filters(world: Page) -> None:
    row = world.locator("#filters li", has=world.locator(".name", has_text=re.compile("^Conflict$")))
    assert row.locator(".count").inner_text() == "22"
    for name in ("factual", "planned", "possible"):
        reading.facet(world, "Is it so?", name)
    # What the file denies is a recognition and a withdrawal of troops: both cooperation.
    assert row.locator(".count").inner_text() == "0"
    row = world.locator("#filters li", has=world.locator(".name", has_text=re.compile("^Cooperation$")))
    assert row.locator(".count").inner_text() == "2"


def test_it_says_when_nothing_matches(world: Page) -> None:
    for name in ("Cooperation", "Conflict", "Neutral"):
        reading.facet(world, "Cooperation or conflict", name)
    assert "Nothing matches" in world.inner_text("#empty")
    world.click("#empty button")
    assert reading.counts(world)["claim"] == 78
    assert not world.is_visible("#empty")


def test_a_date_range_keeps_what_lies_in_it(world: Page) -> None:
    world.fill("#from", "2020-09-01")
    world.fill("#to", "2020-12-31")
    reading.settle(world)
    assert reading.counts(world)["claim"] == 6  # the rows of autumn 2020
    world.click("#tool-table")
    assert {text[:7] for text in world.locator("td.date").all_inner_texts()} == {"2020-09", "2020-10", "2020-11"}
    world.click("#all-time")
    assert reading.counts(world)["claim"] == 78


def test_dragging_over_the_bars_sets_the_range(world: Page) -> None:
    box = world.locator("#chart").bounding_box()
    assert box
    world.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 20)
    world.mouse.down()
    world.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 20, steps=4)
    world.mouse.up()
    reading.settle(world)
    assert 0 < reading.counts(world)["claim"] < 78
    assert world.input_value("#from").startswith("2022")


def test_play_moves_through_time(world: Page) -> None:
    world.click("#play")
    seen = set()
    for _ in range(6):
        world.wait_for_timeout(250)
        seen.add(world.input_value("#to"))
    world.click("#play")
    assert len(seen) >= 3
    assert reading.counts(world)["claim"] < 78
    stopped = world.input_value("#to")
    world.wait_for_timeout(600)
    assert world.input_value("#to") == stopped


def test_the_address_gives_the_same_view_to_somebody_else(show: Open, world_file: object, world: Page) -> None:
    reading.facet(world, "Cooperation or conflict", "Neutral")
    reading.facet(world, "Source", "Moscow Desk")
    world.fill("#from", "2022-01-01")
    world.click("#legend button:text('type')")
    reading.find(world, "Armenia")
    address = "#" + world.url.split("#")[1]
    other = show(world_file, address=address)
    assert other.inner_text("#counts") == world.inner_text("#counts")
    assert other.inner_text("#panel") == world.inner_text("#panel")
    assert other.locator("#legend [aria-pressed=true]").text_content() == "Type"
    assert other.input_value("#from") == "2022-01-01"


@pytest.mark.parametrize(
    "address",
    [
        "#",
        "#&&=&x",
        "#open=Nobody",
        "#when=x..y",
        "#pin=Armenia~NaN~1&ego=Armenia~99",
        "#no-source=%E0%A4%A",
        "#compare=1..2",
        "#path=Armenia",
        "#open=Armenia~CSTO~?",
    ],
)
def test_a_broken_address_shows_the_whole(show: Open, world_file: object, address: str) -> None:
    page = show(world_file, address=address)
    assert page.inner_text("#counts").startswith(("22 actors", "15 actors"))
