"""What one process does: it makes its machine once and reads chunks of articles with it."""

from __future__ import annotations

import gc
import os
import signal
import threading
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg.errors import MissingResourceError
from kg.model import Article, Issue, Reading, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import FrameType

    from kg.config import Settings
    from kg.resources import Resources

CHUNK = 40_000
"""Characters of text in a chunk: some ten articles, a fraction of a second of work."""
PATIENCE, PACE = 60.0, 5_000.0
"""An article has `PATIENCE` seconds and a second more for every `PACE` characters; a normal one needs 0.1 s."""
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


class Machine(Protocol):
    """Articles in, readings out; one for each, in order."""

    def read(self, articles: Iterable[Article]) -> Iterator[Reading]:
        """Read."""
        ...


class Recipe(Protocol):
    """How a process makes its machine: small, picklable and hashable."""

    def __hash__(self) -> int: ...

    def make(self) -> Machine:
        """The machine.

        Raises:
            KgError: The model is not installed, or the knowledge has a fault.
        """
        ...


@dataclass(frozen=True, slots=True)
class Standard:
    """The machine of `kg.reading`, made from settings."""

    settings: Settings
    resources: Resources
    rules: str = ""
    """Digest of the knowledge: what was edited since is read anew."""

    def make(self) -> Machine:
        """Load ontology, lexicon, seed actors and the language model: some five seconds, less if parses are kept."""
        from kg import ontology, reading
        from kg.annotate.cache import Parses

        known = ontology.load(self.resources.ontology, self.settings.base)
        return reading.Machine(self.settings, self.resources, known, Parses(Path(self.settings.store)))


class TooSlowError(Exception):
    """An article took longer than it may."""


@lru_cache(maxsize=1)
def machine(recipe: Recipe) -> Machine:
    """The machine of this process; it stays, so the garbage collector need not look through it again and again."""
    made = recipe.make()
    gc.freeze()
    return made


def prepare() -> None:
    """Set a fresh process up: one thread for matrices, Ctrl-C left to the parent, and an end when the parent ends."""
    for name in THREADS:
        os.environ[name] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    from multiprocessing import connection, parent_process

    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def read_chunk(recipe: Recipe, articles: Sequence[Article]) -> list[Reading | Issue]:
    """Read articles one by one. The readings come back without the articles' texts, which the sender has."""
    found = machine(recipe)
    return [_bare(read_one(found, article)) for article in articles]


def read_one(reader: Machine, article: Article) -> Reading | Issue:
    """What one article says, or why it could not be read: a fault in one article is not a fault of the run."""
    try:
        with _limit(PATIENCE + len(article.text) / PACE):
            (reading,) = reader.read([article])
    except TooSlowError:
        return Issue("slow", "took too long to read: left out", article.path, article=article.id, hint="is it prose?")
    except MemoryError:
        return Issue(
            "memory", "not enough memory to read it: left out", article.path, article=article.id, hint="split it"
        )
    except MissingResourceError:  # the model, which is loaded only when it is needed
        raise
    except Exception as error:  # noqa: BLE001 - one article must never end a run of many; the issue names the fault
        what = f"could not be read ({type(error).__name__}: {error}): left out"
        return Issue("failed", " ".join(what.split())[:300], article.path, article=article.id, hint="please report it")
    return reading


def _bare(result: Reading | Issue) -> Reading | Issue:
    if isinstance(result, Issue):
        return result
    return replace(result, article=Article(result.article.id, "", Span(0, 0)))


def whole(results: Iterable[Reading | Issue], articles: Iterable[Article]) -> Iterator[Reading | Issue]:
    """Put the articles back into the readings that `read_chunk` gave."""
    for result, article in zip(results, articles, strict=True):
        yield result if isinstance(result, Issue) else replace(result, article=article)


def chunks(articles: Iterable[Article]) -> Iterator[tuple[Article, ...]]:
    """Articles in chunks of about `CHUNK` characters."""
    chunk: list[Article] = []
    size = 0
    for article in articles:
        chunk.append(article)
        size += len(article.text)
        if size >= CHUNK:
            yield tuple(chunk)
            chunk, size = [], 0
    if chunk:
        yield tuple(chunk)


@contextmanager
def _limit(seconds: float) -> Iterator[None]:
    """Raise `TooSlowError` in the block after some seconds; where there are no alarms there is no limit."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
