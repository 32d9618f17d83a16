"""Comparing and uniting stores, and the formats of other tools."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.config import DEFAULT_BASE
from kg.graph.store import open_store
from kg.model import Modality
from tests.graph.test_store import lines, put
from tests.support import readings

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model import Reading
    from tests.cli.conftest import Kg


def build(folder: Path, *found: Reading) -> str:
    with open_store(folder, DEFAULT_BASE, write=True) as store:
        put(store, *found)
    return str(folder)


def test_diff_names_what_came_went_and_changed(kg: Kg, tmp_path: Path) -> None:
    echo, freeze = readings.echo(), readings.freeze()
    doubted = replace(echo.claims[0], modality=Modality.POSSIBLE)
    first = build(tmp_path / "a", echo, replace(freeze, claims=freeze.claims[:1]))
    second = build(
        tmp_path / "b", replace(echo, claims=(doubted, echo.claims[1])), replace(freeze, claims=freeze.claims[1:])
    )
    found = json.loads(kg("diff", first, second, "--json").out)
    assert {one["predicate"] for one in found["added"]} == {"withdrawsFrom", "attacks"}
    assert [(one["predicate"], one["article"]) for one in found["removed"]] == [("suspends", "freeze.md")]
    assert [(one["before"]["modality"], one["after"]["modality"]) for one in found["changed"]] == [
        ("factual", "possible")
    ]
    assert "2 added, 1 removed, 1 changed" in kg("diff", first, second).out
    assert "0 added, 0 removed, 0 changed" in kg("diff", first, first).out


def test_union_is_what_one_build_would_give(kg: Kg, tmp_path: Path) -> None:
    first, second = build(tmp_path / "a", readings.echo()), build(tmp_path / "b", readings.freeze(), readings.echo())
    assert "2 articles from 2 stores" in kg("union", first, second, "--store", str(tmp_path / "both")).out
    whole = kg("export", "-f", "nq", "--store", second).out.splitlines()
    united = kg("export", "-f", "nq", "--store", str(tmp_path / "both")).out.splitlines()
    assert [line for line in united if "/graph/inferred" not in line and "/graph/derivations" not in line] == whole


def test_union_mixes_no_two_versions_of_an_article(kg: Kg, tmp_path: Path) -> None:
    echo = readings.echo()
    other = replace(echo, article=replace(echo.article, title="Another headline"))
    first, second = build(tmp_path / "a", echo), build(tmp_path / "b", other)
    found = kg("union", first, second, "--store", str(tmp_path / "both"))
    assert found.code == 3
    assert "echo.txt differs" in found.err


def test_followthemoney_links_point_to_entities(kg: Kg, store: Path) -> None:
    rows = [json.loads(line) for line in kg("export", "-f", "ftm").out.splitlines()]
    by_id = {row["id"]: row for row in rows}
    assert len(by_id) == len(rows) == 9
    armenia = next(row for row in rows if row["properties"].get("name") == ["Armenia"])
    assert (armenia["schema"], armenia["properties"]["wikidataId"]) == ("PublicBody", ["Q399"])
    links = [row for row in rows if "summary" in row["properties"]]
    assert len(links) == 5
    for link in links:
        ends = [by_id[value]["schema"] for name in ("subject", "object") for value in link["properties"][name]]
        assert set(ends) <= {"PublicBody", "Organization", "Person"}
    assert all(isinstance(value, str) for row in rows for values in row["properties"].values() for value in values)


def test_neo4j_files_fit_each_other(kg: Kg, store: Path, tmp_path: Path) -> None:
    kg("export", "-f", "neo4j", "-o", str(tmp_path / "one.zip"))
    kg("export", "-f", "neo4j", "-o", str(tmp_path / "two.zip"))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        tables = {
            n: list(csv.DictReader(io.StringIO(archive.read(n).decode()))) for n in ("entities.csv", "claims.csv")
        }
    ids = {row["id:ID"] for row in tables["entities.csv"]}
    assert {row[end] for row in tables["claims.csv"] for end in (":START_ID", ":END_ID")} <= ids
    assert {row[":TYPE"] for row in tables["claims.csv"]} == {"SUSPENDS", "WITHDRAWS_FROM", "ATTACKS", "CRITICIZES"}
    assert "Actor;Entity;Place;State" in {row[":LABEL"] for row in tables["entities.csv"]}


def test_rdf12_says_each_claim_with_one_triple_term(kg: Kg, store: Path) -> None:
    found = kg("export", "-f", "trig", "--rdf12").out
    quads = list(ox.parse(found.encode(), ox.RdfFormat.TRIG))
    terms = [quad.object for quad in quads if quad.predicate.value.endswith("#reifies")]
    assert len(terms) == 5
    assert all(isinstance(term, ox.Triple) for term in terms)
    assert not [quad for quad in quads if quad.predicate.value.endswith("22-rdf-syntax-ns#subject")]
    assert kg("export", "-f", "rdf", "--rdf12").code == 2


def test_an_export_read_back_is_the_same_graph(kg: Kg, store: Path) -> None:
    with open_store(store, DEFAULT_BASE) as opened:
        kept = lines(opened)
    for name, form in (("nq", ox.RdfFormat.N_QUADS), ("trig", ox.RdfFormat.TRIG), ("jsonld", ox.RdfFormat.JSON_LD)):
        found = ox.parse(kg("export", "-f", name).out.encode(), form)
        again = ox.serialize(found, format=ox.RdfFormat.N_QUADS) or b""
        assert sorted(again.splitlines()) == kept
