"""``kg relations``: what the ontology can say, and the words that mean it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import common, render
from kg.errors import KgError, QueryError

if TYPE_CHECKING:
    from kg.config import Settings
    from kg.ontology import Ontology, Property

SIGNS = {1: "+", 0: "0", -1: "−"}


def relations(
    name: Annotated[str | None, typer.Argument(help="Show this one in full.")] = None,
    group: Annotated[str | None, typer.Option(help="Only the relations of this group.")] = None,
    json: common.JsonOption = False,
) -> None:
    """List the relations of the ontology with their words.

    [dim]kg relations suspends[/dim]
    [dim]kg relations --group talks --json[/dim]
    """
    chosen = common.settings()
    meanings = common.ontology(chosen)
    words = _words(chosen, meanings)
    found = [p for p in meanings.relations.values() if name in {None, p.name} and group in {None, p.group}]
    if not found:
        groups = sorted({p.group for p in meanings.relations.values()})
        raise QueryError(
            f"there is no relation {name or group!r}", hint=f"kg relations lists them; groups: {', '.join(groups)}"
        )
    found.sort(key=lambda p: (p.group, p.name))
    if json:
        render.as_json([_described(p, words.get(p.name, [])) for p in found])
    elif name:
        for key, value in _described(found[0], words.get(name, [])).items():
            render.say(f"{key:10} {', '.join(value) if isinstance(value, list) else value}")
    else:
        rows = [
            (p.group, p.name, SIGNS[p.sign], p.plover, _shortened(words.get(p.name, []), p.definition)) for p in found
        ]
        render.table("Relations", ("group", "relation", "sign", "PLOVER", "words"), rows)


def _described(p: Property, words: list[str]) -> dict[str, object]:
    return {
        "relation": p.name,
        "label": p.label,
        "inverse": p.inverse_label,
        "means": p.definition,
        "example": p.example,
        "group": p.group,
        "sign": p.sign,
        "score": str(p.score),
        "plover": p.plover,
        "symmetric": p.symmetric,
        "subject": sorted(p.domain),
        "object": sorted(p.range),
        "words": words,
    }


def _words(chosen: Settings, meanings: Ontology) -> dict[str, list[str]]:
    """The words of each relation; none where the lexicon has a fault, which ``kg check`` tells."""
    from kg import lexicon

    try:
        rules = lexicon.load(common.resources(chosen).lexicon, meanings).rules
    except KgError:
        return {}
    found: dict[str, set[str]] = {}
    for rule in rules:
        triggers = (words for kind in rule.triggers.values() for words in kind)
        found.setdefault(rule.relation, set()).update(triggers)
    return {relation: sorted(words) for relation, words in found.items()}


def _shortened(words: list[str], definition: str, most: int = 12) -> str:
    if not words:
        return definition
    return ", ".join(words[:most]) + (f" … ({len(words)})" if len(words) > most else "")
