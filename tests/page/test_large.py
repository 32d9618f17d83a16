"""Point 8: more actors than a picture can hold, and what the file costs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.export import html
from kg.model import Modality
from tests.page import reading, worlds
from tests.support import memory

if TYPE_CHECKING:
    from kg.ontology import Ontology
    from tests.page.conftest import Open

ROOT = Path(__file__).parents[2]


def test_above_the_limit_the_most_relevant_are_drawn_and_the_rest_is_reached_by_search(show: Open) -> None:
    view = worlds.camps(300)
    page = show(view, limit=60)
    assert "60 of 300 actors are drawn" in page.inner_text("#notice")
    assert reading.counts(page)["actor"] == 300
    drawn, left = page.evaluate(
        "[kg.drawn.actors.map((i) => kg.actors[i].weight), kg.actors.filter((a) => a.weight && !kg.isDrawn(a.i)).map((a) => a.weight)]"
    )
    assert len(drawn) == 60
    assert min(drawn) >= max(left)
    name = page.evaluate("kg.actors.filter((a) => a.weight && !kg.isDrawn(a.i)).at(-1).label")
    reading.find(page, name)
    assert page.inner_text("#panel-title") == name
    assert page.evaluate("kg.drawn.actors.length") == 61
    x, _ = reading.spot(page, name)
    box = page.locator("#graph").bounding_box()
    assert box
    assert box["x"] < x < box["x"] + box["width"]
    page.click("#tool-table")
    assert f"{len(view.claim_list)} quotes" in page.inner_text("caption")


def test_two_thousand_are_drawn(show: Open) -> None:
    page = show(worlds.camps(2000))
    assert page.evaluate("kg.drawn.actors.length") == 2000
    assert not page.is_visible("#notice")


def test_five_thousand_stay_in_the_file(show: Open) -> None:
    view = worlds.camps(5000, 1.6)
    page = show(view)
    assert "2,000 of 5,000 actors are drawn" in page.inner_text("#notice")
    assert reading.counts(page)["claim"] == len(view.claim_list)


@pytest.mark.parametrize(
    "view",
    [
        memory.graph([]),
        memory.graph([memory.claim("Aland", "supports", "Aland")]),
        memory.graph([memory.claim("Aland", "supports", "Borneo", day=None)]),
    ],
)
def test_the_smallest_graphs_open(show: Open, view: memory.MemoryGraph) -> None:
    page = show(view)
    if not view.claim_list:
        assert "no claims yet" in page.inner_text("#empty")
    else:
        assert reading.counts(page)["claim"] == 1


def test_a_file_costs_little(meanings: Ontology) -> None:
    """An empty page under 500 kB; a claim, its article and its actors under 300 bytes beside the words themselves."""
    empty = len(html.render(memory.graph([]), meanings).encode())
    assert empty < 500_000
    view = worlds.camps(500)
    words = sum(len(evidence.quote.encode()) for claim in view.claims() for evidence in claim.evidence)
    assert (len(html.render(view, meanings).encode()) - empty - words) / len(view.claim_list) < 300


def test_every_claim_is_in_the_file_once_with_its_words(meanings: Ontology) -> None:
    view = worlds.caucasus()
    data = json.loads(
        re.search(r'id="kg-data">(.*?)</script>', html.render(view, meanings, limit=3), re.DOTALL).group(1)
    )
    assert sorted(row[0] for row in data["claims"]) == [claim.id for claim in view.claims()]
    assert {data["quotes"][evidence[1]] for row in data["claims"] for evidence in row[9]} == {
        claim.evidence[0].quote for claim in view.claims()
    }


def test_marks_count_as_javascript_does(meanings: Ontology) -> None:
    quote = "🇦🇲 Aland — supports Borneo."
    made = memory.claim("Aland", "supports", "Borneo", quote=quote)
    data = json.loads(
        re.search(r'id="kg-data">(.*?)</script>', html.render(memory.graph([made]), meanings), re.DOTALL).group(1)
    )
    at = quote.index("Borneo")
    units = len(quote[:at].encode("utf-16-le")) // 2
    assert [units, units + 6, 1] == data["claims"][0][9][0][-3:]


def test_same_graph_same_bytes_whatever_the_hash_seed() -> None:
    script = (
        "import hashlib; from pathlib import Path; from kg import ontology; from kg.export import html; from tests.page import worlds;"
        "o = ontology.load(Path('ontology'), 'https://example.org/kg/');"
        "print([hashlib.sha256(html.render(v, o).encode()).hexdigest() for v in (worlds.caucasus(), worlds.camps(150))])"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1


def test_negated_claims_do_not_hold_a_camp_together(meanings: Ontology) -> None:
    friends = [("A1", "A2"), ("A2", "A3"), ("A1", "A3"), ("B1", "B2"), ("B2", "B3"), ("B1", "B3")]
    claims = [memory.claim(a, "supports", b) for a, b in friends] + [
        memory.claim("A1", "supports", "B1", modality=Modality.NEGATED)
    ]
    data = json.loads(
        re.search(r'id="kg-data">(.*?)</script>', html.render(memory.graph(claims), meanings), re.DOTALL).group(1)
    )
    camp = {row[0]: row[3] for row in data["actors"]}
    assert camp["A1"] == camp["A2"] == camp["A3"] != camp["B1"] == camp["B2"] == camp["B3"]
