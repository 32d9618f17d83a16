"""``kg compare``: which ties are new, which ended, which turned between two periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.analyse.principals import fold
from kg.analyse.ties import PLAIN_WEIGHTS, events, signed
from kg.model import EntityId

if TYPE_CHECKING:
    import networkx as nx

    from kg.analyse.dates import Window
    from kg.analyse.records import Records
    from kg.analyse.ties import Weights
    from kg.model import ClaimId


@dataclass(frozen=True, slots=True)
class Difference:
    """One pair of actors in two periods.

    Attributes:
        kind: ``new`` (no event before), ``ended`` (none after), ``reversed`` (the sign turned), ``warmer`` or
            ``cooler`` (the net value grew or shrank and kept its sign), ``same``.
        before, after: Net values; ``None`` where the period has no event.
        claims: Of both periods.
    """

    one: str
    other: str
    labels: tuple[str, str]
    kind: str
    before: float | None
    after: float | None
    claims: tuple[ClaimId, ...]

    @property
    def change(self) -> float:
        """How much the net value grew."""
        return round((self.after or 0.0) - (self.before or 0.0), 3)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answer. An ended tie is one that nobody reports any more: silence, not necessarily a break.

    Attributes:
        undated: Events that are in neither period because nobody says when they were.
    """

    earlier: Window
    later: Window
    differences: tuple[Difference, ...]
    undated: int
    sentence: str

    def of(self, kind: str) -> tuple[Difference, ...]:
        """Those of one kind."""
        return tuple(one for one in self.differences if one.kind == kind)


def compare(
    records: Records,
    earlier: Window,
    later: Window,
    *,
    actor: EntityId | None = None,
    alone: bool = False,
    known: Records | None = None,
    weights: Weights = PLAIN_WEIGHTS,
) -> Comparison:
    """What changed from one period to another.

    Args:
        records: The claims to read.
        earlier: The first period.
        later: The second; an event in both counts in both.
        actor: Only ties of this actor.
        alone: Do not count officials and bodies as whom they act for.
        known: Where to read who acts for whom, if ``records`` are only a part of the graph.
        weights: What part of a score each kind of claim contributes.
    """
    found = events(records if alone else fold(records, known), weights)
    if actor is not None:
        found = tuple(event for event in found if actor in (event.subject, event.object))
    first = signed(event for event in found if event.day and earlier.holds(event.day))
    second = signed(event for event in found if event.day and later.holds(event.day))
    pairs = sorted({(min(pair), max(pair)) for graph in (first, second) for pair in graph.edges})
    differences = tuple(sorted((_difference(records, first, second, pair) for pair in pairs), key=_order))
    undated = sum(event.day is None for event in found)
    return Comparison(earlier, later, differences, undated, _sentence(earlier, later, differences))


_KINDS = ("reversed", "new", "ended", "cooler", "warmer", "same")


def _order(one: Difference) -> tuple[int, float, str, str]:
    return _KINDS.index(one.kind), -abs(one.change), one.one, one.other


def _difference(records: Records, first: nx.Graph[str], second: nx.Graph[str], pair: tuple[str, str]) -> Difference:
    edges = [graph.edges[pair] if graph.has_edge(*pair) else None for graph in (first, second)]
    before, after = (edge["weight"] if edge else None for edge in edges)
    claims = {claim for edge in edges if edge for claim in edge["claims"]}
    one, other = pair
    labels = (records.label(EntityId(one)), records.label(EntityId(other)))
    return Difference(one, other, labels, _kind(before, after), before, after, tuple(sorted(claims)))


def _kind(before: float | None, after: float | None) -> str:
    if before is None:
        return "new"
    if after is None:
        return "ended"
    if before * after < 0:
        return "reversed"
    if before == after:
        return "same"
    return "warmer" if after > before else "cooler"


def _sentence(earlier: Window, later: Window, differences: tuple[Difference, ...]) -> str:
    numbers = {kind: sum(one.kind == kind for one in differences) for kind in _KINDS}
    if not differences:
        return f"No tie has an event in {earlier} or in {later}."
    return (
        f"From {earlier} to {later}: {numbers['new']} new, {numbers['ended']} not reported any more, "
        f"{numbers['reversed']} reversed, {numbers['warmer']} warmer, {numbers['cooler']} cooler, "
        f"{numbers['same']} the same."
    )
