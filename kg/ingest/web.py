"""Reads saved web pages through trafilatura: the article's text without what stands around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import ArticleError
from kg.ingest import bounds, linked, pageday, pagehead
from kg.ingest.clean import segments
from kg.ingest.draft import Draft, draft
from kg.ingest.sources import whole
from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from lxml.html import HtmlElement

    from kg.ingest.linked import Linked
    from kg.ingest.sources import Source

TAGS = 100_000
"""Tags of the largest page; a news page has two or three thousand."""
SIMPLE = 20_000
"""Tags from which on a page is read in one way alone: the second one takes time by their square."""
PROSE = 250
"""Characters of text from which on a table's cell holds a part of the page, not a figure."""
MUCH = 2
"""How many times longer a page's JSON-LD must tell the article than its text does, to be taken instead."""
PULLED = (30, 300)
"""Characters of a sentence that is set apart from the text which it is taken from."""
LINES = 1_000
"""Lines of the longest text in which such sentences are looked for."""

_APART = (
    "//*[contains(@class, 'signup-card') or contains(@class, 'bookmark-card') or contains(@class, 'richLink')"
    " or contains(@class, 'newsletter') or @data-component='rich-link' or @data-spacefinder-role='richLink']"
)
"""Boxes within a text that are no part of it."""


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
    from trafilatura import bare_extraction, load_html

    tags = data.count(b"<")
    if tags > TAGS:
        raise ArticleError(f"a web page of more than {TAGS} tags", hint="save its text instead")
    tree = load_html(data)
    if tree is None:
        raise ArticleError("no article text in this web page", hint="is it a list of links, or made by a script?")
    given = known.get("url")
    url = given if isinstance(given, str) else ""
    told = linked.read(tree, pagehead.titles(tree))
    found = pagehead.read(tree, told, url)
    found["date"] = pageday.day(tree, told, str(found["url"]))
    _open_tables(tree)
    page = bare_extraction(tree, url=url or None, include_comments=False, fast=tags > SIMPLE, prune_xpath=_APART)
    extracted = "" if page is None or isinstance(page, dict) else page.text or ""
    text = _prose(_fuller(extracted, told), str(found["title"]))
    if not text:
        raise ArticleError("no article text in this web page", hint="is it a list of links, or made by a script?")
    return draft(name, text, found | {key: value for key, value in known.items() if value}, line=line)


def _fuller(text: str, told: Linked) -> str:
    """The text that was found, or that of the page's JSON-LD where that is far longer, or alone has paragraphs."""
    flat = "\n" not in text and "\n" in told.text and len(told.text) >= len(text)
    return told.text if flat or len(told.text) > MUCH * len(text) else text


def _open_tables(tree: HtmlElement) -> None:
    """Make plain boxes of tables that lay out the page, so that their text is not taken for rows of figures."""
    for table in list(tree.iter("table")):
        cells = table.xpath(".//td")
        if table.xpath(".//p|.//h1|.//div|.//table") or any(len(cell.text_content()) > PROSE for cell in cells):
            for part in [table, *table.xpath(".//tbody|.//thead|.//tr|.//td|.//th|.//font|.//center")]:
                if part.tag not in {"font", "center"}:
                    part.tag = "div"
                part.attrib.pop("width", None)


def _prose(text: str, title: str) -> str:
    """The lines of the text that tell something: no title above it, no credits, no calls to read on."""
    lines = [line.strip() for line in text.split("\n")]
    if lines and title and lines[0].casefold() == title.casefold():
        lines = lines[1:]
    few = len(lines) <= LINES
    text = "\n".join(line for line in lines if line and not (few and _is_pulled(line, lines)))
    spans = segments(text, Span(0, len(text)))
    kept, start = [], 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.startswith("|") or any(span.start < end and start < span.end for span in spans):
            kept.append(line)
        start = end + 1
    return "\n".join(kept) if any(not line.startswith("|") for line in kept) else ""


def _is_pulled(line: str, lines: Sequence[str]) -> bool:
    """A sentence that stands in a paragraph, too: set in large letters to draw the reader in."""
    bare = line.strip("“”\"' ")
    return PULLED[0] <= len(bare) <= PULLED[1] and any(len(other) > len(line) and bare in other for other in lines)


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
