"""A graph that can be queried and changed, whatever keeps its quads."""

from __future__ import annotations

import errno
import re
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, Self

import pyoxigraph as ox

from kg import ids
from kg.errors import StoreError
from kg.graph import joining, updates
from kg.graph.answer import to_quad
from kg.graph.build import Builder
from kg.graph.state import STALE, Renamed
from kg.graph.terms import nquads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path
    from types import TracebackType

    from kg.graph.answer import Answer
    from kg.graph.columns import Columns
    from kg.graph.names import Names
    from kg.graph.state import Change, Contribution, State
    from kg.graph.terms import Quad
    from kg.model import Appearance, ArticleId, EntityId, Issue

_STRINGS = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>\s]*>|#[^\n]*',
    re.DOTALL,
)
_FROM = re.compile(r"(?<![?$:\w.-])FROM(?![\w:.-])", re.IGNORECASE)


class Keeper(Protocol):
    """Where the quads are: a folder, or a server."""

    def query(self, text: str, *, union: bool) -> Answer:
        """Run a query; with ``union`` the default graph is the union of all graphs."""
        ...

    def quads(self, graph: str) -> Iterator[Quad]:
        """Every quad, or those of one graph."""
        ...

    @property
    def columns(self) -> Columns | None:
        """The quads property by property, where they are kept so that this is fast."""
        ...

    def nquads(self) -> bytes:
        """All quads as N-Quads."""
        ...

    def __len__(self) -> int:
        """Number of quads."""
        ...

    def replace(self, graphs: Sequence[str], update: Sequence[str], lines: bytes) -> None:
        """Empty graphs, run updates, add N-Quads. To do it twice is the same as once."""
        ...

    def optimize(self) -> None:
        """Make ready for many queries after many changes."""
        ...


