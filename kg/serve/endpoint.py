"""What all routes of the server share: the store behind its two pools of workers, and who may write."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg.config import STATE_FILE
from kg.serve.limits import Limits
from kg.serve.pool import Pool
from kg.serve.protocol import HttpError

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.config import Settings
    from kg.serve.pool import Reply

LOCAL = ("127.0.0.1", "localhost", "[::1]", "testserver")


@dataclass(frozen=True, slots=True)
class Options:
    """How to serve.

    Attributes:
        token: What a writer must show; without it nothing can be written.
        origins: Pages of other sites that may ask (CORS); none by default.
        hosts: Names under which the server may be addressed; this machine's own by default.
        trusting: Run workers that cannot be taken from the network.
    """

    token: str = ""
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = LOCAL
    trusting: bool = False
    limits: Limits = field(default_factory=Limits)


class Endpoint:
    """Answers requests over one store."""

    def __init__(self, settings: Settings, options: Options) -> None:
        self.settings = settings
        self.options = options
        self.limits = options.limits
        self._writes = 0
        self.readers = Pool(settings.store, settings.base, options.limits, trusting=options.trusting)
        writer = Pool(settings.store, settings.base, options.limits, write=True, trusting=options.trusting)
        self.writer = writer if options.token else None

    @property
    def generation(self) -> str:
        """Changes whenever the store does, so that readers take a new snapshot."""
        folder = Path(self.settings.store)
        stamps = []
        for name in (STATE_FILE, f"{STATE_FILE}-wal"):
            file = folder / name
            stamps.append(str(file.stat().st_mtime_ns) if file.exists() else "")
        return "-".join([*stamps, str(self._writes)])

    async def read(self, head: dict[str, object], body: bytes = b"") -> Reply:
        """Run a request that changes nothing."""
        return await self.readers.ask(head | {"generation": self.generation}, body)

    async def write(self, request: Request, head: dict[str, object], body: bytes) -> Reply:
        """Run a request that changes the store, if the client may.

        Raises:
            HttpError: It may not.
        """
        self.allowed(request)
        if self.writer is None:
            raise HttpError(403, "this server is read-only")
        reply = await self.writer.ask(head, body)
        self._writes += 1
        return reply

    def allowed(self, request: Request) -> None:
        """Check the token of a writer.

        Raises:
            HttpError: The server is read-only, or the token is not the right one.
        """
        if not self.options.token:
            raise HttpError(
                403, "this server is read-only; KG_TOKEN=… kg serve --writable lets the holder of the token write"
            )
        shown = request.headers.get("authorization", "")
        if not hmac.compare_digest(shown.encode(), f"Bearer {self.options.token}".encode()):
            raise HttpError(401, "writing needs the token: Authorization: Bearer …", www_authenticate="Bearer")
