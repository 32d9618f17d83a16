"""``kg shift``: who moves toward whom, and away from whom.

An actor moves by what it does. Its own acts toward a partner count in full, acts that both do together (meetings,
agreements, fights) count half, and what the partner does is the partner's movement, shown beside it. Each act is a push
along one axis from conflict to cooperation (``analyse/ties.py``); their sum is how far the actor has moved, a change of
their mean is a turn (``analyse/change.py``). Relations that only say how things stand, such as an old alliance, move
nobody. Officials, ministries and groups count as the state or organisation they act for. What is planned counts half,
what is denied or only possible not at all.
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
LEAST = 2
"""One act alone is no movement."""
MIXED = 0.5
"""Where chance gives so one-sided a sum more often than this, the acts point both ways."""
JOINT = 0.5


@dataclass(frozen=True, slots=True)
class Step:
    """One bucket of a series.

    Attributes:
        cooperation, conflict: Sums of what moves the actor, both ≥ 0.
        net: Their difference.
        position: Sum of ``net`` up to here.
        other: What the partner's own acts and its half of the joint ones add up to.
    """

    bucket: str
    cooperation: float
    conflict: float
    net: float
    position: float
    other: float
    claims: tuple[ClaimId, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """How the partner moved relative to the actor in the same time: its own acts and half of the joint ones."""

    direction: str
    clear: bool
    net: float
    acts: int
    p: float


@dataclass(frozen=True, slots=True)
class Move:
    """How an actor moved relative to one partner.

    Attributes:
        direction: ``toward``, ``away``, or ``mixed`` where the acts point both ways, ``none`` without two acts.
        clear: Chance alone would seldom give it (p below 0.05, or a turn).
        net: ``own`` + ``joint`` / 2.
        since: Month of the last turn, or of the first act; all sums are of what came since.
        own, joint, other: Sums of the actor's own acts, of acts of both, and of the partner's.
        acts: Number of own and joint acts.
        p: How likely so one-sided a sum is by chance.
        turns: Days on which the mean changed.
        reply: What the partner does meanwhile.
        claims: Behind all of these.
    """

    partner: str
    label: str
    direction: str
    clear: bool
    net: float
    since: str
    own: float
    joint: float
    other: float
    acts: int
    p: float
    turns: tuple[Change, ...]
    reply: Reply
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
    known: Records | None = None,
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
        known: Where to read who acts for whom, if ``records`` are only a part of the graph.
        weights: What part of a score each kind of claim contributes.
    """
    chosen = set(partners)
    acting = () if alone else _acting(known or records, actor)
    every = events(records if alone else fold(records, known), weights, standing=False)
    found = [event for event in every if actor in (event.subject, event.object)]
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


@dataclass(frozen=True, slots=True)
class _Act:
    """An event as it moves the actor and the partner."""

    day: date
    side: str
    event: Event

    @property
    def moves(self) -> float:
        return self.event.value * {"own": 1.0, "joint": JOINT, "other": 0.0}[self.side]

    @property
    def moves_other(self) -> float:
        return self.event.value * {"own": 0.0, "joint": JOINT, "other": 1.0}[self.side]


def _move(records: Records, actor: EntityId, partner: EntityId, pair: Sequence[Event], bucket: Bucket) -> Move:
    acts = [_Act(event.day, _side(records, event, actor), event) for event in pair if event.day is not None]
    moving = [act for act in acts if act.moves]
    turns = changes([(act.day, act.moves) for act in moving])
    first = turns[-1].day if turns else min(act.day for act in moving or acts)
    recent = [act for act in acts if act.day >= first]
    values = [act.moves for act in recent if act.moves]
    net, p = _sum(values), leaning(values)
    turned = bool(turns) and turns[-1].after * net > 0
    return Move(
        partner=str(partner),
        label=records.label(partner),
        direction=_direction(net, p, len(values), turned=turned),
        clear=p < LEVEL or turned,
        net=net,
        since=f"{first:%Y-%m}",
        own=_sum(act.event.value for act in recent if act.side == "own"),
        joint=_sum(act.event.value for act in recent if act.side == "joint"),
        other=_sum(act.event.value for act in recent if act.side == "other"),
        acts=len(values),
        p=p,
        turns=turns,
        reply=_reply([act.moves_other for act in recent if act.moves_other]),
        series=_series(acts, bucket),
        claims=tuple(sorted({claim for act in recent for claim in act.event.claims})),
    )


def _reply(values: Sequence[float]) -> Reply:
    net, p = _sum(values), leaning(values)
    return Reply(_direction(net, p, len(values), turned=False), p < LEVEL, net, len(values), p)


def _direction(net: float, p: float, acts: int, *, turned: bool) -> str:
    if acts < LEAST:
        return "none"
    if p > MIXED and not turned:
        return "mixed"
    return "toward" if net > 0 else "away"


def _side(records: Records, event: Event, actor: EntityId) -> str:
    relation = records.ontology.relations.get(event.relation)
    if relation is None or relation.symmetric:
        return "joint"
    return "own" if event.subject == actor else "other"


def _sum(values: Iterable[float]) -> float:
    return round(sum(sorted(values)), 3) + 0.0


def _series(acts: Sequence[_Act], bucket: Bucket) -> tuple[Step, ...]:
    names = bucket.between(min(act.day for act in acts), max(act.day for act in acts))
    found: dict[str, list[_Act]] = {}
    for act in acts:
        found.setdefault(bucket.of(act.day), []).append(act)
    steps: list[Step] = []
    position = 0.0
    for name in names:
        here = found.get(name, [])
        cooperation = _sum(act.moves for act in here if act.moves > 0)
        conflict = _sum(-act.moves for act in here if act.moves < 0)
        net = round(cooperation - conflict, 3)
        position = round(position + net, 3)
        claims = tuple(sorted({claim for act in here for claim in act.event.claims}))
        steps.append(Step(name, cooperation, conflict, net, position, _sum(act.moves_other for act in here), claims))
    return tuple(steps)


def _sentence(answer: Shift) -> str:
    if not answer.moves:
        return f"No dated act of cooperation or conflict with {answer.label} lies in {answer.window}."
    own = []
    for verb, direction, clear in (
        ("moves toward", "toward", True),
        ("moves away from", "away", True),
        ("seems to move toward", "toward", False),
        ("seems to move away from", "away", False),
        ("points both ways with", "mixed", False),
    ):
        named = [m for m in answer.moves if m.direction == direction and m.clear == clear]
        if named:
            own.append(f"{verb} {_listed([f'{m.label} ({m.net:+g} since {m.since})' for m in named])}")
    first = f"{answer.label} {'; '.join(own)}." if own else ""
    back = _in_return(answer)
    if not first and not back:
        return f"{answer.label}: too few acts toward any one partner to speak of a movement."
    return f"{first} {back}".strip()


def _in_return(answer: Shift) -> str:
    parts = []
    for one, many, direction, clear in (
        ("moves toward", "move toward", "toward", True),
        ("moves away from", "move away from", "away", True),
        ("seems to move toward", "seem to move toward", "toward", False),
        ("seems to move away from", "seem to move away from", "away", False),
    ):
        named = [m for m in answer.moves if m.reply.direction == direction and m.reply.clear == clear]
        if named:
            verb = one if len(named) == 1 else many
            parts.append(f"{_listed([f'{m.label} ({m.reply.net:+g})' for m in named])} {verb} {answer.label}")
    return f"In return, {'; '.join(parts)}." if parts else ""


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
