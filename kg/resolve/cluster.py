"""Who is one with whom across articles: every pair of names that might be one is weighed, the sure ones are joined.

Names are compared only where they share a block (the consonants of a surname and the first sound of a first name, the words
or the initials of an organisation), so that the work grows with the number of names and not with its square. What is joined
follows from all appearances together: their order does not matter. No join goes against a person's judgement, and two names
that one article uses side by side are never joined: the reader of that article had more to go by.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from kg import ids
from kg.model import ArticleId, EntityId, Join, Reason
from kg.resolve import compare
from kg.resolve.compare import Likeness, skeleton
from kg.resolve.names import fold, is_acronym

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from kg.model import Appearance, Entity
    from kg.resolve.judgements import Judgements

WEIGHTS = {
    Likeness.SPELLING: 3.0,
    Likeness.ALIKE: -1.0,
    Likeness.INITIAL: 0.5,
    Likeness.SURNAME: -0.5,
    Likeness.ACRONYM: 0.0,
    "a long acronym": 1.0,
    "the same post": 2.0,
    "of the same": 1.0,
    "the same company": 0.5,
    "the same weeks": 0.5,
    "of another state": -4.0,
    "another post": -1.5,
    "years apart": -1.5,
}
"""What each feature adds to the log-odds that two names are one actor."""
JOIN, ASK = 2.0, -1.0
"""Log-odds from which on two names are joined, and from which on a person is asked."""
WEEKS = 31
"""Days between two appearances up to which they are of the same weeks."""
COMPANY = 3
"""More shared company than this adds nothing."""
RARE = 0.02
"""Share of the articles up to which an actor, no state, is company that tells something."""
APART = 15
"""Years between two appearances from which on they speak against each other."""
CROWD = 200
"""Names in a block from which on it is too common to tell anything."""


@dataclass(frozen=True, slots=True)
class Clusters:
    """What was found.

    Attributes:
        stands: (article, id) → the id that stands for it, where that is another.
        joins: Why, sorted.
        doubtful: Pairs to ask a person about, surest first.
    """

    stands: Mapping[tuple[ArticleId, EntityId], EntityId]
    joins: tuple[Join, ...]
    doubtful: tuple[Join, ...]


@dataclass(slots=True)
class Actor:
    """All appearances of one id; for a bare surname, those in one article.

    Attributes:
        homes: The states and bodies that it belongs to or holds a post in.
        company: Others named beside it, as far as they tell something.
    """

    id: EntityId
    article: ArticleId
    seeded: bool = False
    kinds: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    of: set[EntityId] = field(default_factory=set)
    posts: set[tuple[str, EntityId]] = field(default_factory=set)
    articles: set[ArticleId] = field(default_factory=set)
    days: set[date] = field(default_factory=set)
    homes: frozenset[EntityId] = frozenset()
    company: frozenset[EntityId] = frozenset()

    @property
    def key(self) -> tuple[str, str]:
        """What it is sorted by."""
        return self.id, self.article

    @property
    def bare(self) -> bool:
        """Known by a single word only."""
        return all(" " not in name for name in self.names)

    def add(self, one: Appearance) -> None:
        """Take in what one article says."""
        self.seeded |= one.entity.seeded
        self.kinds.add(one.entity.type)
        self.names |= {one.entity.label, *one.entity.aliases}
        self.of |= set(one.entity.of)
        self.posts |= set(one.posts)
        self.articles.add(one.article)
        if one.day:
            self.days.add(one.day)


class Weigher:
    """Compares actors of a collection of articles."""

    def __init__(
        self,
        appearances: Sequence[Appearance],
        persons: frozenset[str],
        organisations: frozenset[str],
        judgements: Judgements,
    ) -> None:
        self.kinds, self.judgements = {"person": persons, "body": organisations}, judgements
        self.company: dict[ArticleId, set[EntityId]] = defaultdict(set)
        self.states: set[EntityId] = set()
        table: dict[tuple[EntityId, ArticleId], Actor] = {}
        for one in appearances:
            entity = one.entity
            self.company[one.article].add(entity.id)
            if entity.type == "State":
                self.states.add(entity.id)
            if entity.type not in persons | organisations or _nameless(one):
                continue
            lone = entity.type in persons and not entity.seeded and _alone(entity)
            key = (entity.id, one.article if lone else ArticleId(""))
            table.setdefault(key, Actor(*key)).add(one)
        self.actors = [table[key] for key in sorted(table)]
        counts = Counter(name for found in self.company.values() for name in found)
        most = max(3, RARE * len(self.company))
        rare = frozenset(name for name, count in counts.items() if count <= most) - self.states
        for actor in self.actors:
            actor.homes = frozenset(actor.of) | {of for _, of in actor.posts}
            around = {name for article in actor.articles for name in self.company[article] if name in rare}
            actor.company = frozenset(around - {actor.id} - actor.homes)
        self._known: dict[tuple[frozenset[str], frozenset[str]], Likeness] = {}

    def pairs(self) -> Iterator[Join]:
        """Every pair with a likeness, weighed."""
        for kind, keys, likeness in (
            ("person", _person_keys, compare.persons),
            ("body", _body_keys, compare.bodies),
        ):
            chosen = [actor for actor in self.actors if kind in self.kind(actor)]
            for left, right in _pairs(chosen, keys):
                names = frozenset(left.names), frozenset(right.names)
                found = self._known.get(names)
                if found is None:
                    found = self._known[names] = _likeness(left, right, likeness)
                if found and not self.barred(left, right):
                    yield self._weighed(left, right, found)

    def barred(self, left: Actor, right: Actor) -> bool:
        """What no score outweighs: both are seeded, a person keeps them apart, or one article names both."""
        return (
            (left.seeded and right.seeded)
            or not left.articles.isdisjoint(right.articles)
            or (bool(self.judgements.lines) and self.judgements.apart(left.id, right.id) is not None)
        )

    def _weighed(self, left: Actor, right: Actor, found: Likeness) -> Join:
        features = {found: 1, **{feature: 1 for feature, holds in self._context(left, right, found) if holds}}
        if shared := len(left.company & right.company):
            features["the same company"] = min(shared, COMPANY)
        one, other = sorted((left, right), key=lambda actor: actor.key)
        article = next((actor.article for actor in (one, other) if actor.article), ArticleId(""))
        reasons = tuple(Reason(str(feature), WEIGHTS[feature] * times) for feature, times in features.items())
        return Join(one.id, other.id, round(1 / (1 + math.exp(-_sum(reasons))), 4), reasons, article)

    def _context(self, left: Actor, right: Actor, found: Likeness) -> Iterator[tuple[str, bool]]:
        """What the articles say of the two, feature by feature."""
        homes, states = left.homes & right.homes, [actor.homes & self.states for actor in (left, right)]
        other_body = "body" in self.kind(left) and bool(left.of and right.of) and not left.of & right.of
        foreign = (all(states) and not states[0] & states[1]) or other_body
        post = bool(left.posts & right.posts)
        yield "a long acronym", found is Likeness.ACRONYM and min(map(len, left.names | right.names)) >= compare.SURE
        yield "the same post", post
        yield "of the same", bool(homes) and not post
        yield "of another state", foreign
        yield "another post", bool(left.posts and right.posts) and not homes and not foreign
        if left.days and right.days:
            gap = _gap(left.days, right.days)
            yield "the same weeks", gap <= WEEKS
            yield "years apart", gap > APART * 365

    def kind(self, actor: Actor) -> set[str]:
        """Whether it is a person, a body, or, where articles differ, both."""
        return {name for name, classes in self.kinds.items() if actor.kinds & classes}


def cluster(
    appearances: Iterable[Appearance], persons: frozenset[str], organisations: frozenset[str], judgements: Judgements
) -> Clusters:
    """Join what is surely one.

    Args:
        appearances: Every entity of every article, in any order.
        persons: Classes whose names are personal names.
        organisations: Classes whose names are those of bodies.
    """
    weigher = Weigher(list(appearances), persons, organisations, judgements)
    groups = _Groups(weigher)
    joins: list[Join] = []
    lone: dict[tuple[EntityId, ArticleId], list[Join]] = defaultdict(list)
    doubtful: list[Join] = []
    for one in sorted(weigher.pairs(), key=lambda pair: (-_sum(pair.reasons), pair.left, pair.right, pair.article)):
        weight = _sum(one.reasons)
        if one.article:
            lone[_bare_side(one, groups)].append(one)
        elif weight >= JOIN and groups.join(one.left, one.right):
            joins.append(one)
        elif weight >= ASK:
            doubtful.append(one)
    stands = groups.stands() | _decided(weigher, groups)
    _surnames(lone, groups, stands, joins, doubtful)
    return Clusters(
        dict(sorted(stands.items())),
        tuple(sorted(joins, key=lambda one: (one.left, one.right, one.article))),
        tuple(_asked(doubtful, groups)),
    )


def _surnames(
    lone: Mapping[tuple[EntityId, ArticleId], list[Join]],
    groups: _Groups,
    stands: dict[tuple[ArticleId, EntityId], EntityId],
    joins: list[Join],
    doubtful: list[Join],
) -> None:
    """Give a bare surname, article by article, to the one full name that it fits."""
    for (name, article), pairs in sorted(lone.items()):
        found = [one for one in pairs if _sum(one.reasons) >= ASK and groups.may_be(name, article, _other(one, name))]
        sure = [one for one in found if _sum(one.reasons) >= JOIN]
        if (article, name) in stands:
            continue
        if sure and len({groups.root(_other(one, name)) for one in found}) == 1:
            joins.append(sure[0])
            stands[article, name] = groups.canonical(_other(sure[0], name))
            groups.members[groups.root(_other(sure[0], name))].append(groups.alone[name, article])
        else:
            doubtful += found


class _Groups:
    """Ids joined so far; knows what may not come together."""

    def __init__(self, weigher: Weigher) -> None:
        self.members: dict[EntityId, list[Actor]] = {}
        self.parent: dict[EntityId, EntityId] = {}
        self.weigher = weigher
        self.alone = {actor.key: actor for actor in weigher.actors if actor.article}
        for actor in weigher.actors:
            if not actor.article:
                self.members[actor.id] = [actor]
                self.parent[actor.id] = actor.id
        judged = weigher.judgements
        for name in sorted(self.members):
            first = next((one for one in judged.group(name) if one in self.parent), name)
            if self.root(first) != self.root(name):
                self._unite(self.root(first), self.root(name))

    def root(self, name: EntityId) -> EntityId:
        """The group's first id."""
        while (above := self.parent.get(name, name)) != name:
            name = above
        return name

    def join(self, left: EntityId, right: EntityId) -> bool:
        """Join two groups unless any two of their members bar it; whether they are one now."""
        one, other = self.root(left), self.root(right)
        if one == other:
            return True
        if any(self.weigher.barred(a, b) for a in self.members[one] for b in self.members[other]):
            return False
        self._unite(one, other)
        return True

    def may_be(self, name: EntityId, article: ArticleId, other: EntityId) -> bool:
        """Whether nothing bars an article's bare surname from being one of a group."""
        actor = self.alone[name, article]
        return not any(self.weigher.barred(actor, member) for member in self.members[self.root(other)])

    def _unite(self, one: EntityId, other: EntityId) -> None:
        low, high = sorted((one, other))
        self.parent[high] = low
        self.members[low] += self.members.pop(high)

    def canonical(self, name: EntityId) -> EntityId:
        """The id that stands for a group: a seeded one, else a full name, the first of them in the alphabet."""
        return min(self.members[self.root(name)], key=lambda actor: (not actor.seeded, actor.bare, actor.id)).id

    def stands(self) -> dict[tuple[ArticleId, EntityId], EntityId]:
        """Every id for which another stands, by article."""
        found: dict[tuple[ArticleId, EntityId], EntityId] = {}
        for members in self.members.values():
            if len(members) > 1:
                chosen = self.canonical(members[0].id)
                found |= {(article, one.id): chosen for one in members if one.id != chosen for article in one.articles}
        return found


