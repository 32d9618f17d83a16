"""``kg path``: how two actors are connected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import render
from kg.cli.analysis import Answer, Graph, analysis

if TYPE_CHECKING:
    from kg.analyse.paths import Connection
    from kg.analyse.records import Records

RELATIONS = 4


@analysis()
def path(
    graph: Graph,
    start: Annotated[str, typer.Argument(metavar="FROM", help="An actor, by any name that the graph knows.")],
    end: Annotated[str, typer.Argument(metavar="TO", help="Another.")],
    number: Annotated[int, typer.Option("--number", "-n", min=1, help="Ways of each kind.")] = 1,
    directed: Annotated[bool, typer.Option("--directed", help="Walk only from subject to object.")] = False,
) -> Answer:
    """Explain how two actors are connected: by the fewest steps, and by the surest, each with its quote.

    [dim]kg path Armenia NATO[/dim]
    [dim]kg path "Nikol Pashinyan" "Vladimir Putin" -n 3 --sign + --plot path.svg[/dim]
    """
    from kg.analyse import paths, plots

    one, other = graph.actor(start), graph.actor(end)
    found = paths.connection(graph.records, one, other, number=number, directed=directed)
    cited = [
        (f"{hop.labels[0]} – {hop.labels[1]}", hop.claims)
        for hop in dict.fromkeys(hop for way in found.paths for hop in way.hops)
    ]

    def plot(kind: str) -> bytes:
        return plots.ways(found, kind, note=plots.source_note(graph.records))

    return Answer(found, lambda: _show(graph.records, found), cited, plot, code=0 if found.paths else 1)


def _show(records: Records, found: Connection) -> None:
    from kg.analyse.evidence import cite

    render.say(found.sentence, style="bold")
    for way in found.paths:
        render.say(f"\nThe {way.kind} way ({way.strength:.0%} sure)")
        for hop in way.hops:
            more = len(hop.relations) - RELATIONS
            relations = ", ".join(hop.relations[:RELATIONS]) + (f" and {more} more" if more > 0 else "")
            render.say(f"  {hop.labels[0]}  {relations}  {hop.labels[1]}")
            for one in cite(records, hop.claims[:1]):
                words = " ".join(one.quotes[0].quote.split()) if one.quotes else ""
                render.say(f"    “{words}” {one.quotes[0].article if one.quotes else ''}", style="dim")
