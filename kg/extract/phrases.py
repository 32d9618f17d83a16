"""Objects of prepositions, wherever the parser has hung the phrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extract.arguments import Arguments
    from kg.tree import Tree

NOMINAL = frozenset({"NOUN", "PROPN"})
PAIRING = frozenset({"between", "among"})
FOLLOWING = frozenset({"to", "for", "against", "from"})
"""Prepositions after an object that go on with it more often than with its verb."""


class Phrases:
    """Finds the prepositional phrases of the words of one document."""

    def __init__(self, tree: Tree, arguments: Arguments) -> None:
        self._tree = tree
        self._arguments = arguments

    def objects(self, name: str, head: int, *, nominal: bool, first: bool) -> list[int]:
        """Objects of a preposition after a word; for a verb also after its object or particle, where parsers often put it."""
        found = self.after(name, head)
        if not found:
            for base in self._bases(name, head, nominal=nominal, first=first):
                found = [o for o in self.after(name, base) if o > head or not nominal]
                if found:
                    break
        return self._arguments.spread(found)

    def after(self, name: str, head: int) -> list[int]:
        """Objects of a preposition that hangs on the word itself, or on another such preposition ("out of")."""
        found: list[int] = []
        for prep in self._tree.kids(head, "prep", "agent", "dative", "prt", "advmod"):
            token = self._tree.tokens[prep]
            if (token.lemma == name or token.text.casefold() == name) and not self._attending(prep):
                again = [k for k in self._tree.conjuncts(prep) if self._tree.tokens[k].lemma == token.lemma]
                found += [o for k in again for o in self._tree.kids(k, "pobj")]  # "thanks to Peru and to Chile"
                found += [o for inner in self._tree.kids(prep, "prep") for o in self._tree.kids(inner, "pobj")]
        return found

    def _attending(self, prep: int) -> bool:
        """ "They signed, with Norway as witness": who looks on is no party."""
        tokens = self._tree.tokens
        if tokens[prep].lemma != "with" or prep == 0 or tokens[prep - 1].text != ",":
            return False
        ends = [self._tree.phrase(o)[1] for o in self._tree.kids(prep, "pobj")]
        return any(end < len(tokens) and tokens[end].lemma == "as" for end in ends)

    def _bases(self, name: str, head: int, *, nominal: bool, first: bool) -> list[int]:
        """Where else a phrase that belongs to a word may have been attached."""
        if nominal:
            verb = (
                self._arguments.governing_verb(head)
                if first and name not in PAIRING
                else self._arguments.object_of(head)
            )
            clauses = [
                k
                for k in self._tree.kids(head, "acl", "relcl")
                if self._tree.tokens[k].lemma in self._arguments.light or self._tree.tokens[k].dep == "acl"
            ]
            carrier = self._arguments.carrier(head)
            above = [carrier] if carrier != head else []
            below = (
                []
                if first
                else sorted(
                    k for k in self._tree.subtree(head) if k > head and self._tree.tokens[k].pos in NOMINAL | {"ADJ"}
                )
            )
            over = self._arguments.governor(head) if name in (FOLLOWING if first else FOLLOWING | {"with"}) else None
            return [
                *above,
                *([verb] if verb is not None else []),
                *clauses,
                *below,
                *([over] if over is not None else []),
            ]
        if not first:
            return []
        return [
            *self._tree.kids(head, "dobj", "prt", "acomp", "xcomp", "nsubjpass", "advmod", "attr", "oprd"),
            *(o for p in self._tree.kids(head, "prep") if p > head for o in self._tree.kids(p, "pobj")),
        ]
