"""The documentation keeps up with the program, and its examples run."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest

from kg import lexicon, ontology
from kg.config import DEFAULT_BASE
from tests.house import docs
from tests.house.project import ROOT, name, tracked

if TYPE_CHECKING:
    from pathlib import Path

README = docs.README.read_text(encoding="utf-8")
PAGES = [
    path for path in tracked() if path.suffix == ".md" and not name(path).startswith(("seeds/articles/", "tests/"))
]
BLOCK = re.compile(r"^```(console|python|turtle|toml|sparql)\n(.*?)^```", re.MULTILINE | re.DOTALL)
KNOWN = ("kg ", "python3 -m uv ", "uv ", "pipx ", "git ", "cd ", "curl ", "KG_TOKEN=")


def blocks(path: Path, kind: str) -> list[str]:
    return [found[2] for found in BLOCK.finditer(path.read_text(encoding="utf-8")) if found[1] == kind]


def typed(path: Path) -> list[str]:
    """Command lines that a page tells its reader to type."""
    return [line[2:] for block in blocks(path, "console") for line in block.splitlines() if line.startswith("$ ")]


@pytest.mark.parametrize(("path", "table"), docs.TABLES, ids=str)
def test_a_table_says_what_the_program_says(path: Path, table: str) -> None:
    text, wanted = docs.filled(path, table)
    assert text == wanted, "python3 -m uv run python -m tests.house.docs --write"


def test_every_class_and_relation_is_described_as_the_ontology_has_it() -> None:
    text = docs.ONTOLOGY.read_text(encoding="utf-8")
    meanings = ontology.load(ROOT / "ontology", DEFAULT_BASE)
    rows = {found[1]: found[0] for found in re.finditer(r"^\| `(\w+)`.*$", text, re.MULTILINE)}
    missing = [one for one in (*meanings.classes, *meanings.relations) if one not in rows]
    assert missing == []
    for relation in meanings.relations.values():
        assert relation.definition in rows[relation.name], relation.name
        assert ("↔" in rows[relation.name]) == relation.symmetric, relation.name
        assert f"| {relation.plover} |" in rows[relation.name].replace("|  |", "| |") or not relation.plover, (
            relation.name
        )


def test_every_trait_is_described_and_asked_for() -> None:
    text = (ROOT / "ontology" / "kg.ttl").read_text(encoding="utf-8")
    traits = dict(
        re.findall(
            r'^kg:(\w+) a skos:Concept ;\s+skos:inScheme kg:traits ;[^.]*?skos:definition "([^"]+)"', text, re.MULTILINE
        )
    )
    assert traits
    assert re.findall(
        r"^\| `(\w+)` \| ([^|]+) \|$",
        docs.ONTOLOGY.read_text(encoding="utf-8").partition("### Traits")[2].partition("\n## ")[0],
        re.MULTILINE,
    ) == list(traits.items())
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "kg").rglob("*.py"))
    assert [one for one in traits if f'"{one}" ' not in code] == []


def test_every_slot_of_the_rule_language_is_in_the_recipes() -> None:
    slots = set(re.findall(r"^``([\w.]+)``", lexicon.__doc__ or "", re.MULTILINE))
    assert len(slots) >= 8
    text = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [one for one in sorted(slots) if f"`{one}`" not in text] == []


def test_the_first_commands_are_the_two_that_a_newcomer_types() -> None:
    assert typed(docs.README)[:2] == [
        "python3 -m pip install uv && python3 -m uv run kg demo",
        "python3 -m uv run pytest",
    ]


@pytest.mark.parametrize("path", [path for path in PAGES if typed(path)], ids=name)
def test_every_line_to_type_is_a_command_with_options_that_exist(path: Path) -> None:
    import typer

    from kg.cli.app import app

    group = typer.main.get_command(app)
    for line in typed(path):
        for part in re.split(r" (?:&&|\|) ", line):
            if not part.startswith("kg "):
                assert part.startswith((*KNOWN, "python3 -m pip", "head")), part
                continue
            words = shlex.split(part.split(" > ")[0], comments=True)[1:]
            command = group.commands.get(words[0])  # type: ignore[attr-defined]
            assert command is not None, part
            options = {opt for one in command.params for opt in (*one.opts, *one.secondary_opts)}
            used = {word.split("=")[0] for word in words[1:] if re.match(r"--?[a-z]", word)}
            assert used <= options | {"--help"}, part


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", text)
    assert [one for one in targets if not (path.parent / one).exists()] == []


@pytest.mark.parametrize("block", blocks(docs.README, "python"))
def test_python_examples_compile(block: str) -> None:
    compile(block, "README.md", "exec")


def test_every_folder_says_what_lives_in_it() -> None:
    missing = [
        one
        for one in ("kg", "ontology", "ontology/lexicon", "seeds", "tests", "exports")
        if not (ROOT / one / "README.md").exists()
    ]
    assert missing == []
