"""Parses that are kept: the same as fresh ones, used only for what they were made of, and never needed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate import cache, parse
from kg.annotate.cache import FILE, CachedAnnotator, Parses, pack, unpack
from kg.model import Article, ArticleId, Document, Name, Sentence, Span, Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parents[2]


class Splitter:
    """Splits at spaces; counts what it is given."""

    made = 0
    read = 0

    def __init__(self, model: str) -> None:
        Splitter.made += 1

    def annotate(self, articles: Iterable[Article]) -> Iterator[Document]:
        for article in articles:
            Splitter.read += 1
            yield split(article)


def split(article: Article) -> Document:
    tokens: list[Token] = []
    at = article.body.start
    for word in article.body.of(article.text).split(" "):
        if word:
            tokens.append(Token(len(tokens), at, at + len(word), word, word.lower(), "NN", "NOUN", "dep", 0, ""))
        at += len(word) + 1
    whole = (Sentence(0, len(tokens)),) if tokens else ()
    return Document(article, tuple(tokens), whole, tuple(Name(t.i, t.i + 1, "GPE") for t in tokens if t.text.istitle()))


def article(body: str, head: str = "", name: str = "a.txt") -> Article:
    return Article(ArticleId(name), head + body, Span(len(head), len(head) + len(body)))


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> type[Splitter]:
    monkeypatch.setattr(parse, "SpacyAnnotator", Splitter)
    Splitter.made = Splitter.read = 0
    return Splitter


def annotate(folder: Path, *articles: Article, model: str = "en_core_web_md") -> list[Document]:
    parses = Parses(folder)
    try:
        return list(CachedAnnotator(model, parses).annotate(articles))
    finally:
        parses.close()


@given(st.text(), st.text())
def test_packing_loses_nothing(head: str, body: str) -> None:
    document = split(article(body, head))
    assert unpack(pack(document), document.article) == document


def test_what_is_kept_is_not_parsed_again_and_no_model_is_loaded(tmp_path: Path, counted: type[Splitter]) -> None:
    first = annotate(tmp_path, article("Chad thanks Mali"), article("Peru too", name="b.txt"))
    assert (counted.made, counted.read) == (1, 2)
    assert annotate(tmp_path, article("Chad thanks Mali"), article("Peru too", name="b.txt")) == first
    assert (counted.made, counted.read) == (1, 2)


def test_an_edited_article_is_parsed_again(tmp_path: Path, counted: type[Splitter]) -> None:
    annotate(tmp_path, article("Chad thanks Mali"))
    edited = article("Chad thanks  Mali")
    assert annotate(tmp_path, edited) == [split(edited)]
    assert counted.read == 2
    parses = Parses(tmp_path)
    assert len(parses) == 1


def test_places_follow_a_text_that_was_moved(tmp_path: Path, counted: type[Splitter]) -> None:
    annotate(tmp_path, article("Chad thanks Mali", "title: x\n"))
    moved = article("Chad thanks Mali", "title: longer\n")
    assert annotate(tmp_path, moved) == [split(moved)]
    assert counted.read == 1


def test_other_segments_are_another_parse(tmp_path: Path, counted: type[Splitter]) -> None:
    annotate(tmp_path, article("Chad thanks Mali"))
    annotate(tmp_path, replace(article("Chad thanks Mali"), segments=(Span(0, 4),)))
    assert counted.read == 2


def test_another_model_or_version_parses_again(
    tmp_path: Path, counted: type[Splitter], monkeypatch: pytest.MonkeyPatch
) -> None:
    annotate(tmp_path, article("Chad thanks Mali"))
    monkeypatch.setattr(parse, "require", lambda _: None)
    annotate(tmp_path, article("Chad thanks Mali"), model="another")
    monkeypatch.setattr(cache, "_version", lambda _: "99")
    annotate(tmp_path, article("Chad thanks Mali"), model="another")
    assert counted.read == 3


def test_a_model_in_a_folder_is_known_by_its_files(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text("{}")
    before = cache.signature(str(tmp_path))
    (tmp_path / "weights").write_text("1")
    assert cache.signature(str(tmp_path)) != before


def test_a_parse_that_cannot_be_read_is_made_anew(tmp_path: Path, counted: type[Splitter]) -> None:
    annotate(tmp_path, article("Chad thanks Mali"))
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute("UPDATE parse SET data = x'00ff'")
    assert annotate(tmp_path, article("Chad thanks Mali")) == [split(article("Chad thanks Mali"))]
    assert counted.read == 2


def test_without_a_usable_file_everything_is_parsed(tmp_path: Path, counted: type[Splitter]) -> None:
    (tmp_path / FILE).write_text("this is no database, but long enough to be looked at as one" * 20)
    for folder in (tmp_path, tmp_path / "nowhere"):
        for _ in range(2):
            assert annotate(folder, article("Chad thanks Mali")) == [split(article("Chad thanks Mali"))]
    assert counted.read == 4
    assert not (tmp_path / "nowhere").exists()


def test_forgetting(tmp_path: Path, counted: type[Splitter]) -> None:
    annotate(tmp_path, article("Chad"), article("Mali", name="it's b.txt"))
    parses = Parses(tmp_path)
    parses.forget(["it's b.txt", "nobody"])
    assert len(parses) == 1


REBUILD = """
import sys
from pathlib import Path
from kg import pipeline
from kg.config import Settings
settings = Settings(store=sys.argv[1], ontology=Path(sys.argv[2]))
built = pipeline.build([sys.argv[3]], settings, jobs=1)
print(built.articles, built.claims, "spacy" in sys.modules)
"""


def test_a_changed_lexicon_is_applied_without_the_parser(tmp_path: Path) -> None:
    ontology = tmp_path / "ontology"
    shutil.copytree(ROOT / "ontology", ontology)
    news = tmp_path / "news.txt"
    news.write_text("Armenia suspended its participation in the CSTO. Chad applauded Mali.\n")

    def build() -> list[str]:
        command = [sys.executable, "-c", REBUILD, str(tmp_path / "store"), str(ontology), str(news)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False, env={**os.environ})
        assert done.returncode == 0, done.stderr
        return done.stdout.split()

    articles, before, loaded = build()
    assert (articles, loaded) == ("1", "True")
    for file in sorted((ontology / "lexicon").rglob("*.toml")):
        file.write_text(file.read_text(encoding="utf-8") + "\n# edited\n", encoding="utf-8")
    assert build() == ["1", before, "False"]
