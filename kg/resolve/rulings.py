"""Decisions on claims, and the decisions of several people put together."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.errors import DataError
from kg.model import Reason
from kg.resolve.judgements import Judgements, Verdict, load, parsed, read_lines, write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.model import Reading
    from kg.resolve.judgements import Judgement, Ruling


def rule(path: Path, ruling: Ruling) -> bool:
    """Add a decision on a claim to a file; the opposite decision on it goes. See :func:`record`."""
    lines = read_lines(path)
    known = parsed(lines, path).rulings.get(ruling.article, {}).get(ruling.claim)
    if known is not None and known.verdict is ruling.verdict:
        return False
    kept = [text for text in lines if not (text.strip() and _is(text, ruling))]
    write(path, "".join(f"{text}\n" for text in (*kept, ruling.dump())))
    return True


def _is(text: str, ruling: Ruling) -> bool:
    row = json.loads(text)
    return bool(row.get("claim") == ruling.claim and row.get("article") == ruling.article)


def combine(path: Path, others: Sequence[Path]) -> int:
    """Add the decisions of other files to a file; how many are new. Nothing is written if any two contradict each other.

    Raises:
        DataError: A file is not there or has a fault, or two decisions contradict each other; both are named.
    """
    known = load(path)
    places: dict[str, str] = {one.dump(): f"{path}:{one.line}" for one in _all(known)}
    before = len(places)
    for other in others:
        if not other.exists():
            raise DataError("there is no such file", path=other)
        for one in _all(load(other)):
            places.setdefault(one.dump(), f"{other}:{one.line}")
    texts = list(places)
    try:
        parsed(texts, path)
    except DataError as error:
        said = re.sub(
            r"\bline (\d+)|(?<= and )(\d+)", lambda found: places[texts[int(found[1] or found[2]) - 1]], error.message
        )
        raise DataError(said, path=path, hint="delete the line that is wrong; nothing was changed") from None
    if len(texts) > before:
        write(path, "".join(f"{text}\n" for text in (*read_lines(path), *texts[before:])))
    return len(texts) - before


def lines(known: Judgements) -> list[str]:
    """All decisions as lines of JSON, sorted, each once."""
    return sorted({one.dump() for one in _all(known)})


def _all(known: Judgements) -> list[Judgement | Ruling]:
    rulings = [one for found in known.rulings.values() for one in found.values()]
    return sorted([*known.lines, *rulings], key=lambda one: one.line)


def judged(reading: Reading, judgements: Judgements) -> Reading:
    """The reading as a person has decided: without what was rejected, and with full confidence in what was accepted."""
    if reading.article.id not in judgements.rulings:
        return reading
    kept = []
    for claim in reading.claims:
        ruling = judgements.ruling(claim)
        if ruling is None:
            kept.append(claim)
        elif ruling.verdict is Verdict.ACCEPT:
            kept.append(replace(claim, confidence=1.0, reasons=(Reason("accepted by a person", 1.0),)))
    return replace(reading, claims=tuple(kept))
