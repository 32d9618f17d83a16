"""What strangers try: nothing outside is read or contacted, each gets a reason, and the next cheap query is answered."""

from __future__ import annotations

import http.server
import itertools
import json
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from kg.config import DEFAULT_BASE
from kg.errors import QueryError
from kg.graph.store import open_store
from kg.serve import guard
from kg.serve.limits import Limits
from tests.graph.test_store import put
from tests.support import readings
from tests.support.server import TOKEN, Answer, Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHEAP = "ASK { ent:Armenia kg:suspends ent:CSTO }"
CROSS = "SELECT (COUNT(*) AS ?n) { GRAPH ?g1 { ?a ?b ?c } GRAPH ?g2 { ?d ?e ?f } GRAPH ?g3 { ?h ?i ?j } GRAPH ?g4 { ?k ?l ?m } }"
SORT = "SELECT * { GRAPH ?g1 { ?a ?b ?c } GRAPH ?g2 { ?d ?e ?f } GRAPH ?g3 { ?h ?i ?j } } ORDER BY ?f ?c ?j"


class Trap:
    """A server outside; whoever contacts it is noted."""

    def __init__(self) -> None:
        hits = self.hits = []  # type: ignore[var-annotated]

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                hits.append(self.path)
                self.send_response(200)
                self.end_headers()

            do_POST = do_GET  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/x"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def trap() -> Iterator[Trap]:
    made = Trap()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store = tmp_path_factory.mktemp("hostile") / "s"
    with open_store(store, DEFAULT_BASE, write=True) as opened:
        put(opened, readings.freeze(), readings.echo())
    with serving(store, "--seconds", "2", "--memory", "1024", writable=True) as found:
        yield found


def answers(server: Server) -> bool:
    """The next cheap query is answered within a second."""
    for _ in range(50):  # a worker that was just killed may still be starting
        began = time.monotonic()
        reply = server.query(CHEAP, timeout=10)
        if reply.status == 200:
            return bool(json.loads(reply.body)["boolean"]) and time.monotonic() - began < 1
        time.sleep(0.02)
    return False


def refused(reply: Answer) -> bool:
    return 400 <= reply.status < 600 and len(reply.body) > 10 and reply.headers["content-type"].startswith("text/plain")


OUTSIDE = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "SELECT * { service<URL>{ ?s ?p ?o } }",
    "SELECT * { SERVICE#c\n<URL> { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { SERVICE:x{ ?s ?p ?o } }",
    "SELECT * { BIND(<URL> AS ?u) SERVICE ?u { ?s ?p ?o } }",
    "SELECT * { ?a ?b ?c FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { ?a ?b ?c MINUS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { ?a ?b 1SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    'SELECT * { ?a ?b "\\u0022 SERVICE <URL> { ?s ?p ?o } #" }',
    "SELECT * FROM <URL> { ?s ?p ?o }",
    "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "PREFIX f: <file:///etc/> SELECT * FROM f:passwd { ?s ?p ?o }",
    "BASE <file:///etc/> SELECT * FROM <passwd> { ?s ?p ?o }",
    "LOAD <URL>",
    "LOAD SILENT <file:///etc/passwd> INTO GRAPH <a:a>",
]


@pytest.mark.parametrize("text", OUTSIDE)
def test_nothing_outside_is_asked_or_read(server: Server, trap: Trap, text: str) -> None:
    text = text.replace("URL", trap.url)
    assert refused(server.query(text))
    assert server.write("POST", "/sparql", text.encode(), "application/sparql-update").status >= 400
    assert trap.hits == []
    assert answers(server)


@pytest.mark.parametrize("text", ["INSERT { ?s ?p ?o } USING <URL> WHERE { ?s ?p ?o }", "LOAD <URL> INTO GRAPH <a:b>"])
def test_updates_read_nothing_outside(server: Server, trap: Trap, text: str) -> None:
    server.write("POST", "/sparql", text.replace("URL", trap.url).encode(), "application/sparql-update")
    assert trap.hits == []
    assert answers(server)


def test_words_in_their_place_are_no_federation() -> None:
    text = 'SELECT ?service { ?service <http://x/SERVICE> "LOAD SERVICE" ; x:load ?load # SERVICE <http://x> {}\n }'
    assert guard.check(text, Limits())


@pytest.mark.parametrize("text", ["SELECT * { \\u0053ERVICE <x:y> {} }", "SELECT * { a:b\\u0020 ?c ?d }", "SERVICE:a"])
def test_escapes_and_names_do_not_hide_a_keyword(text: str) -> None:
    with pytest.raises(QueryError):
        guard.check(text, Limits())


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * " + "{" * 5000 + "}" * 5000,
        "SELECT * { FILTER" + "(" * 5000 + "1" + ")" * 5000 + "}",
        "SELECT * { ?s ?p " + "[" * 3000 + "]" * 3000 + "}",
        "SELECT * { FILTER(" + "!" * 20000 + "true) }",
        "ASK { ?s ?p '" + "x" * 100_000 + "' }",
    ],
)
def test_deep_and_long_queries_are_refused(server: Server, text: str) -> None:
    assert refused(server.query(text))
    assert answers(server)


@pytest.mark.parametrize(
    "text", ["SELECT * { { ?s ?p ?o } " + "UNION { ?s ?p ?o } " * 3000 + "}", "ASK { " + "?s ?p ?o . " * 5000 + "}"]
)
def test_broad_queries_do_not_stop_the_server(server: Server, text: str) -> None:
    server.query(text)
    assert answers(server)


