"""Plurals that mean several named before: "the two countries", "both leaders", "each side", "the rivals"."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.resolve import salience
from kg.resolve.posts import state_of
from kg.resolve.salience import OBJECTS, SUBJECTS
from kg.resolve.words import ORGANISED

if TYPE_CHECKING:
    from kg.model import EntityId, Token
    from kg.resolve.workspace import Workspace

BACK = 4
"""Sentences to look back for those that stand side by side."""
PAIR = 2
SERVED = frozenset({"State", "IntergovernmentalOrganization"})
PERSONS = frozenset({"Person"})
SIDES = ORGANISED | {"State", "Region", "Group"}
KINDS = (
    ("state_plurals", frozenset({"State", "Region"})),
    ("person_plurals", frozenset({"Person"})),
    ("side_plurals", SIDES),
    ("organisation_plurals", ORGANISED | {"Group"}),
)
NUMBERS = (("pair_markers", 2), ("triple_markers", 3), ("quadruple_markers", 4))
DEFINITE = frozenset({"the", "these", "those", "both", "all"})
DISTRIBUTIVE = frozenset({"each", "either", "neither"})


def plural(work: Workspace, token: Token) -> bool:
    """Link a noun in the plural, or a number, to those it sums up; whether it did."""
    if not sums_up(work, token):
        return False
    wanted = _wanted(work, token)
    if not wanted:
        return False
    chosen = _chosen(work, token, wanted, _number(work, token)) or _again(work, token, wanted)
    if len(chosen) < 2:  # noqa: PLR2004
        return False
    for entity in chosen:
        if entity not in work.entities:
            work.seeded(entity)
    start, end = work.tree.phrase(token.i)
    work.link(token.i, start, end, tuple(sorted(chosen)), "nominal", 0.7, coreference=True, reason="those named before")
    return True


def _again(work: Workspace, token: Token, wanted: frozenset[str]) -> tuple[EntityId, ...]:
    """ "Both leaders", of whom nobody is named: those of whom "the Thai and Cambodian leaders" told."""
    if wanted != PERSONS or _number(work, token) is None:
        return ()
    told = (link for link in work.before(token.i, BACK) if work.is_word(link.head, "person_plurals"))
    fits = [link.entities for link in told if len(link.entities) == _number(work, token)]
    return fits[-1] if fits else ()


def sums_up(work: Workspace, token: Token) -> bool:
    """Definite and in the plural ("both leaders"), or of each one ("either country"); of no owner of its own."""
    tokens = work.document.tokens
    before = {tokens[k].text.casefold() for k in work.tree.kids(token.i) if k < token.i}
    if token.tag in {"CD", "DT"}:
        alone = token.dep in SUBJECTS | OBJECTS | {"pobj"} and not work.tree.kids(token.i, "prep", "relcl")
        return alone and (token.text.casefold() == "both" or (token.tag == "CD" and "the" in before))
    if any(tokens[p].lemma in {"of", "from", "in"} for p in work.tree.kids(token.i, "prep")):
        return False
    if token.tag in {"NN", "NNP"}:
        pair = (
            "the" in before and work.is_word(token.i, "pair_nouns") and not work.tree.kids(token.i, "amod", "compound")
        )
        return pair or bool(before & DISTRIBUTIVE)
    return token.tag in {"NNS", "NNPS"} and bool(before & DEFINITE) and not _restricted(work, token)


def _restricted(work: Workspace, token: Token) -> bool:
    """Somebody's, or told apart by a clause; but "called both leaders urging them" is about the call."""
    told = [k for k in work.tree.kids(token.i, "relcl") if work.document.tokens[k].tag != "VBG"]
    return bool(told or work.tree.kids(token.i, "poss"))


def _wanted(work: Workspace, token: Token) -> frozenset[str]:
    if token.tag in {"CD", "DT"} or work.is_word(token.i, "pair_nouns"):
        return SIDES | {"Person"}
    counted = _number(work, token) is not None or _beside(work, token)
    kinds = next((kinds for name, kinds in KINDS if work.is_word(token.i, name)), frozenset[str]())
    told = [
        k for k in work.tree.kids(token.i, "amod", "compound", "nmod") if not work.is_word(k, *(n for n, _ in NUMBERS))
    ]
    return kinds if counted or not told else frozenset()


def _beside(work: Workspace, token: Token) -> bool:
    """Who has neighbours or rivals is one of two: "the nuclear-armed neighbours", but not "the Russian allies"."""
    kids = work.tree.kids(token.i, "amod", "compound", "nmod")
    owned = any(work.type_of(k) in ORGANISED | {"State"} for k in kids if k in work.links)
    return work.is_word(token.i, "pair_plurals") and not owned


def numbered(work: Workspace, token: Token) -> bool:
    """A noun for those that such a plural sums up, with the number of them before it: "the two Commonwealth members"."""
    return work.is_word(token.i, *(name for name, _ in KINDS)) and _number(work, token) is not None


