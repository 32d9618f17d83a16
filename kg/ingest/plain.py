"""Reads text files, with or without front matter: one file, one article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import ArticleError
from kg.ingest import bounds, header
from kg.ingest.decode import decode
from kg.ingest.draft import Draft, draft
from kg.ingest.sources import whole
from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from kg.ingest.sources import Source


def read(source: Source, stream: BinaryIO) -> Iterator[Draft]:
    """The article of a ``.txt`` or ``.md`` file."""
    text = decode(whole(stream, source.path, bounds.TEXT), source.path)
    if not text.strip("\ufeff \t\r\n"):
        raise ArticleError("the file is empty", hint="leave it out, or fill it")
    head = header.read(text, source.path)
    if not text[head.body :].strip():
        line = text.count("\n", 0, head.body) + 1
        raise ArticleError("no text below the front matter", line=line, hint="fill it")
    values = dict(head.values)
    if head.published and not values.get("date"):
        values["date"] = head.published
    yield draft(source.name, text, values, Span(head.body, len(text)))
