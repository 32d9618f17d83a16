"""A store whose graph is behind a SPARQL endpoint.

The endpoint keeps all of it: beside the graphs of a store on disk, a graph per article with what must be known to take
the article out again, and a graph that says which change was the last. What a build needs at hand is a copy in the
user's cache; where it is not what the endpoint has, it is fetched anew. So several machines may build one after the
other, and two at once find out.
"""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from kg import ids
from kg.config import STATE_FILE
from kg.errors import StoreError
from kg.graph import joining, portable
from kg.graph.base import Store, trouble
from kg.graph.names import Names
from kg.graph.remote import Endpoint, Remote
from kg.graph.state import FORMAT, Renamed, State
from kg.graph.terms import DCTERMS, Quad, text
from kg.model import ArticleId

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.graph.state import Change, Contribution
    from kg.model import EntityId, Issue

AT_ONCE = 100
"""Articles whose records are fetched with one query."""
NOTE = "revision"
REVISION = "SELECT ?r WHERE { GRAPH <state> { <state> kg:revision ?r } }"
MARKS = "SELECT ?id ?mark WHERE { GRAPH ?g { ?a kg:mark ?mark ; dcterms:identifier ?id ; kg:record ?r } } ORDER BY ?id"
JOINED = "SELECT ?id ?joined WHERE { GRAPH ?g { ?a kg:joined ?joined ; dcterms:identifier ?id } } ORDER BY ?id"
RECORD = "SELECT ?r WHERE {{ GRAPH <{graph}> {{ ?a kg:record ?r }} }}"
RECORDS = "SELECT ?r WHERE {{ VALUES ?g {{ {graphs} }} GRAPH ?g {{ ?a kg:record ?r }} }}"


