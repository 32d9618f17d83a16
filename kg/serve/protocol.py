"""SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/), read into one request; faults are HTTP statuses."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.serve.limits import Limits

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
QUERY_DATASET = ("default-graph-uri", "named-graph-uri")
UPDATE_DATASET = ("using-graph-uri", "using-named-graph-uri")


class HttpError(Exception):
    """A request that is answered with a status and a reason."""

    def __init__(self, status: int, reason: str, **headers: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


@dataclass(frozen=True, slots=True)
class Operation:
    """A query or an update, and the dataset that the request names for it."""

    kind: str
    text: str
    default: tuple[str, ...]
    named: tuple[str, ...]


async def body(request: Request, bound: int, limits: Limits) -> bytes:
    """The body of a request, if it is not too long and does not take too long.

    Raises:
        HttpError: It does.
    """
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(limits.body):
            async for part in request.stream():
                size += len(part)
                if size > bound:
                    raise HttpError(413, f"the body is longer than {bound} bytes")
                parts.append(part)
    except ClientDisconnect:
        raise HttpError(400, "the client went away") from None
    except TimeoutError:
        raise HttpError(408, f"the body did not arrive within {limits.body:g} seconds", connection="close") from None
    return b"".join(parts)


def decoded(data: bytes) -> str:
    """UTF-8 text.

    Raises:
        HttpError: It is not UTF-8.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise HttpError(400, "it is not UTF-8") from None


def fields(text: str) -> list[tuple[str, str]]:
    """Names and values of a query string or a form, decoded once.

    Raises:
        HttpError: It is not well formed.
    """
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=256)
    except ValueError:
        raise HttpError(400, "the parameters are not well formed UTF-8") from None


async def operation(request: Request, limits: Limits) -> Operation | None:
    """What the request asks for; ``None`` if it asks for the service description.

    Raises:
        HttpError: It is no request of the protocol.
    """
    in_url = fields(request.url.query)
    if request.method in {"GET", "HEAD"}:
        if any(name == "update" for name, _ in in_url):
            raise HttpError(405, "an update is sent by POST", allow="POST")
        if not any(name == "query" for name, _ in in_url):
            return None
        return _one(in_url, "query")
    content = request.headers.get("content-type", "")
    kind = content.split(";")[0].strip().lower()
    charset = [p.split("=")[-1].strip().strip('"').lower() for p in content.split(";")[1:] if "charset" in p.lower()]
    if charset and charset[0] not in {"utf-8", "utf8"}:
        raise HttpError(415, f"the charset is {charset[0]}, not UTF-8")
    if kind not in {FORM, QUERY, UPDATE}:
        raise HttpError(415, f"a query is sent as {FORM} or {QUERY}, an update as {FORM} or {UPDATE}")
    data = decoded(await body(request, 3 * limits.query + 64 * 1024, limits))
    if kind == FORM:
        form = fields(data)
        names = {name for name, _ in form}
        if "query" in names and "update" in names:
            raise HttpError(400, "a request is a query or an update, not both")
        return _one([*form, *in_url], "update" if "update" in names else "query")
    name = "query" if kind == QUERY else "update"
    if any(field in {"query", "update"} for field, _ in in_url):
        raise HttpError(400, "there is more than one query or update")
    return _one([*in_url, (name, data)], name)


def _one(found: list[tuple[str, str]], kind: str) -> Operation:
    texts = [value for name, value in found if name == kind]
    if len(texts) != 1:
        raise HttpError(400, f"there must be one {kind}, not {len(texts)}")
    default, named = QUERY_DATASET if kind == "query" else UPDATE_DATASET
    graphs = [tuple(value for name, value in found if name == wanted) for wanted in (default, named)]
    for iri in (*graphs[0], *graphs[1]):
        check_iri(iri)
    return Operation(kind, texts[0], graphs[0], graphs[1])


def check_iri(iri: str) -> str:
    """The IRI of a graph.

    Raises:
        HttpError: It is not absolute, or has characters that IRIs may not have.
    """
    if ":" not in iri or any(character in '<>"{}|^`\\' or character <= " " for character in iri):
        raise HttpError(400, f"{iri[:200]!r} is no absolute IRI")
    return iri
