"""Relational nouns ("minister", "member", "ally"): who holds one, and whose it is.

Appositions are the parser's weak spot, so several constructions are tried, the surest first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kg.tree import Tree

NAMING = ("compound", "nmod", "amod", "appos", "nn")
PARTITIVE = frozenset({"one", "part", "some"})
COPULAR = frozenset({"be", "become", "remain", "stay"})
TAKEN = frozenset({"office", "over", "oath", "power", "charge", "seat"})
"""What is taken by who takes up a post: "took office as president"."""
NAMED = frozenset({"PERSON", "GPE"})
"""Kinds of name that hold a post or membership."""
OWNING = ("of", "for", "to", "in", "at", "from", "with", "on")


def holders(tree: Tree, head: int, start: int, end: int, *, names: frozenset[int]) -> list[int]:
    """Head tokens of what the noun ``head`` (tokens ``start`` to ``end``) is said of.

    Args:
        names: Head tokens of the mentions that may hold it.
    """
    for found in _constructions(tree, head, start, end, names):
        held = [i for i in found if i in names]
        if held:
            return held
    return []


def _constructions(tree: Tree, head: int, start: int, end: int, names: frozenset[int]) -> Iterator[list[int]]:
    tokens = tree.tokens
    top = head
    while tokens[top].dep in {"compound", "nmod", "amod"} and start <= tokens[top].head < end:
        top = tokens[top].head
    token = tokens[top]
    bearer = top
    while bearer not in names and tokens[bearer].dep in {"compound", "nmod", "amod"}:
        bearer = tokens[bearer].head
    if bearer >= end and _adjacent(tree, end, bearer, names):
        yield [bearer]
    yield [kid for kid in tree.kids(top, "appos") if kid in names]
    if token.dep == "appos":
        listed = [i for i in tree.conjuncts(token.head) if i < start and i in names]
        yield listed[-1:] if token.tag in {"NN", "NNP"} else listed
        yield [token.head]
    yield named_after(tree, top, names)
    if end < len(tokens) and end in _starts(tree, names) and (token.dep != "conj" or token.pos == "PROPN"):
        yield [_starts(tree, names)[end]]
    yield _predicated(tree, top)
    if token.dep == "pobj" and tokens[token.head].lemma == "of" and tokens[tokens[token.head].head].lemma in PARTITIVE:
        part = tokens[token.head].head
        yield [*_predicated(tree, part), *([tokens[part].head] if tokens[part].dep == "appos" else [])]
    yield [
        c
        for p in tree.kids(top, "prep")
        if tokens[p].text.casefold() == "including"
        for o in tree.kids(p, "pobj")
        for c in tree.conjuncts(o)
    ]
    if token.dep == "conj" and token.head not in names:
        first = tree.first_conjunct(top)
        yield [*(kid for kid in tree.kids(first, "appos") if kid in names), *_predicated(tree, first)]
        if tokens[first].dep == "appos":
            yield [tokens[first].head]
    if token.dep == "conj" and token.head in names and _comma_before(tree, start):
        yield [token.head]


def named_after(tree: Tree, top: int, names: Collection[int]) -> list[int]:
    """The name that parsers hang on the owner before it: "the head of the *agency*, Rafael Grossi"."""
    tokens = tree.tokens
    owners = [o for p in tree.kids(top, "prep") if tokens[p].lemma in OWNING for o in tree.kids(p, "pobj")]
    return [
        k
        for o in owners
        if o in names
        for k in tree.kids(o, "appos")
        if tokens[k].ent in NAMED and tokens[k].ent != tokens[o].ent and _comma_before(tree, tree.phrase(k)[0])
    ]


def _adjacent(tree: Tree, end: int, name: int, names: frozenset[int]) -> bool:
    """Only words of the name itself, and further titles, stand between a title and the name's head."""
    return name in names and all(i == name or name in tree.ancestors(i) for i in range(end, name + 1))


def _starts(tree: Tree, names: frozenset[int]) -> dict[int, int]:
    """First token of each name → its head."""
    found = {}
    for name in names:
        first = name
        while first > 0 and tree.tokens[first - 1].head == name and tree.tokens[first - 1].dep == "compound":
            first -= 1
        found[first] = name
    return found


