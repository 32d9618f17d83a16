"""What is kept beside the graph: the articles' texts, what each contributes, issues, and the journal.

SQLite in write-ahead mode. Names of one actor are joined in
the graph (see :mod:`kg.graph.joining`); here stands also, as ``raw``, the id that each article has for an actor, so that a join
can be undone when another article tells otherwise. The journal makes a change to both databases all or nothing: it is written with the new
state in one transaction, applied to the graph, and struck out; what a killed process left in it is applied at the next
opening.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from kg.graph import merge
from kg.graph.build import Run
from kg.model import ArticleId, Entity, EntityId, Issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

FORMAT = "2"
STALE = "stale"
"""Name of the note that the derived graphs do not follow from the claims any more."""
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE article (
  id TEXT PRIMARY KEY, mark TEXT NOT NULL, sha256 TEXT NOT NULL, run TEXT NOT NULL, path TEXT NOT NULL,
  text BLOB NOT NULL);
CREATE TABLE entity (
  article TEXT NOT NULL, raw TEXT NOT NULL, id TEXT NOT NULL, data TEXT NOT NULL, PRIMARY KEY (article, raw)
  ) WITHOUT ROWID;
CREATE INDEX entity_id ON entity (id);
CREATE TABLE fact (
  article TEXT NOT NULL, raw_subject TEXT NOT NULL, predicate TEXT NOT NULL, raw_object TEXT NOT NULL,
  subject TEXT NOT NULL, object TEXT NOT NULL,
  PRIMARY KEY (article, raw_subject, predicate, raw_object)) WITHOUT ROWID;
CREATE INDEX fact_triple ON fact (subject, predicate, object);
CREATE TABLE run (id TEXT PRIMARY KEY, version TEXT NOT NULL, model TEXT NOT NULL, rules TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE issue (
  article TEXT, path TEXT NOT NULL, line INTEGER, kind TEXT NOT NULL, message TEXT NOT NULL, hint TEXT NOT NULL);
CREATE INDEX issue_article ON issue (article);
CREATE INDEX issue_path ON issue (path);
CREATE TABLE journal (id INTEGER PRIMARY KEY, change TEXT NOT NULL, quads BLOB NOT NULL);
"""

DESCRIBED = (
    """CREATE TABLE described (
      id TEXT NOT NULL, own INTEGER NOT NULL, data TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (id, own, data)
      ) WITHOUT ROWID""",
    "INSERT INTO described SELECT id, raw = id, data, count(*) FROM entity GROUP BY 1, 2, 3",
    "CREATE INDEX entity_joined ON entity (raw) WHERE raw <> id",
    """CREATE TRIGGER entity_in AFTER INSERT ON entity BEGIN
      INSERT INTO described VALUES (new.id, new.raw = new.id, new.data, 1)
        ON CONFLICT (id, own, data) DO UPDATE SET number = number + 1;
    END""",
    """CREATE TRIGGER entity_out AFTER DELETE ON entity BEGIN
      UPDATE described SET number = number - 1 WHERE id = old.id AND own = (old.raw = old.id) AND data = old.data;
      DELETE FROM described WHERE id = old.id AND own = (old.raw = old.id) AND data = old.data AND number = 0;
    END""",
    """CREATE TRIGGER entity_now AFTER UPDATE OF id ON entity BEGIN
      UPDATE described SET number = number - 1 WHERE id = old.id AND own = (old.raw = old.id) AND data = old.data;
      DELETE FROM described WHERE id = old.id AND own = (old.raw = old.id) AND data = old.data AND number = 0;
      INSERT INTO described VALUES (new.id, new.raw = new.id, new.data, 1)
        ON CONFLICT (id, own, data) DO UPDATE SET number = number + 1;
    END""",
)
"""How many articles describe an entity in the same words: thousands of them do, and all count."""

type Fact = tuple[str, str, str]
"""Subject, predicate and object of a plain triple, as IRIs."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one article brings into the store."""

    article: ArticleId
    mark: str
    """Digest of all that the reading depends on; the same mark need not be read again."""
    sha256: str
    path: str
    text: str
    run: Run
    entities: tuple[Entity, ...]
    facts: frozenset[Fact]
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Renamed:
    """An article in whose graph some entities go by other ids.

    Attributes:
        graphs: Its graphs, which are written anew.
        to: Its own id for an entity → the id that stands for it, and the IRIs of both; empty to undo all of that.
    """

    article: ArticleId
    graphs: tuple[str, ...]
    to: Mapping[EntityId, tuple[EntityId, str, str]]


