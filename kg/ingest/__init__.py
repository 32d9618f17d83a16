"""Files in, articles out: the first stage.

``Article.id`` is the file's name (``archive.zip/folder/name`` for a member), the row's ``id``, the feed entry's
id or the web archive's record id. ``Article.text`` is, for text files, what ``Path.read_text(encoding="utf-8")``
gives, front matter included; for rows, the row's ``text`` exactly; for web pages, feeds and PDF, the text that was
extracted. Every offset counts its characters. What cannot be read is one `Issue` with file, line and what to do;
the others go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.ids import digest
from kg.ingest import dispatch, language, sources
from kg.ingest.clean import segments
from kg.ingest.sources import Source, find
from kg.model import Article, ArticleId, Issue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.ingest.draft import Draft

__all__ = ["Source", "articles", "find", "read"]


def read(paths: Sequence[Path | str]) -> Iterator[Article | Issue]:
    """The articles of files, folders, patterns and lists, in an order that does not depend on how they were given.

    Streams: one article is in memory at a time, besides the paths and two numbers an article.
    """
    seen: dict[int, int] = {}
    for source in sources.find(paths):
        if isinstance(source, Issue):
            yield source
            continue
        for item in articles(source):
            yield item if isinstance(item, Issue) else _once(item, seen)


def articles(source: Source) -> Iterator[Article | Issue]:
    """The articles of one file."""
    for item in dispatch.items(source):
        if isinstance(item, Issue):
            yield item
        else:
            yield from _finished(item, source)


def _once(article: Article, seen: dict[int, int]) -> Article | Issue:
    """The article, or an issue if its id was given before."""
    key, content = int(digest(article.id), 16), int(digest(article.text), 16)
    if key not in seen:
        seen[key] = content
        return article
    same = seen[key] == content
    what = "the same article came before" if same else "another article with this id came before"
    hint = "left out" if same else "give each article an id of its own"
    return Issue("same" if same else "duplicate id", f"{what}: {article.id}", article.path, hint=hint)


def _finished(draft: Draft, source: Source) -> Iterator[Article | Issue]:
    """The article; before it an issue if its date cannot be read, or instead of it if it is not to be parsed."""
    name = ArticleId(draft.name)
    path = draft.path or source.path
    tongue = language.of(draft.body.of(draft.text), draft.language)
    if tongue != "en":
        yield Issue("language", f"not in English ({tongue}): left out", path, draft.line, hint="only English is read")
        return
    prose = segments(draft.text, draft.body)
    if not prose:
        hint = "only menus, credits or notices"
        yield Issue("no prose", "nothing in it is article text", path, draft.line, hint=hint)
        return
    if draft.given_date:
        hint = "write it as 2025-01-14; words like 'on Monday' stay undated"
        yield Issue("date", f"the date {draft.given_date!r} cannot be read", path, draft.line, name, hint)
    yield Article(
        id=name,
        text=draft.text,
        body=draft.body,
        title=draft.title,
        source=draft.source,
        url=draft.url,
        published=draft.published,
        path=path,
        author=draft.author,
        segments=prose,
    )
