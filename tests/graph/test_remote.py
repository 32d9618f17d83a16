"""A graph behind a real SPARQL endpoint: Oxigraph's server, and our own."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.config import DEFAULT_BASE
from kg.errors import QueryError, StoreError
from kg.graph.read import View
from kg.graph.remote import Endpoint, RemoteStore
from kg.graph.store import open_store
from tests.graph.test_store import lines, put
from tests.support import readings
from tests.support.server import TOKEN, free_port, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

OXIGRAPH = shutil.which("oxigraph", path=str(Path(sys.executable).parent))


@pytest.fixture
def local(tmp_path: Path) -> Path:
    with open_store(tmp_path / "local", DEFAULT_BASE, write=True) as store:
        put(store, readings.freeze(), readings.echo())
    return tmp_path / "local"


@pytest.fixture
def oxigraph(tmp_path: Path) -> Iterator[str]:
    if OXIGRAPH is None:
        pytest.skip("the oxigraph server is not installed")
    port = free_port()
    command = [OXIGRAPH, "serve", "--location", str(tmp_path / "ox"), "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            urllib.request.urlopen(url, timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield f"{url}/query"
    process.terminate()
    process.wait(10)


def same(local: Path, remote: RemoteStore) -> bool:
    with open_store(local, DEFAULT_BASE) as store:
        view, other = View(store), View(remote)
        return (
            list(view.claims()) == list(other.claims())
            and view.entities() == other.entities()
            and view.articles() == other.articles()
            and lines(store) == sorted(remote.nquads().splitlines())
        )


def test_a_pushed_graph_reads_as_the_local_one(local: Path, oxigraph: str) -> None:
    remote = RemoteStore(Endpoint.at(oxigraph), DEFAULT_BASE)
    with open_store(local, DEFAULT_BASE) as store:
        assert remote.push(store) == "graph store protocol"
        assert remote.push(store) == "graph store protocol"  # again changes nothing
    assert same(local, remote)


def test_where_there_is_no_graph_store_updates_do(local: Path, oxigraph: str) -> None:
    found = Endpoint.at(oxigraph)
    remote = RemoteStore(Endpoint(found.query, found.update, f"{oxigraph}/nowhere"), DEFAULT_BASE)
    with open_store(local, DEFAULT_BASE) as store:
        assert remote.push(store) == "updates"
    assert same(local, remote)


def test_our_own_server_is_such_an_endpoint(local: Path, tmp_path: Path) -> None:
    open_store(tmp_path / "empty", DEFAULT_BASE, write=True).close()
    with serving(tmp_path / "empty", writable=True) as server:
        url = f"{server.url}/sparql"
        with open_store(local, DEFAULT_BASE) as store, pytest.raises(StoreError, match="cannot be written"):
            RemoteStore(Endpoint.at(url), DEFAULT_BASE).push(store)
        remote = RemoteStore(Endpoint.at(url, TOKEN), DEFAULT_BASE)
        with open_store(local, DEFAULT_BASE) as store:
            remote.push(store)
        assert same(local, remote)
        with pytest.raises(QueryError, match="400"):
            remote.query("SELECT * {")


def test_an_endpoint_that_is_not_there_is_one_line() -> None:
    with pytest.raises(StoreError, match="cannot be reached"):
        RemoteStore(Endpoint.at(f"http://127.0.0.1:{free_port()}/query"), DEFAULT_BASE).query("ASK {}")
