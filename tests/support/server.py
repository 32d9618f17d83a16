"""A ``kg serve`` process on a free port of this machine."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[2]
TOKEN = "a-token-for-tests"


class Answer(NamedTuple):
    """Status, headers (names in lower case) and body."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """Where it listens."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 30,
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, dict(headers or {}))
            reply = connection.getresponse()
            return Answer(reply.status, {k.lower(): v for k, v in reply.getheaders()}, reply.read())
        finally:
            connection.close()

    def query(self, text: str, accept: str = "application/sparql-results+json", timeout: float = 30) -> Answer:
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        return self.ask("POST", "/sparql", text.encode("utf-8", "surrogatepass"), headers, timeout)

    def write(self, method: str, path: str, body: bytes | None = None, kind: str = "text/turtle") -> Answer:
        return self.ask(method, path, body, {"Content-Type": kind, "Authorization": f"Bearer {TOKEN}"})


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def serving(store: Path, *options: str, writable: bool = False) -> Iterator[Server]:
    """Serve a store until the block ends."""
    port = free_port()
    more = ["--writable"] if writable else []
    command = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", str(port), *more, *options]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KG_")} | {"KG_TOKEN": TOKEN}
    log = Path(f"{store}.log")  # a pipe that nobody reads would stop the server when it is full
    with log.open("wb") as errors:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=errors)
    server = Server(port, process)
    try:
        for _ in range(1200):  # a busy computer takes its time to start a process
            if process.poll() is not None:
                raise RuntimeError(log.read_text())
            try:
                server.ask("GET", "/sparql", timeout=2)
                break
            except OSError:
                time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
