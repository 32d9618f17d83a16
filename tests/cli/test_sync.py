"""``kg build``, ``kg sync``, ``kg watch`` and ``kg issues`` over folders that change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kg import engine
from kg.cli import build as building
from kg.cli import watch as watching
from kg.model import Issue
from kg.pipeline import Built
from tests.ingest.corpus import rss
from tests.ingest.test_fetch import site
from tests.support.machine import PlainMachine
from tests.support.server import serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Kg

TRADE = "SELECT ?x { GRAPH graph:asserted { ent:Chad kg:visits ?x } }"


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(engine, "choose", lambda *_: PlainMachine())
    monkeypatch.setenv("KG_STORE", str(tmp_path / "graph"))
    monkeypatch.setenv("NO_PROXY", "*")
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("Chad visits Mali.")
    (folder / "b.txt").write_text("Chad visits Togo.")
    return folder


def visited(kg: Kg) -> set[str]:
    return {line.rsplit("/", 1)[1] for line in kg("query", TRADE, "--format", "csv").out.split()[1:]}


def test_sync_keeps_step_with_a_folder(kg: Kg, news: Path) -> None:
    assert kg("sync", str(news)).code == 0
    assert visited(kg) == {"Mali", "Togo"}
    (news / "a.txt").unlink()
    (news / "b.txt").write_text("Chad visits Benin.")
    found = kg("sync", str(news), "--json")
    assert {key: json.loads(found.out)[key] for key in ("articles", "retracted", "failed", "skipped")} == {
        "articles": 1, "retracted": 1, "failed": [], "skipped": [],
    }  # fmt: skip
    assert visited(kg) == {"Benin"}
    (news / "b.txt").unlink()
    (news / "c.txt").write_text("Chad visits Gabon.")
    kg("build", str(news))
    assert visited(kg) == {"Benin", "Gabon"}


def test_what_cannot_be_read_is_listed_and_tells_in_the_exit_code(kg: Kg, news: Path) -> None:
    (news / "bad.txt").write_bytes(b"\0")
    (news / "rows.jsonl").write_text('{"id": "x", "text": "Chad visits Niger."}\n{oops\n')
    found = kg("build", str(news))
    assert found.code == 1
    assert "2 inputs failed" in found.out
    assert f"failed {news / 'rows.jsonl'}:2: not JSON" in found.err
    assert "Niger" in visited(kg)
    listed = json.loads(kg("issues", "--json").out)
    assert [(one["kind"], one["line"]) for one in listed] == [("article", None), ("row", 2)]
    assert kg("issues", "--kind", "row").out.startswith(f"row: {news / 'rows.jsonl'}:2: not JSON")
    (news / "bad.txt").unlink()
    (news / "rows.jsonl").write_text('{"id": "x", "text": "Chad visits Niger."}\n')
    assert kg("sync", str(news)).code == 0
    assert "nothing was left out" in kg("issues", "--inputs").err


def test_another_language_is_no_fault(kg: Kg, news: Path) -> None:
    french = "Le président de la République a reçu lundi à Paris la ministre des affaires étrangères, qui a signé un accord. "
    (news / "c.txt").write_text(french * 3, encoding="utf-8")
    found = kg("build", str(news))
    assert found.code == 0
    assert "not in English (fr)" in found.err


def test_lists_patterns_and_standard_input(kg: Kg, news: Path, tmp_path: Path) -> None:
    (tmp_path / "list").write_text(f"# two\n{news / 'a.txt'}\n{news / '[b]*.txt'}\n")
    assert kg("build", f"@{tmp_path / 'list'}").code == 0
    assert visited(kg) == {"Mali", "Togo"}
    assert kg("build", str(news / "*.xyz")).code == 3


def test_watch_reads_folders_and_feeds(kg: Kg, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {"/feed": rss("<p>Chad visits Gabon.</p>")}
    with site(pages) as url:

        def later(_seconds: float) -> None:
            (news / "a.txt").write_text("Chad visits Benin.")
            pages["/feed"] = rss("<p>Chad visits Kenya.</p>")

        monkeypatch.setattr(watching.time, "sleep", later)
        found = kg("watch", str(news), f"{url}/feed", "--rounds", "2")
    assert found.code == 0
    assert "3 claims from 3 articles" in found.out
    assert "2 claims from 2 articles" in found.out
    assert visited(kg) == {"Benin", "Togo", "Kenya"}


def test_watch_keeps_page_and_endpoint_current(
    kg: Kg, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kg("build", str(news))
    page = tmp_path / "page.html"
    seen: list[tuple[str, bytes]] = []
    with serving(tmp_path / "graph") as server:

        def look(_seconds: float = 0.0) -> None:
            seen.append((page.read_text(encoding="utf-8"), server.query(TRADE).body))
            (news / "a.txt").write_text("Chad visits Benin.")

        with monkeypatch.context() as patched:
            patched.setattr(watching.time, "sleep", look)
            assert kg("watch", str(news), "--rounds", "2", "--page", str(page)).code == 0
        look()
    for answers in zip(*seen, strict=True):
        before, after = (one if isinstance(one, str) else one.decode() for one in answers)
        assert ("Mali" in before, "Benin" in before, "Togo" in before) == (True, False, True)
        assert ("Mali" in after, "Benin" in after, "Togo" in after) == (False, True, True)


def test_watch_goes_on_when_a_feed_is_down(kg: Kg, news: Path) -> None:
    with site({}) as url:
        pass
    found = kg("watch", str(news), f"{url}/feed", "--rounds", "1")
    assert found.code == 0
    assert "cannot be fetched" in found.err
    assert visited(kg) == {"Mali", "Togo"}


def test_watch_wants_folders(kg: Kg, news: Path) -> None:
    assert kg("watch", str(news / "a.txt")).code == 2


@pytest.mark.parametrize(
    ("built", "seconds", "expected"),
    [
        (
            Built(articles=30, claims=90, share=0.25, current="x"),
            10,
            "25%, 0:00:30 left: 30 articles (3.0/s), 90 claims: x",
        ),
        (
            Built(
                articles=9,
                share=1.0,
                issues=[Issue("language", "x", "a"), Issue("damaged", "x", "b"), Issue("row", "x", "b")],
            ),
            9,
            "100%, 0:00:00 left: 9 articles (1.0/s), 0 claims, 1 skipped, 2 failed: ",
        ),
        (Built(), 0, "0%: 0 articles (0.0/s), 0 claims: "),
    ],
)
def test_progress(built: Built, seconds: float, expected: str) -> None:
    assert building.progress(built, seconds) == expected
