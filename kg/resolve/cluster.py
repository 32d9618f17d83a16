"""Which learned persons and organisations of a graph are probably one: proposals for a person to decide on.

Names are compared only where they share a block (the consonants of a surname, the initials of an organisation), so that
the work grows with the number of names and not with its square. The order of the entities does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from kg.model import Reason
from kg.resolve import people
from kg.resolve.names import fold, is_acronym

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kg.model import Entity, EntityId
    from kg.resolve.judgements import Judgements

LEAST = 0.88
"""Least similarity of two full names for which a person is asked."""
SURNAME, ACRONYM = 0.7, 0.75
"""How sure it is that a bare surname, or an acronym, is a name that it fits."""
CROWD = 200
"""Names in a block from which on it is too common to tell anything."""

SOUNDS = (
    ("sch", "s"),
    ("kh", "h"),
    ("ph", "v"),
    ("f", "v"),
    ("w", "v"),
    ("x", "ks"),
    ("q", "k"),
    ("c", "k"),
    ("z", "s"),
)
VOWELS = frozenset("aeiouyjh")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two entities that may be one, the smaller id first, with what speaks for it."""

    left: EntityId
    right: EntityId
    score: float
    reasons: tuple[Reason, ...]


def skeleton(word: str) -> str:
    """What spellings of one name share: its consonants, one letter to a sound.

    >>> skeleton("Mirzojan") == skeleton("Mirzoyan")
    True
    >>> skeleton("Zelensky") == skeleton("Zelenskyj")
    True
    >>> skeleton("Aliyev") == skeleton("Aliev")
    True
    >>> skeleton("Merkel") == skeleton("Macron")
    False
    """
    text = fold(word).replace(" ", "")
    for written, sound in SOUNDS:
        text = text.replace(written, sound)
    kept: list[str] = []
    for letter in text:
        if letter not in VOWELS and kept[-1:] != [letter]:
            kept.append(letter)
    return "".join(kept) or text[:1]


def propose(
    entities: Iterable[Entity], persons: frozenset[str], organisations: frozenset[str], judgements: Judgements
) -> list[Proposal]:
    """Pairs that are probably one, surest first; never two seeded ones, and never what a person has decided.

    Args:
        entities: All entities of a graph, in any order.
        persons: Classes whose names are personal names.
        organisations: Classes whose names are those of bodies.
    """
    table = {entity.id: entity for entity in entities}
    found: dict[tuple[EntityId, EntityId], Proposal] = {}
    for kinds, keys, compare in ((persons, _person_keys, _person), (organisations, _body_keys, _body)):
        chosen = [table[name] for name in sorted(table) if table[name].type in kinds]
        for left, right in _pairs(chosen, keys):
            if judgements.together(left.id, right.id) or judgements.apart(left.id, right.id):
                continue
            reasons = compare(left, right)
            if reasons:
                score = max(reason.value for reason in reasons)
                found[left.id, right.id] = Proposal(left.id, right.id, round(score, 4), reasons)
    return sorted(found.values(), key=lambda one: (-one.score, one.left, one.right))


def _names(entity: Entity) -> tuple[str, ...]:
    return tuple(dict.fromkeys((entity.label, *entity.aliases)))


def _bare(entity: Entity) -> bool:
    return " " not in entity.label


def _pairs(entities: Sequence[Entity], keys: Callable[[str], list[str]]) -> Iterator[tuple[Entity, Entity]]:
    blocks: dict[str, list[Entity]] = defaultdict(list)
    for entity in entities:
        for key in sorted({key for name in _names(entity) for key in keys(name)}):
            blocks[key].append(entity)
    seen: set[tuple[EntityId, EntityId]] = set()
    for key, block in blocks.items():
        if len(block) > CROWD:
            continue
        for left, right in combinations(block, 2):
            if key.endswith("?") and not (_bare(left) or _bare(right)):
                continue
            if (left.id, right.id) not in seen and not (left.seeded and right.seeded):
                seen.add((left.id, right.id))
                yield left, right


def _person_keys(name: str) -> list[str]:
    """The surname's skeleton alone for bare surnames, and with the first name's first sound and first letter."""
    parts = fold(name).split()
    if not parts:
        return []
    last = skeleton(parts[-1])
    first = (f"{last} {skeleton(parts[0])[:1]}", f"{last} {parts[0][0]}.") if len(parts) > 1 else ()
    return [f"{last} ?", *first]


def _person(left: Entity, right: Entity) -> tuple[Reason, ...]:
    score = max(people.similarity(a, b) for a in _names(left) for b in _names(right))
    if score >= LEAST:
        return (Reason("similar names", round(score, 4)), *_shared(left, right, score))
    if people.ends_like(left.label, right.label) or people.ends_like(right.label, left.label):
        return (Reason("a surname and a full name", SURNAME), *_shared(left, right, SURNAME))
    return ()


def _body_keys(name: str) -> list[str]:
    parts = fold(name).removeprefix("the ").split()
    if not parts:
        return []
    if len(parts) == 1:
        return [f"= {skeleton(parts[0])}", *([f"# {parts[0]}"] if is_acronym(name) else [])]
    return [f"= {' '.join(skeleton(part) for part in parts)}", *(f"# {one}" for one in _initials(parts))]


def _initials(parts: Sequence[str]) -> set[str]:
    """First letters of a name's words, with and without its small ones."""
    return {"".join(p[0] for p in parts), "".join(p[0] for p in parts if len(p) > 3)} - {""}  # noqa: PLR2004


def _body(left: Entity, right: Entity) -> tuple[Reason, ...]:
    if left.of and right.of and not set(left.of) & set(right.of):
        return ()
    best = 0.0
    for a in _names(left):
        for b in _names(right):
            one, other = (fold(x).removeprefix("the ").split() for x in (a, b))
            if len(one) == len(other):
                best = max(best, min((_alike(x, y) for x, y in zip(one, other, strict=True)), default=0.0))
            elif (is_acronym(a) and fold(a) in _initials(other)) or (is_acronym(b) and fold(b) in _initials(one)):
                best = max(best, ACRONYM)
    if best >= LEAST:
        return (Reason("similar names", round(best, 4)), *_shared(left, right, best))
    return (Reason("an acronym and a full name", ACRONYM), *_shared(left, right, ACRONYM)) if best >= ACRONYM else ()


def _alike(a: str, b: str) -> float:
    """Similarity of two words: acronyms and short words are alike only if they are equal."""
    if a == b:
        return 1.0
    return people.similarity(f"x {a}", f"x {b}") if min(len(a), len(b)) > 4 else 0.0  # noqa: PLR2004


def _shared(left: Entity, right: Entity, score: float) -> tuple[Reason, ...]:
    """One state or organisation that both belong to makes it surer."""
    return (Reason("of the same", round(min(1.0, score + 0.05), 4)),) if set(left.of) & set(right.of) else ()


def by_use(found: Iterable[Proposal], claims: Mapping[EntityId, int]) -> list[Proposal]:
    """Proposals, most useful first: those that touch most claims, then the surest."""
    return sorted(
        found, key=lambda one: (-claims.get(one.left, 0) - claims.get(one.right, 0), -one.score, one.left, one.right)
    )
