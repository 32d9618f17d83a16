"""A build comes back to its files: what is the same is not opened, what changed is replaced, what is gone can go."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from kg import ingest, pipeline
from kg.config import Settings
from kg.export.tables import rows
from kg.graph.read import View
from kg.graph.store import open_store
from kg.ledger import FILE, Ledger
from kg.model import Issue
from kg.registry import Source
from tests.support.machine import PlainMachine
from tests.support.reader import meanings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.model import Article, Reading

LONG = " ".join(
    f"The towns of the {word} province kept their own market days that year." for word in ("first", "second", "third")
)


class Fussy(PlainMachine):
    """Cannot read articles that say so."""

    def read(self, articles: Iterable[Article]) -> Iterator[Reading | Issue]:  # type: ignore[override]
        for article in articles:
            if "UNREADABLE" in article.text:
                yield Issue("failed", "could not be read: left out", article.path, article=article.id)
            else:
                yield from super().read([article])


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    write(folder / "a.txt", "Armenia suspends CSTO.")
    write(folder / "b.txt", "Chad visits Mali.")
    write(folder / "rows.jsonl", row("r1", "Kenya thanks Ghana.") + row("r2", "Peru visits Chile."))
    return folder


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def row(name: str, text: str) -> str:
    return json.dumps({"id": name, "text": text}) + "\n"


def build(*paths: Path, **more: object) -> tuple[pipeline.Built, list[str]]:
    machine = Fussy()
    store = more.pop("store", None) or paths[0].parent / "store"
    built = pipeline.build(paths, Settings(store=str(store)), machine=machine, **more)  # type: ignore[arg-type]
    return built, machine.seen


def stored(news: Path) -> dict[str, str]:
    with open_store(news.parent / "store", Settings().base) as store:
        return {name: store.text(name) or "" for name in sorted(store.marks())}


def quads(news: Path) -> list[bytes]:
    with open_store(news.parent / "store", Settings().base) as store:
        return sorted(store.nquads().splitlines())


def test_what_has_not_changed_is_not_opened(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert build(news)[1] == ["a.txt", "b.txt", "r1", "r2"]
    opened: list[str] = []
    real = ingest.articles
    monkeypatch.setattr(ingest, "articles", lambda source: opened.append(source.name) or real(source))
    built, seen = build(news)
    assert (opened, seen, built.unchanged) == ([], [], 4)


def test_a_new_time_stamp_is_no_change(news: Path) -> None:
    build(news)
    os.utime(news / "a.txt", (1, 1))
    assert build(news)[1] == []


def test_an_edit_of_the_same_size_and_time_is_a_change(news: Path) -> None:
    build(news)
    before = (news / "a.txt").stat()
    write(news / "a.txt", "Armenia suspends NATO.")
    os.utime(news / "a.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert build(news)[1] == ["a.txt"]
    assert stored(news)["a.txt"] == "Armenia suspends NATO."


def test_a_row_taken_out_of_a_file_goes_and_the_others_are_not_read_again(news: Path) -> None:
    build(news)
    write(news / "rows.jsonl", row("r2", "Peru visits Chile.") + row("r3", "Togo thanks Benin."))
    built, seen = build(news)
    assert (seen, built.retracted) == (["r3"], 1)
    assert sorted(stored(news)) == ["a.txt", "b.txt", "r2", "r3"]


def test_a_file_that_is_gone_stays_in_the_graph_until_it_is_synced(news: Path) -> None:
    build(news)
    (news / "b.txt").unlink()
    assert build(news)[0].retracted == 0
    assert "b.txt" in stored(news)
    assert build(news, sync=True)[0].retracted == 1
    assert sorted(stored(news)) == ["a.txt", "r1", "r2"]


def test_what_lies_elsewhere_is_not_touched_by_a_sync(news: Path) -> None:
    other = news.parent / "other"
    write(other / "c.txt", "Togo thanks Benin.")
    build(news, other)
    shutil.rmtree(other)
    build(news, sync=True)
    assert "c.txt" in stored(news)


def test_a_moved_file_is_one_article(news: Path) -> None:
    build(news)
    (news / "sub").mkdir()
    (news / "a.txt").rename(news / "sub" / "a.txt")
    built, seen = build(news, sync=True)
    assert (seen, built.retracted) == ([], 0)
    assert sorted(stored(news)) == ["a.txt", "b.txt", "r1", "r2"]


def test_a_second_folder_does_not_overwrite_a_file_of_the_same_name(news: Path) -> None:
    build(news)
    write(news.parent / "other" / "a.txt", "Togo thanks Benin.")
    build(news.parent / "other")
    assert stored(news)["a.txt"] == "Armenia suspends CSTO."
    assert stored(news)["other/a.txt"] == "Togo thanks Benin."


def test_a_file_that_breaks_keeps_what_it_said(news: Path) -> None:
    build(news)
    (news / "a.txt").write_bytes(b"\0\1")
    built, _ = build(news, sync=True)
    assert [issue.message for issue in built.skipped] == ["binary data, not text"]
    assert "a.txt" in stored(news)
    write(news / "a.txt", "Armenia suspends CSTO.")
    assert build(news)[0].skipped == []


def test_an_article_that_fails_is_tried_again(news: Path) -> None:
    write(news / "a.txt", "UNREADABLE")
    assert [issue.kind for issue in build(news)[0].skipped] == ["failed"]
    assert "a.txt" not in stored(news)
    assert [issue.kind for issue in build(news)[0].skipped] == ["failed"]


def test_changed_rules_read_everything_again(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(news)
    monkeypatch.setattr(pipeline, "rules_digest", lambda *_: "other")
    assert build(news)[1] == ["a.txt", "b.txt", "r1", "r2"]


def test_a_retracted_article_comes_back(news: Path) -> None:
    build(news)
    with open_store(news.parent / "store", Settings().base, write=True) as store:
        store.retract("a.txt")  # type: ignore[arg-type]
    assert build(news)[1] == ["a.txt"]


def test_a_lost_or_broken_ledger_loses_nothing(news: Path) -> None:
    build(news)
    whole = quads(news)
    for file in (news.parent / "store").glob(f"{FILE}*"):
        file.unlink()
    assert build(news)[0].unchanged == 4
    assert quads(news) == whole
    assert Ledger(news.parent / "store").sketches()[0].keys() == {"a.txt", "b.txt", "r1", "r2"}


@pytest.mark.parametrize("order", [("a.txt", "b.txt", "rows.jsonl"), ("rows.jsonl", "b.txt", "a.txt")])
def test_file_by_file_gives_the_same_graph_as_all_at_once(news: Path, order: tuple[str, ...], tmp_path: Path) -> None:
    for name in order:
        build(news / name, store=tmp_path / "store")
    whole = quads(news)
    shutil.rmtree(tmp_path / "store")
    build(news)
    assert quads(news) == whole


def test_issues_are_kept_with_their_lines_and_go_when_they_are_mended(news: Path) -> None:
    write(
        news / "rows.jsonl",
        row("r1", "Kenya thanks Ghana.") + "{oops\n" + row("r2", "") + row("r3", "Togo thanks Benin."),
    )
    build(news)

    def kept() -> list[tuple[str, int | None]]:
        with open_store(news.parent / "store", Settings().base) as store:
            return [(issue.kind, issue.line) for issue in store.issues()]

    assert kept() == [("row", 2), ("row", 3)]
    build(news)
    assert kept() == [("row", 2), ("row", 3)]
    write(news / "rows.jsonl", row("r1", "Kenya thanks Ghana."))
    build(news)
    assert kept() == []


def test_copies_are_told_in_the_graph(news: Path) -> None:
    write(news / "c.txt", f"---\ndate: 2025-01-14\n---\n{LONG} Chad visits Mali.")
    write(news / "d.txt", f"---\ndate: 2025-01-13\n---\nChad visits Mali. {LONG}")
    assert build(news)[0].copies == 1
    names = pipeline.open_store(news.parent / "store", Settings().base).names
    told = f"<{names.article('c.txt')}> <{names.term('copyOf')}> <{names.article('d.txt')}>".encode()  # type: ignore[arg-type]
    assert any(line.startswith(told) for line in quads(news))
    with open_store(news.parent / "store", Settings().base) as store:
        view = View(store)
        assert [name for name, record in view.articles().items() if record.copy_of] == ["c.txt"]
        told_by = {
            one["article"]: one
            for one in rows(Source(view, meanings(), Settings(), store))
            if one["predicate"] == "visits"
        }
    assert {name: (one["copy_of"], one["sources"], one["independent"]) for name, one in told_by.items()} == {
        "b.txt": (None, 3, 2),
        "c.txt": ("d.txt", 3, 2),
        "d.txt": (None, 3, 2),
        "r2": (None, 1, 1),
    }
    (news / "d.txt").unlink()
    build(news, sync=True)
    assert not any(line.startswith(told) for line in quads(news))


def test_the_ledger_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database, only some text that is long enough to be taken for one" * 20)
    with pytest.raises(Exception, match="delete this file"):
        Ledger(tmp_path)
