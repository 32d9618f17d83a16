"""A story whose sums are worked out by hand from the scores in ``small.py``."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analyse.dates import Bucket, Window, window
from kg.analyse.shift import shift
from kg.model import EntityId, Modality
from tests.analyse.small import claim, records

ARMENIA = EntityId("Armenia")
TYPES = {"Pashinyan": "Person", "CSTO": "IntergovernmentalOrganization", "EU": "IntergovernmentalOrganization"}
STORY = [
    claim("Pashinyan", "leads", "Armenia", day="2024-01-01"),
    claim("Pashinyan", "criticizes", "CSTO", day="2024-01-10"),  # -2, own
    claim("Armenia", "suspends", "CSTO", day="2024-02-23"),  # -4, own
    claim("CSTO", "criticizes", "Armenia", day="2024-03-01"),  # -2, other
    claim("EU", "aids", "Armenia", day="2024-04-05"),  # +7, other
    claim("Armenia", "thanks", "EU", day="2024-04-05"),  # +3, own
    claim("Armenia", "meetsWith", "EU", day="2024-05-09"),  # +2, joint
    claim("Armenia", "joins", "EU", day="2025-03-01", modality=Modality.PLANNED),  # +6 / 2, own
    claim("Armenia", "attacks", "EU", day="2024-06-01", modality=Modality.NEGATED),  # nothing
    claim("Armenia", "supports", "EU", day=None, article="undated.md"),  # no day
    claim("Armenia", "aids", "EU", day="1999-01-01"),  # long ago
    claim("France", "supports", "Armenia", day="2024-05-01"),  # +4, a hint
]


def test_sums_by_hand() -> None:
    found = shift(records(STORY, TYPES), ARMENIA)
    moves = {move.label: move for move in found.moves}
    eu, csto = moves["EU"], moves["CSTO"]
    # Own acts 3 + 3 and half of the meeting.
    assert (eu.net, eu.own, eu.joint, eu.other, eu.acts) == (7, 6, 2, 7, 3)
    assert (eu.direction, eu.since) == ("toward", "2024-04")
    assert (csto.net, csto.own, csto.joint, csto.other, csto.acts) == (-6, -6, 0, -2, 2)
    assert (csto.direction, csto.since) == ("away", "2024-01")
    # Three acts that all point one way: 2 / 8; two: 2 / 4. Neither is clear.
    assert (eu.p, csto.p) == (0.25, 0.5)
    # In return: aid and half of the meeting.
    assert (eu.reply.net, eu.reply.acts, eu.reply.direction) == (8, 2, "toward")
    # France acts, Armenia does not.
    assert (moves["France"].net, moves["France"].other, moves["France"].direction) == (0, 4, "none")
    assert not eu.clear
    assert found.acting == ("Pashinyan",)
    assert found.window == Window(date(2022, 3, 1), date(2025, 3, 1))
    assert (found.older, found.undated) == (1, 1)
    assert found.sentence == (
        "Armenia seems to move toward EU (+7 since 2024-04); seems to move away from CSTO (-6 since 2024-01). "
        "In return, EU (+8) seems to move toward Armenia."
    )


def test_every_sum_leads_to_its_claims() -> None:
    made = records(STORY, TYPES)
    [csto] = [move for move in shift(made, ARMENIA).moves if move.label == "CSTO"]
    assert set(csto.claims) == {STORY[i].id for i in (1, 2, 3)}
    assert set().union(*(step.claims for step in csto.series)) == set(csto.claims)


def test_series_counts_empty_steps_and_adds_up() -> None:
    [eu] = [move for move in shift(records(STORY, TYPES), ARMENIA, bucket=Bucket.QUARTER).moves if move.label == "EU"]
    assert [(s.bucket, s.cooperation, s.conflict, s.position, s.other) for s in eu.series] == [
        ("2024-Q2", 4, 0, 4, 8), ("2024-Q3", 0, 0, 4, 0), ("2024-Q4", 0, 0, 4, 0), ("2025-Q1", 3, 0, 7, 0),
    ]  # fmt: skip


def test_acts_that_point_both_ways_are_no_movement() -> None:
    told = [
        claim("Armenia", r, "EU", day=f"2024-0{i}-01")
        for i, r in enumerate(("aids", "sanctions", "aids", "sanctions"), 1)
    ]
    found = shift(records(told, TYPES), ARMENIA)
    assert found.moves[0].direction == "mixed"
    assert found.sentence == "Armenia points both ways with EU (+2 since 2024-01)."


def test_how_things_stand_moves_nobody() -> None:
    told = [claim("Armenia", "alliedWith", "EU", day=f"2024-0{i}-01") for i in range(1, 9)]
    assert shift(records(told, TYPES), ARMENIA).moves == ()


def test_alone_leaves_out_those_who_act_for_it() -> None:
    found = shift(records(STORY, TYPES), ARMENIA, alone=True)
    [csto] = [move for move in found.moves if move.label == "CSTO"]
    assert csto.net == -4
    assert found.acting == ()


def test_a_window_and_chosen_partners() -> None:
    found = shift(records(STORY, TYPES), ARMENIA, window=window("1999", "2024-04"), partners=[EntityId("EU")])
    [eu] = found.moves
    assert (eu.net, eu.acts, eu.other) == (10, 2, 7)
    assert eu.since == "1999-01"


def test_who_moves_in_return() -> None:
    told = [claim("CSTO", "criticizes", "Armenia", day=f"2024-0{i}-01") for i in range(1, 8)]
    found = shift(records(told, TYPES), ARMENIA)
    assert (found.moves[0].direction, found.moves[0].reply.direction) == ("none", "away")
    assert found.sentence == "In return, CSTO (-14) moves away from Armenia."


def test_a_turn_dates_the_movement() -> None:
    told = [claim("Armenia", "criticizes", "EU", day=f"2023-{m:02}-01") for m in range(1, 9)]
    told += [claim("Armenia", "aids", "EU", day=f"2024-{m:02}-01") for m in range(1, 9)]
    found = shift(records(told, TYPES), ARMENIA)
    [eu] = found.moves
    [turn] = eu.turns
    assert (turn.day, turn.before, turn.after) == (date(2024, 1, 1), -2, 7)
    assert (eu.net, eu.since, eu.clear) == (56, "2024-01", True)
    assert found.sentence == "Armenia moves toward EU (+56 since 2024-01)."
    assert set(eu.claims) == {c.id for c in told[8:]}


@pytest.mark.parametrize(
    "claims", [[], [claim("A", "meetsWith", "B")], [claim("Armenia", "meetsWith", "B", day=None, article="undated.md")]]
)
def test_nothing_to_say(claims: list) -> None:  # type: ignore[type-arg]
    found = shift(records(claims), ARMENIA)
    assert found.moves == ()
    assert found.sentence.startswith("No dated act of cooperation or conflict with Armenia")


def test_one_event_is_no_movement() -> None:
    found = shift(records([claim("Armenia", "aids", "EU")], TYPES), ARMENIA)
    assert found.sentence == "Armenia: too few acts toward any one partner to speak of a movement."


@settings(deadline=None, max_examples=25)
@given(st.permutations(STORY))
def test_the_order_of_claims_does_not_matter(shuffled: list) -> None:  # type: ignore[type-arg]
    assert shift(records(shuffled, TYPES), ARMENIA) == shift(records(STORY, TYPES), ARMENIA)
