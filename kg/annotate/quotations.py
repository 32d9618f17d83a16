"""Direct speech: where it stands and who speaks.

Marks are paired within a paragraph; a paragraph that opens with a mark and closes none goes on in the next one.
A speaker is looked for above the quoted clause, after it, before it, in the sentence before, and in the quotation that
it continues, in this order.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Quotation, Span
from kg.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from kg.model import Article, Document, Token

DOUBLE = re.compile(r'[“”„«»"]')
SINGLE_OPEN = re.compile(r"(?<![\w’'])[‘'](?=[^\W\d_])")
SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?…])[’'](?!\w)")
PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
OPENING, CLOSING = "“„«", "”»"
BEFORE_OPENING = "([—–-/:"
SPEECH_END = ",.!?…—–-"
FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
CLAUSE = 5
"""Tokens of a quotation without a verb that is still taken for speech."""
REACH = 14
"""Tokens between a quotation and its reporting verb."""
CLIMBS = 6
NEXT_BUT_ONE = 2


class Stretch(NamedTuple):
    """A quotation before its speaker is known; ``goes_on`` if its paragraph ends without closing it."""

    span: Span
    goes_on: bool = False


def quotations(document: Document, saying: AbstractSet[str]) -> tuple[Quotation, ...]:
    """The direct speech of a document, in text order, with the head token of each speaker that is named.

    Words in quotation marks that are no speech (a title, a nickname) are left out unless somebody says them.

    Args:
        saying: Lemmas of reporting verbs.
    """
    stretches = list(_stretches(document.article))
    return tuple(_Speakers(document, saying, stretches).found()) if stretches else ()


def _stretches(article: Article) -> Iterator[Stretch]:
    """Paired quotation marks of all paragraphs; the marks belong to the span."""
    text = article.text
    paragraphs = list(_paragraphs(article))
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        continues = following is not None and text[following.start] in OPENING + '"'
        double = list(_double(text, paragraph, continues=continues))
        single = [s for s in _single(text, paragraph) if not any(_inside(s.span, d.span) for d in double)]
        yield from sorted([*double, *single])


def _paragraphs(article: Article) -> Iterator[Span]:
    for segment in article.segments or (article.body,):
        text = segment.of(article.text)
        ends = [m.span() for m in PARAGRAPH_END.finditer(text)]
        bounds = zip([0, *(end for _, end in ends)], [*(start for start, _ in ends), len(text)], strict=True)
        for start, end in bounds:
            inner = text[start:end]
            if inner.strip():
                lead = len(inner) - len(inner.lstrip())
                yield Span(segment.start + start + lead, segment.start + start + len(inner.rstrip()))


def _inside(span: Span, other: Span) -> bool:
    return other.start <= span.start and span.end <= other.end


def _double(text: str, paragraph: Span, *, continues: bool) -> Iterator[Stretch]:
    start: int | None = None
    for mark in DOUBLE.finditer(text, paragraph.start, paragraph.end):
        if _opens(text, mark.start(), paragraph, inside=start is not None):
            start = mark.start()
        elif start is not None:
            yield Stretch(Span(start, mark.end()))
            start = None
    if start is not None and continues:
        yield Stretch(Span(start, paragraph.end), goes_on=True)


def _opens(text: str, at: int, paragraph: Span, *, inside: bool) -> bool:
    if text[at] in OPENING:
        return True
    if text[at] in CLOSING:
        return False
    leading = at == paragraph.start or text[at - 1].isspace() or text[at - 1] in BEFORE_OPENING
    trailing = at + 1 >= paragraph.end or text[at + 1].isspace()
    return leading and not trailing if inside else not trailing


def _single(text: str, paragraph: Span) -> Iterator[Stretch]:
    """Single marks; of the apostrophes that could close one, the first after a sentence's or clause's end is best."""
    after = paragraph.start
    for mark in SINGLE_OPEN.finditer(text, paragraph.start, paragraph.end):
        if mark.start() < after:
            continue
        closing = list(SINGLE_CLOSE.finditer(text, mark.end(), paragraph.end))
        best = next((m for m in closing if text[m.start() - 1] in ",.!?…"), None)
        best = best or next((m for m in closing if text[m.start() - 1] != "s"), None) or next(iter(closing), None)
        if best is not None:
            after = best.end()
            yield Stretch(Span(mark.start(), after))


class _Speech(NamedTuple):
    """A quotation's tokens, ``first`` to ``last`` inclusive."""

    first: int
    last: int
    stretch: Stretch


