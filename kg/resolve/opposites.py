"""The other of two: "its neighbour", "his counterpart"."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.resolve.focus import meant

if TYPE_CHECKING:
    from kg.model import EntityId, Token
    from kg.resolve.workspace import Workspace

NEAR = 3
"""Sentences in which the other of two has been named."""


def opposite(work: Workspace, token: Token) -> bool:
    """Link "its neighbour" to the state that the text sets beside the owner, "his counterpart" to the one he deals with."""
    if token.tag not in {"NN", "NNP"} or work.tree.kids(token.i, "appos", "relcl"):
        return False
    if any(o in work.links for p in work.tree.kids(token.i, "prep") for o in work.tree.kids(p, "pobj")):
        return False
    owned = [k for k in work.tree.kids(token.i, "poss") if k in work.links]
    if not owned or len(work.links[owned[0]].entities) != 1:
        return False
    if any(k in work.links or work.is_word(k, "setting_apart") for k in work.tree.kids(token.i, "amod", "compound")):
        return False
    if work.is_word(token.i, "state_rivals"):
        other = _other(work, token.i, owned[0], persons=False)
    elif work.is_word(token.i, "counterparts"):
        other = _other(work, token.i, owned[0], persons=True)
    else:
        return False
    if other is None:
        return False
    start, end = work.tree.phrase(token.i)
    work.link(token.i, start, end, (other,), "nominal", 0.68, coreference=True, reason="the other of two")
    return True


def _other(work: Workspace, i: int, owner: int, *, persons: bool) -> EntityId | None:
    """The only other one named near by, or the one that the text sets beside the owner by far most often."""
    own = _self(work, owner, persons=persons)
    if own is None:
        return None
    near = Counter(e for link in work.before(i, NEAR) if (e := _kind(work, link.head, persons=persons)) is not None)
    near.pop(own, None)
    if len(near) == 1:
        return next(iter(near))
    pairs: Counter[EntityId] = Counter()
    for link in work.before(i, len(work.document.sentences)):
        beside = {_kind(work, h, persons=persons) for h in work.tree.conjuncts(link.head) if h < i and h in work.links}
        if own in beside and len(beside) == 2:  # noqa: PLR2004
            pairs.update(e for e in beside if e is not None and e != own)
    ranked = pairs.most_common(2)
    if not ranked or ranked[0][0] not in near or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return ranked[0][0]


def _self(work: Workspace, owner: int, *, persons: bool) -> EntityId | None:
    found = _kind(work, owner, persons=persons)
    if found is None and not persons:
        told = meant(work, work.links[owner])
        return told[0] if told is not None else None
    return found


def _kind(work: Workspace, head: int, *, persons: bool) -> EntityId | None:
    """The person, or the state, that a mention means."""
    link = work.links[head]
    if len(link.entities) != 1:
        return None
    target = link.entities[0] if persons else link.stands_for or link.entities[0]
    return target if work.kind_of(target) == ("Person" if persons else "State") else None
