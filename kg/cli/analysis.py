"""What all analyses share: which claims they read, and how their answers are shown, drawn and traced to quotes."""

from __future__ import annotations

import inspect
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path  # noqa: TC003 - typer reads it
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from kg.analyse.records import Records, Selection
from kg.cli import common, render
from kg.errors import ConfigError
from kg.model import Modality  # noqa: TC001 - typer reads it

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.analyse.dates import Window
    from kg.config import Settings
    from kg.model import ClaimId, EntityId, Issue

CITED = 12
"""Claims that are quoted below each heading; ``--json`` gives all."""
FILTERS = "Which claims"


@dataclass(frozen=True, slots=True)
class Graph:
    """The chosen claims, all claims, the days they were chosen by, and what was left out when the graph was built."""

    records: Records
    known: Records
    window: Window
    issues: tuple[Issue, ...]

    def actor(self, name: str) -> EntityId:
        """The id of whoever a user named.

        Raises:
            QueryError: Nobody or several are called that.
        """
        from kg.analyse import lookup

        return lookup.find(self.records, name).id


@dataclass(frozen=True, slots=True)
class Answer:
    """What an analysis found, and how to show it.

    Attributes:
        result: A frozen dataclass, printed whole by ``--json``.
        show: Prints it for a reader.
        cited: Headings and the claims below them, for ``--claims``.
        plot: Draws it in a format, ``svg`` or ``png``.
        code: Exit code; 1 where the answer is no.
    """

    result: object
    show: Callable[[], None]
    cited: Sequence[tuple[str, Sequence[ClaimId]]] = ()
    plot: Callable[[str], bytes] | None = None
    code: int = 0


def _several(flag: str, metavar: str, text: str) -> Any:  # noqa: ANN401 - typer's own type is Any
    return typer.Option(flag, metavar=metavar, help=f"{text} Several by repeating it.", rich_help_panel=FILTERS)


@dataclass(frozen=True, slots=True)
class _Filters:
    """The options that choose claims; each field is an option of every analysis."""

    relation: Annotated[list[str] | None, _several("--relation", "NAME", "Only this relation.")] = None
    group: Annotated[list[str] | None, _several("--group", "NAME", "Only this group of relations.")] = None
    sign: Annotated[list[str] | None, _several("--sign", "+|-|0", "Only cooperation, conflict or neither.")] = None
    modality: Annotated[list[Modality] | None, _several("--modality", "NAME", "Only this modality.")] = None
    source: Annotated[list[str] | None, _several("--source", "NAME", "Only articles of this source.")] = None
    type: Annotated[list[str] | None, _several("--type", "CLASS", "Only between actors of this class.")] = None
    min_confidence: Annotated[
        float, typer.Option("--min-confidence", min=0, max=1, help="Least confidence.", rich_help_panel=FILTERS)
    ] = 0.0
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Day, month or year.", rich_help_panel=FILTERS)
    ] = None
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Day, month or year.", rich_help_panel=FILTERS)
    ] = None
    asserted: Annotated[
        bool, typer.Option("--asserted", help="Only what is stated as fact.", rich_help_panel=FILTERS)
    ] = False

    def selection(self) -> Selection:
        """The condition that they make up."""
        from kg.analyse.dates import window

        return Selection(
            relations=tuple(self.relation or ()),
            groups=tuple(self.group or ()),
            signs=tuple(_sign(text) for text in self.sign or ()),
            modalities=tuple(self.modality or ()),
            sources=tuple(self.source or ()),
            types=tuple(self.type or ()),
            confidence=self.min_confidence,
            window=window(self.since, self.until),
            asserted=self.asserted,
        )


def _sign(text: str) -> int:
    signs = {"+": 1, "1": 1, "+1": 1, "-": -1, "−": -1, "-1": -1, "0": 0}
    if text not in signs:
        raise ConfigError(f"no such sign: {text}", hint="give +, - or 0")
    return signs[text]


