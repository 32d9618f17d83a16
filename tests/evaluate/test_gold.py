"""Annotated claims: what is wrong with a file is said with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import DataError
from kg.evaluate.gold import Names, fold, load_gold, load_names

if TYPE_CHECKING:
    from pathlib import Path

GOOD = '{"article": "a.md", "s": "Armenia", "p": ["joins"], "o": "NATO", "modality": "factual", "core": true}'


@pytest.mark.parametrize(
    "line",
    [
        "Armenia joins NATO",
        "[]",
        '{"article": "a.md", "s": "Armenia", "p": ["joins"], "o": "NATO", "modality": "certain"}',
        '{"article": "a.md", "s": "Armenia", "p": [], "o": "NATO"}',
        '{"article": "a.md", "s": "Armenia", "o": "NATO"}',
    ],
)
def test_a_faulty_line_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{GOOD}\n\n{line}\n", encoding="utf-8")
    with pytest.raises(DataError) as error:
        load_gold(path)
    assert error.value.place == f"{path}:3"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        load_gold(tmp_path / "none.jsonl")


@pytest.mark.parametrize("text", ["[1]", '{"Armenia": "Yerevan"}', "{"])
def test_faulty_aliases_are_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "aliases.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as error:
        load_names(path)
    assert error.value.path == path


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Gambia", "gambia"),
        ("Türkiye", "Turkiye"),
        ("U.S.", "US"),
        ("U. S. A.", "us"),
        ("Armenia's", "Armenia"),
        ("Côte d’Ivoire", "Cote d'Ivoire"),
        ("Guinea-Bissau", "Guinea Bissau"),
    ],
)
def test_labels_that_differ_in_form_only(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_an_alias_and_its_entity_share_a_key() -> None:
    names = Names({"Armenia": ["Yerevan"], "France": ["Paris"]})
    assert names.keys("Yerevan") & names.keys("Armenia")
    assert not names.keys("Yerevan") & names.keys("Paris")
