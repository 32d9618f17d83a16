"""Finds the day on which a web page's article was published: not that of its last change, nor another article's.

The places are asked in the order of how seldom they are wrong: JSON-LD of the article, the page's head, microdata,
the address, a ``<time>`` or a line with a date beside the headline; what is left is asked of htmldate.
"""

from __future__ import annotations

import calendar
import re
from copy import deepcopy
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from kg.ingest import pagehead, published

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from lxml.html import HtmlElement

    from kg.ingest.linked import Linked

LAST_DAY = "2099-12-31"
"""Bound of the dates that are believed: a fixed one, so that a page means the same whenever it is read."""
BEFORE, AFTER = 400, 900
"""Characters of text before and after the headline among which its date stands."""
MOST = 20
"""Dates there that are looked at."""
LONGEST = 160
"""Characters of the longest line that is no prose, but says when something was published."""

_CHANGED = re.compile(r"modif|updat|upd_|revis|lastmod|last-mod|lastdate|utime|expire|edited", re.IGNORECASE)
_FIRST = re.compile(r"publi|posted|issued|released?\b|\bfirst\b|created|pubdate|entry-date|^date:?\s", re.IGNORECASE)
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|trending|popular|most|latest|recent|sidebar|comments?|widget|ticker|archive|"
    r"also|more-?(?:on|from|news|stories)|read-?next|promo|teaser|newsletter)(?:$|[\s_-])",
    re.IGNORECASE,
)
_MONTH = "|".join(dict.fromkeys(name[:3] for name in calendar.month_name[1:]))
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?[ .-]+(?:of )?(?:{_MONTH})[a-z]*\.?[ ,.-]+\d{{4}}"
    rf"|(?:{_MONTH})[a-z]*\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    r"|\d{4}([-/.])\d{2}\1\d{2}|\d{1,2}([-/.])\d{1,2}\2\d{4})(?!\d)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    rf"[/-](?P<year>(?:19|20)\d{{2}})(?P<mark>[/-]?)(?P<month>0?[1-9]|1[0-2]|(?:{_MONTH})[a-z]*)(?P=mark)(?P<day>[0-3]?\d)(?=\D|$)",
    re.IGNORECASE,
)
_OUTSIDE = ("nav", "aside", "footer", "form", "script", "style", "noscript", "template", "select")


@dataclass(frozen=True, slots=True)
class _Found:
    """A date in the text of a page.

    Attributes:
        place: Characters from the headline; negative before it.
        rank: 2 where it is said to be the day of publication, 0 where it is that of a change, else 1.
    """

    day: date
    place: int
    rank: int


def day(tree: HtmlElement, linked: Linked, url: str) -> date | None:
    """The day of publication; ``None`` where nothing tells.

    Args:
        tree: The page; it is left as it is.
        linked: What its JSON-LD says.
        url: Its address, or nothing.
    """
    return (
        linked.day
        or _of_head(tree)
        or linked.page_day
        or _marked(tree)
        or _of_address(url)
        or _beside(tree)
        or _asked(_without_asides(tree))
    )


def _of_head(tree: HtmlElement) -> date | None:
    """The day that the page's ``<meta>`` elements give, those about changes left aside."""
    head = _document()
    for meta in tree.iter("meta"):
        names = " ".join(meta.get(key, "") for key in ("name", "property", "itemprop", "http-equiv"))
        if meta.get("content") and not _CHANGED.search(names) and "url" not in names:
            head.find("head").append(deepcopy(meta))
    return _asked(head)


def _of_address(url: str) -> date | None:
    """The day in an address: ``/2024/03/03/``, ``/2024/mar/03/`` or ``-20240303``."""
    for match in _ADDRESS.finditer(url):
        year, month, number = match["year"], match["month"], match["day"]
        if not match["mark"] and len(month + number) != len("0303"):
            continue
        written = f"{year}-{month:0>2}-{number:0>2}" if month.isdigit() else f"{number} {month} {year}"
        if found := published.parse(written):
            return found
    return None


