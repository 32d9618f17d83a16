"""The shipped questions: clean, true to their headers, and with the same answers in two SPARQL engines."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import rdflib

from kg import ontology, resources
from kg.analyse import query, querylint
from kg.config import DEFAULT_BASE, Settings
from kg.errors import QueryError
from kg.graph.names import Names
from kg.graph.store import Store, open_store
from kg.graph.terms import Term
from kg.library import to_rdflib
from kg.reason import infer
from tests.graph.test_store import put
from tests.support import readings

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDERS = resources.find(Settings())
NAMES = Names(DEFAULT_BASE)
QUESTIONS = query.load(FOLDERS.queries)
ONTOLOGY = ontology.load(FOLDERS.ontology, DEFAULT_BASE)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("questions") / "s", DEFAULT_BASE, write=True) as opened:
        opened.put_ontology(FOLDERS.ontology / "kg.ttl")
        put(opened, readings.freeze(), readings.echo())
        infer.infer(opened, infer.load(FOLDERS.rules, NAMES))
        yield opened


@pytest.fixture(scope="module")
def dataset(store: Store) -> rdflib.Dataset:
    made = rdflib.Dataset(default_union=True)
    for quad in store.quads():
        graph = made.graph(rdflib.URIRef(quad.graph))
        graph.add((rdflib.URIRef(quad.subject), rdflib.URIRef(quad.predicate), to_rdflib(quad.object)))
    return made


def test_there_are_at_least_twenty() -> None:
    assert len(QUESTIONS) >= 20


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_clean(name: str) -> None:
    assert list(querylint.faults(QUESTIONS[name], NAMES)) == []


@pytest.mark.parametrize("name", QUESTIONS)
def test_two_engines_agree(name: str, store: Store, dataset: rdflib.Dataset) -> None:
    text = QUESTIONS[name].text
    ours = store.query(text)
    theirs = dataset.query(text, initNs=NAMES.prefixes(), base=NAMES.base)  # type: ignore[arg-type]
    if ours.has_triples:
        assert {(q.subject, q.predicate, q.object.value) for q in ours.triples()} == {
            tuple(map(str, t)) for t in theirs
        }
        return
    found = Counter(tuple(None if t is None else t.value for t in row) for row in ours.rows())
    assert found == Counter(tuple(None if t is None else str(t) for t in row) for row in theirs)  # type: ignore[union-attr]


def rows(store: Store, name: str, **values: str) -> list[tuple[str, ...]]:
    answer = store.query(QUESTIONS[name].bound(values, store, ONTOLOGY))
    return [tuple(term.value if term else "" for term in row) for row in answer.rows()]


def test_answers_that_reading_the_articles_gives(store: Store) -> None:
    """The two test articles say: Armenia froze (twice), has not left, Russia allegedly attacked, Russia criticized."""
    assert [row[:3] for row in rows(store, "what-did", actor="Armenia")] == [
        ("suspends", "CSTO", "factual"), ("withdrawsFrom", "CSTO", "negated"), ("suspends", "CSTO", "factual"),
    ]  # fmt: skip
    assert {row[:3] for row in rows(store, "between", a="Armenia", b="Russia")} == {
        ("Russia", "attacks", "Armenia"), ("Russia", "criticizes", "Armenia"),
    }  # fmt: skip
    assert rows(store, "most-reported") == [("Armenia", "suspends", "CSTO", "2", "2")]  # neither is a copy
    assert [row[:4] for row in rows(store, "allegations")] == [("Nikol Pashinyan", "Russia", "attacks", "Armenia")]
    assert rows(store, "timeline", actor="Armenia") == [
        ("2022-09", "0", "1", "0"),
        ("2024-02", "0", "1", "0"),
        ("2024-03", "0", "2", "0"),
    ]
    assert {row[0] for row in rows(store, "since", day="2024-03-01")} == {"2024-03-01"}
    assert {row[3] for row in rows(store, "find-words", words="CRITICIZED")} == {"Russia criticized Armenia."}
    assert [row[0] for row in rows(store, "actors", **{"class": "Organization"})] == ["CSTO"]
    assert [row[:2] for row in rows(store, "relation", relation="criticizes")] == [("Russia", "Armenia")]


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        ("number", "12; DROP ALL", "whole number"),
        ("date", "yesterday", "is a date"),
        ("date", "2024-02-31", "is a date"),
        ("relation", "kg:suspends } #", "no relation"),
        ("class", "Wizard", "no class"),
        ("entity", "> } } #", "knows nobody"),
    ],
)
def test_a_value_that_does_not_fit_its_type_is_refused(store: Store, kind: str, value: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        query.term(query.Parameter("x", kind, "", ""), value, store, ONTOLOGY)


def test_text_with_quotes_stays_one_term(store: Store) -> None:
    bound = QUESTIONS["find-words"].bound({"words": 'a" } SERVICE <http://x> { "\n\\'}, store, ONTOLOGY)
    assert list(store.query(bound).rows()) == []
    assert query.term(query.Parameter("x", "text", "", ""), 'a"', store, ONTOLOGY) == Term('a"', kind="literal")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SELECT ?a { ?a ?b ?c FILTER NOT EXISTS { ?a kg:x/kg:y ?e } } ORDER BY ?a", "quadratic"),
        ("SELECT ?a { ?a ?b ?c FILTER NOT EXISTS { ?a kg:x ?d . ?d kg:y ?e } } ORDER BY ?a", "quadratic"),
        ("SELECT ?a { SERVICE <http://x.example/> { ?a ?b ?c } } ORDER BY ?a", "reads from elsewhere"),
        ("SELECT ?a FROM <http://x.example/> { ?a ?b ?c } ORDER BY ?a", "FROM"),
        ("SELECT ?a { ?a ?b ?c }", "ORDER BY"),
        ("SELECT ?a {", "does not parse"),
    ],
)
def test_the_lint_finds_what_must_not_ship(text: str, says: str) -> None:
    question = replace(QUESTIONS["articles"], text=text)
    assert any(says in fault for fault in querylint.faults(question, NAMES))
