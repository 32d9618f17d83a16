"""Which paragraphs are prose: the rules' own examples, and the rules on form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import LexiconError
from kg.ingest import boilerplate
from kg.ingest.clean import LONGEST, default_rules, segments
from kg.model import Span

if TYPE_CHECKING:
    from pathlib import Path

RULES = default_rules()
YES = [pytest.param(rule, line, id=f"{rule.name}: {line[:40]}") for rule in RULES for line in rule.yes]
NO = [pytest.param(line, id=f"{rule.name}: {line[:40]}") for rule in RULES for line in rule.no]


def prose(text: str) -> list[str]:
    return [span.of(text) for span in segments(text, Span(0, len(text)))]


@pytest.mark.parametrize(("rule", "line"), YES)
def test_a_rule_leaves_its_yes_examples_out(rule: boilerplate.Rule, line: str) -> None:
    assert rule.fits(boilerplate.Line.of(line))


@pytest.mark.parametrize("line", NO)
def test_no_rule_leaves_a_no_example_out(line: str) -> None:
    assert [rule.name for rule in RULES if rule.fits(boilerplate.Line.of(line))] == []
    assert prose(line) == [line]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A headline is a segment of its own, and stands once.
        ("Peru thanks Chile\nPeru thanked Chile.\n\nPeru thanks Chile\n\nMore followed.",
         ["Peru thanks Chile", "Peru thanked Chile.", "More followed."]),
        # The name of the section glued to the headline.
        ("WorldPeru thanks Chile\n\nPeru thanks Chile\n\nPeru thanked Chile.", ["Peru thanks Chile", "Peru thanked Chile."]),
        # A caption that stands twice before its credit, and the photographer's name after it.
        ("Peru thanked Chile.\n\nThe two at a table.\nThe two at a table.\nPhoto: Harbour Gazette\nAnn Example\n\nTalks go on.",
         ["Peru thanked Chile.", "Talks go on."]),
        # A bare name is a byline only beside a credit or after «By».
        ("Peru Thanks Chile\n\nPeru thanked Chile.", ["Peru Thanks Chile", "Peru thanked Chile."]),
        ("By Ann Example\n\nPeru thanked Chile.", ["Peru thanked Chile."]),
        # What follows «Related content» goes, up to the next sentence.
        ("Peru thanked Chile.\n\nRelated content\n\nGhana names an envoy\nNorway votes\n\nTalks go on.",
         ["Peru thanked Chile.", "Talks go on."]),
        # List marks, headings and datelines are not part of the segment.
        ("# Two points\n\n• Peru thanked Chile.\n2. Chile thanked Peru.\n- Both met.",
         ["Two points", "Peru thanked Chile.", "Chile thanked Peru.", "Both met."]),
        ("NAIROBI, Kenya (AP) — Kenya thanked Ghana.", ["Kenya thanked Ghana."]),
        ("NAIROBI, Jan 14, 2024 - Kenya thanked Ghana.", ["Kenya thanked Ghana."]),
        ("NATO - an alliance - thanked Ghana.", ["NATO - an alliance - thanked Ghana."]),
        ("YEREVAN, January 14. /EXAMPLE/. Armenia thanked France.", ["Armenia thanked France."]),
        ("LIMA — Peru thanked Chile.", ["Peru thanked Chile."]),
        # … and what only looks like one stays.
        ("NATO (the alliance) thanked Peru.", ["NATO (the alliance) thanked Peru."]),
        ("NATO — once a club of twelve — has grown.", ["NATO — once a club of twelve — has grown."]),
        # Tables, images, bare links, rules across the page.
        ("![seal](seal.png)\n\n| a | b |\n\n---\n\nhttps://example.org/a\n\nPeru thanked Chile.", ["Peru thanked Chile."]),
        # Hard-wrapped lines are one paragraph, whatever the line ends with.
        (("The ministers of Peru and of Chile met in Lima on\nMonday. They signed a treaty about the shared water of\n"
         "the two countries and thanked each other."),
         [("The ministers of Peru and of Chile met in Lima on\nMonday. They signed a treaty about the shared water of\n"
          "the two countries and thanked each other.")]),
        ("", []),
        ("\n \n", []),
    ],
)  # fmt: skip
def test_form(text: str, expected: list[str]) -> None:
    assert prose(text) == expected


def test_only_the_body_is_read() -> None:
    text = "---\ntitle: Peru thanks Chile\n---\nPeru thanked Chile."
    assert [span.of(text) for span in segments(text, Span(text.index("Peru thanked"), len(text)))] == [
        "Peru thanked Chile."
    ]


def test_a_very_long_paragraph_is_cut_between_sentences() -> None:
    text = "Peru thanked Chile. " * (3 * LONGEST // 20)
    pieces = prose(text)
    assert max(map(len, pieces)) <= LONGEST
    assert all(piece.startswith("Peru") and piece.endswith("Chile.") for piece in pieces)
    assert " ".join(pieces) == text.strip()


def test_text_without_spaces_is_cut_as_well() -> None:
    text = "x" * (2 * LONGEST + 1)
    assert [len(piece) for piece in prose(text)] == [LONGEST, LONGEST, 1]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[[rule]\n", "cannot be read"),
        ("[[boilerplate]]\nwhy = 'x'\n", "no name"),
        ("[[boilerplate]]\nname = 'x'\nstart = ['y']\n", "unknown key 'start'"),
        ("[[boilerplate]]\nname = 'x'\nyes = ['a']\n", "no 'no' examples"),
        ("[[boilerplate]]\nname = 'x'\nyes = ['a']\nno = ['b']\nstarts = 'y'\n", "list of strings"),
        ("[[boilerplate]]\nname = 'x'\nyes = ['a']\nno = ['b']\nmax_words = 'y'\n", "whole number"),
    ],
)
def test_a_faulty_rule_names_itself(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "boilerplate.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match=message) as caught:
        boilerplate.load(path)
    assert caught.value.path == path
