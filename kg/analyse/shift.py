"""``kg shift``: who moves toward whom, and away from whom.

Every event between the actor and a partner is a push toward or away (``analyse/ties.py``); the sum of the pushes is how
far the two have moved, and a change of their mean is a turn (``analyse/change.py``). Officials, ministries and groups
count as the state or organisation they act for. What is planned counts half, what is denied or only possible not at all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from kg.analyse.change import LEVEL, Change, changes, leaning
from kg.analyse.dates import Bucket, Window
from kg.analyse.principals import fold, principals
from kg.analyse.ties import PLAIN_WEIGHTS, events

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.analyse.records import Records
    from kg.analyse.ties import Event, Weights
    from kg.model import ClaimId, EntityId

YEARS = 3
"""Without dates from the user, the series covers so many years before the actor's last event."""
HINTS = 3
"""Fewer events than this are a hint, not a movement."""


@dataclass(frozen=True, slots=True)
class Step:
    """One bucket of a series.

    Attributes:
        cooperation, conflict: Sums of values, both ≥ 0.
        net: Their difference.
        position: Sum of ``net`` up to here.
    """

    bucket: str
    cooperation: float
    conflict: float
    net: float
    position: float
    claims: tuple[ClaimId, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """How an actor moved relative to one partner.

    Attributes:
        direction: ``toward``, ``away`` or ``neither``.
        clear: Chance alone would seldom give it (p below 0.05).
        net: Sum of the values since ``since``.
        since: Month of the last turn, or of the first event.
        own, other, joint: What the actor's own acts, the partner's, and those without a side contribute to ``net``.
        p: How likely so one-sided a sum is by chance.
        turns: Days on which the mean changed.
        claims: Behind ``net``.
    """

    partner: str
    label: str
    direction: str
    clear: bool
    net: float
    since: str
    own: float
    other: float
    joint: float
    events: int
    p: float
    turns: tuple[Change, ...]
    series: tuple[Step, ...]
    claims: tuple[ClaimId, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """The answer.

    Attributes:
        acting: Labels of the officials and bodies that count as the actor.
        moves: By partner, the furthest moves first.
        older, undated: Events with this actor before the window, and without a day; neither is in the series.
        sentence: The answer in words.
    """

    actor: str
    label: str
    window: Window
    bucket: str
    acting: tuple[str, ...]
    moves: tuple[Move, ...]
    older: int
    undated: int
    sentence: str


def shift(  # noqa: PLR0913 - each is an option of the command
    records: Records,
    actor: EntityId,
    *,
    bucket: Bucket = Bucket.MONTH,
    window: Window | None = None,
    alone: bool = False,
    partners: Iterable[EntityId] = (),
    weights: Weights = PLAIN_WEIGHTS,
) -> Shift:
    """Who an actor moves toward and away from.

    Args:
        records: The claims to read.
        actor: Whose movement.
        bucket: Length of the steps.
        window: Days to look at; by default the three years before the actor's last event.
        alone: Do not count officials and bodies as whom they act for.
        partners: Only these; all if empty.
        weights: What part of a score each kind of claim contributes.
    """
    chosen = set(partners)
    acting = () if alone else _acting(records, actor)
    found = [event for event in events(records if alone else fold(records), weights) if actor in (event.subject, event.object)]
    found = [event for event in found if not chosen or event.partner(actor) in chosen]
    dated = [event for event in found if event.day is not None]
    span = window or _recent(dated)
    within = [event for event in dated if event.day is not None and span.holds(event.day)]
    older = sum(1 for event in dated if event.day and span.first and event.day < span.first)
    pairs: dict[EntityId, list[Event]] = {}
    for event in within:
        pairs.setdefault(event.partner(actor), []).append(event)
    moves = [_move(records, actor, partner, pair, bucket) for partner, pair in pairs.items()]
    ordered = tuple(sorted(moves, key=lambda move: (not move.clear, -abs(move.net), move.partner)))
    label = records.label(actor)
    answer = Shift(str(actor), label, span, str(bucket), acting, ordered, older, len(found) - len(dated), "")
    return replace(answer, sentence=_sentence(answer))


def _acting(records: Records, actor: EntityId) -> tuple[str, ...]:
    return tuple(sorted(records.label(entity) for entity, end in principals(records).items() if end == actor))


def _recent(dated: Sequence[Event]) -> Window:
    last = max((event.day for event in dated if event.day), default=None)
    if last is None:
        return Window()
    return Window(date(max(1, last.year - YEARS), last.month, 1), last)


def _move(records: Records, actor: EntityId, partner: EntityId, pair: Sequence[Event], bucket: Bucket) -> Move:
    dated = [(event.day, event) for event in pair if event.day is not None]
    turns = changes([(day, event.value) for day, event in dated])
    first = turns[-1].day if turns else min(day for day, _ in dated)
    recent = [event for day, event in dated if day >= first]
    net = _sum(recent)
    p = leaning([event.value for event in recent])
    clear = p < LEVEL or (bool(turns) and (turns[-1].after > 0) == (net > 0))
    direction = "toward" if net > 0 else "away" if net < 0 else "neither"
    sided = [(event, _side(records, event, actor)) for event in recent]
    return Move(
        partner=str(partner),
        label=records.label(partner),
        direction=direction,
        clear=clear and net != 0,
        net=net,
        since=f"{first:%Y-%m}",
        own=_sum(event for event, side in sided if side == "own"),
        other=_sum(event for event, side in sided if side == "other"),
        joint=_sum(event for event, side in sided if side == "joint"),
        events=len(recent),
        p=p,
        turns=turns,
        series=_series(dated, bucket),
        claims=tuple(sorted({claim for event in recent for claim in event.claims})),
    )


def _side(records: Records, event: Event, actor: EntityId) -> str:
    relation = records.ontology.relations.get(event.relation)
    if relation is None or relation.symmetric:
        return "joint"
    return "own" if event.subject == actor else "other"


def _sum(found: Iterable[Event]) -> float:
    return round(sum(sorted(event.value for event in found)), 3) + 0.0


def _series(dated: Sequence[tuple[date, Event]], bucket: Bucket) -> tuple[Step, ...]:
    names = bucket.between(min(day for day, _ in dated), max(day for day, _ in dated))
    steps: list[Step] = []
    position = 0.0
    for name in names:
        here = [event for day, event in dated if bucket.of(day) == name]
        cooperation = _sum(event for event in here if event.value > 0)
        conflict = -_sum(event for event in here if event.value < 0) + 0.0
        net = round(cooperation - conflict, 3)
        position = round(position + net, 3)
        claims = tuple(sorted({claim for event in here for claim in event.claims}))
        steps.append(Step(name, cooperation, conflict, net, position, claims))
    return tuple(steps)


def _sentence(answer: Shift) -> str:
    if not answer.moves:
        return f"No dated act of cooperation or conflict with {answer.label} lies in {answer.window}."
    parts = []
    for verb, direction, clear in (
        ("moves toward", "toward", True),
        ("moves away from", "away", True),
        ("seems to move toward", "toward", False),
        ("seems to move away from", "away", False),
    ):
        named = [m for m in answer.moves if m.direction == direction and m.clear == clear and m.events >= HINTS]
        if named:
            parts.append(f"{verb} {_listed([f'{m.label} ({m.net:+g} since {m.since})' for m in named])}")
    if not parts:
        return f"{answer.label}: too few events with any one partner to speak of a movement."
    return f"{answer.label} {'; '.join(parts)}."


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
