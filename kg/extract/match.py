"""The lexicon over dependency trees: where a rule's words stand, and what fills its slots."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.extract.actors import Actors
from kg.extract.arguments import Arguments
from kg.extract.found import Attempt, Filling, Match
from kg.extract.owners import Owners
from kg.extract.parties import Parties
from kg.extract.phrases import Phrases
from kg.lexicon import MUTUAL, Step
from kg.nominal import holders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kg.lexicon import Lexicon, Rule, Slot
    from kg.model import EntityId, Link, Sentence, Token
    from kg.tree import Tree

NOMINAL = frozenset({"NOUN", "PROPN"})
VERBAL = frozenset({"VERB", "AUX"})
OBJECTS = frozenset({"dobj", "nsubjpass"})
RELATIVE = frozenset({"acl", "relcl"})
AWAY = frozenset({"out", "off", "away"})
"""Particles that parsers take for prepositions: "threw envoys *out* of the country"."""
NOTHING: Mapping[str, tuple[tuple[tuple[str, ...], Rule], ...]] = MappingProxyType({})


class Matcher:
    """Runs a lexicon over one document.

    Args:
        links: Head token → link; only linked tokens can be arguments.
    """

    def __init__(self, tree: Tree, links: dict[int, Link], lexicon: Lexicon) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.links = links
        self.lexicon = lexicon
        self.arguments = Arguments(tree, lexicon)
        self._phrases = Phrases(tree, self.arguments)
        self.attempts: list[Attempt] = []
        self._contexts: dict[int, frozenset[str]] = {}
        self._steps: dict[tuple[str, int, bool], list[int]] = {}
        self._words: dict[int, set[str]] = {}
        self._parties = Parties(tree, links)
        self._actors = Actors(tree, links, lexicon, self.arguments)
        self.owners = Owners(tree, links, self.arguments, self._actors, lexicon)
        self._index = lexicon.index
        self._mouthpieces = lexicon.words("mouthpieces")
        self._third: frozenset[EntityId] = frozenset()
        self._ways: dict[str, Callable[[int], list[int]]] = {
            "subj": self.arguments.subjects,
            "surface": self.arguments.surface_subjects,
            "obj": self.arguments.objects,
            "light": self.arguments.light_subjects,
            "speaker": self.arguments.speakers,
            "clause": self._around,
            "parties": self._shared,
            "place": self._place,
            "scene": self._scene,
            "nearby": self._nearby,
        }

    def matches(self) -> Iterator[Match]:
        """All matches, in the order of their triggers."""
        told = {self.tree.sentence_of[head] for head in self.links}
        for number, sentence in enumerate(self.tree.document.sentences):
            if number in told:  # else nobody is there who could do it
                spoken = self._spoken(sentence)
                for i in range(sentence.start, sentence.end):
                    yield from self._matches_at(i, spoken)

    def _matches_at(self, i: int, spoken: frozenset[str]) -> Iterator[Match]:
        taken: set[str] = set()
        for words, rule in self._entries(i):
            if rule.id in taken or (len(words) > 1 and not (spoken.issuperset(words) and self._stands(i, words))):
                continue
            if any(spoken.isdisjoint(asked) for asked in rule.asks):
                self.attempts.append(Attempt(rule, i, "the sentence has none of the words that it asks for"))
                continue
            found = list(self._apply(rule, i, len(words), spoken))
            if found:
                taken.add(rule.id)
                self._parties.remember(found)
            yield from found

    def _spoken(self, sentence: Sentence) -> frozenset[str]:
        """All that a rule can ask for in a sentence: lemmas, words, and labels: ``<oprd>``."""
        tokens = self.tokens[sentence.start : sentence.end]
        said = {word for token in tokens for word in (token.lemma, token.text, token.text.casefold())}
        return frozenset(said | {f"<{dep}>" for dep in {token.dep for token in tokens}})

    def _entries(self, i: int) -> Iterable[tuple[tuple[str, ...], Rule]]:
        """The rules that a token may trigger, each with the words of its trigger."""
        token = self.tokens[i]
        if token.ent == "DATE" and token.pos == "PROPN":
            return ()  # the month of March is no march
        affixes = self._index.get(token.text.casefold(), NOTHING).get("affixes")
        if affixes is not None and self.tree.affixed(i) is not None:
            return affixes
        known = self._index.get(token.lemma)
        return () if known is None else [entry for kind in self._kinds(token) for entry in known.get(kind, ())]

    def _kinds(self, token: Token) -> tuple[str, ...]:
        if token.pos in VERBAL:
            return ("verbs", "adjectives") if token.tag in {"VBN", "VBG"} else ("verbs",)
        if token.pos in NOMINAL:
            return ("nouns", "roles")
        if token.pos in {"ADJ", "ADV"}:
            return ("adjectives", "nouns") if token.pos == "ADJ" else ("adjectives",)
        return ("prepositions",) if token.dep == "prep" else ()

    def _stands(self, i: int, words: tuple[str, ...]) -> bool:
        """Whether the other words of a trigger hang on its first: particles, adverbs, or the words right after it."""
        near = {self.tokens[k].lemma for k in self.tree.kids(i, "prt", "advmod", "acomp", "oprd")}
        near |= {self.tokens[k].lemma for k in self.tree.kids(i, "ccomp", "xcomp") if self.tokens[k].pos == "ADJ"}
        near |= {
            self.tokens[k].lemma
            for o in self.tree.kids(i, "dobj")
            for k in self.tree.kids(o, "acl")
            if self.tokens[k].pos == "ADJ"
        }
        if len(words) == 2 and words[1] in near:  # noqa: PLR2004
            return True
        after = self.tokens[i + 1 : i + len(words)]
        if [t.lemma for t in after] == list(words[1:]) or [t.text.casefold() for t in after] == list(words[1:]):
            return True
        objects = {self.tokens[k].lemma: k for k in self.tree.kids(i, "dobj", "attr", "prep", "prt", "nsubjpass")}
        if words[1] not in objects:
            return False
        governed = self.tokens[objects[words[1]]].dep == "prep" and words[1] not in AWAY
        if len(words) == 2 and governed and self.tree.kids(i, "dobj"):  # noqa: PLR2004
            return False  # "called her on Monday" is no "call on"
        below = {self.tokens[k].lemma for k in self.tree.subtree(objects[words[1]])} if len(words) > 2 else set()  # noqa: PLR2004
        return all(word in below or word in near or word in objects for word in words[2:])

    def _apply(self, rule: Rule, trigger: int, words: int, spoken: frozenset[str]) -> Iterator[Match]:
        context = self._context(trigger) if rule.needs or not rule.unless.isdisjoint(spoken) else frozenset()
        blocked = rule.unless & context
        if blocked or (rule.needs and not rule.needs & context):
            self.attempts.append(
                Attempt(
                    rule, trigger, f"context rules it out: {', '.join(sorted(blocked)) or 'a needed word is missing'}"
                )
            )
            return
        if "roles" in rule.triggers and self.tokens[trigger].pos in NOMINAL:
            yield from self._role(rule, trigger, words)
            return
        self._third = frozenset()
        subjects = self._fill(rule.subject, trigger, owner="subject" in rule.owner)
        if not subjects.heads:
            subjects = self._by(rule.subject, trigger)
        if not subjects.heads:
            self.attempts.append(Attempt(rule, trigger, "no subject"))
            return
        if rule.reciprocal:
            subjects = subjects._replace(heads=self._parties.joined(subjects.heads))
        self._third = self._parties.sides(subjects.heads)
        judged = "judging" in rule.traits
        place = "place" in rule.owner
        objects = self._fill(rule.object, trigger, owner="object" in rule.owner, place=place, judged=judged)
        if rule.reciprocal:
            pairs = self._pairs([] if objects.heads else subjects.heads, rule, trigger, words)
            if pairs:
                yield from pairs
                return
        mutual = [] if objects.heads else self._mutual(trigger, rule, subjects.heads)
        if mutual:
            yield from mutual
            return
        surface = any(slot[-1].name == "surface" for slot in rule.object)  # "both want *to fight on*"
        if not objects.heads or (surface and set(objects.heads) == set(subjects.heads)):
            self.attempts.append(Attempt(rule, trigger, "no object"))
            return
        indirect, via = subjects.indirect or objects.indirect, subjects.via | objects.via
        for subject in subjects.heads:
            for obj in objects.heads:
                if subject != obj:
                    yield Match(rule, trigger, subject, obj, indirect, words, via)

    def _shared(self, head: int) -> list[int]:
        """Parties of the talks, truce or dispute at ``head``: those that it names, else those of the last one told."""
        for name in ("between", "with", "among"):
            own = [a for h in self.arguments.spread(self._phrases.after(name, head)) for a in self._actors.of(h)]
            if own:
                return own
        own = [a for h in self._step(Step("poss"), head, first=True) for a in self._actors.of(h)]
        if len(self._parties.sides(own)) > 1:
            return own
        around = [a for h in self._around(head) for a in self._actors.of(h)]
        if len(self._parties.sides(around) - self._third) > 1:  # "at talks hosted by Oman, the rivals agreed"
            return around
        if not self.tree.kids(head, "det", "poss") and self.tree.kids(head, "relcl"):
            return []  # "talks at which rebels signed": new ones
        return self._parties.before(head, self._third)

    def _context(self, trigger: int) -> frozenset[str]:
        """Lemmas of the direct dependents and of the objects of the trigger's prepositions, and labels: ``<oprd>``."""
        if trigger not in self._contexts:
            kids = [k for k in self.tree.kids(trigger) if not self._dated(k)]
            inner = [o for k in kids if self.tokens[k].dep in {"prep", "dative"} for o in self.tree.kids(k, "pobj")]
            objects = [k for k in kids if self.tokens[k].dep in OBJECTS]
            beside = [c for k in objects for c in self.tree.conjuncts(k)[1:]]
            beside += [a for k in objects for a in self.tree.kids(k, "amod") if a > k]  # "called the vote *unfair*"
            above = self.tokens[trigger].head  # "the truce that they agreed"
            taken = [above] if self.tokens[trigger].dep in RELATIVE and above in self.arguments.objects(trigger) else []
            words = {word for k in (*kids, *beside, *inner, *taken) for word in self._said(k)}
            self._contexts[trigger] = frozenset(words | {f"<{self.tokens[k].dep}>" for k in kids})
        return self._contexts[trigger]

    def _dated(self, i: int) -> bool:
        """A preposition that only says when: "called him *on* Monday"."""
        objects = self.tree.kids(i, "pobj") if self.tokens[i].dep == "prep" else []
        return bool(objects) and all(self.tokens[o].ent == "DATE" for o in objects)

    def _mutual(self, trigger: int, rule: Rule, subjects: list[int]) -> list[Match]:
        """ "The two sides accused each other", "both sides blame the other": every one the others."""
        objects = self.arguments.objects(trigger)
        whose = [k for o in objects for k in self.tree.kids(o, "poss")]  # "expelled each other's diplomats"
        if not any(self.tokens[o].lemma in MUTUAL for o in (*objects, *whose)):
            return []
        if len(subjects) == 1:
            return [Match(rule, trigger, subjects[0], subjects[0])]
        return [Match(rule, trigger, a, b, mutual=True) for a in subjects for b in subjects if a != b]

    def _pairs(self, subjects: list[int], rule: Rule, trigger: int, words: int) -> list[Match]:
        """ "X and Y met", "the two countries signed": every pair of subjects."""
        if len(subjects) == 1 and len(self.links[subjects[0]].entities) > 1:
            return [Match(rule, trigger, subjects[0], subjects[0], words=words)]
        return [Match(rule, trigger, a, b, words=words) for n, a in enumerate(subjects) for b in subjects[n + 1 :]]

    def _role(self, rule: Rule, trigger: int, words: int) -> Iterator[Match]:
        """Relational nouns: "a member of X", "ally Y"."""
        names = frozenset(self.links)
        held = holders(self.tree, trigger, trigger, trigger + 1, names=names)
        if self.tokens[trigger].tag == "NNS":
            held = [h for h in self.arguments.spread(held) if h in names]  # "the allies, Turkey and Greece"
        if not held and trigger in names and len(self.links[trigger].entities) > 1:
            held = [trigger]  # "the two allies": those named before
        owned = [o for o in self._fill(rule.object, trigger).heads if o not in held]
        if rule.reciprocal and not owned and self.tokens[trigger].tag == "NNS":
            yield from self._pairs(held, rule, trigger, words)
            return
        if not held or not owned:
            self.attempts.append(Attempt(rule, trigger, "nobody holds it" if not held else "no owner"))
        for holder in held:
            for owner in owned:
                yield Match(rule, trigger, holder, owner, words=words)

    def _fill(
        self, slots: tuple[Slot, ...], trigger: int, *, owner: bool = False, place: bool = False, judged: bool = False
    ) -> Filling:
        """The first slot that yields actors; with ``place``, else where the thing in a slot is, or where it happened."""
        walked = []
        for slot in slots:
            heads, via = self._walk(slot, trigger)
            walked.append((heads, via))
            found = [h for head in heads for h in self._actors.of(head)]
            if found:
                return Filling(list(dict.fromkeys(found)), via)
            if owner or any(self.tokens[h].lemma in self._mouthpieces for h in heads):
                found = [h for o in heads for h in self.owners.of(o, judged=judged) if not self._acting(h)]
            if found:
                return Filling(list(dict.fromkeys(found)), via, indirect=True)
        for heads, via in walked if place else ():
            found = [h for head in heads for h in self.owners.places(head)] or [
                h for head in heads for h in self.owners.within(head)
            ]
            found = [h for h in found or (self._scene(trigger) if heads else []) if not self._acting(h)]
            if found:
                return Filling(list(dict.fromkeys(found)), via, indirect=True)
        return Filling([])

    def _by(self, slots: tuple[Slot, ...], trigger: int) -> Filling:
        """Who is behind what acts: "an attack *by rebels* killed two"."""
        for slot in slots:
            for head in self._walk(slot, trigger)[0]:
                found = self.owners.prepositional(head, ("by",))
                if found:
                    return Filling(found, indirect=True)
        return Filling([])

    def _acting(self, head: int) -> bool:
        """Whether a token names the one who acts: nobody is harmed by "protest at *their* detention"."""
        return bool(self._third) and self._parties.sides([head]) <= self._third

    def _scene(self, trigger: int) -> list[int]:
        """Where the clause of a trigger happens: "stormed a camp *in Calais*"."""
        verb = trigger
        if self.tokens[trigger].pos in NOMINAL:
            governing = self.arguments.governing_verb(trigger, light=False)
            if governing is None:
                return []
            verb = governing
        return self.owners.prepositional(verb, ("in", "at", "near", "along", "across", "around", "inside", "outside"))

    def _walk(self, slot: Slot, start: int) -> tuple[list[int], frozenset[int]]:
        """Where a slot leads, and the tokens on the way that it admits by their word."""
        heads = [start]
        via: list[int] = []
        for number, step in enumerate(slot):
            heads = [h for head in heads for h in self._led(step, head, first=number == 0) if self._admits(step, h)]
            if step.words and number < len(slot) - 1:
                via += heads
            if not heads:
                return [], frozenset()
        return list(dict.fromkeys(heads)), frozenset(via)

    def _led(self, step: Step, head: int, *, first: bool) -> list[int]:
        """Where a step leads; many rules ask the same, and only the last one told can change."""
        key = (step.name, head, first)
        if step.name == "parties" or key not in self._steps:
            self._steps[key] = self._step(step, head, first=first)
        return self._steps[key]

    def _admits(self, step: Step, head: int) -> bool:
        if not step.words and not step.unless:
            return True
        words = self._said(head)
        return (not step.words or bool(words & step.words)) and not words & step.unless

    def _said(self, head: int) -> set[str]:
        """The words of a noun, and of what it counts: "dozens of *artefacts*"."""
        if head not in self._words:
            token = self.tokens[head]
            counted = {self.tokens[k].lemma for k in self._actors.counted(head)}
            currency = {self.tokens[k].text for k in self.tree.kids(head) if self.tokens[k].tag == "$"}
            self._words[head] = {token.lemma, token.text.casefold()} | counted | currency
        return self._words[head]

    def _step(self, step: Step, head: int, *, first: bool) -> list[int]:
        name = step.name
        if name in self._ways:
            return self._ways[name](head)
        if name == "poss":
            found = [k for k in self.tree.kids(head, "poss", "amod", "compound", "nmod") if k < head]
            return self.arguments.spread([self.arguments.antecedent(k) for k in found])
        if name == "comp":
            told = [k for k in self.tree.kids(head, "acl") if self.tree.kids(k, "nsubj", "nsubjpass")]
            return [*self.tree.kids(head, "ccomp", "xcomp"), *told]
        if name == "bidden":
            return [k for k in self.tree.kids(head, "ccomp", "xcomp", "acl") if self.arguments.bidden(k)]
        if name == "attr":
            return self.arguments.spread(self.tree.kids(head, "attr", "oprd", "acomp"))
        if name == "head":
            return [self.tokens[head].head]
        if name == "self":
            return [head]
        if name == "affix":
            other = self.tree.affixed(head)
            return [] if other is None else [other]
        if name == "noun":
            noun = self.tree.qualified(head)
            return [] if noun is None else [noun]
        if name == "before":
            return [head - 1] if head - 1 in self.links and self.links[head - 1].end == head else []
        if name == "pobj":
            return self.arguments.spread(self.tree.kids(head, "pobj"))
        if name == "dative":
            given = [k for k in self.tree.kids(head, "dative") if self.tokens[k].pos != "ADP"]
            plain = self.tree.kids(head, "dobj")
            return self.arguments.spread(given or (plain[:1] if len(plain) > 1 else []))
        if name == "holder":
            return holders(self.tree, head, head, head + 1, names=frozenset(self.links))
        if name == "verb":
            verb = self.arguments.governing_verb(head, light=False)
            return [*([] if verb is None else [verb]), *self.arguments.object_clauses(head)]
        if name == "accuser":
            return self.arguments.speakers(head, alleging=True)
        if name == "to_do":
            below = self.tree.kids(head, "xcomp", "ccomp", "acl", "advcl", "relcl")
            return [k for k in below if self.arguments.infinitive(k)]
        nominal = self.tokens[head].pos in NOMINAL | {"NUM"}
        return self._phrases.objects(name, head, nominal=nominal, first=first)

    def _nearby(self, head: int) -> list[int]:
        """The next name after a word in its sentence."""
        following = range(head + 1, self.tree.sentence(head).end)
        named = [i for i in following if i in self.links and self.links[i].kind == "name"][:1]
        return [i for i in named if self.tokens[i].dep != "nsubj"]  # it does something itself

    def _around(self, noun: int) -> list[int]:
        """Subjects of the clause that a noun's prepositional phrase modifies: "in talks with X, *Y* said"."""
        preposition = self.tokens[noun].head
        verb = self.tokens[preposition].head
        if self.tokens[noun].dep != "pobj" or self.tokens[verb].pos not in VERBAL:
            return []
        while (
            self.tokens[verb].dep == "xcomp" and self.tokens[verb].head != verb
        ):  # "urged Paris to wait during a visit"
            verb = self.tokens[verb].head
        return self.arguments.surface_subjects(verb)

    def _place(self, head: int) -> list[int]:
        """Where a passive without agent happens: "was arrested *in Niger*"."""
        if self.tokens[head].pos in NOMINAL or not self.arguments.passive(head) or self.arguments.subjects(head):
            return []
        return self._phrases.objects("in", head, nominal=False, first=True)
