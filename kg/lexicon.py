"""Loads ``ontology/lexicon/**/*.toml``: which words mean which relation, and the word classes the rules share.

A rule has one or more kinds of trigger and says where its arguments stand, as *slots* relative to the trigger:

========== =====================================================================================
``subj``    the logical subject: active subject, ``by`` agent of a passive, controller of an infinitive or
            participle; of an event noun: its possessor, demonym, ``by`` phrase, or the subject of its light verb
``obj``     the logical object: direct object, subject of a passive, head noun of a past participle
``poss``    of a noun: ``Russia's``, ``Russian``, ``US`` before it
``with``    (any preposition) the object of that preposition after the trigger or after its direct object
``affix``   the other half of a word with a hyphen ("Moscow-*led*", "*pro*-Russian"); ``noun`` what stands after it
``parties`` of talks, a truce or a dispute: whom it names, else those of the last one that the text told of
``dative``  "gave *Mali* money"; ``holder`` whom a relational noun is said of: "Brown, Blair's *successor*"
``pobj``    the object of the trigger, a preposition; ``before`` the word right before it
            ("Mary Robinson *of* the Elders"); ``head`` what it hangs on
``verb``    the verb that an event noun is the object of; ``speaker`` the subject of the verb that reports the clause,
            ``accuser`` of one that only alleges it
``place``   of a passive without agent: where it happens; ``scene`` where the clause happens, as a last resort
``nearby``  the next name after the trigger, as a last resort
``comp``    the head of the clause that complements the trigger (``comp.subj``: that clause's subject); ``bidden`` only of
            one that bids: "insisted that rebels *leave*"
``of.poss`` steps are joined by points; ``obj[participation|@talks].in`` keeps only the words listed (``@``: a class)
========== =====================================================================================
"""

from __future__ import annotations

import math
import re
import tomllib
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kg.errors import LexiconError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.ontology import Ontology

REPORTING = frozenset({"speaker", "accuser"})
MUTUAL = frozenset({"other", "another"})
"""Words with which the members of a subject are the objects: "accused each other"."""
TRIGGERS = ("verbs", "nouns", "roles", "adjectives", "affixes", "prepositions")
_STEP = re.compile(r"(?P<name>[a-z_]+)(?:\[(?P<words>[^\]]+)\])?$")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a slot: where to go from a token, and which words are admitted there."""

    name: str
    words: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()


type Slot = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and the claims it must give: ``subject relation object`` with an optional ``[modality]``."""

    text: str
    claims: tuple[tuple[str, str, str, str], ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that mean a relation, and where its arguments stand.

    Attributes:
        traits: Those of the relation.
        triggers: Kind of trigger → lemmas; several words are joined by a space
            (``hold talks`` is no trigger: use slots).
        subject, object: Slots tried in turn; the first that yields an actor wins.
        owner: Kinds of argument (``subject``, ``object``) that may be reached through what belongs to them
            ("condemned Russia's *invasion*" is about Russia); ``place``: objects also through where they are.
        reciprocal: A plural or coordinated subject without object relates its members to each other.
        unless: Words whose presence among the trigger's direct dependents rules it out.
        needs: Words one of which must stand among them.
        subject_types, object_types: Classes, narrower than the ontology's domain and range.
        fallback: It holds only where no other rule relates the two in the sentence.
        modality: The modality that the words themselves bring ("threaten to" is planned), or the empty string;
            ``factual`` holds whatever the clause does to the word ("cancelled a trip to the Russian-held town").
        prior: Precision of the rule on annotated text, 0 to 1.
        reporting: The subject is who tells of the trigger, not who does it (slots ``speaker``, ``accuser``).
        asks: Sets of words; in a sentence that has no word of one of them the rule cannot find anything.
    """

    id: str
    relation: str
    traits: frozenset[str]
    triggers: Mapping[str, tuple[str, ...]]
    subject: tuple[Slot, ...]
    object: tuple[Slot, ...]
    owner: frozenset[str] = frozenset()
    reciprocal: bool = False
    unless: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    subject_types: frozenset[str] = frozenset()
    object_types: frozenset[str] = frozenset()
    fallback: bool = False
    modality: str = ""
    prior: float = 0.85
    yes: tuple[Example, ...] = ()
    no: tuple[str, ...] = ()
    path: str = ""
    line: int = 0
    reporting: bool = False
    asks: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All rules, and all word classes by name.

    Attributes:
        weights: What each feature adds to the log-odds of a claim.
        index: First word of a trigger → its kind → rules with the whole trigger, longest trigger first.
        traits: Relation → its traits in the ontology.
        parents: Relation → those that always hold with it.
    """

    rules: tuple[Rule, ...]
    classes: Mapping[str, frozenset[str]]
    index: Mapping[str, Mapping[str, tuple[tuple[tuple[str, ...], Rule], ...]]] = field(repr=False)
    weights: Mapping[str, float] = field(default_factory=dict)
    traits: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    parents: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)

    def traits_of(self, relation: str) -> frozenset[str]:
        """What a relation has in common with others; nothing, for one that the ontology does not have."""
        return self.traits.get(relation, frozenset())

    def above(self, relation: str, trait: str) -> str:
        """The relation of that trait which always holds with another; that itself, if there is none."""
        return next((one for one in sorted(self.parents.get(relation, ())) if trait in self.traits_of(one)), relation)

    def words(self, name: str) -> frozenset[str]:
        """The words of a class.

        Raises:
            LexiconError: There is no such class.
        """
        try:
            return self.classes[name]
        except KeyError:
            raise LexiconError(f"no word class «{name}»", hint="ontology/lexicon/words.toml lists them") from None


