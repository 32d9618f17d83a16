"""Reads PDF files through pypdf, and puts the lines of a page together to paragraphs again."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from kg.errors import ArticleError
from kg.ingest import bounds, header
from kg.ingest.draft import Draft, draft
from kg.ingest.sources import whole
from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from kg.ingest.sources import Source

PAGES = 1_000
"""Pages of the longest PDF."""
_FULL = 0.75
"""Share of the page's width from which on a line is taken to run on in the next."""
_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")


def read(source: Source, stream: BinaryIO) -> Iterator[Draft]:
    """The article of a PDF; all its pages are one article."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    reader = PdfReader(io.BytesIO(whole(stream, source.path, bounds.DOCUMENT)))
    try:
        if reader.is_encrypted and not reader.decrypt(""):
            raise ArticleError("a PDF with a password", hint="save it without one")
        if len(reader.pages) > PAGES:
            raise ArticleError(f"a PDF of more than {PAGES} pages", hint="split it")
        text = "\n\n".join(_bounded(flow(page.extract_text()) for page in reader.pages)).strip()
        title = (reader.metadata.title if reader.metadata else "") or ""
    except (FileNotDecryptedError, DependencyError) as error:
        raise ArticleError("an encrypted PDF", hint="save it without encryption") from error
    if not text:
        raise ArticleError("no text in this PDF", hint="scanned pages need text recognition first")
    text = text.encode("utf-8", "replace").decode("utf-8")
    head = header.read(text, source.path)
    yield draft(
        source.name, text, {"title": title, "date": head.published} | dict(head.values), Span(head.body, len(text))
    )


def _bounded(pages: Iterable[str]) -> Iterator[str]:
    size = 0
    for page in pages:
        size += len(page)
        if size > bounds.TEXT:
            raise ArticleError(f"more than {bounds.TEXT // 2**20} MB of text in one PDF", hint="split it")
        yield page


def flow(page: str) -> str:
    """The text of a page with one line for each paragraph; words broken at the end of a line are joined.

    >>> flow("Kenya and Ghana signed a trea-\\nty on shared water.\\nTalks go on.")
    'Kenya and Ghana signed a treaty on shared water.\\nTalks go on.'
    """
    lines = [" ".join(line.split()) for line in page.split("\n")]
    width = max((len(line) for line in lines), default=0)
    paragraphs: list[str] = []
    runs_on = False
    for line in lines:
        if not line:
            runs_on = False
            continue
        if paragraphs and (runs_on or (line[0].islower() and not _END.search(paragraphs[-1]))):
            before = paragraphs.pop()
            broken = before.endswith("-") and before[-2:-1].isalpha() and line[0].islower()
            paragraphs.append(before[:-1] + line if broken else f"{before} {line}")
        else:
            paragraphs.append(line)
        full = len(line) >= _FULL * width
        runs_on = full and not (_END.search(line) and len(line) < width - 10)
    return "\n".join(paragraphs)
