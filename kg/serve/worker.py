"""A process that runs queries and can be killed: no network, bounded memory, one request at a time.

It speaks frames over its standard input and output: a JSON object on one line, with ``length`` bytes of body behind it.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from types import ModuleType

    from pyoxigraph import NamedNode, Store

TOO_LARGE, BAD, MISSING = 413, 400, 404
REAL_DEFAULT = "urn:x-arq:DefaultGraph"
"""Jena's name for the default graph as it is stored, where the endpoint's own is the union of all graphs."""
RESULTS = {"json": "srj", "xml": "srx", "csv": "csv", "tsv": "tsv"}
RDF = {"ttl": "ttl", "nt": "nt", "rdf": "rdf", "jsonld": "jsonld", "trig": "trig", "nq": "nq"}


class TooLarge(Exception):  # noqa: N818 - not an error of ours: it stops a serialisation
    """The result has more bytes than it may."""


class Bounded(io.BytesIO):
    """Collects bytes up to a bound."""

    def __init__(self, bound: int) -> None:
        super().__init__()
        self.left = bound

    def write(self, data: Any) -> int:  # noqa: ANN401 - whatever has the buffer interface
        """Keep the bytes, or refuse them."""
        self.left -= len(data)
        if self.left < 0:
            raise TooLarge
        return super().write(data)


def isolate() -> str:
    """Leave the network and die with the parent; what could not be done, or the empty string."""
    libc = ctypes.CDLL(None, use_errno=True)
    if hasattr(libc, "prctl"):
        libc.prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    unshare = getattr(os, "unshare", None)
    if unshare is None:
        return "this system cannot take the network from a process"
    try:
        unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)
    except OSError as error:
        return f"the system does not let a process give up its network: {error.strerror}"
    return ""


def bound_memory(more: int) -> None:
    """Let the process take this many bytes beyond what it has now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    limit = pages * resource.getpagesize() + more
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


