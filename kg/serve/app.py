"""The SPARQL endpoint as a Starlette application: query, update, graph store, service description."""

from __future__ import annotations

import hmac
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response
from starlette.routing import Route

from kg.config import STATE_FILE
from kg.errors import QueryError
from kg.serve import guard, negotiate, pages, protocol
from kg.serve.description import description
from kg.serve.graphs import GraphStore
from kg.serve.limits import Limits
from kg.serve.pool import Pool
from kg.serve.protocol import HttpError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from kg.config import Settings
    from kg.serve.pool import Reply
    from kg.serve.protocol import Operation

LOCAL = ("127.0.0.1", "localhost", "[::1]", "testserver")
HEADERS = 32 * 1024
"""Bytes of all headers of a request."""
SAFE_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Vary", "Accept"),
)


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

    async def sparql(self, request: Request) -> Response:
        """``/sparql``: a query, an update, or the service description."""
        asked = await protocol.operation(request, self.limits)
        if asked is None:
            return self._describe(request)
        return await (self._query(request, asked) if asked.kind == "query" else self._update(request, asked))

    async def _query(self, request: Request, asked: Operation) -> Response:
        accept = request.headers.get("accept")
        results, rdf = negotiate.choose(accept, negotiate.RESULTS), negotiate.choose(accept, negotiate.GRAPHS)
        if results is None and rdf is None:
            raise HttpError(406, "none of the formats that the client accepts can be written")
        found = self._checked(asked.text)
        graphs = guard.dataset(found, self.settings.base)
        head: dict[str, object] = {
            "do": "query",
            "default": list(asked.default),
            "named": list(asked.named),
            "dataset": bool(graphs),
            "graphs": graphs,
            "results": results.short if results else "",
            "rdf": rdf.short if rdf else "",
        }
        return _response(await self.read(head, asked.text.encode()))

    async def _update(self, request: Request, asked: Operation) -> Response:
        self.allowed(request)
        found, text = self._checked(asked.text), asked.text
        if asked.default or asked.named:
            try:
                text = guard.with_dataset(text, found, asked.default, asked.named)
            except QueryError as error:
                raise HttpError(400, str(error)) from None
        return _response(await self.write(request, {"do": "update", "base": self.settings.base}, text.encode()))

    def _checked(self, text: str) -> list[guard.Token]:
        try:
            return guard.check(text, self.limits)
        except QueryError as error:
            raise HttpError(400, str(error)) from None

    def _describe(self, request: Request) -> Response:
        media = negotiate.choose(request.headers.get("accept"), negotiate.GRAPHS) or negotiate.Media.TTL
        url = str(request.url.replace(query=""))
        data = description(url, media.short, writable=bool(self.options.token))
        return Response(data, headers={"Content-Type": media.header})


def _response(reply: Reply) -> Response:
    """An HTTP response for a worker's reply.

    Raises:
        HttpError: The worker refused, or was stopped.
    """
    if reply.reason:
        retry = {"retry_after": "1"} if reply.status == 503 else {}  # noqa: PLR2004 - HTTP
        raise HttpError(reply.status, reply.reason, **retry)
    headers = {"Content-Type": negotiate.by_name(reply.format).header} if reply.format else {}
    return Response(reply.body, reply.status, headers)


async def refused(_: Request, error: Exception) -> Response:
    """A fault as plain text: never as HTML, whatever is in it."""
    if not isinstance(error, HttpError):
        return Response("something went wrong here; the request was not answered\n", 500, media_type="text/plain")
    return Response(f"{error.reason}\n", error.status, error.headers, media_type="text/plain")


def application(settings: Settings, options: Options | None = None) -> Starlette:
    """The whole application; its workers start and stop with it."""
    chosen = options or Options()
    endpoint = Endpoint(settings, chosen)
    graphs, site = GraphStore(endpoint), pages.Site(endpoint)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        if endpoint.writer:
            await endpoint.writer.start()
        await endpoint.readers.start()
        yield
        await endpoint.readers.stop()
        if endpoint.writer:
            await endpoint.writer.stop()

    methods = ["GET", "HEAD", "PUT", "POST", "DELETE"]
    routes = [
        Route("/", site.front),
        Route("/graph", site.graph),
        Route("/entity/{name:path}", site.entity),
        Route("/sparql", endpoint.sparql, methods=["GET", "HEAD", "POST"]),
        Route("/sparql/", endpoint.sparql, methods=["GET", "HEAD", "POST"]),
        Route("/store", graphs.indirect, methods=methods),
        Route("/store/{name:path}", graphs.direct, methods=methods),
    ]
    middleware = [Middleware(Hardened), Middleware(TrustedHostMiddleware, allowed_hosts=list(chosen.hosts))]
    if chosen.origins:
        allowed = list(chosen.origins)
        middleware.append(Middleware(CORSMiddleware, allow_origins=allowed, allow_headers=["Content-Type"]))
    return Starlette(
        routes=routes,
        middleware=middleware,
        lifespan=lifespan,
        exception_handlers={HttpError: refused, Exception: refused},
    )


class Hardened:
    """Adds headers that keep browsers from guessing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add to the head of its response."""

        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SAFE_HEADERS:
                    headers.setdefault(name, value)
            await send(message)

        if sum(len(name) + len(value) for name, value in scope.get("headers", ())) > HEADERS:
            reply = Response("the headers are too long\n", 431, {"Connection": "close"}, media_type="text/plain")
            await reply(scope, receive, adding)
            return
        await self._app(scope, receive, adding)
