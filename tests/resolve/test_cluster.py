"""Which learned actors are proposed as one, and which never are."""

from __future__ import annotations

import random

import pytest

from kg import ids
from kg.model import Entity, EntityId
from kg.resolve.cluster import Proposal, by_use, propose
from kg.resolve.judgements import Judgement, Judgements, Verdict

PERSONS = frozenset({"Person"})
BODIES = frozenset({"Organization", "GovernmentBody", "IntergovernmentalOrganization"})


def entity(label: str, kind: str = "Person", *of: str, seeded: bool = False) -> Entity:
    return Entity(ids.entity_id(label), label, kind, of=tuple(map(EntityId, of)), seeded=seeded)


def pairs(*entities: Entity, judgements: Judgements | None = None) -> set[frozenset[str]]:
    found = propose(entities, PERSONS, BODIES, judgements or Judgements())
    return {frozenset((one.left, one.right)) for one in found}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Petros Kalandian", "Petros Kalandyan"), ("Volodymyr Holub", "Volodymir Holub"), ("Sergei Orlov", "Sergey Orlov"),
        ("Aleksander Novik", "Alexander Novik"), ("Yulia Marchenko", "Julia Marchenko"), ("Ildar Mammadov", "I. Mammadov"),
        ("Karim Wadhi", "Kareem Wadhi"), ("Grigori Tumanyan", "Grigory Tumanian"), ("Kalandian", "Petros Kalandian"),
    ],
)  # fmt: skip
def test_spellings_of_one_person_are_proposed(one: str, other: str) -> None:
    assert len(pairs(entity(one), entity(other))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ilham Aliyev", "Heydar Aliyev"), ("George Bush", "Jeb Bush"), ("Kim Jong Un", "Kim Yo Jong"), ("Ana Lopes", "Luis Lopes"),
        ("Petros Kalandian", "Petros Sahakian"), ("Ban Ki-moon", "Moon Jae-in"),
    ],
)  # fmt: skip
def test_namesakes_are_not_proposed(one: str, other: str) -> None:
    assert pairs(entity(one), entity(other)) == set()


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (entity("Ministry of Defence", "GovernmentBody"), entity("Ministry of Defense", "GovernmentBody"), True),
        (entity("NRCA", "Organization"), entity("National River Conservation Authority", "Organization"), True),
        (entity("Ministry of Defence", "GovernmentBody", "Ghana"), entity("Ministry of Defense", "GovernmentBody", "Togo"), False),
        (entity("North Coast Council", "Organization"), entity("South Coast Council", "Organization"), False),
        (entity("NRCA", "Organization"), entity("NRCB", "Organization"), False),
        (entity("Kalandian", "Organization"), entity("Petros Kalandian"), False),
    ],
)
def test_organisations(one: Entity, other: Entity, wanted: bool) -> None:
    assert bool(pairs(one, other)) is wanted


def test_two_seeded_ones_are_never_proposed() -> None:
    one, other = entity("Petros Kalandian", seeded=True), entity("Petros Kalandyan", seeded=True)
    assert pairs(one, other) == set()
    assert pairs(one, entity("Petros Kalandyan")) == {frozenset((one.id, other.id))}


def test_what_was_decided_is_not_proposed_again_nor_what_follows_from_it() -> None:
    a, b, c = entity("Petros Kalandian"), entity("Petros Kalandyan"), entity("Petros Kalandijan")
    assert len(pairs(a, b, c)) == 3
    same = Judgement(Verdict.SAME, a.id, b.id)
    assert pairs(a, b, c, judgements=Judgements([same])) == {frozenset((a.id, c.id)), frozenset((b.id, c.id))}
    other = Judgement(Verdict.DIFFERENT, b.id, c.id)
    assert pairs(a, b, c, judgements=Judgements([same, other])) == set()


def test_the_order_of_the_entities_does_not_matter() -> None:
    names = [f"{first} {last}" for first in ("Sergei", "Sergey", "Anna") for last in ("Orlov", "Orloff", "Tumanyan", "Tumanian")]
    entities = [entity(name) for name in names]
    wanted = propose(entities, PERSONS, BODIES, Judgements())
    assert wanted
    for seed in range(5):
        random.Random(seed).shuffle(entities)
        assert propose(entities, PERSONS, BODIES, Judgements()) == wanted


def test_pairs_that_touch_most_claims_come_first() -> None:
    few, many = Proposal(EntityId("A"), EntityId("B"), 0.99, ()), Proposal(EntityId("C"), EntityId("D"), 0.9, ())
    assert by_use([few, many], {EntityId("A"): 1, EntityId("D"): 7}) == [many, few]
