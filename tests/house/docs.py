"""Writes the tables of the documentation from the program: ``python3 -m uv run python -m tests.house.docs --write``.

A table stands between ``<!-- name:start -->`` and ``<!-- name:end -->``; ``test_docs.py`` fails when one is out of date.
"""

from __future__ import annotations

import re
import sys
from dataclasses import fields
from typing import TYPE_CHECKING

from tests.house.project import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

README = ROOT / "README.md"
ONTOLOGY = ROOT / "ontology" / "README.md"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def commands() -> dict[str, str]:
    """Each command's name and the first sentence of its help, in the order of ``kg --help``."""
    import typer

    from kg.cli.app import app

    group = typer.main.get_command(app)
    found: dict[str, str] = {}
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        text = " ".join((command.help or "").split("\n\n")[0].split())
        found[name] = re.sub(r"\[/?\w+\]", "", text)
    return found


def settings() -> dict[str, str]:
    """Each environment variable and what it sets: the last words of each attribute of ``Settings``, and what has no attribute."""
    from kg.config import Settings

    text = Settings.__doc__ or ""
    found: dict[str, str] = {}
    for one in fields(Settings):
        said = re.search(rf"^\s*{one.name}: (.+?) ``(KG_\w+)``\.", text, re.MULTILINE | re.DOTALL)
        assert said, f"Settings says no variable for {one.name}"
        found[said[2]] = " ".join(said[1].replace("``", "`").split())
    return found | {
        "KG_TOKEN": "Whoever sends it as a bearer token may write to `kg serve --writable`; to other endpoints `kg` shows it itself, as such or as `name:password`."
    }


def errors() -> list[tuple[str, str, str]]:
    """Exit code, class and meaning of every error, parents first."""
    from kg import errors as module

    def below(kind: type[module.KgError]) -> Iterable[type[module.KgError]]:
        yield kind
        for child in kind.__subclasses__():
            if child.__module__ == module.__name__:
                yield from below(child)

    return [
        (str(kind.exit_code), f"`{kind.__name__}`", (kind.__doc__ or "").splitlines()[0])
        for kind in below(module.KgError)
    ]


def formats() -> dict[str, str]:
    """Each export format and what it is."""
    from kg.registry import FORMATS

    return {name: one.title for name, one in FORMATS.items()}


def questions() -> list[tuple[str, str, str]]:
    """Each named question, what it asks, and its parameters."""
    from kg.analyse.query import load

    found = load(ROOT / "ontology" / "queries")
    return [
        (name, one.about or one.title, ", ".join(f"`{p.name}`" for p in one.parameters)) for name, one in found.items()
    ]


def quoted(names: dict[str, str]) -> Iterable[tuple[str, str]]:
    """The first column as code."""
    return ((f"`{name}`", text) for name, text in names.items())


TABLES: dict[tuple[Path, str], Callable[[], str]] = {
    (README, "commands"): lambda: table(("command", "what it does"), ((f"`kg {n}`", t) for n, t in commands().items())),
    (README, "settings"): lambda: table(("variable", "meaning"), quoted(settings())),
    (README, "errors"): lambda: table(("exit code", "error", "meaning"), errors()),
    (README, "formats"): lambda: table(("format", "what it is"), quoted(formats())),
    (ONTOLOGY, "questions"): lambda: table(
        ("question", "asks", "parameters"), ((f"`{name}`", about, takes) for name, about, takes in questions())
    ),
}


def filled(path: Path, name: str) -> tuple[str, str]:
    """A file's text as it is, and as it should be for one table."""
    text = path.read_text(encoding="utf-8")
    start, end = f"<!-- {name}:start -->", f"<!-- {name}:end -->"
    assert text.count(start) == text.count(end) == 1, f"{path.name} has no place for the table «{name}»"
    before, rest = text.split(start)
    return text, f"{before}{start}\n{TABLES[path, name]()}\n{end}{rest.split(end)[1]}"


def write() -> None:
    """Put every table into its file."""
    for path, name in TABLES:
        text, wanted = filled(path, name)
        if wanted != text:
            path.write_text(wanted, encoding="utf-8")
            sys.stdout.write(f"{path.relative_to(ROOT)}: {name}\n")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python -m tests.house.docs --write")
    write()