def load(folder: Path, ontology: Ontology) -> Lexicon:
    """The lexicon in a folder.

    Raises:
        LexiconError: A file is no TOML, or an entry cannot be used; the message names file and line.
    """
    tables = [(path, _toml(path)) for path in sorted(folder.rglob("*.toml"))]
    classes: dict[str, frozenset[str]] = {}
    for path, table in tables:
        for name, words in table.get("class", {}).items():
            if name in classes:
                raise LexiconError(f"the word class «{name}» is given twice", path=path, line=_line(path, name))
            if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
                raise LexiconError(f"the word class «{name}» is no list of words", path=path, line=_line(path, name))
            classes[name] = frozenset(word.casefold() for word in words)
    rules: list[Rule] = []
    seen: dict[str, Path] = {}
    for path, table in tables:
        for entry in table.get("rule", ()):
            rule = _rule(entry, path, ontology, classes)
            if rule.id in seen:
                raise LexiconError(f"the rule id «{rule.id}» is used twice", path=path, line=rule.line)
            seen[rule.id] = path
            rules.append(rule)
    return Lexicon(
        tuple(rules),
        MappingProxyType(classes),
        _index(rules),
        _weights(tables),
        MappingProxyType({name: relation.traits for name, relation in ontology.relations.items()}),
        MappingProxyType({name: relation.parents for name, relation in ontology.relations.items()}),
    )


def _weights(tables: list[tuple[Path, dict[str, Any]]]) -> Mapping[str, float]:
    weights: dict[str, float] = {}
    for path, table in tables:
        for name, value in table.get("weight", {}).items():
            if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
                raise LexiconError(f"the weight «{name}» is no number", path=path, line=_line(path, name))
            weights[name] = float(value)
    return MappingProxyType(weights)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise LexiconError(f"no TOML: {error}", path=path, line=int(found[1]) if found else None) from None
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"cannot be read: {error}", path=path) from None


def _line(path: Path, text: str) -> int | None:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if text in line:
            return number
    return None


KNOWN = frozenset(
    {"id", "relation", "subject", "object", "owner", "reciprocal", "unless", "needs", "subject_types", "object_types"}
    | {"fallback", "modality", "prior", "yes", "no", "note", *TRIGGERS}
)


def _rule(entry: dict[str, Any], path: Path, ontology: Ontology, classes: Mapping[str, frozenset[str]]) -> Rule:
    name = entry.get("id", "")
    line = _line(path, f'"{name}"')
    faults = [f"unknown field «{key}»" for key in entry if key not in KNOWN]
    if not name:
        faults.append("a rule without id")
    relation = entry.get("relation", "")
    if relation not in ontology.relations:
        faults.append(f"the ontology has no relation «{relation}»")
    triggers = {kind: tuple(_expand(entry[kind], classes, faults)) for kind in TRIGGERS if kind in entry}
    if not triggers:
        faults.append(f"no trigger: give one of {', '.join(TRIGGERS)}")
    types = {key: frozenset(entry.get(key, ())) for key in ("subject_types", "object_types")}
    faults += [f"unknown class «{t}»" for key in types for t in sorted(types[key]) if t not in ontology.classes]
    if faults:
        raise LexiconError(f"rule «{name}»: {'; '.join(faults)}", path=path, line=line)
    nominal = set(triggers) & {"nouns", "roles"} and "verbs" not in triggers
    defaults = (["subj"], ["of", "against", "on"]) if nominal else (["subj"], ["obj"])
    slots = [
        _slots(entry.get(key, default), classes, path, line)
        for key, default in zip(("subject", "object"), defaults, strict=True)
    ]
    reciprocal = bool(entry.get("reciprocal", False))
    needs = frozenset(_expand(entry.get("needs", ()), classes, faults))
    asked = (_asked(slots[0]), frozenset() if reciprocal else _asked(slots[1], MUTUAL), needs)
    return Rule(
        id=name,
        relation=relation,
        traits=ontology.relations[relation].traits,
        triggers=MappingProxyType(triggers),
        subject=slots[0],
        object=slots[1],
        owner=_owner(entry.get("owner", False)),
        reciprocal=reciprocal,
        unless=frozenset(_expand(entry.get("unless", ()), classes, faults)),
        needs=needs,
        subject_types=types["subject_types"],
        object_types=types["object_types"],
        fallback=bool(entry.get("fallback", False)),
        modality=entry.get("modality", ""),
        prior=float(entry.get("prior", 0.85)),
        yes=tuple(_example(text, path, line) for text in entry.get("yes", ())),
        no=tuple(entry.get("no", ())),
        path=str(path),
        line=line or 0,
        reporting=any(step.name in REPORTING for slot in slots[0] for step in slot),
        asks=tuple(words for words in asked if words),
    )


