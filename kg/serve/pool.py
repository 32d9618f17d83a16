"""Workers that wait, run one request each, and are replaced when they fail."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import ConfigError, StoreError
from kg.serve.worker import frame

if TYPE_CHECKING:
    from kg.serve.limits import Limits

START = 30.0
"""Seconds in which a worker must have opened the store."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a request gave: an HTTP status, and the bytes or the reason."""

    status: int
    body: bytes = b""
    reason: str = ""
    format: str = ""


class Process:
    """One worker process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, config: dict[str, Any]) -> Process:
        """Start a worker and wait until it is ready.

        Raises:
            ConfigError: It cannot be isolated.
            StoreError: It cannot open the store.
        """
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "kg.serve.worker", json.dumps(config),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            limit=64 * 1024,
        )  # fmt: skip
        made = cls(process)
        try:
            async with asyncio.timeout(START):
                ready, _ = await made._read()
        except (TimeoutError, EOFError, OSError):
            await made.kill()
            hint = "is another process writing to it?" if config["write"] else ""
            raise StoreError("a worker cannot open the store", path=config["folder"], hint=hint) from None
        if ready["status"] != 200:  # noqa: PLR2004 - HTTP
            await made.kill()
            raise ConfigError(ready["reason"], hint="kg serve --trusting runs without this protection")
        return made

    async def _read(self) -> tuple[dict[str, Any], bytes]:
        stream = self._process.stdout
        line = await stream.readline() if stream else b""
        if not stream or not line:
            raise EOFError
        head: dict[str, Any] = json.loads(line)
        return head, await stream.readexactly(head["length"])

    async def ask(self, head: dict[str, Any], body: bytes, seconds: float) -> Reply:
        """Run a request.

        Raises:
            TimeoutError: It took too long.
            EOFError: The worker died of it.
        """
        if self._process.stdin is None:
            raise EOFError
        try:
            async with asyncio.timeout(seconds):
                self._process.stdin.write(frame(head, body))
                await self._process.stdin.drain()
                found, data = await self._read()
        except TimeoutError:
            raise
        except (asyncio.IncompleteReadError, OSError, ValueError):
            raise EOFError from None
        return Reply(found["status"], data, found.get("reason", ""), found.get("format", ""))

    async def kill(self) -> None:
        """End the process, whatever it does."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()


class Pool:
    """Several workers over one store."""

    def __init__(self, folder: str, base: str, limits: Limits, *, write: bool = False, trusting: bool = False) -> None:
        self._limits = limits
        self._size = 1 if write else limits.workers
        self._config = {
            "folder": folder,
            "base": base,
            "write": write,
            "trusting": trusting,
            "limits": {"memory": limits.memory, "result": limits.result},
        }
        self._free: asyncio.Queue[Process] = asyncio.Queue()
        self._waiting = 0
        self._all: set[Process] = set()
        self._starting: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Start all workers."""
        for _ in range(self._size):
            await self._add()

    async def _add(self) -> None:
        process = await Process.start(self._config)
        self._all.add(process)
        self._free.put_nowait(process)

    async def stop(self) -> None:
        """End all workers."""
        for task in self._starting:
            task.cancel()
        for process in self._all:
            await process.kill()

    async def ask(self, head: dict[str, Any], body: bytes) -> Reply:
        """Run a request in the next free worker; a breach of the limits costs the worker, not the server."""
        if self._free.empty() and self._waiting >= self._limits.waiting:
            return Reply(503, reason="too many queries are waiting: try again in a moment")
        self._waiting += 1
        try:
            async with asyncio.timeout(self._limits.wait):
                process = await self._free.get()
        except TimeoutError:
            return Reply(503, reason="all workers are busy: try again in a moment")
        finally:
            self._waiting -= 1
        try:
            reply = await process.ask(head, body, self._limits.seconds)
        except TimeoutError:
            await self._replace(process)
            return Reply(504, reason=f"it took longer than {self._limits.seconds:g} seconds and was stopped")
        except EOFError:
            await self._replace(process)
            return Reply(500, reason="it needs more memory than it may have, or is too complex, and was stopped")
        except BaseException:  # the client went away
            await asyncio.shield(self._replace(process))
            raise
        self._free.put_nowait(process)
        return reply

    async def _replace(self, process: Process) -> None:
        self._all.discard(process)
        await process.kill()
        task = asyncio.create_task(self._again())
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _again(self) -> None:
        """Start a new worker; if that fails, keep trying."""
        while True:
            try:
                await self._add()
            except (StoreError, ConfigError, OSError):
                await asyncio.sleep(0.5)
            else:
                return
