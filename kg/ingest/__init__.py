"""Files in, articles out: the first stage.

``Article.id`` is the file's name, or the row's ``id``. ``Article.text`` is what
``Path.read_text(encoding="utf-8")`` gives for the file, front matter included, or the row's ``text`` exactly;
every offset counts its characters. What cannot be read is one `Issue` with file, line and what to do; the
others go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import ArticleError
from kg.ids import digest
from kg.ingest import header, published, rows, sources
from kg.ingest.clean import segments
from kg.ingest.decode import decode
from kg.ingest.header import text_value
from kg.ingest.rows import is_unicode
from kg.model import Article, ArticleId, Issue, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from kg.ingest.sources import Source

__all__ = ["SUFFIXES", "read"]

SUFFIXES = (".txt", ".md", ".jsonl")
"""Endings of the files that are read from folders."""


def read(paths: Sequence[Path | str]) -> Iterator[Article | Issue]:
    """The articles of files and folders, in an order that does not depend on how the paths were given.

    Streams: no more than one file, or one line of a ``.jsonl`` file, is in memory, besides the paths and two
    numbers an article.
    """
    seen: dict[int, int] = {}
    for source in sources.find(paths, SUFFIXES):
        if isinstance(source, Issue):
            yield source
            continue
        for item in _read(source):
            yield item if isinstance(item, Issue) else _once(item, seen)


def _once(article: Article, seen: dict[int, int]) -> Article | Issue:
    """The article, or an issue if its id was given before."""
    key, content = int(digest(article.id), 16), int(digest(article.text), 16)
    if key not in seen:
        seen[key] = content
        return article
    same = seen[key] == content
    what = "the same article came before" if same else "another article with this id came before"
    hint = "left out" if same else "give each article an id of its own"
    return Issue("duplicate id", f"{what}: {article.id}", article.path, article=article.id, hint=hint)


def _read(source: Source) -> Iterator[Article | Issue]:
    try:
        if source.suffix == ".jsonl":
            yield from _rows(source)
        elif source.suffix in SUFFIXES:
            yield from _file(source)
        else:
            yield Issue("unknown kind", "not a kind of file that is read", source.path, hint=" ".join(SUFFIXES))
    except ArticleError as error:
        yield Issue("article", error.message, source.path, error.line, ArticleId(source.name), error.hint)
    except OSError as error:
        yield Issue("unreadable", f"cannot be read: {error.strerror or error}", source.path, hint="check its rights")


def _file(source: Source) -> Iterator[Article | Issue]:
    text = decode(source.read(), source.path)
    if not text.strip("\ufeff \t\r\n"):
        raise ArticleError("the file is empty", hint="leave it out, or fill it")
    head = header.read(text, source.path)
    if not text[head.body :].strip():
        raise ArticleError("no text below the front matter", line=text.count("\n", 0, head.body) + 1, hint="fill it")
    day = published.parse(head.values.get("date")) or head.published
    yield from _article(source.name, text, Span(head.body, len(text)), head.values, day, source.path)


def _rows(source: Source) -> Iterator[Article | Issue]:
    empty = True
    for item in rows.read(source):
        empty = False
        if isinstance(item, Issue):
            yield item
            continue
        number, row = item
        try:
            text = rows.text_of(row)
        except ArticleError as error:
            yield Issue("row", error.message, source.path, number, hint=error.hint)
            continue
        day = published.parse(row.get("date"))
        yield from _article(rows.id_of(row, source, number), text, Span(0, len(text)), row, day, source.path, number)
    if empty:
        raise ArticleError("the file is empty", hint="leave it out, or fill it")


def _article(  # noqa: PLR0913, PLR0917 - an article has these parts
    name: str,
    text: str,
    body: Span,
    values: Mapping[str, object],
    day: date | None,
    path: str,
    line: int | None = None,
) -> Iterator[Article | Issue]:
    """The article; before it an issue if its date was given but cannot be read."""
    prose = segments(text, body)
    if not prose:
        yield Issue("no prose", "nothing in it is article text", path, line, ArticleId(name), "only menus, credits or notices")
        return
    given = text_value(values, "date")
    if given and day is None:
        hint = "write it as 2025-01-14; words like 'on Monday' stay undated"
        yield Issue("date", f"the date {given[:40]!r} cannot be read", path, line, ArticleId(name), hint)
    title, origin, url, author = (_clean(values, key) for key in ("title", "source", "url", "author"))
    yield Article(
        id=ArticleId(name if is_unicode(name) else ascii(name)),
        text=text,
        body=body,
        title=title,
        source=origin,
        url=url,
        published=day,
        path=path,
        language=_clean(values, "language") or "en",
        author=author,
        segments=prose,
    )


def _clean(values: Mapping[str, object], key: str) -> str:
    value = text_value(values, key)
    return value if is_unicode(value) else ""
