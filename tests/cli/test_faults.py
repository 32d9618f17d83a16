"""What goes wrong at the edges of a build: one clear line, the planned exit code, nothing half-written, the rest done."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kg import engine
from tests.house.project import ROOT
from tests.support.machine import PlainMachine

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Kg

TRADE = "SELECT ?x { GRAPH graph:asserted { ent:Chad kg:visits ?x } }"
FAULTS: dict[str, tuple[bytes, str]] = {
    "binary.txt": (b"Chad visits \x00\x01\x02\xff\xfe Niger.", "binary.txt: binary data, not text"),
    "damaged.md": (b"---\ntitle: x\n---\n\nChad visits \xff\xfe\x00\x81 Niger.", "damaged.md: binary data, not text"),
    "empty.txt": (b"", "empty.txt: the file is empty"),
    "blank.md": (b"  \n\n", "blank.md: the file is empty"),
    "header.md": (
        b"---\ntitle: [one\ndate: 2024-01-01\n---\n\nChad visits Benin.\n",
        "header.md:3: broken front matter",
    ),
    "rows.jsonl": (b'{"id": "a", "text": "Chad visits Kenya."}\n{oops\n', "rows.jsonl:2: not JSON"),
}


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two good articles, one of them in an old Western encoding."""
    monkeypatch.setattr(engine, "choose", lambda *_: PlainMachine())
    monkeypatch.setenv("KG_STORE", str(tmp_path / "graph"))
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "good.md").write_text("---\ntitle: Good\ndate: 2024-05-01\n---\n\nChad visits Mali.\n")
    (folder / "latin.txt").write_bytes("Le café à Düsseldorf a fermé. Chad visits Togo.".encode("latin-1"))
    return folder


def visited(kg: Kg) -> set[str]:
    return {line.rsplit("/", 1)[1] for line in kg("query", TRADE, "--format", "csv").out.split()[1:]}


@pytest.mark.parametrize("name", FAULTS)
def test_a_bad_file_is_one_line_and_the_others_are_built(kg: Kg, news: Path, name: str) -> None:
    content, says = FAULTS[name]
    (news / name).write_bytes(content)
    found = kg("build", str(news))
    assert found.code == 1
    assert [line for line in found.err.splitlines() if says in line] == found.err.splitlines()[:1]
    assert "Traceback" not in found.err
    assert "1 input failed" in found.out
    assert visited(kg) == {"Mali", "Togo"} | ({"Kenya"} if name == "rows.jsonl" else set())


@pytest.mark.parametrize("name", [name for name in FAULTS if name != "rows.jsonl"])
def test_a_bad_file_alone_is_an_error_of_data(kg: Kg, news: Path, name: str) -> None:
    content, says = FAULTS[name]
    (news / name).write_bytes(content)
    found = kg("build", str(news / name))
    assert (found.code, found.out) == (3, "")
    assert says in found.err.splitlines()[0]
    assert found.err.splitlines()[0].startswith("error: ")
    assert found.err.splitlines()[1].startswith("hint: ")


def test_all_faults_together_are_counted(kg: Kg, news: Path) -> None:
    for name, (content, _) in FAULTS.items():
        (news / name).write_bytes(content)
    found = kg("build", str(news))
    assert found.code == 1
    assert f"{len(FAULTS)} inputs failed" in found.out
    listed = kg("issues").out
    assert all(says in " ".join(listed.split()) for _, says in FAULTS.values())


def test_a_graph_inside_the_folder_is_not_read_as_articles(kg: Kg, news: Path) -> None:
    first = kg("build", str(news), "--store", str(news / "graph"))
    again = kg("build", str(news), "--store", str(news / "graph"))
    assert (first.code, again.code) == (0, 0), again.err
    assert "2 articles unchanged" in again.out
    assert "failed" not in first.out + again.out


def test_a_missing_model_is_named_with_the_command_that_installs_it(
    kg: Kg, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    found = kg("build", str(news), "--store", str(news.parent / "graph"), "--model", "no_such_pipeline")
    assert (found.code, found.out) == (4, "")
    assert found.err.splitlines() == [
        "error: the language model no_such_pipeline is not installed",
        "hint: python3 -m pip install no_such_pipeline",
    ]
    assert not (news.parent / "graph").exists()


@pytest.mark.parametrize(
    "words", [("build", "--stroe", "x", "news"), ("stats", "--claim"), ("nonsense",)], ids=" ".join
)
def test_an_unknown_word_is_refused_before_anything_is_done(kg: Kg, news: Path, words: tuple[str, ...]) -> None:
    found = kg(*words)
    assert (found.code, found.out) == (2, "")
    assert "No such" in found.err
    assert not (news.parent / "graph").exists()


BUILD = """
import resource, sys
from kg import engine
from kg.cli.app import main
from tests.support.machine import PlainMachine
engine.choose = lambda *_: PlainMachine()
most = int(sys.argv.pop(1))
if most:
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
main()
"""


def build(folder: Path, store: Path, most: int) -> subprocess.CompletedProcess[str]:
    """A build by a process whose files cannot grow beyond so many bytes (0: without a bound)."""
    words = [sys.executable, "-c", BUILD, str(most), "build", str(folder), "--store", str(store)]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files there")
@pytest.mark.parametrize("most", [100_000])
def test_a_disk_that_takes_no_more_is_an_error_and_the_next_build_mends_it(kg: Kg, tmp_path: Path, most: int) -> None:
    folder = tmp_path / "much"
    folder.mkdir()
    for number in range(40):
        filler = " ".join(f"The market of town {number}-{line} was open for all on that day." for line in range(60))
        (folder / f"{number}.txt").write_text(f"State{number} supports Chad. Chad thanks State{number}. {filler}")
    full = build(folder, tmp_path / "tight", most)
    assert full.returncode == 3
    assert [line for line in full.stderr.splitlines() if line.startswith("error: ")] == full.stderr.splitlines()[:1]
    assert "Traceback" not in full.stderr
    assert build(folder, tmp_path / "tight", 0).returncode == 0
    assert build(folder, tmp_path / "wide", 0).returncode == 0
    mended, clean = (kg("export", "--format", "nq", "--store", str(tmp_path / name)).out for name in ("tight", "wide"))
    assert mended == clean


def test_a_full_disk_leaves_the_old_export_in_place(kg: Kg, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno
    import os

    kg("build", str(news))
    target = news.parent / "claims.nq"
    target.write_text("what was there before")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    monkeypatch.setattr(os, "replace", full)
    found = kg("export", "--format", "nq", "--output", str(target))
    assert found.code == 3
    assert "No space left" in found.err.splitlines()[0]
    assert target.read_text() == "what was there before"
    assert [path.name for path in news.parent.iterdir() if path.name.startswith((".", "claims"))] == ["claims.nq"]