def _comma_before(tree: Tree, start: int) -> bool:
    return start > 0 and tree.tokens[start - 1].text == ","


def _predicated(tree: Tree, top: int) -> list[int]:
    """Subjects of "X is the N", "X became N", "X serves as N"; objects of "appointed X as N", "named X N"."""
    tokens = tree.tokens
    token = tokens[top]
    verb = token.head
    if token.dep == "pobj" and tokens[verb].lemma == "as":
        verb = tokens[verb].head
        objects = [k for k in tree.kids(verb, "dobj", "nsubjpass") if tokens[k].lemma not in TAKEN]
        return _referents(tree, objects or tree.kids(verb, "nsubj"))
    if token.dep == "attr" and tokens[verb].lemma in COPULAR:
        while not tree.kids(verb, "nsubj", "nsubjpass") and tokens[verb].dep == "conj" and tokens[verb].head != verb:
            verb = tokens[verb].head
        return _referents(tree, tree.kids(verb, "nsubj", "nsubjpass"))
    if token.dep in {"oprd", "xcomp"}:
        return _referents(tree, tree.kids(verb, "nsubjpass") or tree.kids(verb, "dobj") or tree.kids(verb, "nsubj"))
    return []


def _referents(tree: Tree, subjects: list[int]) -> list[int]:
    """Subjects, with a relative pronoun replaced by the noun it refers to, and coordinated ones added."""
    found: list[int] = []
    for subject in subjects:
        token = tree.tokens[subject]
        if token.tag in {"WP", "WDT"} and tree.tokens[token.head].dep == "relcl":
            subject = tree.tokens[token.head].head  # noqa: PLW2901
        found += [i for one in tree.conjuncts(subject) for i in (one, *tree.kids(one, "appos"))]
    return found


def owners(tree: Tree, head: int, start: int, end: int, *, names: frozenset[int]) -> list[int]:
    """Head tokens of what the noun belongs to: "Armenia's", "Armenian", "US" before it; "of", "for", "in" after it."""
    tokens = tree.tokens
    top = head
    while tokens[top].dep in {"compound", "nmod", "amod"} and start <= tokens[top].head < end:
        top = tokens[top].head
    found: list[int] = []
    inside = range(start, end)
    for base in dict.fromkeys((top, *inside)):
        for kid in tree.kids(base, "poss", "amod", "compound", "nmod"):
            if kid not in inside and kid < start and kid in names and not prefixed(tree, kid):
                found += tree.conjuncts(kid)
    if not found and tokens[top].dep in {"compound", "nmod", "amod", "appos"}:
        name = tokens[top].head
        before = [
            k
            for k in tree.kids(name, "poss", "amod", "compound", "nmod")
            if k < start and k in names and not prefixed(tree, k)
        ]
        found += [c for k in before for c in tree.conjuncts(k)]
    if not found:
        found = prepositional(tree, top, names, after=end)
    if not found and tokens[top].dep in {"compound", "nmod", "amod"} and tokens[top].head >= end:
        found = prepositional(tree, tokens[top].head, names, after=tokens[top].head, prepositions=("of",))
    if not found and start > 0 and start - 1 in names:
        found = [start - 1]
    return found


def prefixed(tree: Tree, i: int) -> bool:
    """The second half of a hyphenated word: "pro-*China*", "anti-*EU*"."""
    return i > 1 and tree.tokens[i - 1].text == "-" and tree.tokens[i - 1].end == tree.tokens[i].start


def prepositional(
    tree: Tree, top: int, names: frozenset[int], *, after: int = 0, prepositions: tuple[str, ...] = OWNING
) -> list[int]:
    """Names in the noun's prepositional phrases, "of" first."""
    tokens = tree.tokens
    preps = [k for k in tree.kids(top, "prep") if k >= after and tokens[k].lemma in prepositions]
    for prep in sorted(preps, key=lambda k: (OWNING.index(tokens[k].lemma), k)):
        for obj in tree.kids(prep, "pobj"):
            chain = [obj, *(tree.kids(obj, "compound", "nmod", "amod", "poss"))]
            named = [c for c in chain if c in names]
            if named:
                return [c for c in tree.conjuncts(named[0]) if c in names] or named
    return []