def _decided(weigher: Weigher, groups: _Groups) -> dict[tuple[ArticleId, EntityId], EntityId]:
    """Bare surnames that a person has said to be somebody's."""
    found: dict[tuple[ArticleId, EntityId], EntityId] = {}
    for actor in weigher.actors:
        full = next((n for n in weigher.judgements.group(actor.id) if n in groups.parent and n != actor.id), None)
        if actor.article and full is not None:
            found[actor.article, actor.id] = groups.canonical(full)
    return found


def _bare_side(one: Join, groups: _Groups) -> tuple[EntityId, ArticleId]:  # elsewhere the same id may have a full name
    left = (one.left, one.article)
    return left if left in groups.alone and one.right in groups.parent else (one.right, one.article)


def _other(one: Join, name: EntityId) -> EntityId:
    return one.right if one.left == name else one.left


def _asked(doubtful: Iterable[Join], groups: _Groups) -> list[Join]:
    """One line per pair of actors that are still two."""
    found: dict[tuple[EntityId, EntityId], Join] = {}
    for one in doubtful:
        ends = [groups.canonical(end) if end in groups.parent else end for end in (one.left, one.right)]
        pair = (min(ends), max(ends))
        if pair[0] != pair[1] and (pair not in found or found[pair].score < one.score):
            found[pair] = Join(*pair, one.score, one.reasons)
    judged = groups.weigher.judgements
    kept = [one for pair, one in found.items() if not judged.together(*pair) and not judged.apart(*pair)]
    return sorted(kept, key=lambda one: (-one.score, one.left, one.right))


