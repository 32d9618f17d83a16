"""Engines give the same readings in the same order, whatever happens to an article or to a process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.engine import choose, worker
from kg.engine.local import AHEAD, Local, Pool
from kg.errors import ConfigError, KgError, MissingResourceError
from kg.model import Article, Issue, Reading
from tests.engine.fakes import BrokenRecipe, Echo, EchoRecipe, PidRecipe, article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.engine import Engine

ROOT = Path(__file__).parents[2]
ENGINES = [pytest.param(Local(EchoRecipe()), id="local"), pytest.param(Pool(EchoRecipe(), 2), id="pool")]


def many(count: int, size: int = 9_000) -> list[Article]:
    return [article(f"a{number:03}", f"{number} " + "x" * size) for number in range(count)]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_reading_per_article_in_order(engine: Engine) -> None:
    articles = many(40)
    readings = list(engine.read(articles))
    assert [one.article for one in readings if isinstance(one, Reading)] == articles
    assert [one.entities[0].id for one in readings if isinstance(one, Reading)] == [one.id for one in articles]


@pytest.mark.parametrize("engine", ENGINES)
def test_no_articles(engine: Engine) -> None:
    assert list(engine.read([])) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_an_article_that_fails_is_an_issue_and_the_others_go_on(engine: Engine) -> None:
    articles = [*many(3), article("bad", "FAIL the head\nis no token"), *many(8)[3:]]
    found = list(engine.read(articles))
    assert [one.article.id if isinstance(one, Reading) else one.kind for one in found] == [
        "a000", "a001", "a002", "failed", "a003", "a004", "a005", "a006", "a007",
    ]  # fmt: skip
    issue = found[3]
    assert isinstance(issue, Issue)
    assert issue.article == "bad"
    assert "ValueError: the head is no token" in issue.message


def test_an_article_that_ends_its_process_is_an_issue() -> None:
    articles = [*many(9), article("bad", "EXIT"), *many(20)[9:]]
    found = list(Pool(EchoRecipe(), 2).read(articles))
    assert [one.article.id if isinstance(one, Reading) else one.article for one in found] == [
        one.id for one in articles
    ]
    assert [one.kind for one in found if isinstance(one, Issue)] == ["crash"]


def test_an_article_that_takes_too_long_is_an_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "PATIENCE", 0.05)
    found = worker.read_one(Echo(), article("bad", "SLEEP 5"))
    assert isinstance(found, Issue)
    assert found.kind == "slow"
    assert isinstance(worker.read_one(Echo(), article("good", "x")), Reading)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


@pytest.mark.parametrize("engine", [Local(BrokenRecipe()), Pool(BrokenRecipe(), 2)])
def test_a_machine_that_cannot_be_made_ends_the_run(engine: Engine) -> None:
    with pytest.raises(MissingResourceError) as caught:
        list(engine.read(many(30)))
    assert (caught.value.hint, caught.value.exit_code) == ("install it", 4)


def test_each_process_makes_one_machine_with_one_thread() -> None:
    labels = [one.entities[0].label for one in Pool(PidRecipe(), 2).read(many(60)) if isinstance(one, Reading)]
    machines = {tuple(label.split()[:2]) for label in labels}
    assert len(machines) == len({process for process, _ in machines}) <= 2
    assert str(os.getpid()) not in {process for process, _ in machines}
    assert {label.split()[2] for label in labels} == {"1"}


def test_articles_are_asked_for_as_they_are_needed() -> None:
    asked = 0

    def source() -> Iterator[Article]:
        nonlocal asked
        for one in many(400, worker.CHUNK):
            asked += 1
            yield one

    stream = Pool(EchoRecipe(), 2).read(source())
    next(stream)
    assert asked <= 2 * AHEAD + 1
    stream.close()  # type: ignore[attr-defined]


def test_chunks_hold_about_the_same_amount_of_text() -> None:
    articles = many(50)
    chunks = list(worker.chunks(articles))
    assert [one for chunk in chunks for one in chunk] == articles
    assert all(worker.CHUNK <= sum(len(one.text) for one in chunk) < 2 * worker.CHUNK for chunk in chunks[:-1])


def test_texts_do_not_travel_back() -> None:
    (reading,) = worker.read_chunk(EchoRecipe(), many(1))
    assert isinstance(reading, Reading)
    assert (reading.article.id, reading.article.text) == ("a000", "")


@pytest.mark.parametrize(("jobs", "name", "message"), [(-1, "local", "no number"), (2, "spark", "no engine 'spark'")])
def test_what_cannot_be_chosen(jobs: int, name: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        choose(EchoRecipe(), jobs, name)


def test_errors_keep_their_parts_between_processes() -> None:
    import pickle

    error = KgError("a", hint="b", path="c", line=4)
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.hint, again.line) == (str(error), "b", 4)


RUN = """
    import sys
    from kg.engine.local import Pool
    from tests.engine.fakes import EchoRecipe, PidRecipe, article
    if __name__ == "__main__":
        pids = set()
        articles = (article(str(n), "x" * 50_000) for n in range(10**9))
        for reading in Pool(PidRecipe(), 2).read(articles):
            pid = reading.entities[0].label.split()[0]
            if pid not in pids:
                pids.add(pid)
                print(pid, flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_no_process_outlives_its_parent(tmp_path: Path, number: signal.Signals) -> None:
    script = tmp_path / "run.py"
    script.write_text(textwrap.dedent(RUN), encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as run:
        assert run.stdout is not None
        children = [int(run.stdout.readline()) for _ in range(2)]
        run.send_signal(number)
        run.wait(20)
    deadline = time.monotonic() + 20
    while any(alive(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(alive(child) for child in children)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
    except (OSError, IndexError):
        return False
    return state != "Z"
