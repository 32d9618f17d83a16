"""The graph on disk: the only door to Oxigraph.

A store is a folder with Oxigraph's files in ``graph/`` and ``state.sqlite`` beside them (see :mod:`kg.graph.state`).
"""

from __future__ import annotations

import errno
import io
import re
import sqlite3
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pyoxigraph as ox

from kg import ids
from kg.config import STATE_FILE
from kg.errors import QueryError, StoreError
from kg.graph.answer import Answer, to_quad
from kg.graph.build import Builder
from kg.graph.names import Names
from kg.graph.state import FORMAT, STALE, State
from kg.graph.terms import nquads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import TracebackType

    from kg.graph.state import Change, Contribution
    from kg.graph.terms import Quad
    from kg.model import ArticleId, Issue

BULK = 4_000
"""Lines of a change from which on it is loaded in bulk instead of in one transaction."""

_STRINGS = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>\s]*>|#[^\n]*',
    re.DOTALL,
)
_FROM = re.compile(r"(?<![?$:\w.-])FROM(?![\w:.-])", re.IGNORECASE)


class Store:
    """A graph that can be queried and changed; use :func:`open_store`."""

    def __init__(self, folder: Path, names: Names, graph: ox.Store, state: State, *, writable: bool) -> None:
        self.folder = folder
        self.names = names
        self.writable = writable
        self._graph: ox.Store | None = graph
        self._state = state
        self._build = Builder(names)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files, so that others may write."""
        if self._graph is not None:
            self._graph = None
            self._state.close()

    @property
    def _ox(self) -> ox.Store:
        if self._graph is None:
            raise StoreError("this store has been closed", path=self.folder)
        return self._graph

    # reading

    def query(self, text: str, *, union: bool | None = None) -> Answer:
        """Run a SPARQL 1.1 query. Without FROM, the default graph is the union of all graphs.

        Raises:
            QueryError: It does not parse.
        """
        whole = _FROM.search(_STRINGS.sub(" ", text)) is None if union is None else union
        try:
            found = self._ox.query(
                text, base_iri=self.names.base, prefixes=self.names.prefixes(), use_default_graph_as_union=whole
            )
        except SyntaxError as error:
            raise QueryError(
                f"the query does not parse{_place(error)}", hint="kg query --list shows queries that do"
            ) from None
        except (RuntimeError, ValueError, OSError) as error:
            raise QueryError(f"the query cannot be run: {error}") from None
        return Answer(found)

    def quads(self, graph: str = "") -> Iterator[Quad]:
        """Every quad, or those of one graph; in no particular order."""
        where = ox.NamedNode(graph) if graph else None
        return (to_quad(quad) for quad in self._ox.quads_for_pattern(None, None, None, where))

    def nquads(self) -> bytes:
        """The whole graph as N-Quads, as the store keeps it, unsorted."""
        return self._ox.dump(format=ox.RdfFormat.N_QUADS) or b""

    def __len__(self) -> int:
        """Number of quads."""
        return len(self._ox)

    def text(self, article: ArticleId) -> str | None:
        """The text of an article as it was read, so that every quote can be checked."""
        return self._state.text(article)

    def marks(self) -> dict[ArticleId, str]:
        """What each article's reading depended on, as a digest."""
        return self._state.marks()

    def issues(self) -> Iterator[Issue]:
        """What was skipped or refused when the graph was built."""
        return self._state.issues()

    def contributions(self) -> Iterator[tuple[Contribution, list[Quad]]]:
        """What each article brought in, as :meth:`write` takes it, by id."""
        for article in sorted(self.marks()):
            yield self._state.contribution(article), list(self.quads(self.names.graph(article)))

    # writing

    def write(self, new: Iterable[tuple[Contribution, Iterable[Quad]]]) -> None:
        """Put these articles in place of what they said before: all of it is saved, or none."""
        contributions, graphs, lines = [], [], []
        for contribution, quads in new:
            contributions.append(contribution)
            graphs.append(self.names.graph(contribution.article))
            lines.append(nquads(quads))
        with _trouble(self.folder):
            with self._state as state:
                state.put(contributions, tuple(graphs), b"".join(lines))
            self._catch_up()

    def retract(self, article: ArticleId) -> bool:
        """Take an article and all that only it says out of the graph; whether it was there."""
        with _trouble(self.folder):
            with self._state as state:
                number = state.drop(article, self.names.graph(article))
            self._catch_up()
        return number is not None

    def note_issues(self, path: str, issues: Iterable[Issue]) -> None:
        """Keep what was wrong with a file that gave no article."""
        with _trouble(self.folder), self._state as state:
            state.note_issues(path, issues)

    def put_graph(self, graph: str, quads: Iterable[Quad]) -> None:
        """Replace a derived graph."""
        lines = nquads(quads)
        with _trouble(self.folder):
            self._replace(f"DROP SILENT GRAPH <{graph}>", lines)

    @property
    def stale(self) -> bool:
        """Whether the derived graphs are older than the claims."""
        return bool(self._state.note(STALE))

    def settled(self) -> None:
        """Note that the derived graphs follow from the claims."""
        self._state.set_note(STALE, "")

    def put_ontology(self, path: Path) -> None:
        """Keep the ontology in a graph of its own, so that queries can ask for signs and classes."""
        key, digest = "ontology", ids.sha256(path.read_text("utf-8"))
        if self._state.note(key) == digest:
            return
        with _trouble(self.folder):
            parsed = ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE, base_iri=self.names.base)
            graph = ox.NamedNode(self.names.vocabulary)
            self.put_graph(graph.value, [to_quad(ox.Quad(q.subject, q.predicate, q.object, graph)) for q in parsed])
            self._state.set_note(key, digest)

    def optimize(self) -> None:
        """Compact the files after many changes: queries get about twice as fast."""
        with _trouble(self.folder):
            self._ox.optimize()

    def _catch_up(self) -> None:
        for change in self._state.pending():
            self._apply(change)
            with self._state as state:
                state.strike(change.id)

    def _apply(self, change: Change) -> None:
        described = [
            quad for _, entity in self._state.entities(change.entities) if entity for quad in self._build.entity(entity)
        ]
        described += [quad for name in change.runs if (run := self._state.run(name)) for quad in self._build.run(run)]
        facts = {fact: self._state.holds(fact) for fact in change.facts}
        described += [self._build.fact(*fact) for fact, held in facts.items() if held]
        gone = [self._build.fact(*fact) for fact, held in facts.items() if not held]
        lines = change.quads + nquads(described)
        clear = [f"DROP SILENT GRAPH <{graph}>" for graph in change.graphs]
        clear.append(_forget(self.names.entities, [self.names.entity(name) for name in change.entities]))
        clear.append(
            _forget(self.names.runs, [iri(name) for name in change.runs for iri in (self.names.run, self.names.agent)])
        )
        clear.append("DELETE DATA {" + _blocks(nquads(gone)) + "}")
        self._replace(" ;\n".join(clear), lines)

    def _replace(self, update: str, lines: bytes) -> None:
        """Run an update and add quads: in one transaction, unless they are very many."""
        if lines.count(b"\n") >= BULK:
            self._ox.update(update)
            self._ox.bulk_load(lines, format=ox.RdfFormat.N_QUADS)
        else:
            self._ox.update(f"{update} ;\nINSERT DATA {{{_blocks(lines)}}}")


