"""Options that many commands share, and what they mean."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.config import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from kg.analyse.query import Question
    from kg.graph.store import Store
    from kg.ontology import Ontology
    from kg.resources import Resources

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        "-s",
        metavar="PATH",
        help="The graph: a folder, or the URL of a SPARQL endpoint. [dim](KG_STORE, or exports/store)[/dim]",
        show_default=False,
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write here instead of to standard output.", show_default=False
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON instead of a table.")]


def settings(store: str | None = None, model: str | None = None) -> Settings:
    """Settings from the environment, with the options given in their place."""
    return Settings.from_environment().but(store=store, model=model)


@contextmanager
def opened(chosen: Settings) -> Iterator[Store]:
    """The store, for reading: a folder, or a SPARQL endpoint by its URL."""
    from kg.graph.store import open_store

    with open_store(chosen.store, chosen.base) as store:
        yield store


def resources(chosen: Settings) -> Resources:
    """The folders of ontology and seeds."""
    from kg import resources

    return resources.find(chosen)


def ontology(chosen: Settings) -> Ontology:
    """The ontology that the settings name."""
    from kg import ontology

    return ontology.load(resources(chosen).ontology, chosen.base)


def questions(chosen: Settings) -> dict[str, Question]:
    """The questions that have a name."""
    from kg.analyse.query import load

    return load(resources(chosen).queries)


@contextmanager
def output(path: Path | None) -> Iterator[BinaryIO]:
    """A file that is written whole or not at all, or standard output."""
    if path is None or str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    from kg.export.files import replacing

    with replacing(path) as file:
        yield file
