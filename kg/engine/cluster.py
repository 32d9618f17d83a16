"""Reads on a Ray cluster: an actor for each processor, each with one machine.

Ray is an optional dependency (``pip install 'kg[ray]'``). Only articles travel to the actors and only readings back;
the store is written by the process that started the run.
"""

from __future__ import annotations

from collections import deque
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
TRIES = 3
"""How often a chunk is sent out before its articles are read one by one."""


class Cluster:
    """Reads on a Ray cluster.

    A node that goes down takes no article with it: what it had is read again elsewhere, and Ray starts its actors
    anew where there is room.

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
        crew = [self._actor() for _ in range(self._actors)]
        source = worker.chunks(articles)
        under_way: deque[tuple[tuple[Article, ...], Any]] = deque()
        number = 0
        try:
            while True:
                while len(under_way) < AHEAD * len(crew) and (chunk := next(source, None)):
                    under_way.append((chunk, crew[number % len(crew)].read.remote(chunk)))
                    number += 1
                if not under_way:
                    break
                yield from self._results(*under_way.popleft(), crew)
        finally:
            for actor in crew:
                self._ray.kill(actor)

    def _actor(self) -> Any:  # noqa: ANN401 - Ray has no types
        options = {"num_cpus": 1, "max_restarts": -1, "max_task_retries": TRIES}
        return self._ray.remote(**options)(_Reader).remote(self._recipe)

    def _results(self, chunk: Sequence[Article], waiting: Any, crew: Sequence[Any]) -> Iterator[Reading | Issue]:  # noqa: ANN401
        errors = self._ray.exceptions
        try:
            results = self._ray.get(waiting)
        except errors.RayTaskError as error:
            raise error.cause from None
        except (errors.RayActorError, errors.RaySystemError, errors.ObjectLostError):
            results = [self._alone(article, crew) for article in chunk]
        yield from worker.whole(results, chunk)

    def _alone(self, article: Article, crew: Sequence[Any]) -> Reading | Issue:
        """An article of a chunk whose actors have died: it may be the one that kills them."""
        errors = self._ray.exceptions
        try:
            results: list[Reading | Issue] = self._ray.get(crew[0].read.remote((article,)))
        except (errors.RayActorError, errors.RaySystemError, errors.ObjectLostError):
            message = "ended the process that read it: left out"
            return Issue("crash", message, article.path, article=article.id, hint="please report it")
        return results[0]


class _Reader:
    """An actor: holds one machine."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe

    def read(self, articles: Sequence[Article]) -> list[Reading | Issue]:
        """What the articles say, without their texts."""
        return worker.read_chunk(self._recipe, articles)
