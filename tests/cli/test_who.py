"""Listing actors, and deciding who is one with whom."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kg import pipeline
from kg.config import DEFAULT_BASE
from kg.graph.store import open_store
from kg.model import EntityId
from tests.graph.test_store import put
from tests.support import readings
from tests.support.reader import meanings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Kg

PASHINYAN = readings.PASHINYAN
OTHER = replace(PASHINYAN, id=EntityId("Nikol_Pashinian"), label="Nikol Pashinian")


@pytest.fixture
def two(store: Path) -> Path:
    """The store, in which a third article spells a name its own way."""
    sentence = "Nikol Pashinian criticized Russia."
    source = readings.article("other.txt", sentence)
    claim = readings.claim(source, OTHER, "criticizes", readings.RUSSIA, sentence)
    (evidence,) = claim.evidence
    linked = replace(evidence, subject=replace(evidence.subject, link="a name by hand"))
    claims = [replace(claim, evidence=(linked,))]
    with open_store(store, DEFAULT_BASE, write=True) as opened:
        put(opened, readings.reading(source, claims, [*readings.PEOPLE.values(), OTHER]))
    return store


def decisions(store: Path) -> list[tuple[str, str, str]]:
    path = store / "judgements.jsonl"
    rows = map(json.loads, path.read_text().splitlines()) if path.exists() else ()
    return [(row["judgement"], row["left"], row["right"]) for row in rows]


def test_actors_are_listed_with_their_claims(kg: Kg, store: Path) -> None:
    found = json.loads(kg("actors", "--json").out)
    assert [(one["id"], one["claims"]) for one in found] == [
        ("Armenia", 5),
        ("CSTO", 3),
        ("Nikol_Pashinyan", 2),
        ("Russia", 2),
    ]
    assert found[0] == {
        "id": "Armenia", "label": "Armenia", "type": "State", "aliases": ["Republic of Armenia"], "wikidata": "Q399",
        "of": [], "seeded": True, "claims": 5,
    }  # fmt: skip
    assert "Nikol Pashinyan" in kg("actors").out


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["PASHIN"], ["Nikol_Pashinyan"]), (["republic of"], ["Armenia"]), (["--type", "State"], ["Armenia", "Russia"]),
        (["--type", "Organization"], ["CSTO"]), (["--state", "Republic of Armenia"], ["Armenia", "Nikol_Pashinyan"]),
        (["--limit", "1"], ["Armenia"]), (["nobody"], []),
    ],
)  # fmt: skip
def test_actors_are_searched_and_filtered(kg: Kg, store: Path, words: list[str], wanted: list[str]) -> None:
    assert [one["id"] for one in json.loads(kg("actors", *words, "--json").out)] == wanted


def test_an_unknown_class_is_answered_with_those_there_are(kg: Kg, store: Path) -> None:
    found = kg("actors", "--type", "Wizard")
    assert found.code == 2
    assert "Person" in found.err


def test_merge_and_split_write_what_was_decided(kg: Kg, two: Path) -> None:
    assert kg("merge", "Nikol Pashinyan", "nikol pashinian", "--note", "one man").code == 0
    assert decisions(two) == [("same", "Nikol_Pashinyan", "Nikol_Pashinian")]
    assert "stands already" in kg("merge", "Nikol_Pashinian", "Nikol_Pashinyan").out
    assert kg("split", "Nikol Pashinyan", "Nikol_Pashinian").code == 0
    assert decisions(two) == [("different", "Nikol_Pashinyan", "Nikol_Pashinian")]


def test_names_of_one_entity_can_be_split(kg: Kg, store: Path) -> None:
    assert kg("split", "Armenia", "Republic of Armenia").code == 0
    assert decisions(store) == [("different", "Armenia", "Republic_of_Armenia")]


def test_what_cannot_be_decided_is_said_plainly(kg: Kg, two: Path) -> None:
    assert kg("merge", "Armenia", "Republic of Armenia").code == 2
    assert kg("split", "Armenia", "Armenia").code == 2
    unknown = kg("merge", "Armenia", "Nikol Pashinjan")
    assert unknown.code == 2
    assert "Nikol Pashinyan" in unknown.err
    assert decisions(two) == []


def test_a_name_of_several_lists_them(kg: Kg, two: Path) -> None:
    source = readings.article("third.txt", "Namesake criticized Russia.")
    namesake = replace(PASHINYAN, id=EntityId("Nikol_Pashinyan_2"))
    with open_store(two, DEFAULT_BASE, write=True) as opened:
        put(
            opened,
            readings.reading(
                source,
                [readings.claim(source, namesake, "criticizes", readings.RUSSIA, source.text)],
                [*readings.PEOPLE.values(), namesake],
            ),
        )
    found = kg("merge", "Nikol Pashinyan", "Nikol Pashinian")
    assert found.code == 2
    assert "Nikol_Pashinyan, Nikol_Pashinyan_2" in found.err
    assert kg("merge", "Nikol_Pashinyan", "Nikol_Pashinyan_2").code == 0


def test_a_bad_file_of_judgements_is_named(kg: Kg, two: Path) -> None:
    (two / "judgements.jsonl").write_text("\nno\n")
    for words in (("merge", "Armenia", "Russia"), ("review",)):
        found = kg(*words)
        assert found.code == 3
        assert "judgements.jsonl:2" in found.err


def test_another_file_may_be_named(kg: Kg, two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_JUDGEMENTS", str(tmp_path / "mine.jsonl"))
    kg("merge", "Nikol Pashinyan", "Nikol Pashinian")
    assert (tmp_path / "mine.jsonl").is_file()
    assert decisions(two) == []


def test_explain_says_by_which_names_and_why(kg: Kg, two: Path) -> None:
    with open_store(two, DEFAULT_BASE, write=True) as opened:
        pipeline.join(opened, meanings(), None)
    assert kg("merge", "Nikol Pashinyan", "Armenia", "--note", "no sense").code == 0
    told = json.loads(kg("explain", "Nikol Pashinian", "--json").out)
    assert told["actor"]["id"] == "Nikol_Pashinian"
    assert told["actor"]["aliases"] == ["Nikol Pashinyan"]
    assert told["names"] == [{"name": "Nikol Pashinian", "times": 1, "by": "a name by hand"}]
    (join,) = told["joins"]
    assert (join["left"], join["right"], join["article"]) == ("Nikol_Pashinian", "Nikol_Pashinyan", None)
    assert join["features"] == {"one name, spelled twice": 3.0, "of the same": 1.0, "the same weeks": 0.5}
    assert told["judgements"] == [
        {"judgement": "same", "left": "Nikol_Pashinian", "right": "Armenia", "note": "no sense"}
    ]
    shown = kg("explain", "Nikol Pashinian").out
    for words in ("a name by hand", "one name, spelled twice +3", "no sense"):
        assert words in shown
