"""Runs the machine that reads articles: in this process, in several, or on a cluster.

Every engine gives the same readings in the same order; only the time differs. Articles stream in and readings
stream out: no more than a few chunks are under way at a time, however many articles there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from kg.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.engine.worker import Recipe
    from kg.model import Article, Issue, Reading

__all__ = ["NAMES", "Engine", "choose"]

NAMES = ("local", "ray")


class Engine(Protocol):
    """Articles in, what they say out."""

    def read(self, articles: Iterable[Article]) -> Iterator[Reading | Issue]:
        """A reading per article, in the same order, or an issue in place of one that could not be read."""
        ...


def choose(recipe: Recipe, jobs: int = 0, name: str = "local", address: str | None = None) -> Engine:
    """The engine that the user asked for.

    Args:
        recipe: How a process makes its machine.
        jobs: Processes on this computer; 1 reads in this process, 0 takes as many as there are processors if there is
            enough to read.
        name: One of `NAMES`.
        address: Where the Ray cluster is; without it one is started on this computer.

    Raises:
        ConfigError: There is no such engine, or a negative number of processes.
        MissingResourceError: Ray is not installed.
    """
    if jobs < 0:
        raise ConfigError(f"--jobs {jobs} is no number of processes", hint="--jobs 1 reads in this process")
    if name == "ray":
        from kg.engine.cluster import Cluster

        return Cluster(recipe, address=address)
    if name != "local":
        raise ConfigError(f"no engine {name!r}", hint=f"one of {', '.join(NAMES)}")
    from kg.engine.local import Auto, Local, Pool

    if jobs == 0:
        return Auto(recipe)
    return Local(recipe) if jobs == 1 else Pool(recipe, jobs)
