"""Claims as rows: JSON Lines for programs, CSV for spreadsheets. One row per claim and piece of evidence."""

from __future__ import annotations

import csv as csv_module
import io
import json
from typing import TYPE_CHECKING

from kg.analyse.support import statement, support

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import BinaryIO

    from kg.model import Argument, Claim, Entity, EntityId, Evidence
    from kg.ontology import Ontology
    from kg.registry import Source

type Json = str | int | float | bool | list[Json] | dict[str, Json] | None

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that make a spreadsheet run a cell as a formula (OWASP, CSV injection)."""


def rows(source: Source) -> Iterator[dict[str, Json]]:
    """A dictionary per claim and evidence, sorted by claim; ``text[start:end] == quote`` in the article's text.

    ``copy_of`` is the article that this one is a copy of; ``sources`` and ``independent`` say how many articles state
    the same, and how many of them are not copies of each other.
    """
    entities, articles = source.view.entities(), source.view.articles()
    supports = support(source.view.claims(), articles)
    for claim in source.view.claims():
        found = supports[statement(claim)]
        for evidence in claim.evidence:
            record = articles.get(evidence.article)
            counted: dict[str, Json] = {"copy_of": record.copy_of if record else None, **found._asdict()}
            yield row(claim, evidence, entities, source.ontology) | counted


def row(claim: Claim, evidence: Evidence, entities: Mapping[EntityId, Entity], ontology: Ontology) -> dict[str, Json]:
    """One claim as one piece of evidence supports it."""
    relation = ontology.relations.get(claim.predicate)
    said, period = claim.attribution, claim.period
    speaker: Json = {"id": said.speaker, "label": _label(said.speaker, entities)} if said and said.speaker else None
    return {
        "id": claim.id,
        "subject": _actor(claim.subject, evidence.subject, entities),
        "predicate": claim.predicate,
        "object": _actor(claim.object, evidence.object, entities),
        "plover": relation.plover if relation else "",
        "sign": relation.sign if relation else 0,
        "modality": claim.modality.value,
        "attributed_to": speaker,
        "attribution": said.manner.value if said else None,
        "date": {"start": period.start, "end": period.end} if period else None,
        "confidence": claim.confidence,
        "article": evidence.article,
        "quote": evidence.quote,
        "start": evidence.start,
        "end": evidence.end,
        "rule": evidence.rule,
        "extractor": evidence.extractor,
    }


def _label(name: EntityId, entities: Mapping[EntityId, Entity]) -> str:
    return entities[name].label if name in entities else name.replace("_", " ")


def _actor(name: EntityId, words: Argument, entities: Mapping[EntityId, Entity]) -> dict[str, Json]:
    kind = entities[name].type if name in entities else ""
    label = _label(name, entities)
    return {"id": name, "label": label, "type": kind, "text": words.text, "start": words.start, "end": words.end}


def jsonl(source: Source, out: BinaryIO) -> None:
    """JSON Lines (https://jsonlines.org)."""
    out.writelines(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in rows(source))


def csv(source: Source, out: BinaryIO) -> None:
    """CSV (RFC 4180) with a header; nested fields become ``subject.id`` and so on, and no cell starts a formula."""
    stream = io.TextIOWrapper(out, "utf-8", newline="")
    writer = None
    for one in rows(source):
        flat = _flat(one)
        if writer is None:
            writer = csv_module.DictWriter(stream, list(flat))
            writer.writeheader()
        writer.writerow({key: safe(value) for key, value in flat.items()})
    stream.detach()


def _flat(one: dict[str, Json]) -> dict[str, Json]:
    flat: dict[str, Json] = {}
    shapes = {"attributed_to": ("id", "label"), "date": ("start", "end")}
    for key, value in one.items():
        if key in shapes:
            inner = value if isinstance(value, dict) else {}
            flat |= {f"{key}.{name}": inner.get(name) for name in shapes[key]}
        elif isinstance(value, dict):
            flat |= {f"{key}.{name}": part for name, part in value.items()}
        else:
            flat[key] = value
    return flat


def safe(value: Json) -> Json:
    """A cell that no spreadsheet takes for a formula: an apostrophe is put before what would start one."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
