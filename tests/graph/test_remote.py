"""A graph behind a real SPARQL endpoint: Oxigraph's server, Virtuoso, and our own."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar

import pytest

from kg import library, pipeline
from kg.config import DEFAULT_BASE, Settings
from kg.errors import ConfigError, QueryError, StoreError
from kg.graph import http, remote
from kg.graph.far import FarStore, Records
from kg.graph.read import View
from kg.graph.remote import Endpoint, Remote
from kg.graph.store import Store, open_store
from tests.graph.test_store import facts, lines, put
from tests.support import endpoints, readings
from tests.support.machine import PlainMachine
from tests.support.server import TOKEN, free_port, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PASSWORD = "dba:dba"


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("KG_TOKEN", raising=False)


@pytest.fixture
def local(tmp_path: Path) -> Path:
    with open_store(tmp_path / "local", DEFAULT_BASE, write=True) as store:
        put(store, readings.freeze(), readings.echo())
    return tmp_path / "local"


@pytest.fixture
def oxigraph(tmp_path: Path) -> Iterator[str]:
    with endpoints.oxigraph(tmp_path / "ox") as url:
        yield url


def same(local: Path, url: str, token: str = "", *, bytewise: bool = True) -> None:
    """The endpoint says what the folder says."""
    with open_store(local, DEFAULT_BASE) as store, open_store(url, DEFAULT_BASE, token=token) as other:
        assert list(View(store).claims()) == list(View(other).claims())
        assert View(store).entities() == View(other).entities()
        assert View(store).articles() == View(other).articles()
        assert facts(store) == facts(other)
        assert len(store) == len(other)
        if bytewise:
            assert lines(store) == lines(other)


# the endpoint as the store


def in_turn(url: str, token: str = "") -> None:
    """What the graph keeps of articles that are written, changed and taken out there."""
    for new in (readings.freeze(), readings.echo()):
        with open_store(url, DEFAULT_BASE, write=True, token=token) as store:
            put(store, new)
    with open_store(url, DEFAULT_BASE, token=token) as store:
        assert set(store.marks()) == {"freeze.md", "echo.txt"}
        assert store.text(readings.freeze().article.id) == readings.freeze().article.text
        assert [facts(store)] == [["Armenia suspends CSTO", "Russia criticizes Armenia"]]
        assert list(store.query("SELECT ?x { ent:Armenia kg:suspends ?x }").rows())  # the union of all graphs


def taken_out(url: str, local: Path, token: str = "", *, bytewise: bool = True) -> None:
    """A retracted article leaves no trace; one that comes back is there as before."""
    for place in (url, str(local)):
        with open_store(place, DEFAULT_BASE, write=True, token=token) as store:
            assert store.retract(readings.echo().article.id)
            assert not store.retract(readings.echo().article.id)
    same(local, url, token, bytewise=bytewise)
    for place in (url, str(local)):
        with open_store(place, DEFAULT_BASE, write=True, token=token) as store:
            put(store, readings.echo())
    same(local, url, token, bytewise=bytewise)


def test_an_oxigraph_server_is_a_store(oxigraph: str, local: Path) -> None:
    in_turn(oxigraph)
    same(local, oxigraph)
    taken_out(oxigraph, local)


def test_virtuoso_is_a_store(tmp_path: Path, local: Path) -> None:
    """It writes true as 1, so the claims are compared and not the bytes."""
    with endpoints.virtuoso(tmp_path / "virtuoso") as url:
        with pytest.raises(StoreError, match=r"does not let you take updates \(HTTP 401\)") as refused:
            open_store(url, DEFAULT_BASE, write=True)
        assert "KG_TOKEN" in refused.value.hint
        in_turn(url, PASSWORD)
        same(local, url, PASSWORD, bytewise=False)
        taken_out(url, local, PASSWORD, bytewise=False)


def test_our_own_server_is_a_store(tmp_path: Path, local: Path) -> None:
    open_store(tmp_path / "empty", DEFAULT_BASE, write=True).close()
    with serving(tmp_path / "empty", writable=True) as server:
        url = f"{server.url}/sparql"
        with pytest.raises(StoreError, match="does not let you take updates"):
            open_store(url, DEFAULT_BASE, write=True)
        in_turn(url, TOKEN)
        same(local, url)
        taken_out(url, local, TOKEN)
        with open_store(url, DEFAULT_BASE) as store, pytest.raises(QueryError, match="400"):
            store.query("SELECT * {")


def test_a_build_goes_straight_there_and_goes_on_from_there(
    tmp_path: Path, oxigraph: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.txt").write_text("Armenia suspends CSTO. Armenia will signs Charter.")
    (news / "b.txt").write_text("Peskov speaksFor Kremlin. Armenia suspends CSTO.")
    settings, there = Settings(store=str(tmp_path / "folder")), Settings(store=oxigraph)

    def build(chosen: Settings) -> pipeline.Built:
        return pipeline.build([news], chosen, machine=PlainMachine())

    assert build(settings).articles == build(there).articles == 2
    same(tmp_path / "folder", oxigraph)
    assert build(there).unchanged == 2
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another-machine"))
    assert build(there).unchanged == 2
    (news / "b.txt").write_text("Armenia suspends CSTO.")
    built = build(there)
    assert (built.articles, built.unchanged) == (1, 1)
    build(settings)
    same(tmp_path / "folder", oxigraph)
    with library.Graph(oxigraph) as graph:
        assert graph.query("SELECT ?x { ent:Armenia kg:suspends ?x }")
        assert {claim.predicate for claim in graph.about("Armenia")} == {"suspends", "signs"}


def many(store: Store, articles: int = 30) -> None:
    """More than goes into one update."""
    found = []
    for number in range(articles):
        source = readings.article(f"m{number}.txt", f"Armenia suspends CSTO {number}.")
        sentence = f"Armenia suspends CSTO {number}."
        claims = [readings.claim(source, readings.ARMENIA, "suspends", readings.CSTO, sentence)]
        found.append(readings.reading(source, claims))
    put(store, *found)


@pytest.mark.parametrize("way", ["as N-Quads", "graph by graph", "by updates"])
def test_each_way_to_write_much_gives_the_same(tmp_path: Path, oxigraph: str, local: Path, way: str) -> None:
    head = oxigraph.removesuffix("/query")
    given = Endpoint(
        oxigraph,
        (f"{head}/update",),
        (f"{head}/store",) if way == "as N-Quads" else (f"{head}/none",),
        (f"{head}/none",) if way == "by updates" else (f"{head}/store",),
    )
    keeper = Remote(given, DEFAULT_BASE)
    for place in (oxigraph, str(local)):
        with open_store(place, DEFAULT_BASE, write=True) as store:
            if isinstance(store, FarStore):
                store._open = keeper
                put(store, readings.freeze(), readings.echo())
            many(store)
            many(store)  # the second time in place of the first
    assert keeper._ways[0][0] == way
    same(local, oxigraph)


def test_what_a_killed_writer_left_is_finished(
    tmp_path: Path, oxigraph: str, local: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal is saved first; whether the server had heard of the change or not does not matter."""
    whole = Remote.replace
    for dies in ("before", "after"):
        store = open_store(oxigraph, DEFAULT_BASE, write=True)
        put(store, readings.echo())

        def killed(self: Remote, *change: object, dies: str = dies) -> None:
            if dies == "after":
                whole(self, *change)  # type: ignore[arg-type]
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(Remote, "replace", killed)
            with pytest.raises(KeyboardInterrupt):
                put(store, readings.freeze())
        store.close()
        with open_store(oxigraph, DEFAULT_BASE, write=True) as store:
            assert set(store.marks()) == {"echo.txt", "freeze.md"}
        same(local, oxigraph)
        with open_store(oxigraph, DEFAULT_BASE, write=True) as store:
            store.retract(readings.freeze().article.id)


