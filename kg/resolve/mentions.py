"""Finds the spans that name something: seeded names, recognised names, titles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.resolve.names import fold, is_acronym

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.model import Document, Name
    from kg.resolve.gazetteer import Entry, Gazetteer, Office
    from kg.tree import Tree


FROM_LOWER = 4
"""A name that begins in lower case has at least so many words."""
PREFIXES = frozenset({"pro", "anti", "non", "ex", "post", "pre"})


@dataclass(frozen=True, slots=True)
class NameSpan:
    """Tokens ``start`` to ``end`` (exclusive) that name something.

    Attributes:
        head: The token by which the rest of the sentence refers to it.
        entries: Seeded entities of that name, if any.
        type: The recogniser's type of the name, or the empty string.
    """

    start: int
    end: int
    head: int
    entries: tuple[Entry, ...] = ()
    type: str = ""

    @property
    def length(self) -> int:
        """Number of tokens."""
        return self.end - self.start


class Words:
    """The folded words of a document, each with the token it comes from."""

    def __init__(self, document: Document) -> None:
        words: list[str] = []
        self.token: list[int] = []
        self.first: dict[int, int] = {}
        for token in document.tokens:
            parts = fold(token.text).split()
            if parts:
                self.first[token.i] = len(words)
                words += parts
                self.token += [token.i] * len(parts)
        self.words = tuple(words)

    def match(self, at: int, wanted: tuple[str, ...]) -> int | None:
        """Token after the last, if the words stand at position ``at`` and end with a token."""
        end = at + len(wanted)
        if self.words[at:end] != wanted:
            return None
        if end < len(self.words) and self.token[end] == self.token[end - 1]:
            return None
        return self.token[end - 1] + 1

    def fitting(self, at: int, index: Mapping[str, Mapping[str, Sequence[Entry]]]) -> Iterator[tuple[int, Entry]]:
        """The entries whose words stand at position ``at``, each with the token after its last; longest first."""
        named = index.get(self.words[at])
        if named is None:
            return
        for following in (*self.words[at + 1 : at + 2], ""):
            for entry in named.get(following, ()):
                end = self.match(at, entry.words)
                if end is not None:
                    yield end, entry


def seeded(document: Document, tree: Tree, words: Words, gazetteer: Gazetteer) -> Iterator[NameSpan]:
    """Every longest stretch of tokens that is a seeded name."""
    tokens, said, index = document.tokens, words.words, gazetteer.index
    after = 0
    for i, at in words.first.items():
        if said[at] not in index or i < after or "$" in tokens[i].text:
            continue
        capital = tokens[i].text[0].isupper()
        length, found = 0, []
        for end, entry in words.fitting(at, index):
            if len(entry.words) < length:
                break
            if (capital or _capitals(document, i, end)) and _written_like(entry, document, i, end):
                length = len(entry.words)
                found.append((end, entry))
        if found:
            end = found[0][0]
            yield NameSpan(i, end, span_head(tree, i, end), tuple(entry for stop, entry in found if stop == end))
            after = end


def _capitals(document: Document, start: int, end: int) -> bool:
    """A name may begin in lower case if it has several words, or with a number: "the coalition against the Islamic State"."""
    long = end - start >= FROM_LOWER or document.tokens[start].text[0].isdigit()
    return long and any(document.tokens[i].text[0].isupper() for i in range(start + 1, end))


def titled(
    document: Document, tree: Tree, found: list[tuple[int, int]], spans: list[NameSpan], organisations: frozenset[str]
) -> list[NameSpan]:
    """Capitalised words right after a title, or after a title and a comma, are a person whatever the recogniser says."""
    tokens = document.tokens
    seeded_at = {(s.start, s.end) for s in spans if s.entries}
    result = []
    for _, end in found:
        comma = end < len(tokens) and tokens[end].text == ","
        start = end + 1 if comma else end
        stop = start
        while stop < len(tokens) and tokens[stop].tag in {"NNP", "NNPS"} and tokens[stop].text[0].isupper():
            stop += 1
        names = stop - start
        if (
            names < (2 if comma else 1)
            or (start, stop) in seeded_at
            or tokens[stop - 1].text.casefold() in organisations
        ):
            continue
        if any(s.start <= start < s.end and s.end > stop for s in spans) or any(
            start <= s.start and s.end <= stop and s.entries for s in spans
        ):
            continue
        if names > 1 or tokens[start].ent in {"PERSON", "", "ORG", "NORP"}:
            result.append(NameSpan(start, stop, span_head(tree, start, stop), (), "PERSON"))
    return result


def _written_like(entry: Entry, document: Document, start: int, end: int) -> bool:
    """An acronym must be written as one; any other name must not break a sentence."""
    surface = document.article.text[document.tokens[start].start : document.tokens[end - 1].end]
    if entry.exact:
        return is_acronym(surface.rstrip("'’s")) or (
            surface[:1].isupper() and surface[1:2].islower() and len(entry.exact) > 3  # noqa: PLR2004
        )
    return True


def span_head(tree: Tree, start: int, end: int) -> int:
    """The token of a span whose head lies outside it (the last such one, if the parse tears the span)."""
    outside = [i for i in range(start, end) if not start <= tree.tokens[i].head < end or tree.tokens[i].head == i]
    nominal = [i for i in outside if tree.tokens[i].pos in {"PROPN", "NOUN", "ADJ", "NUM", "PRON"}]
    return (nominal or outside or [end - 1])[-1]


def apart(document: Document) -> Iterator[Name]:
    """The recogniser's names; what it takes for one person but joins two by "and" is two: "Xi and Zuma"."""
    for name in document.names:
        joints = [i for i in range(name.start + 1, name.end - 1) if document.tokens[i].tag == "CC"]
        if name.type != "PERSON" or not joints:
            yield name
            continue
        for start, end in pairwise([name.start - 1, *joints, name.end]):
            yield replace(name, start=start + 1, end=end)


