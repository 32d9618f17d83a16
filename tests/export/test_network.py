"""Both formats are read again by networkx and hold what went in."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from kg.export import network
from tests.analyse.small import claim, ontology, records
from tests.analyse.test_network import CLAIMS, TYPES
from tests.support.memory import MemoryGraph, graph

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.ontology import Ontology
    from kg.ports import GraphView


@dataclass(frozen=True)
class Source:
    view: GraphView
    ontology: Ontology


def written(write: Callable[[Source, io.BytesIO], None], view: GraphView) -> bytes:
    out = io.BytesIO()
    write(Source(view, ontology()), out)
    return out.getvalue()


def test_graphml_holds_every_claim() -> None:
    text = written(network.graphml, graph(CLAIMS, TYPES))
    again = nx.read_graphml(io.BytesIO(text), force_multigraph=True)
    assert again.is_directed()
    assert {key for _, _, key in again.edges(keys=True)} == {c.id for c in CLAIMS}
    expected = network.flat(records(CLAIMS, TYPES))
    assert dict(again.nodes(data=True)) == dict(expected.nodes(data=True))
    for a, b, key, data in expected.edges(keys=True, data=True):
        assert {name: value for name, value in again.edges[a, b, key].items() if name != "id"} == data
    edge = again.edges["Armenia", "CSTO", CLAIMS[0].id]
    assert (edge["predicate"], edge["sign"], edge["score"], edge["alleged"]) == ("suspends", -1, -4.0, False)
    assert (edge["quote"], edge["article"], edge["start"]) == ("Armenia suspends CSTO.", "a.md", "2024-02-23")


def test_gexf_is_dynamic_and_holds_every_claim() -> None:
    text = written(network.gexf, graph(CLAIMS, TYPES))
    again = nx.read_gexf(io.BytesIO(text))
    assert again.graph["mode"] == "dynamic"
    assert {data["id"] for _, _, data in again.edges(data=True)} == {c.id for c in CLAIMS}
    [month] = [d for _, _, d in again.edges(data=True) if d["id"] == CLAIMS[4].id]
    assert (month["start"], month["end"], month["since"]) == ("2024-02-01", "2024-02-29", "2024-02")
    [undated] = [d for _, _, d in again.edges(data=True) if d["id"] == CLAIMS[5].id]
    assert "start" not in undated
    armenia = again.nodes["Armenia"]
    assert armenia["label"] == "Armenia"
    # February 2024: suspends, meets, aids, and the attack that did not happen; January 2025: signs.
    assert armenia["claims"] == [(4, "2024-02-01", "2024-02-29"), (1, "2025-01-01", "2025-01-31")]
    root = ET.fromstring(text)
    [element] = [e for e in root.iter() if e.tag.endswith("}graph")]
    assert element.attrib["timeformat"] == "date"
    [node] = [e for e in root.iter() if e.tag.endswith("}node") and e.attrib["id"] == "Armenia"]
    assert (node.attrib["start"], node.attrib["end"]) == ("2024-02-01", "2025-01-14")


@pytest.mark.parametrize("write", [network.graphml, network.gexf])
def test_nothing_can_be_written_and_read(write: Callable[[Source, io.BytesIO], None]) -> None:
    text = written(write, MemoryGraph())
    reader = nx.read_graphml if write is network.graphml else nx.read_gexf
    assert len(reader(io.BytesIO(text))) == 0


@pytest.mark.parametrize("write", [network.graphml, network.gexf])
def test_the_order_of_claims_and_the_day_do_not_matter(write: Callable[[Source, io.BytesIO], None]) -> None:
    one = written(write, graph(CLAIMS, TYPES))
    assert one == written(write, graph(CLAIMS[::-1], TYPES))
    assert b"lastmodifieddate" not in one


@pytest.mark.parametrize("write", [network.graphml, network.gexf])
@pytest.mark.parametrize("text", ["<b>&amp;\"'", "bell \x07 and null \x00", "\ud83d\ude00 \uffff", "ends in ]]>"])
def test_odd_text_survives_or_is_replaced(write: Callable[[Source, io.BytesIO], None], text: str) -> None:
    text = text.encode("utf-16", "surrogatepass").decode("utf-16")
    made = graph([claim("A", "meetsWith", "B", quote=text)])
    named = MemoryGraph(
        {k: replace(e, label=text) for k, e in made.entity_table.items()}, made.article_table, made.claim_list
    )
    reader = nx.read_graphml if write is network.graphml else nx.read_gexf
    again = reader(io.BytesIO(written(write, named)))
    expected = "".join("\ufffd" if ch in "\x00\x07\uffff" else ch for ch in text)
    assert again.nodes["A"]["label"] == expected
    [data] = [d for _, _, d in again.edges(data=True)]
    assert data["quote"] == expected