def test_two_machines_do_not_overwrite_each_other(
    tmp_path: Path, oxigraph: str, local: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(oxigraph, DEFAULT_BASE, write=True) as one:
        with pytest.raises(StoreError, match="in use by another process"):
            open_store(oxigraph, DEFAULT_BASE, write=True)
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another-machine"))
        with open_store(oxigraph, DEFAULT_BASE, write=True) as other:
            put(other, readings.freeze())
        with pytest.raises(StoreError, match="another process has written") as caught:
            put(one, readings.echo())
        assert "run the same again" in caught.value.hint
    monkeypatch.undo()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with open_store(oxigraph, DEFAULT_BASE, write=True) as one:
        assert set(one.marks()) == {"freeze.md"}
        put(one, readings.echo())
    same(local, oxigraph)


def test_a_graph_of_others_in_the_same_server_is_left_alone(oxigraph: str, local: Path) -> None:
    keeper = Remote(Endpoint.at(oxigraph), DEFAULT_BASE)
    keeper._run(
        ["INSERT DATA { GRAPH <https://other.example/g> { <https://other.example/a> a <https://other.example/B> } }"]
    )
    in_turn(oxigraph)
    same(local, oxigraph)
    taken_out(oxigraph, local)
    assert keeper.query("ASK { GRAPH <https://other.example/g> { ?s ?p ?o } }", union=False).truth


# copies


def test_a_pushed_graph_reads_as_the_local_one_without_its_texts(local: Path, oxigraph: str) -> None:
    with open_store(local, DEFAULT_BASE) as store:
        for _ in range(2):  # again changes nothing
            Remote(Endpoint.at(oxigraph), DEFAULT_BASE).push(store.quads())
    same(local, oxigraph)
    with open_store(oxigraph, DEFAULT_BASE) as store:
        assert store.text(readings.freeze().article.id) is None


# what goes wrong


class Awkward(BaseHTTPRequestHandler):
    """A server that answers everything in one way; it writes down what it was shown."""

    status, type, data, seconds = 200, "text/html", b"<h1>Hello</h1>", 0.0
    headers_sent: ClassVar[dict[str, str]] = {}
    shown: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.shown.append(self.headers.get("Authorization") or "")
        self.rfile.read(int(self.headers["Content-Length"]))
        threading.Event().wait(self.seconds)
        self.send_response(self.status)
        self.send_header("Content-Type", self.type)
        for name, value in self.headers_sent.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.data)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def awkward() -> Iterator[type[Awkward]]:
    class One(Awkward):
        shown: ClassVar[list[str]] = []

    server = ThreadingHTTPServer(("127.0.0.1", 0), One)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    One.url = f"http://127.0.0.1:{server.server_port}/query"  # type: ignore[attr-defined]
    yield One
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "write", "message"),
    [
        (401, False, r"does not let you ask \(HTTP 401\)"),
        (403, True, r"does not let you take updates \(HTTP 403\)"),
        (404, True, r"does not take updates \(HTTP 404\)"),
        (405, True, r"does not take updates \(HTTP 405\)"),
        (503, False, r"took too long to ask \(HTTP 503\): Hello"),
        (307, False, r"has moved to http://elsewhere\.example/"),
        (500, False, "answers 500: Hello"),
        (200, False, "answers with text/html that is no result"),
    ],
)
def test_each_refusal_is_one_line(awkward: type[Awkward], status: int, write: bool, message: str) -> None:
    awkward.status = status
    awkward.headers_sent = {"Location": "http://elsewhere.example/"} if status == 307 else {}
    with (
        pytest.raises((StoreError, QueryError), match=message) as caught,
        open_store(awkward.url, DEFAULT_BASE, write=write, token="secret-token") as store,  # type: ignore[attr-defined]
    ):
        store.query("ASK {}")
    assert "\n" not in str(caught.value)
    assert "secret-token" not in str(caught.value)
    assert set(awkward.shown) == {"Bearer secret-token"}