def _marked(tree: HtmlElement) -> date | None:
    """The day that microdata, RDFa or a microformat mark as that of publication."""
    for element in tree.xpath(
        "//*[@itemprop='datePublished' or contains(@property, 'datePublished') or @property='dc:date' or @pubdate]"
        "|//abbr[contains(concat(' ', @class, ' '), ' published ')]"
    ):
        if not _is_aside(element):
            for value in (
                element.get("content"),
                element.get("datetime"),
                element.get("title"),
                element.text_content(),
            ):
                if found := published.parse(value):
                    return found
    return None


def _beside(tree: HtmlElement) -> date | None:
    """The day that stands nearest to the headline: what is said to be the first before what is said to be a change."""
    best = min(islice(_dates(tree), MOST), key=lambda one: (-one.rank, one.place < 0, abs(one.place)), default=None)
    return best.day if best else None


def _dates(tree: HtmlElement) -> Iterator[_Found]:
    body = tree.find("body")
    headline = pagehead.headline(tree)
    pieces = list(_pieces(tree if body is None else body, headline))
    start = next((place for place, _, element in pieces if headline is not None and element is headline), 0)
    previous = ""
    for place, text, element in pieces:
        if not -BEFORE <= place - start <= AFTER:
            continue
        label = " ".join((previous[-40:] if len(previous) < LONGEST else "", element.get("class", "")))
        if element.tag == "time" and element.get("datetime"):
            if when := published.parse(element.get("datetime")):
                yield _Found(when, place - start, _rank(label + " " + text))
        elif len(text) <= LONGEST:
            for match, before in _matches(text):
                if when := published.parse(match):
                    yield _Found(
                        when, place - start, _rank(f"{label} {before}" if before == text[: len(before)] else before)
                    )
        previous = text


def _matches(text: str) -> Iterator[tuple[str, str]]:
    """Each date in a line, with what stands between it and the one before."""
    ends = [0, *(match.end() for match in _DATE.finditer(text))]
    for (before, _), match in zip(pairwise(ends), _DATE.finditer(text), strict=True):
        yield match.group(), text[before : match.start()]


def _rank(label: str) -> int:
    changed, first = _last(_CHANGED, label), _last(_FIRST, label)
    return 1 if changed == first else 2 if first > changed else 0


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _pieces(body: HtmlElement, headline: HtmlElement | None) -> Iterator[tuple[int, str, HtmlElement]]:
    """The texts of a page outside menus and lists of other articles, each with its place and its element."""
    place, left_out = 0, set()
    for element in body.iter():
        if not isinstance(element.tag, str):
            continue
        parent = element.getparent()
        if (element is not body and parent in left_out) or (_is_outside(element) and not _holds(element, headline)):
            left_out.add(element)
        else:
            text = " ".join((element.text or "").split())
            if text or element is headline or element.tag == "time":
                yield place, text, element
                place += len(text)
        tail = " ".join((element.tail or "").split())
        if tail and parent is not None and parent not in left_out and element is not body:
            yield place, tail, parent
            place += len(tail)


def _is_outside(element: HtmlElement) -> bool:
    return element.tag in _OUTSIDE or bool(_ASIDE.search(f"{element.get('class', '')} {element.get('id', '')}"))


def _is_aside(element: HtmlElement) -> bool:
    return any(_is_outside(one) for one in element.iterancestors())


def _holds(element: HtmlElement, inner: HtmlElement | None) -> bool:
    return inner is not None and any(one is element for one in inner.iterancestors())


def _without_asides(tree: HtmlElement) -> HtmlElement:
    """The page without scripts, menus and lists of other articles."""
    copy = deepcopy(tree)
    headline = pagehead.headline(copy)
    for element in [one for one in copy.iter() if isinstance(one.tag, str) and _is_outside(one)]:
        if element.getparent() is not None and element.tag != "body" and not _holds(element, headline):
            element.drop_tree()
    for meta in list(copy.iter("meta")):
        meta.drop_tree()
    return copy


def _document() -> HtmlElement:
    from lxml import html

    return html.document_fromstring("<html><head></head><body><p></p></body></html>")


def _asked(tree: HtmlElement) -> date | None:
    """The day that htmldate finds."""
    from htmldate import find_date

    return published.parse(find_date(tree, original_date=True, extensive_search=False, max_date=LAST_DAY))
