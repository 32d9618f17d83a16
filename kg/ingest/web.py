"""Reads saved web pages through trafilatura: the article's text without what stands around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.errors import ArticleError
from kg.ingest import bounds
from kg.ingest.draft import Draft, draft
from kg.ingest.sources import whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from kg.ingest.sources import Source

TAGS = 100_000
"""Tags of the largest page; a news page has two or three thousand."""
_LAST_DAY = "2099-12-31"
"""Bound of the dates that are believed: a fixed one, so that a page means the same whenever it is read."""
_LANGUAGE = re.compile(rb"<html[^>]{0,2000}?\blang=[\"']?([a-zA-Z]{2})", re.IGNORECASE)


def read(source: Source, stream: BinaryIO) -> Iterator[Draft]:
    """The article of a saved web page."""
    data = whole(stream, source.path, bounds.TEXT)
    yield article(source.name, data, {})


def article(name: str, data: bytes, known: dict[str, object], *, line: int | None = None) -> Draft:
    """The article of a web page.

    Args:
        known: What is known besides the page; ``url`` helps to find the outlet, other values win over the page's.

    Raises:
        ArticleError: There is no article in it, or it is too large.
    """
    from trafilatura import bare_extraction

    if data.count(b"<") > TAGS:
        raise ArticleError(f"a web page of more than {TAGS} tags", hint="save its text instead")
    url = known.get("url")
    limits = {"original_date": True, "extensive_search": True, "max_date": _LAST_DAY}
    page = bare_extraction(
        data,
        url=url if isinstance(url, str) else None,
        include_comments=False,
        with_metadata=True,
        date_extraction_params=limits,
    )
    if page is None or isinstance(page, dict) or not (page.text or "").strip():
        raise ArticleError("no article text in this web page", hint="is it a list of links, or made by a script?")
    language = _LANGUAGE.search(data[:50_000])
    found = {
        "title": page.title,
        "source": page.sitename or page.hostname,
        "url": page.url,
        "author": page.author,
        "date": page.date,
        "language": language[1].decode("ascii").lower() if language else None,
    }
    return draft(name, page.text or "", found | {key: value for key, value in known.items() if value}, line=line)


def text_of(fragment: str) -> str:
    """The text of a piece of HTML, one line a paragraph: the content of a feed's entry.

    >>> text_of("<p>Kenya thanked <b>Ghana</b>.</p><p>Talks &amp; tea.</p>")
    'Kenya thanked Ghana.\\nTalks & tea.'
    """
    from lxml import html
    from lxml.etree import ParserError

    if "<" not in fragment and "&" not in fragment:
        return fragment
    try:
        tree = html.fromstring(f"<div>{fragment}</div>")
    except (ParserError, ValueError):
        return ""
    for dropped in tree.xpath("//script|//style|//figure|//iframe|//form"):
        dropped.drop_tree()
    for block in tree.xpath("//p|//div|//li|//br|//blockquote|//h1|//h2|//h3|//h4|//tr"):
        block.tail = "\n" + (block.tail or "")
        if block.tag != "br":
            block.text = "\n" + (block.text or "")
    lines = (" ".join(line.split()) for line in tree.text_content().split("\n"))
    return "\n".join(line for line in lines if line)
