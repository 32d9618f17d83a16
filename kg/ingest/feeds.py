"""Reads saved RSS and Atom feeds: an article for each entry with text."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from kg.errors import ArticleError
from kg.ingest import bounds
from kg.ingest.draft import Draft, draft
from kg.ingest.sources import whole
from kg.ingest.web import text_of
from kg.model import Issue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from kg.ingest.sources import Source


def read(source: Source, stream: BinaryIO) -> Iterator[Draft | Issue]:
    """The entries of a feed. Their full content is taken where the feed gives it, else their summary."""
    import feedparser

    data = whole(stream, source.path, bounds.DOCUMENT)
    if b"<!ENTITY" in data[:100_000]:
        raise ArticleError("a feed that declares entities of its own", hint="take the <!DOCTYPE …> out of it")
    feed: Any = feedparser.parse(io.BytesIO(data))
    if not feed.entries:
        reason = f": {feed.bozo_exception}" if feed.get("bozo") else ""
        raise ArticleError(f"no entries in this feed{reason}", hint="is it the whole file?")
    for number, entry in enumerate(feed.entries, 1):
        content = _content(entry)
        name = entry.get("id") or entry.get("link") or f"{source.name}:{number}"
        if len(content) > bounds.TEXT:
            what = f"entry {number} has more than {bounds.TEXT // 2**20} MB in one article"
            yield Issue("row", what, source.path, hint=f"see {entry.get('link') or name}")
            continue
        text = text_of(content)
        if not text.strip():
            yield Issue("row", f"entry {number} has no text", source.path, hint=f"see {entry.get('link') or name}")
            continue
        values = {
            "title": text_of(entry.get("title", "")),
            "source": (entry.get("source") or {}).get("title") or feed.feed.get("title"),
            "url": entry.get("link"),
            "author": entry.get("author"),
            "language": feed.feed.get("language"),
            "date": entry.get("published") or entry.get("updated"),
        }
        yield draft(name, text, values)
    if feed.get("bozo") and not isinstance(feed.bozo_exception, feedparser.CharacterEncodingOverride):
        reason = " ".join(str(feed.bozo_exception).split())
        yield Issue(
            "damaged", f"the feed is broken, its end may be missing: {reason}", source.path, hint="save it again"
        )


def _content(entry: Any) -> str:  # noqa: ANN401 - feedparser has no types
    contents = [str(part.get("value", "")) for part in entry.get("content", ())]
    return max([*contents, str(entry.get("summary", ""))], key=len)
