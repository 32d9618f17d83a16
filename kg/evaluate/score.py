"""Claims against annotated claims: precision, recall, modality, evidence.

A found claim is *right* if it matches a core claim, *minor* if it only matches others (neither rewarded nor punished),
else *extra*. Precision is right / (right + extra), recall is core claims found / core claims.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from kg.evaluate.gold import Names, Wanted
    from kg.model import Claim, Modality, Reading

RIGHT, MINOR, EXTRA = "right", "minor", "extra"


@dataclass(slots=True)
class Figures:
    """Counts of one article, relation, rule, or of everything."""

    right: int = 0
    minor: int = 0
    extra: int = 0
    found: int = 0
    core: int = 0
    modality_right: int = 0
    quotes: int = 0
    quotes_verbatim: int = 0

    @property
    def precision(self) -> float | None:
        """Share of the judged claims that are right."""
        return _share(self.right, self.right + self.extra)

    @property
    def recall(self) -> float | None:
        """Share of the core claims that were found."""
        return _share(self.found, self.core)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall."""
        p, r = self.precision or 0.0, self.recall or 0.0
        return 2 * p * r / (p + r) if p + r else None

    @property
    def modality(self) -> float | None:
        """Share of the right claims whose modality is right."""
        return _share(self.modality_right, self.right)

    @property
    def verbatim(self) -> float | None:
        """Share of the quotes that stand in the article at their place."""
        return _share(self.quotes_verbatim, self.quotes)


@dataclass(slots=True)
class Found:
    """One subject, relation and object of an article, however often and in whatever modality it was extracted."""

    article: str
    subject: str
    predicate: str
    object: str
    verdict: str = EXTRA
    modalities: set[Modality] = field(default_factory=set)
    rules: set[str] = field(default_factory=set)
    claims: list[Claim] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.subject} {self.predicate} {self.object} [{', '.join(sorted(self.modalities))}]"


@dataclass(frozen=True, slots=True)
class Missed:
    """A core claim that was not found, and a sentence that names both actors, if there is one."""

    wanted: Wanted
    sentence: str


@dataclass(slots=True)
class Report:
    """What an evaluation found."""

    total: Figures = field(default_factory=Figures)
    articles: dict[str, Figures] = field(default_factory=dict)
    relations: dict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))
    rules: dict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))
    found: list[Found] = field(default_factory=list)
    missed: list[Missed] = field(default_factory=list)


class Scorer:
    """Judges readings one by one and adds them up.

    Args:
        symmetric: Relations whose subject and object may change places.
    """

    def __init__(self, gold: Iterable[Wanted], names: Names, symmetric: AbstractSet[str]) -> None:
        self._names = names
        self._symmetric = symmetric
        self._gold: dict[str, list[Wanted]] = defaultdict(list)
        for wanted in gold:
            self._gold[wanted.article].append(wanted)
        self.report = Report()

    @property
    def articles(self) -> frozenset[str]:
        """Articles that are annotated."""
        return frozenset(self._gold)

    @property
    def unread(self) -> list[str]:
        """Annotated articles that have not been read yet."""
        return sorted(set(self._gold) - set(self.report.articles))

    def add(self, reading: Reading, sentences: Sequence[str]) -> list[Found]:
        """Judge the claims of one article.

        Args:
            sentences: The article's sentences, in which a missed claim is looked for.
        """
        article = str(reading.article.id)
        rows = [wanted for wanted in self._gold[article] if not wanted.wrong]
        figures = self.report.articles.setdefault(article, Figures())
        found = self._merged(reading)
        hit: set[int] = set()
        for one in found:
            indexes = [n for n, wanted in enumerate(rows) if self._matches(wanted, one)]
            cores = [n for n in indexes if rows[n].core]
            hit.update(cores)
            one.verdict = RIGHT if cores else MINOR if indexes else EXTRA
            well = bool(cores) and any(rows[n].modality in one.modalities for n in indexes)
            for row in (figures, self.report.total, self.report.relations[one.predicate], *self._rules(one)):
                setattr(row, one.verdict, getattr(row, one.verdict) + 1)
                row.modality_right += well
        for n, wanted in enumerate(rows):
            if wanted.core:
                for row in (figures, self.report.total, self.report.relations[wanted.predicates[0]]):
                    row.core += 1
                    row.found += n in hit
                if n not in hit:
                    self.report.missed.append(Missed(wanted, self._sentence(wanted, sentences)))
        self._check_quotes(reading, figures)
        self.report.found += found
        return found

    def _rules(self, one: Found) -> Iterator[Figures]:
        for rule in sorted(one.rules):
            yield self.report.rules[rule]

    def _merged(self, reading: Reading) -> list[Found]:
        """The reading's claims, those that say the same of the same actors as one."""
        labels = {entity.id: entity.label for entity in reading.entities}
        merged: dict[tuple[frozenset[str], str, frozenset[str]], Found] = {}
        for claim in sorted(reading.claims, key=lambda c: c.id):
            subject, obj = labels[claim.subject], labels[claim.object]
            key = (self._names.keys(subject), str(claim.predicate), self._names.keys(obj))
            turned = (key[2], key[1], key[0])
            if claim.predicate in self._symmetric and turned in merged:
                key = turned
            one = merged.setdefault(key, Found(str(reading.article.id), subject, str(claim.predicate), obj))
            one.modalities.add(claim.modality)
            one.rules.update(evidence.rule for evidence in claim.evidence)
            one.claims.append(claim)
        return list(merged.values())

    def _matches(self, wanted: Wanted, one: Found) -> bool:
        if one.predicate not in wanted.predicates:
            return False
        ours, theirs = (
            [self._names.keys(name) for name in pair]
            for pair in ((one.subject, one.object), (wanted.subject, wanted.object))
        )
        straight = bool(ours[0] & theirs[0] and ours[1] & theirs[1])
        return straight or (one.predicate in self._symmetric and bool(ours[0] & theirs[1] and ours[1] & theirs[0]))

    def _sentence(self, wanted: Wanted, sentences: Sequence[str]) -> str:
        """The first sentence in which both actors are named, else the empty string."""
        from kg.evaluate.gold import fold

        sides = [self._names.aliases(name) for name in (wanted.subject, wanted.object)]
        for sentence in sentences:
            words = f" {fold(sentence)} "
            if all(any(f" {alias} " in words for alias in side) for side in sides):
                return " ".join(sentence.split())
        return ""

    def _check_quotes(self, reading: Reading, figures: Figures) -> None:
        for evidence in (e for claim in reading.claims for e in claim.evidence):
            verbatim = bool(evidence.quote) and reading.article.text[evidence.start : evidence.end] == evidence.quote
            for row in (figures, self.report.total):
                row.quotes += 1
                row.quotes_verbatim += verbatim


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def as_row(figures: Figures) -> dict[str, float | int | None]:
    """Figures as JSON has them, shares rounded to three digits."""
    shares: Mapping[str, float | None] = {
        "precision": figures.precision,
        "recall": figures.recall,
        "f1": figures.f1,
        "modality": figures.modality,
        "quotes_verbatim": figures.verbatim,
    }
    counts = {name: getattr(figures, name) for name in ("right", "minor", "extra", "found", "core")}
    return {name: None if share is None else round(share, 3) for name, share in shares.items()} | counts
