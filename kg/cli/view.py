"""``kg view``: the interactive page, in the browser."""

from __future__ import annotations

import tempfile
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from kg.cli import common, render


def view(
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Where the page goes. [dim](a temporary file)[/dim]",
            show_default=False,
        ),
    ] = None,
    title: Annotated[str, typer.Option(help="Heading of the page.")] = "Who does what to whom",
    limit: Annotated[
        int, typer.Option(min=1, max=5000, help="How many actors are drawn at first; search reaches the others.")
    ] = 2000,
    browser: Annotated[bool, typer.Option("--open/--no-open", help="Open it in the browser.")] = True,
    store: common.StoreOption = None,
) -> None:
    """Draw the graph as one page that works offline, and open it. Every line shows the words that say it.

    [dim]kg view[/dim]
    [dim]kg view --output graph.html --no-open[/dim]
    """
    from kg.export import html
    from kg.graph.read import View

    chosen = common.settings(store)
    with common.opened(chosen) as opened:
        page = html.render(View(opened), common.ontology(chosen), title=title, limit=limit)
    path = output or Path(tempfile.mkdtemp(prefix="kg-")) / "graph.html"
    with common.output(path) as out:
        out.write(page.encode())
    if str(path) == "-":
        return
    render.say(f"Page: {path}")
    if browser and not webbrowser.open(path.resolve().as_uri()):
        render.note("no browser could be started; open the file yourself")
