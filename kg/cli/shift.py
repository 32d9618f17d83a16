"""``kg shift``, ``kg compare`` and ``kg timeline``: who moves toward whom, what changed, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.analyse.dates import Bucket, windows
from kg.cli import render
from kg.cli.analysis import Answer, Graph, analysis

if TYPE_CHECKING:
    from kg.analyse.compare import Comparison
    from kg.analyse.shift import Shift
    from kg.analyse.timeline import Timeline

VERBS = {"toward": "toward", "away": "away", "mixed": "both ways", "none": ""}
HEDGED = ("toward", "away")
"""Directions that get a question mark where chance could give them."""
ROWS = 25
AloneOption = Annotated[bool, typer.Option("--alone", help="Officials do not count as whom they act for.")]


@analysis()
def shift(
    graph: Graph,
    actor: Annotated[str, typer.Argument(help="An actor, by any name that the graph knows.")],
    partner: Annotated[list[str] | None, typer.Option("--with", metavar="ACTOR", help="Only this partner.")] = None,
    by: Annotated[Bucket, typer.Option(help="Length of a step.")] = Bucket.MONTH,
    alone: AloneOption = False,
) -> Answer:
    """Say whom an actor moves toward and away from: cooperation minus conflict by partner and time, with its turns.

    Its own acts count in full, what both do together half. Plans count half; what is denied or only possible, nothing.
    Without --since, the series covers the three years before the actor's last act.

    [dim]kg shift Armenia --claims[/dim]
    [dim]kg shift Armenia --with CSTO --by quarter --plot shift.svg[/dim]
    """
    from kg.analyse import plots
    from kg.analyse import shift as moving

    found = moving.shift(
        graph.records, graph.actor(actor), bucket=by, window=None if graph.window.open else graph.window, alone=alone,
        partners=[graph.actor(name) for name in partner or ()], known=graph.known,
    )  # fmt: skip
    cited = [(f"{move.label}: {move.net:+g} since {move.since}", move.claims) for move in found.moves]

    def plot(kind: str) -> bytes:
        return plots.positions(found, kind, note=plots.source_note(graph.records))

    return Answer(found, lambda: _show_shift(found), cited, plot)


def _show_shift(found: Shift) -> None:
    render.say(found.sentence, style="bold")
    if not found.moves:
        return
    columns = ("partner", "", "since", "net", "own acts", "joint", "theirs", "acts", "p", "in return")
    rows = [
        [move.label, VERBS[move.direction] + ("" if move.clear or move.direction not in HEDGED else "?"), move.since,
         *(f"{value:+g}" for value in (move.net, move.own, move.joint, move.other)), move.acts, f"{move.p:.3f}",
         VERBS[move.reply.direction] + ("" if move.reply.clear or move.reply.direction not in HEDGED else "?")]
        for move in found.moves[:ROWS]
    ]  # fmt: skip
    render.table(f"Cooperation minus conflict, {found.window}", columns, rows, right=columns[3:-1])
    for move in found.moves:
        for turn in move.turns:
            render.say(f"{move.label} turned on {turn.day}: {turn.before:+g} an act before, {turn.after:+g} since "
                       f"(p = {turn.p:.3f})")  # fmt: skip
    _steps(found)
    if found.acting:
        render.say(f"Counted as {found.label}: {', '.join(found.acting)}", style="dim")
    for number, words in ((found.older, "before the period"), (found.undated, "without a day")):
        if number:
            render.note(f"{number} acts {words} are left out")


def _steps(found: Shift) -> None:
    moves = [move for move in found.moves if move.direction != "none"][:6]
    names = sorted({step.bucket for move in moves for step in move.series if step.claims})
    if not names:
        return
    values = [{step.bucket: step for step in move.series} for move in moves]
    rows = [
        [name, *(f"{at[name].net:+g}" if name in at and at[name].claims else "·" for at in values)] for name in names
    ]
    columns = (found.bucket, *(move.label for move in moves))
    render.table("By time", columns, rows, right=columns[1:])


@analysis()
def compare(
    graph: Graph,
    earlier: Annotated[str, typer.Option("--from", metavar="PERIOD", help="2023, 2024-03, 2023-09..2024-02.")],
    later: Annotated[str, typer.Option("--to", metavar="PERIOD", help="The other period.")],
    actor: Annotated[str | None, typer.Option(help="Only ties of this actor.")] = None,
    alone: AloneOption = False,
) -> Answer:
    """Compare two periods: which ties are new, which nobody reports any more, which turned.

    [dim]kg compare --from 2023 --to 2024..[/dim]
    """
    from kg.analyse import compare as comparing
    from kg.analyse import plots

    who = graph.actor(actor) if actor else None
    found = comparing.compare(
        graph.records, windows(earlier), windows(later), actor=who, alone=alone, known=graph.known
    )
    cited = [(f"{' – '.join(one.labels)}: {one.kind}", one.claims) for one in found.differences]

    def plot(kind: str) -> bytes:
        return plots.differences(found, kind, note=plots.source_note(graph.records))

    return Answer(found, lambda: _show_compare(found), cited, plot)


def _show_compare(found: Comparison) -> None:
    render.say(found.sentence, style="bold")
    shown = [one for one in found.differences if one.kind != "same"]
    if shown:
        rows = [
            [one.kind, " – ".join(one.labels), *("" if v is None else f"{v:+g}" for v in (one.before, one.after))]
            for one in shown[:ROWS]
        ]
        more = f" (and {len(shown) - ROWS} more)" if len(shown) > ROWS else ""
        columns = ("", "tie", str(found.earlier), str(found.later))
        render.table(f"Ties that differ{more}", columns, rows, right=columns[2:])
    if found.undated:
        render.note(f"{found.undated} acts without a day are left out")


@analysis()
def timeline(
    graph: Graph,
    actor: Annotated[str | None, typer.Argument(help="Only claims of this actor.")] = None,
    by: Annotated[Bucket | None, typer.Option(help="Length of a step. [dim](what gives sixty or fewer)[/dim]")] = None,
) -> Answer:
    """Count claims by time and sign: when there was cooperation, when conflict.

    [dim]kg timeline Armenia --by quarter --plot timeline.svg[/dim]
    """
    from kg.analyse import plots
    from kg.analyse import timeline as time

    found = time.timeline(graph.records, bucket=by, actor=graph.actor(actor) if actor else None)
    cited = [(one.bucket, one.claims) for one in found.slices]

    def plot(kind: str) -> bytes:
        title = f"Claims by {found.bucket}" + (f": {actor}" if actor else "")
        return plots.timeline(found, kind, title=title, note=plots.source_note(graph.records))

    return Answer(found, lambda: _show_timeline(found), cited, plot)


def _show_timeline(found: Timeline) -> None:
    if not found.slices:
        render.say("No claim has a date.")
    else:
        rows = [[one.bucket, one.cooperation, one.neutral, one.conflict] for one in found.slices]
        columns = (found.bucket, "cooperation", "neutral", "conflict")
        render.table("Claims by time and sign", columns, rows, right=columns[1:])
    if found.undated:
        render.note(f"{found.undated} claims have no date")
