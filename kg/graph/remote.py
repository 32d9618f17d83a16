"""A graph behind a SPARQL 1.1 endpoint: queries over HTTP, and a store pushed there graph by graph.

Pushing uses the Graph Store Protocol with a PUT per graph where it is spoken, else INSERT DATA in batches.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from urllib.parse import quote, urlsplit

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.graph.answer import Answer
from kg.graph.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.graph.store import Store
    from kg.model import ArticleId, Issue

SECONDS = 60
BATCH = 1000
"""Triples in one INSERT DATA."""
ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9, text/turtle;q=0.8"
GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The addresses of one server.

    Attributes:
        query, update: Where queries and updates are sent.
        graphs: Where the Graph Store Protocol is spoken; empty if it is not.
        token: Shown as a bearer token, if there is one.
    """

    query: str
    update: str
    graphs: str = ""
    token: str = ""

    @classmethod
    def at(cls, url: str, token: str = "") -> Endpoint:
        """The usual addresses beside a query endpoint's: ``/update`` and ``/store`` beside ``/query``."""
        head, _, last = url.rstrip("/").rpartition("/")
        return cls(url, f"{head}/update" if last == "query" else url, f"{head}/store", token)


def is_remote(store: str) -> bool:
    """Whether a store is the URL of an endpoint."""
    return urlsplit(store).scheme in {"http", "https"}


class RemoteStore:
    """A graph behind an endpoint, for reading; what it does is a part of what :class:`kg.graph.store.Store` does."""

    def __init__(self, endpoint: Endpoint, base: str) -> None:
        self.endpoint = endpoint
        self.names = Names(base)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def query(self, text: str, *, union: bool | None = None) -> Answer:  # noqa: ARG002 - the server decides
        """Run a query there, with the usual prefixes before it.

        Raises:
            QueryError: The server refuses it.
            StoreError: It cannot be reached.
        """
        prologue = f"BASE <{self.names.base}>\n" + "".join(
            f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in self.names.prefixes().items()
        )
        data = (prologue + text).encode()
        headers = {"Content-Type": "application/sparql-query", "Accept": ACCEPT}
        status, kind, body = self._send("POST", self.endpoint.query, data, headers)
        if status >= 400:  # noqa: PLR2004 - HTTP
            said = " ".join(body.decode("utf-8", "replace").split())[:300]
            raise QueryError(f"{self.endpoint.query} answers {status}: {said}")
        if "sparql-results" in kind:
            return Answer(ox.parse_query_results(body, ox.QueryResultsFormat.JSON))
        form = ox.RdfFormat.from_media_type(kind) or ox.RdfFormat.TURTLE
        return Answer([quad.triple for quad in ox.parse(body, form)])

    def nquads(self) -> bytes:
        """The whole graph as N-Quads, unsorted."""
        lines: list[str] = []
        for (graph,) in self.query(GRAPHS).rows():
            if graph:
                found = self.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph.value}> {{ ?s ?p ?o }} }}")
                lines += [f"{quad.triple} <{graph.value}> ." for quad in found.triples()]
        return "".join(f"{line}\n" for line in lines).encode()

    def issues(self) -> Iterator[Issue]:
        """An endpoint keeps no issues."""
        return iter(())

    def text(self, article: ArticleId) -> str | None:  # noqa: ARG002 - same face as a store
        """An endpoint keeps no texts."""
        return None

    def push(self, store: Store) -> str:
        """Replace what the endpoint holds of these graphs by what a store holds; the way it was done.

        Raises:
            StoreError: The server takes none of the ways.
        """
        graphs: dict[str, list[str]] = {}
        for quad in store.quads():
            graphs.setdefault(quad.graph, []).append(f"{quad.triple} .")
        ways = (("graph store protocol", self._put), ("updates", self._insert))
        for name, way in ways:
            if all(way(graph, sorted(lines)) for graph, lines in sorted(graphs.items())):
                return name
        hint = "set KG_TOKEN if it asks for a token"
        raise StoreError("the endpoint cannot be written to", path=self.endpoint.query, hint=hint)

    def _put(self, graph: str, lines: Sequence[str]) -> bool:
        url = f"{self.endpoint.graphs}?graph={quote(graph, safe='')}"
        headers = {"Content-Type": "application/n-triples"}
        return self._send("PUT", url, "\n".join(lines).encode() + b"\n", headers)[0] < 300  # noqa: PLR2004 - HTTP

    def _insert(self, graph: str, lines: Sequence[str]) -> bool:
        texts = [f"DROP SILENT GRAPH <{graph}>"]
        batches = (" ".join(lines[start : start + BATCH]) for start in range(0, len(lines), BATCH))
        texts.extend(f"INSERT DATA {{ GRAPH <{graph}> {{ {batch} }} }}" for batch in batches)
        headers = {"Content-Type": "application/sparql-update"}
        sent = (self._send("POST", self.endpoint.update, text.encode(), headers)[0] for text in texts)
        return all(status < 300 for status in sent)  # noqa: PLR2004 - HTTP

    def _send(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> tuple[int, str, bytes]:
        """Status, media type and body of an answer."""
        token = {"Authorization": f"Bearer {self.endpoint.token}"} if self.endpoint.token else {}
        request = urllib.request.Request(url, body, headers | token, method=method)  # noqa: S310 - http(s), see is_remote
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as reply:  # noqa: S310
                kind = reply.headers.get("Content-Type", "").split(";")[0].strip()
                return reply.status, kind, reply.read()
        except urllib.error.HTTPError as error:
            return error.code, "", error.read()
        except (OSError, ValueError) as error:
            hint = "is the server running?"
            raise StoreError(f"the endpoint cannot be reached: {error}", path=url, hint=hint) from None
