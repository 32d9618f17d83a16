from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analyse.ties import SHARED, Weights, events, signed
from kg.model import Manner, Modality
from tests.analyse.small import claim, records


def test_one_act_a_day_however_often_it_is_told() -> None:
    told = [claim("A", "aids", "B", article=f"{n}.md") for n in range(5)]
    [event] = events(records(told))
    assert event.value == 7
    assert event.day == date(2024, 2, 23)
    assert event.claims == tuple(sorted(c.id for c in told))
    assert len(events(records([*told, claim("A", "aids", "B", day="2024-02-24")]))) == 2


def test_a_meeting_is_one_event_whoever_is_named_first() -> None:
    [event] = events(records([claim("B", "meetsWith", "A", article="1.md"), claim("A", "meetsWith", "B")]))
    assert (event.subject, event.object, event.value) == ("A", "B", 2)
    assert event.partner(event.subject) == "B"


@pytest.mark.parametrize(
    ("modality", "manner", "value"),
    [
        (Modality.FACTUAL, Manner.SAID, 7.0),
        (Modality.PLANNED, Manner.SAID, 3.5),
        (Modality.FACTUAL, Manner.ALLEGED, 3.5),
        (Modality.PLANNED, Manner.ALLEGED, 1.75),
    ],
)
def test_what_part_of_the_score_counts(modality: Modality, manner: Manner, value: float) -> None:
    [event] = events(records([claim("A", "aids", "B", modality=modality, speaker="S", manner=manner)]))
    assert event.value == value


@pytest.mark.parametrize("modality", [Modality.NEGATED, Modality.POSSIBLE])
@pytest.mark.parametrize("relation", ["aids", "attacks"])
def test_what_is_denied_or_only_possible_is_no_event(modality: Modality, relation: str) -> None:
    made = records([claim("A", relation, "B", modality=modality)])
    assert events(made) == ()
    [event] = events(made, Weights(possible=1, negated=1))
    assert abs(event.value) in {7, 9}


def test_the_surest_telling_of_an_act_gives_its_value() -> None:
    told = [claim("A", "aids", "B", article="1.md"), claim("A", "aids", "B", article="2.md", modality=Modality.PLANNED)]
    [event] = events(records(told))
    assert event.value == 7
    assert len(event.claims) == 2


def test_structure_and_things_that_are_no_actors_make_no_event() -> None:
    made = [claim("A", "memberOf", "B"), claim("A", "attacks", "Town"), claim("A", "fights", "A")]
    assert events(records(made, {"Town": "Place"})) == ()


def test_two_that_sign_the_same_text_share_it() -> None:
    made = [claim("A", "signs", "Charter"), claim("B", "signs", "Charter")]
    [event] = events(records(made, {"Charter": "Agreement"}))
    assert (event.subject, event.object, event.relation, event.value) == ("A", "B", SHARED, 6)
    assert event.claims == tuple(sorted(c.id for c in made))


def test_a_text_of_many_binds_each_pair_less() -> None:
    made = [claim(name, "signs", "Treaty") for name in "ABCD"]
    found = events(records(made, {"Treaty": "Agreement"}))
    assert len(found) == 6
    assert {event.value for event in found} == {2}  # 6 divided by the three others


def test_a_shared_text_is_not_counted_beside_a_direct_tie_of_that_day() -> None:
    made = [claim("A", "signs", "Charter"), claim("B", "signs", "Charter"), claim("B", "cooperatesWith", "A")]
    [event] = events(records(made, {"Charter": "Agreement"}))
    assert event.relation == "cooperatesWith"


def test_standing_relations_can_be_left_out() -> None:
    made = records([claim("A", "alliedWith", "B")])
    assert [event.value for event in events(made)] == [7]
    assert events(made, standing=False) == ()


def test_signed_sums_by_pair() -> None:
    made = [claim("B", "aids", "A"), claim("A", "criticizes", "B"), claim("A", "meetsWith", "C", day="2024-01-01"),
            claim("C", "attacks", "A")]  # fmt: skip
    graph = signed(events(records(made)))
    assert list(graph.edges) == [("A", "B"), ("A", "C")]
    assert {k: graph.edges["A", "B"][k] for k in ("positive", "negative", "weight", "sign")} == {
        "positive": 7, "negative": 2, "weight": 5, "sign": 1,
    }  # fmt: skip
    assert graph.edges["A", "C"]["weight"] == -7
    assert graph.edges["A", "C"]["sign"] == -1
    assert set(graph.edges["A", "B"]["claims"]) == {made[0].id, made[1].id}


MIXED = [
    claim(a, relation, b, day=day, article=f"{n}.md")
    for n, (a, relation, b, day) in enumerate(
        [("A", "aids", "B", "2024-01-01"), ("B", "meetsWith", "A", "2024-01-01"), ("A", "meetsWith", "B", "2024-01-01"),
         ("C", "attacks", "A", None), ("C", "attacks", "A", "2024"), ("A", "signs", "T", None), ("C", "signs", "T", None)]
    )
]  # fmt: skip


@settings(deadline=None, max_examples=25)
@given(st.permutations(MIXED))
def test_the_order_of_claims_does_not_matter(shuffled: list) -> None:  # type: ignore[type-arg]
    types = {"T": "Agreement"}
    assert events(records(shuffled, types)) == events(records(MIXED, types))


@settings(deadline=None, max_examples=25)
@given(st.lists(st.sampled_from(MIXED), max_size=6))
def test_more_claims_never_take_events_away(fewer: list) -> None:  # type: ignore[type-arg]
    def keys(claims: list) -> set[tuple[str, str, str]]:  # type: ignore[type-arg]
        found = events(records(claims, {"T": "Agreement"}))
        return {(e.subject, e.object, str(e.day)) for e in found if e.relation != SHARED}

    assert keys(fewer) <= keys(MIXED)
