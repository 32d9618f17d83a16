"""Pictures of every analysis, as SVG or PNG bytes. The only door to matplotlib, which comes with the extra ``plots``.

Colours are those of Okabe and Ito (2008), "Color universal design", which stay apart for the colour-blind; conflict is
also hatched or dashed. The same input gives the same bytes: no dates in the files, seeded layouts, text as paths.
"""

from __future__ import annotations

import io
import math
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.errors import ConfigError, MissingResourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import networkx as nx
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from kg.analyse.camps import Camps
    from kg.analyse.compare import Comparison
    from kg.analyse.paths import Connection, Hop
    from kg.analyse.records import Records
    from kg.analyse.shift import Shift
    from kg.analyse.timeline import Timeline

COOPERATION, CONFLICT, NEUTRAL, INK, PAPER = "#0072B2", "#D55E00", "#999999", "#222222", "#FFFFFF"
CAMP_COLOURS = ("#56B4E9", "#E69F00", "#009E73", "#CC79A7", "#F0E442", "#0072B2", "#D55E00")
FORMATS = ("svg", "png")
MOST_LINES, MOST_BARS, MOST_CELLS, MOST_NODES, MOST_TICKS = 7, 25, 20, 45, 12
_STYLE = Path(__file__).with_name("pictures.mplstyle")


def suffix(path: Path) -> str:
    """The format that a file name asks for.

    Raises:
        ConfigError: It is neither ``.svg`` nor ``.png``.
    """
    found = path.suffix.lower().removeprefix(".")
    if found not in FORMATS:
        raise ConfigError(f"cannot draw {path.name}", hint="give a name that ends in .svg or .png")
    return found


def source_note(records: Records) -> str:
    """One line under a picture: what it rests on."""
    articles = {evidence.article for claim in records.claims.values() for evidence in claim.evidence}
    return f"Source: {len(records.claims):,} claims from {len(articles):,} articles."


