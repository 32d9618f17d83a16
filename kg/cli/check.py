"""``kg check``: is the knowledge consistent, and does the graph conform."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import common, render
from kg.errors import KgError, QueryError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.config import Settings
    from kg.ontology import Ontology


def check(
    graph: Annotated[
        bool, typer.Option("--graph", help="Also validate the graph against ontology/shapes.ttl (SHACL).")
    ] = False,
    store: common.StoreOption = None,
    json: common.JsonOption = False,
) -> None:
    """Check ontology, lexicon, seed actors, questions and rules; with --graph also a built graph.

    Exit code 1 says that something does not fit; each fault names its file and line.

    [dim]kg check --graph[/dim]
    """
    chosen = common.settings(store)
    faults: list[str] = []
    counts: dict[str, int] = {}
    meanings = _try("relations", lambda: common.ontology(chosen), faults, counts, lambda found: len(found.relations))
    if meanings is not None:
        _try("lexicon rules", lambda: _lexicon(chosen, meanings), faults, counts, int)
    _try("seed actors", lambda: _seeds(chosen), faults, counts, int)
    _try("questions", lambda: _questions(chosen), faults, counts, int)
    _try("inference rules", lambda: _rules(chosen), faults, counts, int)
    if graph and not faults:
        _try("violations", lambda: _graph(chosen, faults), faults, counts, int)
    if json:
        render.as_json({"conforms": not faults, "faults": faults, "counts": counts})
    else:
        for fault in faults:
            render.note(fault, style="red")
        render.say(
            ", ".join(f"{count} {what}" for what, count in counts.items()) + (": consistent" if not faults else "")
        )
    if faults:
        sys.exit(1)


def _try[T](
    what: str, load: Callable[[], T], faults: list[str], counts: dict[str, int], size: Callable[[T], int]
) -> T | None:
    try:
        found = load()
    except KgError as error:
        faults.append(str(error))
        return None
    counts[what] = size(found)
    return found


def _graph(chosen: Settings, faults: list[str]) -> int:
    """Validate the graph; violations are put with the other faults."""
    from kg.reason import shacl

    with common.opened(chosen) as opened:
        found = [str(one) for one in shacl.violations(opened, common.resources(chosen).ontology / "shapes.ttl")]
    faults += found
    return len(found)


def _questions(chosen: Settings) -> int:
    from kg.analyse.querylint import faults
    from kg.graph.names import Names

    questions = common.questions(chosen)
    for question in questions.values():
        found = list(faults(question, Names(chosen.base)))
        if found:
            raise QueryError("; ".join(found), path=question.path)
    return len(questions)


def _rules(chosen: Settings) -> int:
    from kg.graph.names import Names
    from kg.reason import infer

    return len(infer.load(common.resources(chosen).rules, Names(chosen.base)))


def _lexicon(chosen: Settings, meanings: Ontology) -> int:
    from kg import lexicon

    return len(lexicon.load(common.resources(chosen).lexicon, meanings).rules)


def _seeds(chosen: Settings) -> int:
    from kg import turtle

    files = sorted(common.resources(chosen).actors.glob("*.ttl"))
    return sum(1 for iri in turtle.descriptions(files, chosen.base) if iri.startswith(chosen.base + "entity/"))
