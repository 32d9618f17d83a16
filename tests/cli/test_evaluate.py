"""``kg eval``, as a user types it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.reader import machine

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Kg

TEXT = "Armenia joined NATO on Monday.\n\nTurkey will attack Greece.\n"
GOLD = [
    {"article": "a.txt", "s": "Armenia", "p": ["joins"], "o": "NATO", "modality": "factual", "core": True},
    {"article": "a.txt", "s": "Greece", "p": ["joins"], "o": "NATO", "modality": "factual", "core": True},
    {"article": "b.txt", "s": "Greece", "p": ["joins"], "o": "NATO", "modality": "factual", "core": True},
]


@pytest.fixture(autouse=True)
def _loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine that other tests have loaded: a model takes seconds."""
    monkeypatch.setattr("kg.cli.evaluate._machine", lambda _: machine())


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    """The words after ``kg eval`` for two sentences of which one is annotated."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "gold.jsonl").write_text("".join(json.dumps(row) + "\n" for row in GOLD), encoding="utf-8")
    (tmp_path / "aliases.json").write_text("{}", encoding="utf-8")
    gold, aliases = str(tmp_path / "gold.jsonl"), str(tmp_path / "aliases.json")
    return [str(tmp_path / "a.txt"), "--gold", gold, "--aliases", aliases]


def test_figures_missed_and_extra(kg: Kg, words: list[str], tmp_path: Path) -> None:
    found = kg("eval", *words, "--json", str(tmp_path / "out.json"))
    assert found.code == 0
    assert "b.txt" in found.err  # annotated, not read
    assert "Greece joins NATO [factual]" in found.out
    assert "Turkey attacks Greece [planned]" in found.out
    report = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    total = report["total"]
    assert (total["right"], total["extra"], total["found"], total["core"]) == (1, 1, 1, 2)
    assert (total["precision"], total["recall"], total["quotes_verbatim"]) == (0.5, 0.5, 1.0)
    assert [(e["claim"], e["sentence"]) for e in report["extra"]] == [
        ("Turkey attacks Greece [planned]", "Turkey will attack Greece.")
    ]
    assert report["unread"] == ["b.txt"]


def test_json_alone_on_standard_output(kg: Kg, words: list[str]) -> None:
    assert json.loads(kg("eval", *words, "--json", "-").out)["total"]["core"] == 2


def test_explain(kg: Kg) -> None:
    found = kg("eval", "--explain", "Armenia joined NATO last year.", "--on", "2025-01-14")
    assert found.code == 0
    assert "Armenia joins NATO [factual] 2024 to 2024" in found.out
    assert "fired" in found.out


def test_explain_as_json(kg: Kg) -> None:
    found = json.loads(kg("eval", "--explain", "Armenia joined NATO.", "--json", "-").out)
    assert [claim["predicate"] for claim in found["claims"]] == ["joins"]


def test_calibrate_writes_a_table_of_weights(kg: Kg, words: list[str], tmp_path: Path) -> None:
    path = tmp_path / "confidence.toml"
    found = kg("eval", *words, "--calibrate", str(path))
    assert found.code == 0
    assert "[weight]" in path.read_text(encoding="utf-8")
    assert "calibration error" in found.err


@pytest.mark.parametrize("left_out", ["--gold", "--aliases"])
def test_gold_and_aliases_belong_together(kg: Kg, words: list[str], left_out: str) -> None:
    at = words.index(left_out)
    found = kg("eval", *words[:at], *words[at + 2 :])
    assert found.code == 2
    assert "kg eval --explain" in found.err


def test_a_faulty_line_of_gold_is_named(kg: Kg, words: list[str], tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text("nonsense\n", encoding="utf-8")
    found = kg("eval", *words)
    assert found.code == 3
    assert "gold.jsonl:1" in found.err
