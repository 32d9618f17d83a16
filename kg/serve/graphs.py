"""SPARQL 1.1 Graph Store HTTP Protocol (https://www.w3.org/TR/sparql11-http-rdf-update/)."""

from __future__ import annotations

import email.parser
import email.policy
from typing import TYPE_CHECKING

from starlette.responses import Response

from kg import ids
from kg.serve import negotiate, protocol
from kg.serve.protocol import HttpError

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.serve.endpoint import Endpoint
    from kg.serve.pool import Reply

MULTIPART = "multipart/form-data"
CREATED = 201


class GraphStore:
    """Reads and writes whole graphs by their IRI."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    async def indirect(self, request: Request) -> Response:
        """``/store?graph=IRI`` and ``/store?default``."""
        found = protocol.fields(request.url.query)
        graphs = [value for name, value in found if name == "graph"]
        default = any(name == "default" for name, _ in found)
        if len(graphs) + default > 1:
            raise HttpError(400, "a request names one graph")
        if not graphs and not default:
            if request.method != "POST":
                raise HttpError(400, "name a graph: /store?graph=IRI or /store?default")
            return await self._new(request)
        return await self._do(request, "" if default else protocol.check_iri(graphs[0]))

    async def direct(self, request: Request) -> Response:
        """``/store/…``: the URL of the request is the IRI of the graph."""
        return await self._do(request, protocol.check_iri(str(request.url.replace(query=""))))

    async def _new(self, request: Request) -> Response:
        """POST to the store itself makes a graph and says where."""
        self._endpoint.allowed(request)
        data, media = await self._content(request)
        url = f"{request.url.replace(query='')!s}".rstrip("/") + f"/{ids.digest(data.decode('utf-8', 'replace'))}"
        head: dict[str, object] = {"do": "put", "graph": url, "format": media.short, "add": True}
        reply = await self._endpoint.write(request, head, data)
        return self._answer(reply, {"Location": url})

    async def _do(self, request: Request, graph: str) -> Response:
        if request.method in {"GET", "HEAD"}:
            return await self._get(request, graph)
        self._endpoint.allowed(request)
        if request.method == "DELETE":
            return self._answer(await self._endpoint.write(request, {"do": "delete", "graph": graph}, b""))
        data, media = await self._content(request)
        head: dict[str, object] = {
            "do": "put",
            "graph": graph,
            "format": media.short,
            "add": request.method == "POST",
        }
        return self._answer(await self._endpoint.write(request, head, data))

    async def _get(self, request: Request, graph: str) -> Response:
        media = negotiate.choose(request.headers.get("accept"), negotiate.GRAPHS)
        if media is None:
            raise HttpError(406, "none of the formats that the client accepts can be written")
        return self._answer(await self._endpoint.read({"do": "get", "graph": graph, "rdf": media.short}))

    async def _content(self, request: Request) -> tuple[bytes, negotiate.Media]:
        """The triples that a request brings, and their format."""
        limits = self._endpoint.limits
        kind = request.headers.get("content-type", "")
        data = await protocol.body(request, limits.upload, limits)
        if kind.split(";")[0].strip().lower() == MULTIPART:
            kind, data = _part(kind, data)
        media = negotiate.of_body(kind, negotiate.GRAPHS)
        if media is None:
            raise HttpError(415, f"a graph comes as {', '.join(m.type for m in negotiate.GRAPHS)}")
        return data, media

    def _answer(self, reply: Reply, headers: dict[str, str] | None = None) -> Response:
        if reply.reason:
            raise HttpError(reply.status, reply.reason)
        more = {"Content-Type": negotiate.by_name(reply.format).header} if reply.format else {}
        return Response(reply.body, reply.status, (headers or {}) | more)


def _part(kind: str, data: bytes) -> tuple[str, bytes]:
    """Format and bytes of the parts of a multipart body; all must have one format."""
    head = f"Content-Type: {kind}\r\nMIME-Version: 1.0\r\n\r\n".encode("latin-1", "replace")
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + data)
    parts = list(message.iter_parts()) if message.is_multipart() else []
    kinds = {part.get_content_type() for part in parts}
    if len(kinds) != 1:
        raise HttpError(400, "the parts of the body must be graphs in one format")
    return kinds.pop(), b"\n".join(bytes(part.get_payload(decode=True) or b"") for part in parts)
