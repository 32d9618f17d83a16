"""``kg serve`` against the W3C's tests of the SPARQL Protocol, the Graph Store Protocol and the service description."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic

from kg.config import DEFAULT_BASE
from kg.graph.store import open_store
from tests.conformance import suite
from tests.support.server import TOKEN, Answer, Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(not suite.ARCHIVE.exists(), reason="the W3C test archive is not there")
STATUS = {"OK": 200, "Created": 201, "NoContent": 204, "BadRequest": 400, "NotFound": 404}
TABULAR = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values")
TRIPLES = ("application/rdf+xml", "text/turtle", "application/n-triples", "application/ld+json")
SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return suite.unpack(tmp_path_factory.mktemp("w3c")) / "sparql11"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store = tmp_path_factory.mktemp("protocol") / "s"
    open_store(store, DEFAULT_BASE, write=True).close()
    with serving(store, writable=True) as found:
        yield found


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store = tmp_path_factory.mktemp("readonly") / "s"
    open_store(store, DEFAULT_BASE, write=True).close()
    with serving(store) as found:
        yield found


def fits(status: int, wanted: frozenset[str]) -> bool:
    families = {name.removeprefix("StatusCode")[0] for name in wanted if name.startswith("StatusCode")}
    return str(status)[0] in families or status in {STATUS.get(name, -1) for name in wanted}


def run(server: Server, test: suite.HttpTest, prefix: tuple[str, str]) -> None:
    assert server.write("POST", "/sparql", b"DROP ALL", "application/sparql-update").status == 204
    for iri, path in test.graphs:
        data = path.read_bytes()
        assert server.write("PUT", f"/store?graph={quote(iri, safe='')}", data, "application/n-triples").status < 300
    location = ""
    for request in test.requests:
        path = request.path.replace(prefix[0], prefix[1], 1).replace("$LOCATION$", quote(location, safe=""))
        headers = request.headers | {"Authorization": f"Bearer {TOKEN}"}
        reply = server.ask(request.method, path, request.body, headers)
        assert fits(reply.status, request.statuses), (request.method, path, reply.status, reply.body[:200])
        location = reply.headers.get("location", location)
        check(request, reply)


def check(request: suite.Request, reply: Answer) -> None:
    kind = reply.headers.get("content-type", "").split(";")[0]
    if request.boolean is not None:
        assert json.loads(reply.body)["boolean"] is request.boolean
    if request.format == "tabular":
        assert kind in TABULAR
    if request.format == "RDF":
        assert kind in TRIPLES
    if request.reply_body is not None:
        assert reply.headers["content-type"] == "text/turtle; charset=utf-8"
        wanted, found = (
            Graph().parse(data=text, format="turtle") for text in (request.reply_body, reply.body.decode())
        )
        assert isomorphic(found, wanted)


def test_protocol(server: Server, folder: Path, subtests: pytest.Subtests) -> None:
    tests = list(suite.http_tests(folder / "protocol" / "manifest.ttl"))
    assert len(tests) == 34
    for test in tests:
        with subtests.test(test.name):
            run(server, test, ("/sparql/", "/sparql/"))


@pytest.mark.parametrize(("part", "count"), [("indirect", 9), ("direct", 4)])
def test_graph_store(server: Server, folder: Path, subtests: pytest.Subtests, part: str, count: int) -> None:
    tests = list(suite.http_tests(folder / "graph-store-protocol" / f"manifest-{part}.ttl"))
    assert len(tests) == count
    for test in tests:
        with subtests.test(test.name):
            run(server, test, ("/gsp", "/store"))


def test_read_only_server_passes_what_reads(reader: Server, folder: Path, subtests: pytest.Subtests) -> None:
    """20 of the 34 need no update; those over data of their own must at least be answered."""
    tests = [
        t
        for t in suite.http_tests(folder / "protocol" / "manifest.ttl")
        if "update" not in t.name and "BASE" not in t.name
    ]
    assert len(tests) == 20
    for test in tests:
        with subtests.test(test.name):
            for request in test.requests:
                reply = reader.ask(request.method, request.path, request.body, request.headers)
                assert fits(reply.status, request.statuses), (reply.status, reply.body[:200])
                if not test.graphs:
                    check(request, reply)


def test_read_only_server_refuses_to_write(reader: Server) -> None:
    kind = "application/sparql-update"
    assert reader.write("POST", "/sparql", b"INSERT DATA { <a:a> <a:b> <a:c> }", kind).status == 403
    assert reader.write("PUT", "/store?default", b"<a:a> <a:b> <a:c> .").status == 403
    assert reader.write("DELETE", "/store?default").status == 403


def test_the_wrong_token_writes_nothing(server: Server) -> None:
    for header in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}):
        reply = server.ask("PUT", "/store?default", b"<a:a> <a:b> <a:c> .", {"Content-Type": "text/turtle", **header})
        assert reply.status == 401


def test_service_description(server: Server) -> None:
    """The three tests of the suite: it is RDF, it names its own endpoint, it has the shape of the schema."""
    for kind, name in (("text/turtle", "turtle"), ("application/rdf+xml", "xml"), ("application/ld+json", "json-ld")):
        reply = server.ask("GET", "/sparql", headers={"Accept": kind})
        assert reply.status == 200
        assert reply.headers["content-type"].startswith(kind)
        graph = Graph().parse(data=reply.body, format=name)
        (service,) = graph.subjects(None, URIRef(f"{SD}Service"))
        assert (service, URIRef(f"{SD}endpoint"), URIRef(f"{server.url}/sparql")) in graph
        dataset = graph.value(service, URIRef(f"{SD}defaultDataset"))
        assert (dataset, None, URIRef(f"{SD}Dataset")) in graph
        default = graph.value(dataset, URIRef(f"{SD}defaultGraph"))
        assert (default, None, URIRef(f"{SD}Graph")) in graph
        assert set(graph.objects(service, URIRef(f"{SD}supportedLanguage"))) >= {URIRef(f"{SD}SPARQL11Query")}
