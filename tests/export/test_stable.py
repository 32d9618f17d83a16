"""The same articles give the same bytes, whatever the hash seed, the order of files and the history of the store."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

FORMATS = ["ttl", "trig", "nq", "nt", "jsonld", "rdf", "jsonl", "csv"]
ROOT = Path(__file__).parents[2]
PROGRAM = """
import hashlib, io, sys
from pathlib import Path
from kg import ontology, resources
from kg.config import Settings
from kg.graph.read import View
from kg.graph.store import open_store
from kg.registry import Source, exporter
from tests.graph.test_store import put
from tests.support import readings

folder, order, *formats = sys.argv[1:]
found = {"f": readings.freeze, "e": readings.echo}
settings = Settings(store=folder)
with open_store(folder, settings.base, write=True) as store:
    for letter in order:
        put(store, found[letter]())
    source = Source(View(store), ontology.load(resources.find(settings).ontology, settings.base), settings, store)
    for name in formats:
        out = io.BytesIO()
        exporter(name)(source, out)
        print(name, hashlib.sha256(out.getvalue()).hexdigest())
"""


def digests(folder: Path, order: str, seed: str) -> str:
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PROGRAM, str(folder), order, *FORMATS]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> str:
    return digests(tmp_path_factory.mktemp("first"), "fe", "0")


@pytest.mark.parametrize(("order", "seed"), [("ef", "1"), ("fefe", "4242")])
def test_bytes_do_not_change(tmp_path: Path, first: str, order: str, seed: str) -> None:
    assert len(first.splitlines()) == len(FORMATS)
    assert hashlib.sha256(b"").hexdigest() not in first
    assert digests(tmp_path, order, seed) == first