@dataclass(frozen=True, slots=True)
class _Output:
    """Where the graph is, and how the answer is wanted."""

    store: common.StoreOption = None
    claims: Annotated[bool, typer.Option("--claims", help="Quote the claims behind every number.")] = False
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE", help="Draw it, as .svg or .png.", show_default=False)
    ] = None
    json: common.JsonOption = False


def analysis(*, without: tuple[str, ...] = ()) -> Callable[[Callable[..., Answer]], Callable[..., None]]:
    """Makes a command of typer from a function that takes a ``Graph`` and its own options and gives an ``Answer``.

    The options of ``_Filters`` and ``_Output`` are added to those of the function, but for those named in ``without``.
    """

    def made(command: Callable[..., Answer]) -> Callable[..., None]:
        def run(**given: object) -> None:
            filters = _Filters(**_taken(given, _Filters))
            output = _Output(**_taken(given, _Output))
            if output.plot is not None:
                from kg.analyse.plots import suffix

                suffix(output.plot)
            with reading(common.settings(output.store), filters.selection()) as graph:
                _give(graph, command(graph, **given), output)

        run.__name__, run.__doc__ = command.__name__, command.__doc__
        _sign_as(run, command, without)
        return run

    return made


def _sign_as(run: Callable[..., None], command: Callable[..., Answer], without: tuple[str, ...]) -> None:
    """Give a function the parameters from which typer makes options."""
    own = [one for one in inspect.signature(command).parameters.values() if one.name != "graph"]
    hints = get_type_hints(command, include_extras=True)
    for extra in (_Filters, _Output):
        hints |= get_type_hints(extra, include_extras=True)
        own += [one for one in inspect.signature(extra).parameters.values() if one.name not in without]
    every = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=hints[one.name]) for one in own]
    run.__annotations__ = {one.name: one.annotation for one in every}
    run.__signature__ = inspect.Signature(every)  # type: ignore[attr-defined]  # how inspect lets a function say it


def _taken(given: dict[str, object], kind: type) -> dict[str, Any]:
    return {name: given.pop(name) for name in inspect.signature(kind).parameters if name in given}


@contextmanager
def reading(chosen: Settings, selection: Selection) -> Iterator[Graph]:
    """The claims of a store that meet a condition; it stays open for the words of those that are shown."""
    from kg.graph.read import View

    meanings = common.ontology(chosen)
    with common.opened(chosen) as opened:
        records = Records.read(View(opened), meanings)
        issues = tuple(opened.issues())
        yield Graph(selection.apply(records), records, selection.window, issues)


def _give(graph: Graph, answer: Answer, output: _Output) -> None:
    if output.json:
        from kg.analyse.evidence import document

        render.as_json(document(graph.records, answer.result, claims=output.claims))
    else:
        answer.show()
        if output.claims:
            quote(graph.records, answer.cited)
    if output.plot is not None:
        draw(answer, output.plot)
    if answer.code:
        raise typer.Exit(answer.code)


def draw(answer: Answer, path: Path) -> None:
    """Write an answer's picture.

    Raises:
        ConfigError: The answer has none, or the name ends neither in .svg nor in .png.
    """
    from kg.analyse.plots import suffix

    kind = suffix(path)
    if answer.plot is None:
        raise ConfigError("this analysis has no picture", hint="leave out --plot")
    drawn = answer.plot(kind)
    with common.output(path) as out:
        out.write(drawn)
    render.note(f"drawn: {path}")


def quote(records: Records, cited: Sequence[tuple[str, Sequence[ClaimId]]]) -> None:
    """Print claims with their quotes, below headings."""
    from kg.analyse.evidence import cite

    for heading, ids in cited:
        found = cite(records, ids)
        if not found:
            continue
        render.say(f"\n{heading} ({len(found)})", style="bold")
        for one in found[:CITED]:
            render.say(f"{one.date or '?':10}  {one.sentence}")
            for quoted in one.quotes[:1]:
                words = " ".join(quoted.quote.split())
                render.say(f"            “{words}” {quoted.article}", style="dim")
        if len(found) > CITED:
            render.say(f"            and {len(found) - CITED} more: --claims --json", style="dim")