class _Speakers:
    """Looks for the speakers of one document's quotations."""

    def __init__(self, document: Document, saying: AbstractSet[str], stretches: list[Stretch]) -> None:
        self.document = document
        self.text = document.article.text
        self.saying = saying
        self.tree = Tree(document)
        self.tokens = document.tokens
        starts = [token.start for token in document.tokens]
        self.speeches = [
            _Speech(first, last - 1, s)
            for s in stretches
            if (first := bisect_left(starts, s.span.start)) < (last := bisect_left(starts, s.span.end))
        ]
        self.quoted = {i for s in self.speeches for i in range(s.first, s.last + 1)}

    def found(self) -> Iterator[Quotation]:
        """Every quotation that is speech."""
        last: tuple[_Speech, int | None] | None = None
        for speech in self.speeches:
            clausal = self._clausal(speech)
            speaker = self._above(speech) or self._beside(speech, clausal=clausal)
            if speaker is None and clausal:
                speaker = self._continued(speech, last) if last is not None else None
                speaker = self._announced(speech) if speaker is None else speaker
            if clausal:
                last = speech, speaker
            if speaker is not None or clausal:
                yield Quotation(speech.stretch.span, speaker)

    def _clausal(self, speech: _Speech) -> bool:
        """It holds a finite verb, or is long enough to be said by somebody, or is a sentence of its own."""
        inside = self.tokens[speech.first : speech.last + 1]
        finite = any(t.tag in FINITE for t in inside)
        alone = self._opens_sentence(speech) and self._last_character(speech) in ".!?…"
        return finite or alone or sum(t.pos != "PUNCT" for t in inside) >= CLAUSE or speech.stretch.goes_on

    def _opens_sentence(self, speech: _Speech) -> bool:
        start = self.document.sentences[self.tree.sentence_of[speech.first]].start
        return all(t.pos == "PUNCT" for t in self.tokens[start : speech.first])

    def _last_character(self, speech: _Speech) -> str:
        """The last character inside the marks."""
        return self.text[: speech.stretch.span.end].rstrip("”»\"’'")[-1:]

    def _above(self, speech: _Speech) -> int | None:
        """Subject of the nearest reporting verb above the quoted words."""
        for i in (speech.last, speech.first):
            for root in self._roots(speech, self.tree.sentence_of[i]):
                for above in self.tree.ancestors(root):
                    if above not in self.quoted and self.tokens[above].lemma in self.saying:
                        return self._subject(above)
        return None

    def _roots(self, speech: _Speech, sentence: int) -> Iterator[int]:
        for i in range(speech.first, speech.last + 1):
            head = self.tokens[i].head
            if (
                self.tree.sentence_of[i] == sentence
                and self.tokens[i].pos != "PUNCT"
                and head not in range(speech.first, speech.last + 1)
            ):
                yield i

    def _beside(self, speech: _Speech, *, clausal: bool) -> int | None:
        """The reporting words after the closing mark or before the opening one."""
        start = self.document.sentences[self.tree.sentence_of[speech.first]].start
        before = range(speech.first - 1, max(start, speech.first - REACH) - 1, -1)
        ways = [before]
        if (clausal and self._last_character(speech) in SPEECH_END) or self._comma_after(speech):
            ways.insert(0, self._after(speech))
        for way in ways:
            for i in way:
                if i in self.quoted:
                    break
                speaker = self._reporter(i)
                if speaker is not None:
                    return speaker
        return None

    def _comma_after(self, speech: _Speech) -> bool:
        return speech.last + 1 < len(self.tokens) and self.tokens[speech.last + 1].text in {",", "—", "–"}

    def _after(self, speech: _Speech) -> range:
        """The rest of the sentence; where a parser ends it at the closing mark, the clause that follows."""
        number = self.tree.sentence_of[speech.last]
        end = self.document.sentences[number].end
        rest = [t for t in self.tokens[speech.last + 1 : end] if t.pos != "PUNCT"]
        if not rest and self._last_character(speech) in ",!?—–" and number + 1 < len(self.document.sentences):
            following = self.document.sentences[number + 1]
            if "\n\n" not in self.text[speech.stretch.span.end : self.tokens[following.start].start]:
                end = following.end
        return range(speech.last + 1, min(end, speech.last + 1 + REACH))

    def _reporter(self, i: int) -> int | None:
        """The speaker that a token gives away: a reporting verb's subject, or whoever it is "according to"."""
        token = self.tokens[i]
        if token.text.casefold() == "according":
            return next((o for p in self.tree.kids(i, "prep") for o in self.tree.kids(p, "pobj")), None)
        return self._subject(i) if token.pos == "VERB" and token.lemma in self.saying else None

    def _announced(self, speech: _Speech) -> int | None:
        """Speaker of the sentence before: "Peskov commented on it. …", "Mirzoyan stated during a briefing: …"."""
        number = self.tree.sentence_of[speech.first]
        if number == 0 or not self._opens_sentence(speech):
            return None
        before = self.document.sentences[number - 1]
        inside = range(before.start, before.end)
        colon = self.tokens[before.end - 1].text == ":"
        for i in inside:
            main = self.tokens[i].head == i or (
                self.tokens[i].dep == "conj" and self.tokens[self.tokens[i].head].head == self.tokens[i].head
            )
            if (
                i not in self.quoted
                and (main or colon)
                and self.tokens[i].lemma in self.saying
                and self.tokens[i].pos == "VERB"
            ):
                return self._subject(i)
        return None

    def _continued(self, speech: _Speech, last: tuple[_Speech, int | None]) -> int | None:
        """Speaker of the quotation before, if nothing but its reporting clause stands between."""
        before, speaker = last
        if before.stretch.goes_on:
            return speaker
        gap = self.tree.sentence_of[speech.first] - self.tree.sentence_of[before.last]
        reporting = (
            gap == NEXT_BUT_ONE
            and speaker is not None
            and self.tree.sentence_of[speaker] == self.tree.sentence_of[before.last] + 1
        )
        return speaker if self._opens_sentence(speech) and (gap == 1 or reporting) else None

    def _subject(self, verb: int, climbs: int = CLIMBS) -> int | None:
        """Who says it: the verb's subject outside the quotation, a passive's agent, the subject of the verb above."""
        if climbs == 0:
            return None
        token = self.tokens[verb]
        if self.tree.kids(verb, "auxpass") and climbs == CLIMBS:
            return next((o for a in self.tree.kids(verb, "agent") for o in self.tree.kids(a, "pobj")), None)
        for kid in self.tree.kids(verb, "nsubj", "nsubjpass"):
            if kid not in self.quoted and (kid < verb or token.tag in FINITE):
                return self._antecedent(kid)
        inverted = self._inverted(verb) if token.tag in FINITE | {"VBN"} else None
        if inverted is not None:
            return inverted
        above = token.head
        if above == verb:
            return None
        if token.dep in {"conj", "xcomp", "advcl", "ccomp"} and self.tokens[above].pos in {"VERB", "AUX"}:
            return self._subject(above, climbs - 1)
        if token.dep == "pcomp":
            top = self.tokens[above].head
            return top if self.tokens[top].pos in NOUNS else self._subject(top, climbs - 1)
        return above if token.dep in {"acl", "relcl"} and above not in self.quoted else None

    def _inverted(self, verb: int) -> int | None:
        """ "said Kremlin spokesman Dmitry Peskov" where the parser saw no subject."""
        for i, following in pairwise(range(verb, min(verb + 3, len(self.tokens)))):
            if (
                self.tokens[following].pos in NOUNS
                and following not in self.quoted
                and not self._object(following, verb)
            ):
                while self.tokens[following].dep == "compound" and self.tokens[following].head > following:
                    following = self.tokens[following].head  # noqa: PLW2901
                return following
            if self.tokens[following].pos not in {"DET", "ADJ"} or i > verb:
                return None
        return None

    def _object(self, i: int, verb: int) -> bool:
        """ "told reporters": an object is no speaker, unless nothing else is left of the verb."""
        token = self.tokens[i]
        return token.dep in {"dobj", "dative"} and token.head == verb and self.tokens[verb].lemma == "tell"

    def _antecedent(self, i: int) -> int:
        token: Token = self.tokens[i]
        if token.tag in {"WP", "WDT"}:
            for above in self.tree.ancestors(i):
                if self.tokens[above].dep == "relcl":
                    return self.tokens[above].head
        return i
