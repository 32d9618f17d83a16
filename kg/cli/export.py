"""``kg export``: the graph in another format."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli import common
from kg.errors import ConfigError
from kg.registry import FORMATS, Source, exporter

RDF12 = ("ttl", "trig", "nq", "nt")


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
    rdf12: Annotated[
        bool, typer.Option("--rdf12", help="Claims as RDF 1.2 reifiers, in ttl, trig, nq and nt.")
    ] = False,
) -> None:
    """Write the whole graph in a standard format. The same graph always gives the same bytes.

    [dim]kg export --format jsonl > claims.jsonl[/dim]
    [dim]kg export --format html --output exports/graph.html[/dim]
    """
    from kg.graph.read import View

    if rdf12 and format_name not in RDF12:
        raise ConfigError(f"RDF 1.2 cannot be written as {format_name}", hint=f"one of {', '.join(RDF12)}")
    write = exporter(format_name)
    chosen = common.settings(store)
    meanings = common.ontology(chosen)
    with common.opened(chosen) as opened:
        source = Source(View(opened), meanings, chosen, opened, rdf12)
        with common.output(output) as out:
            write(source, out)