def _place(error: SyntaxError) -> str:
    """Where a query goes wrong; the list of all that might have stood there helps nobody."""
    found = re.match(r"error at (\d+):(\d+): (.*)", str(error.msg), re.DOTALL)
    if not found:
        return f": {error.msg}"
    what = "" if found[3].startswith("expected") else f": {found[3]}"
    return f" at line {found[1]}, column {found[2]}{what}"


def _forget(graph: str, subjects: list[str]) -> str:
    values = " ".join(f"<{subject}>" for subject in subjects)
    block = f"GRAPH <{graph}> {{ ?s ?p ?o }}"
    return f"DELETE {{ {block} }} WHERE {{ VALUES ?s {{ {values} }} {block} }}"


def _blocks(lines: bytes) -> str:
    """N-Quads as the blocks of an INSERT DATA or DELETE DATA."""
    graphs: dict[str, list[str]] = {}
    for line in lines.decode().split("\n"):
        if line:
            triple, graph, _ = line.rsplit(" ", 2)
            graphs.setdefault(graph, []).append(triple)
    return "\n".join(f"GRAPH {graph} {{ {' .\n'.join(triples)} }}" for graph, triples in graphs.items())


def open_store(folder: Path | str, base: str, *, write: bool = False) -> Store:
    """Open a store; with ``write`` it is made if it is not there.

    Raises:
        StoreError: There is none, it is in use, it cannot be read, or it was built under another base IRI.
    """
    folder = Path(folder)
    state_file = folder / STATE_FILE
    if not state_file.exists() or not state_file.stat().st_size:
        if folder.exists() and not _is_free(folder):
            raise StoreError("this is no store of kg", path=folder, hint="give --store an empty or a new folder")
        if not write:
            raise StoreError(
                "there is no graph here yet", path=folder, hint="kg build PATH... makes one; kg demo makes an example"
            )
    names = Names(base)
    with _trouble(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if write:
            graph = ox.Store(str(folder / "graph"))
            state = State(state_file, base, write=True)
        else:
            state = State(state_file, base, write=False)
            if state.pending():
                state.close()
                _recover(folder, base)
                state = State(state_file, base, write=False)
            graph = snapshot(folder / "graph")
    if state.base != base or state.format != FORMAT:
        built = f"base IRI {state.base}" if state.base != base else f"store format {state.format}"
        hint = f"set KG_BASE_IRI={state.base}" if state.base != base else "build it anew"
        state.close()
        raise StoreError(f"the store was built with another {built}", path=folder, hint=hint)
    store = Store(folder, names, graph, state, writable=write)
    if write:
        with _trouble(folder):
            store._catch_up()
    return store


def _is_free(folder: Path) -> bool:
    """The folder is empty, or holds no more than the beginnings of a store whose making was cut short."""
    if not folder.is_dir():
        return False
    names = {path.name for path in folder.iterdir()}
    graph = folder / "graph"
    begun = graph.is_dir() and ((graph / "LOCK").exists() or not any(graph.iterdir()))
    return not {name for name in names if not name.startswith(STATE_FILE)} - ({"graph"} if begun else set())


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


def _recover(folder: Path, base: str) -> None:
    """Finish what a killed writer began; a writer at work finishes its own."""
    try:
        open_store(folder, base, write=True).close()
    except StoreError:
        return


@contextmanager
def _trouble(folder: Path) -> Iterator[None]:
    """Turn what the databases raise into one line that says what to do."""
    try:
        yield
    except (OSError, RuntimeError, sqlite3.Error, SyntaxError, ValueError) as error:
        said = str(error)
        if "lock" in said.lower():
            raise StoreError(
                "the store is in use by another process",
                path=folder,
                hint="wait until it ends, or give another --store",
            ) from error
        if (
            (isinstance(error, OSError) and error.errno == errno.ENOSPC)
            or "No space left" in said
            or "disk is full" in said
        ):
            raise StoreError(
                "the disk is full; what was saved before is safe",
                path=folder,
                hint="free some space and run the same again",
            ) from error
        raise StoreError(f"the store cannot be used: {said}", path=folder) from error


FORMATS: Mapping[str, ox.RdfFormat] = {
    "nq": ox.RdfFormat.N_QUADS,
    "nt": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}


def serialize(lines: Iterable[bytes], format_name: str, prefixes: dict[str, str]) -> bytes:
    """N-Quads lines in another RDF format, in the order given; formats without graphs drop the graph."""
    chosen = FORMATS[format_name]
    quads = ox.parse(b"\n".join(lines), ox.RdfFormat.N_QUADS)
    out = io.BytesIO()
    if chosen.supports_datasets:
        ox.serialize(quads, out, chosen, prefixes=prefixes)
    else:
        ox.serialize((quad.triple for quad in quads), out, chosen, prefixes=prefixes)
    return _settled(out.getvalue())


def _settled(data: bytes) -> bytes:
    """The same bytes every time: Oxigraph writes the prefixes in the order of a hash table."""
    root = re.search(rb"<rdf:RDF([^>]*)>", data)
    if root:
        names = sorted(root[1].split())
        return data[: root.start()] + b"<rdf:RDF " + b" ".join(names) + b">" + data[root.end() :]
    if not data.startswith(b"@prefix"):
        return data
    lines = data.split(b"\n")
    end = next((i for i, line in enumerate(lines) if not line.startswith(b"@prefix ")), len(lines))
    return b"\n".join(sorted(lines[:end]) + lines[end:])


def canonical(data: bytes) -> bytes:
    """N-Quads in the writing that the store gives back, so that both can be compared."""
    return ox.serialize(ox.parse(data, ox.RdfFormat.N_QUADS), format=ox.RdfFormat.N_QUADS) or b""
