"""How much a stranger's query may take."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of every request.

    Attributes:
        seconds: Time that a query may run before its worker is killed.
        wait: Seconds that a query may wait for a free worker.
        memory: Bytes that a worker may take beyond what it has after opening the store.
        result: Bytes of a result.
        query: Bytes of a query or update.
        upload: Bytes of a graph that is put.
        depth: Brackets that may be open at once.
        workers: Queries that run at the same time.
        waiting: Queries that may wait; the next one is turned away.
        body: Seconds that the body of a request may take to arrive.
    """

    seconds: float = 10.0
    wait: float = 2.0
    memory: int = 1024 * MEGABYTE
    result: int = 32 * MEGABYTE
    query: int = 64 * 1024
    upload: int = 16 * MEGABYTE
    depth: int = 100
    workers: int = 2
    waiting: int = 32
    body: float = 10.0
