"""Cuts a text into paragraphs, by its blank lines and its line breaks."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WIDEST = 130
"""Characters of the widest line that a hard-wrapped text has; a longer one is a paragraph of its own."""

_LINE = re.compile(r"[^\n]+")
_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_MARK = re.compile(r"(?:[•·▪‣◦*+–—-]|\d{1,2}[.)]|#{1,6}|>+)\s")


def paragraphs(text: str, body: Span) -> Iterator[Span]:
    """The paragraphs of ``body``, without the white space around them.

    A line break ends a paragraph unless the lines are hard-wrapped: either the sentence goes on in lower case,
    or no line of the block had room for the first word of the next (and at least one breaks within a sentence).

    >>> text = "Kenya thanked\\nits neighbour.\\n\\nPeru and Chile\\nTalks opened."
    >>> [span.of(text) for span in paragraphs(text, Span(0, len(text)))]
    ['Kenya thanked\\nits neighbour.', 'Peru and Chile', 'Talks opened.']
    """
    block: list[Span] = []
    for line in _lines(text, body):
        if block and text.count("\n", block[-1].end, line.start) > 1:
            yield from _joined(text, block)
            block = []
        block.append(line)
    yield from _joined(text, block)


def _lines(text: str, body: Span) -> Iterator[Span]:
    """Lines with something on them, trimmed."""
    for match in _LINE.finditer(text, body.start, body.end):
        line = match.group()
        kept = line.strip(" \t\r\f\v\u00a0\u200b\ufeff")
        if kept:
            start = match.start() + line.index(kept)
            yield Span(start, start + len(kept))


def _joined(text: str, block: Sequence[Span]) -> Iterator[Span]:
    if not block:
        return
    wrapped = _is_wrapped(text, block)
    start, end = block[0].start, block[0].end
    for line in block[1:]:
        fresh = _MARK.match(text, line.start, line.end) is not None
        if not fresh and (wrapped or _goes_on(text, end, line)):
            end = line.end
            continue
        yield Span(start, end)
        start, end = line.start, line.end
    yield Span(start, end)


def _goes_on(text: str, before: int, line: Span) -> bool:
    """The sentence of the line that ends at ``before`` goes on in this line."""
    return text[line.start].islower() and _END.search(text[max(0, before - 4) : before]) is None


def _is_wrapped(text: str, block: Sequence[Span]) -> bool:
    width = max(line.end - line.start for line in block)
    if len(block) == 1 or width > WIDEST:
        return False
    within = False
    for line, following in itertools.pairwise(block):
        if line.of(text) == following.of(text):
            return False
        word = following.of(text).split(maxsplit=1)[0]
        if line.end - line.start + 1 + len(word) <= width:
            return False
        within = within or _goes_on(text, line.end, following)
    return within
