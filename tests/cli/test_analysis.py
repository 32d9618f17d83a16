"""The commands of the analyses, as a user types them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from kg.config import DEFAULT_BASE
from kg.graph.store import open_store
from kg.model import Entity, EntityId, Modality
from tests.graph.test_store import put
from tests.support import readings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Kg

COMMANDS = (
    ("stats",),
    ("camps",),
    ("brokers",),
    ("timeline",),
    ("shift", "Armenia"),
    ("path", "Armenia", "France"),
    ("compare", "--from", "2024-02", "--to", "2024-04.."),
    ("report",),
)
PLOTTED = tuple(words for words in COMMANDS if words[0] not in {"path", "report"})
NAMES = {"Armenia": "State", "France": "State", "Russia": "State", "CSTO": "IntergovernmentalOrganization",
         "Nikol Pashinyan": "Person", "Sorrel": "State", "Bergamot": "State"}  # fmt: skip
STORY = (
    ("Nikol Pashinyan", "leads", "Armenia", "2024-02-01", Modality.FACTUAL),
    ("Nikol Pashinyan", "criticizes", "CSTO", "2024-02-10", Modality.FACTUAL),
    ("Armenia", "suspends", "CSTO", "2024-02-23", Modality.FACTUAL),
    ("Armenia", "thanks", "France", "2024-02-24", Modality.FACTUAL),
    ("France", "sellsArmsTo", "Armenia", "2024-04-05", Modality.FACTUAL),
    ("Armenia", "visits", "France", "2024-04-06", Modality.PLANNED),
    ("Russia", "warns", "Armenia", "2024-04-07", Modality.FACTUAL),
    ("Russia", "attacks", "France", "2024-04-08", Modality.NEGATED),
    ("Russia", "meetsWith", "CSTO", "2024-04-09", Modality.FACTUAL),
    ("Sorrel", "meetsWith", "Bergamot", "2024-04-09", Modality.FACTUAL),
)


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with an article for each act of a short story."""
    folder = tmp_path / "story"
    known = {name: Entity(EntityId(name.replace(" ", "_")), name, kind) for name, kind in NAMES.items()}
    made = []
    for number, (subject, relation, obj, day, modality) in enumerate(STORY):
        sentence = f"{subject} {relation} {obj}."
        source = readings.article(f"{number:02}.md", sentence, day=day)
        ends = known[subject], known[obj]
        made.append(
            readings.reading(
                source, [readings.claim(source, ends[0], relation, ends[1], sentence, modality=modality)], ends
            )
        )
    with open_store(folder, DEFAULT_BASE, write=True) as opened:
        put(opened, *made)
    monkeypatch.setenv("KG_STORE", str(folder))
    return folder


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with one article that says nothing."""
    folder = tmp_path / "bare"
    with open_store(folder, DEFAULT_BASE, write=True) as opened:
        put(opened, readings.reading(readings.article("mute.md", "It rained."), [], [readings.ARMENIA]))
    monkeypatch.setenv("KG_STORE", str(folder))
    return folder


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_every_command_has_help_with_an_example_and_json(kg: Kg, story: Path, words: tuple[str, ...]) -> None:
    help_text = kg(words[0], "--help")
    assert help_text.code == 0
    assert f"kg {words[0]}" in help_text.out.split("Options")[0].split("Usage", 1)[1][20:]
    found = kg(*words, "--json")
    assert found.code == 0
    assert json.loads(found.out)


@pytest.mark.parametrize("words", [words for words in COMMANDS if words[0] != "report"], ids=lambda words: words[0])
def test_claims_are_quoted_below_the_numbers(kg: Kg, story: Path, words: tuple[str, ...]) -> None:
    found = kg(*words, "--claims")
    assert found.code == 0
    assert "“Armenia thanks France.” 03.md" in found.out
    evidence = json.loads(kg(*words, "--claims", "--json").out)["evidence"]
    assert "Armenia thanks France." in {quoted["quote"] for one in evidence.values() for quoted in one["quotes"]}


def test_stats(kg: Kg, story: Path) -> None:
    found = kg("stats").out
    assert "10 claims about 7 entities in 10 articles; 8 are stated as fact" in found
    assert "2 parts, the largest of 5 actors" in found
    by_sign = {one["name"]: one["number"] for one in json.loads(kg("stats", "--json").out)["signs"]}
    assert by_sign == {"cooperation": 5, "conflict": 4, "neutral": 1}


def test_filters(kg: Kg, story: Path) -> None:
    def number(*words: str) -> int:
        return int(json.loads(kg("stats", "--json", *words).out)["claims"])

    assert number("--sign", "-") == 4
    assert number("--sign", "-", "--sign", "0") == 5
    assert number("--modality", "planned") == 1
    assert number("--since", "2024-04") == 6
    assert number("--since", "2024-04", "--until", "2024-04-05") == 1
    assert number("--group", "verbal conflict") == 2
    assert number("--relation", "consultsWith") == 0
    assert number("--type", "Person") == 0
    assert number("--source", "Test Wire") == 10
    assert number("--min-confidence", "0.9") == 0
    assert number("--asserted") == 8


def test_shift(kg: Kg, story: Path) -> None:
    found = kg("shift", "armenia", "--claims")
    assert found.out.startswith("Armenia seems to move toward France (+")
    assert "seems to move away from CSTO (-6.5 since 2024-02)" in found.out  # 2.5 criticism, 4 suspension
    assert "Counted as Armenia: Nikol Pashinyan" in found.out
    assert "Nikol Pashinyan criticizes CSTO" in found.out
    alone = json.loads(kg("shift", "Armenia", "--alone", "--with", "CSTO", "--json").out)
    assert [(move["label"], move["net"]) for move in alone["moves"]] == [("CSTO", -4)]


def test_officials_are_known_whatever_claims_are_chosen(kg: Kg, story: Path) -> None:
    moves = json.loads(kg("shift", "Armenia", "--sign", "-", "--json").out)["moves"]
    assert {move["label"]: move["net"] for move in moves} == {"CSTO": -6.5, "Russia": 0}


def test_camps_and_brokers(kg: Kg, story: Path) -> None:
    assert kg("camps").out.startswith("3 camps: Armenia, France; Bergamot, Sorrel; CSTO, Russia.")
    assert json.loads(kg("camps", "--json").out)["frustration"]["upper"] == 0
    assert "lies on" in kg("brokers").out


def test_path_is_the_one_of_networkx(kg: Kg, story: Path) -> None:
    graph = nx.Graph((s.replace(" ", "_"), o.replace(" ", "_")) for s, _, o, _, m in STORY if m != Modality.NEGATED)
    expected = nx.shortest_path(graph, "Nikol_Pashinyan", "Russia")
    [path] = [
        p for p in json.loads(kg("path", "Nikol Pashinyan", "Russia", "--json").out)["paths"] if p["kind"] == "shortest"
    ]
    assert len(path["hops"]) == len(expected) - 1
    assert "“Russia warns Armenia.” 06.md" in kg("path", "Armenia", "Russia").out


def test_no_path_is_an_answer_and_the_exit_code_says_so(kg: Kg, story: Path) -> None:
    found = kg("path", "Armenia", "Sorrel")
    assert found.code == 1
    assert "No chain of claims connects Armenia and Sorrel." in found.out
    assert json.loads(kg("path", "Armenia", "Sorrel", "--json").out)["paths"] == []


def test_compare(kg: Kg, story: Path) -> None:
    kinds = {
        " – ".join(one["labels"]): one["kind"]
        for one in json.loads(kg("compare", "--from", "2024-02", "--to", "2024-04", "--json").out)["differences"]
    }
    assert kinds == {
        "Armenia – CSTO": "ended", "Armenia – France": "warmer", "Armenia – Russia": "new", "CSTO – Russia": "new",
        "Bergamot – Sorrel": "new",
    }  # fmt: skip


@pytest.mark.parametrize("words", PLOTTED, ids=lambda words: words[0])
def test_plots(kg: Kg, story: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    found = kg(*words, "--plot", str(tmp_path / "it.svg"))
    assert (found.code, "drawn: " in found.err) == (0, True)
    assert ET.parse(tmp_path / "it.svg").getroot().tag.endswith("}svg")


def test_a_plot_that_cannot_be_is_refused_before_work(kg: Kg, story: Path, tmp_path: Path) -> None:
    assert kg("stats", "--plot", "it.bmp").code == 2
    assert kg("path", "Armenia", "France", "--plot", str(tmp_path / "it.gif")).code == 2
    assert kg("stats", "--plot", str(tmp_path / "nowhere" / "it.svg")).code == 3


def test_report(kg: Kg, story: Path, tmp_path: Path) -> None:
    assert "## Toward whom, and away from whom" in kg("report", "Armenia").out
    page = tmp_path / "page.html"
    assert kg("report", "--format", "html", "--pictures", "-o", str(page)).code == 0
    text = page.read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert text.count("data:image/svg+xml;base64,") == 2
    assert "Armenia thanks France." in text


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("shift", "Armenis"), 2, "did you mean Armenia"),
        (("path", "Armenia", "Atlantis"), 2, "nobody called 'Atlantis'"),
        (("stats", "--by", "fame"), 2, "no such measure: fame"),
        (("stats", "--relation", "likes"), 2, "no such relation: likes"),
        (("stats", "--sign", "good"), 2, "no such sign: good"),
        (("stats", "--since", "spring"), 2, "not a date: 'spring'"),
        (("stats", "--since", "2024", "--until", "2023"), 2, "2024 comes after 2023"),
        (("stats", "--backend", "nowhere"), 4, "no backend 'nowhere'"),
        (("compare", "--from", "then", "--to", "now"), 2, "not a date"),
        (("camps", "--store", "/nowhere"), 3, "there is no graph here yet"),
    ],
)
def test_errors_are_one_line_and_say_what_to_do(
    kg: Kg, story: Path, words: tuple[str, ...], code: int, says: str
) -> None:
    found = kg(*words)
    assert found.code == code
    assert says in found.err
    assert "Traceback" not in found.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("stats",), "Nothing to measure"),
        (("camps",), "nothing to divide"),
        (("brokers",), "Nobody stands between others."),
        (("timeline",), "No claim has a date."),
        (("compare", "--from", "2023", "--to", "2024"), "No tie has an event"),
        (("report",), "The graph holds no claim to report."),
    ],
)
def test_an_empty_graph_is_answered_in_words(kg: Kg, bare: Path, words: tuple[str, ...], says: str) -> None:
    found = kg(*words)
    assert found.code == 0
    assert says in found.out


@pytest.mark.parametrize("words", [*COMMANDS, ("stats", "--sign", "-"), ("camps", "--sign", "-")], ids=" ".join)
def test_the_same_twice(kg: Kg, story: Path, words: tuple[str, ...]) -> None:
    assert kg(*words, "--json").out == kg(*words, "--json").out
