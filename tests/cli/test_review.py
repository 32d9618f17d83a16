"""Going through what the program is not sure of, on a real terminal; the decisions of several people put together."""

from __future__ import annotations

import json
import os
import pty
import select
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kg import pipeline
from kg.config import DEFAULT_BASE, Settings
from kg.graph.read import View
from kg.graph.store import open_store
from kg.model import EntityId
from tests.graph.test_store import put
from tests.support import readings
from tests.support.machine import PlainMachine

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Kg

NIKO = replace(readings.PASHINYAN, id=EntityId("Niko_Pashinyan"), label="Niko Pashinyan")
PAIR = ("Niko_Pashinyan", "Nikol_Pashinyan")
DOUBT = ("Niko_Pashinyan", "criticizes", "Russia")


@pytest.fixture
def two(store: Path) -> Path:
    """The store, in which a third article has a name of its own for somebody, and says little surely."""
    sentence = "Niko Pashinyan criticized Russia."
    source = readings.article("other.txt", sentence)
    claims = [readings.claim(source, NIKO, "criticizes", readings.RUSSIA, sentence, confidence=0.31)]
    with open_store(store, DEFAULT_BASE, write=True) as opened:
        put(opened, readings.reading(source, claims, [*readings.PEOPLE.values(), NIKO]))
    return store


def decisions(store: Path) -> list[tuple[str, ...]]:
    path = store / "judgements.jsonl"
    rows = list(map(json.loads, path.read_text().splitlines())) if path.exists() else []
    fields = (("left", "right"), ("subject", "relation", "object"))
    return [(row["judgement"], *(row[name] for name in fields["claim" in row])) for row in rows]


def test_review_lists_pairs_and_claims_with_what_speaks_for_them(kg: Kg, two: Path) -> None:
    found = json.loads(kg("review", "--json").out)
    (pair,), (claim,) = found["pairs"], found["claims"]
    assert (pair["left"]["id"], pair["right"]["id"]) == PAIR
    assert (pair["left"]["claims"], pair["right"]["claims"]) == (1, 2)
    assert set(pair["reasons"]) == {"similar names", "of the same", "the same weeks"}
    assert (claim["subject"], claim["relation"], claim["object"]) == DOUBT
    assert (claim["quote"], claim["article"], claim["confidence"]) == (
        "Niko Pashinyan criticized Russia.",
        "other.txt",
        0.31,
    )
    assert "Niko Pashinyan" in kg("review").out


@pytest.mark.parametrize(
    ("words", "pairs", "claims"),
    [(("pairs",), 1, 0), (("claims",), 0, 1), (("claims", "--below", "0.3"), 0, 0), (("claims", "--below", "0.9"), 0, 6), (("--limit", "1", "--below", "1"), 1, 1)],
)  # fmt: skip
def test_what_to_go_through_can_be_chosen(kg: Kg, two: Path, words: tuple[str, ...], pairs: int, claims: int) -> None:
    found = json.loads(kg("review", *words, "--json").out)
    assert (len(found["pairs"]), len(found["claims"])) == (pairs, claims)


def session(store: Path, answers: str) -> str:
    """What `kg review` shows on a terminal on which these keys are typed, one at a prompt."""
    pid, terminal = pty.fork()
    if pid == 0:  # pragma: no cover - the other process
        os.execve(
            sys.executable,
            [sys.executable, "-m", "kg", "review", "--store", str(store)],
            {**os.environ, "COLUMNS": "200", "TERM": "xterm"},
        )
    shown, typed = "", 0
    while True:
        ready, _, _ = select.select([terminal], [], [], 120)
        assert ready, f"no answer after {shown!r}"
        try:
            piece = os.read(terminal, 65536).decode(errors="replace")
        except OSError:  # Linux says so when the other side is closed
            piece = ""
        shown += piece
        if not piece:
            break
        while typed < len(answers) and shown.count("[q]uit") > typed:
            os.write(terminal, f"{answers[typed]}\n".encode())
            typed += 1
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0, shown
    assert typed == len(answers), shown
    return shown


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        ("aa", [("same", *PAIR), ("accept", *DOUBT)]), ("rr", [("different", *PAIR), ("reject", *DOUBT)]),
        ("sr", [("reject", *DOUBT)]), ("q", []), ("?Rs", [("different", *PAIR)]),
    ],
)  # fmt: skip
def test_review_asks_on_a_terminal(two: Path, answers: str, wanted: list[tuple[str, ...]]) -> None:
    shown = session(two, answers)
    assert "Nikol Pashinyan" in shown
    assert f"{len(wanted)} decisions written" in shown
    assert decisions(two) == wanted


