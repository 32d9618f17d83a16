from __future__ import annotations

from kg.analyse.compare import compare
from kg.analyse.dates import windows
from kg.model import EntityId
from tests.analyse.small import claim, records

EARLY, LATE = windows("2023"), windows("2024")
STORY = [
    claim("A", "aids", "B", day="2023-05-01"),
    claim("A", "sanctions", "B", day="2024-05-01"),  # +7, then -6: reversed
    claim("A", "meetsWith", "C", day="2024-05-01"),  # new
    claim("D", "aids", "A", day="2023-05-01"),  # ended
    claim("A", "meetsWith", "E", day="2023-05-01"),
    claim("A", "supports", "E", day="2024-05-01"),  # +2, then +4: warmer
    claim("A", "supports", "F", day="2023-05-01"),
    claim("F", "supports", "A", day="2024-05-01"),  # the same
    claim("B", "criticizes", "C", day="2023-05-01"),
    claim("B", "attacks", "C", day="2024-05-01"),  # -2, then -9: cooler
    claim("A", "meetsWith", "G", day="2022-05-01"),  # in neither
    claim("A", "meetsWith", "H", day=None, article="undated.md"),
]


def test_every_kind() -> None:
    found = compare(records(STORY), EARLY, LATE)
    assert [(d.one, d.other, d.kind, d.before, d.after) for d in found.differences] == [
        ("A", "B", "reversed", 7, -6),
        ("A", "C", "new", None, 2),
        ("A", "D", "ended", 7, None),
        ("B", "C", "cooler", -2, -9),
        ("A", "E", "warmer", 2, 4),
        ("A", "F", "same", 4, 4),
    ]
    assert found.undated == 1
    assert "1 new, 1 not reported any more, 1 reversed, 1 warmer, 1 cooler, 1 the same" in found.sentence
    [reversed_] = found.of("reversed")
    assert reversed_.change == -13
    assert set(reversed_.claims) == {STORY[0].id, STORY[1].id}


def test_one_actor() -> None:
    found = compare(records(STORY), EARLY, LATE, actor=EntityId("B"))
    assert {(d.one, d.other) for d in found.differences} == {("A", "B"), ("B", "C")}


def test_backwards_is_the_opposite() -> None:
    there, back = compare(records(STORY), EARLY, LATE), compare(records(STORY), LATE, EARLY)
    opposite = {"new": "ended", "ended": "new", "warmer": "cooler", "cooler": "warmer"}
    expected = {(d.one, d.other): opposite.get(d.kind, d.kind) for d in there.differences}
    assert {(d.one, d.other): d.kind for d in back.differences} == expected


def test_nothing() -> None:
    assert compare(records([]), EARLY, LATE).sentence.startswith("No tie has an event")
