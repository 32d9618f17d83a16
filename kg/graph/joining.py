"""Lets one id stand for several in the graph, and undoes it when the articles tell otherwise.

Where a claim's subject, object or speaker goes by another id than its article gave it, the graph keeps that one beside it
(``kg:subjectAs``, ``kg:objectAs``, ``kg:attributedAs``). So the joins can be made anew after every change, and what they are
does not depend on the order in which articles came.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.graph.terms import RDF, nquads
from kg.model import Appearance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from kg.graph.names import Names
    from kg.graph.state import State
    from kg.graph.terms import Quad
    from kg.model import ArticleId, EntityId

BATCH = 200
"""Articles that are rewritten in one step."""

type Stands = Mapping[tuple[ArticleId, EntityId], EntityId]
"""(article, id of its own) → the id that stands for it."""
type Renaming = Mapping[EntityId, tuple[EntityId, str, str]]
"""An article's own id → the id that stands for it, and the IRIs of both."""


def appearances(
    state: State, names: Names, days: Mapping[ArticleId, date | None], relations: Iterable[str]
) -> Iterator[Appearance]:
    """Every entity of every article, before anything was joined.

    Args:
        days: When the articles were published.
        relations: Those that say that somebody holds a post.
    """
    posts: dict[tuple[ArticleId, str], list[tuple[str, EntityId]]] = defaultdict(list)
    for relation in sorted(relations):
        for article, subject, obj in state.said(names.term(relation)):
            posts[article, names.entity_id(subject)].append((relation, names.as_entity(obj)))
    for article, entity in state.appearances():
        yield Appearance(entity, article, days.get(article), tuple(posts.get((article, entity.id), ())))


def changes(
    state: State, names: Names, stands: Stands, quads: Callable[[ArticleId], Iterable[Quad]]
) -> Iterator[list[tuple[ArticleId, Renaming, bytes]]]:
    """Articles that must be rewritten so that these ids stand for others, in batches, with their new quads.

    Args:
        quads: What the graph holds of an article now.
    """
    before, after = _by_article(state.joined()), _by_article(stands)
    affected = sorted(article for article in before.keys() | after.keys() if before.get(article) != after.get(article))
    for start in range(0, len(affected), BATCH):
        batch: list[tuple[ArticleId, Renaming, bytes]] = []
        for article in affected[start : start + BATCH]:
            to = renaming(after.get(article, {}), names)
            batch.append((article, to, renamed(original(nquads(quads(article)), names), to, names)))
        yield batch


def renaming(to: Mapping[EntityId, EntityId], names: Names) -> Renaming:
    """The ids that stand for others, with the IRIs of both."""
    return {old: (new, names.entity(old), names.entity(new)) for old, new in sorted(to.items())}


def _by_article(stands: Stands) -> dict[ArticleId, dict[EntityId, EntityId]]:
    found: dict[ArticleId, dict[EntityId, EntityId]] = defaultdict(dict)
    for (article, old), new in stands.items():
        found[article][old] = new
    return dict(found)


def original(lines: bytes, names: Names) -> bytes:
    """N-Quads of an article with the ids that it gave its actors itself."""
    roles = {own: role for role, own in _roles(names).items()}
    rows = [line.split(" ", 2) for line in lines.decode().split("\n") if line]
    raw = {(claim, roles[role]): rest for claim, role, rest in rows if role in roles}
    kept = ((claim, role, raw.get((claim, role), rest)) for claim, role, rest in rows if role not in roles)
    return "".join(f"{' '.join(row)}\n" for row in kept).encode()


def renamed(lines: bytes, to: Renaming, names: Names) -> bytes:
    """N-Quads in which claims name other entities, with the id that each had beside it."""
    stands = {f"<{old}>": f"<{new}>" for _, old, new in to.values()}
    roles = _roles(names)
    out: list[str] = []
    for line in lines.decode().split("\n"):
        parts = line.split(" ", 2)
        entity, _, graph = parts[-1].partition(" ")
        if len(parts) > 2 and parts[1] in roles and entity in stands:  # noqa: PLR2004 - a quad
            out += [f"{parts[0]} {parts[1]} {stands[entity]} {graph}", f"{parts[0]} {roles[parts[1]]} {entity} {graph}"]
        else:
            out.append(line)
    return "\n".join(out).encode()


def _roles(names: Names) -> dict[str, str]:
    """The properties by which a claim names an actor, and those that keep the id that its article gave it."""
    given = {f"{RDF}subject": "subjectAs", f"{RDF}object": "objectAs", names.term("attributedTo"): "attributedAs"}
    return {f"<{role}>": f"<{names.term(own)}>" for role, own in given.items()}
