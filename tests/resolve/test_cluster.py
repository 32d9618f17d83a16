"""Which names in different articles are joined, which are asked about, and which never are."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import ids
from kg.model import Appearance, ArticleId, Entity, EntityId, Join
from kg.resolve import compare
from kg.resolve.cluster import Clusters, by_use, cluster
from kg.resolve.judgements import Judgement, Judgements, Verdict
from tests.benchmarks.linking import PAIRS, area

if TYPE_CHECKING:
    from collections.abc import Iterable

PERSONS = frozenset({"Person"})
BODIES = frozenset({"Organization", "GovernmentBody", "IntergovernmentalOrganization"})
STATES = ("Armenia", "Ghana", "Togo")


def seen(
    label: str,
    article: str,
    kind: str = "Person",
    *,
    of: str = "",
    post: str = "",
    day: str = "2024-03-01",
    seeded: bool = False,
) -> Appearance:
    entity = Entity(ids.entity_id(label), label, kind, of=tuple(map(EntityId, of.split())), seeded=seeded)
    posts = (("officialOf", EntityId(post)),) if post else ()
    return Appearance(entity, ArticleId(article), date.fromisoformat(day), posts)


def found(*appearances: Appearance, judgements: Iterable[Judgement] = ()) -> Clusters:
    states = [Appearance(Entity(EntityId(one), one, "State", seeded=True), ArticleId(f"about {one}")) for one in STATES]
    return cluster([*appearances, *states], PERSONS, BODIES, Judgements(judgements))


def one(*appearances: Appearance, judgements: Iterable[Judgement] = ()) -> bool:
    """Whether all of them are one actor."""
    stands = found(*appearances, judgements=judgements).stands
    return len({stands.get((a.article, a.entity.id), a.entity.id) for a in appearances}) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Petros Kalandian", "Petros Kalandyan"), ("Volodymyr Holub", "Volodymir Holub"), ("Sergei Orlov", "Sergey Orlov"),
        ("Aleksander Novik", "Alexander Novik"), ("Yulia Marchenko", "Julia Marchenko"), ("Ararat Mirzojan", "Ararat Mirzoyan"),
        ("Karim Wadhi", "Kareem Wadhi"), ("Grigori Tumanyan", "Grigory Tumanian"), ("Anthony Harlow", "Antony Harlow"),
        ("Hasan Ruhani", "Hassan Rouhani"), ("Mohamed Bazum", "Mohammed Bazoum"), ("Dmitri Volkov", "Dmitriy Volkov"),
        ("Yusuf Zaki", "Yousuf Zaki"), ("Tsai Mei-ling", "Tsai Mei Ling"), ("Alan B. Harlow", "Alan Brian Harlow"),
    ],
)  # fmt: skip
def test_spellings_of_one_person_are_joined(left: str, right: str) -> None:
    assert one(seen(left, "a"), seen(right, "b"))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ilham Aliyev", "Heydar Aliyev"), ("George Bush", "Jeb Bush"), ("Kim Jong Un", "Kim Yo Jong"), ("Ana Lopes", "Luis Lopes"),
        ("Petros Kalandian", "Petros Sahakian"), ("Ban Ki-moon", "Moon Jae-in"), ("Kim Jong Un", "Kim Jong Il"),
        ("Mehriban Aliyeva", "Mehriban Aliyev"), ("Mario Silva", "Maria Silva"), ("Wang Yi", "Wang Li"), ("Daniel Noboa", "Daniela Noboa"),
        ("Volodymyr Zelensky", "Olena Zelenska"), ("Nikola Petrov", "Nikola Petrova"), ("Li Peng", "Lu Peng"), ("Antony Blinken", "Alan Blinken"),
        ("Lee Jae-myung", "Lee Myung-bak"), ("Marine Le Pen", "Jean-Marie Le Pen"),
    ],
)  # fmt: skip
def test_namesakes_are_neither_joined_nor_asked_about(left: str, right: str) -> None:
    clusters = found(seen(left, "a", of="Armenia"), seen(right, "b", of="Armenia"))
    assert clusters.stands == {}
    assert clusters.doubtful == ()


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        (seen("Sergei Orlov", "a", of="Ghana"), seen("Sergey Orlov", "b", of="Togo"), False),
        (seen("Sergei Orlov", "a", post="Ghana"), seen("Sergey Orlov", "b", post="Togo"), False),
        (seen("Sergei Orlov", "a", post="Ghana"), seen("Sergey Orlov", "b", post="Ghana"), True),
        (seen("Sergei Orlov", "a"), seen("Sergey Orlov", "a"), False),
        (seen("I. Mammadov", "a"), seen("Ildar Mammadov", "b"), False),
        (seen("I. Mammadov", "a", post="Togo"), seen("Ildar Mammadov", "b", post="Togo"), True),
        (seen("Ali Hassan", "a", post="Togo"), seen("Ali Husseini", "b", post="Togo"), False),
        (seen("Niko Abashidze", "a", of="Togo"), seen("Nikol Abashidze", "b", of="Togo"), False),
        (seen("Niko Abashidze", "a", post="Togo"), seen("Nikol Abashidze", "b", post="Togo"), False),
        (seen("Chen Ling", "a", of="Togo"), seen("Chan Ling", "b", of="Togo"), False),
        (seen("Mammadov", "a", post="Togo"), seen("Ildar Mammadov", "b", post="Togo"), True),
        (seen("Mammadov", "a", post="Togo", day="1999-01-01"), seen("Ildar Mammadov", "b", post="Togo"), False),
        (seen("Mammadov", "a"), seen("Ildar Mammadov", "b"), False),
        (seen("Ministry of Defence", "a", "GovernmentBody"), seen("Ministry of Defense", "b", "GovernmentBody"), True),
        (seen("Ministry of Defence", "a", "GovernmentBody", of="Ghana"), seen("Ministry of Defense", "b", "GovernmentBody", of="Togo"), False),
        (seen("NRCAB", "a", "Organization", of="Togo"), seen("National River Care Authority Board", "b", "Organization", of="Togo"), True),
        (seen("NRC", "a", "Organization"), seen("National River Council", "b", "Organization"), False),
        (seen("North Coast Council", "a", "Organization"), seen("South Coast Council", "b", "Organization"), False),
        (seen("NRCA", "a", "Organization"), seen("NRCB", "b", "Organization"), False),
        (seen("Kalandian", "a", "Organization"), seen("Petros Kalandyan", "b"), False),
        (seen("Petros Kalandian", "a", seeded=True), seen("Petros Kalandyan", "b", seeded=True), False),
        (seen("Petros Kalandian", "a", seeded=True), seen("Petros Kalandyan", "b"), True),
    ],
)  # fmt: skip
def test_what_the_articles_say_of_them_decides(left: Appearance, right: Appearance, joined: bool) -> None:
    assert one(left, right) is joined


def test_company_tells_namesakes_apart() -> None:
    party = [seen(name, article, "Organization") for article in "ab" for name in ("Green Dawn", "Harbour Union")]
    left, right = seen("Mammadov", "a", of="Togo"), seen("Ildar Mammadov", "b", of="Togo")
    assert not one(left, right)
    assert [(join.left, join.right) for join in found(*party, left, right).joins] == [("Ildar_Mammadov", "Mammadov")]


def test_a_bare_surname_is_whom_its_own_article_means() -> None:
    full = [seen("Alan Harlow", "a", post="Ghana"), seen("Anna Harlow", "b", post="Togo")]
    bare = [seen("Harlow", "c", post="Ghana"), seen("Harlow", "d", post="Togo"), seen("Harlow", "e")]
    stands = found(*full, *bare).stands
    assert stands == {(ArticleId("c"), "Harlow"): "Alan_Harlow", (ArticleId("d"), "Harlow"): "Anna_Harlow"}


def test_a_bare_surname_of_two_is_left_alone() -> None:
    full = [seen("Alan Harlow", "a", post="Ghana"), seen("Anna Harlow", "b", post="Ghana")]
    clusters = found(*full, seen("Harlow", "c", post="Ghana"))
    assert clusters.stands == {}
    assert {(one.left, one.right) for one in clusters.doubtful} == {
        ("Alan_Harlow", "Harlow"),
        ("Anna_Harlow", "Harlow"),
    }


def test_the_reasons_are_named_and_add_up() -> None:
    (join,) = found(seen("Sergei Orlov", "a", post="Ghana"), seen("Sergey Orlov", "b", post="Ghana")).joins
    assert {reason.feature: reason.value for reason in join.reasons} == {
        "one name, spelled twice": 3.0, "the same post": 2.0, "the same weeks": 0.5,
    }  # fmt: skip
    assert join.score == pytest.approx(0.9959, abs=1e-4)


SAME, DIFFERENT = Verdict.SAME, Verdict.DIFFERENT
A, B, C = seen("Petros Kalandian", "a"), seen("Petros Kalandyan", "b"), seen("Petros Kalandijan", "c")


def say(verdict: Verdict, left: Appearance, right: Appearance) -> Judgement:
    return Judgement(verdict, left.entity.id, right.entity.id)


def test_no_join_goes_against_a_judgement_even_by_way_of_a_third() -> None:
    assert one(A, B, C)
    clusters = found(A, B, C, judgements=[say(DIFFERENT, A, C)])
    stands = {a.entity.id: clusters.stands.get((a.article, a.entity.id), a.entity.id) for a in (A, B, C)}
    assert stands[A.entity.id] != stands[C.entity.id]
    assert not any({join.left, join.right} == {A.entity.id, C.entity.id} for join in clusters.doubtful)


def test_a_judgement_joins_what_no_score_would() -> None:
    other = seen("Olga Brennan", "b")
    assert not one(A, other)
    assert one(A, other, judgements=[say(SAME, A, other)])
    assert one(seen("Kalandian", "b"), A, judgements=[Judgement(SAME, EntityId("Kalandian"), A.entity.id)])


def test_two_names_of_one_article_are_kept_apart_through_a_third() -> None:
    beside = seen("Petros Kalandyan", "a")
    clusters = found(A, beside, C)
    assert clusters.stands.get((A.article, A.entity.id), A.entity.id) != clusters.stands.get(
        (beside.article, beside.entity.id), beside.entity.id
    )


def test_the_full_or_seeded_name_stands_for_all() -> None:
    assert set(found(A, B, C).stands.values()) == {"Petros_Kalandian"}
    seed = seen("Petros Kalandyan", "s", seeded=True)
    assert set(found(A, seed, C).stands.values()) == {"Petros_Kalandyan"}


FIRST, LAST = ("Sergei", "Sergey", "Anna", "Ana", "A.", ""), ("Orlov", "Orloff", "Orlow", "Tumanyan", "Tumanian")
NAMES = st.builds(lambda first, last: f"{first} {last}".strip(), st.sampled_from(FIRST), st.sampled_from(LAST))
SEEN = st.builds(
    seen, NAMES, st.sampled_from("abcdefgh"), of=st.sampled_from(("", "Ghana", "Togo")), post=st.sampled_from(("", "Ghana", "Togo")),
    day=st.sampled_from(("2024-03-01", "2024-06-01", "1990-01-01")),
)  # fmt: skip
JUDGED = st.lists(st.tuples(NAMES, NAMES).map(lambda pair: Judgement(DIFFERENT, *map(ids.entity_id, pair))), max_size=3)


@settings(deadline=None, max_examples=150)
@given(st.lists(SEEN, max_size=14), JUDGED, st.randoms(use_true_random=False))
def test_the_order_of_articles_does_not_matter_and_no_judgement_is_overruled(
    appearances: list[Appearance], judged: list[Judgement], random: object
) -> None:
    judged = [one for one in judged if one.left != one.right]
    wanted = found(*appearances, judgements=judged)
    shuffled = list(appearances)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert found(*shuffled, judgements=judged[::-1]) == wanted
    now = {(a.article, a.entity.id): wanted.stands.get((a.article, a.entity.id), a.entity.id) for a in appearances}
    for judgement in judged:
        left, right = (
            {to for (_, name), to in now.items() if name == end} for end in (judgement.left, judgement.right)
        )
        assert not left & right
    for article in {a.article for a in appearances}:
        chosen = [to for (where, _), to in now.items() if where == article]
        assert len(chosen) == len(set(chosen))


ROWS = [line.split("\t") for line in PAIRS.read_text("utf-8").splitlines() if line[0] != "#"]


def test_spellings_of_well_known_names_are_told_from_relatives_and_namesakes() -> None:
    """The half that was not looked at: .94 is what a good comparison of names reaches elsewhere."""
    held = [(compare.nearness(a, b), same == "same") for half, same, a, b in ROWS if half == "held"]
    assert len(held) >= 70
    assert area(held) >= 0.94
    assert area([(score, not same) for score, same in held]) < 0.1


@pytest.mark.parametrize(("left", "right"), [(a, b) for _, same, a, b in ROWS if same == "other"])
def test_no_relative_or_namesake_is_joined_on_the_name(left: str, right: str) -> None:
    assert not one(seen(left, "a", post="Togo"), seen(right, "b", post="Togo"))


def test_pairs_that_touch_most_claims_come_first() -> None:
    few, many = Join(EntityId("A"), EntityId("B"), 0.99, ()), Join(EntityId("C"), EntityId("D"), 0.9, ())
    assert by_use([few, many], {EntityId("A"): 1, EntityId("D"): 7}) == [many, few]


def test_one_id_may_be_a_bare_surname_here_and_a_full_name_there() -> None:
    """Ids come from what an article calls somebody first, so the same id may stand beside different names."""
    bare, full = seen("Kalandian", "a.txt", post="Armenia"), seen("Petros Kalandian", "b.txt", post="Armenia")
    other = Appearance(Entity(EntityId("Kalandian"), "Karine Kalandian", "Person"), ArticleId("c.txt"))
    made = found(bare, full, other)
    assert not made.stands  # there are two of that surname
    assert [(one.left, one.right) for one in made.doubtful] == [("Kalandian", "Petros_Kalandian")]
