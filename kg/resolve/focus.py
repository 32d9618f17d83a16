"""Which state a passage is about: whose minister is meant where the text has only "the defence minister"."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from kg.resolve import salience
from kg.resolve.salience import OBJECTS
from kg.resolve.words import ORGANISED

if TYPE_CHECKING:
    from kg.model import EntityId, Link
    from kg.resolve.workspace import Workspace

BACK = 3
"""Sentences before a word that still tell of whom it speaks."""
OWN, THROUGH, AGAIN = 1.0, 0.6, 0.5
"""What a mention counts: a state's own name, its city, body or official, a word that refers back to it."""
ASIDE, LATER = 0.2, 0.7
"""Shares of that for what names a venue or the owner of another office, and for what comes after the word."""
DATELINE = 8
"""Tokens at the beginning of an article among which a name in capitals tells where it was written."""
SCENE = 1.5
"""What is added for the place where the sentence happens: "In Madrid, the interior minister said"."""
SHARE = 1.5
"""What a state counts that alone is named in the whole article."""
LEAST, MARGIN = 0.7, 1.3
"""Least evidence for a state, and by how many times it must exceed that for the next."""
SURE = 2.0
"""The same for an office of which a state has many."""


def state_around(
    work: Workspace, i: int, *, apart: frozenset[EntityId] = frozenset(), bodies: bool = False, margin: float = MARGIN
) -> EntityId | None:
    """The state that the passage around token ``i`` is about; none, if two come near each other.

    Args:
        apart: Who cannot be meant.
        margin: How many times the evidence for the next state it must be.
        bodies: Whether an organisation might be meant as well: then one that is as present leaves it open.
    """
    scores = _evidence(work, i, bodies=bodies)
    ranked = sorted(((score, e) for e, score in scores.items() if e not in apart), key=lambda s: (-s[0], s[1]))
    if not ranked or ranked[0][0] < LEAST or work.kind_of(ranked[0][1]) != "State":
        return None
    rival = ranked[1][0] if len(ranked) > 1 else 0.0
    return ranked[0][1] if ranked[0][0] >= margin * rival else None


def _evidence(work: Workspace, i: int, *, bodies: bool) -> dict[EntityId, float]:
    here = work.tree.sentence_of[i]
    acted_upon = done_to(work, i)
    others = _owning(work, i)
    scores: dict[EntityId, float] = defaultdict(float)
    counts: Counter[EntityId] = Counter()
    for head in work.heads:
        told = meant(work, work.links[head], bodies=bodies)
        if told is None:
            continue
        state, weight = told
        weight *= ASIDE if head in others or _venue(work, head) else 1.0
        weight *= LATER if head > i else 1.0
        counts[state] += 1
        gap = here - work.tree.sentence_of[head]
        if 0 <= gap <= BACK and head not in acted_upon:
            scores[state] += weight / 2**gap
            if gap == 0 and _scene(work, head, i):
                scores[state] += SCENE
    for state in _facing(work, i):
        scores[state] += SCENE
    total = sum(counts.values())
    for state, count in counts.items():
        scores[state] += SHARE * count / total
    return scores


def _facing(work: Workspace, i: int) -> list[EntityId]:
    """ "The minister met his Chilean counterpart": the state that the article sets beside Chile most often."""
    verb = salience.clause(work, i)
    near = _below(work, verb) if verb is not None else []
    others = {
        e
        for k in near
        if k > i and work.is_word(k, "counterparts")
        for o in work.tree.kids(k, "amod", "compound", "nmod", "poss")
        if o in work.links and work.type_of(o) == "State"
        for e in work.links[o].entities
    }
    pairs: Counter[EntityId] = Counter()
    for head in work.heads if len(others) == 1 else ():
        beside = {e for h in work.tree.conjuncts(head) if h in work.links for e in work.links[h].entities}
        pairs.update(e for e in beside - others if others <= beside and work.kind_of(e) == "State")
    return [e for e, _ in sorted(pairs.items(), key=lambda p: (-p[1], p[0]))[:1]]


def _below(work: Workspace, verb: int) -> list[int]:
    """The objects of a verb, also those of its prepositions."""
    preps = work.tree.kids(verb, "prep")
    return [*work.tree.kids(verb, *OBJECTS), *(o for p in preps for o in work.tree.kids(p, "pobj"))]


def _owning(work: Workspace, i: int) -> frozenset[int]:
    """Mentions of other officials and of whose they are: "the Peruvian president" says nothing of a minister beside him."""
    others = [title for title in work.titles if title.holder != i]
    return frozenset(o for title in others for o in (title.holder, *title.owners) if o is not None)


def _venue(work: Workspace, head: int) -> bool:
    """ "The Angolan capital", "LUANDA -" before the first sentence: where, not who."""
    token = work.document.tokens[head]
    if head < DATELINE and token.text.isupper() and len(token.text) > 3:  # noqa: PLR2004
        return True
    return token.dep in {"compound", "amod", "nmod", "poss"} and work.is_word(token.head, "place_nouns")


def meant(work: Workspace, link: Link, *, bodies: bool = False) -> tuple[EntityId, float] | None:
    """The state (or body) that a mention tells of, and how much it tells."""
    if len(link.entities) != 1:
        return None
    target = link.stands_for or link.entities[0]
    kind = work.kind_of(target)
    if kind == "State" or (bodies and kind in ORGANISED - {"GovernmentBody", "MediaOutlet"}):
        return target, AGAIN if link.coreference else OWN
    if kind == "Person":
        served = work.post_of(target)
        return (served, THROUGH) if served is not None and work.kind_of(served) == "State" else None
    owner = next((e for e in work.entity(target).of if work.kind_of(e) == "State"), None)
    return (owner, THROUGH) if owner is not None else None


def done_to(work: Workspace, i: int) -> frozenset[int]:
    """Mentions in what the clause does something to: "the minister thanked *Spain*" tells nothing of whose he is."""
    verb = salience.clause(work, i)
    if verb is None or work.document.tokens[verb].head == i:
        return frozenset()
    tokens = work.document.tokens
    found: set[int] = set()
    for one in _below(work, verb):
        if one > i and tokens[tokens[one].head].lemma not in {"in", "at"}:
            start, end = work.tree.phrase(one)
            found |= set(range(start, end)) | set(work.tree.conjuncts(one))
    return frozenset(found)


def _scene(work: Workspace, head: int, i: int) -> bool:
    """ "In Madrid" before the word, or "flew to Madrid to urge" it, in the same clause or the one above."""
    tokens = work.document.tokens
    prep = tokens[head].head
    if head > i or tokens[head].dep != "pobj" or prep > i:
        return False
    base = tokens[prep].head
    there = tokens[prep].lemma in {"in", "at"} or (tokens[prep].lemma == "to" and work.is_word(base, "journeys"))
    clause = salience.clause(work, i)
    return there and clause is not None and base in {clause, tokens[clause].head}
