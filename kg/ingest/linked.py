"""Reads what a web page says of itself in JSON-LD (schema.org): the article's title, day, author and outlet."""

from __future__ import annotations

import json
import re
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.ingest import published

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from lxml.html import HtmlElement

LARGEST = 2**21
"""Characters of the longest script that is read."""
MOST = 20_000
"""Objects in one page that are looked at."""

_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report)$")
_PAGE = re.compile(r"WebPage$")
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_DAY = re.compile(r'"datePublished"\s*:\s*"([^"\n]{6,60})"')
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Linked:
    """What JSON-LD says of the article.

    Attributes:
        page_day: The day that the page as a whole gives, where its article gives none.
        text: ``articleBody``, one line a paragraph.
    """

    title: str = ""
    day: date | None = None
    page_day: date | None = None
    author: str = ""
    outlet: str = ""
    language: str = ""
    text: str = ""


def read(tree: HtmlElement, titles: Sequence[str] = ()) -> Linked:
    """What the page's JSON-LD says of its article; of several articles, of the one that has the page's title.

    Args:
        titles: What the page's head gives as its title.
    """
    scripts = [script.text or "" for script in tree.iter("script") if _is_linked(script.get("type"))]
    found = [one for script in scripts for one in _objects(script)]
    articles = [one for one in found if _has_type(one, _ARTICLE)]
    named = [one for one in articles if (title := _text(one.get("headline"))) and _is_in(title, titles)]
    best = next(iter(named or articles), None)
    page = next((day for one in found if _has_type(one, _PAGE) and (day := _day(one))), None)
    if best is None:
        broken = next((match[1] for one in scripts if "Article" in one and (match := _DAY.search(one))), None)
        return Linked(day=published.parse(broken), page_day=page)
    return Linked(
        title=_text(best.get("headline")) or _text(best.get("name")),
        day=_day(best),
        page_day=page,
        author=", ".join(dict.fromkeys(_names(best.get("author")))),
        outlet=next(_names(best.get("publisher")), ""),
        language=_text(best.get("inLanguage")),
        text=_lines(best.get("articleBody")),
    )


def _is_linked(kind: str | None) -> bool:
    return kind is not None and kind.split(";")[0].strip().casefold() == "application/ld+json"


def _objects(script: str) -> Iterator[dict[str, object]]:
    """The objects of a script, outer ones before those within them."""
    waiting = deque([_parsed(script)])
    left = MOST
    while waiting and left:
        left -= 1
        value = waiting.popleft()
        if isinstance(value, dict):
            yield value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _parsed(script: str) -> object:
    if len(script) > LARGEST:
        return None
    bare = _WRAPPING.sub("", script)
    for text in (bare, _TRAILING_COMMA.sub("", bare)):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _has_type(one: dict[str, object], kinds: re.Pattern[str]) -> bool:
    given = one.get("@type")
    return any(isinstance(name, str) and kinds.search(name) for name in (given if isinstance(given, list) else [given]))


def _day(one: dict[str, object]) -> date | None:
    return published.parse(one.get("datePublished")) or published.parse(one.get("dateCreated"))


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _names(value: object) -> Iterator[str]:
    """The names of persons or bodies: given as such, or as objects that have them."""
    for one in value if isinstance(value, list) else [value]:
        name = _text(one.get("name") if isinstance(one, dict) else one)
        if name and "://" not in name:
            yield name


def _is_in(title: str, titles: Sequence[str]) -> bool:
    folded = title.casefold()
    return any(folded in other.casefold() or (other and other.casefold() in folded) for other in titles)


def _lines(value: object) -> str:
    if not isinstance(value, str):
        return ""
    lines = (" ".join(_TAG.sub(" ", line).split()) for line in value.split("\n"))
    return "\n".join(line for line in lines if line)
