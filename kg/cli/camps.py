"""``kg camps`` and ``kg brokers``: who stands together, and who stands between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import render
from kg.cli.analysis import Answer, Graph, analysis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.analyse.brokers import Brokers
    from kg.analyse.camps import Tie
    from kg.analyse.division import Division

MEMBERS = 12
TIES = 10


@analysis()
def camps(
    graph: Graph,
    resolution: Annotated[float, typer.Option(min=0.01, help="Above 1: more and smaller camps; below 1: fewer.")] = 1.0,
    alone: Annotated[bool, typer.Option("--alone", help="Officials do not count as whom they act for.")] = False,
    heat: Annotated[bool, typer.Option("--heat", help="Draw the heat map of pairs instead of the camps.")] = False,
    backend: Annotated[str | None, typer.Option(help="A backend of networkx, where one is installed.")] = None,
) -> Answer:
    """Find the camps: held together by cooperation, set apart by conflict; and say how balanced the whole is.

    [dim]kg camps[/dim]
    [dim]kg camps --since 2024 --plot camps.svg[/dim]
    """
    from kg.analyse import division, plots
    from kg.analyse.network import dispatched

    network = division.signed_network(graph.records, alone=alone, known=graph.known)
    with dispatched(backend):
        found = division.divide(graph.records, network, resolution=resolution)
    cited = [(f"Camp {camp.number}: cooperation {camp.cooperation:g}, conflict {camp.conflict:g}", camp.claims)
             for camp in found.camps.camps]  # fmt: skip
    cited += [(f"{_pair(found, tie)}: {tie.weight:+g}, against the camps", tie.claims) for tie in found.camps.against]

    def plot(kind: str) -> bytes:
        note = plots.source_note(graph.records)
        if heat:
            return plots.dyads(network, found.labels, kind, title="Cooperation and conflict by pair", note=note)
        return plots.camps(network, found.camps, found.labels, kind, title="Camps", note=note)

    return Answer(found, lambda: _show_camps(found), cited, plot)


def _show_camps(found: Division) -> None:
    render.say(found.sentence, style="bold")
    rows = [
        [camp.number, len(camp.members), _members(found, camp.members), f"{camp.cooperation:g}", f"{camp.conflict:g}"]
        for camp in found.camps.camps
    ]
    if rows:
        render.table("Camps", ("", "actors", "members", "cooperation", "conflict"), rows,
                     right=("", "actors", "cooperation", "conflict"))  # fmt: skip
    if found.camps.alone:
        render.say(f"Alone: {_members(found, found.camps.alone)}")
    if found.camps.between:
        render.table(
            "Between the camps", ("camps", "cooperation", "conflict"),
            [[f"{one.one} – {one.other}", f"{one.cooperation:g}", f"{one.conflict:g}"] for one in found.camps.between],
            right=("cooperation", "conflict"),
        )  # fmt: skip
    if found.camps.ties:
        _show_balance(found)


def _show_balance(found: Division) -> None:
    division, three, lines = found.camps, found.triangles, found.frustration
    render.say(
        f"\nSigned modularity {division.modularity:.3f}; {len(division.against)} of {division.ties} ties "
        "run against the camps."
    )
    if three.total:
        render.say(
            f"{three.total} triangles: {three.ppp} of friends, {three.pmm} of friends with a common enemy, "
            f"{three.ppm} torn, {three.mmm} of enemies; {three.balance:.0%} balanced."
        )
    index = f"is {lines.upper}" if lines.exact else f"lies between {lines.lower} and {lines.upper}"
    render.say(
        f"Two clean sides: the frustration index {index}, of {lines.ties} ties (balance {lines.balance:.2f} of 1)."
    )
    _ties(found, "Against the camps", division.against)
    _ties(found, "Against any two sides", lines.against)


def _ties(found: Division, title: str, ties: Sequence[Tie]) -> None:
    if ties:
        more = f" (and {len(ties) - TIES} more)" if len(ties) > TIES else ""
        render.table(title + more, ("", ""), [[_pair(found, tie), f"{tie.weight:+g}"] for tie in ties[:TIES]])


def _pair(found: Division, tie: Tie) -> str:
    return f"{found.labels[tie.one]} – {found.labels[tie.other]}"


def _members(found: Division, members: Sequence[str]) -> str:
    shown = ", ".join(found.labels[member] for member in members[:MEMBERS])
    return shown + (f" and {len(members) - MEMBERS} more" if len(members) > MEMBERS else "")


@analysis()
def brokers(
    graph: Graph,
    top: Annotated[int, typer.Option("--top", "--limit", min=1, help="Rows of the table.")] = 10,
    backend: Annotated[str | None, typer.Option(help="A backend of networkx, where one is installed.")] = None,
) -> Answer:
    """Name those without whom others would not be connected: between the camps, and at the joints of the network.

    [dim]kg brokers --claims[/dim]
    """
    from kg.analyse import brokers as between
    from kg.analyse import plots
    from kg.analyse.network import dispatched

    with dispatched(backend):
        found = between.brokers(graph.records, top=top)
    cited = [(f"{one.label}: {one.between:.1%} of the ways between camps", one.claims) for one in found.brokers]

    def plot(kind: str) -> bytes:
        values = {one.label: 100 * one.between for one in found.brokers}
        note = plots.source_note(graph.records)
        return plots.ranked(values, kind, title="Between the camps", note=note, unit="% of shortest ways between camps")

    return Answer(found, lambda: _show_brokers(found), cited, plot)


def _show_brokers(found: Brokers) -> None:
    render.say(found.sentence, style="bold")
    if found.brokers:
        rows = [
            [one.label, one.camp or "", f"{one.between:.1%}", ", ".join(map(str, one.reaches)),
             f"falls into {one.parts} parts" if one.cuts else ""]
            for one in found.brokers
        ]  # fmt: skip
        columns = ("actor", "camp", "ways between camps", "tied to camps", "without it the network")
        render.table("Brokers", columns, rows, right=("ways between camps",))
    if found.note:
        render.note(found.note)
