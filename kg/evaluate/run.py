"""Reads annotated articles and judges what was read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg import ingest
from kg.evaluate import calibration
from kg.evaluate.calibration import Sample
from kg.evaluate.score import EXTRA, Report, Scorer, as_row
from kg.extract.confidence import FEATURES
from kg.extract.extractor import RuleExtractor
from kg.model import Article, Issue

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.evaluate.gold import Names, Wanted
    from kg.evaluate.score import Found
    from kg.model import Claim, ClaimId, Document
    from kg.ontology import Ontology
    from kg.reading import Machine


@dataclass(slots=True)
class Evaluation:
    """A report, the judged claims with their confidence, and what could not be read.

    Attributes:
        unread: Annotated articles that were not among those given.
        unknown: Articles that nobody annotated; they are passed over.
    """

    report: Report
    samples: list[Sample] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def evaluate(
    machine: Machine, ontology: Ontology, paths: Sequence[Path], gold: Sequence[Wanted], names: Names
) -> Evaluation:
    """Read the articles that are annotated, and compare."""
    symmetric = frozenset(name for name, relation in ontology.relations.items() if relation.symmetric)
    scorer = Scorer(gold, names, symmetric)
    bare = RuleExtractor(ontology, replace(machine.lexicon, weights=dict.fromkeys(FEATURES, 1.0)))
    done = Evaluation(scorer.report)
    for article in ingest.read(paths):
        if isinstance(article, Issue):
            done.issues.append(article)
        elif article.id not in scorer.articles:
            done.unknown.append(article.id)
        else:
            for document in machine.annotator.annotate([article]):
                resolution, reading = machine.understand(document)
                found = scorer.add(reading, _sentences(article, document))
                plain = {claim.id: claim for claim in bare.extract(document, resolution)[0]}
                done.samples += _samples(article, found, plain)
    done.unread = scorer.unread
    return done


def _sentences(article: Article, document: Document) -> list[str]:
    tokens = document.tokens
    return [article.text[tokens[s.start].start : tokens[s.end - 1].end] for s in document.sentences]


def _samples(article: Article, found: Sequence[Found], plain: dict[ClaimId, Claim]) -> list[Sample]:
    """The judged claims; where every weight is 1, a claim's reasons are its features."""
    return [
        Sample(
            str(article.id),
            claim.confidence,
            one.verdict != EXTRA,
            {reason.feature: reason.value for reason in plain[claim.id].reasons},
        )
        for one in found
        for claim in one.claims
    ]


def fitted(done: Evaluation) -> tuple[dict[str, float], dict[str, float | None]]:
    """Weights fitted on every other article, and the calibration error before and after on either half."""
    from kg.extract.confidence import probability
    from kg.model import Reason

    ours, theirs = calibration.halves(sample.article for sample in done.samples)
    tuned = [s for s in done.samples if s.article in ours]
    other = [s for s in done.samples if s.article in theirs]
    weights = calibration.fit(tuned)

    def again(samples: list[Sample]) -> list[Sample]:
        return [
            replace(s, confidence=probability(Reason(n, weights[n] * v) for n, v in s.features.items()))
            for s in samples
        ]

    return weights, {
        "fitted half, before": calibration.error(tuned),
        "fitted half, after": calibration.error(again(tuned)),
        "other half, before": calibration.error(other),
        "other half, after": calibration.error(again(other)),
    }


def as_json(done: Evaluation) -> dict[str, object]:
    """Everything that was found, ready for JSON."""
    report = done.report
    ours, theirs = calibration.halves(sample.article for sample in done.samples)
    rounded = {
        name: None if (e := calibration.error([s for s in done.samples if s.article in part])) is None else round(e, 4)
        for name, part in (("all", ours | theirs), ("fitted_half", ours), ("other_half", theirs))
    }
    return {
        "total": as_row(report.total),
        "calibration_error": rounded,
        "calibration_bins": [
            {
                "lower": b.lower,
                "upper": b.upper,
                "count": b.count,
                "confidence": round(b.confidence, 3),
                "accuracy": round(b.accuracy, 3),
            }
            for b in calibration.bins(done.samples)
        ],
        "articles": {name: as_row(figures) for name, figures in sorted(report.articles.items())},
        "relations": {name: as_row(figures) for name, figures in sorted(report.relations.items())},
        "rules": {name: as_row(figures) for name, figures in sorted(report.rules.items())},
        "missed": [
            {"article": m.wanted.article, "claim": str(m.wanted), "line": m.wanted.line, "sentence": m.sentence}
            for m in report.missed
        ],
        "extra": [
            {"article": f.article, "claim": str(f), "rules": sorted(f.rules), "sentence": f.claims[0].evidence[0].quote}
            for f in report.found
            if f.verdict == EXTRA
        ],
        "unread": done.unread,
        "unknown": done.unknown,
        "issues": [str(issue) for issue in done.issues],
    }
