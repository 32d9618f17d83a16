"""Every rule of the lexicon keeps what its own examples promise: ``yes`` sentences give their claims, ``no`` sentences none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg import lexicon, ontology, resources
from kg.config import Settings
from kg.model import Article, ArticleId, Span
from kg.reading import Machine

if TYPE_CHECKING:
    from kg.lexicon import Example, Rule
    from kg.model import Reading
    from kg.ontology import Ontology

SETTINGS = Settings()
FOUND = resources.find(SETTINGS)
ONTOLOGY = ontology.load(FOUND.ontology, SETTINGS.base)
RULES = lexicon.load(FOUND.lexicon, ONTOLOGY).rules


class Reader:
    """Reads single sentences, each once."""

    def __init__(self, settings: Settings, known: Ontology) -> None:
        self.machine = Machine(settings, FOUND, known)
        self.relations = known.relations
        self._read: dict[str, Reading] = {}

    def reading(self, text: str) -> Reading:
        if text not in self._read:
            article = Article(ArticleId("example"), text, Span(0, len(text)))
            self._read[text] = next(self.machine.read([article]))
        return self._read[text]

    def claims(self, text: str) -> list[tuple[set[str], str, set[str], str, str]]:
        """Names of the subject, relation, names of the object, modality and rule of each claim."""
        reading = self.reading(text)
        names = {e.id: {n.casefold() for n in (e.label, *e.aliases)} for e in reading.entities}
        return [
            (names[c.subject], str(c.predicate), names[c.object], c.modality.value, c.evidence[0].rule)
            for c in reading.claims
        ]

    def holds(self, text: str, wanted: tuple[str, str, str, str]) -> bool:
        """Whether a sentence gives a claim; the sides of a symmetric relation may be swapped."""
        left, relation, right, modality = wanted
        for subject, predicate, obj, found, _ in self.claims(text):
            if predicate != relation or (modality and found != modality):
                continue
            straight = left.casefold() in subject and right.casefold() in obj
            swapped = left.casefold() in obj and right.casefold() in subject
            if straight or (swapped and self.relations[relation].symmetric):
                return True
        return False


@pytest.fixture(scope="module")
def reader() -> Reader:
    """One machine for all examples."""
    return Reader(SETTINGS, ONTOLOGY)


@pytest.mark.parametrize(
    ("rule", "example"), [pytest.param(r, e, id=f"{r.id}-{n}") for r in RULES for n, e in enumerate(r.yes)]
)
def test_a_yes_sentence_gives_its_claims(reader: Reader, rule: Rule, example: Example) -> None:
    missing = [wanted for wanted in example.claims if not reader.holds(example.text, wanted)]
    assert not missing, f"{rule.path}:{rule.line}: {example.text} gives {reader.claims(example.text)}"


@pytest.mark.parametrize(
    ("rule", "text"), [pytest.param(r, t, id=f"{r.id}-{n}") for r in RULES for n, t in enumerate(r.no)]
)
def test_a_no_sentence_gives_no_claim_of_the_relation(reader: Reader, rule: Rule, text: str) -> None:
    wrong = [claim for claim in reader.claims(text) if claim[1] == rule.relation]
    assert not wrong, f"{rule.path}:{rule.line}: {text} gives {wrong}"


def test_every_rule_has_examples_of_both_kinds() -> None:
    assert not [rule.id for rule in RULES if not rule.yes or not rule.no]


def test_each_rule_stands_in_the_file_of_its_relation_in_the_folder_of_its_group() -> None:
    def home(rule: Rule) -> Path:
        return FOUND.lexicon / ONTOLOGY.relations[rule.relation].group.replace(" ", "-") / f"{rule.relation}.toml"

    assert [(rule.id, rule.path) for rule in RULES if Path(rule.path) != home(rule)] == []


def test_each_word_class_is_used_by_a_rule_or_by_the_code() -> None:
    data = "".join(path.read_text(encoding="utf-8") for path in FOUND.lexicon.rglob("*.toml"))
    code = "".join(path.read_text(encoding="utf-8") for path in Path(lexicon.__file__).parent.rglob("*.py"))
    used = set(re.findall(r"@(\w+)", data)) | set(re.findall(r"""["'](\w+)["']""", code))
    assert sorted(lexicon.load(FOUND.lexicon, ONTOLOGY).classes.keys() - used) == []
