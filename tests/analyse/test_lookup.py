from __future__ import annotations

from dataclasses import replace

import pytest

from kg.analyse.lookup import find
from kg.errors import QueryError
from tests.analyse.small import claim, records

RECORDS = records([claim("Recep Tayyip Erdoğan", "leads", "Türkiye"), claim("Türkiye", "meetsWith", "United States")],
                  {"Recep Tayyip Erdoğan": "Person", "Türkiye": "State"})  # fmt: skip


@pytest.mark.parametrize("name", ["Türkiye", "turkiye", "TURKIYE", "  Türkiye ", "Turkiye"])
def test_case_and_accents_do_not_matter(name: str) -> None:
    assert find(RECORDS, name).id == "Turkiye"


def test_ids_and_aliases() -> None:
    assert find(RECORDS, "Recep_Tayyip_Erdogan").type == "Person"
    known = {k: replace(e, aliases=("USA",)) if k == "United_States" else e for k, e in RECORDS.entities.items()}
    assert find(replace(RECORDS, entities=known), "usa").label == "United States"


def test_an_alias_of_two_is_asked_about() -> None:
    known = {k: replace(e, aliases=("T",)) for k, e in RECORDS.entities.items()}
    with pytest.raises(QueryError, match="may be any of Recep_Tayyip_Erdogan, Turkiye, United_States"):
        find(replace(RECORDS, entities=known), "t")


def test_unknown_names_are_answered_with_near_ones() -> None:
    with pytest.raises(QueryError, match=r"nobody called 'Erdogann' .*Erdoğan"):
        find(RECORDS, "Erdogann")
    with pytest.raises(QueryError, match="kg stats"):
        find(records([]), "Nobody")
