"""Runs the command line in this process, over a store with two small articles."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from kg.cli.app import main
from kg.config import DEFAULT_BASE
from kg.graph.store import open_store
from tests.graph.test_store import put
from tests.support import readings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Result(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


type Kg = Callable[..., Result]


@pytest.fixture
def kg(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Kg:
    """``kg("stats", "--json")`` runs that command."""

    def run(*words: str) -> Result:
        monkeypatch.setattr(sys, "argv", ["kg", *words])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 1
        found = capsysbinary.readouterr()
        return Result(code, found.out.decode(), found.err.decode())

    return run


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store that commands find without ``--store``."""
    folder = tmp_path / "graph"
    with open_store(folder, DEFAULT_BASE, write=True) as opened:
        put(opened, readings.freeze(), readings.echo())
    monkeypatch.setenv("KG_STORE", str(folder))
    return folder
