"""Keeps parses, so that a change of rules, ontology or seeds reads them anew without parsing.

A small database beside the graph: one parse per article, a few kilobytes each. It may be lost: articles are then
parsed again, and nothing else happens. Several processes may use it at once.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from kg import ids
from kg.annotate import parse
from kg.config import DEFAULT_MODEL
from kg.model import Document, Name, Sentence, Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Article
    from kg.ports import Annotator

FILE = "parses.sqlite"
SCHEMA = "CREATE TABLE IF NOT EXISTS parse (article TEXT PRIMARY KEY, key TEXT NOT NULL, data BLOB NOT NULL)"


class Parses:
    """The database. What goes wrong with it costs time and nothing else.

    Args:
        folder: The store's; where there is none, nothing is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._db: sqlite3.Connection | None = None
        if not folder.is_dir():
            return
        with suppress(sqlite3.Error):
            database = sqlite3.connect(folder / FILE, isolation_level=None, timeout=10, check_same_thread=False)
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            database.execute(SCHEMA)
            self._db = database

    def __len__(self) -> int:
        rows = self._rows("SELECT count(*) FROM parse")
        return int(str(rows[0][0])) if rows else 0

    def get(self, article: Article, key: str) -> Document | None:
        """The parse of an article, if it was kept under this key."""
        rows = self._rows("SELECT data FROM parse WHERE article = ? AND key = ?", article.id, key)
        if not rows:
            return None
        try:
            return unpack(bytes(rows[0][0]), article)  # type: ignore[call-overload]
        except (ValueError, TypeError, IndexError, zlib.error):
            return None

    def put(self, document: Document, key: str) -> None:
        """Keep a parse in place of what was kept of the article."""
        self._rows("INSERT OR REPLACE INTO parse VALUES (?, ?, ?)", document.article.id, key, pack(document))

    def forget(self, articles: Iterable[str]) -> None:
        """Drop the parses of articles."""
        for article in sorted(articles):
            self._rows("DELETE FROM parse WHERE article = ?", article)

    def close(self) -> None:
        """Let go of the file."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def _rows(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        if self._db is None:
            return []
        try:
            return self._db.execute(statement, values).fetchall()
        except sqlite3.Error:
            return []


class CachedAnnotator:
    """Parses only what has not been parsed before; the model is loaded when it is first needed.

    Args:
        model: Name of the spaCy pipeline.
        parses: What was parsed before.

    Raises:
        MissingResourceError: The model is not installed.
    """

    def __init__(self, model: str, parses: Parses) -> None:
        parse.require(model)
        self._model = model
        self._sign = signature(model)
        self._parses = parses
        self._parser: Annotator | None = None if len(parses) else parse.SpacyAnnotator(model)

    def annotate(self, articles: Iterable[Article]) -> Iterator[Document]:
        """One document per article, in the same order."""
        for article in articles:
            key = article_key(article, self._sign)
            document = self._parses.get(article, key)
            if document is None:
                self._parser = self._parser or parse.SpacyAnnotator(self._model)
                (document,) = self._parser.annotate([article])
                self._parses.put(document, key)
            yield document


def signature(model: str) -> str:
    """Digest of all that a parse depends on but the article: the model, spaCy, and how this package uses them."""
    packages = ["spacy", parse.PACKAGE.replace("_", "-") if model == DEFAULT_MODEL else model]
    versions = [_version(package) for package in packages]
    meta = Path(model) / "meta.json"
    described = ids.digest(*(str(path.stat()) for path in sorted(Path(model).rglob("*")))) if meta.is_file() else ""
    return ids.digest(model, *versions, described, Path(parse.__file__).read_text("utf-8"), length=32)


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except (metadata.PackageNotFoundError, ValueError):
        return ""


def article_key(article: Article, sign: str) -> str:
    """Digest of all that an article's parse depends on."""
    first = article.body.start
    segments = article.segments or (article.body,)
    places = [f"{segment.start - first}:{segment.end - first}" for segment in segments]
    return ids.digest(sign, *places, *(segment.of(article.text) for segment in segments), length=32)


def pack(document: Document) -> bytes:
    """A parse as a few kilobytes: columns of small numbers, and each word's description once."""
    table: dict[tuple[str, ...], int] = {}
    gaps, lengths, words, heads = [], [], [], []
    end = document.article.body.start
    for token in document.tokens:
        gaps.append(token.start - end)
        lengths.append(token.end - token.start)
        described = (token.lemma, token.tag, token.pos, token.dep, token.ent)
        words.append(table.setdefault(described, len(table)))
        heads.append(token.head - token.i)
        end = token.end
    sentences = [(one.start, one.end) for one in document.sentences]
    names = [(one.start, one.end, one.type) for one in document.names]
    columns = [list(table), gaps, lengths, words, heads, sentences, names]
    return zlib.compress(
        json.dumps(columns, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    )


def unpack(data: bytes, article: Article) -> Document:
    """The parse that `pack` wrote.

    Raises:
        ValueError, TypeError, IndexError, zlib.error: The bytes are no parse.
    """
    table, gaps, lengths, words, heads, sentences, names = json.loads(
        zlib.decompress(data).decode("utf-8", "surrogatepass")
    )
    tokens = []
    end = article.body.start
    for i, (gap, length, word, head) in enumerate(zip(gaps, lengths, words, heads, strict=True)):
        start = end + gap
        end = start + length
        lemma, tag, pos, dep, ent = table[word]
        tokens.append(Token(i, start, end, article.text[start:end], lemma, tag, pos, dep, i + head, ent))
    return Document(
        article, tuple(tokens), tuple(Sentence(*one) for one in sentences), tuple(Name(*one) for one in names)
    )
