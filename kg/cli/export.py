"""``kg export``: the graph in another format."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli import common
from kg.registry import FORMATS, Source, exporter


def export(
    format_name: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="; ".join(f"[bold]{f.name}[/bold] {f.title}" for f in FORMATS.values()),
        ),
    ] = "ttl",
    output: common.OutputOption = None,
    store: common.StoreOption = None,
) -> None:
    """Write the whole graph in a standard format. The same graph always gives the same bytes.

    [dim]kg export --format jsonl > claims.jsonl[/dim]
    [dim]kg export --format html --output exports/graph.html[/dim]
    """
    from kg.graph.read import View

    write = exporter(format_name)
    chosen = common.settings(store)
    meanings = common.ontology(chosen)
    with common.opened(chosen) as opened:
        source = Source(View(opened), meanings, chosen, opened)
        with common.output(output) as out:
            write(source, out)
