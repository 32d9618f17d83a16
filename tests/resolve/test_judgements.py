"""What a person decides about who is who is kept, checked and obeyed."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING

import pytest

from kg.config import Settings
from kg.errors import DataError
from kg.model import Entity, EntityId, Link, Resolution
from kg.pipeline import rules_digest
from kg.resolve.judgements import Judgement, Judgements, Verdict, apply, load, record
from kg.resolve.link import RuleLinker
from kg.resources import find
from tests.support import reader

if TYPE_CHECKING:
    from pathlib import Path

SAME, DIFFERENT = Verdict.SAME, Verdict.DIFFERENT


def say(verdict: Verdict, left: str, right: str) -> Judgement:
    return Judgement(verdict, EntityId(left), EntityId(right))


def test_same_is_transitive_and_the_first_seeded_id_stands_for_all() -> None:
    lines = [say(SAME, "D", "C"), say(SAME, "B", "C"), say(SAME, "X", "Y")]
    for order in itertools.permutations(lines):
        found = Judgements(order)
        assert {found.canonical(EntityId(one), set()) for one in "BCD"} == {"B"}
        assert {found.canonical(EntityId(one), {"C", "D"}) for one in "BCD"} == {"C"}
        assert found.canonical(EntityId("Y"), set()) == "X"
        assert found.canonical(EntityId("Nobody"), set()) == "Nobody"


def test_different_holds_between_whole_groups() -> None:
    found = Judgements([say(SAME, "A", "B"), say(DIFFERENT, "B", "C"), say(SAME, "C", "D")])
    assert found.apart(EntityId("A"), EntityId("D"))
    assert not found.apart(EntityId("A"), EntityId("B"))
    assert not found.apart(EntityId("A"), EntityId("E"))


def test_lines_that_contradict_each_other_are_all_named(tmp_path: Path) -> None:
    path = tmp_path / "j.jsonl"
    lines = [say(SAME, "A", "B"), say(SAME, "P", "Q"), say(DIFFERENT, "C", "A"), say(SAME, "C", "B")]
    path.write_text("".join(one.dump() + "\n" for one in lines))
    with pytest.raises(DataError) as caught:
        load(path)
    assert (caught.value.path, caught.value.line) == (path, 3)
    assert "by line 3" in caught.value.message
    assert "line 4 and 1" in caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        "same A B", "[1]", "{}", '{"judgement": "maybe", "left": "A", "right": "B"}',
        '{"judgement": ["same"], "left": "A", "right": "B"}', '{"judgement": "same", "left": "A"}',
        '{"judgement": "same", "left": "A", "right": "A"}', '{"judgement": "same", "left": "A", "right": 3}',
        '{"judgement": "same", "left": "A", "right": "B", "note": 1}', "[" * 100_000, "\udcff",
    ],
)  # fmt: skip
def test_a_bad_line_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "j.jsonl"
    good = '{"judgement": "same", "left": "A", "right": "B"}\n\n'
    path.write_bytes((good + text + "\n").encode("utf-8", "surrogateescape"))
    with pytest.raises(DataError) as caught:
        load(path)
    assert (caught.value.path, caught.value.line) == (path, 3)
    assert caught.value.hint


def test_a_decision_is_written_once_and_its_opposite_takes_its_place(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "j.jsonl"
    assert record(path, Judgement(SAME, EntityId("A"), EntityId("B"), "one spelling"))
    assert not record(path, say(SAME, "B", "A"))
    assert json.loads(path.read_text()) == {"judgement": "same", "left": "A", "right": "B", "note": "one spelling"}
    assert record(path, say(DIFFERENT, "B", "A"))
    assert [one.verdict for one in load(path).lines] == [DIFFERENT]
    assert list(path.parent.iterdir()) == [path]


def test_a_decision_against_others_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "j.jsonl"
    for one in (say(SAME, "A", "B"), say(SAME, "B", "C"), say(DIFFERENT, "C", "D")):
        record(path, one)
    before = path.read_bytes()
    with pytest.raises(DataError, match="line 1 and 2"):
        record(path, say(DIFFERENT, "A", "C"))
    with pytest.raises(DataError, match="line 1 and 2 and 3"):
        record(path, say(SAME, "D", "A"))
    assert path.read_bytes() == before


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    assert load(None).lines == load(tmp_path / "none.jsonl").lines == ()


def test_links_groups_and_names_follow_a_merge() -> None:
    ids = [EntityId(one) for one in ("Ana_Lopes", "Ana_Lopez", "Her_Party", "Spain")]
    people = Entity(ids[0], "Ana Lopes", "Person"), Entity(ids[1], "Ana Lopez", "Person", ("Lopez",), of=(ids[3],))
    party = Entity(ids[2], "Her Party", "Party", of=(ids[1],))
    links = (
        Link(0, 0, 2, (ids[1],), "name", 0.9),
        Link(5, 4, 6, (ids[0], ids[1]), "nominal", 0.9),
        Link(8, 8, 9, (ids[2],), "name", 0.9, stands_for=ids[1]),
    )
    found = apply(Resolution(links, (*people, party)), Judgements([say(SAME, *ids[1::-1])]), {})
    assert [link.entities for link in found.links] == [(ids[0],), (ids[0],), (ids[2],)]
    assert found.links[2].stands_for == ids[0]
    assert found.entities == (
        Entity(ids[0], "Ana Lopes", "Person", ("Ana Lopez", "Lopez"), of=(ids[3],)),
        Entity(ids[2], "Her Party", "Party", of=(ids[0],)),
    )


def people(text: str, *judgements: Judgement) -> set[str]:
    machine = reader.machine()
    linker = RuleLinker(machine.gazetteer, machine.lexicon, Judgements(judgements))
    found = linker.link(reader.document(text))
    linked = {entity for link in found.links for entity in link.entities}
    return {entity.id for entity in found.entities if entity.type == "Person" and entity.id in linked}


def test_a_text_is_read_as_decided() -> None:
    text = "Minister Petros Kalandian met Olga Brennan in Rome. Later Petros Kalandyan left for Oslo."
    assert people(text) == {"Petros_Kalandian", "Olga_Brennan"}
    split = say(DIFFERENT, "Petros_Kalandian", "Petros_Kalandyan")
    assert people(text, split) == {"Petros_Kalandian", "Petros_Kalandyan", "Olga_Brennan"}
    assert people(text, say(SAME, "Olga_Brennan", "Olga_Brennan_Smith")) == {"Petros_Kalandian", "Olga_Brennan"}
    assert people(text, say(SAME, "Antony_Blinken", "Olga_Brennan")) == {"Petros_Kalandian", "Antony_Blinken"}


def test_what_was_read_before_a_decision_is_read_again(tmp_path: Path) -> None:
    settings = Settings(store=str(tmp_path / "store"))
    assert settings.decisions == tmp_path / "store" / "judgements.jsonl"
    before = rules_digest(find(settings), settings)
    record(settings.decisions, say(SAME, "A", "B"))
    after = rules_digest(find(settings), settings)
    assert before != after
    record(settings.decisions, say(DIFFERENT, "A", "B"))
    assert rules_digest(find(settings), settings) not in {before, after}


def test_an_endpoint_has_no_file_of_its_own() -> None:
    assert Settings(store="http://127.0.0.1:1/sparql").decisions is None
