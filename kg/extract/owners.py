"""Whose a thing is and where it stands: "Russia's invasion", "attacks by rebels", "a camp in Calais"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.tree import CLAUSAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.extract.actors import Actors
    from kg.extract.arguments import Arguments
    from kg.lexicon import Lexicon
    from kg.model import Link
    from kg.tree import Tree

NOMINAL = frozenset({"NOUN", "PROPN"})


class Owners:
    """Finds the actors to whom a noun belongs.

    Args:
        actors: From a token to the actors that it names or counts, and from a quantity to the nouns that it counts.
    """

    def __init__(
        self,
        tree: Tree,
        links: Mapping[int, Link],
        arguments: Arguments,
        actors: Actors,
        lexicon: Lexicon,
    ) -> None:
        self._tree = tree
        self._links = links
        self._arguments = arguments
        self._actors = actors
        self._inflicted = lexicon.words("inflicted")
        self._containing = lexicon.words("containing")

    def of(self, head: int, depth: int = 3, *, judged: bool = False) -> list[int]:
        """Whose it is: "Russia's invasion", "Israeli strikes", "the decision of the court", "attacks by rebels".

        Args:
            judged: The doer is asked for: "condemned the invasion of Kuwait" is not about Kuwait.
        """
        token = self._tree.tokens[head]
        counted = self._actors.counted(head)
        if counted and depth:
            return [o for k in counted for o in self.of(k, depth - 1, judged=judged)]
        if token.pos not in NOMINAL and token.tag != "VBG":
            return []
        found = [k for k in (*self._tree.kids(head, "poss"), *self._arguments.leaders(head)) if k in self._links]
        found = found or [k for k in self._tree.kids(head, "amod", "compound", "nmod") if k in self._links and k < head]
        suffered = judged and token.lemma in self._inflicted
        if not found:
            found = self.prepositional(head, ("by", "from") if suffered else ("by", "of", "from"))
        if not found and suffered:  # parsers hang the doer on who suffers: "the arrest of Mandela by the police"
            found = self._arguments.subjects(head)
        if not found:
            found = [a for k in self._tree.kids(head, "acl") for a in self._belonging(k)]
        if not found and depth and not suffered:
            near = [
                o
                for p in self._tree.kids(head, "prep")
                if self._tree.tokens[p].lemma == "of"
                for o in self._tree.kids(p, "pobj")
            ]
            near += self._tree.kids(head, "poss", "compound", "nmod")
            found = next((o for o in (self.of(k, depth - 1, judged=judged) for k in near) if o), [])
        return [k for k in self._arguments.spread(found) if k in self._links]

    def places(self, head: int, depth: int = 2) -> list[int]:
        """Where it is: "a camp in Calais", "the ban on imports to Peru"."""
        if self._tree.tokens[head].pos not in NOMINAL:
            return []
        where = ("in", "at", "near", "on", "to", "for", "within", "across", "along", "against")
        found = self.prepositional(head, where)
        for participle in self._tree.kids(head, "acl") if not found else ():  # "sanctions imposed on Iran"
            if self._tree.tokens[participle].tag == "VBN":
                found = found or self.prepositional(participle, where)
        if not found and depth:
            near = [o for p in self._tree.kids(head, "prep") for o in self._tree.kids(p, "pobj")]
            found = next((o for o in (self.of(k, 1) or self.places(k, depth - 1) for k in near) if o), [])
        return found

    def prepositional(self, head: int, names: tuple[str, ...]) -> list[int]:
        """Actors in the phrases of these prepositions, the first phrase that has any."""
        for prep in self._tree.kids(head, "prep", "agent"):
            if self._tree.tokens[prep].lemma in names:
                found = [a for k in self._arguments.spread(self._tree.kids(prep, "pobj")) for a in self._actors.of(k)]
                if found:
                    return found
        return []

    def within(self, head: int) -> list[int]:
        """The nearest actor named anywhere in a noun phrase, clauses apart."""
        waiting = [head] if self._tree.tokens[head].pos in NOMINAL | {"NUM"} else []
        for current in waiting:
            kids = [k for k in self._tree.kids(current) if self._tree.tokens[k].dep not in CLAUSAL | {"nsubj"}]
            found = [k for k in kids if k in self._links and self._tree.tokens[k].dep != "npadvmod"]
            if found:
                return found[:1]
            waiting += kids
        return []

    def _belonging(self, participle: int) -> list[int]:
        """ "missiles fired by Israel", "a convoy belonging to the mission"."""
        if self._tree.tokens[participle].lemma == "belong":
            found = [o for p in self._tree.kids(participle, "prep") for o in self._tree.kids(p, "pobj")]
        elif self._tree.tokens[participle].lemma in self._containing:  # "a bus carrying pilgrims"
            found = self._arguments.objects(participle)
        else:
            found = self._arguments.subjects(participle) if self._tree.tokens[participle].tag == "VBN" else []
        return [k for k in found if k in self._links]
