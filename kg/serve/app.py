"""The server as a Starlette application: its routes, its middleware, and how it says no."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response
from starlette.routing import Route

from kg.serve import pages
from kg.serve.endpoint import Endpoint, Options
from kg.serve.graphs import GraphStore
from kg.serve.protocol import HttpError
from kg.serve.sparql import Sparql

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from kg.config import Settings

HEADERS = 32 * 1024
"""Bytes of all headers of a request."""
SAFE_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Vary", "Accept"),
)


async def refused(_: Request, error: Exception) -> Response:
    """A fault as plain text: never as HTML, whatever is in it."""
    if not isinstance(error, HttpError):
        return Response("something went wrong here; the request was not answered\n", 500, media_type="text/plain")
    return Response(f"{error.reason}\n", error.status, error.headers, media_type="text/plain")


def application(settings: Settings, options: Options | None = None) -> Starlette:
    """The whole application; its workers start and stop with it."""
    chosen = options or Options()
    endpoint = Endpoint(settings, chosen)
    graphs, sparql, site = GraphStore(endpoint), Sparql(endpoint), pages.Site(endpoint)

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
        Route("/sparql", sparql.answer, methods=["GET", "HEAD", "POST"]),
        Route("/sparql/", sparql.answer, methods=["GET", "HEAD", "POST"]),
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
