"""Query evaluation of the W3C suite through ``kg serve``: every failure has a name and a cause.

Without entailment and federation, which a store that reads nothing from outside does not do.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from rdflib import Graph

from kg.config import DEFAULT_BASE
from kg.graph.store import open_store
from kg.serve import guard
from tests.conformance import compare, suite
from tests.support.server import TOKEN, Answer, Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(not suite.ARCHIVE.exists(), reason="the W3C test archive is not there")
APPROVED = 0.968
"""Share of the tests that the working group approved."""
TABLES = {".csv": "text/csv", ".tsv": "text/tab-separated-values"}
DEFAULT = "urn:x-arq:DefaultGraph"  # the endpoint's own default graph is the union of all
ACCEPT = "application/sparql-results+json, text/turtle;q=0.9"
FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".n3": ox.RdfFormat.TURTLE,
}


@pytest.fixture(scope="module")
def tests(tmp_path_factory: pytest.TempPathFactory) -> list[suite.QueryTest]:
    folder = suite.unpack(tmp_path_factory.mktemp("w3c"))
    found = []
    for part in ("sparql10", "sparql11"):
        for manifest in sorted((folder / part).glob("*/manifest.ttl")):
            if manifest.parent.name not in {"entailment", "service", "service-description", "protocol"}:
                found += suite.query_tests(manifest)
    return found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store = tmp_path_factory.mktemp("queries") / "s"
    open_store(store, DEFAULT_BASE, write=True).close()
    with serving(store, writable=True) as found:
        yield found


def triples(path: Path, base: str) -> bytes:
    quads = ox.parse(path.read_bytes(), FORMATS[path.suffix], base_iri=base, rename_blank_nodes=True)
    return ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES) or b""


def graphs(test: suite.QueryTest) -> list[tuple[str, bytes]]:
    """The dataset of a test as N-Triples by graph; the default graph has no name."""
    default = b"".join(triples(path, path.as_uri()) for path in test.data)
    text = test.query.read_text("utf-8")
    asked = [Path(iri.removeprefix("file://")) for iri in guard.dataset(list(guard.tokens(text)), test.base)]
    own = [(path.as_uri(), path) for path in asked if path.is_file()]
    return [("", default), *((name, triples(path, path.as_uri())) for name, path in (*test.named, *own))]


def load(server: Server, test: suite.QueryTest) -> None:
    assert server.write("POST", "/sparql", b"DROP ALL", "application/sparql-update").status == 204
    for name, data in graphs(test):
        where = f"graph={quote(name, safe='')}" if name else "default"
        reply = server.write("PUT", f"/store?{where}", data, "application/n-triples")
        assert reply.status < 300, reply.body


def ask(server: Server, test: suite.QueryTest, accept: str) -> Answer:
    text = test.query.read_text("utf-8")
    own = guard.dataset(list(guard.tokens(text)), test.base)
    dataset = [] if own else [("default-graph-uri", DEFAULT)]
    body = f"BASE <{test.base}>\n{text}".encode()
    headers = {"Content-Type": "application/sparql-query", "Accept": accept, "Authorization": f"Bearer {TOKEN}"}
    return server.ask("POST", f"/sparql?{urlencode(dataset)}", body, headers)


def verdict(test: suite.QueryTest, answer: Answer) -> str:
    """What is wrong with an answer, or the empty string."""
    if answer.status != 200:
        return f"{answer.status} {answer.body[:150]!r}"
    if test.result.suffix in TABLES:
        return "" if compare.table(answer.body, test.result.suffix) == compare.expected(test.result) else "other cells"
    kind = answer.headers["content-type"]
    found = compare.from_json(answer.body) if "json" in kind else Graph().parse(data=answer.body, format="turtle")
    text = test.query.read_text("utf-8").upper()
    wanted = compare.expected(test.result)
    if "REDUCED" in text:  # may drop repeated rows, or not
        found, wanted = compare.distinct(found), compare.distinct(wanted)
    return "" if compare.same(found, wanted, ordered="ORDER BY" in text) else "other rows"


def passes(server: Server, test: suite.QueryTest) -> str:
    """What is wrong with what the server answers, or the empty string."""
    try:
        load(server, test)
        return verdict(test, ask(server, test, TABLES.get(test.result.suffix, ACCEPT)))
    except Exception as error:  # a fault of the comparison is counted against us
        return f"{type(error).__name__}: {str(error)[:150]}"


def by_itself(test: suite.QueryTest) -> str:
    """The same for the engine alone."""
    store, text = ox.Store(), test.query.read_text("utf-8")
    try:
        for name, data in graphs(test):
            store.load(data, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(name) if name else ox.DefaultGraph())
        found = store.query(text, base_iri=test.base)
        if isinstance(found, ox.QueryTriples):
            body = ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b""
            return verdict(test, Answer(200, {"content-type": "text/turtle"}, body))
        kind = ox.QueryResultsFormat.from_media_type(TABLES.get(test.result.suffix, "application/sparql-results+json"))
        assert kind is not None
        return verdict(test, Answer(200, {"content-type": "json"}, found.serialize(format=kind) or b""))
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:150]}"


def test_query_evaluation(server: Server, tests: list[suite.QueryTest]) -> None:
    """What fails is what is known to fail, each with its cause: neither more nor less, and no more than the engine does."""
    causes = tomllib.loads((Path(__file__).parent / "known.toml").read_text("utf-8"))["cause"]
    known = {name for cause in causes for name in cause["tests"]}
    wrong = {test.name: fault for test in tests if (fault := passes(server, test))}
    bare = {test.name for test in tests if by_itself(test)}
    approved = [test for test in tests if test.approved]
    good = [test for test in approved if test.name not in wrong]
    print(f"{len(tests) - len(wrong)} of {len(tests)} pass, {len(good)} of {len(approved)} of those approved")
    print(f"the engine alone: {len(tests) - len(bare)} of {len(tests)}")
    assert len(tests) > 500
    assert {name: fault for name, fault in wrong.items() if name not in known} == {}
    assert known - set(wrong) == set()
    assert set(wrong) <= bare
    assert len(good) / len(approved) > APPROVED
