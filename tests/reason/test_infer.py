"""Inference: every rule proves its own example, and the whole is monotone, idempotent and explains itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg import resources
from kg.config import DEFAULT_BASE, Settings
from kg.graph.names import Names
from kg.graph.store import Store, open_store
from kg.graph.terms import Vocabulary, iri
from kg.model import Entity, EntityId, Period
from kg.reason import infer
from tests.graph.test_store import put
from tests.support import readings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NAMES = Names(DEFAULT_BASE)
FOLDERS = resources.find(Settings())
RULES = {rule.name: rule for rule in infer.load(FOLDERS.rules, NAMES)}
CLASSES = {
    "Known_Treaty": "Agreement",
    "CSTO": "IntergovernmentalOrganization",
    "NATO": "IntergovernmentalOrganization",
}
CLASSES |= {"ECOWAS": "IntergovernmentalOrganization", "Nikol_Pashinyan": "Person"}


@pytest.fixture
def store(tmp_path: Path) -> Iterable[Store]:
    with open_store(tmp_path / "s", DEFAULT_BASE, write=True) as opened:
        opened.put_ontology(FOLDERS.ontology / "kg.ttl")
        yield opened


def entity(name: str) -> Entity:
    return Entity(EntityId(name), name.replace("_", " "), CLASSES.get(name, "State"), seeded=name == "Known_Treaty")


def say(store: Store, facts: str, article: str = "example.txt") -> None:
    """``A partOf B ; B partOf C @2024-03-07`` as an article that says so."""
    parts = [fact.split() for fact in facts.split(";")]
    source = readings.article(article, " ".join(f"{part[0]} {part[2]}." for part in parts))
    claims = [
        readings.claim(
            source,
            entity(part[0]),
            part[1],
            entity(part[2]),
            f"{part[0]} {part[2]}.",
            period=Period(part[3][1:], None) if len(part) > 3 else None,
        )
        for part in parts
    ]
    names = sorted({name for part in parts for name in (part[0], part[2])})
    put(store, readings.reading(source, claims, [entity(name) for name in names]))


def node(name: str) -> str:
    if ":" in name:
        prefix, local = name.split(":")
        return Vocabulary[prefix.upper()] + local
    return DEFAULT_BASE + (name if "/" in name else f"entity/{name}")


def derived(store: Store) -> set[tuple[str, str, str]]:
    return {(quad.subject, quad.predicate, quad.object.value) for quad in store.quads(NAMES.inferred)}


@pytest.mark.parametrize("name", sorted(set(RULES) - {"inverse"}))  # the ontology names no inverses
def test_each_rule_gives_its_own_example(store: Store, name: str) -> None:
    facts, conclusion = RULES[name].example.split(" => ")
    subject, predicate, obj = conclusion.split()
    wanted = (node(subject), node(predicate) if ":" in predicate else NAMES.term(predicate), node(obj))
    say(store, facts)
    assert wanted not in {(q.subject, q.predicate, q.object.value) for q in store.quads(NAMES.asserted)}
    infer.infer(store, [RULES[name]])
    assert wanted in derived(store)


def test_an_inverse_is_read_from_the_ontology(store: Store) -> None:
    from kg.graph.terms import Quad

    pair = Quad(NAMES.term("supports"), f"{Vocabulary.OWL}inverseOf", iri(NAMES.term("thanks")), NAMES.vocabulary)
    store.put_graph(NAMES.vocabulary, [pair])
    say(store, "Chad supports Mali")
    infer.infer(store, [RULES["inverse"]])
    assert derived(store) == {(node("Mali"), NAMES.term("thanks"), node("Chad"))}


def test_each_derivation_leads_back_to_claims(store: Store) -> None:
    say(store, "A partOf B ; B partOf C ; C partOf D")
    infer.infer(store, RULES.values())
    question = """SELECT DISTINCT ?claim { GRAPH graph:derivations {
        ?step rdf:subject ent:A ; rdf:predicate kg:partOf ; rdf:object ent:D ; kg:derivedFrom+ ?claim }
        GRAPH ?g { ?claim a kg:Claim } }"""
    assert len(list(store.query(question).rows())) >= 2


def test_monotone_and_idempotent(store: Store) -> None:
    say(store, "A partOf B ; Nikol_Pashinyan leads A")
    infer.infer(store, RULES.values())
    first = derived(store)
    infer.infer(store, RULES.values())
    assert derived(store) == first
    say(store, "B partOf C ; A negotiatesWith B", article="more.txt")
    infer.infer(store, RULES.values())
    assert derived(store) > first


def test_what_is_not_a_fact_gives_nothing(store: Store) -> None:
    put(store, readings.freeze())
    before = [claim for claim in readings.freeze().claims if claim.asserted]
    infer.infer(store, RULES.values())
    subjects = {subject for subject, _, _ in derived(store)}
    assert len(before) == 1
    assert node("Russia") not in subjects  # its attack is only alleged


def test_a_rule_without_a_header_or_with_a_fault_is_named(tmp_path: Path) -> None:
    from kg.errors import QueryError

    bad = tmp_path / "bad.rq"
    bad.write_text("CONSTRUCT { ?x ?p ?y } WHERE { ?x ?p ?y }")
    with pytest.raises(QueryError, match=r"bad\.rq:1: a rule needs"):
        infer.load(tmp_path, NAMES)
    bad.write_text("# title: x\n# why: x\n# example: x\nCONSTRUCT { ?x ?p ?y WHERE")
    with pytest.raises(QueryError, match="does not parse"):
        infer.load(tmp_path, NAMES)
