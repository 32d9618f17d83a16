"""Reads title, outlet, author, address and language of a web page: from its JSON-LD, else through trafilatura."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from kg.ingest.linked import Linked

_BETWEEN = re.compile(r"\s+[|–—-]\s+|\s+»\s+|:\s+")
_NAME = r"[A-Z][\w.'’-]+(?:\s+(?:[A-Z][\w.'’-]*|de|van|von|bin|al|el)){1,3}"
_BYLINE = re.compile(rf"(?:By|by|BY)\s+({_NAME})(?=$|\s*[|,/•·]|\s+in\s)")
LONGEST = 6
"""Words of the longest name of an author."""
_WITHIN = 60
"""Elements after the headline among which the byline stands."""


def titles(tree: HtmlElement) -> list[str]:
    """What the page's head and its headlines give as its title."""
    given = [tree.findtext(".//title") or "", *_meta(tree, "og:title"), *_meta(tree, "twitter:title")]
    return [" ".join(one.split()) for one in [*given, *(one.text_content() for one in tree.iter("h1"))] if one.strip()]


def read(tree: HtmlElement, told: Linked, url: str) -> dict[str, object]:
    """Title, outlet (``source``), author, address and language of a page, with empty strings for what is not there."""
    from trafilatura.metadata import extract_metadata

    page = extract_metadata(tree, default_url=url or None, date_config={"extensive_search": False, "url": url or None})
    address = page.url or url
    host = urlsplit(address).hostname or ""
    named = page.sitename if page.sitename and page.sitename not in {host, host.removeprefix("www.")} else ""
    shown, rest = _parts(tree, told.title or page.title or "")
    title = told.title or shown or page.title or ""
    outlet = told.outlet or next(iter(_meta(tree, "og:site_name")), "") or rest or named or page.hostname or host
    return {
        "title": _without(title, outlet),
        "source": outlet,
        "url": address,
        "author": _cased(told.author or page.author or _byline(tree)),
        "language": told.language or _language(tree),
    }


def headline(tree: HtmlElement) -> HtmlElement | None:
    """The element that shows the title: an ``h1``, or the first element whose text the page's title has in it."""
    shown = [one for one in tree.iter("h1") if one.text_content().strip()]
    title = " ".join((tree.findtext(".//title") or "").casefold().split())
    long = [
        one for one in tree.iter("h2", "h3", "h4", "b", "strong", "font", "td", "div", "p", "span") if _is_long(one)
    ]
    within = [one for one in [*shown, *long] if " ".join(one.text_content().casefold().split()) in title]
    own = [one for one in within if _is_long(one)]
    return next(iter(own or within or shown), None)


def _is_long(element: HtmlElement) -> bool:
    """It holds more than the name of a section or a site."""
    return len(" ".join((element.text or "").split())) > 20  # noqa: PLR2004


def _meta(tree: HtmlElement, name: str) -> list[str]:
    found = (one.get("content", "") for one in tree.iter("meta") if name in {one.get("property"), one.get("name")})
    return [" ".join(one.split()) for one in found if one.strip()]


def _parts(tree: HtmlElement, title: str) -> tuple[str, str]:
    """The article's and the outlet's part of the page's ``<title>``, as far as a headline on the page tells them apart."""
    whole = " ".join((tree.findtext(".//title") or "").split())
    shown = {" ".join(one.text_content().split()) for one in tree.iter("h1", "h2", "h3", "b", "font")} | {title}
    for match in _BETWEEN.finditer(whole):
        before, after = whole[: match.start()], whole[match.end() :]
        if before in shown and not (after in shown and len(after) > len(before)):
            return before, _BETWEEN.split(after)[-1]
        if after in shown:
            return after, _BETWEEN.split(before)[0]
    return "", ""


def _without(title: str, outlet: str) -> str:
    """The title without the outlet's name after it."""
    for match in _BETWEEN.finditer(title):
        if outlet and title[match.end() :].casefold() == outlet.casefold():
            return title[: match.start()]
    return title


def _byline(tree: HtmlElement) -> str:
    """The name in a line «By Ann Example» below the headline."""
    above = headline(tree)
    if above is None:
        return ""
    for number, element in enumerate(above.xpath("following::*")):
        text = " ".join((element.text_content() if isinstance(element.tag, str) else "").split())
        match = _BYLINE.match(text) if len(text) < 160 else None  # noqa: PLR2004 - a line, not a paragraph
        if match:
            return match[1]
        if number > _WITHIN:
            break
    return ""


def _cased(name: str) -> str:
    """A name in capitals as names are written; nothing where it is no name, but what somebody does."""
    if any(len(part.split()) > LONGEST for part in re.split("[;,]", name)):
        return ""
    return name.title() if name.isupper() else name


def _language(tree: HtmlElement) -> str:
    root = tree.getroottree().getroot()
    return (root.get("lang") or "")[:2].lower()
