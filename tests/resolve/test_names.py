"""Tricky names of real and invented people, states and bodies: what is one, what is not. The answers come from knowledge."""

from __future__ import annotations

from datetime import date

import pytest

from kg.model import EntityId
from kg.resolve import people
from kg.resolve.names import fold, initials, is_acronym
from tests.support import reader

ONE_PERSON = [
    ("Volodymyr Zelensky", "Volodymyr Zelenskyy"), ("Volodymyr Zelenskiy", "Volodymyr Zelenskyy"), ("Ararat Mirzoyan", "Ararat Mirzojan"),
    ("Antony Blinken", "Anthony Blinken"), ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan"), ("Recep Tayyip Erdoğan", "Recep Erdogan"),
    ("Sergei Lavrov", "Sergey Lavrov"), ("Aleksandar Vučić", "Aleksandar Vucic"), ("Emomali Rahmon", "Emomalii Rahmon"),
    ("Kassym-Jomart Tokayev", "Kassym-Zhomart Tokayev"), ("Alexander Lukashenko", "Aleksander Lukashenko"), ("Viktor Orbán", "Viktor Orban"),
    ("Lech Wałęsa", "Lech Walesa"), ("Mevlüt Çavuşoğlu", "Mevlut Cavusoglu"), ("Владимир Путин", "Vladimir Putin"),
    ("Pedro Sánchez", "Pedro Sanchez"), ("António Guterres", "Antonio Guterres"), ("Nikol Pashinyan", "Nikol Pashinian"),
    ("J. Biden", "Joe Biden"), ("Joseph R. Biden", "Joseph Biden"), ("Yulia Svyrydenko", "Julia Svyrydenko"), ("Muammar Gaddafi", "Muammar Gadhafi"),
    ("Hun Sen", "HUN SEN"), ("Jens Stoltenberg", "Jens  Stoltenberg"), ("Mohamed Bazoum", "Mohammed Bazoum"), ("Bashar al-Assad", "Bashar Al Assad"),
    ("Salome Zourabichvili", "Salome Zurabishvili"),
]  # fmt: skip
TWO_PERSONS = [
    ("Ilham Aliyev", "Heydar Aliyev"), ("George Bush", "Jeb Bush"), ("Hillary Clinton", "Bill Clinton"), ("Kim Jong Un", "Kim Yo Jong"),
    ("Justin Trudeau", "Pierre Trudeau"), ("Indira Gandhi", "Rajiv Gandhi"), ("Kim Jong Un", "Kim Dae Jung"), ("Lee Jae-myung", "Lee Myung-bak"),
    ("Angela Merkel", "Angela Rayner"), ("David Cameron", "David Lammy"), ("Boris Johnson", "Mike Johnson"), ("Imran Khan", "Amir Khan"),
    ("Charles Michel", "Louis Michel"), ("Bashar al-Assad", "Hafez al-Assad"), ("Fidel Castro", "Raúl Castro"), ("Jean Castex", "Jean Ping"),
    ("Donald Trump", "Donald Tusk"), ("Nawaz Sharif", "Shehbaz Sharif"), ("Benigno Aquino", "Corazon Aquino"), ("Marine Le Pen", "Jean-Marie Le Pen"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), ONE_PERSON)
def test_spellings_of_one_person_are_alike(one: str, other: str) -> None:
    assert people.similarity(one, other) >= people.SAME_NAME
    assert people.similarity(other, one) >= people.SAME_NAME


@pytest.mark.parametrize(("one", "other"), TWO_PERSONS)
def test_namesakes_and_relatives_are_not_alike(one: str, other: str) -> None:
    assert people.similarity(one, other) < people.SAME_NAME
    assert people.similarity(other, one) < people.SAME_NAME


@pytest.mark.parametrize(
    ("short", "full", "wanted"),
    [
        ("von der Leyen", "Ursula von der Leyen", True), ("Leyen", "Ursula von der Leyen", True), ("der Leyen", "Ursula von der Leyen", True),
        ("Le Pen", "Marine Le Pen", True), ("al-Assad", "Bashar al-Assad", True), ("Assad", "Bashar al-Assad", True),
        ("Da Silva", "Luiz Inácio Lula da Silva", True), ("Mirzojan", "Ararat Mirzoyan", True), ("Erdogan", "Recep Tayyip Erdoğan", True),
        ("Kim", "Kim Jong Un", False), ("Jong", "Kim Jong Un", False), ("Orbanova", "Viktor Orbán", False), ("Ursula", "Ursula von der Leyen", False),
        ("Ursula von der Leyen", "Ursula von der Leyen", False), ("Li", "Wang Yi", False), ("Aliyeva", "Heydar Mammadov", False),
    ],
)  # fmt: skip
def test_a_surname_ends_a_full_name(short: str, full: str, wanted: bool) -> None:
    assert people.ends_like(short, full) is wanted


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Collective Security Treaty Organization", "CSTO"), ("North Atlantic Treaty Organization", "NATO"),
        ("International Court of Justice", "ICJ"), ("the Shanghai Cooperation Organisation", "SCO"),
    ],
)  # fmt: skip
def test_initials_make_acronyms(name: str, letters: str) -> None:
    assert initials(name, frozenset({"of", "the"})) == letters


@pytest.mark.parametrize(("text", "wanted"), [("CSTO", True), ("U.S.", True), ("MEPs", True), ("G7", False), ("Nato", False), ("I", False)])
def test_acronyms(text: str, wanted: bool) -> None:
    assert is_acronym(text) is wanted


@pytest.mark.parametrize(
    ("one", "other"),
    [("U.S.", "US"), ("Côte d’Ivoire", "Cote d'Ivoire"), ("São Tomé", "Sao Tome"), ("Armenia's", "Armenia"), ("Guinea–Bissau", "Guinea-Bissau")],
)  # fmt: skip
def test_writings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


IN_A_TEXT = [
    ("Armenia recalled its envoy. Yerevan gave no reason.", "Yerevan", "Armenia"),
    ("Talks failed, and Moscow blamed Washington.", "Moscow", "Russia"),
    ("Talks failed, and Moscow blamed Washington.", "Washington", "United_States"),
    ("Ursula von der Leyen flew to Kyiv. Mrs von der Leyen praised the reforms.", "Leyen", "Ursula_von_der_Leyen"),
    ("Britain sanctioned the Burmese generals.", "Britain", "United_Kingdom"),
    ("Ankara and Baku signed a treaty on gas.", "Baku", "Azerbaijan"),
]


@pytest.mark.parametrize(("text", "word", "wanted"), IN_A_TEXT)
def test_a_name_in_a_text(text: str, word: str, wanted: str) -> None:
    document = reader.document(text, date(2024, 5, 1))
    found = reader.machine().linker.link(document)
    last = max(token.i for token in document.tokens if token.text == word)
    assert [link.entities for link in found.links if link.start <= last < link.end] == [(EntityId(wanted),)]