def test_what_was_decided_is_not_asked_again(kg: Kg, two: Path) -> None:
    session(two, "ra")
    found = json.loads(kg("review", "--json").out)
    assert found == {"pairs": [], "claims": []}
    assert "nothing to decide" in kg("review").out


def build(text: Path, store: Path) -> dict[tuple[str, str, str], float]:
    chosen = Settings(store=str(store))
    machine = PlainMachine()
    pipeline.build([text], chosen, machine=machine)
    with open_store(store, DEFAULT_BASE) as opened:
        claims = {(c.subject, c.predicate, c.object): c.confidence for c in View(opened).claims()}
    claims["read", "", ""] = len(machine.seen)
    return claims


def test_a_later_build_leaves_out_what_was_rejected_and_is_sure_of_what_was_accepted(kg: Kg, tmp_path: Path) -> None:
    texts, store = tmp_path / "texts", tmp_path / "s"
    texts.mkdir()
    (texts / "a.txt").write_text("Armenia suspends CSTO. Russia criticizes Armenia.")
    (texts / "b.txt").write_text("Russia warns Armenia.")
    before = build(texts, store)
    assert before == {
        ("Armenia", "suspends", "CSTO"): 0.9,
        ("Russia", "criticizes", "Armenia"): 0.9,
        ("Russia", "warns", "Armenia"): 0.9,
        ("read", "", ""): 2,
    }
    asked = {
        one["relation"]: one
        for one in json.loads(kg("review", "--below", "1", "--json", "--store", str(store)).out)["claims"]
    }
    kept = ("claim", "article", "subject", "relation", "object")
    rows = [
        {"judgement": verdict, **{name: asked[relation][name] for name in kept}}
        for verdict, relation in (("accept", "suspends"), ("reject", "criticizes"))
    ]
    (store / "judgements.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    after = build(texts, store)
    assert after == {("Armenia", "suspends", "CSTO"): 1.0, ("Russia", "warns", "Armenia"): 0.9, ("read", "", ""): 1}
    (store / "judgements.jsonl").unlink()
    assert build(texts, store) == {**before, ("read", "", ""): 1}


def line(verdict: str, one: str, other: str) -> str:
    if verdict in {"same", "different"}:
        return json.dumps({"judgement": verdict, "left": one, "right": other, "note": ""}) + "\n"
    row = {
        "judgement": verdict,
        "claim": one,
        "article": other,
        "subject": "A",
        "relation": "warns",
        "object": "B",
        "note": "",
    }
    return json.dumps(row) + "\n"


def test_decisions_are_exported_and_merged(kg: Kg, store: Path, tmp_path: Path) -> None:
    mine, theirs = store / "judgements.jsonl", tmp_path / "theirs.jsonl"
    mine.write_text(line("same", "B", "A") + line("reject", "c1", "a.txt"))
    theirs.write_text(line("different", "A", "C") + line("reject", "c1", "a.txt"))
    assert "1 decisions added" in kg("judgements", "merge", str(theirs)).out
    assert "0 decisions added" in kg("judgements", "merge", str(theirs)).out
    wanted = sorted([line("same", "B", "A"), line("reject", "c1", "a.txt"), line("different", "A", "C")])
    assert kg("judgements", "export").out == "".join(wanted)
    kg("judgements", "export", "--output", str(tmp_path / "out.jsonl"))
    assert (tmp_path / "out.jsonl").read_text() == "".join(wanted)


@pytest.mark.parametrize(
    ("ours", "others"),
    [
        (("same", "A", "B"), ("different", "B", "A")), (("reject", "c1", "a.txt"), ("accept", "c1", "a.txt")),
    ],
)  # fmt: skip
def test_decisions_that_contradict_each_other_are_both_named_and_nothing_is_written(
    kg: Kg, store: Path, tmp_path: Path, ours: tuple[str, str, str], others: tuple[str, str, str]
) -> None:
    mine, theirs = store / "judgements.jsonl", tmp_path / "theirs.jsonl"
    mine.write_text(line("same", "X", "Y") + line(*ours))
    theirs.write_text(line(*others))
    before = mine.read_bytes()
    found = kg("judgements", "merge", str(theirs))
    assert found.code == 3
    assert "judgements.jsonl:2" in found.err
    assert "theirs.jsonl:1" in found.err
    assert mine.read_bytes() == before


@pytest.mark.parametrize("words", [("merge",), ("merge", "none.jsonl"), ("export", "some.jsonl")])
def test_a_merge_needs_files_that_are_there(kg: Kg, store: Path, words: tuple[str, ...]) -> None:
    assert kg("judgements", *words).code in {2, 3}
