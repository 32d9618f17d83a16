"""How long the joining of names takes as their number grows, and what memory; and how well spellings are told from namesakes.

    python -m tests.benchmarks.linking [MENTIONS ...]

A mention is an entity in an article. Names are made up: first and last names in several spellings, half of the persons with a
post, bodies of several words, and states that every article names. The second table is the area under the ROC curve
over the pairs of ``tests/resolve/pairs.tsv``, by way of telling; half of the pairs were looked at while the weights were set.
"""

from __future__ import annotations

import random
import resource
import sys
from datetime import date, timedelta
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from kg import ids
from kg.model import Appearance, ArticleId, Entity, EntityId
from kg.resolve import compare, people
from kg.resolve.cluster import cluster
from kg.resolve.judgements import Judgements
from kg.resolve.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIZES = (6_250, 12_500, 25_000, 50_000, 100_000)
PER_ARTICLE = 10
PAIRS = Path(__file__).parents[1] / "resolve" / "pairs.tsv"
STATES = 40
HEADS, MIDDLES, TAILS = (
    ("Bar", "Kal", "Mir", "Tor", "Vel", "Zan", "Or", "Grig"),
    ("an", "en", "il", "os", "um"),
    ("dian", "dyan", "ov", "off", "etz", "ets"),
)


def mentions(number: int, seed: int = 1) -> Iterator[Appearance]:
    """As many mentions, in articles of ten, of about a third as many persons and bodies."""
    chance = random.Random(seed)
    surnames = [f"{a}{b}{c}{d}" for a in HEADS for b in MIDDLES for c in MIDDLES for d in TAILS]
    firsts = [f"{a}{b}{c}" for a in HEADS for b in MIDDLES for c in ("a", "o", "ey", "ei")]
    persons = [
        (f"{chance.choice(firsts)} {chance.choice(surnames)}", EntityId(f"S{chance.randrange(STATES)}"))
        for _ in range(number // 4)
    ]
    bodies = [
        (f"{chance.choice(surnames)} {chance.choice(surnames)} Council", EntityId(f"S{chance.randrange(STATES)}"))
        for _ in range(number // 12)
    ]
    start = date(2020, 1, 1)
    for at in range(number // PER_ARTICLE):
        article, day = ArticleId(f"a{at}"), start + timedelta(days=chance.randrange(1500))
        for state in {chance.randrange(STATES) for _ in range(2)}:
            yield Appearance(Entity(EntityId(f"S{state}"), f"State {state}", "State", seeded=True), article, day)
        for _ in range(PER_ARTICLE - 2):
            (label, state), kind = (
                (chance.choice(persons), "Person") if chance.random() < 0.7 else (chance.choice(bodies), "Organization")
            )
            if kind == "Person" and chance.random() < 0.2:
                label = label.split()[-1]
            posts = (("officialOf", state),) if kind == "Person" and chance.random() < 0.5 else ()
            yield Appearance(Entity(ids.entity_id(label), label, kind), article, day, posts)


def growth(sizes: tuple[int, ...]) -> None:
    """CPU seconds by number of mentions."""
    print("mentions   names   joined   asked   CPU s   us/mention   peak MB")
    for size in sizes:
        given = list(mentions(size))
        begun = process_time()
        found = cluster(given, frozenset({"Person"}), frozenset({"Organization"}), Judgements())
        spent = process_time() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        names = len({one.entity.id for one in given})
        print(
            f"{len(given):8} {names:7} {len(found.joins):8} {len(found.doubtful):7} {spent:7.1f} {spent / len(given) * 1e6:12.0f} {peak:9}"
        )


def area(scores: list[tuple[float, bool]]) -> float:
    """Area under the ROC curve: how often a true pair scores above a false one, ties counting half."""
    good, bad = [s for s, same in scores if same], [s for s, same in scores if not same]
    return sum((g > b) + (g == b) / 2 for g in good for b in bad) / (len(good) * len(bad))


def skeletons(one: str, other: str) -> float:
    """Consonants alone."""
    return float(fuzz.ratio(*("".join(map(compare.skeleton, fold(name).split())) for name in (one, other))))


WAYS: dict[str, Callable[[str, str], float]] = {
    "ours": compare.nearness,
    "Jaro-Winkler, word by word": people.similarity,
    "token sort ratio": lambda a, b: fuzz.token_sort_ratio(fold(a), fold(b)),
    "skeleton ratio": skeletons,
}


def accuracy() -> None:
    """Area under the ROC curve on both halves of the pairs, and the share decided rightly by "one name, spelled twice"."""
    rows = [line.split("\t") for line in PAIRS.read_text("utf-8").splitlines() if line and line[0] != "#"]
    print("\nway                          AUC, seen half   AUC, other half")
    for name, way in WAYS.items():
        halves = [
            area([(way(a, b), same == "same") for half, same, a, b in rows if half == wanted])
            for wanted in ("seen", "held")
        ]
        print(f"{name:28} {halves[0]:14.3f} {halves[1]:17.3f}")
    held = [
        (compare.persons(a, b) is compare.Likeness.SPELLING, same == "same")
        for half, same, a, b in rows
        if half == "held"
    ]
    right, false = sum(said == same for said, same in held), sum(said and not same for said, same in held)
    print(f"\njoined on the name alone, other half: {right} of {len(held)} right, {false} wrongly joined")


if __name__ == "__main__":
    growth(tuple(map(int, sys.argv[1:])) or SIZES)
    accuracy()
