"""``kg stats``: what is in a graph."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import common, render

if TYPE_CHECKING:
    from kg.graph.read import View
    from kg.model import EntityId, Issue


def stats(
    store: common.StoreOption = None,
    limit: Annotated[int, typer.Option(min=1, help="Rows in each table.")] = 10,
    json: common.JsonOption = False,
) -> None:
    """Count what is in the graph: actors, relations, claims by modality, the actors with most partners.

    [dim]kg stats --json[/dim]
    """
    from kg.graph.read import View

    with common.opened(common.settings(store)) as opened:
        found, issues = count(View(opened)), list(opened.issues())
    if json:
        render.as_json(found | {"issues": [_described(issue) for issue in issues]})
        return
    show(found, limit)
    if issues:
        render.note(f"{len(issues)} things were left out when it was built:")
        render.issues(issues)


def count(view: View) -> dict[str, object]:
    """Figures of a graph, each table sorted by figure, then by name."""
    entities, claims = view.entities(), list(view.claims())
    partners: dict[EntityId, set[EntityId]] = defaultdict(set)
    for claim in claims:
        partners[claim.subject].add(claim.object)
        partners[claim.object].add(claim.subject)
    central = {entities[name].label: len(others) for name, others in partners.items()}
    return {
        "articles": len(view.articles()),
        "actors": len(entities),
        "claims": len(claims),
        "classes": _sorted(Counter(entity.type for entity in entities.values())),
        "relations": _sorted(Counter(claim.predicate for claim in claims)),
        "modalities": _sorted(Counter(claim.modality.value for claim in claims)),
        "central": _sorted(central),
    }


def _sorted(counted: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def show(found: dict[str, object], limit: int) -> None:
    """Print the figures as tables."""
    render.say(f"{found['claims']} claims by {found['actors']} actors in {found['articles']} articles", style="bold")
    titles = (
        ("central", "Actors with most partners"),
        ("relations", "Relations"),
        ("modalities", "Modalities"),
        ("classes", "Classes"),
    )
    for key, title in titles:
        counted = found[key]
        if isinstance(counted, dict) and counted:
            render.table(title, ("", ""), list(counted.items())[:limit], right=())


def _described(issue: Issue) -> dict[str, object]:
    return {"kind": issue.kind, "message": issue.message, "path": issue.path, "line": issue.line, "hint": issue.hint}
