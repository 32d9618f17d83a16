"""Phrases with a preposition: what they name, and the words that a parser may have hung them on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extract.arguments import Arguments
    from kg.tree import Tree

NOMINAL = frozenset({"NOUN", "PROPN"})
PAIRING = frozenset({"between", "among"})


class Prepositions:
    """Finds what stands after a preposition that belongs to a word."""

    def __init__(self, tree: Tree, arguments: Arguments) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.arguments = arguments

    def objects(self, name: str, head: int, *, nominal: bool, first: bool) -> list[int]:
        """Objects of a preposition after a word; for a verb also after its object or particle, where parsers put it."""
        found = self.after(name, head)
        if not found:
            for base in self._bases(name, head, nominal=nominal, first=first):
                found = [o for o in self.after(name, base) if o > head or not nominal]
                if found:
                    break
        return self.arguments.spread(found)

    def _bases(self, name: str, head: int, *, nominal: bool, first: bool) -> list[int]:
        """Where else a phrase that belongs to a word may have been attached."""
        if nominal:
            verb = (
                self.arguments.governing_verb(head) if first and name not in PAIRING else self.arguments.object_of(head)
            )
            clauses = [
                k
                for k in self.tree.kids(head, "acl", "relcl")
                if self.tokens[k].lemma in self.arguments.light or self.tokens[k].dep == "acl"
            ]
            carrier = self.arguments.carrier(head)
            above = [carrier] if carrier != head else []
            below = (
                []
                if first
                else sorted(k for k in self.tree.subtree(head) if k > head and self.tokens[k].pos in NOMINAL)
            )
            return [*above, *([verb] if verb is not None else []), *clauses, *below]
        if not first:
            return []
        return [
            *self.tree.kids(head, "dobj", "prt", "acomp", "xcomp", "nsubjpass", "advmod", "attr", "oprd"),
            *(o for p in self.tree.kids(head, "prep") for o in self.tree.kids(p, "pobj")),
        ]

    def after(self, name: str, head: int) -> list[int]:
        """Objects of a preposition that hangs on a word."""
        found: list[int] = []
        for prep in self.tree.kids(head, "prep", "agent", "dative", "prt", "advmod"):
            token = self.tokens[prep]
            if token.lemma == name or token.text.casefold() == name:
                found += self.tree.kids(prep, "pobj")
                found += [o for inner in self.tree.kids(prep, "prep") for o in self.tree.kids(inner, "pobj")]
        return found
