"""The README's recipe for a relation, followed to the letter on a copy of the ontology: no Python is touched."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kg.cli.app import app
from tests.house.docs import README
from tests.house.project import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


def recipe(kind: str) -> str:
    """The recipe's block of one kind, without its indent."""
    text = README.read_text(encoding="utf-8").split("### Add a relation, without Python")[1]
    found = re.search(rf"^( *)```{kind}\n(.*?)^\1```", text, re.MULTILINE | re.DOTALL)
    assert found
    return "".join(line.removeprefix(found[1]) for line in found[2].splitlines(keepends=True))


def test_the_recipe_gives_a_relation_that_is_found_in_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = tmp_path / "ontology"
    shutil.copytree(ROOT / "ontology", mine)
    with (mine / "kg.ttl").open("a", encoding="utf-8") as file:
        file.write("\n" + recipe("turtle"))
    (mine / "lexicon" / "mine.toml").write_text(recipe("toml"), encoding="utf-8")
    monkeypatch.setenv("KG_ONTOLOGY", str(mine))
    checked = CliRunner().invoke(app, ["check"])
    assert checked.exit_code == 0, checked.output
    sentence = re.search(r'kg eval --explain "(.+)"', README.read_text(encoding="utf-8"))
    assert sentence
    read = CliRunner().invoke(app, ["eval", "--explain", sentence[1]], env={"COLUMNS": "200", "NO_COLOR": "1"})
    assert read.exit_code == 0, read.output
    assert "Emmanuel Macron decorates Angela Merkel [factual]" in " ".join(read.output.split())