def test_a_long_chain_of_operators_does_not_stop_the_server(server: Server) -> None:
    server.query("SELECT * { ?s ?p ?o FILTER(" + "1+" * 15_000 + "1 > 0) }")
    server.query("SELECT * { ?s " + "<a:b>/" * 8_000 + "<a:b> ?o }")
    assert answers(server)


@pytest.mark.parametrize("text", [CROSS, SORT, 'SELECT * { ?s ?p ?o FILTER(REGEX("' + "a" * 5000 + '!", "^(a+)+$")) }'])
def test_heavy_queries_are_stopped(server: Server, text: str) -> None:
    reply = server.query(text)
    assert reply.status == 200 or refused(reply)
    assert answers(server)


def test_a_cross_join_is_stopped_in_time_with_a_reason(server: Server) -> None:
    reply = server.query(CROSS)
    assert reply.status == 504
    assert b"longer than 2 seconds" in reply.body


def test_two_hundred_at_once(server: Server) -> None:
    with ThreadPoolExecutor(200) as crowd:
        replies = list(crowd.map(lambda _: server.query(CROSS, timeout=60), range(200)))
    assert {reply.status for reply in replies} <= {503, 504, 500}
    assert all(refused(reply) for reply in replies)
    assert answers(server)


def laughs() -> bytes:
    names = "abcdefghij"
    rules = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in itertools.pairwise(names))
    head = f'<?xml version="1.0"?><!DOCTYPE rdf:RDF [<!ENTITY a "ha">{rules}]>'
    ns = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="a:"'
    return f'{head}<rdf:RDF {ns}><rdf:Description rdf:about="a:b"><x:c>&j;</x:c></rdf:Description></rdf:RDF>'.encode()


def test_documents_that_blow_up_or_reach_out(server: Server, trap: Trap) -> None:
    bomb = server.write("PUT", "/store?graph=a:bomb", laughs(), "application/rdf+xml")
    assert refused(bomb)
    context = json.dumps({"@context": trap.url, "@id": "a:a", "a:b": "c"}).encode()
    assert refused(server.write("PUT", "/store?graph=a:context", context, "application/ld+json"))
    entity = f'<!DOCTYPE r [<!ENTITY e SYSTEM "{trap.url}">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    entity += 'xmlns:x="a:"><rdf:Description rdf:about="a:b"><x:c>&e;</x:c></rdf:Description></rdf:RDF>'
    server.write("PUT", "/store?graph=a:entity", entity.encode(), "application/rdf+xml")
    assert trap.hits == []
    assert answers(server)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/sparql?query={quote(CHEAP)}&query={quote(CHEAP)}", 400),
        ("/sparql?query=%FF%FE", 400),
        ("/store?graph=a:b&graph=a:c", 400),
        ("/store?graph=not%20an%20iri", 400),
        ("/store?graph=a:%3E%3B", 400),
        ("/store", 400),
        ("/entity/..%2F..%2Fetc%2Fpasswd", 404),
        ("/entity/%3Cscript%3E", 404),
        ("/entity/" + "x" * 5000, 404),
        ("/nowhere", 404),
    ],
)
def test_odd_parameters_get_a_reason(server: Server, path: str, status: int) -> None:
    reply = server.ask("GET", path)
    assert reply.status == status
    assert b"<script" not in reply.body
    assert answers(server)


def raw(server: Server, data: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        line.sendall(data)
        line.shutdown(socket.SHUT_WR)
        found = b""
        while part := line.recv(65536):
            found += part
    return found


@pytest.mark.parametrize(
    "data",
    [
        b"GET /sparql HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"GET /sparql HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
    ],
)
def test_smuggled_and_broken_requests_are_refused(server: Server, data: bytes) -> None:
    found = raw(server, data)
    assert b"200 OK" not in found
    assert b"Traceback" not in found
    assert answers(server)


def test_slow_clients_hold_up_nobody(server: Server) -> None:
    lines = [socket.create_connection(("127.0.0.1", server.port), timeout=10) for _ in range(100)]
    try:
        for line in lines:
            line.sendall(
                b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 99\r\n\r\nA"
            )
        assert answers(server)
    finally:
        for line in lines:
            line.close()


def test_results_and_bodies_are_bounded(server: Server) -> None:
    big = b"<a:a> <a:b> <a:c> .\n" * 1_200_000
    assert server.write("PUT", "/store?graph=a:big", big, "application/n-triples").status == 413
    assert answers(server)


def test_pages_are_closed_to_other_sites(server: Server) -> None:
    reply = server.ask("GET", "/", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in reply.headers
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert TOKEN.encode() not in reply.body


def test_a_name_with_markup_is_shown_as_text(tmp_path: Path) -> None:
    from dataclasses import replace

    echo = readings.echo()
    nasty = replace(readings.RUSSIA, label="<script>alert(1)</script>")
    with open_store(tmp_path / "s", DEFAULT_BASE, write=True) as store:
        put(store, replace(echo, entities=(nasty, readings.ARMENIA, readings.CSTO)))
    with serving(tmp_path / "s") as server:
        reply = server.ask("GET", "/entity/Russia", headers={"Accept": "text/html"})
    assert reply.status == 200
    assert b"&lt;script&gt;alert" in reply.body
    assert b"<script>alert" not in reply.body