def recognised(
    document: Document, tree: Tree, name: Name, titles: frozenset[int], words: Words, gazetteer: Gazetteer
) -> NameSpan | None:
    """A recogniser's name without article, possessive and leading title; with its seeded entries, if it has any."""
    start, end = name.start, name.end
    tokens = document.tokens
    while start < end and (
        tokens[start].pos in {"DET", "PUNCT", "PART", "ADP"}
        or start in titles
        or (tokens[start].tag == "CD" and name.type == "PERSON")
    ):
        start += 1
    while end > start and (
        tokens[end - 1].tag == "POS" or (tokens[end - 1].pos == "PUNCT" and tokens[end - 1].text != ".")
    ):
        end -= 1
    start = after_prefix(document, start, end)
    if start >= end:
        return None
    at = words.first.get(start)
    entries = () if at is None else tuple(
        e for stop, e in words.fitting(at, gazetteer.index)
        if stop == end and _written_like(e, document, start, end)
    )  # fmt: skip
    return NameSpan(start, end, span_head(tree, start, end), entries, name.type)


def after_prefix(document: Document, start: int, end: int) -> int:
    """Where the name begins in "pro-Russian" and "anti-NATO"."""
    tokens = document.tokens
    if end - start > 2 and tokens[start + 1].text == "-" and tokens[start].text.casefold() in PREFIXES:  # noqa: PLR2004
        return start + 2
    return start


def excluded(document: Document, span: NameSpan) -> bool:
    """ "Non-NATO", "non-EU": the name tells who is not meant."""
    before = span.start - 2
    return before >= 0 and document.tokens[before].text.casefold() == "non" and document.tokens[before + 1].text == "-"


def without_overlap(spans: list[NameSpan]) -> list[NameSpan]:
    """Of spans that share a head or cross, the longest; a name inside a longer one stays if its head is its own.

    Inside the name of a person nothing else is named.
    """
    kept: list[NameSpan] = []
    over: dict[int, list[NameSpan]] = {}
    for span in sorted(spans, key=lambda s: (-s.length, not s.entries, s.start, s.type)):
        inside = range(span.start, span.end)
        if not any(_clash(span, other) for i in inside for other in over.get(i, ())):
            kept.append(span)
            for i in inside:
                over.setdefault(i, []).append(span)
    return sorted(kept, key=lambda s: (s.start, s.end))


def _clash(span: NameSpan, other: NameSpan) -> bool:
    if span.end <= other.start or other.end <= span.start:
        return False
    inside = other.start <= span.start and span.end <= other.end
    return not inside or span.head == other.head or other.type == "PERSON"


def titles(
    document: Document, words: Words, index: Mapping[str, Sequence[tuple[tuple[str, ...], Office]]]
) -> list[tuple[int, int, Office]]:
    """Every longest stretch of tokens that names an office, as (start, end, office)."""
    result: list[tuple[int, int, Office]] = []
    after = 0
    for i, at in words.first.items():
        word = words.words[at]
        named = index.get(word) or (index.get(word[:-1]) if word[-1] == "s" else None)
        if not named or i < after:
            continue
        following = words.words[at + 1] if at + 1 < len(words.words) else ""
        for name, office in named:
            if len(name) > 1 and not following.startswith(name[1]):
                continue
            end = words.match(at, name) or words.match(at, (*name[:-1], name[-1] + "s"))
            if end is not None and document.tokens[end - 1].pos in {"NOUN", "PROPN", "ADJ"}:
                result.append((i, end, office))
                after = end
                break
    return result
