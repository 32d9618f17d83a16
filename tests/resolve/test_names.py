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


@pytest.mark.parametrize(
    ("text", "wanted"), [("CSTO", True), ("U.S.", True), ("MEPs", True), ("G7", False), ("Nato", False), ("I", False)]
)
def test_acronyms(text: str, wanted: bool) -> None:
    assert is_acronym(text) is wanted


@pytest.mark.parametrize(
    ("one", "other"),
    [("U.S.", "US"), ("Côte d’Ivoire", "Cote d'Ivoire"), ("São Tomé", "Sao Tome"), ("Armenia's", "Armenia"), ("Guinea–Bissau", "Guinea-Bissau")],
)  # fmt: skip
def test_writings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


IN_A_TEXT = [
    # capitals: the state that acts, or the city
    ("Armenia recalled its envoy. Yerevan gave no reason.", "Yerevan", "Armenia"),
    ("Talks failed, and Moscow blamed Washington.", "Moscow", "Russia"),
    ("Talks failed, and Moscow blamed Washington.", "Washington", "United_States"),
    ("Ankara and Baku signed a treaty on gas.", "Baku", "Azerbaijan"),
    ("Paris accused Bamako of hiring mercenaries.", "Bamako", "Mali"),
    ("Beijing warned Taipei against the visit.", "Taipei", "Taiwan"),
    ("Kyiv asked Berlin for more tanks.", "Berlin", "Germany"),
    ("Tehran rejected the report.", "Tehran", "Iran"),
    ("The Kremlin denied the report.", "Kremlin", "Kremlin"),
    ("The White House welcomed the deal.", "House", "White_House"),
    # states under other names, and states that share a name with something else
    ("Britain sanctioned the Burmese generals.", "Britain", "United_Kingdom"),
    ("Britain sanctioned the Burmese generals.", "Burmese", "Myanmar"),
    ("Türkiye criticized Sweden.", "Türkiye", "Turkey"),
    ("Holland thanked Portugal.", "Holland", "Netherlands"),
    ("The DPRK threatened South Korea.", "DPRK", "North_Korea"),
    ("The UAE praised Egypt.", "UAE", "United_Arab_Emirates"),
    ("The U.S. sanctioned two banks.", "U.S.", "United_States"),
    ("Georgia accused Russia of aggression in Tbilisi's suburbs.", "Georgia", "Georgia"),
    ("Ivory Coast thanked France.", "Coast", "Ivory_Coast"),
    ("Czechia expelled two Russian diplomats.", "Czechia", "Czech_Republic"),
    ("Swaziland thanked Taiwan.", "Swaziland", "Eswatini"),
    # demonyms: the state, or its people
    ("Armenian officials condemned Turkey.", "Armenian", "Armenia"),
    ("The French government warned Niger.", "French", "France"),
    ("Dutch forces left Mali.", "Dutch", "Netherlands"),
    ("Danish authorities thanked Norway.", "Danish", "Denmark"),
    ("Armenian officials condemned Turkey.", "officials", "Armenian_officials"),
    ("Chinese soldiers attacked an Indian post.", "soldiers", "Chinese_soldiers"),
    ("Two Kazakhs were arrested in Turkey.", "Kazakhs", "Kazakhs"),
    ("Envoys of France and Germany met in Washington.", "Washington", "Washington_D_C"),
    # nobility, particles, order, honorifics
    ("Ursula von der Leyen flew to Kyiv. Mrs von der Leyen praised the reforms.", "Leyen", "Ursula_von_der_Leyen"),
    ("Marine Le Pen criticized the treaty. Le Pen also attacked Germany.", "Pen", "Marine_Le_Pen"),
    ("Mohammed bin Salman met Emmanuel Macron. Bin Salman thanked France.", "Salman", "Mohammed_bin_Salman"),
    ("Xi Jinping met Vladimir Putin. Xi praised Russia.", "Xi", "Xi_Jinping"),
    ("Kim Jong Un met Vladimir Putin. Kim thanked Russia.", "Kim", "Kim_Jong_Un"),
    ("Vladimir Vladimirovich Putin met Alexander Lukashenko.", "Putin", "Vladimir_Putin"),
    ("Sergei Viktorovich Lavrov accused France.", "Lavrov", "Sergei_Lavrov"),
    ("Mr. Erdoğan criticized Greece. Recep Tayyip Erdogan spoke in Ankara.", "Erdoğan", "Recep_Tayyip_Erdogan"),
    ("Petros Kalandian met Olga Brennan. Dr Kalandian thanked her.", "Kalandian", "Petros_Kalandian"),
    ("Sir Alan Harlow met Olga Brennan. Harlow thanked Spain.", "Harlow", "Alan_Harlow"),
    # two of one surname
    ("Antony Blinken met Alan Blinken in Paris.", "Antony", "Antony_Blinken"),
    ("Antony Blinken met Alan Blinken in Paris.", "Alan", "Alan_Blinken"),
    ("Petros Kalandian met his brother Aram Kalandian.", "Aram", "Aram_Kalandian"),
    # offices
    (
        "European Commission President Ursula von der Leyen met President Emmanuel Macron.",
        "Leyen",
        "Ursula_von_der_Leyen",
    ),
    ("European Commission President Ursula von der Leyen met President Emmanuel Macron.", "Macron", "Emmanuel_Macron"),
    ("Former German chancellor Angela Merkel praised Ukraine. Merkel spoke in Rome.", "Merkel", "Angela_Merkel"),
    ("Former US president Barack Obama criticized Hungary. Obama spoke in Athens.", "Obama", "Barack_Obama"),
    # acronyms in brackets, short forms
    ("The National River Care Authority (NRCA) sued Togo. The NRCA won.", "NRCA", "National_River_Care_Authority"),
    ("The Collective Security Treaty Organization (CSTO) met. The CSTO thanked Armenia.", "CSTO", "CSTO"),
    ("The Shanghai Cooperation Organisation praised India.", "Organisation", "Shanghai_Cooperation_Organisation"),
    ("The African Union (AU) condemned the coup. The AU suspended Niger.", "AU", "African_Union"),
]


@pytest.mark.parametrize(("text", "word", "wanted"), IN_A_TEXT)
def test_a_name_in_a_text(text: str, word: str, wanted: str) -> None:
    document = reader.document(text, date(2024, 5, 1))
    found = reader.machine().linker.link(document)
    last = max(token.i for token in document.tokens if token.text == word)
    around = [link for link in found.links if link.start <= last < link.end]
    narrowest = min(around, key=lambda link: link.end - link.start)
    assert narrowest.entities == (EntityId(wanted),)
