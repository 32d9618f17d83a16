"""Annotated claims and the names under which their actors may be labelled."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import DataError
from kg.model import Modality

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_POSSESSIVE = re.compile(r"[’'ʼ]s\b")
_US = re.compile(r"\bu\.\s?s\.(\s?a\.)?")
_NOT_WORD = re.compile(r"[^\w]+")
_ARTICLE = re.compile(r"^(the|a|an|this) ")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A claim as an annotator wrote it.

    Attributes:
        predicates: The relations that a fair reader accepts, the best one first.
        core: It belongs in the graph; others may be found or missed.
        wrong: It was judged wrong: it never matches.
    """

    article: str
    subject: str
    predicates: tuple[str, ...]
    object: str
    modality: Modality
    core: bool
    wrong: bool = False
    line: int = 0

    def __str__(self) -> str:
        return f"{self.subject} {self.predicates[0]} {self.object} [{self.modality.value}]"


def fold(label: str) -> str:
    """A label without what does not tell two names apart: case, accents, articles, possessives, punctuation.

    >>> fold("The Côte d'Ivoire"), fold("U.S.'s")
    ('cote d ivoire', 'us')
    """
    text = unicodedata.normalize("NFKD", label)
    text = "".join(ch for ch in text if not unicodedata.combining(ch)).casefold()
    text = _US.sub("us", _POSSESSIVE.sub("", text))
    return _ARTICLE.sub("", _NOT_WORD.sub(" ", text).strip())


class Names:
    """Folds every alias of an entity into one key."""

    def __init__(self, aliases: Mapping[str, list[str]]) -> None:
        self._keys: dict[str, set[str]] = defaultdict(set)
        self._aliases: dict[str, set[str]] = defaultdict(set)
        for name, others in aliases.items():
            for alias in (name, *others):
                self._keys[fold(alias)].add(fold(name))
                self._aliases[fold(name)].add(fold(alias))

    def keys(self, label: str) -> frozenset[str]:
        """Keys of the entities that a label can mean, and the folded label itself."""
        key = fold(label)
        return frozenset(self._keys.get(key, ())) | {key}

    def aliases(self, name: str) -> frozenset[str]:
        """Folded forms under which an entity may stand in a text."""
        return frozenset(self._aliases.get(fold(name), ())) | {fold(name)}


def load_names(*paths: Path) -> Names:
    """The aliases in JSON files: name → list of other names.

    Raises:
        DataError: A file cannot be read, or is of another shape.
    """
    merged: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        for name, others in _table(path).items():
            merged[name] += others
    return Names(merged)


def _table(path: Path) -> dict[str, list[str]]:
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read: {error}", path=path) from None
    except json.JSONDecodeError as error:
        raise DataError(f"no JSON: {error.msg}", path=path, line=error.lineno) from None
    fits = isinstance(table, dict) and all(
        isinstance(others, list) and all(isinstance(other, str) for other in others) for others in table.values()
    )
    if not fits:
        raise DataError("no table of aliases", path=path, hint='write: {"Armenia": ["Yerevan", "Armenian"]}')
    return dict(table)


def load_gold(path: Path) -> list[Wanted]:
    """The annotated claims of a JSON Lines file, in its order.

    Raises:
        DataError: A line is no claim; the message names it.
    """
    return list(_rows(path))


def _rows(path: Path) -> Iterator[Wanted]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read: {error}", path=path) from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _wanted(json.loads(line), number)
            except json.JSONDecodeError as error:
                raise DataError(f"no JSON: {error.msg}", path=path, line=number) from None
            except (KeyError, TypeError, ValueError) as error:
                raise DataError(
                    f"no annotated claim: {error}", path=path, line=number, hint="tests/golden/README.md shows one"
                ) from None


def _wanted(row: dict[str, Any], line: int) -> Wanted:
    if not isinstance(row, dict):
        raise TypeError("no object")
    wrong = bool(row.get("wrong", False))
    predicates = tuple(map(str, row["p"]))
    if not predicates:
        raise ValueError("it names no relation")
    return Wanted(
        article=str(row["article"]),
        subject=str(row["s"]),
        predicates=predicates,
        object=str(row["o"]),
        modality=Modality(row.get("modality", "factual")),
        core=bool(row.get("core", not wrong)) and not wrong,
        wrong=wrong,
        line=line,
    )