class Memory(Protocol):
    """What is known beside the quads, for reading."""

    def text(self, article: str) -> str | None:
        """The text of an article."""
        ...

    def marks(self) -> dict[ArticleId, str]:
        """Every article's mark."""
        ...

    def issues(self) -> Iterator[Issue]:
        """What was skipped or refused."""
        ...

    def contribution(self, article: ArticleId) -> Contribution:
        """What an article brought in."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


class Store:
    """A graph that can be queried and changed; use :func:`kg.graph.store.open_store`.

    Args:
        folder: Where what is kept beside the quads is.
        place: Folder or URL, as messages name it.
        keeper: Where the quads are.
        memory: What is known beside them.
        state: The same for writing; ``None`` where the store is for reading.
    """

    def __init__(
        self, folder: Path, place: str, names: Names, keeper: Keeper, memory: Memory, state: State | None
    ) -> None:
        self.folder = folder
        self.place = place
        self.names = names
        self._open: Keeper | None = keeper
        self._memory = memory
        self._writing = state
        self._build = Builder(names)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files, so that others may write."""
        if self._open is not None:
            self._open = None
            self._memory.close()

    @property
    def writable(self) -> bool:
        """It was opened for writing."""
        return self._writing is not None

    @property
    def _keeper(self) -> Keeper:
        if self._open is None:
            raise StoreError("this store has been closed", path=self.place)
        return self._open

    @property
    def _state(self) -> State:
        if self._writing is None:
            raise StoreError("this store has been opened for reading", path=self.place)
        return self._writing

    # reading

    def query(self, text: str, *, union: bool | None = None) -> Answer:
        """Run a SPARQL 1.1 query. Without FROM, the default graph is the union of all graphs.

        Raises:
            QueryError: It does not parse.
        """
        whole = _FROM.search(_STRINGS.sub(" ", text)) is None if union is None else union
        return self._keeper.query(text, union=whole)

    def quads(self, graph: str = "") -> Iterator[Quad]:
        """Every quad, or those of one graph; in no particular order."""
        return self._keeper.quads(graph)

    @property
    def columns(self) -> Columns | None:
        """The graph property by property, where that is fast."""
        return self._keeper.columns

    def nquads(self) -> bytes:
        """The whole graph as N-Quads, as the store keeps it, unsorted."""
        return self._keeper.nquads()

    def __len__(self) -> int:
        """Number of quads."""
        return len(self._keeper)

    def text(self, article: ArticleId) -> str | None:
        """The text of an article as it was read, so that every quote can be checked."""
        return self._memory.text(article)

    def marks(self) -> dict[ArticleId, str]:
        """What each article's reading depended on, as a digest."""
        return self._memory.marks()

    def issues(self) -> Iterator[Issue]:
        """What was skipped or refused when the graph was built."""
        return self._memory.issues()

    def contributions(self) -> Iterator[tuple[Contribution, list[Quad]]]:
        """What each article brought in, as :meth:`write` takes it, by id."""
        for article in sorted(self.marks()):
            lines = joining.original(nquads(self.quads(self.names.graph(article))), self.names)
            quads = [to_quad(quad) for quad in ox.parse(lines, ox.RdfFormat.N_QUADS)]
            yield self._memory.contribution(article), quads

    def appearances(self, days: Mapping[ArticleId, date | None], posts: Iterable[str]) -> list[Appearance]:
        """Every entity of every article as that article describes it: see :func:`kg.graph.joining.appearances`."""
        return list(joining.appearances(self._state, self.names, days, posts))

    # writing

    def write(self, new: Iterable[tuple[Contribution, Iterable[Quad]]]) -> None:
        """Put these articles in place of what they said before: all of it is saved, or none."""
        contributions: list[Contribution] = []
        graphs: list[str] = []
        lines: list[bytes] = []
        for contribution, quads in new:
            contributions.append(contribution)
            graphs += self._homes(contribution.article)
            lines += [nquads(quads), nquads(self._beside(contribution))]
        with trouble(self.place):
            with self._state as state:
                state.put(contributions, tuple(graphs), b"".join(lines))
            self.catch_up()

    def join(self, stands: joining.Stands) -> int:
        """Let these ids stand for others, and only these; how many articles that changed."""
        changed = 0
        with trouble(self.place):
            graph = self.names.graph
            for batch in joining.changes(self._state, self.names, stands, lambda one: self.quads(graph(one))):
                lines: list[bytes] = []
                for article, to, quads in batch:
                    beside = self._beside(
                        self._state.contribution(article), {old: new for old, (new, *_) in to.items()}
                    )
                    lines += [quads, nquads(beside)]
                renamed = [Renamed(article, self._homes(article), to) for article, to, _ in batch]
                with self._state as state:
                    state.rename(renamed, b"".join(lines))
                self.catch_up()
                changed += len(batch)
        return changed

    def retract(self, article: ArticleId) -> bool:
        """Take an article and all that only it says out of the graph; whether it was there."""
        with trouble(self.place):
            with self._state as state:
                number = state.drop(article, self._homes(article))
            self.catch_up()
        return number is not None

    def note_issues(self, path: str, issues: Iterable[Issue]) -> None:
        """Keep what was wrong with a file that gave no article."""
        with trouble(self.place), self._state as state:
            state.note_issues(path, issues)

    def put_graph(self, graph: str, quads: Iterable[Quad]) -> None:
        """Replace a derived graph."""
        lines = nquads(quads)
        with trouble(self.place):
            self._keeper.replace((graph,), (), lines)

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
        with trouble(self.place):
            parsed = ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE, base_iri=self.names.base)
            graph = ox.NamedNode(self.names.vocabulary)
            self.put_graph(graph.value, [to_quad(ox.Quad(q.subject, q.predicate, q.object, graph)) for q in parsed])
            self._state.set_note(key, digest)

    def optimize(self) -> None:
        """Compact the files after many changes: queries get about twice as fast."""
        with trouble(self.place):
            self._keeper.optimize()

    def catch_up(self) -> None:
        """Let the quads follow what the journal still holds."""
        for change in self._state.pending():
            self._apply(change)
            with self._state as state:
                state.strike(change.id)

    def _homes(self, article: ArticleId) -> tuple[str, ...]:
        """The graphs that are an article's alone."""
        return (self.names.graph(article),)

    def _beside(self, contribution: Contribution, joined: Mapping[EntityId, EntityId] | None = None) -> Iterable[Quad]:  # noqa: ARG002 - for those who keep more
        """Quads that are kept beside what an article says, and beside which of its ids others stand for."""
        return ()

    def _apply(self, change: Change) -> None:
        self._put(change)

    def _put(self, change: Change, graphs: tuple[str, ...] = (), lines: bytes = b"") -> None:
        """Let the quads follow a change, and put some more in."""
        described = [
            quad for _, entity in self._state.entities(change.entities) if entity for quad in self._build.entity(entity)
        ]
        described += [quad for name in change.runs if (run := self._state.run(name)) for quad in self._build.run(run)]
        facts = {fact: self._state.holds(fact) for fact in change.facts}
        described += [self._build.fact(*fact) for fact, held in facts.items() if held]
        gone = [self._build.fact(*fact) for fact, held in facts.items() if not held]
        runs = [mint(name) for name in change.runs for mint in (self.names.run, self.names.agent)]
        update = [
            *updates.forget(self.names.entities, [self.names.entity(name) for name in change.entities]),
            *updates.forget(self.names.runs, runs),
            *updates.delete(nquads(gone)),
        ]
        self._keeper.replace(change.graphs + graphs, update, change.quads + nquads(described) + lines)


@contextmanager
def trouble(place: Path | str) -> Iterator[None]:
    """Turn what the databases raise into one line that says what to do."""
    try:
        yield
    except (OSError, RuntimeError, sqlite3.Error, SyntaxError, ValueError) as error:
        said = str(error)
        if "lock" in said.lower():
            raise StoreError(
                "the store is in use by another process",
                path=place,
                hint="wait until it ends, or give another --store",
            ) from error
        if (
            (isinstance(error, OSError) and error.errno == errno.ENOSPC)
            or "No space left" in said
            or "disk is full" in said
        ):
            raise StoreError(
                "the disk is full; what was saved before is safe",
                path=place,
                hint="free some space and run the same again",
            ) from error
        raise StoreError(f"the store cannot be used: {said}", path=place) from error
