"""Reads on a Ray cluster: an actor for each processor, each with one machine.

Ray is an optional dependency (``pip install 'kg[ray]'``). Only articles travel to the actors and only readings back;
the store is written by the process that started the run.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.engine import worker
from kg.errors import ConfigError, MissingResourceError
from kg.model import Issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.engine.worker import Recipe
    from kg.model import Article, Reading

AHEAD = 2
"""Chunks under way for each actor."""
TRIES = 2
"""How often a chunk is sent out before its articles are read one by one."""
ROOM = 300.0
"""Seconds to wait for a processor when there is no actor at all."""


class Cluster:
    """Reads on a Ray cluster.

    A node that goes down takes no article with it: what it had is read again elsewhere, and its actors start anew where
    there is room. Where there is none the others do the work.

    Args:
        recipe: How an actor makes its machine.
        address: Of a running cluster (``auto``, ``host:port`` or ``ray://host:port``); without it, this computer.
        actors: How many; without it, as many as the cluster has processors.

    Raises:
        MissingResourceError: Ray is not installed.
        ConfigError: The cluster cannot be reached.
    """

    def __init__(self, recipe: Recipe, address: str | None = None, actors: int | None = None) -> None:
        try:
            import ray
        except ImportError:
            raise MissingResourceError("Ray is not installed", hint="python3 -m pip install 'kg[ray]'") from None
        self._ray: Any = ray
        self._recipe = recipe
        if not self._ray.is_initialized():
            try:
                self._ray.init(address=address, log_to_driver=False, configure_logging=False, include_dashboard=False)
            except (ConnectionError, RuntimeError, ValueError) as error:
                raise ConfigError(f"no Ray cluster at {address}: {error}", hint="ray start --head starts one") from None
        self._actors = actors or max(1, int(self._ray.cluster_resources().get("CPU", 1)))

    def read(self, articles: Iterable[Article]) -> Iterator[Reading | Issue]:
        """A reading per article, in the same order, or an issue in its place."""
        crew = _Crew(self._ray, self._recipe, self._actors)
        source = worker.chunks(articles)
        under_way: deque[_Job] = deque()
        try:
            while True:
                while len(under_way) < AHEAD * crew.size and (chunk := next(source, None)):
                    under_way.append(crew.send(chunk))
                if not under_way:
                    break
                yield from _results(crew, under_way.popleft())
        finally:
            crew.dismiss()


@dataclass(slots=True)
class _Job:
    """A chunk, the actor that has it, and what it will give."""

    chunk: tuple[Article, ...]
    actor: Any
    result: Any


class _Crew:
    """The actors. One that dies is replaced, and gets no work until the new one has found room in the cluster."""

    def __init__(self, ray: Any, recipe: Recipe, size: int) -> None:  # noqa: ANN401 - Ray has no types
        self._ray = ray
        self._kind = ray.remote(num_cpus=1, max_restarts=0)(_Reader)
        self._recipe = recipe
        self._at_work: list[Any] = []
        self._coming: dict[Any, Any] = {}
        self._turn = 0
        for _ in range(size):
            self._hire()

    @property
    def size(self) -> int:
        """Actors that are there or coming."""
        return len(self._at_work) + len(self._coming)

    def send(self, chunk: tuple[Article, ...]) -> _Job:
        """Give a chunk to the actor whose turn it is."""
        self._admit(0 if self._at_work else ROOM)
        self._turn += 1
        actor = self._at_work[self._turn % len(self._at_work)]
        return _Job(chunk, actor, actor.read.remote(chunk))

    def result(self, job: _Job) -> list[Reading | Issue] | None:
        """What a job gave; nothing if its actor has died."""
        errors = self._ray.exceptions
        try:
            found: list[Reading | Issue] = self._ray.get(job.result)
        except errors.RayTaskError as error:
            raise error.cause from None
        except (errors.RayActorError, errors.RaySystemError, errors.ObjectLostError):
            if job.actor in self._at_work:
                self._at_work.remove(job.actor)
                self._hire()
            return None
        return found

    def dismiss(self) -> None:
        """End all actors."""
        for actor in [*self._at_work, *self._coming.values()]:
            self._ray.kill(actor)

    def _hire(self) -> None:
        actor = self._kind.remote(self._recipe)
        self._coming[actor.ready.remote()] = actor

    def _admit(self, seconds: float) -> None:
        """Take in the actors that are ready; wait for the first if there is none."""
        if self._coming:
            ready, _ = self._ray.wait(list(self._coming), num_returns=1, timeout=seconds)
            while ready:
                for one in ready:
                    self._at_work.append(self._coming.pop(one))
                ready = self._ray.wait(list(self._coming), num_returns=1, timeout=0)[0] if self._coming else []
        if not self._at_work:
            raise ConfigError("the Ray cluster has had no free processor for some minutes", hint="ray status shows why")


def _results(crew: _Crew, job: _Job) -> Iterator[Reading | Issue]:
    """What the articles of a job say. If its actors die they are read one at a time: one may be what kills them."""
    for _ in range(TRIES):
        results = crew.result(job)
        if results is not None:
            yield from worker.whole(results, job.chunk)
            return
        job = crew.send(job.chunk)
    for article in job.chunk:
        alone = crew.result(crew.send((article,)))
        if alone is None:
            message = "ended the process that read it: left out"
            yield Issue("crash", message, article.path, article=article.id, hint="please report it")
        else:
            yield from worker.whole(alone, (article,))


class _Reader:
    """An actor: holds one machine."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe

    def ready(self) -> bool:
        """The actor has its place."""
        return True

    def read(self, articles: Sequence[Article]) -> list[Reading | Issue]:
        """What the articles say, without their texts."""
        return worker.read_chunk(self._recipe, articles)