@dataclass(frozen=True, slots=True)
class Change:
    """What a journal entry touches in the graph. Applying it twice is the same as once."""

    id: int
    graphs: tuple[str, ...]
    entities: tuple[EntityId, ...]
    facts: tuple[Fact, ...]
    runs: tuple[str, ...]
    quads: bytes


class State:
    """The SQLite side of a store."""

    def __init__(self, path: Path, base: str, *, write: bool) -> None:
        if write:
            self._db = sqlite3.connect(path, isolation_level=None, timeout=10, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
        else:
            self._db = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
            )
        if write and not self._one("SELECT name FROM sqlite_master WHERE name = 'meta'"):
            with self:  # a process that was killed while it made the store left no tables
                for statement in SCHEMA.split(";"):
                    self._db.execute(statement)
                self._db.executemany("INSERT INTO meta VALUES (?, ?)", [("format", FORMAT), ("base", base)])
        if write and not self._one("SELECT name FROM sqlite_master WHERE name = 'described'"):
            with self:
                for statement in DESCRIBED:
                    self._db.execute(statement)
        self.base = self._one("SELECT value FROM meta WHERE key = 'base'")
        self.format = self._one("SELECT value FROM meta WHERE key = 'format'")

    def __enter__(self) -> Self:
        self._db.execute("BEGIN IMMEDIATE")
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._db.execute("COMMIT" if kind is None else "ROLLBACK")

    def _one(self, query: str, *values: str) -> str:
        row = self._db.execute(query, values).fetchone()
        return str(row[0]) if row else ""

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    # what is read

    def note(self, key: str) -> str:
        """A value that was kept under a name, or the empty string."""
        return self._one("SELECT value FROM meta WHERE key = ?", key)

    def set_note(self, key: str, value: str) -> None:
        """Keep a value under a name."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def marks(self) -> dict[ArticleId, str]:
        """Every article's mark."""
        return {ArticleId(row[0]): row[1] for row in self._db.execute("SELECT id, mark FROM article")}

    def text(self, article: str) -> str | None:
        """The text of an article as it was read."""
        row = self._db.execute("SELECT text FROM article WHERE id = ?", (article,)).fetchone()
        return zlib.decompress(row[0]).decode("utf-8", "surrogatepass") if row else None

    def contribution(self, article: ArticleId) -> Contribution:
        """What an article brought into the store."""
        query = """SELECT mark, sha256, path, text, version, model, rules FROM article JOIN run ON run.id = article.run
            WHERE article.id = ?"""
        mark, sha256, path, packed, *run = self._db.execute(query, (article,)).fetchone()
        rows = self._db.execute("SELECT raw, data FROM entity WHERE article = ? ORDER BY raw", (article,))
        entities = tuple(merge.load(name, data) for name, data in rows)
        given = "SELECT raw_subject, predicate, raw_object FROM fact WHERE article = ?"
        facts = self._db.execute(given, (article,)).fetchall()
        issues = tuple(issue for issue in self.issues() if issue.article == article)
        text = zlib.decompress(packed).decode("utf-8", "surrogatepass")
        return Contribution(article, mark, sha256, path, text, Run(*run), entities, frozenset(facts), issues)

    def issues(self) -> Iterator[Issue]:
        """What was skipped or refused, by file and line."""
        rows = self._db.execute(
            "SELECT kind, message, path, line, article, hint FROM issue ORDER BY path, coalesce(line, 0), kind, message"
        )
        for kind, message, path, line, article, hint in rows:
            yield Issue(kind, message, path, line, ArticleId(article) if article else None, hint)

    def entities(self, names: Iterable[EntityId]) -> Iterator[tuple[EntityId, Entity | None]]:
        """The merged description of each entity; ``None`` where no article names it any more."""
        query = "SELECT own, data, number FROM described WHERE id = ? ORDER BY data"
        for name in names:
            found: Counter[Entity] = Counter()
            own: Counter[Entity] = Counter()
            for is_own, data, number in self._db.execute(query, (name,)).fetchall():
                entity = merge.load(name, data)
                of = tuple(now for other in entity.of for now in self._now(other, name, data))
                entity = entity if of == entity.of else replace(entity, of=of)
                found[entity] += number
                if is_own:
                    own[entity] += number
            yield name, merge.merge(found, own) if found else None

    def _now(self, raw: EntityId, name: EntityId, data: str) -> list[EntityId]:
        """The ids by which an entity goes now in the articles that describe another one so."""
        if not self._one("SELECT raw FROM entity WHERE raw = ? AND raw <> id LIMIT 1", raw):
            return [raw]
        query = """SELECT DISTINCT coalesce(other.id, ?) FROM entity AS one
            LEFT JOIN entity AS other ON other.article = one.article AND other.raw = ?
            WHERE one.id = ? AND one.data = ? ORDER BY 1"""
        return [EntityId(row[0]) for row in self._db.execute(query, (raw, raw, name, data))]

    def appearances(self) -> Iterator[tuple[ArticleId, Entity]]:
        """Every entity of every article as the article describes it, before anything was joined."""
        for article, raw, data in self._db.execute("SELECT article, raw, data FROM entity ORDER BY article, raw"):
            yield ArticleId(article), merge.load(raw, data)

    def said(self, relation: str) -> Iterator[tuple[ArticleId, str, str]]:
        """Article, subject and object of the facts of a relation, before anything was joined."""
        query = "SELECT article, raw_subject, raw_object FROM fact WHERE predicate = ? ORDER BY 1, 2, 3"
        yield from self._db.execute(query, (relation,))

    def joined(self) -> dict[tuple[ArticleId, EntityId], EntityId]:
        """(article, id of its own) → the id that stands for it now, where that is another."""
        rows = self._db.execute("SELECT article, raw, id FROM entity WHERE raw <> id")
        return {(ArticleId(article), EntityId(raw)): EntityId(now) for article, raw, now in rows}

    def holds(self, fact: Fact) -> bool:
        """Whether some article still asserts it."""
        query = "SELECT 1 FROM fact WHERE subject = ? AND predicate = ? AND object = ? LIMIT 1"
        return self._db.execute(query, fact).fetchone() is not None

    def run(self, name: str) -> Run | None:
        """A run that some article was read in."""
        query = "SELECT version, model, rules FROM run WHERE id = ? AND id IN (SELECT run FROM article)"
        row = self._db.execute(query, (name,)).fetchone()
        return Run(*row) if row else None

    def everything(self) -> tuple[list[EntityId], list[Fact], list[str]]:
        """Every entity, fact and run: what a rebuild of the derived graphs goes through."""
        entities = [EntityId(row[0]) for row in self._db.execute("SELECT DISTINCT id FROM entity ORDER BY id")]
        facts = self._db.execute("SELECT DISTINCT subject, predicate, object FROM fact ORDER BY 1, 2, 3").fetchall()
        return entities, facts, [row[0] for row in self._db.execute("SELECT id FROM run ORDER BY id")]

    # what is written, inside ``with state:``

    def put(self, new: Iterable[Contribution], graphs: tuple[str, ...], quads: bytes) -> int:
        """Replace what these articles contribute, and note in the journal what the graph must follow."""
        entities: set[EntityId] = set()
        facts: set[Fact] = set()
        runs: set[str] = set()
        for one in new:
            self._forget(one.article, entities, facts, runs)
            self._db.execute("DELETE FROM issue WHERE path = ? AND path <> '' AND article IS NULL", (one.path,))
            packed = zlib.compress(one.text.encode("utf-8", "surrogatepass"))
            row = (one.article, one.mark, one.sha256, one.run.id, one.path, packed)
            self._db.execute("INSERT INTO article VALUES (?, ?, ?, ?, ?, ?)", row)
            self._db.executemany(
                "INSERT INTO entity VALUES (?, ?, ?, ?)",
                ((one.article, e.id, e.id, merge.dump(e)) for e in one.entities),
            )
            self._db.executemany(
                "INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?)",
                ((one.article, s, p, o, s, o) for s, p, o in sorted(one.facts)),
            )
            run = one.run
            self._db.execute(
                "INSERT OR IGNORE INTO run VALUES (?, ?, ?, ?)", (run.id, run.version, run.model, run.rules)
            )
            self._issues(one.issues, one.article)
            entities |= {entity.id for entity in one.entities}
            facts |= one.facts
            runs.add(run.id)
        return self._note(graphs, entities, facts, runs, quads)

    def adopt(self, new: Iterable[Contribution], renamed: Sequence[Renamed] = ()) -> None:
        """Take over what articles contributed to a graph that follows already."""
        self.strike(self.put(new, (), b""))
        if renamed:
            self.strike(self.rename(renamed, b""))

    def rename(self, new: Sequence[Renamed], quads: bytes) -> int:
        """Let other ids stand for the entities of these articles, and note in the journal what the graph must follow."""
        entities: set[EntityId] = set()
        facts: set[Fact] = set()
        for one in new:
            key = (one.article,)
            self._named(one.article, entities, facts)
            self._db.execute("UPDATE entity SET id = raw WHERE article = ? AND id <> raw", key)
            self._db.execute("UPDATE fact SET subject = raw_subject, object = raw_object WHERE article = ?", key)
            for raw, (now, old_iri, new_iri) in one.to.items():
                self._db.execute("UPDATE entity SET id = ? WHERE article = ? AND raw = ?", (now, one.article, raw))
                for side in ("subject", "object"):
                    query = f"UPDATE fact SET {side} = ? WHERE article = ? AND raw_{side} = ?"  # noqa: S608 - no input
                    self._db.execute(query, (new_iri, one.article, old_iri))
            self._named(one.article, entities, facts)
        return self._note(tuple(graph for one in new for graph in one.graphs), entities, facts, set(), quads)

    def drop(self, article: ArticleId, graphs: tuple[str, ...]) -> int | None:
        """Take an article out; ``None`` if it is not there."""
        if not self._one("SELECT id FROM article WHERE id = ?", article):
            return None
        entities: set[EntityId] = set()
        facts: set[Fact] = set()
        runs: set[str] = set()
        self._forget(article, entities, facts, runs)
        return self._note(graphs, entities, facts, runs, b"")

    def note_issues(self, path: str, issues: Iterable[Issue]) -> None:
        """Replace the issues of a file that gave no article."""
        below = path + "/"  # of an archive also those of its members
        self._db.execute(
            "DELETE FROM issue WHERE (path = ? OR substr(path, 1, ?) = ?) AND article IS NULL",
            (path, len(below), below),
        )
        self._issues(issues, None)

    def pending(self) -> list[Change]:
        """Changes that the graph may not have followed yet, oldest first."""
        found = []
        for number, change, quads in self._db.execute("SELECT id, change, quads FROM journal ORDER BY id").fetchall():
            graphs, entities, facts, runs = json.loads(change)
            triples = tuple((s, p, o) for s, p, o in facts)
            found.append(Change(number, tuple(graphs), tuple(entities), triples, tuple(runs), zlib.decompress(quads)))
        return found

    def strike(self, number: int) -> None:
        """Take a change that the graph has followed out of the journal."""
        self._db.execute("DELETE FROM journal WHERE id = ?", (number,))

    def _forget(self, article: ArticleId, entities: set[EntityId], facts: set[Fact], runs: set[str]) -> None:
        key = (article,)
        self._named(article, entities, facts)
        runs |= {row[0] for row in self._db.execute("SELECT run FROM article WHERE id = ?", key)}
        self._db.execute("DELETE FROM article WHERE id = ?", key)
        self._db.execute("DELETE FROM entity WHERE article = ?", key)
        self._db.execute("DELETE FROM fact WHERE article = ?", key)
        self._db.execute("DELETE FROM issue WHERE article = ?", key)

    def _named(self, article: ArticleId, entities: set[EntityId], facts: set[Fact]) -> None:
        """Add what an article names and asserts now."""
        key = (article,)
        entities |= {EntityId(row[0]) for row in self._db.execute("SELECT id FROM entity WHERE article = ?", key)}
        facts |= set(self._db.execute("SELECT subject, predicate, object FROM fact WHERE article = ?", key))

    def _issues(self, issues: Iterable[Issue], article: ArticleId | None) -> None:
        rows = ((i.article or article, i.path, i.line, i.kind, i.message, i.hint) for i in issues)
        self._db.executemany("INSERT INTO issue VALUES (?, ?, ?, ?, ?, ?)", rows)

    def _note(
        self, graphs: tuple[str, ...], entities: set[EntityId], facts: set[Fact], runs: set[str], quads: bytes
    ) -> int:
        self.set_note(STALE, "1")
        change = json.dumps([graphs, sorted(entities), sorted(facts), sorted(runs)])
        cursor = self._db.execute(
            "INSERT INTO journal (change, quads) VALUES (?, ?)", (change, zlib.compress(quads, 1))
        )
        return int(cursor.lastrowid or 0)
