"""Logical subjects and objects: who does it and to whom, whatever the construction.

Covers active and passive, coordination of verbs, control and raising, participles, relative clauses, gerunds after
prepositions, and event nouns with their light verbs. Labels are CLEAR style.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.remarks import Remarks

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.tree import Tree

RELATIVE = frozenset({"WP", "WDT", "WP$"})
CONTROLLING_PREPOSITIONS = frozenset({"of", "for", "from", "into", "over", "about", "with"})
GAPPED = frozenset({"conj", "npadvmod", "appos"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
ADDRESSING = frozenset({"on", "upon", "to", "with"})
DEPTH = 6
"""Clauses to climb in search of a subject."""


class Arguments:
    """Answers questions about the arguments of a document's verbs and event nouns.

    Args:
        lexicon: Its word classes tell the light verbs ("hold", "issue": their subject is the subject of the event noun
            they take), verbs whose object is the subject of their infinitive ("urge"), reporting verbs, nouns for what
            is written or said ("resolution": who issues it speaks through it), and nouns that only carry the event
            named before them ("curfew *order*").
    """

    def __init__(self, tree: Tree, lexicon: Lexicon) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.light = lexicon.words("light_verbs")
        self.object_control = lexicon.words("object_control")
        self.evaluating = lexicon.words("evaluating")
        self.remarks = Remarks(tree, lexicon)
        self.saying = lexicon.words("saying")
        self.alleging = lexicon.words("alleging")
        self.denying = lexicon.words("denying") | {"refuse"}
        self.bodies = lexicon.words("igo_nouns") | lexicon.words("described_organisations")
        self.texts, self.inflicted = lexicon.words("texts"), lexicon.words("inflicted")
        self.doing, self.culpable, self.backgrounding = map(lexicon.words, ("doing", "culpable", "backgrounding"))
        self.bidding = lexicon.words("bidding")
        self.carriers = lexicon.words("carrier_nouns")
        self.counters = lexicon.words("quantities") | lexicon.words("counting_nouns")

    def passive(self, verb: int) -> bool:
        """Whether a verb is in the passive, full ("was signed by") or reduced ("signed by")."""
        token = self.tokens[verb]
        if self.tree.kids(verb, "nsubjpass", "auxpass", "csubjpass"):
            return True
        if (
            self.tokens[verb - 1].text == ","
            and self.tree.kids(verb, "agent")
            and not self.tree.kids(verb, "dobj", "aux")
        ):
            return True  # "the junta, backed by Russia, said" with a finite verb in the tree
        if token.tag != "VBN" or self.tree.kids(verb, "aux"):
            return (
                token.dep == "conj"
                and token.tag == "VBN"
                and not self.tree.kids(verb, "nsubj", "dobj")
                and self.passive(token.head)
            )
        return (
            token.dep in {"acl", "amod"}
            or (token.dep in {"advcl", "xcomp", "ccomp"} and not self.tree.kids(verb, "dobj", "nsubj"))
            or bool(self.tree.kids(verb, "agent"))
        )

    def subjects(self, head: int, depth: int = DEPTH) -> list[int]:
        """Logical subjects of a verb or event noun, coordinated ones included."""
        if depth <= 0:
            return []
        if self.tokens[head].pos in {"NOUN", "PROPN"}:
            return self._noun_subjects(head, depth)
        if self.passive(head):
            return self._agents(head)
        return self.surface_subjects(head, depth)

    def _agents(self, verb: int) -> list[int]:
        found = [o for agent in self.tree.kids(verb, "agent") for o in self.tree.kids(agent, "pobj")]
        for base in (
            verb,
            *self.tree.kids(verb, "oprd", "xcomp", "dobj"),
        ):  # "was named minister by X", "given aid by X"
            found = found or self._under(base, {"by"})
        if found:  # parsers hang the second agent on the verb: "signed by X, and Y"
            beside = self.tree.kids(verb, "conj")
            found = [*found, *(k for k in beside if k > found[-1] and self.tokens[k].pos == "PROPN")]
        if not found and self.tokens[verb].dep == "amod":  # "Moscow-backed"
            found = self.tree.kids(verb, "npadvmod")
        return self.spread(found)

    def surface_subjects(self, verb: int, depth: int = DEPTH) -> list[int]:
        """The subject of the clause of a verb, whatever its voice."""
        if depth <= 0:
            return []
        own = self.tree.kids(verb, "nsubj", "nsubjpass")
        own = own or [
            s for k in self.tree.kids(verb, "aux") for s in self.tree.kids(k, "nsubj")
        ]  # "Cuba has for years asked"
        token = self.tokens[verb]
        if own:
            return self.spread([*self._listed(verb, own[0]), *(self.antecedent(s) for s in own)])
        misread = self._after_date(verb) or self._fronted(verb)
        head = token.head
        if misread is not None or head == verb:
            return [] if misread is None else self.spread([misread])
        if token.dep == "conj":
            return self.surface_subjects(head, depth - 1) if self.tokens[head].pos in {"VERB", "AUX"} else []
        if token.dep == "relcl":
            return [] if self._relative(verb) else self.spread([head])
        if token.dep == "acl":
            return self._acl_subjects(verb, head, depth)
        if token.dep in {"xcomp", "ccomp", "advcl", "pcomp"}:
            return self._controlled(verb, head, depth)
        if token.dep in {"acomp", "attr", "oprd"}:
            return self.surface_subjects(head, depth - 1)
        if token.dep == "amod" and token.tag == "VBG":
            return [head]
        return []

    def _listed(self, verb: int, subject: int) -> list[int]:
        """The first of two that a headline lists: "*Armenia*, US sign charter"."""
        first = self.tree.phrase(subject)[0]
        return [
            k
            for k in self.tree.kids(verb, "npadvmod", "dep", "nmod")
            if k == first - 2 and self.tokens[k].pos == "PROPN" and self.tokens[k + 1].text == ","
            and self.tokens[verb].tag in {"VB", "VBP"}
        ]  # fmt: skip

    def _fronted(self, verb: int) -> int | None:
        """The subject that a parser takes for an adverbial: "*Washington* extended recognition"."""
        kids = self.tree.kids(verb, "npadvmod", "advmod") if self.tokens[verb].tag in FINITE else []
        named = [k for k in kids if k == verb - 1 and self.tokens[k].pos in {"NOUN", "PROPN"} and self._names(k)]
        return named[0] if named and self.tokens[named[0]].ent not in {"DATE", "TIME"} else None

    def _after_date(self, verb: int) -> int | None:
        """The subject that a parser takes into the date before it: "In March *Sisi* visited Riyadh"."""
        if self.tokens[verb].tag not in FINITE:
            return None
        for prep in self.tree.kids(verb, "prep"):
            for obj in self.tree.kids(prep, "pobj"):
                dated = any(self.tokens[k].ent == "DATE" for k in self.tree.kids(obj, "compound", "nummod"))
                if prep < verb and dated and self.tokens[obj].pos == "PROPN" and self.tokens[obj].ent != "DATE":
                    return obj
        return None

    def _acl_subjects(self, verb: int, head: int, depth: int) -> list[int]:
        if self.tokens[verb].tag in {"VBG", "VBN"} and not self.infinitive(verb):
            author = self._noun_subjects(head, depth - 1) if self.tokens[head].lemma in self.texts else []
            return author or self.spread([head])
        above = self.tokens[self.tokens[head].head]
        if above.lemma == "in" and self.tokens[above.head].pos == "VERB" and not self.tree.kids(head, "poss"):
            return self.surface_subjects(above.head, depth - 1)  # "came in a bid to mediate"
        return self._noun_subjects(head, depth - 1)

    def _controlled(self, verb: int, head: int, depth: int) -> list[int]:
        """Subject of an infinitive, participle or gerund below another word."""
        governor = self.tokens[head]
        if governor.pos == "ADP" or governor.dep in {"prep", "agent"}:
            above = self.tokens[self.tree.first_conjunct(head)].head  # "by sending arms and by signing a pact"
            if self.tokens[above].pos in {"VERB", "AUX"} or self.tokens[above].lemma in self.culpable:
                objects = self.objects(above) if governor.lemma in CONTROLLING_PREPOSITIONS else []
                return objects or self.surface_subjects(above, depth - 1)
            if self.tokens[above].lemma in self.bodies:  # "a coalition for defeating": the coalition is to do it
                return [above]
            return self._noun_subjects(above, depth - 1)
        if governor.pos in {"VERB", "AUX"}:
            if self.tokens[verb].dep in {"xcomp", "ccomp"} and governor.lemma in self.object_control:
                objects = self.objects(head) or self._addressed(head, verb)
                if objects:
                    return objects
            beside = self.tokens[verb].dep == "advcl" and self.tree.kids(head, "dobj")  # "called him, *urging* calm"
            if self.tokens[verb].tag == "VBG" and governor.lemma in self.evaluating and head < verb and not beside:
                return []  # "compared joining to a wedding": anybody's joining
            told = self.remarks.about(verb, head)
            if told is not None:
                return self.surface_subjects(told, depth - 1)
            return self.surface_subjects(head, depth - 1)
        if governor.pos == "ADJ":
            return self.surface_subjects(head, depth - 1)
        if governor.pos in {"NOUN", "PROPN"}:
            return self._noun_subjects(head, depth - 1)
        return []

    def _addressed(self, governor: int, verb: int) -> list[int]:
        """Who is to do it in "called on *Paris* to stop", "appealed to *Kyiv* to wait"."""
        preps = (k for k in self.tree.kids(governor, "prep") if governor < k < verb)
        told = [k for k in preps if self.tokens[k].lemma in ADDRESSING][:1] if self.infinitive(verb) else []
        return self.spread([o for k in told for o in self.tree.kids(k, "pobj")])

    def infinitive(self, verb: int) -> bool:
        """Whether "to" stands before it."""
        return any(self.tokens[k].tag == "TO" for k in self.tree.kids(verb, "aux"))

    def _noun_subjects(self, noun: int, depth: int) -> list[int]:
        """Possessor, demonym, ``by`` phrase; else the subject of the light verb that governs the noun."""
        found = [self.antecedent(k) for k in self.tree.kids(noun, "poss")] or self._behind(noun)
        if not found:
            clauses = [k for k in self.tree.kids(noun, "acl", "relcl") if self.tokens[k].lemma in self.light]
            found = [
                s
                for k in clauses
                if depth
                for s in (self._agents(k) if self.passive(k) else self.tree.kids(k, "nsubj"))
                if self.tokens[s].tag not in RELATIVE
            ]
        found = found or self.leaders(noun)
        if not found:
            found = [k for k in self.tree.kids(noun, "amod", "compound", "nmod") if k < noun and self._names(k)]
        if found:
            return self.spread(found)
        return self.light_subjects(noun, depth)

    def leaders(self, noun: int) -> list[int]:
        """Who does it, by a participle before the noun: "the *Saudi*-led strikes", "*EU*-imposed sanctions"."""
        before = (k for k in self.tree.kids(noun, "amod") if self.tokens[k].lemma in self.doing)
        return [o for k in before for o in self.tree.kids(k, "npadvmod")]

    def _behind(self, noun: int) -> list[int]:
        """Objects of "by" or "from"; parsers also hang it inside: "the arrest of *Mandela by the police*"."""
        deed = self.tokens[noun].lemma in self.inflicted
        inside = [k for k in self._under(noun, {"of"}) if deed or self.tokens[k].pos == "PROPN"]
        return self._under(noun, {"by", "from"}) or [o for k in inside for o in self._under(k, {"by"})]

    def _under(self, noun: int, names: set[str]) -> list[int]:
        preps = self.tree.kids(noun, "prep", "agent")
        return [o for p in preps if self.tokens[p].lemma in names for o in self.tree.kids(p, "pobj")]

    def _names(self, i: int) -> bool:
        return self.tokens[i].text[:1].isupper()

    def light_subjects(self, noun: int, depth: int = DEPTH) -> list[int]:
        """Subject of the light verb whose object the noun is: "Turkey *issued* a condemnation"."""
        passive = [k for k in self.tree.kids(noun, "acl") if self.tokens[k].tag == "VBN"]
        agents = [a for k in passive if self.tokens[k].lemma in self.light for a in self._agents(k)]
        if agents:
            return agents
        verb = self.governing_verb(noun)
        if verb is None or (self.tokens[noun].dep == "pobj" and self.tree.kids(noun, "poss")):
            return []
        return self.subjects(verb, depth - 1)

    def carrier(self, noun: int) -> int:
        """The noun that counts or carries an event: "a *series* of attacks", "a curfew *order*"; else the noun itself."""
        token = self.tokens[noun]
        above = token.head
        if token.dep == "compound" and self.tokens[above].lemma in self.carriers:
            return self.carrier(above)
        if token.dep == "pobj" and self.tokens[above].lemma in {"of", "in"}:
            counting = self.tokens[above].head
            if self.tokens[counting].lemma in self.counters and self.tokens[counting].pos == "NOUN":
                return self.carrier(counting)
        return noun

    def governing_verb(self, noun: int, *, light: bool = True) -> int | None:
        """The (light) verb that takes a noun as its object or in its prepositional phrase."""
        noun = self.carrier(noun)
        token = self.tokens[self.tree.first_conjunct(noun)]
        head = token.head
        if token.dep in {"dobj", "nsubjpass", "attr", "oprd"} and (not light or self.tokens[head].lemma in self.light):
            return head
        behind = self.tokens[head].text.casefold() in self.backgrounding  # "suspended talks after an attack"
        if token.dep == "pobj" and self.tokens[head].dep in {"prep", "prt", "dative"} and not behind:
            verb = self.tokens[head].head
            known = self.tokens[verb].lemma in self.light if light else not self.tree.kids(verb, "dobj")
            if self.tokens[verb].pos == "VERB" and known:
                return verb
        clauses = [k for k in self.tree.kids(noun, "acl", "relcl") if self.tokens[k].lemma in self.light]
        return clauses[0] if clauses and not light else None

    def object_clauses(self, noun: int) -> list[int]:
        """Verbs of relative clauses that a noun is the object of: "a case that Peru *brought* against Chile"."""
        return [k for k in self.tree.kids(noun, "relcl") if self._relative(k) is not None]

    def object_of(self, noun: int) -> int | None:
        """The verb that a noun is the object of, if any."""
        token = self.tokens[self.tree.first_conjunct(noun)]
        return token.head if token.dep in {"dobj", "nsubjpass"} else None

    def governor(self, noun: int) -> int | None:
        """The verb that a noun is the object of, itself or in a prepositional phrase, if it took the phrase right after it."""
        token = self.tokens[noun]
        verb = self.tokens[token.head].head if token.dep == "pobj" else token.head
        if token.dep == "pobj" and self.tokens[verb].dep == "dobj":  # "amassing troops near the border with Burundi"
            verb = self.tokens[verb].head
        if token.dep not in {"dobj", "pobj"} or self.tokens[verb].pos != "VERB":
            return None
        return verb if self.tree.phrase(noun)[1] in self.tree.kids(verb, "prep") else None

    def speakers(self, i: int, *, alleging: bool = False) -> list[int]:
        """Subjects of the verb that reports the clause of a token: "*Kenya* says Uganda must leave".

        With ``alleging`` only of one that accuses: "*Kenya* claimed that Ugandan troops had crossed the lake".
        """
        verb = self.remarks.reporter(i, self.alleging if alleging else self.saying)
        return [] if verb is None else self.surface_subjects(verb)

    def objects(self, verb: int) -> list[int]:
        """Logical direct objects of a verb, coordinated ones included."""
        token = self.tokens[verb]
        if self.passive(verb):
            found = [self.antecedent(s) for s in self.tree.kids(verb, "nsubjpass") or self.tree.kids(verb, "nsubj")]
            if (not found and token.dep in {"acl", "relcl"}) or token.dep == "amod":
                found = [token.head]
            if not found and token.dep in {"conj", "xcomp", "advcl"}:
                found = self.surface_subjects(verb)
            return self.spread(found)
        rebuffed = self._rebuffed(verb) if token.dep == "relcl" and token.lemma in self.denying else []
        if rebuffed:
            return rebuffed
        found = [self.antecedent(k) for k in self.tree.kids(verb, "dobj", "dative") if self.tokens[k].pos != "ADP"]
        if found:
            return self.spread([*found, *self._gapped(verb, found[-1])])
        if not found:
            relative = self._relative(verb)
            if relative is not None and token.dep == "relcl":
                found = [token.head]
        if not found and token.lemma in self.object_control:  # "helped Iraq rebuild": Iraq is the one helped
            bare = [c for c in self.tree.kids(verb, "ccomp") if self._bare(c)]
            found = [s for c in bare for s in self.tree.kids(c, "nsubj")]
        if not found:
            found = [
                o
                for conjunct in self.tree.kids(verb, "conj")
                if self._shares(verb, conjunct)
                for o in self.tree.kids(conjunct, "dobj")
            ]
        return self.spread(found)

    def _rebuffed(self, verb: int) -> list[int]:
        """Who said or asked what "which" sums up: "*Kenya* accused Uganda of arming rebels, which Uganda denied"."""
        which = next((k for k in self.tree.kids(verb, "dobj") if self.tokens[k].tag in RELATIVE), None)
        noun = self.tokens[verb].head
        if which is None or self.tokens[which - 1].text != ",":
            return []
        above = [k for k in self.tree.ancestors(noun) if self.tokens[k].pos == "VERB"]
        main = next((k for k in above if self.tree.kids(k, "nsubj") and self.tokens[k].dep != "relcl"), None)
        named = self.tokens[noun].pos == "PROPN" or any(self.tokens[k].lemma in self.alleging for k in above)
        return [] if main is None or not named else self.surface_subjects(main)

    def _gapped(self, verb: int, first: int) -> list[int]:
        """Further objects, each with a time or reason of its own: "left Mali in 2022, *Niger* in 2023"."""
        kind = self._kind(first)
        phrases = [k for k in self.tree.kids(verb, "prep") if k > first] if kind else []
        if not phrases:
            return []
        near = self.tree.kids(verb, "conj", "npadvmod", "appos")
        strays = (k for phrase in phrases for k in self.tree.subtree(phrase) if self.tokens[k].dep in GAPPED)
        dated = [k for k in strays if self._kind(self.tokens[k].head) == "DATE"]  # parsers hang them on the date before
        return sorted(
            k for k in (*near, *dated) if k > first and self.tokens[k].pos == "PROPN" and self._kind(k) == kind
        )

    def _kind(self, noun: int) -> str:
        """What kind of name a noun is the head of, as the annotator has it."""
        return self.tokens[noun].ent or next((self.tokens[k].ent for k in self.tree.kids(noun, "compound")), "")

    def _bare(self, verb: int) -> bool:
        """An infinitive clause, with or without "to", that no conjunction opens."""
        return self.tokens[verb].tag == "VB" and not any(
            self.tokens[k].tag == "MD" or self.tokens[k].dep == "mark" for k in self.tree.kids(verb, "aux", "mark")
        )

    def bidden(self, verb: int) -> bool:
        """A clause that bids instead of telling: "insisted that rebels *leave*", "that they *should* leave"."""
        return self.tokens[verb].tag == "VB" and all(
            self.tokens[k].lemma in self.bidding for k in self.tree.kids(verb, "aux")
        )

    def _shares(self, verb: int, conjunct: int) -> bool:
        """Two verbs side by side share the object of the second: "praised and thanked Russia"."""
        return conjunct - verb <= 3 and not self.tree.kids(conjunct, "nsubj", "nsubjpass", "prep")  # noqa: PLR2004

    def _relative(self, verb: int) -> int | None:
        """The relative pronoun that is not the subject, or the noun of a clause without one."""
        for kid in self.tree.kids(verb, "dobj", "pobj", "dative"):
            if self.tokens[kid].tag in RELATIVE:
                return kid
        if self.tokens[verb].dep == "relcl" and self.tree.kids(verb, "nsubj") and not self.tree.kids(verb, "dobj"):
            subject = self.tree.kids(verb, "nsubj")[0]
            if self.tokens[subject].tag not in RELATIVE:
                return self.tokens[verb].head
        return None

    def antecedent(self, i: int) -> int:
        """What a relative pronoun refers to; any other token stays."""
        token = self.tokens[i]
        if token.tag not in RELATIVE:
            return i
        for above in self.tree.ancestors(i):
            if self.tokens[above].dep == "relcl":
                return self.tokens[above].head
        return i

    def spread(self, heads: list[int]) -> list[int]:
        """Each head with the nouns coordinated to it; a clause is not followed."""
        found: list[int] = []
        for head in heads:
            for i in self.tree.conjuncts(head):
                if i == head or self.tokens[i].pos in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"}:
                    found.append(i)
        return list(dict.fromkeys(found))
