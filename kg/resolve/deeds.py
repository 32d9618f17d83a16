"""Deeds that a judgement points back to: "the Senate passed a resolution. Turkey condemned *the measure*"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.resolve import salience
from kg.resolve.posts import state_of
from kg.resolve.salience import OBJECTS, SUBJECTS

if TYPE_CHECKING:
    from kg.model import Token
    from kg.resolve.workspace import Workspace

POINTING = frozenset({"the", "this", "that", "these", "those"})
OWNING = frozenset({"of", "by", "against", "in", "on", "between"})


def deed(work: Workspace, token: Token) -> bool:
    """Link a deed that is only pointed at to whoever the last sentence says did something; whether it did.

    Only what is judged is linked, and never to whoever judges, nor to the state that he serves.
    """
    if not (work.is_word(token.i, "deeds") and _pointed_at(work, token) and _judged(work, token)):
        return False
    judge = salience.subject(work, token.head)
    doer = _last_doer(work, token)
    if doer is None or judge is None or judge not in work.links:
        return False
    apart = {*work.links[judge].entities, *(state_of(work, e) for e in work.links[judge].entities)}
    entities = work.links[doer].entities
    if apart & {*entities, *(state_of(work, e) for e in entities)}:
        return False
    start, end = work.tree.phrase(token.i)
    work.link(token.i, start, end, entities, "nominal", 0.6, coreference=True, reason="whose deed it is")
    return True


def _pointed_at(work: Workspace, token: Token) -> bool:
    """Definite, and nothing beside it says whose deed it is."""
    tokens = work.document.tokens
    pointing = any(tokens[k].text.casefold() in POINTING for k in work.tree.kids(token.i, "det"))
    owned = work.tree.kids(token.i, "poss", "amod", "compound", "relcl", "acl", "nmod")
    told = any(tokens[p].lemma in OWNING for p in work.tree.kids(token.i, "prep"))
    return pointing and not owned and not told


def _judged(work: Workspace, token: Token) -> bool:
    return token.dep in OBJECTS and work.is_word(token.head, "judging_deeds")


def _last_doer(work: Workspace, token: Token) -> int | None:
    """The subject of the main clause of the sentence before, if an actor is."""
    here = work.tree.sentence_of[token.i]
    if here == 0:
        return None
    sentence = work.document.sentences[here - 1]
    tokens = work.document.tokens[sentence.start : sentence.end]
    root = next((t.i for t in tokens if t.head == t.i), None)
    if root is None or work.is_word(root, "saying", "happening"):
        return None
    subjects = [s for s in work.tree.kids(root, *SUBJECTS) if work.document.tokens[s].dep == "nsubj"]
    return next((s for s in subjects if s in work.links), None)
