"""A reading machine for tests of everything after extraction: it needs no parser and no lexicon.

A sentence ``Armenia suspends CSTO.`` is a claim if its middle word is a relation of the ontology; ``will`` before it plans it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg import ids
from kg.model import Argument, Claim, Entity, EntityId, Evidence, Modality, Reading, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Article

SENTENCE = re.compile(r"([A-Z][\w ]*?) (will )?([a-z]+[A-Za-z]*) ([A-Z][\w ]*?)\.")
CLASSES = {
    "CSTO": "IntergovernmentalOrganization",
    "Kremlin": "GovernmentBody",
    "Peskov": "Person",
    "Charter": "Agreement",
}


class PlainMachine:
    """Implements :class:`kg.pipeline.Machine`."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def read(self, articles: Iterable[Article]) -> Iterator[Reading]:
        for article in articles:
            self.seen.append(article.id)
            claims = [self._claim(article, found) for found in SENTENCE.finditer(article.text)]
            names = sorted({name for claim in claims for name in (claim.subject, claim.object)})
            entities = [Entity(n, n.replace("_", " "), CLASSES.get(n, "State")) for n in names]
            yield Reading(article, tuple(entities), tuple({c.id: c for c in claims}.values()))

    def _claim(self, article: Article, found: re.Match[str]) -> Claim:
        subject, obj = EntityId(ids.slug(found[1])), EntityId(ids.slug(found[4]))
        modality = Modality.PLANNED if found[2] else Modality.FACTUAL
        evidence = Evidence(
            article.id, found.start(), found.end(), found[0], f"{found[3]}-plain", "plain",
            Argument(found[1], *found.span(1)), Argument(found[4], *found.span(4)),
        )  # fmt: skip
        name = ids.claim_id(article.id, subject, found[3], obj, modality, None)
        return Claim(name, subject, Relation(found[3]), obj, modality, 0.9, (evidence,))
