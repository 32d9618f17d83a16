"""Loads ``ontology/lexicon/boilerplate.toml``: which paragraphs of a page are not its story."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import LexiconError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*$")
_TAIL = 12
_KEYS = {"name", "why", "starts", "contains", "whole", "words", "at_least", "max_words", "sentence", "list", "near"}


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph as the rules look at it."""

    folded: str
    size: int
    """Number of its words."""
    sentence: bool
    """It ends like a sentence."""

    @classmethod
    def of(cls, text: str) -> Line:
        """The paragraph's folded form and what is counted of it."""
        folded = fold(text)
        return cls(folded, folded.count(" ") + 1, is_sentence(text))


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of boilerplate; the keys are explained at the top of the file that it comes from."""

    name: str
    starts: tuple[str, ...]
    contains: tuple[str, ...]
    whole: frozenset[str]
    words: frozenset[str]
    at_least: int
    max_words: int
    sentence: bool
    list: bool
    near: bool
    yes: tuple[str, ...]
    no: tuple[str, ...]

    def fits(self, line: Line) -> bool:
        """Whether the rule leaves this paragraph out."""
        if line.size > self.max_words or (line.sentence and not self.sentence):
            return False
        text = line.folded
        return (
            text.rstrip(".:!…") in self.whole
            or (text.startswith(self.starts) and any(_begins(text, phrase) for phrase in self.starts))
            or any(phrase in text and _stands(text, phrase) for phrase in self.contains)
            or (bool(self.words) and self._has_words(text))
        )

    def _has_words(self, text: str) -> bool:
        near = sum(word in text for word in self.words)  # a quick look before the slow one
        return near >= self.at_least and len(self.words.intersection(_WORD.findall(text))) >= self.at_least


def _begins(text: str, phrase: str) -> bool:
    """The text begins with the phrase, and a phrase that ends in a letter ends at the end of a word."""
    return text.startswith(phrase) and not (phrase[-1].isalpha() and text[len(phrase) : len(phrase) + 1].isalnum())


def _stands(text: str, phrase: str) -> bool:
    """The phrase stands in the text as whole words."""
    at = text.find(phrase)
    while at >= 0:
        if not (at and text[at - 1].isalnum() and phrase[0].isalnum()) and _begins(text[at:], phrase):
            return True
        at = text.find(phrase, at + 1)
    return False


def fold(line: str) -> str:
    """A line as the rules compare it: lower case, straight quotes, single spaces."""
    return " ".join(line.replace("’", "'").replace("‘", "'").casefold().split())


def is_sentence(line: str) -> bool:
    """The line ends like a sentence."""
    return _SENTENCE_END.search(line.rstrip()[-_TAIL:]) is not None


def load(path: Path) -> tuple[Rule, ...]:
    """The rules of a file, in its order.

    Raises:
        LexiconError: The file is no TOML, or a rule lacks a part or has an unknown one.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(f"cannot be read: {error}", path=path, hint="see the comment at its top") from error
    return tuple(_rule(entry, path) for entry in data.get("boilerplate", ()))


def _rule(entry: Mapping[str, object], path: Path) -> Rule:
    name = entry.get("name")
    if not isinstance(name, str) or not name:
        raise LexiconError("a rule has no name", path=path, hint='add name = "…"')
    unknown = sorted(set(entry) - _KEYS - {"yes", "no"})
    if unknown:
        raise LexiconError(f"rule {name!r} has an unknown key {unknown[0]!r}", path=path)
    for key in ("yes", "no"):
        if not _strings(entry, key, name, path):
            raise LexiconError(f"rule {name!r} has no {key!r} examples", path=path, hint="add at least one")
    return Rule(
        name=name,
        starts=tuple(map(fold, _strings(entry, "starts", name, path))),
        contains=tuple(map(fold, _strings(entry, "contains", name, path))),
        whole=frozenset(map(fold, _strings(entry, "whole", name, path))),
        words=frozenset(map(fold, _strings(entry, "words", name, path))),
        at_least=_integer(entry, "at_least", 1, path),
        max_words=_integer(entry, "max_words", 12, path),
        sentence=entry.get("sentence") is True,
        list=entry.get("list") is True,
        near=entry.get("near") is True,
        yes=_strings(entry, "yes", name, path),
        no=_strings(entry, "no", name, path),
    )


def _strings(entry: Mapping[str, object], key: str, name: str, path: Path) -> tuple[str, ...]:
    value = entry.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise LexiconError(f"rule {name!r}: {key!r} must be a list of strings", path=path)
    return tuple(value)


def _integer(entry: Mapping[str, object], key: str, default: int, path: Path) -> int:
    value = entry.get(key, default)
    if not isinstance(value, int):
        raise LexiconError(f"rule {entry['name']!r}: {key!r} must be a whole number", path=path)
    return value
