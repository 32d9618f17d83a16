"""What the matcher finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kg.lexicon import Rule


@dataclass(frozen=True, slots=True)
class Match:
    """A rule's words at ``trigger``, with the head tokens of its arguments.

    Attributes:
        indirect: An argument was reached through what belongs to it.
        words: Number of words of the trigger; of two rules on one trigger the longer says more.
        via: Tokens that a slot admitted by their word on the way to an argument ("lifted the *embargo* on Cuba"): they are
            read as part of this event, not as an event of their own.
        mutual: The object does the same to the subject: "accuse each other".
    """

    rule: Rule
    trigger: int
    subject: int
    object: int
    indirect: bool = False
    words: int = 1
    via: frozenset[int] = frozenset()
    mutual: bool = False

    @property
    def rank(self) -> tuple[int, int, float, str]:
        """Order among rules on the same trigger and pair, the most specific first."""
        return (-self.words, -len(self.via) - bool(self.rule.needs), -self.rule.prior, self.rule.id)

    def includes(self, other: Match) -> bool:
        """Whether the other's trigger is part of this event; if each is part of the other, the more specific one stands."""
        return other.trigger in self.via and (self.trigger not in other.via or self.rank < other.rank)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A rule that was tried and why it gave nothing, for ``kg eval --explain``."""

    rule: Rule
    trigger: int
    why: str


class Filling(NamedTuple):
    """What a slot holds: head tokens of actors, words admitted on the way, whether reached through a possession or place."""

    heads: list[int]
    via: frozenset[int] = frozenset()
    indirect: bool = False