def open_endpoint(url: str, base: str, *, write: bool, token: str) -> Store:
    """Open a store that an endpoint keeps.

    Raises:
        StoreError: It cannot be reached or, with ``write``, changed.
        ConfigError: The URL holds a password.
    """
    names, remote = Names(base), Remote(Endpoint.at(url, token), base)
    folder = cache() / ids.digest(url, base)
    if not write:
        return Store(folder, url, names, remote, Records(remote), None)
    remote.require_updates()
    with trouble(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = sqlite3.connect(folder / "lock.sqlite", timeout=0, isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")  # held while the store is open
        store = FarStore(folder, url, names, remote, _state(folder, base), lock)
        store.meet()
    return store


def cache() -> Path:
    """The folder for what can be had again (``XDG_CACHE_HOME``)."""
    home = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(home) if home else Path.home() / ".cache") / "kg"


def _state(folder: Path, base: str) -> State:
    path = folder / STATE_FILE
    state = State(path, base, write=True)
    if state.format == FORMAT:
        return state
    state.close()  # of an older version: the endpoint has it all
    return _fresh(folder, base)


def _fresh(folder: Path, base: str) -> State:
    for path in folder.glob(f"{STATE_FILE}*"):
        path.unlink()
    return State(folder / STATE_FILE, base, write=True)


class Records:
    """What an endpoint keeps beside the graph; implements :class:`kg.graph.base.Memory`."""

    def __init__(self, remote: Remote) -> None:
        self._remote = remote

    def marks(self) -> dict[ArticleId, str]:
        """Every article's mark."""
        rows = self._remote.query(MARKS, union=False).rows()
        return {ArticleId(name.value): mark.value for name, mark in rows if name and mark}

    def text(self, article: str) -> str | None:
        """The text of an article as it was read; none where the graph was only copied there."""
        found = self._found(ArticleId(article))
        return found.text if found else None

    def contribution(self, article: ArticleId) -> Contribution:
        """What an article brought in."""
        found = self._found(article)
        if found is None:
            raise StoreError(f"nothing is kept of {article}", path=self._remote.endpoint.query, hint="build it anew")
        return found

    def _found(self, article: ArticleId) -> Contribution | None:
        graph = self._remote.names.state(article)
        return next(self._load(RECORD.format(graph=graph)), None)

    def contributions(self) -> Iterator[Contribution]:
        """What all articles brought in, by id."""
        graphs = [f"<{self._remote.names.state(article)}>" for article in sorted(self.marks())]
        for start in range(0, len(graphs), AT_ONCE):
            found = self._load(RECORDS.format(graphs=" ".join(graphs[start : start + AT_ONCE])))
            yield from sorted(found, key=lambda one: one.article)

    def joined(self) -> dict[ArticleId, dict[EntityId, EntityId]]:
        """By article, which of its ids others stand for."""
        rows = self._remote.query(JOINED, union=False).rows()
        return {ArticleId(name.value): json.loads(joined.value) for name, joined in rows if name and joined}

    def _load(self, query: str) -> Iterator[Contribution]:
        for (packed,) in self._remote.query(query, union=False).rows():
            if packed:
                yield portable.load(packed.value)

    def issues(self) -> Iterator[Issue]:
        """What was refused in articles; what was wrong with files is known where they were read."""
        found = (issue for one in self.contributions() for issue in one.issues)
        return iter(sorted(found, key=lambda i: (i.path, i.line or 0, i.kind, i.message)))

    def revision(self) -> str:
        """Which change was the last."""
        return next((r.value for (r,) in self._remote.query(REVISION, union=False).rows() if r), "")

    def close(self) -> None:
        """There is nothing to let go of."""


class FarStore(Store):
    """A store behind an endpoint, for writing."""

    def __init__(
        self, folder: Path, url: str, names: Names, remote: Remote, state: State, lock: sqlite3.Connection
    ) -> None:
        super().__init__(folder, url, names, remote, state, state)
        self._records = Records(remote)
        self._lock = lock

    def close(self) -> None:
        """Let go of the files, so that others may write."""
        super().close()
        self._lock.close()

    def meet(self) -> None:
        """Finish what a killed writer began, and fetch what others have written since."""
        there, here = self._records.revision(), self._state.note(NOTE)
        pending = self._state.pending()
        if pending and there in {here, self._next(here, pending[0]), ""}:
            self._state.set_note(NOTE, there)
            self.catch_up()
        elif pending or there != here:
            self._fetch(there)

    def _fetch(self, revision: str) -> None:
        self._state.close()
        state = _fresh(self.folder, self.names.base)
        self._memory = self._writing = state
        with state:
            joined = self._records.joined()
            for one in self._records.contributions():
                to = joining.renaming(joined.get(one.article, {}), self.names)
                state.adopt([one], [Renamed(one.article, self._homes(one.article), to)] if to else [])
            state.set_note(NOTE, revision)

    def _homes(self, article: ArticleId) -> tuple[str, ...]:
        return (self.names.graph(article), self.names.state(article))

    def _beside(self, contribution: Contribution, joined: Mapping[EntityId, EntityId] | None = None) -> Iterable[Quad]:
        name, node = contribution.article, self.names.article(contribution.article)
        graph, term = self.names.state(name), self.names.term
        facts = [("mark", contribution.mark), ("record", portable.dump(contribution))]
        facts += [("joined", json.dumps(joined, sort_keys=True))] if joined else []
        yield from (Quad(node, term(key), text(value), graph) for key, value in facts)
        yield Quad(node, f"{DCTERMS}identifier", text(name), graph)

    def _apply(self, change: Change) -> None:
        """One change; the new revision is written with it."""
        here = self._state.note(NOTE)
        if self._records.revision() != here:
            hint = "run the same again: it goes on from there"
            raise StoreError("another process has written to it meanwhile", path=self.place, hint=hint)
        then, place = self._next(here, change), self.names.states
        mark = Quad(place, self.names.term(NOTE), text(then), place)
        self._put(change, (place,), f"{mark}\n".encode())
        self._state.set_note(NOTE, then)

    @staticmethod
    def _next(revision: str, change: Change) -> str:
        return ids.digest(revision, *change.graphs, ids.sha256(change.quads.decode()))
