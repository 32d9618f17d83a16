"""One id stands for several in the graph, whatever the order in which articles came, and is let go when they tell otherwise."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kg import ids, pipeline
from kg.config import DEFAULT_BASE
from kg.graph import find
from kg.graph.read import View
from kg.graph.store import Store, open_store
from kg.model import ArticleId, Entity, EntityId, Reading
from kg.resolve.judgements import Judgement, Verdict, record
from tests.graph.test_store import facts, lines, put
from tests.support import endpoints, readings
from tests.support.reader import meanings

if TYPE_CHECKING:
    from pathlib import Path

ARMENIA, RUSSIA, CSTO = readings.ARMENIA, readings.RUSSIA, readings.CSTO


def person(label: str) -> Entity:
    return Entity(ids.entity_id(label), label, "Person")


def told(name: str, label: str, *, deed: str = "criticizes", day: str = "2024-02-23") -> Reading:
    who = person(label)
    sentences = (f"{label} is a minister of Armenia.", f"{label} {deed} Russia.")
    source = readings.article(name, " ".join(sentences), day=day)
    said = (("officialOf", ARMENIA), (deed, RUSSIA))
    claims = [
        readings.claim(source, who, relation, other, sentence)
        for (relation, other), sentence in zip(said, sentences, strict=True)
    ]
    return readings.reading(source, claims, [who, ARMENIA, RUSSIA])


MIRZOYAN, MIRZOJAN = told("a.txt", "Ararat Mirzoyan"), told("b.txt", "Ararat Mirzojan", deed="warns")
BARE, OTHER = told("c.txt", "Mirzoyan", deed="thanks"), told("d.txt", "Armen Mirzoyan", deed="praises")
ALL = (MIRZOYAN, MIRZOJAN, BARE, OTHER)


def join(store: Store, judged: Path | None = None) -> None:
    pipeline.join(store, meanings(), judged)


def persons(store: Store) -> set[str]:
    return {one for one, entity in View(store).entities().items() if entity.type == "Person"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "s", DEFAULT_BASE, write=True)


def test_two_spellings_are_one_node_with_both_names(store: Store) -> None:
    put(store, MIRZOYAN, MIRZOJAN)
    assert persons(store) == {"Ararat_Mirzojan", "Ararat_Mirzoyan"}
    join(store)
    assert persons(store) == {"Ararat_Mirzojan"}
    entity = View(store).entities()[EntityId("Ararat_Mirzojan")]
    assert {entity.label, *entity.aliases} == {"Ararat Mirzojan", "Ararat Mirzoyan"}
    assert facts(store) == [
        "Ararat_Mirzojan criticizes Russia", "Ararat_Mirzojan officialOf Armenia", "Ararat_Mirzojan warns Russia",
    ]  # fmt: skip
    assert {find.entity(store, name) for name in ("Ararat Mirzoyan", "Ararat_Mirzoyan", "ararat mirzojan")} == {
        store.names.entity(EntityId("Ararat_Mirzojan"))
    }


def test_the_joins_are_told_with_their_reasons(store: Store) -> None:
    put(store, MIRZOYAN, MIRZOJAN)
    join(store)
    (found,) = View(store).joins()
    assert (found.left, found.right, found.article) == ("Ararat_Mirzojan", "Ararat_Mirzoyan", "")
    assert {reason.feature for reason in found.reasons} == {
        "one name, spelled twice",
        "the same post",
        "the same weeks",
    }


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::5])
def test_neither_order_nor_steps_matter(tmp_path: Path, order: tuple[int, ...]) -> None:
    with open_store(tmp_path / "once", DEFAULT_BASE, write=True) as once:
        put(once, *ALL)
        join(once)
        wanted = lines(once)
    with open_store(tmp_path / "steps", DEFAULT_BASE, write=True) as steps:
        for at in order:
            put(steps, ALL[at])
            join(steps)
        assert lines(steps) == wanted


def test_a_namesake_that_comes_later_takes_the_bare_surname_away(store: Store) -> None:
    put(store, MIRZOYAN, BARE)
    join(store)
    assert persons(store) == {"Ararat_Mirzoyan"}
    put(store, OTHER)
    join(store)
    assert persons(store) == {"Ararat_Mirzoyan", "Armen_Mirzoyan", "Mirzoyan"}
    store.retract(OTHER.article.id)
    join(store)
    assert persons(store) == {"Ararat_Mirzoyan"}


def test_what_is_retracted_leaves_no_trace(tmp_path: Path) -> None:
    with open_store(tmp_path / "a", DEFAULT_BASE, write=True) as store:
        put(store, MIRZOYAN, MIRZOJAN)
        join(store)
        store.retract(MIRZOJAN.article.id)
        join(store)
        left = lines(store)
    with open_store(tmp_path / "b", DEFAULT_BASE, write=True) as store:
        put(store, MIRZOYAN)
        join(store)
        assert lines(store) == left


def test_an_article_brings_into_another_store_what_it_said_itself(tmp_path: Path) -> None:
    with open_store(tmp_path / "a", DEFAULT_BASE, write=True) as store:
        put(store, MIRZOYAN, MIRZOJAN)
        join(store)
        given = {one.article: (one, quads) for one, quads in store.contributions()}
    with open_store(tmp_path / "b", DEFAULT_BASE, write=True) as store:
        store.write([given[MIRZOYAN.article.id]])
        assert persons(store) == {"Ararat_Mirzoyan"}
        assert facts(store) == ["Ararat_Mirzoyan criticizes Russia", "Ararat_Mirzoyan officialOf Armenia"]


def test_a_judgement_splits_and_merges(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "judgements.jsonl"
    put(store, MIRZOYAN, MIRZOJAN)
    record(path, Judgement(Verdict.DIFFERENT, EntityId("Ararat_Mirzojan"), EntityId("Ararat_Mirzoyan")))
    join(store, path)
    assert persons(store) == {"Ararat_Mirzojan", "Ararat_Mirzoyan"}
    assert View(store).joins() == []
    put(store, OTHER)
    record(path, Judgement(Verdict.SAME, EntityId("Armen_Mirzoyan"), EntityId("Ararat_Mirzoyan")))
    join(store, path)
    assert persons(store) == {"Ararat_Mirzojan", "Ararat_Mirzoyan"}


def test_a_body_belongs_to_the_one_that_stands_for_its_leader(store: Store) -> None:
    source = readings.article("e.txt", "Movement of Mirzojan criticizes Russia. Ararat Mirzoyan thanks Russia.")
    who = person("Ararat Mirzoyan")
    body = Entity(EntityId("Movement"), "Movement", "Organization", of=(who.id,))
    claims = [
        readings.claim(
            source, replace(body, label="Movement of Mirzojan"), "criticizes", RUSSIA, source.text.split(". ")[0]
        ),
        readings.claim(source, who, "thanks", RUSSIA, "Ararat Mirzoyan thanks Russia."),
    ]
    put(store, readings.reading(source, claims, [body, who, RUSSIA]), MIRZOJAN)
    join(store)
    assert View(store).entities()[EntityId("Movement")].of == ("Ararat_Mirzojan",)


def test_a_build_cut_short_between_rewriting_and_noting_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(tmp_path / "s", DEFAULT_BASE, write=True) as store:
        put(store, MIRZOYAN, MIRZOJAN)
        monkeypatch.setattr(Store, "catch_up", lambda _: None)
        join(store)
    monkeypatch.undo()
    with open_store(tmp_path / "s", DEFAULT_BASE, write=True) as store:
        assert persons(store) == {"Ararat_Mirzojan"}
        assert ArticleId("a.txt") in View(store).articles()


def test_another_machine_goes_on_with_the_joins_of_an_endpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with endpoints.oxigraph(tmp_path / "ox") as url:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "one"))
        with open_store(url, DEFAULT_BASE, write=True) as store:
            put(store, *ALL)
            join(store)
            assert persons(store) == {"Ararat_Mirzojan", "Armen_Mirzoyan", "Mirzoyan"}
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "two"))
        with open_store(url, DEFAULT_BASE, write=True) as store:
            store.retract(MIRZOJAN.article.id)
            store.retract(OTHER.article.id)
            join(store)
            assert persons(store) == {"Ararat_Mirzoyan"}
            left = facts(store)
    with open_store(tmp_path / "here", DEFAULT_BASE, write=True) as store:
        put(store, MIRZOYAN, BARE)
        join(store)
        assert facts(store) == left
