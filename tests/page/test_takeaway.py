"""Point 5: picture, drawing, table, query."""

from __future__ import annotations

import csv
import io
import struct
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
import rdflib

from kg.config import DEFAULT_BASE
from kg.graph.build import Builder
from kg.graph.names import Names
from tests.page import reading, worlds
from tests.support import memory

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.page.conftest import Open
    from tests.support.memory import MemoryGraph

SVG = "{http://www.w3.org/2000/svg}"


def take(page: Page, entry: str) -> bytes:
    page.click("#tools .menu > button")
    with page.expect_download() as started:
        page.click(f"#tools [role=menuitem]:text('{entry}')")
    return Path(started.value.path()).read_bytes()


def test_png_is_the_picture(world: Page) -> None:
    found = take(world, "Picture (PNG)")
    assert found[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", found[16:24])
    assert width > 800
    assert height > 500
    assert len(found) > 20_000


def test_svg_has_every_mark_line_and_name(world: Page) -> None:
    root = ET.fromstring(take(world, "Drawing (SVG)").decode())  # our own page made it
    titles = {title.text for title in root.iter(f"{SVG}title")}
    assert {"Armenia", "Nagorno-Karabakh", "Recep Tayyip Erdoğan", "BRICS"} <= titles
    assert len(titles) == 22 + 1
    assert {"Armenia", "Russia", "Iran"} <= {text.text for text in root.iter(f"{SVG}text")}
    assert (
        sum("stroke-width" in path.attrib and "stroke-linecap" in path.attrib for path in root.iter(f"{SVG}path"))
        == reading.counts(world)["relation"]
    )


def rows(page: Page) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(take(page, "Claims (CSV)").decode("utf-8-sig"), newline="")))


def test_csv_has_a_row_for_each_quote_shown(world: Page) -> None:
    reading.facet(world, "Source", "Moscow Desk")
    world.click("#tool-table")
    found = rows(world)
    assert len(found) == reading.counts(world)["quote"] == world.locator("tbody tr").count()
    assert [row["quote"] for row in found] == world.locator("tbody q").all_text_contents()
    first = next(row for row in found if row["relation"] == "suspends" and row["start"] == "2024-02-23")
    assert (first["subject"], first["object"], first["modality"], first["speaker"], first["manner"]) == (
        "Armenia",
        "CSTO",
        "factual",
        "Nikol Pashinyan",
        "said",
    )
    assert first["url"] == "https://news.example/2024-02-23-Seine_Post.md"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\r=1", "＝1", 'plain, "quoted"\nline'])
def test_no_csv_cell_is_a_formula(show: Open, text: str) -> None:
    page = show(memory.graph([memory.claim("Aland", "supports", "Borneo", quote=text)]))
    quote = rows(page)[0]["quote"]
    assert quote.lstrip()[0] not in "=+-@＝"
    assert quote.removeprefix("'") == text


FILTERS = {
    "all": "",
    "relation, sign and modality": "#no-relation=supports&no-sign=0&no-modality=possible",
    "group": "#no-group=structure",
    "source": "#no-source=Moscow%20Desk~Seine%20Post",
    "type": "#no-type=Person",
    "confidence": "#sure=75",
    "dates": "#when=2022-02-24..2024-02-23",
    "hidden": "#hide=Russia~France",
    "ego": "#ego=BRICS~1",
    "compare": "#compare=2020-01-01..2020-12-31~2024-01-01..2024-06-30",
}


@pytest.mark.parametrize("address", FILTERS.values(), ids=FILTERS)
def test_the_query_gives_the_same_claims(show: Open, world_file: object, address: str) -> None:
    page = show(world_file, address=address)
    wanted = {(row["claim"], row["quote"]) for row in rows(page)}
    page.click("#tools .menu > button")
    page.click("#tools [role=menuitem]:text('SPARQL query')")
    query = page.text_content("#query") or ""
    found = {
        (str(row.claim).removeprefix(f"{DEFAULT_BASE}claim/"), str(row.quote))
        for row in _dataset(worlds.caucasus()).query(query)
    }
    assert found == wanted
    page.click("#copy")
    page.wait_for_selector("#copy:text('Copied')")


def _dataset(view: MemoryGraph) -> rdflib.Dataset:
    made = rdflib.Dataset()
    builder = Builder(Names(DEFAULT_BASE))
    quads = [quad for claim in view.claims() for quad in builder.claim(claim)]
    quads += [quad for article in view.articles().values() for quad in builder.article(article)]
    quads += [quad for entity in view.entities().values() for quad in builder.entity(entity)]
    made.parse(data="\n".join(map(str, quads)), format="nquads")
    return made


def test_the_address_can_be_copied(world: Page) -> None:
    reading.find(world, "Armenia")
    world.click("#tools .menu > button")
    world.click("#tools [role=menuitem]:text('Address')")
    assert world.input_value("#address") == world.url
