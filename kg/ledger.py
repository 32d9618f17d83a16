"""Remembers which file gave which articles, so that what has not changed is not even opened as an article.

A small database beside the graph. It may be lost: everything is then read again, and nothing else happens.
"""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from kg.errors import StoreError
from kg.model import ArticleId

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import BinaryIO

FILE = "sources.sqlite"
FORMAT = 1
SCHEMA = """
CREATE TABLE source (
  place TEXT PRIMARY KEY, path TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, run TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE article (id TEXT PRIMARY KEY, place TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX article_place ON article (place);
CREATE TABLE copies (stale INTEGER NOT NULL, number INTEGER NOT NULL);
INSERT INTO copies VALUES (0, 0);
CREATE TABLE sketch (article TEXT PRIMARY KEY, day TEXT NOT NULL, data BLOB NOT NULL) WITHOUT ROWID;
"""
_BLOCK = 2**20


@dataclass(frozen=True, slots=True)
class Entry:
    """What is remembered of a file.

    Attributes:
        path: As the user gave it; its issues are kept under this path.
        name: What its article was called.
        sha256: Of its bytes; empty if it could not be read without a fault, so that it is tried again.
        run: The tools and rules that it was read with.
        articles: Ids of the articles that it gave.
    """

    path: str
    name: str
    sha256: str
    run: str
    articles: tuple[ArticleId, ...]


class Ledger:
    """The database; close it, or use it in a ``with`` statement.

    Raises:
        StoreError: It cannot be opened.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        try:
            self._db = self._open()
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"cannot be used: {error}", path=self._path, hint="delete this file: it is made anew"
            ) from None

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path, isolation_level=None, timeout=10)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        if database.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
            database.executescript(
                "".join(f"DROP TABLE IF EXISTS {table};" for table in ("source", "article", "copies", "sketch"))
                + SCHEMA
                + f"PRAGMA user_version = {FORMAT};"
            )
        return database

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def entry(self, place: str) -> Entry | None:
        """What is remembered of the file at this place."""
        row = self._db.execute("SELECT path, name, sha256, run FROM source WHERE place = ?", (place,)).fetchone()
        return Entry(row[0], row[1], row[2], row[3], self._articles(place)) if row else None

    def _articles(self, place: str) -> tuple[ArticleId, ...]:
        rows = self._db.execute("SELECT id FROM article WHERE place = ? ORDER BY id", (place,))
        return tuple(ArticleId(row[0]) for row in rows)

    def owner(self, article: str) -> str | None:
        """The place of the file that gave an article."""
        row = self._db.execute("SELECT place FROM article WHERE id = ?", (article,)).fetchone()
        return str(row[0]) if row else None

    def places(self, folder: str) -> Iterator[str]:
        """The places below a folder, and the folder's own."""
        rows = self._db.execute("SELECT place FROM source ORDER BY place").fetchall()
        below = folder.rstrip("/") + "/"
        return (row[0] for row in rows if row[0] == folder or row[0].startswith(below))

    def note(self, place: str, entry: Entry) -> None:
        """Remember a file, in place of what was remembered of it."""
        with self._db:
            self._db.execute("BEGIN")
            self._db.execute("DELETE FROM article WHERE place = ?", (place,))
            self._db.execute(
                "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?)",
                (place, entry.path, entry.name, entry.sha256, entry.run),
            )
            rows = ((article, place) for article in entry.articles)
            self._db.executemany("INSERT OR REPLACE INTO article VALUES (?, ?)", rows)

    def forget(self, place: str) -> None:
        """Forget a file."""
        with self._db:
            self._db.execute("BEGIN")
            self._db.execute("DELETE FROM article WHERE place = ?", (place,))
            self._db.execute("DELETE FROM source WHERE place = ?", (place,))

    def sketch(self, article: ArticleId, day: str, data: bytes) -> None:
        """Keep an article's signature, and the day on which it was published."""
        with self._db:
            self._db.execute("BEGIN")
            self._db.execute("INSERT OR REPLACE INTO sketch VALUES (?, ?, ?)", (article, day, data))
            self._db.execute("UPDATE copies SET stale = 1")

    def unsketch(self, articles: Iterable[ArticleId]) -> None:
        """Drop the signatures of articles."""
        gone = [(article,) for article in articles]
        if gone:
            with self._db:
                self._db.execute("BEGIN")
                self._db.executemany("DELETE FROM sketch WHERE article = ?", gone)
                self._db.execute("UPDATE copies SET stale = 1")

    def has_sketch(self, article: ArticleId) -> bool:
        """An article's signature is kept."""
        return self._db.execute("SELECT 1 FROM sketch WHERE article = ?", (article,)).fetchone() is not None

    @property
    def stale(self) -> bool:
        """Signatures have changed since it was last worked out which articles are copies."""
        return bool(self._db.execute("SELECT stale FROM copies").fetchone()[0])

    @property
    def copies(self) -> int:
        """How many articles are copies."""
        return int(self._db.execute("SELECT number FROM copies").fetchone()[0])

    def settle(self, copies: int) -> None:
        """It has been worked out which articles are copies."""
        self._db.execute("UPDATE copies SET stale = 0, number = ?", (copies,))

    def sketches(self) -> tuple[dict[str, bytes], dict[str, str]]:
        """Every article's signature, and its day (``9999`` where it is not known), by id."""
        rows = self._db.execute("SELECT article, day, data FROM sketch ORDER BY article").fetchall()
        return {row[0]: row[2] for row in rows}, {row[0]: row[1] for row in rows}


def digest(stream: BinaryIO) -> str:
    """Hex SHA-256 of a stream's bytes."""
    whole = hashlib.sha256()
    while block := stream.read(_BLOCK):
        whole.update(block)
    return whole.hexdigest()
