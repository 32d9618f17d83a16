"""What is wrong with an ontology is said by name, all at once, and before anything is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg import ontology
from kg.config import DEFAULT_BASE
from kg.errors import OntologyError
from tests.house.project import ROOT

if TYPE_CHECKING:
    from pathlib import Path

DECORATES = """
kg:decorates a owl:ObjectProperty ; rdfs:label "decorates"@en ; kg:inverseLabel "is decorated by"@en ;
    skos:definition "Gives somebody an order of state."@en ; skos:example "Ghana decorated three judges."@en ;
    kg:domainIncludes kg:Actor ; kg:rangeIncludes kg:Actor ; kg:group "verbal cooperation" ; kg:sign 1 ; kg:score 3.0"""


def loaded(folder: Path, entry: str) -> ontology.Ontology:
    text = (ROOT / "ontology" / "kg.ttl").read_text(encoding="utf-8")
    (folder / "kg.ttl").write_text(f"{text}\n{entry} .\n", encoding="utf-8")
    return ontology.load(folder, DEFAULT_BASE)


def test_a_relation_may_have_traits(tmp_path: Path) -> None:
    found = loaded(tmp_path, f"{DECORATES} ; kg:trait kg:binding , kg:judging").relations["decorates"]
    assert found.traits == {"binding", "judging"}


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (f"{DECORATES} ; kg:trait kg:shiny", "kg:decorates has traits that are not described: shiny"),
        (DECORATES.replace("kg:sign 1", "kg:sign 2"), "kg:decorates has sign 2, not -1, 0 or 1"),
        (
            DECORATES.replace("kg:rangeIncludes kg:Actor", "kg:rangeIncludes kg:Medal"),
            "kg:decorates names unknown classes Medal",
        ),
        (DECORATES.replace('rdfs:label "decorates"@en ; ', ""), "kg:decorates lacks label"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, entry: str, says: str) -> None:
    with pytest.raises(OntologyError) as fault:
        loaded(tmp_path, entry)
    assert says in str(fault.value)
    assert "kg.ttl" in str(fault.value)


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(OntologyError) as fault:
        loaded(tmp_path, f"{DECORATES.replace('kg:sign 1', 'kg:sign 2')} ; kg:trait kg:shiny")
    assert "sign 2" in str(fault.value)
    assert "shiny" in str(fault.value)
