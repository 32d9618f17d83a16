"""Reading property by property gives what reading by joins gives, and both give what was put in."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from kg import ids, pipeline
from kg.config import DEFAULT_BASE, Settings
from kg.graph.columns import unquoted
from kg.graph.read import MANY, View
from kg.graph.store import Store, open_store
from kg.model import (
    Argument,
    Article,
    ArticleId,
    Attribution,
    Claim,
    ClaimId,
    Entity,
    EntityId,
    Evidence,
    Manner,
    Modality,
    Period,
    Reading,
    Relation,
    Span,
)
from tests.graph.test_store import put
from tests.support import readings
from tests.support.machine import PlainMachine
from tests.support.memory import scale_free

if TYPE_CHECKING:
    from kg.graph.columns import Columns
    from kg.graph.names import Names
    from kg.graph.read import Rows

WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)
PEOPLE = [
    Entity(EntityId("Armenia"), "Armenia", "State", ("RA", "Republic, of Armenia"), "Q399", seeded=True),
    Entity(EntityId("Conseil,_d'État"), "Conseil, d'État", "GovernmentBody", of=(EntityId("Armenia"),)),
    Entity(EntityId("Nobody"), 'He said "no"', "Person"),
]
DATES = st.sampled_from(["2024", "2024-02", "2024-02-03", None])
BIG = "x" * 140_000
"""Longer than a field that Python's csv reads by itself."""


@dataclass(frozen=True)
class Joins:
    """A store that can only be asked in SPARQL."""

    store: Store
    columns: Columns | None = None

    @property
    def names(self) -> Names:
        return self.store.names

    def query(self, text: str, *, union: bool | None = None) -> Rows:
        return self.store.query(text, union=union)


@st.composite
def told(draw: st.DrawFn, number: int) -> Reading:
    """An article with claims of which anything may be missing that may be."""
    text = draw(WORDS)
    name = ArticleId(f"{draw(st.sampled_from(['a', 'b,c', 'ü d']))}-{number}.txt")
    day = draw(st.sampled_from([date(2024, 2, 1), None]))
    title, source, url, author = (draw(st.sampled_from(["", "One, two", 'a "b"\nc'])) for _ in range(4))
    article = Article(name, text, Span(0, len(text)), title, source, url, day, author=author)
    claims = [draw(claim(article, at)) for at in range(draw(st.integers(0, 4)))]
    return Reading(article, tuple(PEOPLE), tuple(claims))


@st.composite
def claim(draw: st.DrawFn, article: Article, number: int) -> Claim:
    """A claim with one to three pieces of evidence."""
    who, whom = draw(st.permutations(PEOPLE))[:2]
    speaker = draw(st.sampled_from([None, who.id]))
    said = draw(st.sampled_from([None, Attribution(speaker, Manner.SAID), Attribution(speaker, Manner.ALLEGED)]))
    period = draw(st.sampled_from([None, Period(draw(DATES), draw(DATES), draw(st.sampled_from(["day", "month"])))]))
    side = st.builds(Argument, WORDS, st.integers(0, 9), st.integers(9, 20), st.sampled_from(["", "name, in the text"]))
    place = st.builds(
        Evidence, st.just(article.id), st.integers(0, 50), st.integers(51, 99), WORDS, st.sampled_from(["r,1", "r2"]),
        st.just("test 1"), side, side,
    )  # fmt: skip
    return Claim(
        ClaimId(ids.digest(article.id, str(number), length=20)), who.id, Relation("criticizes"), whom.id,
        draw(st.sampled_from(list(Modality))), draw(st.sampled_from([0.5, 0.875, 1.0])),
        tuple(draw(st.lists(place, min_size=1, max_size=3))), said, period,
    )  # fmt: skip


def agree(store: Store) -> tuple[Claim, ...]:
    """Compare both readings of a store; its claims."""
    fast, slow = View(store), View(Joins(store))
    assert store.columns is not None
    claims = list(slow.claims())
    assert list(fast.claims()) == claims
    outlines = [replace(one, evidence=unquoted(one.evidence[0].article)) for one in claims]
    assert list(fast.outlines()) == outlines
    assert list(slow.outlines()) == outlines
    for one, other in ((fast.articles(), slow.articles()), (fast.entities(), slow.entities())):
        assert list(one.items()) == list(other.items())
    return tuple(claims)


@given(st.integers(0, 4).flatmap(lambda n: st.tuples(*(told(number) for number in range(n)))))
@settings(max_examples=25, deadline=None)
def test_both_give_what_was_put_in(found: tuple[Reading, ...]) -> None:
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "s", DEFAULT_BASE, write=True) as store:
        put(store, *found)
        assert agree(store) == tuple(sorted((c for one in found for c in one.claims), key=lambda claim: claim.id))
        assert list(View(store).articles()) == sorted(one.article.id for one in found)


def test_derived_triples_and_copies_are_told_apart_from_claims(tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text("Armenia joins CSTO. Russia will attack Armenia. Peskov officialOf Russia.")
    chosen = Settings(store=str(tmp_path / "s"))
    pipeline.build([tmp_path / "one.txt", tmp_path / "two.txt"], chosen, machine=PlainMachine())
    with open_store(chosen.store, chosen.base) as store:
        assert any(True for _ in store.quads(store.names.derivations))
        assert [one.copy_of for one in View(store).articles().values()] == [None, "one.txt"]
        assert agree(store)


def test_many_values_and_long_quotes(tmp_path: Path) -> None:
    graph = scale_free(300)
    entities, claims = graph.entities(), list(graph.claims())
    source = readings.article("long.txt", f'Armenia met "{BIG}", Russia.')
    long = readings.claim(source, readings.ARMENIA, "meetsWith", readings.RUSSIA, source.text)
    with open_store(tmp_path / "s", DEFAULT_BASE, write=True) as store:
        put(store, readings.reading(source, [long]), readings.freeze(), readings.echo())
        for name, record in graph.articles().items():
            own = tuple(one for one in claims if one.evidence[0].article == name)
            article = Article(name, "-", Span(0, 1), record.title, published=record.published)
            put(store, Reading(article, tuple(entities.values()), own))
        assert long in agree(store)


def test_some_claims_are_found_by_id_whether_few_or_many(tmp_path: Path) -> None:
    freeze = readings.freeze()
    wanted = sorted(freeze.claims, key=lambda one: one.id)[:2]
    with open_store(tmp_path / "s", DEFAULT_BASE, write=True) as store:
        put(store, freeze, readings.echo())
        few = [one.id for one in wanted]
        many = [*few, *(ClaimId(f"none-{number}") for number in range(MANY))]
        assert list(View(store).some(few)) == list(View(store).some(many)) == wanted
        assert list(View(store).some([])) == []