def _gap(one: set[date], other: set[date]) -> int:
    """Days between the two nearest of two sets of days."""
    found = sorted([(day, 0) for day in one] + [(day, 1) for day in other])
    return min((b[0] - a[0]).days for a, b in pairwise(found) if a[1] != b[1])


def _sum(reasons: Iterable[Reason]) -> float:
    return sum(reason.value for reason in reasons)


def _alone(entity: Entity) -> bool:
    return all(" " not in name for name in (entity.label, *entity.aliases))


def _nameless(one: Appearance) -> bool:
    """A group or agreement without a name: nobody outside its article."""
    label = one.entity.label
    return one.entity.id == f"{ids.slug(label)}_{ids.digest(one.article, label, length=8)}"


def _likeness(left: Actor, right: Actor, likeness: Callable[[str, str], Likeness]) -> Likeness:
    found = {likeness(a, b) for a in sorted(left.names) for b in sorted(right.names)} - {Likeness.NONE}
    return max(found, key=lambda one: (WEIGHTS[one], one), default=Likeness.NONE)


def _pairs(actors: Sequence[Actor], keys: Callable[[str], list[str]]) -> Iterator[tuple[Actor, Actor]]:
    """Pairs that share a block; two bare names are no pair."""
    blocks: dict[str, list[Actor]] = defaultdict(list)
    for actor in actors:
        for key in sorted({key for name in actor.names for key in keys(name)}):
            blocks[key].append(actor)
    seen: set[tuple[tuple[str, str], tuple[str, str]]] = set()
    for key, block in blocks.items():
        alone = key.endswith("?")
        few, many = [a for a in block if a.bare], [a for a in block if not a.bare]
        if len(many if alone else block) > CROWD:
            continue
        for left, right in ((a, b) for a in few for b in many) if alone else combinations(block, 2):
            if left.article and right.article:
                continue
            pair = (left.key, right.key) if left.key < right.key else (right.key, left.key)
            if pair not in seen:
                seen.add(pair)
                yield left, right


def _person_keys(name: str) -> list[str]:
    """The surname's skeleton alone for bare surnames, and with the first name's first sound and first letter."""
    parts = fold(name).split()
    if not parts:
        return []
    last = skeleton(parts[-1])
    first = (f"{last} {skeleton(parts[0])[:1]}", f"{last} {parts[0][0]}.") if len(parts) > 1 else ()
    return [f"{last} ?", *first]


def _body_keys(name: str) -> list[str]:
    parts = fold(name).removeprefix("the ").split()
    if not parts:
        return []
    if len(parts) == 1:
        return [f"= {skeleton(parts[0])}", *([f"# {parts[0]}"] if is_acronym(name) else [])]
    return [f"= {' '.join(skeleton(part) for part in parts)}", *(f"# {one}" for one in compare.initials(parts))]


def by_use(found: Iterable[Join], claims: Mapping[EntityId, int]) -> list[Join]:
    """Pairs, most useful first: those that touch most claims, then the surest."""
    return sorted(
        found, key=lambda one: (-claims.get(one.left, 0) - claims.get(one.right, 0), -one.score, one.left, one.right)
    )
