"""Who talks, fights or agrees with whom: kept, so that "mediated the talks" finds it later in the text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.tree import HYPHENS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.extract.found import Match
    from kg.model import EntityId, Link
    from kg.tree import Tree

MEMORY = 12
"""Sentences for which the parties of talks are remembered."""


class Parties:
    """The pairs of a document's talks, truces and disputes, in the order of the text."""

    def __init__(self, tree: Tree, links: dict[int, Link]) -> None:
        self._tree = tree
        self._links = links
        self._told: list[tuple[int, tuple[int, ...], frozenset[EntityId]]] = []

    def remember(self, found: list[Match]) -> None:
        """Keep the parties of an event of two sides."""
        if found and "twoSided" in found[0].rule.traits:
            heads = tuple(dict.fromkeys(head for match in found for head in (match.subject, match.object)))
            if len(self.sides(heads)) > 1:
                self._told.append((found[0].trigger, heads, self.sides(heads)))

    def sides(self, heads: Iterable[int]) -> frozenset[EntityId]:
        """Who stands behind some tokens."""
        links = [self._links[head] for head in heads if head in self._links]
        return frozenset(e for link in links for e in ((link.stands_for,) if link.stands_for else link.entities))

    def joined(self, heads: list[int]) -> list[int]:
        """With the first of two names that a hyphen joins: the sides of "*US*-Iran talks"."""
        tokens = self._tree.tokens
        first = [
            h - 2 for h in heads if h - 2 in self._links and tokens[h - 1].text in HYPHENS and tokens[h - 2].head == h
        ]
        return list(dict.fromkeys((*first, *heads)))

    def before(self, head: int, apart: frozenset[EntityId]) -> list[int]:
        """Head tokens of the sides that the text sets against each other most often, of equals the first.

        Args:
            apart: Who is no side: the mediator.
        """
        here = self._tree.sentence_of[head]
        near = [told for told in self._told if here - self._tree.sentence_of[told[0]] <= MEMORY and not told[2] & apart]
        counts = Counter(told[2] for told in near)
        best = max(near, key=lambda told: (counts[told[2]], -told[0]), default=None)
        return [] if best is None else list(best[1])
