from __future__ import annotations

import pytest

from kg.analyse.paths import connection
from kg.model import EntityId, Manner, Modality
from tests.analyse.small import claim, records

TYPES = {"Charter": "Agreement"}
WEB = [
    claim("A", "signs", "Charter", confidence=0.5),
    claim("B", "signs", "Charter", confidence=0.5),
    claim("A", "aids", "C", confidence=0.9),
    claim("C", "meetsWith", "D", confidence=0.9),
    claim("D", "supports", "B", confidence=0.9),
    claim("A", "attacks", "B", modality=Modality.NEGATED),
    claim("E", "meetsWith", "F"),
]


def ways(source: str, target: str, **options: bool | int) -> list[tuple[str, list[str], float]]:
    made = records(WEB, TYPES)
    found = connection(made, EntityId(source), EntityId(target), **options)  # type: ignore[arg-type]
    return [(p.kind, [p.hops[0].source, *(h.target for h in p.hops)], p.strength) for p in found.paths]


def test_shortest_and_strongest_differ() -> None:
    # Over the charter: 0.5 * 0.5; over C and D: 0.9 cubed.
    assert ways("A", "B") == [("shortest", ["A", "Charter", "B"], 0.25), ("strongest", ["A", "C", "D", "B"], 0.729)]


def test_the_next_best_follow() -> None:
    assert [(k, w) for k, w, _ in ways("A", "B", number=2)] == [
        ("shortest", ["A", "Charter", "B"]), ("shortest", ["A", "C", "D", "B"]),
        ("strongest", ["A", "C", "D", "B"]), ("strongest", ["A", "Charter", "B"]),
    ]  # fmt: skip


def test_steps_say_which_way_they_read() -> None:
    found = connection(records(WEB, TYPES), EntityId("A"), EntityId("B"))
    first, second = found.paths[0].hops
    assert first.relations == ("signs",)
    assert second.relations == ("is subject of signs",)
    assert (first.labels, second.labels) == (("A", "Charter"), ("Charter", "B"))
    assert first.claims == (WEB[0].id,)


def test_directed_paths_follow_the_claims() -> None:
    assert ways("A", "B", directed=True)[0][1] == ["A", "C", "D", "B"]
    assert ways("B", "A", directed=True) == []


def test_several_claims_make_a_step_surer() -> None:
    made = [claim("A", "aids", "B", confidence=0.5, article="1.md"), claim("A", "aids", "B", confidence=0.5)]
    [path, _] = connection(records(made), EntityId("A"), EntityId("B")).paths
    assert path.strength == 0.75  # 1 - 0.5 * 0.5
    assert set(path.hops[0].claims) == {c.id for c in made}


@pytest.mark.parametrize(
    ("modality", "manner", "strength"),
    [
        (Modality.PLANNED, Manner.SAID, 0.4),
        (Modality.POSSIBLE, Manner.SAID, 0.2),
        (Modality.FACTUAL, Manner.ALLEGED, 0.4),
    ],
)
def test_unsure_claims_are_weaker(modality: Modality, manner: Manner, strength: float) -> None:
    made = [claim("A", "aids", "B", modality=modality, confidence=0.8, speaker="S", manner=manner)]
    assert connection(records(made), EntityId("A"), EntityId("B")).paths[0].strength == strength


def test_not_connected() -> None:
    made = records(WEB, TYPES)
    assert connection(made, EntityId("A"), EntityId("F")).sentence == "No chain of claims connects A and F."
    assert connection(made, EntityId("A"), EntityId("A")).paths == ()
    assert connection(records([]), EntityId("A"), EntityId("B")).paths == ()
