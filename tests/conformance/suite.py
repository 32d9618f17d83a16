"""The W3C's SPARQL test suite: its manifests as Python objects. Skipped where the archive is not there."""

from __future__ import annotations

import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

ARCHIVE = Path(__file__).parents[3] / "shared" / "benchmarks" / "w3c-sparql-tests.tar.xz"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
DAWGT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")


def unpack(folder: Path) -> Path:
    """The suite's folder ``sparql``."""
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(folder, filter="data")
    return folder / "sparql"


@dataclass(frozen=True)
class Request:
    """One request of a protocol test, and what must come back."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: frozenset[str]
    boolean: bool | None
    format: str
    reply_body: str | None


@dataclass(frozen=True)
class HttpTest:
    """Requests in order, over named graphs that are there before."""

    name: str
    requests: tuple[Request, ...]
    graphs: tuple[tuple[str, Path], ...]


def http_tests(manifest: Path) -> Iterator[HttpTest]:
    """Tests of the protocol or of the graph store protocol."""
    graph = Graph().parse(manifest, publicID=manifest.as_uri())
    for entry in _entries(graph):
        action = graph.value(entry, MF.action)
        requests = graph.value(action, HT.requests)
        data = graph.objects(entry, UT.graphData)
        graphs = [(str(graph.value(one, RDFS.label)), _path(graph.value(one, UT.graph))) for one in data]
        found = tuple(_request(graph, node) for node in Collection(graph, requests)) if requests else ()
        yield HttpTest(str(graph.value(entry, MF.name)), found, tuple(sorted(graphs)))


def _entries(graph: Graph) -> list[Node]:
    return [node for entries in graph.objects(None, MF.entries) for node in Collection(graph, entries)]


def _path(node: Node | None) -> Path:
    return Path(str(node).removeprefix("file://"))


def _headers(graph: Graph, node: Node | None) -> dict[str, str]:
    listed = graph.value(node, HT.headers)
    pairs = Collection(graph, listed) if listed else ()
    return {str(graph.value(p, HT.fieldName)): str(graph.value(p, HT.fieldValue)) for p in pairs}


def _request(graph: Graph, node: Node) -> Request:
    reply, content = graph.value(node, HT.resp), graph.value(node, HT.body)
    body = None
    if content is not None:
        encoding = str(graph.value(content, CNT.characterEncoding) or "UTF-8")
        body = str(graph.value(content, CNT.chars)).encode(encoding)
    boolean = graph.value(reply, MF.expectedBoolean)
    wanted = graph.value(reply, HT.body)
    return Request(
        str(graph.value(node, HT.methodName)),
        str(graph.value(node, HT.absolutePath)),
        _headers(graph, node),
        body,
        frozenset(str(status).rsplit("#", 1)[-1] for status in graph.objects(reply, MF.expectedStatus)),
        None if boolean is None else bool(boolean.toPython()),  # type: ignore[attr-defined]
        str(graph.value(reply, MF.expectedFormat) or ""),
        str(graph.value(wanted, CNT.chars)) if wanted else None,
    )


@dataclass(frozen=True)
class QueryTest:
    """A query over data, and the file that holds what must come out."""

    name: str
    base: str
    query: Path
    data: tuple[Path, ...]
    named: tuple[tuple[str, Path], ...]
    result: Path
    approved: bool
    """The working group approved it; the others were proposed or added later."""


def query_tests(manifest: Path) -> Iterator[QueryTest]:
    """Query evaluation tests of one manifest; those of entailment and federation are left out."""
    graph = Graph().parse(manifest, publicID=manifest.as_uri())
    for entry in _entries(graph):
        if (entry, RDF.type, MF.QueryEvaluationTest) not in graph and (
            entry,
            RDF.type,
            MF.CSVResultFormatTest,
        ) not in graph:
            continue
        action, result = graph.value(entry, MF.action), graph.value(entry, MF.result)
        if graph.value(action, QT.serviceData) is not None or graph.value(entry, MF.entailmentRegime) is not None:
            continue
        query, named = graph.value(action, QT.query), []
        for one in graph.objects(action, QT.graphData):
            label = graph.value(one, RDFS.label)
            source = graph.value(one, UT.graph) or graph.value(one, QT.graph) or one
            named.append((str(label) if label else str(source), _path(source)))
        data = tuple(_path(node) for node in graph.objects(action, QT.data))
        name = f"{manifest.parent.name}/{str(entry).rsplit('#', 1)[-1]}"
        approved = graph.value(entry, DAWGT.approval) == DAWGT.Approved
        if isinstance(query, URIRef):
            yield QueryTest(name, str(query), _path(query), data, tuple(sorted(named)), _path(result), approved)