def _number(work: Workspace, token: Token) -> int | None:
    """How many are meant, if the text says."""
    around = [token.i, *(k for k in work.tree.kids(token.i) if k < token.i)]
    for name, number in NUMBERS:
        if any(work.is_word(k, name) for k in around):
            return number
    return PAIR if _beside(work, token) and token.tag == "NNS" else None


def _chosen(work: Workspace, token: Token, wanted: frozenset[str], number: int | None) -> tuple[EntityId, ...]:
    """Side by side in the text, else subject and object of one clause, else those that it sets side by side most often."""
    doer = _doer(work, token)
    found: list[tuple[float, int, tuple[EntityId, ...]]] = []
    for candidate in salience.ranked(work, token.i, BACK, lambda link: link.entities):
        beside = [h for h in work.tree.conjuncts(candidate.head) if h < token.i]
        across = (
            _clause(work, candidate.head, token.i)
            if number is not None or work.is_word(token.i, "state_plurals")
            else []
        )
        for share, heads in ((1.0, beside), (0.8, across)):
            entities = _fitting(work, heads, wanted, alike=share < 1)
            if share == 1 and number == PAIR == len(_fitting(work, heads, PERSONS)) > len(entities):
                return ()  # whom these two serve the text does not tell
            fits = len(entities) == number or (number is None and len(entities) > 1)
            if fits and all(work.kind_of(e) == "Group" for e in entities) and not _near(work, candidate.head, token.i):
                continue  # police and protesters are sides where they clash, not ever after
            if fits and not doer & set(entities):
                found.append((share * candidate.score, candidate.head, entities))
    if found:
        return max(found, key=lambda f: (f[0], f[1]))[2]
    if token.pos == "NOUN" and (number == PAIR or work.is_word(token.i, "side_plurals", "state_plurals")):
        return _usual(work, token, wanted, number, doer)
    return ()


def _near(work: Workspace, head: int, i: int) -> bool:
    return work.tree.sentence_of[i] - work.tree.sentence_of[head] <= 1


def _doer(work: Workspace, token: Token) -> set[EntityId]:
    """Who acts on those summed up is none of them, and neither is the state or body that he serves."""
    verb = salience.clause(work, token.i)
    subject = salience.subject(work, verb) if verb is not None and token.dep not in SUBJECTS else None
    link = work.links.get(subject) if subject is not None else None
    if link is None:
        return set()
    own = {state_of(work, e) for e in link.entities}
    return {*link.entities, *(e for e in own if e is not None)}


def _usual(
    work: Workspace, token: Token, wanted: frozenset[str], number: int | None, apart: set[EntityId]
) -> tuple[EntityId, ...]:
    """The pair that stands side by side most often up to here; else the two states named most."""
    pairs: Counter[tuple[EntityId, ...]] = Counter()
    counts: Counter[EntityId] = Counter()
    for link in work.before(token.i, len(work.document.sentences)):
        beside = _fitting(work, [h for h in work.tree.conjuncts(link.head) if h < token.i], wanted)
        if len(beside) == PAIR and not apart & set(beside):
            pairs[tuple(sorted(beside))] += 1
        counts.update(e for e in (link.stands_for, *link.entities) if e)
    if pairs:
        return min(pairs, key=lambda p: (-pairs[p], p))
    if number is None:
        return ()
    near = [
        e
        for e in _fitting(work, [link.head for link in work.before(token.i, BACK - 1)], wanted - ORGANISED)
        if e not in apart
    ]
    ranked = sorted(near, key=lambda e: (-counts[e], near.index(e)))
    return tuple(ranked[:2])


def _clause(work: Workspace, head: int, before: int) -> list[int]:
    """A subject with the objects of its verb: "Tiani *hosted* Goïta and Traoré", "Kim met with Putin"."""
    tokens = work.document.tokens
    subject = salience.outer(work, head)
    if tokens[subject].dep not in SUBJECTS:
        return []
    verb = tokens[subject].head
    preps = work.tree.kids(verb, "prep", "agent")
    objects = [*work.tree.kids(verb, *OBJECTS), *(o for p in preps for o in work.tree.kids(p, "pobj"))]
    first = next((o for o in objects if o in work.links and o < before), None)
    return [] if first is None else [*work.tree.conjuncts(head), *work.tree.conjuncts(first)]


def _fitting(work: Workspace, heads: list[int], wanted: frozenset[str], *, alike: bool = False) -> tuple[EntityId, ...]:
    """Whom the mentions mean, each once: for a state also its seat or its minister; nobody, if they must be alike and are not."""
    found: list[EntityId] = []
    for head in heads:
        link = work.links.get(head)
        if link is None or (
            len(link.entities) > 1 and "Person" in wanted and work.type_of(head) != "Person" and len(wanted) == 1
        ):
            continue
        for entity in link.entities:
            target = link.stands_for or entity
            if work.kind_of(target) == "Person" and "Person" not in wanted:
                served = state_of(work, target)
                target = served if served is not None and work.kind_of(served) in SERVED else target
            if work.kind_of(target) in wanted and target not in found:
                found.append(target)
    return () if alike and len({work.kind_of(e) for e in found}) > 1 else tuple(found)
