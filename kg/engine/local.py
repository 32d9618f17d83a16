"""Reads on this computer: in this process, or in several that each hold a machine."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from typing import TYPE_CHECKING

from kg.engine import worker
from kg.model import Issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from kg.engine.worker import Recipe
    from kg.model import Article, Reading

MUCH = 400_000
"""Characters from which on it pays to load a machine in every process: some ten seconds of reading."""
AHEAD = 3
"""Chunks under way for each process: enough that none waits, few enough that memory does not grow."""


class Local:
    """Reads in this process."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe

    def read(self, articles: Iterable[Article]) -> Iterator[Reading | Issue]:
        """A reading per article, in the same order, or an issue in its place."""
        for article in articles:
            yield worker.read_one(worker.machine(self._recipe), article)


class Auto:
    """Reads in this process what is little, and on every processor what is much."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe

    def read(self, articles: Iterable[Article]) -> Iterator[Reading | Issue]:
        """A reading per article, in the same order, or an issue in its place."""
        stream = iter(articles)
        first: list[Article] = []
        size = 0
        for article in stream:
            first.append(article)
            size += len(article.text)
            if size >= MUCH:
                break
        jobs = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        engine = Pool(self._recipe, jobs) if size >= MUCH and jobs > 1 else Local(self._recipe)
        yield from engine.read(chain(first, stream))


class Pool:
    """Reads in several fresh processes (spawned, not forked, so that no lock or thread is copied).

    A process that dies takes no article with it: its articles are read again one at a time, and the one that kills
    its process again becomes an issue. When this process ends, however it ends, the others do.
    """

    def __init__(self, recipe: Recipe, jobs: int) -> None:
        self._recipe = recipe
        self._jobs = jobs

    def read(self, articles: Iterable[Article]) -> Iterator[Reading | Issue]:
        """A reading per article, in the same order, or an issue in its place."""
        source = worker.chunks(articles)
        under_way: deque[tuple[tuple[Article, ...], Future[list[Reading | Issue]]]] = deque()
        pool = self._pool(self._jobs)
        try:
            while True:
                while len(under_way) < AHEAD * self._jobs and (chunk := next(source, None)):
                    under_way.append((chunk, pool.submit(worker.read_chunk, self._recipe, chunk)))
                if not under_way:
                    break
                chunk, future = under_way.popleft()
                try:
                    yield from worker.whole(future.result(), chunk)
                except BrokenProcessPool:
                    _end(pool)
                    yield from self._one_by_one(chunk)
                    for suspects, lost in under_way:
                        done = lost.done() and not lost.cancelled() and lost.exception() is None
                        yield from worker.whole(lost.result(), suspects) if done else self._one_by_one(suspects)
                    under_way.clear()
                    pool = self._pool(self._jobs)
        finally:
            _end(pool)

    def _pool(self, jobs: int) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(jobs, mp_context=context, initializer=worker.prepare)

    def _one_by_one(self, articles: Sequence[Article]) -> Iterator[Reading | Issue]:
        pool = self._pool(1)
        try:
            for article in articles:
                try:
                    yield from worker.whole(
                        pool.submit(worker.read_chunk, self._recipe, (article,)).result(), (article,)
                    )
                except BrokenProcessPool:
                    pool = self._pool(1)
                    message = "ended the process that read it: left out"
                    yield Issue("crash", message, article.path, article=article.id, hint="please report it")
        finally:
            _end(pool)


def _end(pool: ProcessPoolExecutor) -> None:
    """Stop the processes now, whatever they are at."""
    processes = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
