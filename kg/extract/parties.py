"""Who talks, fights or agrees with whom: kept, so that "mediated the talks" finds it later in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extract.found import Match
    from kg.tree import Tree

MEMORY = 6
"""Sentences for which the parties of talks are remembered."""


class Parties:
    """The pairs of a document's reciprocal events, in the order of the text."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._told: list[tuple[int, tuple[int, ...]]] = []

    def remember(self, found: list[Match]) -> None:
        """Keep the parties of an event, if it is one of equals."""
        if found and found[0].rule.reciprocal:
            heads = dict.fromkeys(head for match in found for head in (match.subject, match.object))
            self._told.append((found[0].trigger, tuple(heads)))

    def before(self, head: int) -> list[int]:
        """Head tokens of the parties of the last event told, if that is not long ago."""
        here = self._tree.sentence_of[head]
        for trigger, heads in reversed(self._told):
            if here - self._tree.sentence_of[trigger] <= MEMORY:
                return list(heads)
        return []