class Worker:
    """Answers one request after the other over a store."""

    def __init__(self, folder: str, base: str, limits: dict[str, int], *, write: bool) -> None:
        import pyoxigraph

        from kg.graph.names import Names

        self.ox: ModuleType = pyoxigraph
        self.path, self.base, self.limits, self.write = str(Path(folder) / "graph"), base, limits, write
        self.prefixes = Names(base).prefixes()
        self.generation = ""
        self.store: Store = self._open()

    def _open(self) -> Store:
        from kg.graph.native import snapshot

        return self.ox.Store(self.path) if self.write else snapshot(Path(self.path))

    def answer(self, asked: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        """Status and body for one request."""
        if not self.write and asked.get("generation", "") != self.generation:
            self.store = self._open()
            self.generation = asked["generation"]
        try:
            return getattr(self, f"do_{asked['do']}")(asked, body)  # type: ignore[no-any-return]
        except TooLarge:
            reason = f"the result is larger than {self.limits['result']} bytes: ask for less, with LIMIT"
            return {"status": TOO_LARGE, "reason": reason}, b""
        except SyntaxError as error:
            return {"status": BAD, "reason": f"it does not parse: {error.msg}"}, b""
        except (ValueError, RuntimeError, OSError) as error:
            return {"status": BAD, "reason": f"it cannot be run: {error}"}, b""

    def _nodes(self, iris: list[str]) -> list[NamedNode]:
        return [self.ox.NamedNode(iri) for iri in iris]

    def do_query(self, asked: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        """A query; the dataset is what the request says, else what the query says, else all graphs as one."""
        options: dict[str, Any] = {}
        if asked["default"] == [REAL_DEFAULT] and not asked["named"]:
            options = {"default_graph": [self.ox.DefaultGraph()]}
        elif asked["default"] or asked["named"]:
            options = {"default_graph": self._nodes(asked["default"]), "named_graphs": self._nodes(asked["named"])}
        elif not asked["dataset"]:
            options = {"use_default_graph_as_union": True}
        missing = [] if options else [iri for iri in asked["graphs"] if not self._known(iri)]
        if missing:
            return {"status": BAD, "reason": f"the store has no graph <{missing[0]}>, and nothing outside is read"}, b""
        found = self.store.query(body.decode(), base_iri=self.base, prefixes=self.prefixes, **options)
        out = Bounded(self.limits["result"])
        if isinstance(found, self.ox.QueryTriples):
            name, prefixes = asked["rdf"], self.prefixes
            if not name:
                return {"status": 406, "reason": "the query gives triples: accept an RDF format"}, b""
            self.ox.serialize(found, out, self.ox.RdfFormat.from_extension(RDF[name]), prefixes=prefixes)
        else:
            name = asked["results"]
            if not name or (isinstance(found, self.ox.QueryBoolean) and name in {"csv", "tsv"}):
                return {"status": 406, "reason": "the query gives rows or a boolean: accept a results format"}, b""
            found.serialize(out, self.ox.QueryResultsFormat.from_extension(RESULTS[name]))
        return {"status": 200, "format": name}, out.getvalue()

    def _known(self, iri: str) -> bool:
        try:
            return self.store.contains_named_graph(self.ox.NamedNode(iri))
        except ValueError:
            return False

    def do_update(self, asked: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        """An update, in one transaction."""
        self.store.update(body.decode(), base_iri=asked["base"], prefixes=self.prefixes)
        return {"status": 204}, b""

    def _graph(self, asked: dict[str, Any]) -> Any:  # noqa: ANN401 - a node of either kind
        return self.ox.NamedNode(asked["graph"]) if asked["graph"] else self.ox.DefaultGraph()

    def _there(self, asked: dict[str, Any]) -> bool:
        return not asked["graph"] or self.store.contains_named_graph(self._graph(asked))

    def do_get(self, asked: dict[str, Any], _: bytes) -> tuple[dict[str, Any], bytes]:
        """The triples of one graph."""
        if not self._there(asked):
            return {"status": MISSING, "reason": "there is no such graph"}, b""
        out = Bounded(self.limits["result"])
        form = self.ox.RdfFormat.from_extension(RDF[asked["rdf"]])
        self.store.dump(out, form, from_graph=self._graph(asked), prefixes=self.prefixes)
        return {"status": 200, "format": asked["rdf"]}, out.getvalue()

    def do_put(self, asked: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        """Replace a graph by these triples, or with ``add`` put them to it: all or nothing."""
        there = self._there(asked)
        form = self.ox.RdfFormat.from_extension(RDF[asked["format"]])
        base = asked["graph"] or self.base
        triples = [f"{q.subject} {q.predicate} {q.object} ." for q in self.ox.parse(body, form, base_iri=base)]
        where = f"<{asked['graph']}>" if asked["graph"] else ""
        block = "\n".join(triples)
        insert = f"INSERT DATA {{ GRAPH {where} {{ {block} }} }}" if where else f"INSERT DATA {{ {block} }}"
        first = f"CREATE SILENT GRAPH {where} ; " if where else ""
        if not asked["add"]:
            first = f"DROP SILENT {'GRAPH ' + where if where else 'DEFAULT'} ; " + first
        self.store.update(first + insert)
        return {"status": 204 if there else 201}, b""

    def do_delete(self, asked: dict[str, Any], _: bytes) -> tuple[dict[str, Any], bytes]:
        """Drop a graph."""
        if not self._there(asked):
            return {"status": MISSING, "reason": "there is no such graph"}, b""
        self.store.update(f"DROP GRAPH <{asked['graph']}>" if asked["graph"] else "DROP DEFAULT")
        return {"status": 204}, b""


def read_frame(stream: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """The next frame, or ``None`` at the end."""
    line = stream.readline()
    if not line:
        return None
    head: dict[str, Any] = json.loads(line)
    return head, stream.read(head["length"])


def frame(head: dict[str, Any], body: bytes) -> bytes:
    """A frame as bytes."""
    return json.dumps(head | {"length": len(body)}).encode() + b"\n" + body


def main() -> None:
    """``python3 -m kg.serve.worker CONFIG``: serve frames until the input ends."""
    config: dict[str, Any] = json.loads(sys.argv[1])
    trouble = isolate()  # first of all: a process with threads cannot
    out = sys.stdout.buffer
    if trouble and not config["trusting"]:
        out.write(frame({"status": 500, "reason": trouble}, b""))
        out.flush()
        return
    worker = Worker(config["folder"], config["base"], config["limits"], write=config["write"])
    bound_memory(config["limits"]["memory"])
    out.write(frame({"status": 200}, b""))
    out.flush()
    while (found := read_frame(sys.stdin.buffer)) is not None:
        head, body = worker.answer(*found)
        out.write(frame(head, body))
        out.flush()


if __name__ == "__main__":
    main()
