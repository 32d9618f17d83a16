"""``kg actors``, ``kg merge``, ``kg split``: who is in the graph, and who is one with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import common, render
from kg.errors import ConfigError, QueryError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.config import Settings
    from kg.graph.read import Queryable
    from kg.model import Entity, EntityId
    from kg.resolve.judgements import Judgements

FIRST = Annotated[str, typer.Argument(metavar="A", help="An actor, by any name or id that the graph knows.")]
SECOND = Annotated[str, typer.Argument(metavar="B", help="Another one.")]
NoteOption = Annotated[str, typer.Option(help="Why, for those who read the file.")]


def actors(
    text: Annotated[str, typer.Argument(help="Only actors with a name that holds these words.")] = "",
    kind: Annotated[str | None, typer.Option("--type", help="Only actors of this class.")] = None,
    state: Annotated[str | None, typer.Option(help="Only this state and those that belong to it.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Actors to show.")] = 50,
    store: common.StoreOption = None,
    json: common.JsonOption = False,
) -> None:
    """List the actors of the graph, those with most claims first.

    [dim]kg actors minister[/dim]
    [dim]kg actors --type Person --state Armenia --json[/dim]
    """
    from kg.graph import find
    from kg.graph.read import View
    from kg.model import EntityId

    chosen = common.settings(store)
    meanings = common.ontology(chosen)
    if kind is not None and kind not in meanings.classes:
        raise QueryError(f"there is no class {kind!r}", hint=f"one of {', '.join(sorted(meanings.classes))}")
    with common.opened(chosen) as opened:
        view = View(opened)
        home = EntityId(opened.names.entity_id(find.entity(opened, state))) if state else None
        entities, counts = view.entities(), view.counts()
        around = view.describe(entities)
    wanted = find.fold(text)
    found = [
        one
        for one in entities.values()
        if (kind is None or meanings.is_a(one.type, kind))
        and (home is None or home in {one.id, *one.of})
        and any(wanted in find.fold(name) for name in (one.label, one.id, *one.aliases))
    ]
    found.sort(key=lambda one: (-counts.get(one.id, 0), one.id))
    if json:
        render.as_json([told(one, counts) for one in found[:limit]])
        return
    rows = [
        (one.label, one.type, ", ".join(around[n].label if n in around else n for n in one.of), counts.get(one.id, 0))
        for one in found[:limit]
    ]
    render.table("", ("actor", "type", "of", "claims"), rows, right=("claims",))
    if len(found) > limit:
        render.note(f"and {len(found) - limit} more: --limit {len(found)}")


def told(one: Entity, counts: Mapping[EntityId, int]) -> dict[str, object]:
    """An actor as ``--json`` tells of it."""
    return {
        "id": one.id,
        "label": one.label,
        "type": one.type,
        "aliases": list(one.aliases),
        "wikidata": one.wikidata,
        "of": list(one.of),
        "seeded": one.seeded,
        "claims": counts.get(one.id, 0),
    }


def merge(first: FIRST, second: SECOND, note: NoteOption = "", store: common.StoreOption = None) -> None:
    """Decide that two actors are one; every later build obeys.

    [dim]kg merge "Ararat Mirzoyan" "Ararat Mirzojan"[/dim]
    """
    from kg.resolve.judgements import Verdict

    _decide(Verdict.SAME, first, second, note, store)


def split(first: FIRST, second: SECOND, note: NoteOption = "", store: common.StoreOption = None) -> None:
    """Decide that two names are two actors, whatever their likeness; every later build obeys.

    [dim]kg split "Antony Blinken" "Alan Blinken"[/dim]
    """
    from kg.resolve.judgements import Verdict

    _decide(Verdict.DIFFERENT, first, second, note, store)


def _decide(verdict: str, first: str, second: str, note: str, store: str | None) -> None:
    from kg.resolve import judgements

    chosen = common.settings(store)
    path = judgements_file(chosen)
    known = judgements.load(path)
    decided = judgements.Verdict(verdict)
    with common.opened(chosen) as opened:
        left, right = _who(opened, first, known), _who(opened, second, known)
        if left == right and decided is judgements.Verdict.DIFFERENT:
            left, right = _apart(left, first, second)
    if left == right:
        raise QueryError(f"{first!r} and {second!r} are both {left}", hint="kg explain shows its names")
    changed = judgements.record(path, judgements.Judgement(decided, left, right, note))
    what = "one" if decided is judgements.Verdict.SAME else "two"
    render.say(f"{left} and {right} are {what}: {'written to' if changed else 'stands already in'} {path}")
    if changed:
        render.say("The next kg build reads the articles accordingly.", style="dim")


def judgements_file(chosen: Settings) -> Path:
    """The file of a person's decisions.

    Raises:
        ConfigError: An endpoint has none.
    """
    if chosen.decisions is None:
        raise ConfigError("an endpoint has no file of judgements", hint="name one with KG_JUDGEMENTS")
    return chosen.decisions


def _who(opened: Queryable, name: str, known: Judgements) -> EntityId:
    """The entity that a name means; an id that was judged before need not be in the graph any more."""
    from kg import ids
    from kg.graph import find
    from kg.model import EntityId

    for one in (EntityId(name), ids.entity_id(name)):
        if one in known:
            return one
    return EntityId(opened.names.entity_id(find.entity(opened, name)))


def _apart(one: EntityId, first: str, second: str) -> tuple[EntityId, EntityId]:
    """Two names of one entity: the name that is not its id gets the id that it would have of its own."""
    from kg import ids

    other = next((made for made in map(ids.entity_id, (second, first)) if made != one), one)
    return one, other
