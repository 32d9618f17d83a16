"""Whom a noun names, counts, lists or describes: "dozens of protesters", "firms such as Shell", "one of the countries"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.nominal import COPULAR, PARTITIVE, named_after

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.extract.arguments import Arguments
    from kg.lexicon import Lexicon
    from kg.model import Link
    from kg.tree import Tree

ARGUMENT_DEPS = frozenset({"poss", "compound", "nmod", "amod"})
UNNAMED = 0.6
"""Score up to which a description is of somebody whom only this article knows: "the protesters"."""


class Actors:
    """Finds the linked tokens that a token in the place of an argument stands for."""

    def __init__(self, tree: Tree, links: Mapping[int, Link], lexicon: Lexicon, arguments: Arguments) -> None:
        self._tree = tree
        self._links = links
        self._lexicon = lexicon
        self._arguments = arguments

    def of(self, head: int) -> list[int]:
        """The token itself if it is linked; else what a quantity counts ("dozens of protesters"), or its apposition.

        Somebody described and then named is who is named: "the state oil company PDVSA", "two parties, Fatah and Hamas".
        """
        if head in self._links:
            return self._named(head) if self._unnamed(head) else [head]
        token = self._tree.tokens[head]
        near = self._tree.kids(head, "appos") or named_after(self._tree, head, self._links)
        beside = [k for k in near if k in self._links]
        if beside and token.tag in {"NN", "NNP"}:
            return beside
        listed = self._listed(head)
        if listed:
            return listed
        member = token.lemma in self._lexicon.words("member_nouns")
        if member or token.pos == "NUM" or token.lemma in self._lexicon.words("quantities"):
            inner = [
                o
                for p in self._tree.kids(head, "prep")
                if self._tree.tokens[p].lemma in {"of", "from", "among"}
                for o in self._tree.kids(p, "pobj")
            ]
            counted = [a for o in self._arguments.spread(inner) for a in self.of(o)]
            counted = counted or [k for k in self._tree.kids(head, *ARGUMENT_DEPS) if member and k in self._links]
            if counted:
                return counted
        return self._described(head)

    def _unnamed(self, head: int) -> bool:
        link = self._links[head]
        return link.kind == "nominal" and link.score <= UNNAMED

    def _named(self, head: int) -> list[int]:
        """Who a description without a name turns out to be; with examples ("firms such as Shell") these too."""
        beside = self._arguments.spread(self._tree.kids(head, "appos"))
        named = [k for k in beside if k in self._links and self._links[k].kind == "name"]
        return named or [head, *self._listed(head)]

    def _listed(self, head: int) -> list[int]:
        """ "Countries *including Chad*", "firms *such as Shell*"."""
        found = [
            o
            for p in self._tree.kids(head, "prep")
            if self._tree.tokens[p].text.casefold() == "including" or self._tree.tokens[p - 1].text.casefold() == "such"
            for o in self._tree.kids(p, "pobj")
        ]
        return [o for o in self._arguments.spread(found) if o in self._links]

    def _described(self, head: int) -> list[int]:
        """Whom a noun without a link describes: its apposition, what it is put beside, the subject of its copula."""
        token = self._tree.tokens[head]
        if token.dep == "appos":
            start = self._tree.phrase(head)[0]
            beside = [
                h
                for h, link in self._links.items()
                if link.end == start - 1 and self._tree.tokens[start - 1].text == ","
            ]
            if beside or token.head in self._links:
                return beside[:1] or [token.head]
        if token.dep == "attr" and self._tree.tokens[token.head].lemma in COPULAR:  # "Chad is the country that ..."
            return [k for k in self._arguments.surface_subjects(token.head) if k in self._links]
        if (
            token.dep == "pobj" and self._tree.tokens[token.head].lemma == "of"
        ):  # "Chad is one of the countries that ..."
            part = self._tree.tokens[token.head].head
            if self._tree.tokens[part].dep == "attr" and self._tree.tokens[part].lemma in PARTITIVE:
                return self._described(part)
        return [k for k in self._tree.kids(head, "appos") if k in self._links]

    def counted(self, head: int) -> list[int]:
        """The nouns that a number or quantity counts: "dozens of *protesters*"."""
        token = self._tree.tokens[head]
        if token.pos != "NUM" and token.lemma not in self._lexicon.words("quantities"):
            return []
        return [
            o
            for p in self._tree.kids(head, "prep")
            if self._tree.tokens[p].lemma == "of"
            for o in self._tree.kids(p, "pobj")
        ]
