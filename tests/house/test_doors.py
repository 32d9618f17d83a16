"""Each heavy library has one door, so that it can be replaced, and so that nothing loads it by accident."""

from __future__ import annotations

from fnmatch import fnmatch

import pytest

from tests.house.project import MODULES, imports, name

DOORS = {
    "spacy": ["kg/annotate/parse.py"],
    "thinc": ["kg/annotate/parse.py"],
    "pyvis": ["kg/export/html.py"],
    "pyoxigraph": ["kg/graph/*.py", "kg/turtle.py", "kg/serve/worker.py"],
    "typer": ["kg/cli/*.py"],
    "rich": ["kg/cli/*.py"],
    "click": ["kg/cli/*.py"],
    "starlette": ["kg/serve/*.py"],
    "uvicorn": ["kg/serve/*.py", "kg/cli/serve.py"],
    "pyshacl": ["kg/reason/*.py"],
    "trafilatura": ["kg/ingest/*.py"],
    "fastwarc": ["kg/ingest/*.py"],
    "feedparser": ["kg/ingest/*.py"],
    "pypdf": ["kg/ingest/*.py"],
    "dateparser": ["kg/annotate/calendar.py", "kg/ingest/published.py"],
    "ray": ["kg/engine/*.py"],
}


@pytest.mark.parametrize("library", DOORS)
def test_a_library_comes_in_by_its_door(library: str) -> None:
    users = [name(path) for path in MODULES if library in imports(path)]
    assert [one for one in users if not any(fnmatch(one, door) for door in DOORS[library])] == []


def test_every_door_is_used() -> None:
    used = set().union(*map(imports, MODULES))
    assert {library for library in DOORS if library not in used} <= {"thinc", "click"}


def test_nothing_left_of_the_graph_knows_rdf() -> None:
    stages = ("kg/ingest/", "kg/annotate/", "kg/resolve/", "kg/extract/")
    left = [path for path in MODULES if name(path).startswith(stages)]
    assert [name(path) for path in left if imports(path) & {"rdflib", "pyoxigraph", "networkx", "pyvis"}] == []


def test_only_the_command_line_ends_the_process_or_prints() -> None:
    import ast

    from tests.house.project import tree

    for path in MODULES:
        if name(path).startswith("kg/cli/"):
            continue
        calls = [ast.unparse(node.func) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
        assert not {"print", "sys.exit", "exit", "quit"} & set(calls), name(path)
