"""The climb from an event's word to the root of its sentence, gathering what the words on the way do to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Manner, Modality

if TYPE_CHECKING:
    from kg.extract.qualify import Qualifier

VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN"})
COMPLEMENT = frozenset({"relcl", "xcomp", "ccomp", "pcomp", "acl", "oprd", "acomp", "csubj"})
PREDICATIVE = frozenset({"attr", "oprd", "conj", "appos"})
STRENGTH = {Modality.FACTUAL: 0, Modality.PLANNED: 1, Modality.POSSIBLE: 2, Modality.NEGATED: 3}


class Climb:
    """One climb; what was gathered stands in ``modality``, ``manner`` and ``speaker``."""

    def __init__(self, owner: Qualifier, trigger: int, *, stative: bool, pursued: bool = False) -> None:
        self.q = owner
        self.tree = owner.tree
        self.tokens = owner.tokens
        self.trigger = trigger
        self.stative = stative
        self.pursued = pursued
        self.modality = Modality.FACTUAL
        self.manner: Manner | None = None
        self.speaker: int | None = None

    def weaken(self, modality: Modality) -> None:
        """Keep the weaker of two modalities; a second negation is not undone."""
        if STRENGTH[modality] > STRENGTH[self.modality]:
            self.modality = modality

    def run(self) -> None:
        """Climb."""
        current = self.trigger
        sentence = self.tree.sentence(current)
        if self.tokens[sentence.end - 1].text == "?" or (
            sentence.end - sentence.start > 1 and self.tokens[sentence.end - 2].text == "?"
        ):
            self.weaken(Modality.POSSIBLE)
        if self.tokens[current].pos in NOMINAL:
            self._modifiers(current)
        else:
            self._clause(current)
        seen = {current}
        while True:
            above = self._up(current)
            if above is None or above in seen:
                break
            seen.add(above)
            current = above

    def _modifiers(self, noun: int) -> None:
        """ "planned talks", "possible sanctions", "alleged support", "no talks"."""
        q = self.q
        if q.polarity(noun):
            self.weaken(Modality.NEGATED)
        for carrying in self.tree.kids(q.arguments.carrier(noun), "relcl"):
            if q.word(carrying, "light_verbs") and self._modal(carrying):
                self._clause(carrying)  # "the help that Peru could give"
        for kid in self.tree.kids(noun, "amod", "compound", "nmod"):
            if q.word(kid, "planned_modifiers"):
                self.weaken(Modality.PLANNED)
            elif q.word(kid, "possible_modifiers") and self.tokens[kid].text.casefold() != "further":
                self.weaken(Modality.POSSIBLE)
            elif q.word(kid, "alleged_modifiers"):
                self.manner = self.manner or Manner.ALLEGED

    def _clause(self, verb: int) -> None:
        """Negation, auxiliaries, adverbs and conjunctions of one clause."""
        q = self.q
        if q.polarity(verb):
            self.weaken(Modality.NEGATED)
        for kid in self.tree.kids(verb):
            token = self.tokens[kid]
            if token.dep == "aux":
                self._auxiliary(verb, kid)
            elif token.dep == "mark" and q.word(kid, "conditions"):
                self.weaken(Modality.POSSIBLE)
            elif token.dep == "advmod" and q.word(kid, "alleging_adverbs"):
                self.manner = self.manner or Manner.ALLEGED
            elif (
                (token.dep == "advmod" and q.word(kid, "hedging_adverbs"))
                or (token.dep == "advcl" and self._conditional(kid) and self._modal(verb))
                or (token.dep == "prep" and any(self._depends(k) for k in self.tree.kids(kid, "pobj")))
            ):
                self.weaken(Modality.POSSIBLE)
            elif token.dep == "parataxis" and q.word(kid, "saying", "alleging"):  # "Russia, Kyiv said, attacked"
                self._attribute(kid, Manner.ALLEGED if q.word(kid, "alleging") else Manner.SAID)

    def _depends(self, noun: int) -> bool:
        """ "In case of", "in the event that", "on condition": but not "in a case that", "ruling on the case"."""
        if not self.q.word(noun, "condition_nouns") or noun == self.trigger:
            return False
        told = self.tree.kids(noun, "prep", "acl", "relcl", "ccomp") or not self.tree.kids(noun, "det", "poss", "amod")
        return bool(told) and not any(self.tokens[k].text.casefold() == "a" for k in self.tree.kids(noun, "det"))

    def _conditional(self, clause: int) -> bool:
        return any(
            self.tokens[k].text.casefold() in {"if", "unless", "should"} for k in self.tree.kids(clause, "mark", "aux")
        )

    def _modal(self, verb: int) -> bool:
        return any(self.tokens[k].tag == "MD" for k in self.tree.kids(verb, "aux"))

    def _auxiliary(self, verb: int, aux: int) -> None:
        q = self.q
        if q.word(aux, "modal_planned"):
            self.weaken(Modality.PLANNED)
        elif q.word(aux, "modal_possible"):
            self.weaken(Modality.POSSIBLE)
        elif q.word(aux, "modal_would"):
            reported = self.tokens[verb].dep in {"ccomp", "conj"} and self.tokens[self.tokens[verb].head].tag in {
                "VBD",
                "VBN",
            }
            self.weaken(Modality.PLANNED if reported or self.tokens[verb].dep == "ROOT" else Modality.POSSIBLE)

    def _up(self, current: int) -> int | None:
        """The word that governs the current one, after applying what it does; ``None`` at the top."""
        token = self.tokens[current]
        head = token.head
        if head == current:
            return None
        if token.pos in NOMINAL and token.dep not in COMPLEMENT:
            return self._from_noun(current, head)
        return self._from_verb(current, head)

    def _from_noun(self, noun: int, head: int) -> int | None:
        token, governor = self.tokens[noun], self.tokens[head]
        if (self.stative and token.dep not in PREDICATIVE) or self._given(noun, head):
            return None
        if token.dep == "nsubj" and governor.pos in VERBAL:
            if self.q.word(head, "light_verbs", "happening"):
                self._clause(head)
            return head
        if token.dep in {"dobj", "nsubjpass", "attr", "oprd"} and governor.pos in VERBAL:
            self._complement(head, noun, nominal=True)
            return head
        if token.dep == "conj" and governor.pos in NOMINAL:
            return head
        if token.dep == "pobj":
            return self._from_phrase(governor.head, governor.lemma)
        return None

    def _given(self, noun: int, head: int) -> bool:
        """What is there before anything is done with it: the war that is ended, the agreement that is rejected."""
        definite = any(self.tokens[k].text.casefold() == "the" for k in self.tree.kids(noun, "det"))
        definite = definite or bool(self.tree.kids(noun, "poss"))
        return self.q.word(head, "ending") or (definite and self.q.word(noun, "agreements", "conflicts"))

    def _from_phrase(self, above: int, preposition: str) -> int | None:
        """From a noun in a prepositional phrase of ``above``: "plans for talks", "warned of an attack"."""
        q = self.q
        if self.tokens[above].pos in NOMINAL and q.word(above, "planning_nouns", "opening_nouns", "negating_nouns"):
            self._govern_noun(above)
            return above
        if self.tokens[above].pos == "ADJ" and q.word(above, "planning", "planning_adjectives", "opening"):
            self.weaken(Modality.POSSIBLE if q.word(above, "opening") else Modality.PLANNED)  # "ready for talks"
            return above
        if self.tokens[above].pos not in VERBAL or preposition in q.lexicon.words("backgrounding"):
            return None
        if q.word(above, "alleging") and preposition in {"of", "with"}:
            self._attribute(above, Manner.ALLEGED)
        elif q.word(above, "calling") and preposition in q.lexicon.words("calling_prepositions"):
            self.weaken(Modality.POSSIBLE if q.word(above, "opening") else Modality.PLANNED)
        elif preposition == "from" and q.negates(above):
            self.weaken(Modality.NEGATED)
        self._clause(above)
        return above

    def _from_verb(self, current: int, head: int) -> int | None:
        token, governor = self.tokens[current], self.tokens[head]
        if any(self.tokens[i].text == ";" for i in range(min(current, head), max(current, head))):
            return None
        if token.dep == "conj":
            if governor.pos in VERBAL and not self.tree.kids(current, "nsubj", "nsubjpass", "aux"):
                self._clause(head)
            return head
        if token.dep == "appos" or (token.dep == "relcl" and not self._infinitive(current)):
            return None
        if token.dep == "ccomp" and current < head and not self._reporting(head):  # "he asked for aid, Paris refused"
            return None
        if token.dep == "advcl":
            return self._from_adverbial(current, head)
        if token.dep == "acl" and self.tokens[current].tag in {"VBG", "VBN"} and not self._infinitive(current):
            return None
        if token.dep in COMPLEMENT or token.dep == "conj":
            if governor.pos == "ADP":
                above = governor.head
                if any(self.q.word(k, "forgone") for k in (above, *self.tree.kids(head, "advmod"))):
                    self.weaken(Modality.NEGATED)  # "instead of signing"
                self._govern_through(above, governor.lemma)
                return above if self.tokens[above].pos in VERBAL | NOMINAL else None
            if governor.pos in NOMINAL:
                if governor.head == head and self._infinitive(current):
                    self.weaken(Modality.PLANNED)  # a headline: "Turkey to host talks"
                self._govern_noun(head)
                return head
            self._complement(head, current, nominal=False)
            return head
        return None

    def _complement(self, head: int, below: int, *, nominal: bool) -> None:
        """What a governor and its own clause do to its complement.

        The clause of a reporting verb is about the saying: only "did not say" leaves open what is not said. A negated
        negation is undone ("did not fail to") or leaves things open ("did not rule out").
        """
        undone = self.q.polarity(head) and self.q.negates(head)
        if undone:
            if not self.q.word(head, "implicative"):
                self.weaken(Modality.POSSIBLE)
            return
        reported = self._govern(head, below, nominal=nominal)
        if reported and self.q.polarity(head):
            self.weaken(Modality.POSSIBLE)
        elif not reported and self.tokens[head].pos in VERBAL:
            self._clause(head)

    def _infinitive(self, verb: int) -> bool:
        return any(self.tokens[k].tag == "TO" for k in self.tree.kids(verb, "aux"))

    def _from_adverbial(self, current: int, head: int) -> int | None:
        """A purpose is intended ("will go to Minsk to sign"), or reached if the deed is done ("went to Minsk to sign").

        Other adverbial clauses stand for themselves. Parsers also hang complements there: "ruled out joining".
        """
        alone = not self.tree.kids(current, "mark", "nsubj", "nsubjpass")
        near = current > head and not any(self.tokens[i].pos == "PUNCT" for i in range(head, current))
        if alone and near and (self.q.negates(head) or self.q.word(head, "planning", "opening")):
            self._complement(head, current, nominal=False)
            return head
        if self._infinitive(current):
            if self.tokens[head].tag not in {"VBD", "VBN"} or self._modal(head):
                self.weaken(Modality.PLANNED)
            return None
        if alone and self.tokens[current].tag in {"VBG", "VBN"}:
            if not near and self._infinitive(head) and self._reporting(current):
                return None  # "voted to remove her, accusing her of theft": said while voting
            if not self._reporting(head):
                self._clause(head)
            return head
        return None

    def _reporting(self, verb: int) -> bool:
        return self.q.word(verb, "saying", "alleging", "denying")

    def _govern_through(self, above: int, preposition: str) -> None:
        """A gerund after a preposition: "accused of supporting", "banned from visiting", "agreed on sending"."""
        if self.tokens[above].pos in NOMINAL and self.q.word(above, "deliberating"):
            self.weaken(Modality.PLANNED)
        if preposition in self.q.lexicon.words("backgrounding"):
            return
        if self.q.word(above, "alleging"):
            self._attribute(above, Manner.ALLEGED)
        elif preposition == "for" and self.q.word(above, "charging"):
            self.manner = self.manner or Manner.ALLEGED  # "arrested for spying": so those say who arrest
        elif self.tokens[above].pos in NOMINAL:
            self._govern_noun(above)
        elif preposition in {"from", "without"}:
            self.weaken(Modality.NEGATED)
        elif self.q.word(above, "planning"):
            self.weaken(Modality.PLANNED)
        elif self.q.word(above, "opening"):
            self.weaken(Modality.POSSIBLE)
        elif self.q.negates(above):
            self.weaken(Modality.NEGATED)
        if preposition == "without":
            self.weaken(Modality.NEGATED)

    def _govern_noun(self, noun: int) -> None:
        q = self.q
        if q.word(noun, "negating_nouns"):
            self.weaken(Modality.NEGATED)
        elif self.pursued and q.word(noun, "striving"):
            pass
        elif q.word(noun, "planning_nouns"):
            self.weaken(Modality.PLANNED)
        elif q.word(noun, "opening_nouns"):
            self.weaken(Modality.POSSIBLE)
        if q.polarity(noun):
            self.weaken(Modality.NEGATED)

    def _govern(self, head: int, below: int, *, nominal: bool) -> bool:
        """What a verb or adjective does to its complement; whether it only reports it."""
        q = self.q
        infinitive = nominal or self._infinitive(below) or self.tokens[below].tag == "VBG"
        bare = self.tokens[below].tag == "VB" and not self.tree.kids(below, "aux")
        if q.word(head, "denying"):
            self.weaken(Modality.NEGATED)
            self._attribute(head, Manner.SAID)
        elif q.negates(head) or (self._infinitive(below) and self._yet(head)):
            self.weaken(Modality.NEGATED)
        elif q.word(head, "alleging") and not nominal:
            self._attribute(head, Manner.ALLEGED)
            return True
        elif self.pursued and q.word(head, "striving"):
            pass
        elif self._infinitive(below) and self._periphrastic(head, below):
            self.weaken(Modality.PLANNED)
        elif q.word(head, "modal_possible") or (infinitive and q.word(head, "opening")):
            self.weaken(Modality.POSSIBLE)
        elif infinitive and (q.word(head, "planning") or self._open(head)):
            enacted = q.word(head, "voting") and q.word(below, "enacted")  # "voted to remove": the vote is the deed
            if not (enacted or (nominal and self._light(head))):
                self.weaken(Modality.PLANNED)
        elif not nominal and self.tokens[below].dep == "ccomp":
            return self._finite(head, bare=bare)
        elif not nominal and self._reporting(head):
            self._attribute(head, Manner.SAID)
            return True
        return False

    def _finite(self, head: int, *, bare: bool) -> bool:
        """What governs a clause with a subject of its own: reports it, doubts it, demands it."""
        q = self.q
        predicates = self.tree.kids(head, "acomp", "attr")
        doubted = q.word(head, "doubting") or any(q.word(k, "opening", "opening_nouns") for k in predicates)
        objects = self.tree.kids(head, "dobj", "nsubjpass")  # "issued a demand that", "fears were voiced that"
        doubted = doubted or (not self._reporting(head) and any(q.word(k, "opening_nouns") for k in objects))
        if doubted or (bare and q.word(head, "opening", "planning", "saying")):
            self.weaken(Modality.POSSIBLE)
        if self._reporting(head):
            self._attribute(head, Manner.SAID)
            return True
        return False

    def _periphrastic(self, head: int, below: int) -> bool:
        """ "is to sign", "is going to sign"."""
        token = self.tokens[head]
        going = token.lemma == "go" and token.tag == "VBG" and bool(self.tree.kids(head, "aux"))
        return going or (token.lemma == "be" and self.tokens[below].dep == "xcomp")

    def _yet(self, head: int) -> bool:
        """ "has yet to sign"."""
        yet = any(self.tokens[k].text.casefold() == "yet" for k in self.tree.kids(head, "advmod"))
        return yet and self.tokens[head].lemma in {"have", "be"}

    def _open(self, head: int) -> bool:
        """ "is open to signing"."""
        return self.tokens[head].pos == "ADJ" and self.q.word(head, "planning_adjectives")

    def _light(self, verb: int) -> bool:
        """ "announced sanctions", "agreed a deal": the act is done by saying so."""
        return self.tokens[verb].lemma in {
            "announce",
            "agree",
            "set",
            "order",
            "approve",
            "resolve",
            "authorize",
        }

    def _attribute(self, verb: int, manner: Manner) -> None:
        if self.manner is Manner.ALLEGED:
            return
        subjects = self.q.arguments.subjects(verb)
        self.manner = manner
        self.speaker = subjects[0] if subjects else None
