"""A graph behind a SPARQL 1.1 endpoint: queries and changes over HTTP.

What is added goes as N-Quads where the server takes a whole dataset, else by the Graph Store Protocol with a PUT per
graph, else as INSERT DATA in batches; small changes go as one update, which servers carry out whole or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.graph import http, updates
from kg.graph.answer import Answer
from kg.graph.http import DENIED, Connection, refuse
from kg.graph.names import Names
from kg.graph.terms import Kind, Quad, nquads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.graph.columns import Columns
    from kg.graph.http import Reply

BATCH = 1_000
"""Triples in one update; more of them slow some servers down out of all proportion, or are refused."""
WHOLE = 10_000
"""Triples that one graph may have to be sent in a single update nevertheless, so that no article is half there."""
PIECE = 2**23
"""Bytes of N-Quads that are pushed with one request."""
GRAPHS_AT_ONCE = 200
"""Graphs read with one query."""
RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.9"
ACCEPT = f"{RESULTS}, application/n-triples;q=0.9, text/turtle;q=0.8"
OURS = 'FILTER (STRSTARTS(STR(?g), "{base}graph/"))'
GRAPHS = "SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} " + OURS + " }} ORDER BY ?g"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH ?g {{ ?s ?p ?o }} " + OURS + " }}"
QUADS = "SELECT ?g ?s ?p ?o WHERE {{ VALUES ?g {{ {graphs} }} GRAPH ?g {{ ?s ?p ?o }} }}"
HERE = "ASK { { ?x a kg:Article } UNION { ?x a kg:Run } }"
"""Whether the default graph shows what stands in the named ones."""
UNIONS: tuple[dict[str, str], ...] = ({}, {"union-default-graph": ""}, {"default-graph-uri": "urn:x-arq:UnionGraph"})
"""How servers are asked for a default graph that is the union of all: by itself, Oxigraph, Fuseki."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The addresses of one server.

    Attributes:
        query: Where queries are sent.
        updates, quads, graphs: Where updates, N-Quads and the Graph Store Protocol may be taken; tried in this order.
        token: See :class:`kg.graph.http.Connection`.
    """

    query: str
    updates: tuple[str, ...]
    quads: tuple[str, ...] = ()
    graphs: tuple[str, ...] = ()
    token: str = ""

    @classmethod
    def at(cls, url: str, token: str = "") -> Endpoint:
        """The addresses that the usual servers have beside that for queries.

        Oxigraph: ``/query /update /store``; Fuseki: ``/ds/query /ds/update /ds/data``; RDF4J and GraphDB: below
        ``/repositories/ID``; Virtuoso: ``/sparql /sparql-auth /sparql-graph-crud-auth``; others: the same for all.
        """
        url = url.rstrip("/")
        head = url.rpartition("/")[0]
        if "/repositories/" in url:
            below = f"{url}/statements"
            return cls(url, (below,), (below,), (f"{url}/rdf-graphs/service",), token)
        stores = (f"{head}/store", f"{head}/data")
        graphs = (*stores, f"{url}/gsp/", f"{head}/sparql-graph-crud-auth")
        return cls(url, (f"{head}/update", url, f"{head}/sparql-auth"), stores, graphs, token)


def is_remote(store: str) -> bool:
    """Whether a store is the URL of an endpoint."""
    return urlsplit(store).scheme in {"http", "https"}


class Remote:
    """Quads behind an endpoint; implements :class:`kg.graph.base.Keeper`."""

    def __init__(self, endpoint: Endpoint, base: str) -> None:
        self.endpoint = endpoint
        self.names = Names(base)
        self._connection = Connection(endpoint.query, endpoint.token)
        self._update = ""
        self._union: dict[str, str] | None = None
        self._ways = [
            ("as N-Quads", self._as_quads),
            ("graph by graph", self._as_graphs),
            ("by updates", self._as_updates),
        ]

    # reading

    def query(self, text: str, *, union: bool) -> Answer:
        """Run a query there, with the usual prefixes before it.

        Raises:
            QueryError: The server refuses it.
            StoreError: It cannot be reached, asks for a token, or cuts its answers short.
        """
        return self._ask(text, self._unite() if union else {})

    def _unite(self) -> dict[str, str]:
        """What to add to a request, so that the default graph is the union of all."""
        if self._union is None:
            self._union = next((one for one in UNIONS if self._sees(one)), None)
        return self._union or {}

    def _sees(self, union: dict[str, str]) -> bool:
        try:
            return bool(self._ask(HERE, union).truth)
        except QueryError:  # it does not know this option
            return False

    def _ask(self, text: str, more: dict[str, str] | None = None) -> Answer:
        prologue = f"BASE <{self.names.base}>\n" + "".join(
            f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in self.names.prefixes().items()
        )
        url, form = self.endpoint.query, {"query": prologue + text} | (more or {})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": ACCEPT}
        reply = self._connection.send("POST", url, urlencode(form).encode(), headers)  # the way that all servers know
        if reply.status >= http.BAD and reply.status not in {*DENIED, *http.SLOW}:
            raise QueryError(f"{self.endpoint.query} answers {reply.status}: {reply.said}")
        if not reply.well:
            refuse(reply, self.endpoint.query, "ask")
        if most := reply.headers.get("x-sparql-maxrows"):
            hint = "ask with LIMIT, or let the server give more"
            raise StoreError(f"gives {most} rows of an answer and no more", path=self.endpoint.query, hint=hint)
        try:
            return self._answer(reply)
        except (SyntaxError, ValueError) as error:
            what = reply.type or "something"
            hint = "is this the address for queries?"
            raise StoreError(f"answers with {what} that is no result: {error}", path=url, hint=hint) from None

    @staticmethod
    def _answer(reply: Reply) -> Answer:
        if "sparql-results" in reply.type:
            kind = ox.QueryResultsFormat.XML if reply.type.endswith("xml") else ox.QueryResultsFormat.JSON
            return Answer(ox.parse_query_results(reply.body, kind))
        form = ox.RdfFormat.from_media_type(reply.type)
        if form is None:
            raise ValueError("neither rows nor triples")
        return Answer([quad.triple for quad in ox.parse(reply.body, form)])

    def quads(self, graph: str) -> Iterator[Quad]:
        """Every quad, or those of one graph; in no particular order."""
        found = [graph] if graph else [g.value for (g,) in self._ours(GRAPHS).rows() if g]
        for start in range(0, len(found), GRAPHS_AT_ONCE):
            graphs = " ".join(f"<{one}>" for one in found[start : start + GRAPHS_AT_ONCE])
            for g, s, p, o in self._ask(QUADS.format(graphs=graphs)).rows():
                if g and s and p and o:
                    subject = s.value if s.kind is Kind.IRI else str(s)
                    yield Quad(subject, p.value, o, g.value)

    def _ours(self, query: str) -> Answer:
        return self._ask(query.format(base=self.names.base))

    @property
    def columns(self) -> Columns | None:
        """None: it would have to send every IRI with every value."""
        return None

    def nquads(self) -> bytes:
        """The whole graph as N-Quads, unsorted."""
        return "".join(f"{quad}\n" for quad in self.quads("")).encode()

    def __len__(self) -> int:
        """Number of quads."""
        return next(int(n.value) for (n,) in self._ours(COUNT).rows() if n)

    # writing

    def require_updates(self) -> None:
        """See where updates are taken.

        Raises:
            StoreError: Nowhere, or not from this user.
        """
        worst: Reply | None = None
        for url in self.endpoint.updates:
            reply = self._send_update(url, "INSERT DATA {}")
            if reply.well:
                self._update = url
                return
            if worst is None or reply.status in DENIED:
                worst = reply
        if worst is not None:
            refuse(worst, self.endpoint.query, "take updates")

    def _send_update(self, url: str, text: str) -> Reply:
        return self._connection.send("POST", url, text.encode(), {"Content-Type": "application/sparql-update"})

    def _run(self, statements: Sequence[str]) -> None:
        if not self._update:
            self.require_updates()
        if statements:
            reply = self._send_update(self._update, " ;\n".join(statements))
            if not reply.well:
                refuse(reply, self._update, "take this update")

    def replace(self, graphs: Sequence[str], update: Sequence[str], lines: bytes) -> None:
        """Empty graphs, run updates, add N-Quads."""
        if lines.count(b"\n") <= BATCH:
            self._run([*updates.drop(graphs), *update, *updates.insert(lines)])
            return
        while not self._ways[0][1](graphs, update, lines):
            del self._ways[0]

    def push(self, quads: Iterable[Quad]) -> str:
        """Put whole graphs in place of those of the same names; the way in which it was done.

        Raises:
            StoreError: The server takes none of the ways.
        """
        self.require_updates()
        found: dict[str, list[Quad]] = {}
        for quad in quads:
            found.setdefault(quad.graph, []).append(quad)
        waiting: list[str] = []
        lines: list[bytes] = []
        for graph in sorted(found):
            waiting.append(graph)
            lines.append(nquads(sorted(found.pop(graph))))
            if sum(map(len, lines)) >= PIECE or not found:
                self.replace(waiting, (), b"".join(lines))
                waiting, lines = [], []
        return self._ways[0][0]

    def _as_quads(self, graphs: Sequence[str], update: Sequence[str], lines: bytes) -> bool:
        """N-Quads to the whole dataset, in one request. A server that took them elsewhere is not asked again."""
        self._run([*updates.drop(graphs), *update])
        triple, graph, _ = lines.split(b"\n", 1)[0].decode().rsplit(" ", 2)
        check = f"ASK {{ GRAPH {graph} {{ {triple} }} }}"
        for url in self.endpoint.quads:
            reply = self._connection.send("POST", url, lines, {"Content-Type": "application/n-quads"})
            if reply.well and self._ask(check).truth:
                self.endpoint = replace(self.endpoint, quads=(url,))
                return True
        return False

    def _as_graphs(self, graphs: Sequence[str], update: Sequence[str], lines: bytes) -> bool:
        """A PUT for each graph that is replaced, which takes effect at once; a POST for each that grows."""
        found = updates.by_graph(lines)
        self._run([*updates.drop(graph for graph in graphs if f"<{graph}>" not in found), *update])
        for graph, triples in found.items():
            method = "PUT" if graph[1:-1] in graphs else "POST"
            body = "".join(f"{triple} .\n" for triple in triples).encode()
            for url in self.endpoint.graphs:
                target = f"{url}?graph={quote(graph[1:-1], safe='')}"
                reply = self._connection.send(method, target, body, {"Content-Type": "application/n-triples"})
                if reply.well:
                    self.endpoint = replace(self.endpoint, graphs=(url,))
                    break
            else:
                return False
        return True

    def _as_updates(self, graphs: Sequence[str], update: Sequence[str], lines: bytes) -> bool:
        """Batches of INSERT DATA; a graph that is replaced is emptied in the request that fills it again."""
        found = updates.by_graph(lines)
        first = [*updates.drop(graph for graph in graphs if f"<{graph}>" not in found), *update]
        waiting = set(graphs)
        for batch in updates.batches(found, BATCH, WHOLE):
            again = [graph for name in batch if (graph := name[1:-1]) in waiting]
            waiting.difference_update(again)
            self._run([*first, *updates.drop(again), f"INSERT DATA {{{updates.blocks(batch)}}}"])
            first = []
        return True

    def optimize(self) -> None:
        """A server sees to that itself."""
