"""A build that is killed at any moment goes on where it was, and ends with the very same graph."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from kg.config import DEFAULT_BASE
from kg.graph.store import open_store

ROOT = Path(__file__).parents[1]
KILLS = int(os.environ.get("KG_TEST_KILLS", "4"))
ARTICLES = 120
BUILD = """
    import sys, time
    from kg import pipeline
    from kg.config import Settings
    from tests.support.machine import PlainMachine

    class Slow(PlainMachine):
        def read(self, articles):
            for article in articles:
                time.sleep(0.01)
                yield from super().read([article])

    pipeline.BATCH = 7
    print("started", flush=True)
    built = pipeline.build([sys.argv[1]], Settings(store=sys.argv[2]), machine=Slow())
    print(built.articles, built.unchanged, flush=True)
"""


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Articles that share actors, each in a file of its own or a row of one, some of them copies."""
    folder = tmp_path / "news"
    folder.mkdir()
    places = ("Armenia", "Chad", "Mali", "Togo", "Peru", "Kenya", "Ghana")
    draw = random.Random(11)
    rows = []
    for number in range(ARTICLES):
        pairs = [draw.sample(places, 2) for _ in range(4)]
        text = " ".join(f"{one} {draw.choice(('visits', 'supports', 'accuses'))} {two}." for one, two in pairs)
        if number % 3:
            (folder / f"{number}.txt").write_text(text)
        else:
            rows.append(f'{{"id": "r{number}", "text": "{text}"}}\n')
    (folder / "rows.jsonl").write_text("".join(rows))
    (folder / "bad.txt").write_bytes(b"\0")
    return folder


def start(news: Path, store: Path) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    script = [sys.executable, "-c", textwrap.dedent(BUILD), str(news), str(store)]
    return subprocess.Popen(script, stdout=subprocess.PIPE, text=True, env=environment)


def finish(news: Path, store: Path) -> tuple[int, int]:
    with start(news, store) as run:
        out = run.communicate(timeout=120)[0]
    articles, unchanged = out.split()[-2:]
    return int(articles), int(unchanged)


def quads(store: Path) -> list[bytes]:
    with open_store(store, DEFAULT_BASE) as opened:
        return sorted(opened.nquads().splitlines())


def test_killed_builds_end_as_an_undisturbed_one(news: Path, tmp_path: Path) -> None:
    assert finish(news, tmp_path / "whole") == (ARTICLES, 0)
    expected = quads(tmp_path / "whole")
    draw = random.Random(23)
    for number in range(KILLS):
        store = tmp_path / f"store{number}"
        for _ in range(2):
            with start(news, store) as run:
                assert run.stdout is not None
                run.stdout.readline()
                time.sleep(draw.uniform(0.0, 2.0))
                run.kill()
                run.wait(20)
        articles, unchanged = finish(news, store)
        assert articles + unchanged == ARTICLES
        assert quads(store) == expected
