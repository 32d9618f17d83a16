"""Finds the paragraphs of a text that are article prose; the text itself stays as it is.

Two steps: `kg.ingest.paragraphs` cuts the body into paragraphs, then the rules of
``ontology/lexicon/boilerplate.toml`` and four rules on form leave out what is not prose: a line that stands
there twice, the section's name glued to a repeated headline, a bare name beside a credit, a table or an image.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg import resources
from kg.config import Settings
from kg.ingest import boilerplate
from kg.ingest.boilerplate import Line, Rule, fold, is_sentence
from kg.ingest.paragraphs import paragraphs
from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

FILE = "boilerplate.toml"
LONGEST = 20_000
"""Characters of the longest segment; a longer paragraph is cut between sentences."""

_MARKUP = re.compile(r"(?:[•·▪‣◦*+–—-]|\d{1,2}[.)]|#{1,6}|>+)[ \t]+")
_NO_PROSE = re.compile(r"!\[|```|\|.*\|$|https?://\S+$|[-=_*~·•\s]+$|[\W\d_]+$")
_NAME = re.compile(r"(?:by\s+)?[A-Z][\w.'’-]+(?:\s+(?:[A-Z][\w.'’-]*|de|van|von|bin|al|el)){1,3}")
_PLACE = r"[A-Z][\w.'’/-]*(?:[ ,]+[\w.'’/]+){0,7}?"
_DATELINE = re.compile(
    rf"(?:{_PLACE}[,.]?\s*\([^()]{{2,40}}\)\s*(?:[—–-]+|:)\s+"  # NAIROBI, Jan 14 (Agency) -
    rf"|[A-Z][A-Z.'’-]{{2,}}(?:[ ,]+[\w.]+){{0,5}}[,.]*\s*/[\w .-]+/\.?\s*[—–-]*\s*"  # NAIROBI, January 14. /AGENCY/.
    rf"|[A-Z][A-Z.'’-]{{3,}}(?:,?\s[\w.]+){{0,4}}\s+(?:—|–|--)\s+(?=[A-Z\"“])"  # NAIROBI, Kenya — The
    rf"|[A-Z][A-Z.'’-]{{3,}},(?:,?\s[\w.]+){{1,4}}\s+-\s+(?=[A-Z\"“])"  # NAIROBI, Jan 14, 2024 - The
    r"|[A-Z][A-Z'’-]{3,}(?: [A-Z'’-]{3,})?:\s+(?=[A-Z]))"  # NAIROBI: The
)


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    text: str
    rule: Rule | None


@cache
def default_rules() -> tuple[Rule, ...]:
    """The project's own rules (``KG_ONTOLOGY`` names another folder)."""
    return boilerplate.load(resources.find(Settings.from_environment()).lexicon / FILE)


def segments(text: str, body: Span, rules: Sequence[Rule] | None = None) -> tuple[Span, ...]:
    """The spans of ``body`` that are article prose, in order and without overlap.

    Each is one paragraph, list item or headline, without the marks before it (``•``, ``#``, a dateline) and
    without white space around it. A hard-wrapped paragraph is one span with line breaks in it.

    >>> text = "Kenya thanks Ghana\\n\\nNAIROBI (AP) — Kenya thanked Ghana.\\n\\nPhoto: Harbour Gazette"
    >>> [span.of(text) for span in segments(text, Span(0, len(text)))]
    ['Kenya thanks Ghana', 'Kenya thanked Ghana.']
    """
    known = default_rules() if rules is None else rules
    lines = [_Line(span, span.of(text), _matching(span.of(text), known)) for span in paragraphs(text, body)]
    out = {index for index, line in enumerate(lines) if line.rule or _NO_PROSE.match(line.text)}
    out |= _lists(lines) | _repeated(lines, out)
    out |= _names(lines)
    found: list[Span] = []
    for index, line in enumerate(lines):
        if index not in out:
            found.extend(_cut(text, _bare(text, line.span)))
    return tuple(found)


def _matching(line: str, rules: Sequence[Rule]) -> Rule | None:
    mark = _MARKUP.match(line)
    bare = Line.of(line[mark.end() :] if mark else line)
    return next((rule for rule in rules if rule.fits(bare)), None)


def _lists(lines: Sequence[_Line]) -> set[int]:
    """Lines below a heading such as «Related content», up to the next sentence."""
    out: set[int] = set()
    inside = False
    for index, line in enumerate(lines):
        if line.rule is not None:
            inside = inside or line.rule.list
        elif is_sentence(line.text):
            inside = False
        elif inside:
            out.add(index)
    return out


def _repeated(lines: Sequence[_Line], out: set[int]) -> set[int]:
    """All but the first of equal lines; all of them beside a picture credit (captions).

    A line that is another one with a word glued before it («PoliticsKenya thanks Ghana») goes, too.
    """
    again: set[int] = set()
    first: dict[str, int] = {}
    keys = [fold(line.text) for line in lines]
    following = [len(lines)] * len(lines)  # of each line the next that differs
    for at in range(len(lines) - 2, -1, -1):
        following[at] = at + 1 if keys[at + 1] != keys[at] else following[at + 1]
    for index, key in enumerate(keys):
        before = first.setdefault(key, index)
        if before != index:
            again.add(index)
            rule = lines[following[index]].rule if following[index] in out else None
            if rule is not None and rule.near and before == index - 1:
                again.add(before)
    for key, index in first.items():
        rest = re.sub(r"^\w+?(?=[A-Z])", "", lines[index].text, count=1)
        if fold(rest) != key and fold(rest) in first and len(rest.split()) > 2:  # noqa: PLR2004 - no mere word
            again.add(index)
    return again


def _names(lines: Sequence[_Line]) -> set[int]:
    """Bare names («Ann Example») on a line beside a credit, byline or time stamp."""
    out: set[int] = set()
    for index, line in enumerate(lines):
        beside = [lines[i].rule for i in (index - 1, index + 1) if 0 <= i < len(lines)]
        if any(rule is not None and rule.near for rule in beside) and _NAME.fullmatch(line.text):
            out.add(index)
        if line.rule is None and line.text.startswith("By ") and _NAME.fullmatch(line.text[3:]):
            out.add(index)
    return out


def _bare(text: str, span: Span) -> Span:
    """The paragraph without list marks and dateline."""
    start = span.start
    mark = _MARKUP.match(text, start, span.end)
    if mark:
        start = mark.end()
    dateline = _DATELINE.match(text, start, span.end)
    if dateline and dateline.end() < span.end:
        start = dateline.end()
    return Span(start, span.end)


def _cut(text: str, span: Span) -> list[Span]:
    """The span in pieces of at most ``LONGEST`` characters, cut after a sentence or else at a space."""
    pieces: list[Span] = []
    start = span.start
    while span.end - start > LONGEST:
        limit = start + LONGEST
        end = max(text.rfind(mark, start, limit) for mark in (". ", ".\n", "! ", "? ")) + 1
        if end <= start:
            end = text.rfind(" ", start, limit)
        if end <= start:
            end = limit
        pieces.append(Span(start, end))
        start = end
        while start < span.end and text[start].isspace():
            start += 1
    if start < span.end:
        pieces.append(Span(start, span.end))
    return pieces