def test_a_server_that_is_silent_or_not_there_is_one_line(
    awkward: type[Awkward], monkeypatch: pytest.MonkeyPatch
) -> None:
    awkward.seconds = 3
    monkeypatch.setattr(remote, "Connection", lambda url, token: http.Connection(url, token, seconds=0.2))
    with pytest.raises(StoreError, match=r"no answer within 0\.2 seconds"):
        open_store(awkward.url, DEFAULT_BASE).query("ASK {}")  # type: ignore[attr-defined]
    with pytest.raises(StoreError, match="cannot be reached") as caught:
        open_store(f"http://127.0.0.1:{free_port()}/query", DEFAULT_BASE).query("ASK {}")
    assert "server running" in caught.value.hint


def test_an_answer_that_is_cut_short_is_no_answer(awkward: type[Awkward]) -> None:
    awkward.type = "application/sparql-results+json"
    awkward.data = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": []}}).encode()
    awkward.headers_sent = {"X-SPARQL-MaxRows": "10000"}
    with pytest.raises(StoreError, match="gives 10000 rows of an answer and no more"):
        open_store(awkward.url, DEFAULT_BASE).query("SELECT ?x {}")  # type: ignore[attr-defined]


def test_a_password_in_the_url_would_be_shown() -> None:
    with pytest.raises(ConfigError, match="holds no password") as caught:
        open_store("http://me:hidden@localhost:1/query", DEFAULT_BASE)
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "update"),
    [
        ("http://h/query", "http://h/update"),
        ("http://h/ds/sparql", "http://h/ds/update"),
        ("http://h/repositories/R", "http://h/repositories/R/statements"),
        ("http://h/repositories/R/", "http://h/repositories/R/statements"),
    ],
)
def test_where_the_usual_servers_take_updates(url: str, update: str) -> None:
    assert Endpoint.at(url).updates[0] == update


def test_a_record_comes_back_as_it_was(oxigraph: str) -> None:
    """Half a character in a text, which UTF-8 cannot write, survives too."""
    odd = readings.article("odd.txt", "Armenia suspends CSTO. It was said in many words and at length. \ud83d")
    one = readings.claim(odd, readings.ARMENIA, "suspends", readings.CSTO, "Armenia suspends CSTO")
    with open_store(oxigraph, DEFAULT_BASE, write=True) as store:
        put(store, readings.reading(odd, [one]))
        (kept,) = Records(store._keeper).contributions()  # type: ignore[arg-type]
        assert kept == store._state.contribution(odd.id)
        assert kept.text == odd.text
