"""From articles to a store, with a plain reading machine in the place of the parser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg import pipeline
from kg.config import Settings
from kg.errors import ArticleError, ConfigError
from kg.graph.read import View
from kg.graph.store import open_store
from tests.support.machine import PlainMachine

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Two articles and a file that cannot be read."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("Armenia suspends CSTO. Armenia will signs Charter.")
    (folder / "b.txt").write_text("Peskov speaksFor Kremlin. Armenia suspends CSTO. Charter attacks Armenia.")
    (folder / "c.txt").write_bytes(b"\x00\x01\x02")
    return folder


def build(news: Path, tmp_path: Path, **more: object) -> tuple[pipeline.Built, PlainMachine]:
    machine = PlainMachine()
    settings = Settings(store=str(tmp_path / "store"))
    return pipeline.build([news], settings, machine=machine, **more), machine  # type: ignore[arg-type]


def test_articles_become_claims_and_the_rest_becomes_issues(news: Path, tmp_path: Path) -> None:
    built, _ = build(news, tmp_path)
    assert (built.articles, built.claims) == (2, 4)
    assert [issue.message for issue in built.skipped] == ["binary data, not text"]
    refused = [issue for issue in built.issues if issue.article]
    assert [(issue.kind, issue.article) for issue in refused] == [
        ("DomainRangeShape", "b.txt")
    ]  # an agreement attacks nobody
    with open_store(tmp_path / "store", Settings().base) as store:
        assert {(c.subject, c.predicate, c.object) for c in View(store).claims()} == {
            ("Armenia", "suspends", "CSTO"), ("Armenia", "signs", "Charter"), ("Peskov", "speaksFor", "Kremlin"),
        }  # fmt: skip
        assert len(list(store.issues())) == 2


def test_what_has_not_changed_is_not_read_again(news: Path, tmp_path: Path) -> None:
    build(news, tmp_path)
    built, machine = build(news, tmp_path)
    assert (machine.seen, built.unchanged) == ([], 2)
    (news / "a.txt").write_text("Armenia visits Georgia.")
    built, machine = build(news, tmp_path)
    assert (machine.seen, built.unchanged) == (["a.txt"], 1)
    assert build(news, tmp_path, fresh=True)[1].seen == ["a.txt", "b.txt"]
    with open_store(tmp_path / "store", Settings().base) as store:
        assert "signs" not in {c.predicate for c in View(store).claims()}


def test_nothing_to_read_is_one_error(news: Path, tmp_path: Path) -> None:
    for name in "ab":
        (news / f"{name}.txt").unlink()
    with pytest.raises(ArticleError, match="binary data") as caught:
        build(news, tmp_path)
    assert str(caught.value.path).endswith("c.txt")
    with pytest.raises(ConfigError, match="no such file or folder"):
        pipeline.build([tmp_path / "nowhere"], Settings(store=str(tmp_path / "store")))


def test_two_articles_of_one_name_are_not_mixed(news: Path, tmp_path: Path) -> None:
    (news.parent / "other").mkdir()
    (news.parent / "other" / "a.txt").write_text("Chad visits Mali.")
    settings = Settings(store=str(tmp_path / "store"))
    built = pipeline.build([news, news.parent / "other"], settings, machine=PlainMachine())
    assert built.articles == 3
    with open_store(tmp_path / "store", Settings().base) as store:
        assert sorted(store.marks()) == ["b.txt", "news/a.txt", "other/a.txt"]
