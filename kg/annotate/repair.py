"""Errors that parsers make in a regular way, put right.

A phrase before the subject draws the subject into its own list: in "In talks with Paris, Berlin agreed" *Berlin* comes out
as another party of the talks, and *agreed* has no subject. It is given back where the verb has none and a comma, no "and",
stands before the name.

A finite verb is coordinated with a finite one: in "criticised Kurti for forcing the mayors in and *expelled* Kosovo" the
parser takes *expelled* beside *forcing*; it goes with *criticised*. And a person right after a verb that has no object is
its object, no time: "briefly detained *Radoicic*".

A date before two who act together draws in the first: "On 8 August 2025 *Pashinyan* and Aliyev signed".

What "to" makes an infinitive is a verb, though the tagger knows it better as a noun: "offered to *host* talks".
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.tree import Tree

if TYPE_CHECKING:
    from kg.model import Document

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
NAMES = frozenset({"PROPN", "NOUN", "PRON"})
VERBAL = frozenset({"VERB", "AUX"})
BETWEEN = frozenset({"aux", "auxpass", "neg", "advmod", "punct"})
"""What may stand between a subject and its verb, as a dependent of the verb."""


def repaired(document: Document) -> Document:
    """The document with such errors put right."""
    document = _infinitives(document)
    tree = Tree(document)
    found: dict[int, tuple[str, int]] = {}
    for token in tree.tokens:
        if token.pos not in VERBAL:
            continue
        above = _finite_partner(tree, token.i) if token.dep == "conj" else None
        if above is not None:
            found[token.i] = ("conj", above)
        if token.dep not in {"aux", "auxpass", "conj", "xcomp", "acl", "relcl"}:
            subject = _swallowed(tree, token.i)
            if subject is not None:
                found[subject] = ("nsubjpass" if tree.kids(token.i, "auxpass") else "nsubj", token.i)
        found |= dict.fromkeys(_timeless(tree, token.i), ("dobj", token.i))
        found |= _dated_first(tree, token.i)
    if not found:
        return document
    tokens = list(document.tokens)
    for i, (dep, head) in found.items():
        tokens[i] = replace(tokens[i], dep=dep, head=head)
    return replace(document, tokens=tuple(tokens))


def _infinitives(document: Document) -> Document:
    """The document with verbs where "to" stands as the auxiliary of a noun or adjective."""
    tokens = list(document.tokens)
    for token in document.tokens:
        verb = tokens[token.head]
        if token.tag == "TO" and token.dep == "aux" and verb.tag in {"NN", "JJ"}:
            tokens[verb.i] = replace(verb, tag="VB", pos="VERB")
    return document if tuple(tokens) == document.tokens else replace(document, tokens=tuple(tokens))


def _finite(tree: Tree, verb: int) -> bool:
    """Whether a verb has a tense of its own or of its auxiliary."""
    tags = {tree.tokens[k].tag for k in tree.kids(verb, "aux", "auxpass")}
    return bool(tags & FINITE) or (tree.tokens[verb].tag in FINITE and "TO" not in tags)


def _finite_partner(tree: Tree, verb: int) -> int | None:
    """The finite verb that a verb goes with, if the parser has put it beside an infinitive or gerund.

    A past form with an object and without auxiliary is finite, whatever its tag.
    """
    tokens = tree.tokens
    beside = tokens[verb].head
    past = tokens[verb].tag == "VBN" and tree.kids(verb, "dobj") and not tree.kids(verb, "aux", "auxpass")
    if tree.kids(verb, *SUBJECTS, "mark") or not (past or _finite(tree, verb)) or tokens[beside].pos not in VERBAL:
        return None
    open_clause = tokens[beside].dep in {"pcomp", "xcomp", "advcl", "acl"} and not tree.kids(beside, *SUBJECTS)
    gerund = tokens[beside].tag == "VBG" or any(tokens[k].tag == "TO" for k in tree.kids(beside, "aux"))
    if not open_clause or not gerund or _finite(tree, beside):
        return None
    above = next((i for i in tree.ancestors(beside) if tokens[i].pos in VERBAL and _finite(tree, i)), None)
    return above if above is not None and tree.kids(above, *SUBJECTS) else None


def _timeless(tree: Tree, verb: int) -> list[int]:
    """A person that the parser takes for a time, right after a verb without object."""
    tokens = tree.tokens
    names = [k for k in tree.kids(verb, "npadvmod") if k > verb and tokens[k].ent == "PERSON"]
    if not names or tree.edges(names[0])[0] != verb + 1 or tree.kids(verb, "dobj", "nsubjpass", "auxpass"):
        return []
    return names[:1]


def _dated_first(tree: Tree, verb: int) -> dict[int, tuple[str, int]]:
    """The first of two subjects, which a date before them has drawn in; the second, and the date, with their new heads."""
    tokens = tree.tokens
    for subject in tree.kids(verb, "nsubj", "nsubjpass"):
        for prep in tree.kids(verb, "prep"):
            for first in tree.kids(prep, "pobj") if prep < subject else ():
                dates = [k for k in tree.kids(first, "nmod", "nummod", "compound") if tokens[k].ent == "DATE"]
                joined = any(k + 1 == tree.edges(subject)[0] for k in tree.kids(first, "cc"))
                if joined and dates and tokens[first].pos == "PROPN" and tokens[first].ent != "DATE":
                    moved = {first: (tokens[subject].dep, verb), subject: ("conj", first)}
                    return moved | dict.fromkeys(dates, ("pobj", prep))
    return {}


def _swallowed(tree: Tree, verb: int) -> int | None:
    """The head of the subject that stands at the end of a phrase before its verb, if the verb has no other."""
    tokens = tree.tokens
    if tokens[verb].tag not in FINITE and not any(tokens[k].tag in FINITE for k in tree.kids(verb, "aux", "auxpass")):
        return None
    if tree.kids(verb, *SUBJECTS):
        return None
    before = [k for k in tree.kids(verb, "prep", "advcl") if k < verb]
    if not before:
        return None
    end = tree.edges(before[-1])[1]
    if any(tokens[k].head != verb or tokens[k].dep not in BETWEEN for k in range(end + 1, verb)):
        return None
    last = None
    for i in tree.subtree(before[-1]):
        if tokens[i].dep in {"conj", "appos"} and tokens[i].pos in NAMES and tree.edges(i)[1] == end:
            start = tree.edges(i)[0]
            if tokens[start - 1].text == "," and (last is None or i > last):
                last = i
    return last
