"""Loads ``ontology/lexicon/boilerplate.toml``: which paragraphs of a page are not its story."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import LexiconError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*$")
_KEYS = {"name", "why", "starts", "contains", "whole", "words", "at_least", "max_words", "sentence", "list", "near"}
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of boilerplate; the keys are explained at the top of the file that it comes from."""

    name: str
    starts: re.Pattern[str]
    contains: re.Pattern[str]
    whole: frozenset[str]
    words: frozenset[str]
    at_least: int
    max_words: int
    sentence: bool
    list: bool
    near: bool
    yes: tuple[str, ...]
    no: tuple[str, ...]

    def fits(self, line: str) -> bool:
        """Whether the rule leaves this paragraph out."""
        folded = fold(line)
        words = _WORD.findall(folded)
        if len(words) > self.max_words or (not self.sentence and is_sentence(line)):
            return False
        return (
            folded.rstrip(".:!…") in self.whole
            or self.starts.match(folded) is not None
            or self.contains.search(folded) is not None
            or (bool(self.words) and len(self.words.intersection(words)) >= self.at_least)
        )


def fold(line: str) -> str:
    """A line as the rules compare it: lower case, straight quotes, single spaces."""
    return " ".join(line.replace("’", "'").replace("‘", "'").casefold().split())


def is_sentence(line: str) -> bool:
    """The line ends like a sentence."""
    return _SENTENCE_END.search(line.rstrip()) is not None


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
        starts=_phrases(_strings(entry, "starts", name, path), start=True),
        contains=_phrases(_strings(entry, "contains", name, path), start=False),
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


def _phrases(phrases: Sequence[str], *, start: bool) -> re.Pattern[str]:
    if not phrases:
        return _NEVER
    before = "" if start else r"(?<!\w)"
    return re.compile("|".join(before + re.escape(fold(phrase)) + _edge(phrase) for phrase in phrases))


def _edge(phrase: str) -> str:
    """A phrase that ends in a letter ends at the end of a word."""
    return r"(?!\w)" if phrase[-1].isalpha() else ""
