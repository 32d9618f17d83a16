"""``kg report``: a briefing to read and to send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.analyse.formats import Format
from kg.cli import common
from kg.cli.analysis import Answer, Graph, analysis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.analyse.printing import Picture
    from kg.model import EntityId


@analysis(without=("claims", "plot"))
def report(
    graph: Graph,
    actor: Annotated[str | None, typer.Argument(help="An actor; without one, the whole graph.")] = None,
    kind: Annotated[Format, typer.Option("--format", "-f", help="What to write.")] = Format.MD,
    output: common.OutputOption = None,
    pictures: Annotated[bool, typer.Option("--pictures", help="Put pictures into an HTML briefing.")] = False,
) -> Answer:
    """Write a briefing on the whole graph or on one actor, in which every sentence leads to the words behind it.

    [dim]kg report Armenia --format html --pictures -o armenia.html[/dim]
    [dim]kg report --since 2024[/dim]
    """
    from kg.analyse.printing import written
    from kg.analyse.report import briefing

    who = graph.actor(actor) if actor else None
    found = briefing(graph.records, who, known=graph.known)
    drawn = list(_pictures(graph, who)) if pictures and kind is Format.HTML else []

    def show() -> None:
        text = written(found, kind, drawn)
        with common.output(output) as out:
            out.write(text.encode())

    return Answer(found, show)


def _pictures(graph: Graph, who: EntityId | None) -> Iterator[Picture]:
    from kg.analyse import plots
    from kg.analyse.division import divide, signed_network
    from kg.analyse.printing import Picture
    from kg.analyse.shift import shift
    from kg.analyse.timeline import timeline

    note = plots.source_note(graph.records)
    time = timeline(graph.records, actor=who)
    title = f"Claims by {time.bucket}"
    yield Picture(title, plots.timeline(time, "svg", title=title, note=note))
    if who is not None:
        found = shift(graph.records, who, known=graph.known)
        yield Picture(found.sentence, plots.positions(found, "svg", note=note))
    else:
        network = signed_network(graph.records, known=graph.known)
        division = divide(graph.records, network)
        drawn = plots.camps(network, division.camps, division.labels, "svg", title="Camps", note=note)
        yield Picture(division.sentence, drawn)
