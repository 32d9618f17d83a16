"""The lexicon over dependency trees: where a rule's words stand, and what fills its slots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.arguments import Arguments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.lexicon import Lexicon, Rule, Slot, Step
    from kg.model import Link
    from kg.tree import Tree

NOMINAL = frozenset({"NOUN", "PROPN"})
VERBAL = frozenset({"VERB", "AUX"})
ARGUMENT_DEPS = frozenset({"poss", "compound", "nmod", "amod"})


@dataclass(frozen=True, slots=True)
class Match:
    """A rule's words at ``trigger``, with the head tokens of its arguments.

    Attributes:
        distance: Tokens between trigger and farther argument.
        indirect: An argument was reached through what belongs to it.
    """

    rule: Rule
    trigger: int
    subject: int
    object: int
    indirect: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """A rule that was tried and why it gave nothing, for ``kg eval --explain``."""

    rule: Rule
    trigger: int
    why: str


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
        self.arguments = Arguments(tree, lexicon.words("light_verbs"), lexicon.words("object_control"))
        self.attempts: list[Attempt] = []

    def matches(self) -> Iterator[Match]:
        """All matches, in the order of their triggers."""
        for token in self.tokens:
            taken: set[str] = set()
            for kind in self._kinds(token.i):
                for words, rule in self.lexicon.index[kind].get(token.lemma, ()):
                    if rule.id in taken or not self._stands(token.i, words):
                        continue
                    if any(
                        w != words and len(w) > len(words) and r.relation != rule.relation and self._stands(token.i, w)
                        for w, r in self.lexicon.index[kind][token.lemma]
                    ):
                        continue
                    found = list(self._apply(rule, token.i))
                    if found:
                        taken.add(rule.id)
                    yield from found

    def _kinds(self, i: int) -> tuple[str, ...]:
        token = self.tokens[i]
        if token.pos in VERBAL:
            return ("verbs", "adjectives") if token.tag in {"VBN", "VBG"} else ("verbs",)
        if token.pos in NOMINAL:
            return ("nouns", "roles")
        if token.pos in {"ADJ", "ADV"}:
            return ("adjectives", "nouns") if token.pos == "ADJ" else ("adjectives",)
        return ()

    def _stands(self, i: int, words: tuple[str, ...]) -> bool:
        """Whether the other words of a trigger hang on its first: particles, adverbs, or the words right after it."""
        if len(words) == 1:
            return True
        near = {self.tokens[k].lemma for k in self.tree.kids(i, "prt", "advmod", "acomp", "oprd")}
        if len(words) == 2 and words[1] in near:  # noqa: PLR2004
            return True
        after = self.tokens[i + 1 : i + len(words)]
        if [t.lemma for t in after] == list(words[1:]) or [t.text.casefold() for t in after] == list(words[1:]):
            return True
        objects = {self.tokens[k].lemma: k for k in self.tree.kids(i, "dobj", "attr", "prep", "prt")}
        if words[1] not in objects:
            return False
        below = [self.tokens[k].lemma for k in self.tree.kids(objects[words[1]])]
        return all(word in below or word in near or word in objects for word in words[2:])

    def _apply(self, rule: Rule, trigger: int) -> Iterator[Match]:
        context = self._context(trigger)
        blocked = rule.unless & context
        if blocked or (rule.needs and not rule.needs & context):
            self.attempts.append(
                Attempt(
                    rule, trigger, f"context rules it out: {', '.join(sorted(blocked)) or 'a needed word is missing'}"
                )
            )
            return
        if "roles" in rule.triggers and self.tokens[trigger].pos in NOMINAL:
            yield from self._role(rule, trigger)
            return
        objects, object_owner = self._fill(rule.object, trigger, owner="object" in rule.owner)
        subjects, subject_owner = self._fill(rule.subject, trigger, owner="subject" in rule.owner)
        if rule.reciprocal:
            pairs = self._pairs(subjects if not objects else [], rule, trigger)
            if pairs:
                yield from pairs
                return
        mutual = self._mutual(trigger, rule, subjects) if subjects and not objects else []
        if mutual:
            yield from mutual
            return
        if not subjects or not objects:
            self.attempts.append(Attempt(rule, trigger, "no subject" if not subjects else "no object"))
            return
        for subject in subjects:
            for obj in objects:
                if subject != obj:
                    yield Match(rule, trigger, subject, obj, subject_owner or object_owner)

    def _context(self, trigger: int) -> set[str]:
        """Lemmas of the direct dependents and of the objects of the trigger's prepositions."""
        kids = self.tree.kids(trigger)
        inner = [o for k in kids if self.tokens[k].dep in {"prep", "dative"} for o in self.tree.kids(k, "pobj")]
        return {self.tokens[k].lemma for k in (*kids, *inner)}

    def _mutual(self, trigger: int, rule: Rule, subjects: list[int]) -> list[Match]:
        """ "The two sides accused each other", "both sides blame the other": every one the others."""
        if not any(self.tokens[o].lemma in {"other", "another"} for o in self.arguments.objects(trigger)):
            return []
        if len(subjects) == 1:
            return [Match(rule, trigger, subjects[0], subjects[0])]
        return [Match(rule, trigger, a, b) for a in subjects for b in subjects if a != b]

    def _pairs(self, subjects: list[int], rule: Rule, trigger: int) -> list[Match]:
        """ "X and Y met", "the two countries signed": every pair of subjects."""
        if len(subjects) == 1 and len(self.links[subjects[0]].entities) > 1:
            return [Match(rule, trigger, subjects[0], subjects[0])]
        return [Match(rule, trigger, a, b) for n, a in enumerate(subjects) for b in subjects[n + 1 :]]

    def _role(self, rule: Rule, trigger: int) -> Iterator[Match]:
        """Relational nouns: "a member of X", "ally Y"."""
        from kg.nominal import holders

        names = frozenset(self.links)
        held = holders(self.tree, trigger, trigger, trigger + 1, names=names)
        owned, _ = self._fill(rule.object, trigger, owner=False)
        owned = [o for o in owned if o not in held]
        if not held or not owned:
            self.attempts.append(Attempt(rule, trigger, "nobody holds it" if not held else "no owner"))
        for holder in held:
            for owner in owned:
                yield Match(rule, trigger, holder, owner)

    def _fill(self, slots: tuple[Slot, ...], trigger: int, *, owner: bool) -> tuple[list[int], bool]:
        """The first slot that yields actors: their head tokens, and whether they were reached through a possession."""
        for slot in slots:
            heads = self._walk(slot, trigger)
            found = [h for head in heads for h in self._actors(head)]
            if found:
                return list(dict.fromkeys(found)), False
            if owner:
                found = [h for head in heads for h in self.owners(head)]
                if found:
                    return list(dict.fromkeys(found)), True
        return [], False

    def _actors(self, head: int) -> list[int]:
        """The token itself if it is linked; else what a quantity counts ("dozens of protesters"), or its apposition."""
        if head in self.links:
            return [head]
        token = self.tokens[head]
        listed = [
            o
            for p in self.tree.kids(head, "prep")
            if self.tokens[p].text.casefold() == "including"
            for o in self.tree.kids(p, "pobj")
        ]
        if listed:
            return [o for o in self.arguments.spread(listed) if o in self.links]
        if (
            token.lemma in self.lexicon.words("quantities")
            or token.pos == "NUM"
            or token.lemma in self.lexicon.words("member_nouns")
        ):
            inner = [
                o
                for p in self.tree.kids(head, "prep")
                if self.tokens[p].lemma in {"of", "from", "among"}
                for o in self.tree.kids(p, "pobj")
            ]
            return [a for o in self.arguments.spread(inner) for a in self._actors(o)]
        return [k for k in self.tree.kids(head, "appos") if k in self.links]

    def owners(self, head: int, depth: int = 2) -> list[int]:
        """Whose it is: "Russia's invasion", "Israeli strikes", "the decision of the court", "attacks by rebels"."""
        token = self.tokens[head]
        if token.pos not in NOMINAL and token.tag != "VBG":
            return []
        found = [k for k in self.tree.kids(head, "poss", "amod", "compound", "nmod") if k in self.links and k < head]
        for prep in self.tree.kids(head, "prep", "agent"):
            if not found and self.tokens[prep].lemma in {"by", "of", "from"}:
                found = [k for k in self.arguments.spread(self.tree.kids(prep, "pobj")) if k in self.links]
        if not found and depth:
            for prep in self.tree.kids(head, "prep"):
                if self.tokens[prep].lemma == "of":
                    found = [o for k in self.tree.kids(prep, "pobj") for o in self.owners(k, depth - 1)]
            found = found or [o for k in self.tree.kids(head, "poss") for o in self.owners(k, depth - 1)]
        return [k for k in self.arguments.spread(found) if k in self.links]

    def _walk(self, slot: Slot, start: int) -> list[int]:
        heads = [start]
        for number, step in enumerate(slot):
            heads = [h for head in heads for h in self._step(step, head, first=number == 0) if self._admits(step, h)]
            if not heads:
                return []
        return list(dict.fromkeys(heads))

    def _admits(self, step: Step, head: int) -> bool:
        token = self.tokens[head]
        words = {token.lemma, token.text.casefold()}
        return (not step.words or bool(words & step.words)) and not words & step.unless

    def _step(self, step: Step, head: int, *, first: bool) -> list[int]:
        name = step.name
        nominal = self.tokens[head].pos in NOMINAL
        if name == "subj":
            return self.arguments.subjects(head)
        if name == "surface":
            return self.arguments.surface_subjects(head)
        if name == "obj":
            return self.arguments.objects(head)
        if name == "poss":
            found = [k for k in self.tree.kids(head, "poss", "amod", "compound", "nmod") if k < head]
            return self.arguments.spread(found)
        if name == "comp":
            return self.tree.kids(head, "ccomp", "xcomp")
        if name == "attr":
            return self.arguments.spread(self.tree.kids(head, "attr", "oprd", "acomp"))
        if name == "head":
            return [self.tokens[head].head]
        if name == "self":
            return [head]
        if name == "light":
            return self.arguments.light_subjects(head)
        return self._prepositional(name, head, nominal=nominal, first=first)

    def _prepositional(self, name: str, head: int, *, nominal: bool, first: bool) -> list[int]:
        """Objects of a preposition after a word; for a verb also after its object or particle, where parsers often put it."""
        found = self._after(name, head)
        if not found and first:
            bases: list[int] = []
            if not nominal:
                bases = [
                    *self.tree.kids(head, "dobj", "prt", "acomp", "xcomp", "nsubjpass", "advmod", "attr"),
                    *(o for p in self.tree.kids(head, "prep") for o in self.tree.kids(p, "pobj")),
                ]
            else:
                verb = self.arguments.governing_verb(head)
                bases = ([verb] if verb is not None else []) + self.tree.kids(head, "acl")
            for base in bases:
                found = self._after(name, base)
                if found:
                    break
        return self.arguments.spread(found)

    def _after(self, name: str, head: int) -> list[int]:
        found: list[int] = []
        for prep in self.tree.kids(head, "prep", "agent", "dative", "prt", "advmod"):
            token = self.tokens[prep]
            if token.lemma == name or token.text.casefold() == name:
                found += self.tree.kids(prep, "pobj")
                found += [o for inner in self.tree.kids(prep, "prep") for o in self.tree.kids(inner, "pobj")]
        return found
