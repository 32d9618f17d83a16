"""From a number back to the words: claims as they can be shown, and results as plain JSON values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING

from kg.analyse.dates import Window
from kg.analyse.records import alleged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.analyse.records import Records
    from kg.model import Claim, ClaimId, Evidence

type Json = str | int | float | bool | list[Json] | dict[str, Json] | None


@dataclass(frozen=True, slots=True)
class Quoted:
    """Where one article says it."""

    article: str
    title: str
    source: str
    url: str
    published: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A claim as a reader sees it: names instead of ids, and every quote.

    Attributes:
        date: ISO 8601, of the granularity that the text gives; the day of the article if the text gives none.
    """

    id: str
    subject: str
    relation: str
    object: str
    modality: str
    alleged: bool
    speaker: str
    date: str
    confidence: float
    quotes: tuple[Quoted, ...]

    @property
    def sentence(self) -> str:
        """Subject, relation and object as one line, with what qualifies them."""
        marks = [self.modality] if self.modality != "factual" else []
        if self.alleged:
            marks.append(f"alleged by {self.speaker}" if self.speaker else "alleged")
        return f"{self.subject} {self.relation} {self.object}" + (f" ({', '.join(marks)})" if marks else "")


def cite(records: Records, ids: Iterable[ClaimId]) -> tuple[Citation, ...]:
    """These claims, oldest first, the undated last."""
    wanted = sorted(set(ids) & records.claims.keys())
    evidence = records.evidence(wanted)
    found = [_citation(records, records.claims[claim], evidence.get(claim, ())) for claim in wanted]
    return tuple(sorted(found, key=lambda one: (not one.date, one.date, one.subject, one.object, one.id)))


def _citation(records: Records, claim: Claim, evidence: Iterable[Evidence]) -> Citation:
    relation = records.relation(claim)
    published = records.published(claim)
    period = claim.period
    stated = (period.start or period.end or "") if period else ""
    return Citation(
        id=str(claim.id),
        subject=records.label(claim.subject),
        relation=relation.label if relation else str(claim.predicate),
        object=records.label(claim.object),
        modality=str(claim.modality),
        alleged=alleged(claim),
        speaker=_speaker(records, claim),
        date=stated or (published.isoformat() if published else ""),
        confidence=claim.confidence,
        quotes=_quotes(records, evidence),
    )


def _speaker(records: Records, claim: Claim) -> str:
    speaker = claim.attribution.speaker if claim.attribution else None
    return records.label(speaker) if speaker else ""


def _quotes(records: Records, evidence: Iterable[Evidence]) -> tuple[Quoted, ...]:
    found = []
    for one in evidence:
        article = records.articles.get(one.article)
        found.append(
            Quoted(
                article=str(one.article),
                title=article.title if article else "",
                source=article.source if article else "",
                url=article.url if article else "",
                published=article.published.isoformat() if article and article.published else "",
                start=one.start,
                end=one.end,
                quote=one.quote,
            )
        )
    return tuple(sorted(found, key=lambda quoted: (quoted.published, quoted.article, quoted.start)))


def plain(result: object, *, claims: bool = True) -> Json:
    """A result of any analysis as JSON values; without ``claims``, the lists of claim ids are left out."""
    if is_dataclass(result) and not isinstance(result, type):
        if isinstance(result, Window):
            return str(result)
        values = ((field.name, getattr(result, field.name)) for field in fields(result))
        return {name: plain(value, claims=claims) for name, value in values if claims or not _is_ids(name, value)}
    if isinstance(result, Mapping):
        return {str(key): plain(value, claims=claims) for key, value in result.items()}
    if isinstance(result, (list, tuple)):
        return [plain(value, claims=claims) for value in result]
    if isinstance(result, date):
        return result.isoformat()
    if result is None or isinstance(result, (str, int, float, bool)):
        return result
    msg = f"no JSON form for {type(result).__name__}"
    raise TypeError(msg)


def _is_ids(name: str, value: object) -> bool:
    return name == "claims" and isinstance(value, tuple)


def document(records: Records, result: object, *, claims: bool) -> Json:
    """What ``--json`` prints: the result, and with ``claims`` the claims that its numbers rest on, by id."""
    found = plain(result, claims=claims)
    if not claims or not isinstance(found, dict):
        return found
    ids: set[ClaimId] = set()
    _collect(result, ids)
    return {**found, "evidence": {one.id: plain(one) for one in cite(records, ids)}}


def _collect(result: object, into: set[ClaimId]) -> None:
    if is_dataclass(result) and not isinstance(result, type):
        for field in fields(result):
            value = getattr(result, field.name)
            if _is_ids(field.name, value):
                into.update(value)
            else:
                _collect(value, into)
    elif isinstance(result, (list, tuple)):
        for value in result:
            _collect(value, into)
    elif isinstance(result, Mapping):
        for value in result.values():
            _collect(value, into)
