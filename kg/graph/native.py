"""Quads on disk: the door to Oxigraph's own store."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph import updates
from kg.graph.answer import Answer, to_quad

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.graph.names import Names
    from kg.graph.terms import Quad

BULK = 4_000
"""Lines of a change from which on it is loaded in bulk instead of in one transaction."""


class Native:
    """Oxigraph's files in a folder; implements :class:`kg.graph.base.Keeper`.

    Raises:
        OSError, RuntimeError: The folder cannot be opened, or another process writes to it.
    """

    def __init__(self, folder: Path, names: Names, *, write: bool) -> None:
        self.names = names
        self._ox = ox.Store(str(folder)) if write else snapshot(folder)

    def query(self, text: str, *, union: bool) -> Answer:
        """Run a query; with ``union`` the default graph is the union of all graphs.

        Raises:
            QueryError: It does not parse, or cannot be run.
        """
        try:
            found = self._ox.query(
                text, base_iri=self.names.base, prefixes=self.names.prefixes(), use_default_graph_as_union=union
            )
        except SyntaxError as error:
            raise QueryError(
                f"the query does not parse{_place(error)}", hint="kg query --list shows queries that do"
            ) from None
        except (RuntimeError, ValueError, OSError) as error:
            raise QueryError(f"the query cannot be run: {error}") from None
        return Answer(found)

    def quads(self, graph: str) -> Iterator[Quad]:
        """Every quad, or those of one graph; in no particular order."""
        where = ox.NamedNode(graph) if graph else None
        return (to_quad(quad) for quad in self._ox.quads_for_pattern(None, None, None, where))

    def nquads(self) -> bytes:
        """All quads as N-Quads, unsorted."""
        return self._ox.dump(format=ox.RdfFormat.N_QUADS) or b""

    def __len__(self) -> int:
        """Number of quads."""
        return len(self._ox)

    def replace(self, graphs: Sequence[str], update: Sequence[str], lines: bytes) -> None:
        """Empty graphs, run an update and add quads: in one transaction, unless they are very many."""
        clear = [*updates.drop(graphs), *update]
        if lines.count(b"\n") < BULK:
            self._ox.update(" ;\n".join(clear + updates.insert(lines)))
            return
        self._ox.update(" ;\n".join(clear))
        self._ox.bulk_load(lines, format=ox.RdfFormat.N_QUADS)

    def optimize(self) -> None:
        """Compact the files."""
        self._ox.optimize()


def _place(error: SyntaxError) -> str:
    """Where a query goes wrong; the list of all that might have stood there helps nobody."""
    found = re.match(r"error at (\d+):(\d+): (.*)", str(error.msg), re.DOTALL)
    if not found:
        return f": {error.msg}"
    what = "" if found[3].startswith("expected") else f": {found[3]}"
    return f" at line {found[1]}, column {found[2]}{what}"


def snapshot(folder: Path, tries: int = 5) -> ox.Store:
    """Open for reading beside a writer, whose files may change between being listed and being opened."""
    for _ in range(tries - 1):
        try:
            return ox.Store.read_only(str(folder))
        except (OSError, RuntimeError) as error:  # RocksDB calls a file that has just gone a corruption
            if "No such file" not in str(error):
                raise
            time.sleep(0.05)
    return ox.Store.read_only(str(folder))
