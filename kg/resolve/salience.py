"""How present an actor is to the reader when a pronoun or a description comes up, and whom grammar rules out.

Weights after Lappin and Leass, "An Algorithm for Pronominal Anaphora Resolution" (Computational Linguistics 20, 1994):
recency, subject, direct object, other object and head noun, halved with every sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.model import EntityId, Link
    from kg.resolve.workspace import Workspace

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
OBJECTS = frozenset({"dobj", "dative"})
VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN"})
RELATIVE = frozenset({"WP", "WDT", "WP$"})
RECENCY, HEAD, PARALLEL = 100.0, 80.0, 35.0
SUBJECT, OBJECT, OBLIQUE, OWNER = 80.0, 50.0, 40.0, 30.0
AGAIN = 0.1
"""What each further mention of an actor adds, as a share of its own weight."""
CLIMB = 6
"""Clauses to climb in search of a subject."""


class Candidate(NamedTuple):
    """A mention that a word may refer back to, and whom it would then mean: nobody, for a noun that names no actor."""

    score: float
    head: int
    entities: tuple[EntityId, ...]


def ranked(
    work: Workspace,
    i: int,
    back: int,
    fits: Callable[[Link], tuple[EntityId, ...]],
    *,
    share: Callable[[Link], float] = lambda _: 1.0,
    nouns: bool = False,
) -> list[Candidate]:
    """The actors mentioned before token ``i`` that fit, the most present first.

    Args:
        back: Sentences to look back.
        fits: From a mention to whom the word would mean by it; nobody, if it does not fit.
        share: How much a mention counts, 0 to 1.
        nouns: Also count singular nouns without an actor: laws, plans, ships.
    """
    here = work.tree.sentence_of[i]
    role = _role(work.document.tokens[i].dep)
    around = frozenset(work.tree.ancestors(i))
    scores: dict[tuple[EntityId, ...], Candidate] = {}
    for link in work.before(i, back):
        entities = fits(link)
        if not entities or barred(work, i, link.head):
            continue
        alike = role and _role(work.document.tokens[outer(work, link.head)].dep) == role
        score = RECENCY + weight(work, link.head, around) + (PARALLEL if alike else 0.0)
        score *= share(link) / 2 ** (here - work.tree.sentence_of[link.head])
        known = scores.get(entities)
        if known is None or score > known.score:
            again = AGAIN * known.score if known is not None else 0.0
            scores[entities] = Candidate(score + again, link.head, entities)
        else:
            scores[entities] = known._replace(score=known.score + AGAIN * score)
    found = list(scores.values())
    if nouns:
        found += _nouns(work, i, back, around)
    return sorted(found, key=lambda c: (-c.score, -c.head))


def _role(dep: str) -> str:
    return "subject" if dep in SUBJECTS else "object" if dep in OBJECTS else ""


def _nouns(work: Workspace, i: int, back: int, around: frozenset[int]) -> Iterator[Candidate]:
    tokens = work.document.tokens
    here = work.tree.sentence_of[i]
    for k in range(work.document.sentences[max(0, here - back)].start, i):
        token = tokens[k]
        if k in work.links or token.tag not in {"NN", "NNP"} or token.ent in {"DATE", "TIME"}:
            continue
        if token.dep in SUBJECTS | OBJECTS and not barred(work, i, k) and not work.is_word(k, "quantities"):
            parallel = PARALLEL if _role(token.dep) == _role(tokens[i].dep) else 0.0
            score = RECENCY + weight(work, k, around) + parallel
            yield Candidate(score / 2 ** (here - work.tree.sentence_of[k]), k, ())


def weight(work: Workspace, head: int, around: frozenset[int]) -> float:
    """What the place of a mention in its clause adds; ``around`` is above the word that looks for it."""
    top = outer(work, head)
    token = work.document.tokens[top]
    free = 0.0 if _embedded(work, top, around) else HEAD
    if token.dep in SUBJECTS:
        return SUBJECT + free
    if token.dep in OBJECTS | {"attr", "oprd"}:
        return OBJECT + free
    if token.dep == "pobj":
        return OBLIQUE + free
    if token.dep == "poss":
        return OWNER
    return HEAD if token.dep == "ROOT" else 0.0


def _embedded(work: Workspace, head: int, around: frozenset[int]) -> bool:
    """Part of a phrase that names something else: "a bloc led by *Russia*", "the border of *Chad*"."""
    tokens = work.document.tokens
    above = tokens[head].head
    if tokens[head].dep == "pobj" and tokens[tokens[above].head].pos not in VERBAL:
        return True
    return any(tokens[a].dep in {"relcl", "acl"} and a not in around for a in work.tree.ancestors(head))


def outer(work: Workspace, head: int) -> int:
    """The first of those coordinated, or what an apposition stands beside."""
    tokens = work.document.tokens
    for _ in range(CLIMB):
        if tokens[head].dep not in {"conj", "appos"} or tokens[tokens[head].head].pos in VERBAL:
            break
        head = tokens[head].head
    return head


def barred(work: Workspace, i: int, head: int) -> bool:
    """Whether grammar keeps token ``i`` from meaning what stands at ``head``.

    A phrase does not refer to what it is part of ("Chad, *its* biggest donor"), nor the predicate to its subject ("Chad is
    *its* partner"), nor, unless it is a possessive, an object to the subject of its own clause ("Chad joined *it*").
    """
    tokens = work.document.tokens
    token = tokens[i]
    own = token.tag in {"PRP$", "POS"} or token.dep == "poss"
    below = i
    for above in work.tree.ancestors(i):
        if above == head:  # but "Sweden and *its* neighbour Finland"
            return tokens[below].dep != "conj"
        below = above
        if tokens[above].pos in VERBAL:
            break
        if tokens[above].dep in {"attr", "appos"} and _same(work, above, head):
            return True
    return not own and token.dep not in SUBJECTS and _same_clause(work, i, head)


def _same(work: Workspace, predicate: int, head: int) -> bool:
    """Whether an apposition or predicate is said of what stands at ``head``."""
    tokens = work.document.tokens
    above = tokens[predicate].head
    if tokens[predicate].dep == "appos":
        return above == head
    return any(head in work.tree.conjuncts(s) for s in work.tree.kids(above, *SUBJECTS))


def _same_clause(work: Workspace, i: int, head: int) -> bool:
    verb = clause(work, i)
    if verb is None:
        return False
    if work.document.tokens[i].dep in SUBJECTS:
        return False
    doer = subject(work, verb)
    return doer is not None and (head in work.tree.conjuncts(doer) or head in work.tree.kids(doer, "appos"))


def clause(work: Workspace, i: int) -> int | None:
    """The verb of the clause that a token stands in."""
    return next((a for a in work.tree.ancestors(i) if work.document.tokens[a].pos in VERBAL), None)


def subject(work: Workspace, verb: int, depth: int = CLIMB) -> int | None:
    """Head token of who does what a verb says, its own subject or the one that grammar supplies."""
    tokens = work.document.tokens
    own = work.tree.kids(verb, *SUBJECTS)
    if own:
        return antecedent(work, own[0])
    token = tokens[verb]
    if depth == 0 or token.head == verb:
        return None
    above = token.head
    if token.dep == "relcl" or (token.dep in {"acl", "amod"} and token.tag in {"VBG", "VBN"}):
        return above
    if token.dep == "pcomp":
        governing = tokens[above].head
        if tokens[governing].pos not in VERBAL:
            return None
        judged = blamed(work, governing) if work.is_word(governing, "judging") else None
        return judged if judged is not None else subject(work, governing, depth - 1)
    if tokens[above].pos not in VERBAL or token.dep not in {"conj", "xcomp", "ccomp", "advcl"}:
        return None
    if token.dep == "xcomp" and work.is_word(above, "object_control"):
        controlled = blamed(work, above)
        if controlled is not None:
            return controlled
    return subject(work, above, depth - 1)


def bare(work: Workspace, verb: int) -> bool:
    """An infinitive whose subject is the object of the verb above: "let it *pass*"."""
    token = work.document.tokens[verb]
    return token.dep == "ccomp" and token.tag == "VB" and work.is_word(token.head, "object_control")


def blamed(work: Workspace, verb: int) -> int | None:
    """Whom a verb judges or bids: its object, or its subject in the passive."""
    found = work.tree.kids(verb, "dobj", "dative", "nsubjpass")
    return found[0] if found else None


def antecedent(work: Workspace, i: int) -> int:
    """What a relative pronoun refers to; any other token stays."""
    tokens = work.document.tokens
    if tokens[i].tag in RELATIVE:
        return next((tokens[a].head for a in work.tree.ancestors(i) if tokens[a].dep == "relcl"), i)
    return i
