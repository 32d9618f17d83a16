"""A writer that is killed loses no article that it reported as saved, and leaves none half there."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.config import DEFAULT_BASE
from kg.errors import StoreError
from kg.graph.read import View
from kg.graph.store import open_store

ROOT = Path(__file__).parents[2]
RUNS = 20
CLAIMS = 30
WRITER = f"""
import sys
import pytest

from kg.config import DEFAULT_BASE
from kg.errors import StoreError
from kg.graph.store import open_store
from tests.graph.test_store import put
from tests.support import readings as r

with open_store(sys.argv[1], DEFAULT_BASE, write=True) as store:
    for number in range(10_000):
        source = r.article(f"a{{number}}.txt", " ".join(f"Armenia met Russia {{i}} times." for i in range({CLAIMS})))
        claims = [
            r.claim(source, r.ARMENIA, "meetsWith", r.RUSSIA, f"Armenia met Russia {{i}} times.", period=r.Period(f"{{2000 + i}}", None))
            for i in range({CLAIMS})
        ]
        put(store, r.reading(source, claims))
        print(number, flush=True)
"""


def test_kill_loses_nothing_and_leaves_nothing_half(tmp_path: Path) -> None:
    clock = random.Random(11)
    for _ in range(RUNS):
        folder = tmp_path / f"run{_}"
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(clock.uniform(0.02, 0.4))
        writer.send_signal(signal.SIGKILL)
        reported = [int(line) for line in (first + writer.stdout.read()).split() if line.isdigit()]
        writer.wait()
        with open_store(folder, DEFAULT_BASE) as store:
            view = View(store)
            articles = view.articles()
            assert {f"a{number}.txt" for number in reported} <= set(articles)
            found: dict[str, int] = {}
            for claim in view.claims():
                for evidence in claim.evidence:
                    found[evidence.article] = found.get(evidence.article, 0) + 1
                    text = store.text(evidence.article)
                    assert text is not None
                    assert text[evidence.start : evidence.end] == evidence.quote
            assert found == dict.fromkeys(articles, CLAIMS)
            assert set(store.marks()) == set(articles)


def test_a_store_whose_making_was_cut_short_is_made_again(tmp_path: Path) -> None:
    for number, left in enumerate(
        ({"graph": {}}, {"graph": {"LOCK": ""}}, {"graph": {"LOCK": ""}, "state.sqlite": ""})
    ):
        folder = tmp_path / f"store{number}"
        for name, content in left.items():
            if isinstance(content, str):
                (folder / name).write_text(content)
                continue
            (folder / name).mkdir(parents=True)
            for inner in content:
                (folder / name / inner).touch()
        with pytest.raises(StoreError, match="no graph here yet"):
            open_store(folder, DEFAULT_BASE)
        open_store(folder, DEFAULT_BASE, write=True).close()
        open_store(folder, DEFAULT_BASE).close()


def test_a_folder_of_the_user_is_not_taken_for_one(tmp_path: Path) -> None:
    for names in (("graph/notes.txt",), ("graph/LOCK", "letter.txt"), ("letter.txt",)):
        folder = tmp_path / names[0].replace("/", "-") / str(len(names))
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).touch()
        with pytest.raises(StoreError, match="no store of kg"):
            open_store(folder, DEFAULT_BASE, write=True)
