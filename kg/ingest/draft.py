"""What every reader gives: an article before its prose is found and its language is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import ArticleError
from kg.ingest import bounds, published
from kg.ingest.header import text_value
from kg.model import Issue, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from typing import BinaryIO

    from kg.ingest.sources import Source

    type Item = Draft | Member | Issue
    type Reader = Callable[[Source, BinaryIO], Iterator[Item]]


@dataclass(frozen=True, slots=True)
class Draft:
    """A text and what its file says of it.

    Attributes:
        name: The article's id.
        body: The part of ``text`` below any front matter.
        given_date: The date as it was written, where it could not be read.
        line: Where it begins in its file.
        path: Where it was read from, for messages.
    """

    name: str
    text: str
    body: Span
    title: str = ""
    source: str = ""
    url: str = ""
    author: str = ""
    language: str = ""
    published: date | None = None
    given_date: str = ""
    line: int | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A file within a file."""

    source: Source
    stream: BinaryIO


_ALIASES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "source": ("source", "source_domain", "publisher", "outlet", "sitename", "publication"),
    "url": ("url", "link", "uri"),
    "author": ("author", "authors", "byline"),
    "language": ("language", "lang"),
}
_DATES = ("date", "published", "date_publish", "published_at", "publishedat", "pubdate", "date_published")


def draft(
    name: str, text: str, values: Mapping[str, object], body: Span | None = None, *, line: int | None = None
) -> Draft:
    """A draft with what front matter, a row or a page's head says; names of values are in lower case.

    Raises:
        ArticleError: The text is longer than any article is.
    """
    if len(text) > bounds.TEXT:
        raise ArticleError(f"more than {bounds.TEXT // 2**20} MB in one article", hint="split it")
    found = {key: _first(values, names) for key, names in _ALIASES.items()}
    written = next((value for key in _DATES if (value := values.get(key))), None)
    day = published.parse(written)
    given = "" if day or written is None else " ".join(str(written).split())[:40]
    return Draft(name, text, body or Span(0, len(text)), **found, published=day, given_date=given, line=line)


def _first(values: Mapping[str, object], names: tuple[str, ...]) -> str:
    """The first of the values that is there, as one line; of a list its parts, of an object its name."""
    for name in names:
        value = values.get(name)
        if isinstance(value, list):
            value = ", ".join(part for part in value if isinstance(part, str))
        elif isinstance(value, dict):
            value = value.get("name") or value.get("domain")
        text = text_value({"value": value}, "value")
        if text and is_unicode(text):
            return text
    return ""


def is_unicode(text: str) -> bool:
    """The text can be written as UTF-8 (it has no lone surrogate)."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
