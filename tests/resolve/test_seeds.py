"""Wikidata ids of the seeds: well-formed, each confirmed by a source that is named, no two actors with one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache

from kg import turtle
from kg.config import DEFAULT_BASE
from kg.turtle import RDF, SKOS
from tests.house.project import ROOT

WD = "http://www.wikidata.org/entity/"
SOURCE = "http://purl.org/dc/terms/source"
QID = re.compile(re.escape(WD) + r"Q[1-9]\d{0,9}")


@cache
def known() -> dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """By actor: class, Wikidata ids and sources."""
    found = turtle.descriptions(sorted((ROOT / "seeds" / "actors").glob("*.ttl")), DEFAULT_BASE)
    return {
        iri: (
            next((value.text.rpartition("#")[2] for value in one.get(f"{RDF}type", ())), ""),
            tuple(value.text for value in one.get(f"{SKOS}exactMatch", ()) if value.text.startswith(WD)),
            tuple(value.text for value in one.get(SOURCE, ())),
        )
        for iri, one in found.items()
    }


def test_no_two_actors_share_an_id_and_none_has_two() -> None:
    holders: dict[str, list[str]] = defaultdict(list)
    for iri, (_, ids, _) in known().items():
        for one in ids:
            holders[one].append(iri)
    assert {one: iris for one, iris in holders.items() if len(iris) > 1} == {}
    assert [iri for iri, (_, ids, _) in known().items() if len(ids) > 1] == []


def test_every_id_is_well_formed_and_has_its_source() -> None:
    given = {iri: (ids, sources) for iri, (_, ids, sources) in known().items() if ids}
    assert len(given) > 1_200
    assert [iri for iri, (ids, _) in given.items() if not QID.fullmatch(ids[0])] == []
    assert [iri for iri, (_, sources) in given.items() if not any(source.strip() for source in sources)] == []


def test_every_state_has_an_id() -> None:
    states = [ids for kind, ids, _ in known().values() if kind == "State"]
    assert len(states) >= 193
    assert all(states)


def test_there_are_as_many_as_a_user_may_expect() -> None:
    kinds = Counter(kind for kind, _, _ in known().values())
    bodies = (
        "IntergovernmentalOrganization",
        "Organization",
        "GovernmentBody",
        "Party",
        "ArmedGroup",
        "MediaOutlet",
        "Company",
    )
    assert sum(kinds[kind] for kind in bodies) >= 250
    assert kinds["Agreement"] >= 60
    assert kinds["Office"] >= 120
    assert kinds["Person"] >= 150
