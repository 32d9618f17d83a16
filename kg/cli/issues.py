"""``kg issues``: what could not be read or was refused, and why."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from kg.cli import common, render


def issues(
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="Only this kind, as the table names it.")] = None,
    inputs: Annotated[bool, typer.Option("--inputs", help="Only inputs that gave no article.")] = False,
    store: common.StoreOption = None,
    json: common.JsonOption = False,
) -> None:
    """List what was left out of the graph: files that could not be read, claims that were refused, and why.

    [dim]kg issues --inputs[/dim]
    [dim]kg issues --kind row --json[/dim]
    """
    with common.opened(common.settings(store)) as opened:
        found = [one for one in opened.issues() if (not kind or one.kind == kind) and not (inputs and one.article)]
    if json:
        render.as_json([asdict(issue) for issue in found])
        return
    for issue in found:
        render.say(f"{issue.kind}: {issue}")
    render.note(render.counted(len(found), "issue") if found else "nothing was left out")
