"""Errors that parsers make in a regular way, put right.

A phrase before the subject draws the subject into its own list: in "In talks with Paris, Berlin agreed" *Berlin* comes out
as another party of the talks, and *agreed* has no subject. It is given back where the verb has none and a comma, no "and",
stands before the name.
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
BETWEEN = frozenset({"aux", "auxpass", "neg", "advmod", "punct"})
"""What may stand between a subject and its verb, as a dependent of the verb."""


def repaired(document: Document) -> Document:
    """The document with subjects given back to verbs that lost them to the phrase before."""
    tree = Tree(document)
    found: dict[int, int] = {}
    for token in tree.tokens:
        if token.pos in {"VERB", "AUX"} and token.dep not in {"aux", "auxpass", "conj", "xcomp", "acl", "relcl"}:
            subject = _swallowed(tree, token.i)
            if subject is not None:
                found[subject] = token.i
    if not found:
        return document
    tokens = list(document.tokens)
    for subject, verb in found.items():
        dep = "nsubjpass" if tree.kids(verb, "auxpass") else "nsubj"
        tokens[subject] = replace(tokens[subject], dep=dep, head=verb)
    return replace(document, tokens=tuple(tokens))


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
