"""SPARQL servers of others, as processes on free ports of this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.server import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

OXIGRAPH = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
VIRTUOSO = os.environ.get("VIRTUOSO") or shutil.which("virtuoso-t")
"""Debian's package ``virtuoso-opensource-7-bin``; a copy that is only unpacked is named by the variable VIRTUOSO."""
SETTINGS = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = {sql}
ServerThreads = 10
NumberOfBuffers = 2000
MaxDirtyBuffers = 1500
DirsAllowed = .
[HTTPServer]
ServerPort = {http}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 100000
"""


@contextmanager
def oxigraph(folder: Path, port: int = 0) -> Iterator[str]:
    """The address for queries of an Oxigraph server."""
    if OXIGRAPH is None:
        pytest.skip("the oxigraph server is not installed")
    port = port or free_port()
    command = [OXIGRAPH, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    with _running(command, folder.parent, f"http://127.0.0.1:{port}/"):
        yield f"http://127.0.0.1:{port}/query"


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """The address for queries of a Virtuoso whose database is made in a folder; its user is dba, its password dba."""
    if VIRTUOSO is None:
        pytest.skip("Virtuoso is not installed: apt-get install virtuoso-opensource-7-bin")
    folder.mkdir()
    port = free_port()
    (folder / "virtuoso.ini").write_text(SETTINGS.format(sql=free_port(), http=port))
    url = f"http://127.0.0.1:{port}/sparql"
    with _running([VIRTUOSO, "+foreground", "+configfile", "virtuoso.ini"], folder, f"{url}?query=ASK%7B%7D"):
        yield url


@contextmanager
def _running(command: Sequence[str], folder: Path, url: str) -> Iterator[None]:
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            if process.poll() is not None:
                pytest.skip(f"{command[0]} does not run here: it ended with {process.returncode}")
            try:
                urllib.request.urlopen(url, timeout=2).close()
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
