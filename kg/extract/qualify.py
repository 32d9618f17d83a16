"""What kind of truth: modality and attribution, with scope computed on the tree and through complements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.climb import Climb
from kg.model import Manner, Modality

if TYPE_CHECKING:
    from kg.extract.arguments import Arguments
    from kg.lexicon import Lexicon
    from kg.model import Document
    from kg.tree import Tree


@dataclass(frozen=True, slots=True)
class Qualification:
    """How a claim is put: its modality, and the head token of who says so.

    ``manner`` is ``None`` where the article itself says it; ``speaker`` is ``None`` where the text names nobody.
    """

    modality: Modality
    manner: Manner | None = None
    speaker: int | None = None


class Qualifier:
    """Walks from a trigger up to the main clause and gathers what the words on the way do to it."""

    def __init__(self, document: Document, tree: Tree, lexicon: Lexicon, arguments: Arguments) -> None:
        self.document = document
        self.tree = tree
        self.tokens = tree.tokens
        self.lexicon = lexicon
        self.arguments = arguments

    def qualify(self, trigger: int, *, stative: bool = False, pursued: bool = False) -> Qualification:
        """Modality and attribution of what stands at ``trigger``.

        Args:
            stative: A noun there names what somebody is or has ("member", "base"), no event: what is done with it does
                not touch it, only what is said of it does.
            pursued: What stands there is done by trying to do it.
        """
        walk = Climb(self, trigger, stative=stative, pursued=pursued)
        walk.run()
        manner, speaker = walk.manner, walk.speaker
        if manner is None:
            manner, speaker = self._according(trigger)
        if speaker is None:
            speaker = self._quoted(trigger)
            manner = manner or (Manner.SAID if speaker is not None else None)
        return Qualification(walk.modality, manner, speaker)

    def word(self, i: int, *classes: str) -> bool:
        """Whether a token's lemma or lower-case text is in one of the word classes."""
        token = self.tokens[i]
        lemma, text = token.lemma, token.text.casefold()
        for name in classes:
            words = self.lexicon.words(name)
            if lemma in words or text in words:
                return True
        return False

    def _according(self, trigger: int) -> tuple[Manner | None, int | None]:
        """ "according to X" in the clause, or in one above it."""
        sentence = self.tree.sentence(trigger)
        for i in range(sentence.start, sentence.end):
            if self.tokens[i].dep in {"prep", "advmod"} and self.word(i, "according") and self._covers(i, trigger):
                for prep in self.tree.kids(i, "prep"):
                    for obj in self.tree.kids(prep, "pobj"):
                        return Manner.SAID, obj
        return None, None

    def _covers(self, phrase: int, trigger: int) -> bool:
        """Whether what is said of a clause holds for a word: at its end it is said of all verbs side by side."""
        verb = next((a for a in self.tree.ancestors(phrase) if self.tokens[a].pos in {"VERB", "AUX"}), None)
        if verb is None:
            return True
        if phrase > verb:
            verb = self.tree.first_conjunct(verb)
        return verb == trigger or verb in self.tree.ancestors(trigger)

    def _quoted(self, trigger: int) -> int | None:
        start = self.tokens[trigger].start
        for quotation in self.document.quotations:
            if quotation.span.start <= start < quotation.span.end:
                return quotation.speaker
        return None

    def polarity(self, i: int) -> bool:
        """Whether a negator hangs on the token: "not", "never", "no talks"."""
        if self._until(i):
            return False
        for kid in self.tree.kids(i):
            token = self.tokens[kid]
            if token.dep == "neg" or (token.dep in {"det", "advmod", "preconj", "cc"} and self.word(kid, "negators")):
                return not self.word(kid + 1, "negator_pairs")  # "not only"
            if token.dep == "advmod" and self.tree.kids(kid, "neg"):  # "no longer"
                return True
            if token.dep in {"nsubj", "dobj", "nsubjpass"} and any(
                self.word(k, "negators") for k in self.tree.kids(kid, "det", "preconj")
            ):
                return True
        return False

    def _until(self, i: int) -> bool:
        """ "Not until May did Paris sign", "it was not until May that Paris signed": it did."""
        modal = any(self.tokens[k].tag == "MD" for k in self.tree.kids(i, "aux"))
        until = [k for k in self.tree.kids(i, "prep") if self.tokens[k].text.casefold() == "until"]
        return bool(until) and not modal and any(self.tree.kids(k, "pobj", "pcomp") for k in until)

    def negates(self, i: int) -> bool:
        """Whether a word says that its complement is not so: "refuse", "rule out"."""
        words = self.lexicon.words("negating")
        lemma = self.tokens[i].lemma
        return self.word(i, "negating") or any(
            f"{lemma} {self.tokens[k].text.casefold()}" in words for k in self.tree.kids(i, "prt")
        )
