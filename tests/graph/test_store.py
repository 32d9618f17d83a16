"""The store on disk: what goes in comes out, and what is retracted leaves no trace."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kg.config import DEFAULT_BASE
from kg.errors import QueryError, StoreError
from kg.graph.build import Run
from kg.graph.contribute import contribution
from kg.graph.read import View
from kg.graph.store import Store, open_store
from kg.model import Argument, ArticleId, Entity, EntityId
from tests.support import readings

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model import Reading

RUN = Run("1.0", "no-model", "0" * 64)
FACTS = "SELECT ?s ?p ?o WHERE { GRAPH graph:asserted { ?s ?p ?o } } ORDER BY ?s ?p ?o"


def put(store: Store, *found: Reading) -> None:
    store.write([contribution(one, RUN, store.names) for one in found])


def facts(store: Store) -> list[str]:
    return [
        " ".join(t.value.rsplit("/", 1)[-1].rsplit("#", 1)[-1] for t in row if t) for row in store.query(FACTS).rows()
    ]


def lines(store: Store) -> list[bytes]:
    return sorted(store.nquads().splitlines())


def test_claims_come_back_as_they_went_in(tmp_path: Path) -> None:
    freeze, echo = readings.freeze(), readings.echo()
    with open_store(tmp_path / "s", DEFAULT_BASE, write=True) as store:
        put(store, freeze, echo)
    with open_store(tmp_path / "s", DEFAULT_BASE) as store:
        view = View(store)
        assert list(view.claims()) == sorted((*freeze.claims, *echo.claims), key=lambda c: c.id)
        assert view.entities() == readings.PEOPLE
        assert list(view.articles()) == ["echo.txt", "freeze.md"]
        article = view.articles()[freeze.article.id]
        assert (article.title, article.url, article.published) == (
            freeze.article.title, freeze.article.url, freeze.article.published,
        )  # fmt: skip
        assert store.text(freeze.article.id) == freeze.article.text


def test_only_asserted_claims_give_plain_triples(tmp_path: Path) -> None:
    with open_store(tmp_path / "s", DEFAULT_BASE, write=True) as store:
        put(store, readings.freeze())
        assert facts(store) == ["Armenia suspends CSTO"]  # the negated and the alleged one do not


def test_retraction_leaves_what_others_say(tmp_path: Path) -> None:
    with open_store(tmp_path / "one", DEFAULT_BASE, write=True) as store:
        put(store, readings.echo())
        alone = lines(store)
        put(store, readings.freeze())
        assert len(lines(store)) > len(alone)
        assert store.retract(readings.freeze().article.id)
        assert lines(store) == alone
        assert facts(store) == ["Armenia suspends CSTO", "Russia criticizes Armenia"]
        assert not store.retract(readings.freeze().article.id)
        assert store.retract(readings.echo().article.id)
        assert len(store) == 0


def test_order_and_repetition_do_not_matter(tmp_path: Path) -> None:
    with (
        open_store(tmp_path / "a", DEFAULT_BASE, write=True) as a,
        open_store(tmp_path / "b", DEFAULT_BASE, write=True) as b,
    ):
        put(a, readings.freeze(), readings.echo())
        put(b, readings.echo())
        put(b, readings.freeze())
        put(b, readings.echo())
        assert lines(a) == lines(b)


def test_replacing_an_article_forgets_its_old_claims(tmp_path: Path) -> None:
    freeze = readings.freeze()
    with open_store(tmp_path / "s", DEFAULT_BASE, write=True) as store:
        put(store, freeze)
        put(store, replace(freeze, claims=freeze.claims[1:]))
        assert facts(store) == []
        assert {c.id for c in View(store).claims()} == {c.id for c in freeze.claims[1:]}


def test_no_blank_node_and_no_foreign_iri(tmp_path: Path) -> None:
    with open_store(tmp_path / "s", DEFAULT_BASE, write=True) as store:
        put(store, readings.freeze())
        assert not [line for line in lines(store) if b"_:" in line.split(b'"')[0]]


def test_what_a_killed_writer_left_is_finished(tmp_path: Path) -> None:
    """The state is saved first; a writer that dies before the graph follows has lost nothing."""
    folder = tmp_path / "s"
    with open_store(folder, DEFAULT_BASE, write=True) as store:
        put(store, readings.echo())
        one, quads = contribution(readings.freeze(), RUN, store.names)
        store.catch_up = lambda: None  # type: ignore[method-assign]  # dies here
        store.write([(one, quads)])
    with open_store(folder, DEFAULT_BASE) as store:
        assert len(list(View(store).claims())) == 5
    with open_store(tmp_path / "whole", DEFAULT_BASE, write=True) as whole, open_store(folder, DEFAULT_BASE) as store:
        put(whole, readings.freeze(), readings.echo())
        assert lines(whole) == lines(store)


def test_each_trouble_is_one_line_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no graph here yet") as caught:
        open_store(tmp_path / "none", DEFAULT_BASE)
    assert "kg build" in caught.value.hint
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("not yours")
    with pytest.raises(StoreError, match="no store of kg"):
        open_store(tmp_path / "mine", DEFAULT_BASE, write=True)
    with open_store(tmp_path / "s", DEFAULT_BASE, write=True) as store:
        put(store, readings.echo())
        with pytest.raises(StoreError, match="in use"):
            open_store(tmp_path / "s", DEFAULT_BASE, write=True)
        with open_store(tmp_path / "s", DEFAULT_BASE) as reader:  # reading beside a writer is fine
            assert facts(reader)
        with pytest.raises(QueryError, match="does not parse"):
            store.query("SELECT ?x {")
    with pytest.raises(StoreError, match="another base IRI") as other:
        open_store(tmp_path / "s", "https://other.example/")
    assert DEFAULT_BASE in other.value.hint


def test_a_full_disk_saves_nothing_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(tmp_path / "s", DEFAULT_BASE, write=True) as store:
        put(store, readings.echo())
        before = lines(store)

        def full(*_: object) -> int:
            raise sqlite3.OperationalError("database or disk is full")

        monkeypatch.setattr(store._state, "put", full)
        with pytest.raises(StoreError, match="disk is full"):
            put(store, readings.freeze())
        monkeypatch.undo()
        assert lines(store) == before
        put(store, readings.freeze())  # the store still works
        assert len(list(View(store).claims())) == 5


def test_default_graph_is_the_union_unless_from_is_given(tmp_path: Path) -> None:
    with open_store(tmp_path / "s", DEFAULT_BASE, write=True) as store:
        put(store, readings.echo())
        assert [r[0].value for r in store.query("SELECT ?x { ent:Armenia kg:suspends ?x }").rows() if r[0]] == [
            store.names.entity(readings.CSTO.id)
        ]
        assert not list(store.query("SELECT ?x FROM <graph/runs> { ent:Armenia kg:suspends ?x }").rows())
        assert list(store.query("SELECT ?from { ?from kg:suspends ?x # FROM here\n }").rows())


def test_descriptions_are_counted_however_articles_come_and_go(tmp_path: Path) -> None:
    """What most articles call somebody is its label; a store made before this was counted counts when it is opened."""
    freeze = readings.freeze()
    party = Entity(EntityId("Bloc"), "Bloc", "Party", of=(EntityId("Armenia"),))
    front = replace(party, label="Front", aliases=("The Bloc",), of=(EntityId("Russia"),))

    def told(name: str, entity: Entity) -> Reading:
        source = readings.article(name, "Bloc criticized Russia.")
        claim = readings.claim(source, entity, "criticizes", readings.RUSSIA, source.text)
        claim = replace(claim, evidence=(replace(claim.evidence[0], subject=Argument("Bloc", 0, 4)),))
        return readings.reading(source, [claim], (*readings.PEOPLE.values(), entity))

    def bloc(store: Store) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        found = View(store).entities()[EntityId("Bloc")]
        return found.label, found.aliases, found.of

    with open_store(tmp_path / "s", DEFAULT_BASE, write=True) as store:
        put(store, freeze, told("a.txt", party), told("b.txt", front))
        assert bloc(store) == ("Bloc", ("Front", "The Bloc"), ("Armenia", "Russia"))  # a draw: the first by name
        put(store, told("c.txt", front))
        assert bloc(store)[0] == "Front"
        put(store, told("b.txt", party))
        assert bloc(store)[0] == "Bloc"
    with sqlite3.connect(tmp_path / "s" / "state.sqlite") as database:
        for trigger in ("entity_in", "entity_out", "entity_now"):
            database.execute(f"DROP TRIGGER {trigger}")
        database.executescript("DROP TABLE described; DROP INDEX entity_joined")
    with open_store(tmp_path / "s", DEFAULT_BASE, write=True) as store:
        store.retract(ArticleId("c.txt"))
        assert bloc(store) == ("Bloc", (), ("Armenia",))
        store.retract(ArticleId("a.txt"))
        store.retract(ArticleId("b.txt"))
        assert EntityId("Bloc") not in View(store).entities()
        assert not store._state._db.execute("SELECT * FROM described WHERE id = 'Bloc'").fetchall()
