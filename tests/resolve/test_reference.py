"""Whom pronouns, plurals and descriptions mean. The sentences are ours; the answers are what a reader understands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kg.model import ArticleId
from tests.support.reader import article, document, machine

DAY = date(2023, 5, 20)


def meant(text: str, marked: str) -> set[str]:
    """Labels of whom the word between square brackets means."""
    before, _, rest = text.partition("[")
    word, _, after = rest.partition("]")
    assert word == marked
    read = document(before + word + after, DAY)
    resolution = machine().linker.link(read)
    labels = {entity.id: entity.label for entity in resolution.entities}
    (head,) = (t.i for t in read.tokens if t.start <= len(before) + len(word) - 1 < t.end)
    return {labels[e] for link in resolution.links if link.head == head for e in link.entities}


def check(text: str, answer: str) -> None:
    marked = text.partition("[")[2].partition("]")[0]
    assert meant(text, marked) == ({name.strip() for name in answer.split("+")} if answer else set())


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("On Monday [Ruto] and Museveni are to sign a pact with Kenya.", "William Ruto"),
        ("Chad and Sudan closed their border. The two [countries] blame each other.", "Chad + Sudan"),
        (
            "Thailand and Cambodia share a border. The Southeast Asian [neighbours] accuse each other.",
            "Thailand + Cambodia",
        ),
        ("The Thai and Cambodian leaders held talks. Donald Trump called both [leaders].", "Thailand + Cambodia"),
        (
            "Donald Trump met Ruto and Museveni and called both leaders later, urging [them] to wait.",
            "William Ruto + Yoweri Museveni",
        ),
        ("Peru met Chile in Lima. Both [countries] want a truce.", "Peru + Chile"),
        ("Chad and Sudan signed a treaty. [Both] have ratified it.", "Chad + Sudan"),
        ("Mali, Niger and Chad signed a pact. The three [governments] will share a force.", "Mali + Niger + Chad"),
        ("Angola and Zambia quarrel over a bridge. Neither [country] wants to pay for it.", "Angola + Zambia"),
        (
            "Emmanuel Macron received Olaf Scholz in Paris. The two [leaders] discussed trade.",
            "Emmanuel Macron + Olaf Scholz",
        ),
        (
            "The government of Colombia and the ELN agreed on a truce. Both [sides] will free prisoners.",
            "Colombia + National Liberation Army",
        ),
        ("Chad and Sudan are neighbours. Two [countries] have sent observers.", ""),
        ("Chad and Sudan are neighbours. The other [countries] of the region are worried.", ""),
    ],
)
def test_plurals_sum_up_those_named_before(text: str, answer: str) -> None:
    check(text, answer)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Norway bought trains from Poland. The Nordic [country] will get them in May.", "Norway"),
        ("Togo and Ghana promised Benin grain to help the [country] through the drought.", "Benin"),
        ("Kenya sent engineers after the island [nation] had asked for help.", ""),
        ("Qatar sold gas to Japan. The first [country] that protested was Oman.", ""),
        ("The [government] in Lisbon denied the report.", "Portugal"),
        ("Peru closed the mine. The [government] blamed the owners.", "Peru"),
        ("Finland joined NATO. The [alliance] has grown.", "NATO"),
        ("Rwanda accused the FDLR of murder. The [militia] denied it.", "FDLR"),
        ("Giorgia Meloni said that her [government] would fall.", "Italy"),
        ("Brazil, whose [army] guards the border, warned Peru.", "Brazil"),
    ],
)
def test_descriptions_come_back_to_somebody(text: str, answer: str) -> None:
    check(text, answer)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("The United Nations imposed sanctions on Iraq in response to [its] invasion of Kuwait.", "Iraq"),
        ("The European Union extended sanctions against Syria due to [its] crackdown on protesters.", "Syria"),
        ("Poland bought tanks. [It] wants more.", "Poland"),
        ("Poland told Belarus to withdraw [its] troops.", "Belarus"),
        ("Poland thanked Canada for [its] help.", "Canada"),
        ("Poland warned Belarus that [it] would close the border.", "Belarus"),
        ("Canada, [its] main ally, helped.", ""),
        ("[It] was feared that Poland would leave.", ""),
        ("Poland asked Germany to let [it] send tanks.", "Poland"),
        ("Greece has a new budget. The plan worries Italy because [it] is too bold.", ""),
        ("French troops left Niger. [They] flew to Chad.", "France"),
        ("Togo and Benin said that [they] would help.", "Togo + Benin"),
        ("Olaf Scholz thanked Joe Biden for [his] patience.", "Joe Biden"),
        ("Olaf Scholz, [himself] a lawyer, sued the paper.", "Olaf Scholz"),
        ("Sweden and [its] neighbour Finland applied.", "Sweden"),
    ],
)
def test_pronouns(text: str, answer: str) -> None:
    check(text, answer)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Economy Minister Bruno Le Maire spoke in Paris. The [minister] was hopeful.", "Bruno Le Maire"),
        ("Economy Minister Bruno Le Maire spoke in Paris. The economy [minister] was hopeful.", "Bruno Le Maire"),
        ("Olaf Scholz flew to Tokyo. The German [leader] met students.", "Olaf Scholz"),
        ("Prime Minister Rishi Sunak visited Kyiv. The British [leader] promised shells.", "Rishi Sunak"),
        ("Olaf Scholz met Rishi Sunak in Paris. The Greek [leader] stayed at home.", "Greek leader"),
    ],
)
def test_offices_come_back_to_their_holders(text: str, answer: str) -> None:
    check(text, answer)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("[Brussels] fined Warsaw.", "European Union"),
        ("Belgium voted in June. [Brussels] then recalled its envoy.", "Belgium"),
        ("Abiy Ahmed flew to Asmara. Later [Abiy] spoke to reporters.", "Abiy Ahmed"),
        ("Kosovo wants to join the European Union. The [Union] is in no hurry.", "European Union"),
        ("[PUTIN] VISITS VIETNAM", "Vladimir Putin"),
        ("The Bavarian Farmers' Council (BFC) met in May. The [BFC] wants lower taxes.", "Bavarian Farmers' Council"),
        ("The [Front] of the house was painted.", ""),
    ],
)
def test_names_whatever_the_recogniser_takes_them_for(text: str, answer: str) -> None:
    check(text, answer)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("A militia took the town. Togo sent aid. The [militia] denied it.", "militia"),
        ("Arms went to the Kordun Front, a militia in Chad. The [militia] denied it.", "Kordun Front"),
        ("Spain voted on Sunday. The [parliament] will meet in May.", "Cortes Generales"),
        ("Malawi voted on Sunday. The [parliament] will meet in May.", "Malawian parliament"),
        ("Chad and Niger quarrel over a well. Chad accused its [neighbour] of theft.", "Niger"),
        ("Chad, Niger and Mali quarrel over a well. Chad accused its [neighbour] of theft.", "neighbour"),
        ("Olaf Scholz met Emmanuel Macron in Bonn. Scholz thanked his [counterpart].", "Emmanuel Macron"),
        ("In Prague, the mayor resigned. The [country] votes in May.", "Czech Republic"),
        (
            "Israel is divided. Benjamin Netanyahu dismissed Uri Barak, who had called on the [government] to resign.",
            "Israel",
        ),
        ("Clara Wagner flew to Bern. [Wagner] will stay a week.", "Clara Wagner"),
        ("The mercenaries of Wagner left Mali. [Wagner] gave no reason.", "Wagner Group"),
    ],
)
def test_bodies_and_neighbours_named_without_their_names(text: str, answer: str) -> None:
    check(text, answer)


POSTS = [
    ("In Oslo, Defence Minister Kari Lund thanked Poland.", "Kari Lund", "Norway"),
    ("Norway will buy tanks. Defence Minister Kari Lund thanked Poland.", "Kari Lund", "Norway"),
    (
        "Chile and Peru fell out. Foreign Minister Rosa Vidal met her Peruvian counterpart, Hugo Paz.",
        "Rosa Vidal",
        "Chile",
    ),
    ("Chile and Peru fell out over fish. Foreign Minister Rosa Vidal said so.", "Rosa Vidal", ""),
    (
        "Norway and Germany met. German Defence Minister Udo Lang spoke, then Defence Minister Kari Lund of Norway.",
        "Udo Lang",
        "Germany",
    ),
    ("Last week Prime Minister Justin Trudeau flew home.", "Justin Trudeau", "Canada"),
    ("Peru mourns. The cult's leader Hugo Paz fled.", "Hugo Paz", ""),
    ("Peru mourns. Mayor Hugo Paz fled.", "Hugo Paz", ""),
    ("Canada mourns. Prime Minister Hugo Paz sent flowers.", "Hugo Paz", ""),
    ("Fiji's opposition leader, Ana Rabuka, spoke.", "Ana Rabuka", "officialOf Fiji"),
    ("Fiji's rebel leader, Ana Rabuka, spoke.", "Ana Rabuka", ""),
    ("Fiji mourns. Ambassador Ana Rabuka spoke.", "Ana Rabuka", ""),
]


@pytest.mark.parametrize(("text", "person", "answer"), POSTS)
def test_whose_minister_is_meant(text: str, person: str, answer: str) -> None:
    read = document(text, DAY)
    resolution, reading = machine().understand(read)
    labels = {entity.id: entity.label for entity in resolution.entities}
    posts = {"leads", "officialOf"}
    held = {
        (c.predicate, labels[c.object]) for c in reading.claims if c.predicate in posts and labels[c.subject] == person
    }
    relation, _, of = answer.rpartition(" ")
    assert {name for _, name in held} == ({of} if of else set())
    assert not relation or {name for name, _ in held} == {relation}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (
            "Armenia and the United States met. They prepare a strategic partnership [charter].",
            "Armenia-US Strategic Partnership Charter",
        ),
        ("Ghana and Togo met. They prepare a strategic partnership [charter].", "strategic partnership charter"),
        ("Ghana and Togo met. They prepare a fisheries [pact].", "fisheries pact"),
        ("Peru joined the Lima Fisheries Treaty. The fishing [treaty] bans nets.", "Lima Fisheries Treaty"),
        (
            "Peru joined the Lima Fisheries Treaty and the Quito Border Treaty. The fishing [treaty] bans nets.",
            "fishing treaty",
        ),
        ("The [agreement] is old. Peru later signed the Lima Fisheries Agreement.", "agreement"),
        ("Congress approved the 123 [Agreement] with India.", "123 Agreement"),
    ],
)
def test_an_agreement_is_one_however_it_is_described(text: str, answer: str) -> None:
    check(text, answer)


def test_agreements_that_are_only_described_are_not_those_of_other_articles() -> None:
    found = []
    for name, text in (
        ("a.txt", "Ghana and Togo signed a fisheries pact."),
        ("b.txt", "Oman and Iran signed a fisheries pact."),
    ):
        (read,) = machine().annotator.annotate([replace(article(text, DAY), id=ArticleId(name))])
        resolution = machine().linker.link(read)
        found += [e for e in resolution.entities if e.type == "Agreement"]
    assert len({entity.id for entity in found}) == len(found) == 2


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("The United States imposed sanctions on Iran. China condemned the [move].", "United States"),
        ("Israel struck a convoy in Syria on Monday. Iran denounced the [attack].", "Israel"),
        ("The United States imposed sanctions on Iran. China avoided the [move].", ""),
        ("China imposed sanctions on Iran. Xi Jinping, president of China, praised the [move].", ""),
    ],
)
def test_a_deed_that_is_judged_comes_back_to_its_doer(text: str, answer: str) -> None:
    check(text, answer)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ('"If the US side wants peace, [it] should withdraw," Erdogan said.', "United States"),
        ("When Kenya signed the treaty, [it] thanked Uganda.", "Kenya"),
    ],
)
def test_it_comes_back_to_the_clause_before(text: str, answer: str) -> None:
    check(text, answer)