@contextmanager
def _drawing(width: float, height: float) -> Iterator[tuple[Figure, Axes]]:
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError:
        raise MissingResourceError(
            "pictures need matplotlib, which is not installed", hint="python3 -m pip install 'kg[plots]'"
        ) from None
    with mpl.rc_context(fname=_STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figure = Figure(figsize=(width, height), layout="constrained")
        yield figure, figure.add_subplot()


def _bytes(figure: Figure, title: str, note: str, kind: str) -> bytes:
    figure.suptitle(title, x=0.01, ha="left", weight="bold", size=12)
    figure.supxlabel(note, x=0.01, ha="left", size=8, color="#555555")
    out = io.BytesIO()
    metadata: dict[str, Any] = {"Date": None, "Title": title} if kind == "svg" else {"Software": None, "Title": title}
    figure.savefig(out, format=kind, dpi=144, metadata=metadata)
    return out.getvalue()


def _empty(axes: Axes, words: str) -> None:
    axes.axis("off")
    axes.text(0.5, 0.5, words, ha="center", va="center", transform=axes.transAxes)


def timeline(found: Timeline, kind: str, *, title: str, note: str) -> bytes:
    """Claims by time: cooperation above the line, conflict below, the neutral in grey on top of cooperation."""
    with _drawing(9, 4) as (figure, axes):
        if not found.slices:
            _empty(axes, "No claim has a date.")
        else:
            at = range(len(found.slices))
            good, rest, bad = (
                [getattr(s, key) for s in found.slices] for key in ("cooperation", "neutral", "conflict")
            )
            axes.bar(at, good, color=COOPERATION, label="cooperation")
            axes.bar(at, rest, bottom=good, color="#DDDDDD", label="neutral")
            axes.bar(at, [-value for value in bad], color=CONFLICT, hatch="///", edgecolor=PAPER, label="conflict")
            axes.set_xlim(-0.7, len(found.slices) - 0.3)
            axes.axhline(0, color=INK, linewidth=0.8)
            _time_axis(axes, [s.bucket for s in found.slices])
            axes.set_ylabel("claims")
            axes.legend(frameon=False, ncols=3, loc="upper left")
            axes.yaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
        missing = f" {found.undated:,} claims have no date." if found.undated else ""
        return _bytes(figure, title, note + missing, kind)


def _time_axis(axes: Axes, names: Sequence[str]) -> None:
    shown = range(0, len(names), max(1, -(-len(names) // MOST_TICKS)))
    crowded = len(names) > MOST_TICKS // 2
    labels = [names[i] for i in shown]
    axes.set_xticks(list(shown), labels, rotation=45 if crowded else 0, ha="right" if crowded else "center")


def ranked(values: Mapping[str, float], kind: str, *, title: str, note: str, unit: str) -> bytes:
    """Bars, longest on top."""
    rows = sorted(values.items(), key=lambda item: (-item[1], item[0]))[:MOST_BARS]
    with _drawing(8, max(2.5, 0.32 * len(rows) + 1.2)) as (figure, axes):
        if not rows:
            _empty(axes, "Nothing to rank.")
        else:
            axes.barh(range(len(rows)), [value for _, value in rows], color=COOPERATION)
            axes.set_yticks(range(len(rows)), [_short(name) for name, _ in rows])
            axes.invert_yaxis()
            axes.set_xlabel(unit)
        return _bytes(figure, title, note, kind)


def positions(found: Shift, kind: str, *, note: str) -> bytes:
    """How far an actor moved toward each partner: running sums by time, conflict falling and cooperation rising."""
    moves = [move for move in found.moves if move.direction != "none"][:MOST_LINES]
    names = sorted({step.bucket for move in moves for step in move.series})
    with _drawing(9, 4.8) as (figure, axes):
        if not moves:
            _empty(axes, "Too few acts to draw.")
        ends: list[tuple[float, str, str]] = []
        for number, move in enumerate(moves):
            at = {step.bucket: step.position for step in move.series}
            values, last = [], 0.0
            for name in names:
                last = at.get(name, last)
                values.append(last)
            style = "--" if move.direction == "away" else ":" if move.direction == "mixed" else "-"
            colour = CAMP_COLOURS[number % len(CAMP_COLOURS)]
            axes.step(range(len(names)), values, style, where="mid", color=colour, linewidth=2)
            ends.append((values[-1], f"{_short(move.label)} {move.net:+g}", colour))
        if moves:
            axes.axhline(0, color=INK, linewidth=0.8)
            axes.margins(x=0.02)
            axes.set_xlim(right=(len(names) - 1) + max(1, len(names)) * 0.4)
            _label_ends(axes, ends, len(names) - 1)
            _time_axis(axes, names)
            axes.set_ylabel("toward (+) and away (−), running sum")
        title = f"{found.label}: toward whom, and away from whom"
        return _bytes(figure, title, f"{note} Solid: toward; dashed: away; dotted: both ways.", kind)


def _label_ends(axes: Axes, ends: Sequence[tuple[float, str, str]], x: float) -> None:
    """Names at the ends of lines, pushed apart where lines end close together."""
    bottom, top = axes.get_ylim()
    gap = (top - bottom) / 18
    place = bottom - gap
    for value, name, colour in sorted(ends):
        place = max(value, place + gap)
        axes.plot([x, x + 0.4], [value, place], color=colour, linewidth=0.8)
        axes.annotate(name, (x + 0.4, place), (3, 0), textcoords="offset points", va="center", size=9)


def differences(found: Comparison, kind: str, *, note: str) -> bytes:
    """Ties of two periods: a circle for the earlier value, a disc for the later, a line between."""
    rows = [one for one in found.differences if one.kind != "same"][:MOST_BARS]
    with _drawing(9, max(2.5, 0.32 * len(rows) + 1.4)) as (figure, axes):
        if not rows:
            _empty(axes, "No tie differs.")
        for y, one in enumerate(rows):
            before, after = one.before or 0.0, one.after or 0.0
            colour = COOPERATION if one.change > 0 else CONFLICT
            axes.plot([before, after], [y, y], color=colour, linewidth=2, linestyle="-" if one.change > 0 else "--")
            axes.plot([before], [y], "o", mfc=PAPER, mec=colour)
            axes.plot([after], [y], "o", mfc=colour, mec=colour)
        if rows:
            axes.set_yticks(range(len(rows)), [f"{_short(' – '.join(one.labels), 48)} ({one.kind})" for one in rows])
            axes.invert_yaxis()
            axes.axvline(0, color=INK, linewidth=0.8)
            axes.set_xlabel("cooperation − conflict")
        title = f"From {found.earlier} to {found.later}"
        return _bytes(figure, title, f"{note} Circle: earlier; disc: later.", kind)


def dyads(graph: nx.Graph[str], labels: Mapping[str, str], kind: str, *, title: str, note: str) -> bytes:
    """A heat map of net cooperation between the actors with most of it, either way."""
    strength = {node: sum(d["positive"] + d["negative"] for _, _, d in graph.edges(node, data=True)) for node in graph}
    nodes = sorted(sorted(graph), key=lambda node: -strength[node])[:MOST_CELLS]
    size = max(4.0, 0.4 * len(nodes) + 2)
    with _drawing(size + 1, size) as (figure, axes):
        if not nodes:
            _empty(axes, "No cooperation and no conflict.")
            return _bytes(figure, title, note, kind)
        from matplotlib.colors import LinearSegmentedColormap

        # The root keeps small sums apart beside large ones; the numbers in the cells are the sums themselves.
        cells = [
            [_root(graph.edges[a, b]["weight"]) if graph.has_edge(a, b) else math.nan for b in nodes] for a in nodes
        ]
        most = max((abs(value) for row in cells for value in row if not math.isnan(value)), default=1.0) or 1.0
        colours = LinearSegmentedColormap.from_list("signs", [CONFLICT, "#F7F7F7", COOPERATION])
        axes.pcolormesh(np.ma.masked_invalid(np.array(cells)), cmap=colours, vmin=-most, vmax=most)
        middles = [place + 0.5 for place in range(len(nodes))]
        axes.set_xticks(middles, [_short(labels[n]) for n in nodes], rotation=60, ha="right")
        axes.set_yticks(middles, [_short(labels[n]) for n in nodes])
        axes.invert_yaxis()
        axes.set_aspect("equal")
        for y, row in enumerate(cells):
            for x, value in enumerate(row):
                if not math.isnan(value):
                    weight = graph.edges[nodes[y], nodes[x]]["weight"]
                    dark = PAPER if abs(value) > 0.7 * most else INK
                    axes.text(x + 0.5, y + 0.5, f"{weight:+.0f}", ha="center", va="center", size=7, color=dark)
        return _bytes(figure, title, f"{note} In the cells: cooperation − conflict; blue above 0, red below.", kind)


def ways(found: Connection, kind: str, *, note: str) -> bytes:
    """Each way between two actors as a row of dots, with the first relation of every step and how sure the step is."""
    rows: dict[tuple[Hop, ...], list[str]] = {}
    for way in found.paths:
        rows.setdefault(way.hops, []).append(way.kind)
    longest = max((len(hops) for hops in rows), default=1)
    with _drawing(max(6.0, 2.6 * longest + 1.5), max(2.5, 1.2 * len(rows) + 1.2)) as (figure, axes):
        axes.axis("off")
        if not rows:
            _empty(axes, found.sentence)
            return _bytes(figure, f"From {found.labels[0]} to {found.labels[1]}", note, kind)
        for y, (hops, kinds) in enumerate(rows.items()):
            names = [hops[0].labels[0], *(hop.labels[1] for hop in hops)]
            for x, hop in enumerate(hops):
                axes.plot([x, x + 1], [y, y], color=COOPERATION, linewidth=0.8 + 2.5 * hop.strength, zorder=1)
                _beside(axes, (x + 0.5, y), 5, f"{_short(hop.relations[0])}\n{hop.strength:.0%}", INK)
            for x, name in enumerate(names):
                axes.plot([x], [y], "o", color=PAPER, mec=INK, ms=9, zorder=2)
                _beside(axes, (x, y), -18, _short(name), INK)
            _beside(axes, (0, y), -31, " and ".join(kinds), "#555555")
        axes.set_ylim(len(rows) - 0.4, -0.7)
        axes.margins(x=0.12)
        return _bytes(figure, f"From {found.labels[0]} to {found.labels[1]}", note, kind)


def _beside(axes: Axes, place: tuple[float, float], points: int, words: str, colour: str) -> None:
    axes.annotate(words, place, (0, points), textcoords="offset points", ha="center", size=8, color=colour)


def _root(value: float) -> float:
    return math.copysign(math.sqrt(abs(value)), value)


def camps(graph: nx.Graph[str], found: Camps, labels: Mapping[str, str], kind: str, *, title: str, note: str) -> bytes:
    """Actors coloured by camp, cooperation as blue lines, conflict as dashed red ones; the strongest actors only."""
    strength = {node: sum(d["positive"] + d["negative"] for _, _, d in graph.edges(node, data=True)) for node in graph}
    nodes = sorted(sorted(graph), key=lambda node: -strength[node])[:MOST_NODES]
    drawn = graph.subgraph(nodes)
    with _drawing(10, 8) as (figure, axes):
        axes.axis("off")
        if not nodes:
            _empty(axes, "No cooperation and no conflict.")
            return _bytes(figure, title, note, kind)
        camp = {member: one.number for one in found.camps for member in one.members}
        at = _places(nodes, camp)
        for a, b, data in sorted(drawn.edges(data=True), key=lambda edge: edge[:2]):
            good = data["weight"] >= 0
            axes.plot(
                [at[a][0], at[b][0]], [at[a][1], at[b][1]], color=COOPERATION if good else CONFLICT,
                linestyle="-" if good else "--", linewidth=0.6 + min(3.0, abs(data["weight"]) / 8), alpha=0.6, zorder=1,
            )  # fmt: skip
        for node in sorted(nodes):
            number = camp.get(node)
            colour = "#DDDDDD" if number is None else CAMP_COLOURS[(number - 1) % len(CAMP_COLOURS)]
            axes.plot(*at[node], "o", color=colour, mec=INK, mew=0.6, ms=6 + min(12.0, strength[node] ** 0.5), zorder=2)
            axes.annotate(
                _short(labels[node]), at[node], (0, 9), textcoords="offset points", ha="center", size=8, zorder=3
            )
        axes.margins(0.14)
        hidden = len(graph) - len(nodes)
        more = f" {hidden:,} actors with weaker ties are not drawn." if hidden else ""
        return _bytes(figure, title, f"{note} Blue: cooperation; dashed red: conflict; grey: in no camp.{more}", kind)


def _places(nodes: Sequence[str], camp: Mapping[str, int]) -> dict[str, tuple[float, float]]:
    """Camps on a wide circle by number, members on rings around their strongest; nodes come strongest first."""
    groups: dict[int, list[str]] = {}
    for node in nodes:
        groups.setdefault(camp.get(node, 0), []).append(node)
    ordered = [groups[number] for number in sorted(groups, key=lambda number: (number == 0, number))]
    radii = [_RING * math.ceil((len(group) - 1) / _ON_RING) + _RING / 2 for group in ordered]
    wide = max(sum(radii) / 2.4, max(radii) * 1.3) if len(ordered) > 1 else 0.0
    places = {}
    angle = math.pi / 2
    for group, radius in zip(ordered, radii, strict=True):
        share = math.pi * radius / sum(radii)
        angle -= share
        centre = (1.4 * wide * math.cos(angle), wide * math.sin(angle))
        angle -= share
        for index, node in enumerate(group):
            ring = math.ceil(index / _ON_RING)
            turn = 2 * math.pi * (index % _ON_RING) / min(_ON_RING, max(1, len(group) - 1)) + ring * 0.5
            places[node] = (centre[0] + 1.4 * _RING * ring * math.cos(turn), centre[1] + _RING * ring * math.sin(turn))
    return places


_RING, _ON_RING = 1.0, 7


def _short(text: str, most: int = 28) -> str:
    clean = "".join(ch if ch.isprintable() else " " for ch in text)
    return clean if len(clean) <= most else clean[: most - 1] + "…"
