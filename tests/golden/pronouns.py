"""Whom pronouns mean, measured against ``pronouns.toml``.

    python -m tests.golden.pronouns [--verbose]

A pronoun is right if all whom it is linked to are those written down, under any of their names. Precision counts what is
linked, recall what means somebody.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg import ingest
from kg.evaluate.gold import load_names
from kg.model import Article
from tests.support.reader import machine

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
ARTICLES = HERE.parents[1] / "seeds" / "articles"
FAMILIES = {"he": "he she", "it": "it", "they": "they"}
"""Name of a family → the word classes of its pronouns."""


@dataclass
class Score:
    """Counts for one family of pronouns."""

    linked: int = 0
    right: int = 0
    wanted: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of links that are right."""
        return self.right / self.linked if self.linked else 0.0

    @property
    def recall(self) -> float:
        """Share of pronouns that mean somebody and are linked to him."""
        return self.right / self.wanted if self.wanted else 0.0


def answers() -> dict[str, list[tuple[str, frozenset[str]]]]:
    """Article → its pronouns in reading order, each with the names of whom it means."""
    rows = tomllib.loads((HERE / "pronouns.toml").read_text(encoding="utf-8"))
    return {name: [_answer(line) for line in lines] for name, lines in rows.items()}


def _answer(line: str) -> tuple[str, frozenset[str]]:
    word, _, names = line.partition(" = ")
    return word, frozenset(re.split(r" \+ ", names))


def measure() -> dict[str, Score]:
    """Score of every family over all articles."""
    names = load_names(HERE / "aliases.json")
    scores = {family: Score() for family in FAMILIES}
    wanted = answers()
    for found in ingest.read([ARTICLES]):
        assert isinstance(found, Article)
        for place, family, word, linked, meant in _read(found, wanted[Path(found.id).name]):
            score = scores[family]
            if "~" in meant:
                continue
            keys = [names.keys(name) for name in meant] if "-" not in meant else []
            right = len(keys) == len(linked) and all(any(key & names.keys(label) for label in linked) for key in keys)
            score.linked += bool(linked)
            score.wanted += bool(keys)
            score.right += bool(linked) and right
            if not right:
                score.faults.append(
                    f"{found.id} {place}: {word} is {' + '.join(sorted(meant))}, not {linked or 'nobody'}"
                )
    return scores


def _read(
    article: Article, wanted: list[tuple[str, frozenset[str]]]
) -> Iterator[tuple[str, str, str, list[str], frozenset[str]]]:
    (document,) = machine().annotator.annotate([article])
    resolution = machine().linker.link(document)
    links = {link.head: link for link in resolution.links}
    labels = {entity.id: entity.label for entity in resolution.entities}
    families = {
        word: family
        for family, classes in FAMILIES.items()
        for name in classes.split()
        for word in machine().lexicon.words(name)
    }
    counts: Counter[str] = Counter()
    answer = iter(wanted)
    for token in document.tokens:
        family = families.get(token.text.casefold())
        if family is None:
            continue
        word, meant = next(answer)
        assert word == token.text, f"{article.id}: {token.text!r} stands where pronouns.toml has {word!r}"
        counts[word] += 1
        link = links.get(token.i)
        yield f"{word} {counts[word]}", family, word, [labels[e] for e in link.entities] if link else [], meant
    assert next(answer, None) is None, f"{article.id}: pronouns.toml has more pronouns than the article"


def main() -> None:
    """Print precision and recall by family."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument(
        "--verbose", action="store_true", help="also list the pronouns that are linked wrongly or not at all"
    )
    chosen = options.parse_args()
    for family, score in measure().items():
        print(f"{family:5} precision {score.precision:.3f} recall {score.recall:.3f} of {score.wanted}")
        if chosen.verbose:
            print(*(f"      {fault}" for fault in score.faults), sep="\n")


if __name__ == "__main__":
    main()
