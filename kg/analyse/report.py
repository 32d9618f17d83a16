"""``kg report``: a briefing on the whole graph or on one actor, in sentences that lead to their claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from kg.analyse.brokers import brokers
from kg.analyse.compare import compare
from kg.analyse.dates import Window
from kg.analyse.division import divide, signed_network
from kg.analyse.evidence import Citation, cite
from kg.analyse.network import ACTOR_CLASSES
from kg.analyse.shift import shift
from kg.analyse.summary import stats
from kg.model import EntityId, Modality

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.analyse.records import Records
    from kg.analyse.shift import Move, Shift
    from kg.model import Claim, ClaimId

LINKS = 6
"""Claims that one sentence links to; the number of the others is said."""
TOP = 5
NEWEST = 8


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the claims that it rests on."""

    text: str
    claims: tuple[ClaimId, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences below a heading."""

    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """A sentence with the numbers of its notes, and how many claims more it rests on."""

    text: str
    notes: tuple[int, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered claim with its quotes."""

    number: int
    citation: Citation


@dataclass(frozen=True, slots=True)
class Briefing:
    """What is printed: sections of linked sentences, and the notes that they link to, by number."""

    title: str
    source: str
    sections: tuple[tuple[str, tuple[Linked, ...]], ...]
    notes: tuple[Note, ...]


def briefing(records: Records, actor: EntityId | None = None, *, known: Records | None = None) -> Briefing:
    """A briefing on an actor, or on everything.

    Args:
        records: The claims to report.
        actor: On whom; ``None`` for the whole graph.
        known: Where to read who acts for whom, if the claims are only a part of the graph.
    """
    found = _on_all(records, known) if actor is None else _on_one(records, actor, known)
    sections = [section for section in found if section.sentences]
    title = "What the articles say" if actor is None else records.label(actor)
    articles = {evidence.article for claim in records.claims.values() for evidence in claim.evidence}
    source = f"{len(records.claims):,} claims from {len(articles):,} articles"
    return _numbered(records, title, source, sections)


def _numbered(records: Records, title: str, source: str, sections: Sequence[Section]) -> Briefing:
    numbers: dict[str, int] = {}
    notes: list[Note] = []
    linked = []
    for section in sections:
        sentences = []
        for sentence in section.sentences:
            chosen = _chosen(records, sentence.claims)
            for one in chosen:
                if one.id not in numbers:
                    numbers[one.id] = len(numbers) + 1
                    notes.append(Note(numbers[one.id], one))
            at = tuple(sorted(numbers[one.id] for one in chosen))
            sentences.append(Linked(sentence.text, at, len(set(sentence.claims)) - len(chosen)))
        linked.append((section.title, tuple(sentences)))
    return Briefing(title, source, tuple(linked), tuple(notes))


def _chosen(records: Records, claims: Iterable[ClaimId]) -> tuple[Citation, ...]:
    """The surest and most telling of a sentence's claims, oldest first."""

    def weight(claim: Claim) -> tuple[bool, float, float, str]:
        relation = records.relation(claim)
        return not claim.asserted, -abs(float(relation.score)) if relation else 0.0, -claim.confidence, claim.id

    found = sorted((records.claims[one] for one in set(claims) if one in records.claims), key=weight)
    return cite(records, [claim.id for claim in found[:LINKS]])


def _on_all(records: Records, known: Records | None) -> Iterator[Section]:
    figures = stats(records, top=TOP)
    everything = tuple(records.claims)
    if not everything:
        yield Section("At a glance", (Sentence("The graph holds no claim to report.", ()),))
        return
    what = f"{figures.claims:,} claims about {figures.entities:,} entities"
    glance = [Sentence(f"{what}; {figures.asserted:,} are stated as fact.", everything)]
    glance += [
        Sentence(f"{count.number:,} {_WORDS[count.name]}.", count.claims) for count in figures.signs if count.number
    ]
    yield Section("At a glance", tuple(glance))
    central = ((one, f"{_others(int(one.values['degree']))} by {_claims(len(one.claims))}") for one in figures.central)
    told = tuple(Sentence(f"{one.label} is tied to {ties}.", one.claims) for one, ties in central)
    yield Section("Who is central", told)
    yield from _camps(records, known)
    actors = [EntityId(one.id) for one in figures.central if records.is_a(EntityId(one.id), *ACTOR_CLASSES)]
    moving = (shift(records, one, known=known) for one in actors)
    yield Section("Who moves", tuple(sentence for found in moving for sentence in _moves(found, TOP)))
    yield _changes(records, known)
    between = brokers(records, top=TOP)
    yield Section(
        "Who stands between",
        tuple(
            Sentence(f"{one.label} lies on {one.between:.0%} of the shortest ways between the camps.", one.claims)
            for one in between.brokers
            if one.between
        ),
    )


_WORDS = {
    "cooperation": "speak of cooperation",
    "conflict": "speak of conflict",
    "neutral": "say who somebody is, or take neither side",
}


def _others(number: int) -> str:
    return "1 other" if number == 1 else f"{number:,} others"


def _claims(number: int) -> str:
    return "1 claim" if number == 1 else f"{number:,} claims"


def _camps(records: Records, known: Records | None) -> Iterator[Section]:
    division = divide(records, signed_network(records, known=known))
    names = division.labels
    sentences = [
        Sentence(f"{', '.join(names[member] for member in camp.members)} stand together.", camp.claims)
        for camp in division.camps.camps[:TOP]
    ]
    sentences += [
        Sentence(f"Against the camps: {names[tie.one]} and {names[tie.other]} ({tie.weight:+g}).", tie.claims)
        for tie in division.camps.against[:TOP]
    ]
    yield Section("Who stands together", tuple(sentences))


def _moves(found: Shift, most: int) -> Iterator[Sentence]:
    for move in [move for move in found.moves if move.direction in _VERBS][:most]:
        yield Sentence(_moved(found.label, move), move.claims)


_VERBS = {"toward": "toward", "away": "away from"}


def _moved(label: str, move: Move) -> str:
    verb = "moves" if move.clear else "seems to move"
    text = f"{label} {verb} {_VERBS[move.direction]} {move.label}: {move.net:+g} in {move.acts} acts since {move.since}"
    if move.turns:
        turn = move.turns[-1]
        text += f", after a turn on {turn.day} from {turn.before:+g} to {turn.after:+g} an act"
    return text + "."


def _changes(records: Records, known: Records | None) -> Section:
    days = sorted(day for claim in records.claims.values() if (day := records.moment(claim)))
    if not days or days[0] == days[-1]:
        return Section("What changed", ())
    middle = next(day for day in days if day >= days[len(days) // 2] and day > days[0])
    earlier, later = Window(days[0], middle - timedelta(days=1)), Window(middle, days[-1])
    found = compare(records, earlier, later, known=known)
    told = [one for one in found.differences if one.kind in {"reversed", "new", "ended"}]
    chosen = [one for _, group in groupby(told, key=lambda one: one.kind) for one in list(group)[:TOP]]
    sentences = (Sentence(_difference(one.labels, one.kind, one.before, one.after), one.claims) for one in chosen)
    return Section(f"What changed from {earlier} to {later}", tuple(sentences))


def _difference(labels: tuple[str, str], kind: str, before: float | None, after: float | None) -> str:
    pair = f"{labels[0]} and {labels[1]}"
    if kind == "reversed":
        turned = "from conflict to cooperation" if (after or 0) > 0 else "from cooperation to conflict"
        return f"{pair} turned {turned} ({before:+g} to {after:+g})."
    value = after if kind == "new" else before
    what = "cooperation" if (value or 0) > 0 else "conflict"
    when = "is new" if kind == "new" else "is not reported any more"
    return f"{what.capitalize()} between {pair} {when} ({value:+g})."


def _on_one(records: Records, actor: EntityId, known: Records | None) -> Iterator[Section]:
    mine = [claim for claim in records.claims.values() if actor in (claim.subject, claim.object)]
    entity = records.entities.get(actor)
    label = records.label(actor)
    kind = entity.type if entity else "entity"
    also = f", also {', '.join(entity.aliases[:TOP])}" if entity and entity.aliases else ""
    yield Section("Who it is", (Sentence(f"{label} ({kind}{also}): {_claims(len(mine))}.", tuple(c.id for c in mine)),))
    yield Section("Posts and places", tuple(_listed(records, [c for c in mine if _structure(records, c)])))
    found = shift(records, actor, known=known)
    yield Section("Toward whom, and away from whom", tuple(_moves(found, 2 * TOP)))
    for title, sign in (("Cooperation", 1), ("Conflict", -1)):
        yield Section(title, tuple(_partners(records, actor, mine, sign)))
    yield Section("Latest", tuple(_listed(records, [c for c in mine if not _structure(records, c)], newest=NEWEST)))
    for title, modality in (("Planned", Modality.PLANNED), ("Denied or refused", Modality.NEGATED)):
        yield Section(title, tuple(_listed(records, [c for c in mine if c.modality is modality], newest=NEWEST)))


def _structure(records: Records, claim: Claim) -> bool:
    relation = records.relation(claim)
    return relation is not None and relation.group == "structure"


def _listed(records: Records, claims: Sequence[Claim], newest: int | None = None) -> Iterator[Sentence]:
    """A sentence per subject, relation and object; the newest last."""
    told: dict[str, list[Citation]] = {}
    for one in cite(records, [claim.id for claim in claims]):
        told.setdefault(one.sentence, []).append(one)
    ordered = sorted(told.items(), key=lambda item: (item[1][-1].date, item[0]))
    for text, found in ordered[-newest:] if newest else ordered:
        dates = [one.date for one in found if one.date]
        when = f" ({dates[-1]})" if dates and newest else ""
        yield Sentence(f"{text}{when}.", tuple(found_one.id for found_one in found))  # type: ignore[misc]


def _partners(records: Records, actor: EntityId, mine: Sequence[Claim], sign: int) -> Iterator[Sentence]:
    by: dict[EntityId, list[Claim]] = {}
    for claim in mine:
        if records.sign(claim) == sign and claim.asserted and claim.subject != claim.object:
            by.setdefault(claim.object if claim.subject == actor else claim.subject, []).append(claim)
    for partner, claims in sorted(by.items(), key=lambda item: (-len(item[1]), item[0]))[:TOP]:
        done = {}
        for claim in sorted(claims, key=lambda one: one.id):
            relation = records.relation(claim)
            if relation:
                done[relation.label if claim.subject == actor or relation.symmetric else relation.inverse_label] = 1
        what = ", ".join(sorted(done))
        yield Sentence(
            f"{records.label(actor)} {what} {records.label(partner)} ({_claims(len(claims))}).",
            tuple(c.id for c in claims),
        )
