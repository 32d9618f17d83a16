"""Which of the names that nobody knows are persons' names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.resolve.names import is_acronym

if TYPE_CHECKING:
    from kg.resolve.mentions import NameSpan
    from kg.resolve.workspace import Workspace


def is_person(work: Workspace, span: NameSpan, held: frozenset[int]) -> bool:
    """Whether a name is a person's, by the words beside it before what the recogniser takes it for.

    Args:
        held: Tokens that hold a title.
    """
    tokens = work.document.tokens
    if described(work, span) is not None:
        return False
    if work.is_word(span.head, "organisation_nouns") and span.type != "PERSON":
        return False
    if work.is_word(span.end - 1, "place_nouns") and span.length > 1:
        return False
    if (
        span.head in held
        and span.type in {"PERSON", "ORG", "NORP", "PRODUCT", "GPE", ""}
        and not is_acronym(tokens[span.head].text)
    ):
        titled = [t for t in work.titles if t.holder == span.head]
        return span.length > 1 or any(t.end == span.start for t in titled) or span.type == "PERSON"
    if span.length > 1 and _counterpart(work, span):
        return True
    if span.start > 0 and work.is_word(span.start - 1, "honorifics") and tokens[span.start - 1].text.lower() != "the":
        return True
    return span.type == "PERSON" and not (span.length == 1 and is_acronym(tokens[span.head].text))


def _counterpart(work: Workspace, span: NameSpan) -> bool:
    """Whoever is somebody's counterpart is a person: "his Austrian counterpart, *Beate Meinl-Reisinger*"."""
    token = work.document.tokens[span.head]
    before = span.start > 0 and work.is_word(span.start - 1, "counterparts")
    return before or (token.dep == "appos" and work.is_word(token.head, "counterparts"))


def described(work: Workspace, span: NameSpan) -> int | None:
    """The organisation noun right after a name, brackets skipped: "Stram Kurs (Hard Line) party"."""
    tokens = work.document.tokens
    after = span.end
    if after < len(tokens) and tokens[after].text == "(":
        closing = next((i for i in range(after, min(after + 6, len(tokens))) if tokens[i].text == ")"), None)
        after = closing + 1 if closing is not None else after
    if after < len(tokens) and tokens[after].pos == "NOUN" and work.is_word(after, "organisation_nouns"):
        return after
    return None
