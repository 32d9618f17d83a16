"""A document's dependency trees, ready to walk."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Document, Sentence, Token

CLAUSAL = frozenset({"relcl", "acl", "appos", "advcl", "ccomp", "conj", "cc", "punct", "parataxis"})
HYPHENS = frozenset({"-", "–", "‑"})


class Tree:
    """Heads and children of every token of a document.

    Token indexes go in and come out; ``tree.tokens[i]`` is the token itself.
    """

    __slots__ = ("_deps", "_kids", "document", "sentence_of", "tokens")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.tokens: tuple[Token, ...] = document.tokens
        self._kids: list[list[int]] = [[] for _ in self.tokens]
        self._deps = [token.dep for token in self.tokens]
        for token in self.tokens:
            if token.head != token.i:
                self._kids[token.head].append(token.i)
        self.sentence_of: list[int] = [0] * len(self.tokens)
        for number, sentence in enumerate(document.sentences):
            for i in range(sentence.start, sentence.end):
                self.sentence_of[i] = number

    def kids(self, i: int, *deps: str) -> list[int]:
        """Children of a token, in text order; only those with one of the labels, if any are given."""
        kids = self._kids[i]
        if not deps:
            return kids
        labels = self._deps
        return [k for k in kids if labels[k] in deps] if kids else []

    def sentence(self, i: int) -> Sentence:
        """The sentence that a token stands in."""
        return self.document.sentences[self.sentence_of[i]]

    def subtree(self, i: int) -> Iterator[int]:
        """A token and all below it, in no fixed order."""
        waiting = [i]
        while waiting:
            current = waiting.pop()
            yield current
            waiting.extend(self._kids[current])

    def edges(self, i: int) -> tuple[int, int]:
        """First and last token below ``i``."""
        below = list(self.subtree(i))
        return min(below), max(below)

    def conjuncts(self, i: int) -> list[int]:
        """The token and everything coordinated after it, in text order."""
        found = [i]
        for current in found:
            found.extend(self.kids(current, "conj"))
        return sorted(found) if len(found) > 1 else found

    def first_conjunct(self, i: int) -> int:
        """The head of the coordination that a token stands in."""
        while self.tokens[i].dep == "conj" and self.tokens[i].head != i:
            i = self.tokens[i].head
        return i

    def phrase(self, i: int) -> tuple[int, int]:
        """Tokens (start, end exclusive) of the noun phrase of ``i``: no relative clause, apposition or later conjunct.

        A following ``of`` phrase belongs to it ("the president of Armenia"), other prepositional phrases do not.
        """
        start = i
        for kid in self._kids[i]:
            if kid < i and self.tokens[kid].dep not in CLAUSAL:
                start = min(start, self.edges(kid)[0])
        end = i + 1
        for kid in self._kids[i]:
            token = self.tokens[kid]
            if kid > i and token.dep == "prep" and token.lemma == "of" and kid == end:
                objects = self.kids(kid, "pobj")
                if objects:
                    end = self.phrase(objects[0])[1]
        return start, end

    def ancestors(self, i: int) -> Iterator[int]:
        """The heads above a token, nearest first."""
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            yield i

    def modified(self, start: int, end: int) -> int | None:
        """The word that the phrase of tokens ``start`` to ``end`` (exclusive) modifies, prepositions passed over.

        ``None`` if it modifies nothing ("in 2024" as a sentence of its own).
        """
        outside = [i for i in range(start, end) if not start <= self.tokens[i].head < end]
        if not outside:
            return None
        current = self.tokens[outside[-1]].head
        while (
            self.tokens[current].pos in {"ADP", "SCONJ"}
            or self.tokens[current].dep in {"prep", "pcomp"}
            or start <= current < end
        ):
            above = self.tokens[current].head
            if above == current:
                return None
            current = above
        return current

    def affixed(self, i: int) -> int | None:
        """The other half of a word with a hyphen: "Moscow" for the "led" of "Moscow-led", "Russian" for "pro"."""
        for hyphen, other in ((i - 1, i - 2), (i + 1, i + 2)):
            inside = 0 <= other < len(self.tokens) and self.tokens[hyphen].text in HYPHENS
            if inside and self.tokens[min(i, other)].end == self.tokens[hyphen].start:
                return other
        return None

    def qualified(self, i: int) -> int | None:
        """The noun before which an adjective, participle or half of a word with a hyphen stands."""
        for above in self.ancestors(i):
            if self.tokens[above].pos in {"NOUN", "PROPN"} and above > i and self.tokens[above].dep != "npadvmod":
                return above
        return None

    def negated(self, i: int) -> bool:
        """Whether a negation word hangs on the token itself."""
        return bool(self.kids(i, "neg"))
