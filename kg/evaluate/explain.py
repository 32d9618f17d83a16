"""Why a sentence gives the claims it gives: tree, mentions, rules tried, features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import Article, ArticleId, Span

if TYPE_CHECKING:
    from datetime import date

    from kg.extract.extractor import RuleExtractor
    from kg.model import Claim, Document, Issue, Link, Reading, Resolution
    from kg.reading import Machine


@dataclass(frozen=True, slots=True)
class Tried:
    """A rule whose words stand in the sentence, and what came of it.

    Attributes:
        line: Where the rule stands: file and line.
        fired: It gave the arguments ``result``; otherwise ``result`` says why it gave none.
    """

    rule: str
    relation: str
    trigger: str
    fired: bool
    result: str
    line: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that was seen in a text."""

    document: Document
    resolution: Resolution
    reading: Reading
    tried: tuple[Tried, ...]


def explain(machine: Machine, text: str, published: date | None = None) -> Explanation:
    """Read a text and keep every step.

    Args:
        published: The day from which "last week" is seen.
    """
    article = Article(ArticleId("sentence"), text, Span(0, len(text)), published=published)
    (document,) = machine.annotator.annotate([article])
    resolution, reading = machine.understand(document)
    return Explanation(document, resolution, reading, _tried(machine.extractor, document, resolution))


def _tried(extractor: RuleExtractor, document: Document, resolution: Resolution) -> tuple[Tried, ...]:
    matches, attempts = extractor.trace(document, resolution)
    words = [token.text for token in document.tokens]
    seen = [(m.trigger, m.rule, f"{words[m.subject]} → {words[m.object]}", "") for m in matches]
    seen += [(a.trigger, a.rule, "", a.why) for a in attempts]
    return tuple(
        dict.fromkeys(
            Tried(rule.id, rule.relation, words[trigger], bool(pair), pair or why, f"{rule.path}:{rule.line}")
            for trigger, rule, pair, why in sorted(seen, key=lambda one: one[0])
        )
    )


def as_json(found: Explanation) -> dict[str, object]:
    """Everything, ready for JSON."""
    tokens = found.document.tokens
    return {
        "tokens": [
            {
                "i": t.i,
                "text": t.text,
                "lemma": t.lemma,
                "tag": t.tag,
                "pos": t.pos,
                "dep": t.dep,
                "head": t.head,
                "ent": t.ent,
            }
            for t in tokens
        ],
        "mentions": [mention(found, link) for link in found.resolution.links],
        "titles": [
            {
                "office": t.office,
                "relation": t.relation,
                "words": words(found, t.start, t.end),
                "holder": None if t.holder is None else tokens[t.holder].text,
                "owners": [tokens[i].text for i in t.owners],
            }
            for t in found.resolution.titles
        ],
        "quotations": [
            {
                "quote": q.span.of(found.document.article.text),
                "speaker": None if q.speaker is None else tokens[q.speaker].text,
            }
            for q in found.document.quotations
        ],
        "times": [
            {
                "words": words(found, t.start, t.end),
                "start": t.period.start,
                "end": t.period.end,
                "granularity": t.period.granularity,
            }
            for t in found.document.times
        ],
        "rules": [
            {
                "rule": t.rule,
                "relation": t.relation,
                "trigger": t.trigger,
                "fired": t.fired,
                "result": t.result,
                "line": t.line,
            }
            for t in found.tried
        ],
        "claims": [claim(found, one) for one in found.reading.claims],
        "issues": [_issue(issue) for issue in found.reading.issues],
    }


def words(found: Explanation, start: int, end: int) -> str:
    """The text of tokens ``start`` to ``end`` (exclusive)."""
    tokens = found.document.tokens
    return found.document.article.text[tokens[start].start : tokens[end - 1].end]


def mention(found: Explanation, link: Link) -> dict[str, object]:
    """A mention and whom it means."""
    return {
        "words": words(found, link.start, link.end),
        "head": link.head,
        "entities": list(link.entities),
        "kind": link.kind,
        "score": link.score,
        "coreference": link.coreference,
        "stands_for": link.stands_for,
        "reasons": {reason.feature: reason.value for reason in link.reasons},
    }


def claim(found: Explanation, one: Claim) -> dict[str, object]:
    """A claim and how sure it is."""
    labels = {entity.id: entity.label for entity in found.reading.entities}
    said = one.attribution
    return {
        "subject": labels[one.subject],
        "predicate": one.predicate,
        "object": labels[one.object],
        "modality": one.modality.value,
        "attributed_to": labels[said.speaker] if said and said.speaker else None,
        "attribution": said.manner.value if said else None,
        "date": {"start": one.period.start, "end": one.period.end} if one.period else None,
        "rules": sorted({evidence.rule for evidence in one.evidence}),
        "confidence": one.confidence,
        "log_odds": {reason.feature: reason.value for reason in one.reasons},
    }


def _issue(issue: Issue) -> str:
    return f"{issue.kind}: {issue.message}"