def _asked(slots: tuple[Slot, ...], also: frozenset[str] = frozenset()) -> frozenset[str]:
    """Words one of which stands in the sentence if any of the slots leads anywhere; empty if it need not be so."""
    found = set(also)
    for slot in slots:
        words = [step.words for step in slot if step.words]
        if not words or any(step.name == "parties" for step in slot):  # they may be of another sentence
            return frozenset()
        found |= min(words, key=len)
    return frozenset(found)


def _owner(value: bool | str | list[str]) -> frozenset[str]:
    if isinstance(value, bool):
        return frozenset({"object"}) if value else frozenset()
    return frozenset({value} if isinstance(value, str) else value)


def _expand(words: list[str] | tuple[str, ...], classes: Mapping[str, frozenset[str]], faults: list[str]) -> list[str]:
    """Words, with ``@class`` replaced by the words of the class, sorted."""
    found: set[str] = set()
    for word in words:
        if not word.startswith("@"):
            found.add(word.casefold())
        elif word[1:] in classes:
            found |= classes[word[1:]]
        else:
            faults.append(f"no word class «{word[1:]}»")
    return sorted(found)


def _slots(
    value: str | list[str], classes: Mapping[str, frozenset[str]], path: Path, line: int | None
) -> tuple[Slot, ...]:
    return tuple(_slot(text, classes, path, line) for text in ([value] if isinstance(value, str) else value))


def _slot(text: str, classes: Mapping[str, frozenset[str]], path: Path, line: int | None) -> Slot:
    steps = []
    for part in re.split(r"\.(?![^\[]*\])", text):
        found = _STEP.match(part)
        if not found:
            raise LexiconError(f"no slot: {text!r}", path=path, line=line, hint="see the head of kg/lexicon.py")
        faults: list[str] = []
        listed = (found["words"] or "").split("|") if found["words"] else []
        admitted = _expand([w for w in listed if not w.startswith("!")], classes, faults)
        barred = _expand([w[1:] for w in listed if w.startswith("!")], classes, faults)
        if faults:
            raise LexiconError("; ".join(faults), path=path, line=line)
        steps.append(Step(found["name"], frozenset(admitted), frozenset(barred)))
    return tuple(steps)


def _example(text: str, path: Path, line: int | None) -> Example:
    """``Sentence. => Armenia suspends CSTO; A joins B [planned]``; in a claim the relation is the camelCase word."""
    sentence, arrow, wanted = text.partition(" => ")
    if not arrow:
        raise LexiconError(f"an example without « => »: {text!r}", path=path, line=line)
    return Example(sentence, tuple(_wanted(part, path, line) for part in wanted.split(";")), line or 0)


def _wanted(text: str, path: Path, line: int | None) -> tuple[str, str, str, str]:
    modality = ""
    body = text.strip()
    if body.endswith("]"):
        body, _, modality = body[:-1].rpartition(" [")
    parts = [part.strip() for part in body.split("|")]
    if len(parts) != 3:  # noqa: PLR2004
        raise LexiconError(
            f"no claim: {text!r}", path=path, line=line, hint="write: Armenia | suspends | CSTO [factual]"
        )
    return parts[0], parts[1], parts[2], modality


def _index(rules: list[Rule]) -> Mapping[str, Mapping[str, tuple[tuple[tuple[str, ...], Rule], ...]]]:
    index: dict[str, dict[str, list[tuple[tuple[str, ...], Rule]]]] = {}
    for rule in rules:
        for kind, words in rule.triggers.items():
            for trigger in words:
                parts = tuple(trigger.split())
                index.setdefault(parts[0], {}).setdefault(kind, []).append((parts, rule))
    return MappingProxyType(
        {
            first: MappingProxyType(
                {kind: tuple(sorted(found, key=lambda f: (-len(f[0]), f[1].id))) for kind, found in table.items()}
            )
            for first, table in index.items()
        }
    )
