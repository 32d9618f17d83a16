"""``kg stats``: what is in a graph, and who is central in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import render
from kg.cli.analysis import Answer, Graph, analysis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.analyse.summary import Count, Stats
    from kg.model import Issue

MONTHS = 24
COUNTED = ("degree", "in", "out")


@analysis()
def stats(
    graph: Graph,
    top: Annotated[int, typer.Option("--top", "--limit", min=1, help="Rows in each table.")] = 10,
    by: Annotated[
        str,
        typer.Option(
            help="What orders the actors: degree, in, out, pagerank, betweenness, eigenvector, hub or authority."
        ),
    ] = "degree",
    sources: Annotated[
        int | None,
        typer.Option(
            "--samples", min=2, help="Actors to start from for betweenness. [dim](all, if not too many)[/dim]"
        ),
    ] = None,
    backend: Annotated[str | None, typer.Option(help="A backend of networkx, where one is installed.")] = None,
) -> Answer:
    """Count what is in the graph, and say who is central: several measures side by side.

    [dim]kg stats[/dim]
    [dim]kg stats --sign - --since 2024 --by in --claims[/dim]
    """
    from kg.analyse import plots, summary
    from kg.analyse.network import dispatched

    with dispatched(backend):
        found = summary.stats(graph.records, top=top, by=by, sources=sources)
    cited = [
        (f"{one.label}: {by} {one.values.get(by, 0):g}, rank {one.ranks.get(by)}", one.claims) for one in found.central
    ]

    def plot(kind: str) -> bytes:
        values = {one.label: one.values.get(by, 0.0) for one in found.central}
        note = plots.source_note(graph.records)
        return plots.ranked(values, kind, title="The most central actors", note=note, unit=by)

    return Answer(found, lambda: show(found, graph.issues, top), cited, plot)


def show(found: Stats, issues: Sequence[Issue] = (), top: int = 10) -> None:
    """Print the figures as tables."""
    shape = found.shape
    render.say(
        f"{found.claims:,} claims about {found.entities:,} entities in {found.articles:,} articles; "
        f"{found.asserted:,} are stated as fact",
        style="bold",
    )
    if shape.actors:
        parts = f"{len(shape.components):,} parts, the largest of {shape.components[0]:,} actors"
        render.say(
            f"{shape.actors:,} actors, {shape.ties:,} ties"
            + (f", density {shape.density:.3g}" if shape.density is not None else "")
            + (f", {shape.reciprocity:.0%} returned" if shape.reciprocity is not None else "")
            + f"; {parts if len(shape.components) > 1 else 'all hang together'}"
        )
    elif found.claims:
        render.say("No two actors are tied by a claim that is not negated.")
    else:
        render.say("Nothing to measure: no claim was chosen.")
    _central(found)
    for title, counts in (("Relations", found.relations), ("Signs", found.signs), ("Modalities", found.modalities),
                          ("Sources", found.sources)):  # fmt: skip
        _counted(title, counts[:top], len(counts) - top)
    _counted("Months", found.months[-MONTHS:], 0)
    for note in found.notes:
        render.note(note)
    if issues:
        render.note(f"{len(issues)} things were left out when it was built:")
        render.issues(issues, "left out")


def _central(found: Stats) -> None:
    if not found.central:
        return
    names = list(found.central[0].values)
    rows = [[one.label, one.type, *(_figure(name, one.values[name]) for name in names)] for one in found.central]
    render.table(f"Most central actors, by {found.by}", ["actor", "type", *names], rows, right=names)


def _figure(measure: str, value: float) -> str:
    return f"{value:,.0f}" if measure in COUNTED else f"{value:.3f}"


def _counted(title: str, counts: Sequence[Count], more: int) -> None:
    if counts:
        rows = [[count.name, count.number] for count in counts]
        render.table(title + (f" (and {more} more)" if more > 0 else ""), ("", ""), rows)
