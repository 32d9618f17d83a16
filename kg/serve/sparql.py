"""SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/): query, update and service description at one address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from kg.errors import QueryError
from kg.serve import guard, negotiate, protocol
from kg.serve.description import description
from kg.serve.protocol import HttpError

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.serve.endpoint import Endpoint
    from kg.serve.pool import Reply
    from kg.serve.protocol import Operation


class Sparql:
    """Answers queries and updates over an endpoint's store."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    async def answer(self, request: Request) -> Response:
        """``/sparql``: a query, an update, or the service description."""
        asked = await protocol.operation(request, self._endpoint.limits)
        if asked is None:
            return self._describe(request)
        return await (self._query(request, asked) if asked.kind == "query" else self._update(request, asked))

    async def _query(self, request: Request, asked: Operation) -> Response:
        accept = request.headers.get("accept")
        results, rdf = negotiate.choose(accept, negotiate.RESULTS), negotiate.choose(accept, negotiate.GRAPHS)
        if results is None and rdf is None:
            raise HttpError(406, "none of the formats that the client accepts can be written")
        found = self._checked(asked.text)
        graphs = guard.dataset(found, self._endpoint.settings.base)
        head: dict[str, object] = {
            "do": "query",
            "default": list(asked.default),
            "named": list(asked.named),
            "dataset": bool(graphs),
            "graphs": graphs,
            "results": results.short if results else "",
            "rdf": rdf.short if rdf else "",
        }
        return _response(await self._endpoint.read(head, asked.text.encode()))

    async def _update(self, request: Request, asked: Operation) -> Response:
        self._endpoint.allowed(request)
        found, text = self._checked(asked.text), asked.text
        if asked.default or asked.named:
            try:
                text = guard.with_dataset(text, found, asked.default, asked.named)
            except QueryError as error:
                raise HttpError(400, str(error)) from None
        return _response(
            await self._endpoint.write(request, {"do": "update", "base": self._endpoint.settings.base}, text.encode())
        )

    def _checked(self, text: str) -> list[guard.Token]:
        try:
            return guard.check(text, self._endpoint.limits)
        except QueryError as error:
            raise HttpError(400, str(error)) from None

    def _describe(self, request: Request) -> Response:
        media = negotiate.choose(request.headers.get("accept"), negotiate.GRAPHS) or negotiate.Media.TTL
        url = str(request.url.replace(query=""))
        data = description(url, media.short, writable=bool(self._endpoint.options.token))
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
