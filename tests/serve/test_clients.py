"""Clients that people use: SPARQLWrapper and Comunica run named questions against ``kg serve``; a browser's requests get pages."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib import Graph

from kg import resources
from kg.analyse import query
from kg.config import DEFAULT_BASE, Settings
from kg.graph.names import Names
from kg.graph.store import open_store
from tests.graph.test_store import put
from tests.support import readings
from tests.support.server import Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDERS = resources.find(Settings())
QUESTIONS = query.load(FOLDERS.queries)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store = tmp_path_factory.mktemp("clients") / "s"
    with open_store(store, DEFAULT_BASE, write=True) as opened:
        opened.put_ontology(FOLDERS.ontology / "kg.ttl")
        put(opened, readings.freeze(), readings.echo())
    with serving(store) as found:
        yield found


def prologue() -> str:
    names = Names(DEFAULT_BASE)
    return f"BASE <{names.base}>\n" + "".join(f"PREFIX {p}: <{n}>\n" for p, n in names.prefixes().items())


@pytest.mark.parametrize(("name", "count"), [("what-did", 3), ("between", 2), ("articles", 2)])
def test_sparqlwrapper_runs_named_questions(server: Server, name: str, count: int) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    client = wrapper.SPARQLWrapper(f"{server.url}/sparql")
    client.setQuery(prologue() + QUESTIONS[name].text)
    client.setReturnFormat(wrapper.JSON)
    found = client.query().convert()
    assert len(found["results"]["bindings"]) == count
    assert tuple(found["head"]["vars"]) == tuple(column for column, _ in QUESTIONS[name].columns)


def comunica() -> str:
    """The command of Comunica (npm: @comunica/query-sparql), wherever .ci/run or a person put it."""
    for place in (os.environ.get("COMUNICA", ""), Path.home() / ".cache/kg-tests/node_modules/.bin", None):
        found = shutil.which("comunica-sparql", path=str(place) if place else None)
        if found and shutil.which("node"):
            return found
    pytest.skip("Comunica is not installed: .ci/run puts it into ~/.cache/kg-tests")


@pytest.mark.parametrize(("name", "count"), [("what-did", 3), ("between", 2), ("articles", 2)])
def test_comunica_runs_named_questions(server: Server, name: str, count: int) -> None:
    command = [comunica(), f"sparql@{server.url}/sparql", "-t", "application/sparql-results+json", "-q"]
    done = subprocess.run(
        [*command, prologue() + QUESTIONS[name].text], capture_output=True, timeout=120, check=False, text=True
    )
    assert done.returncode == 0, done.stderr[-500:]
    found = json.loads(done.stdout)["results"]["bindings"]
    assert len(found) == count
    assert set().union(*found) <= {column for column, _ in QUESTIONS[name].columns}
    assert all(QUESTIONS[name].columns[0][0] in row for row in found)


def test_an_entity_is_a_page_or_triples(server: Server) -> None:
    page = server.ask("GET", "/entity/Armenia", headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert b"Armenia" in page.body
    for kind, name in (("text/turtle", "turtle"), ("application/ld+json", "json-ld")):
        reply = server.ask("GET", "/entity/Armenia", headers={"Accept": kind})
        assert len(Graph().parse(data=reply.body, format=name)) >= 4
    assert server.ask("GET", "/entity/Nobody").status == 404
    assert server.ask("GET", "/entity/Armenia", headers={"Accept": "image/png"}).status == 406


def test_the_front_page_has_every_question(server: Server) -> None:
    page = server.ask("GET", "/").body.decode()
    assert all(f'value="{name}"' in page for name in QUESTIONS)
    assert server.ask("GET", "/graph").status == 200
