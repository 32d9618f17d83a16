"""Quads on disk: the door to Oxigraph's own store."""

from __future__ import annotations

import io
import re
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph import updates
from kg.graph.answer import Answer, to_quad

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from kg.graph.columns import Columns
    from kg.graph.names import Names
    from kg.graph.terms import Quad

type _Column = list[tuple[str | None, bytes]]
"""Subjects and values as TSV; or for each value, its subjects."""

AHEAD = 2
"""Columns that are fetched while one is read."""
FEW = 100
"""A property with no more different values is read value by value: each of them is then looked up only once."""
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

    @property
    def columns(self) -> Columns | None:
        """Itself: to go along an index is what it does best."""
        return self

    def column(self, predicate: str, graph: str = "") -> Iterator[tuple[str, str]]:
        """Subject and value of every triple with a property, in all named graphs or in one; in no particular order."""
        return _pairs(self._column(predicate, graph))

    def columns_of(self, predicates: Sequence[str], graph: str = "") -> Iterator[Iterator[tuple[str, str]]]:
        """Several columns, in this order; while one of them is read the next ones are fetched."""
        with ThreadPoolExecutor(AHEAD) as threads:
            coming: deque[Future[_Column]] = deque()
            for predicate in predicates:
                coming.append(threads.submit(self._column, predicate, graph))
                if len(coming) > AHEAD:
                    yield _pairs(coming.popleft().result())
            while coming:
                yield _pairs(coming.popleft().result())

    def values(self, predicate: str, but: str) -> Iterator[str]:
        """The different values of a property in all named graphs but one."""
        query = f"SELECT DISTINCT ?v WHERE {{ GRAPH ?g {{ ?s <{predicate}> ?v }} FILTER (?g != <{but}>) }}"
        return (value for (value,) in _rows(self._fetched(query)))

    def _column(self, predicate: str, graph: str) -> _Column:
        where = f"<{graph}>" if graph else "?g"
        some = f"SELECT DISTINCT ?v WHERE {{ GRAPH {where} {{ ?s <{predicate}> ?v }} }} LIMIT {FEW + 1}"
        few: list[Any] = [value for (value,) in self._ox.query(some)]  # type: ignore[union-attr]  # a SELECT
        if len(few) > FEW:
            return [(None, self._fetched(f"SELECT ?s ?v WHERE {{ GRAPH {where} {{ ?s <{predicate}> ?v }} }}"))]
        query = f"SELECT ?s WHERE {{{{ GRAPH {where} {{{{ ?s <{predicate}> {{}} }}}} }}}}"
        return [(value.value, self._fetched(query.format(value))) for value in few]

    def _fetched(self, query: str) -> bytes:
        """A SELECT's rows as tab-separated values: made without Python, so that two threads may do it at once."""
        found: Any = self._ox.query(query)
        return bytes(found.serialize(format=ox.QueryResultsFormat.TSV))

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


def _pairs(column: _Column) -> Iterator[tuple[str, str]]:
    for value, data in column:
        if value is None:
            yield from ((subject, own) for subject, own in _rows(data))
        else:
            yield from ((subject, value) for (subject,) in _rows(data))


def _rows(data: bytes) -> Iterator[list[str]]:
    """Rows of SPARQL 1.1 results in TSV (https://www.w3.org/TR/sparql11-results-csv-tsv/), without what types they have."""
    if b"\\" in data:
        found: Any = ox.parse_query_results(data, format=ox.QueryResultsFormat.TSV)
        yield from ([term.value for term in row] for row in found)
        return
    for line in islice(io.TextIOWrapper(io.BytesIO(data), "utf-8", newline="\n"), 1, None):
        yield [_value(term) for term in line[:-1].split("\t")]


def _value(term: str) -> str:
    """What a term without escapes says: the IRI, or the lexical form."""
    if term.startswith("<"):
        return term[1:-1]
    return term[1 : term.rindex('"')] if term.startswith('"') else term


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
