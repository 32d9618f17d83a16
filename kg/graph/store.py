"""Opens a graph where it is kept: a folder, or a SPARQL 1.1 endpoint.

A folder has Oxigraph's files in ``graph/`` and ``state.sqlite`` beside them (see :mod:`kg.graph.state`).
"""

from __future__ import annotations

import os
from pathlib import Path

from kg.config import STATE_FILE
from kg.errors import StoreError
from kg.graph import far
from kg.graph.base import Store, trouble
from kg.graph.names import Names
from kg.graph.native import Native
from kg.graph.remote import is_remote
from kg.graph.state import FORMAT, State

__all__ = ["Store", "open_store"]


def open_store(place: Path | str, base: str, *, write: bool = False, token: str | None = None) -> Store:
    """Open a store; with ``write`` it is made if it is not there.

    Args:
        place: A folder, or the URL of a SPARQL 1.1 endpoint.
        base: Base IRI of all that is in it.
        write: Open it for writing too.
        token: Shown to an endpoint: a bearer token, or ``name:password``; ``KG_TOKEN`` if not given.

    Raises:
        StoreError: There is none, it is in use, it cannot be read, or it was built under another base IRI.
    """
    if is_remote(str(place)):
        shown = os.environ.get("KG_TOKEN", "") if token is None else token
        return far.open_endpoint(str(place), base, write=write, token=shown)
    folder = Path(place)
    state_file = folder / STATE_FILE
    if not state_file.exists() or not state_file.stat().st_size:
        if folder.exists() and not _is_free(folder):
            raise StoreError("this is no store of kg", path=folder, hint="give --store an empty or a new folder")
        if not write:
            raise StoreError(
                "there is no graph here yet", path=folder, hint="kg build PATH... makes one; kg demo makes an example"
            )
    names = Names(base)
    with trouble(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if write:
            keeper = Native(folder / "graph", names, write=True)
            state = State(state_file, base, write=True)
        else:
            state = State(state_file, base, write=False)
            if state.pending():
                state.close()
                _recover(folder, base)
                state = State(state_file, base, write=False)
            keeper = Native(folder / "graph", names, write=False)
    if state.base != base or state.format != FORMAT:
        built = f"base IRI {state.base}" if state.base != base else f"store format {state.format}"
        hint = f"set KG_BASE_IRI={state.base}" if state.base != base else "build it anew"
        state.close()
        raise StoreError(f"the store was built with another {built}", path=folder, hint=hint)
    store = Store(folder, str(folder), names, keeper, state, state if write else None)
    if write:
        with trouble(folder):
            store.catch_up()
    return store


def _is_free(folder: Path) -> bool:
    """The folder is empty, or holds no more than the beginnings of a store whose making was cut short."""
    if not folder.is_dir():
        return False
    names = {path.name for path in folder.iterdir()}
    graph = folder / "graph"
    begun = graph.is_dir() and ((graph / "LOCK").exists() or not any(graph.iterdir()))
    return not {name for name in names if not name.startswith(STATE_FILE)} - ({"graph"} if begun else set())


def _recover(folder: Path, base: str) -> None:
    """Finish what a killed writer began; a writer at work finishes its own."""
    try:
        open_store(folder, base, write=True).close()
    except StoreError:
        return
