"""Tables, colours and progress: the only place that knows rich."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from itertools import zip_longest
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console

    from kg.model import Issue

WIDE = 10_000
"""Columns where the output is no terminal: nothing is folded in a pipe."""
SHOWN = 20
"""Issues that are shown; the store keeps all."""


def console(*, err: bool = False) -> Console:
    """Where to print; without colours where the output is no terminal."""
    from rich.console import Console

    wide = None if (sys.stderr if err else sys.stdout).isatty() else WIDE
    return Console(stderr=err, highlight=False, width=wide)


def counted(number: int, noun: str) -> str:
    """A number with its noun: ``1 claim``, ``1,200 claims``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def as_json(value: object) -> None:
    """Print as JSON, in the order given."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, right: Sequence[str] = ()) -> None:
    """Print a table; nothing in a cell is taken for markup."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    if title:
        say(f"\n{title}", style="bold")
    made = Table(box=SIMPLE_HEAD, pad_edge=False, show_header=any(columns))
    for column in columns:
        made.add_column(column, justify="right" if column in right else "left", overflow="fold")
    for row in rows:
        made.add_row(*(Text("" if cell is None else printable(str(cell))) for cell in row))
    console().print(made)


def quoted(columns: Sequence[str], rows: Sequence[Sequence[str]], most: int | None = None) -> None:
    """Print rows whose column ``quote`` goes below the others."""
    at = columns.index("quote")
    shown = rows[:most]
    for row, following in zip_longest(shown, shown[1:]):
        say("  ".join(cell for index, cell in enumerate(row) if index != at and cell))
        if following and following[at] == row[at]:
            continue
        say(f"    “{' '.join(row[at].split())}”", style="dim")
    if most is not None and len(rows) > most:
        say(f"and {len(rows) - most} more rows", style="dim")


def printable(text: str) -> str:
    """Text without characters that steer a terminal."""
    return "".join(character if character.isprintable() or character == "\n" else "\ufffd" for character in text)


def say(text: str, *, style: str = "") -> None:
    """Print a line to standard output."""
    from rich.text import Text

    console().print(Text(printable(text), style=style))


def note(text: str, *, style: str = "") -> None:
    """Print a line to standard error."""
    from rich.text import Text

    console(err=True).print(Text(printable(text), style=style))


def issues(found: Sequence[Issue], what: str = "failed") -> None:
    """Print what was left out, and why, to standard error."""
    for issue in found[:SHOWN]:
        note(f"{what} {issue}", style="yellow")
    if len(found) > SHOWN:
        note(f"and {len(found) - SHOWN} more; kg issues lists them all", style="yellow")


@contextmanager
def working(text: str) -> Iterator[Tracker]:
    """A line that says what is being done, on a terminal; silence elsewhere."""
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    shown = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        TimeElapsedColumn(),
        console=console(err=True),
        transient=True,
    )
    shown.disable = not sys.stderr.isatty()
    with shown:
        task = shown.add_task(text)
        yield Tracker(lambda words: shown.update(task, description=printable(words)))


class Tracker:
    """Says what is being done now."""

    def __init__(self, update: object) -> None:
        self._update = update

    def __call__(self, text: str) -> None:
        """Say it."""
        if callable(self._update):
            self._update(text)
