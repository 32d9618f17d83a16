"""Which of the times in a sentence is the time of an event.

A time belongs to the words that it modifies. It is taken from another clause only where that clause shares it: the verb
that carries an event noun, the verb before in a coordination, the verb that an infinitive completes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.model import Document, Period, TimeMention
    from kg.tree import Tree

VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN"})
APART = frozenset({"relcl", "acl", "advcl", "ccomp", "xcomp", "csubj", "parataxis", "appos", "conj", "pcomp"})
"""Labels of words whose times are their own."""
CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "csubj", "parataxis", "pcomp"})


class When:
    """Finds the periods of one document's events."""

    def __init__(self, document: Document, tree: Tree, lexicon: Lexicon) -> None:
        self.tree = tree
        self.saying = lexicon.words("saying") | lexicon.words("speaking")
        self.sequence = lexicon.words("time_sequence")
        self.tokens = tree.tokens
        self.today = document.article.published.isoformat() if document.article.published else None
        self.owner: dict[int, list[TimeMention]] = {}
        self.in_sentence: dict[int, list[TimeMention]] = {}
        for mention in document.times:
            self.in_sentence.setdefault(tree.sentence_of[mention.start], []).append(mention)
            said = self._said(mention)
            word = tree.modified(mention.start, mention.end) if said is None else said
            word = self._gerund(word, mention) if word is not None else None
            if word is not None:
                self.owner.setdefault(word, []).append(mention)

    def period(self, trigger: int) -> Period | None:
        """When what stands at ``trigger`` happened, happens or will happen, if the text says so."""
        if self.tree.sentence_of[trigger] not in self.in_sentence:
            return None
        found = self._below(trigger) or self._shared(trigger) or self._only(trigger)
        return found.period if found is not None else None

    def _said(self, mention: TimeMention) -> int | None:
        """The reporting verb that a time directly follows: "said on Monday (that) Russia attacked"."""
        before = mention.start - 1
        if before >= 0 and self.tokens[before].pos == "ADP":
            before -= 1
        return (
            before
            if before >= 0 and self.tokens[before].pos == "VERB" and self.tokens[before].lemma in self.saying
            else None
        )

    def _gerund(self, word: int, mention: TimeMention) -> int:
        """The gerund between a verb and a time longer than a week: "accused it of attacking a base in 2008"."""
        if mention.period.granularity in {"day", "week"} or self.tokens[word].pos not in VERBAL:
            return word
        gerunds = [
            g for p in self.tree.kids(word, "prep") for g in self.tree.kids(p, "pcomp") if word < g < mention.start
        ]
        return gerunds[-1] if gerunds else word

    def _below(self, word: int) -> TimeMention | None:
        """The nearest time that modifies a word itself, else one of the phrases in its clause."""
        own = self._nearest(word, self.owner.get(word, ()))
        if own is not None:
            return own
        waiting, found = list(self.tree.kids(word)), []
        while waiting:
            i = waiting.pop()
            if self.tokens[i].dep in APART or (
                i < word and self.tokens[i].dep in {"nsubj", "nsubjpass", "poss", "compound", "amod"}
            ):
                continue
            found += [m for m in self.owner.get(i, ()) if not self._inside(m, i)]
            waiting += self.tree.kids(i)
        return self._nearest(word, found)

    def _inside(self, mention: TimeMention, noun: int) -> bool:
        """A time that belongs to a thing's name or description: "the March 2024 agreement", "a treaty of 1951"."""
        before = mention.start - 1
        return self.tokens[noun].pos in NOMINAL and (
            mention.start < noun or self.tokens[before].lemma in {"of", "from"}
        )

    def _nearest(self, word: int, mentions: list[TimeMention] | tuple[TimeMention, ...]) -> TimeMention | None:
        return min(mentions, key=lambda m: (min(abs(m.start - word), abs(m.end - 1 - word)), m.start), default=None)

    def _shared(self, trigger: int) -> TimeMention | None:
        """The time of a clause that the trigger is part of."""
        token = self.tokens[trigger]
        if token.pos in NOMINAL:
            verb = self._carrier(trigger)
            return (self._below(verb) or self._shared(verb)) if verb is not None else None
        head = token.head
        if head == trigger or self.tokens[head].pos not in VERBAL:
            return None
        if token.dep == "conj" and not self.tree.kids(trigger, "nsubj", "nsubjpass"):
            return self._nearest(trigger, [m for m in self.owner.get(head, ()) if m.start < trigger])
        if (
            token.dep == "xcomp"
        ):  # "agreed to meet on Friday": a time to come, after the infinitive, is the infinitive's
            return self._nearest(
                trigger, [m for m in self.owner.get(head, ()) if m.start > trigger and self._to_come(m)]
            )
        return None

    def _to_come(self, mention: TimeMention) -> bool:
        end = mention.period.end
        return end is None or self.today is None or end >= self.today[: len(end)]

    def _carrier(self, noun: int) -> int | None:
        """The verb of the clause that an event noun stands in as subject or object, or in a phrase of the verb."""
        current = self.tree.first_conjunct(noun)
        token = self.tokens[current]
        if token.dep == "pobj" and self.tokens[token.head].dep in {"prep", "agent"}:
            if self.tokens[token.head].lemma in self.sequence:
                return None
            current = self.tokens[token.head].head
            return current if self.tokens[current].pos in VERBAL else None
        if token.dep in {"dobj", "nsubj", "nsubjpass", "attr", "oprd"} and self.tokens[token.head].pos in VERBAL:
            return token.head
        return None

    def _only(self, trigger: int) -> TimeMention | None:
        """The one time of a sentence that has one clause; parsers hang it on the wrong word at times."""
        mentions = self.in_sentence[self.tree.sentence_of[trigger]]
        sentence = self.tree.sentence(trigger)
        inside = range(sentence.start, sentence.end)
        several = any(
            self.tokens[i].dep in CLAUSES or (self.tokens[i].dep == "conj" and self.tokens[i].pos in VERBAL)
            for i in inside
        )
        if len(mentions) != 1 or several or (self.tokens[trigger].pos in NOMINAL and self._carrier(trigger) is None):
            return None
        above = self.tree.modified(mentions[0].start, mentions[0].end)
        return None if above is not None and self.tokens[above].pos in NOMINAL else mentions[0]
