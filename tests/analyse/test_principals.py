from __future__ import annotations

from dataclasses import replace

from kg.analyse.principals import fold, principals
from kg.model import Modality
from tests.analyse.small import claim, records

TYPES = {
    "Pashinyan": "Person", "Mirzoyan": "Person", "Foreign Ministry": "GovernmentBody", "Tasmagambetov": "Person",
    "CSTO": "IntergovernmentalOrganization", "Kocharyan": "Person", "Armenian officials": "Group",
}  # fmt: skip
POSTS = [
    claim("Pashinyan", "leads", "Armenia"),
    claim("Mirzoyan", "officialOf", "Foreign Ministry"),
    claim("Foreign Ministry", "partOf", "Armenia"),
    claim("Tasmagambetov", "leads", "CSTO"),
    claim("Kocharyan", "leads", "Armenia", modality=Modality.NEGATED),
]


def test_people_act_for_the_end_of_the_chain() -> None:
    assert principals(records(POSTS, TYPES)) == {
        "Foreign_Ministry": "Armenia",
        "Mirzoyan": "Armenia",
        "Pashinyan": "Armenia",
        "Tasmagambetov": "CSTO",
    }


def test_what_the_graph_knows_of_a_group_counts() -> None:
    made = records([claim("Armenian officials", "meetsWith", "France"), claim("Armenia", "meetsWith", "France")], TYPES)
    group = made.entities["Armenian_officials"]  # type: ignore[index]
    known = replace(made, entities={**made.entities, group.id: replace(group, of=("Armenia",))})  # type: ignore[dict-item]
    assert principals(known) == {"Armenian_officials": "Armenia"}


def test_an_organ_acts_for_its_union_and_a_union_for_no_state() -> None:
    types = {"Commission": "IntergovernmentalOrganization", "Union": "IntergovernmentalOrganization"}
    made = records([claim("Commission", "meetsWith", "Union"), claim("Union", "meetsWith", "Belgium")], types)
    owners = {"Commission": ("Union",), "Union": ("Belgium",)}
    known = replace(made, entities={e: replace(one, of=owners.get(e, ())) for e, one in made.entities.items()})  # type: ignore[arg-type]
    assert principals(known) == {"Commission": "Union"}


def test_states_act_for_themselves() -> None:
    assert principals(records([claim("Belarus", "officialOf", "Russia")])) == {}


def test_a_person_of_two_bodies_acts_for_the_one_named_more_often() -> None:
    made = [claim("Pashinyan", "leads", "Party", day="2024-01-01"), claim("Pashinyan", "leads", "Armenia"),
            claim("Pashinyan", "leads", "Armenia", day="2024-03-01")]  # fmt: skip
    assert principals(records(made, {**TYPES, "Party": "Organization"})) == {"Pashinyan": "Armenia"}
    assert principals(records(made[:2], {**TYPES, "Party": "Organization"})) == {"Pashinyan": "Armenia"}


def test_a_circle_ends() -> None:
    made = [
        claim("Foreign Ministry", "partOf", "Other Ministry"),
        claim("Other Ministry", "partOf", "Foreign Ministry"),
    ]
    found = principals(records(made, {**TYPES, "Other Ministry": "GovernmentBody"}))
    assert set(found) <= {"Foreign_Ministry", "Other_Ministry"}


def test_folding_keeps_ids_and_words() -> None:
    made = records([*POSTS, claim("Pashinyan", "criticizes", "CSTO"), claim("Mirzoyan", "thanks", "Pashinyan")], TYPES)
    folded = fold(made)
    [kept] = [c for c in folded.claims.values() if c.predicate == "criticizes"]
    assert (kept.subject, kept.object) == ("Armenia", "CSTO")
    assert made.claims[kept.id].subject == "Pashinyan"
    assert kept.evidence == made.claims[kept.id].evidence
    assert not [c for c in folded.claims.values() if c.subject == c.object]
    assert "thanks" not in {c.predicate for c in folded.claims.values()}  # inside Armenia
