"""Mints every identifier. Ids depend on content only: same input, same ids."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from anyascii import anyascii

from kg.model import ArticleId, ClaimId, EntityId

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Attribution, Modality, Period

_NOT_WORD = re.compile(r"[^A-Za-z0-9]+")


def digest(*parts: str, length: int = 16) -> str:
    """Hex SHA-256 of the parts, each ended by U+001F, cut to ``length`` digits."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.encode("utf-8", "surrogatepass"))
        whole.update(b"\x1f")
    return whole.hexdigest()[:length]


def sha256(text: str) -> str:
    """Hex SHA-256 of the UTF-8 bytes of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def slug(label: str) -> str:
    """A readable ASCII local name: letters and digits, words joined by ``_``.

    >>> slug("Recep Tayyip Erdoğan")
    'Recep_Tayyip_Erdogan'
    >>> slug("U.S.-Armenia Commission")
    'U_S_Armenia_Commission'
    """
    text = label
    if not label.isascii():
        parted = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", label))
        text = anyascii("".join(ch for ch in parted if not unicodedata.combining(ch)))
    cleaned = _NOT_WORD.sub("_", text).strip("_")
    return cleaned[:80] or f"x{digest(label, length=12)}"


def entity_id(label: str) -> EntityId:
    """The id of an entity that was learned from text."""
    return EntityId(slug(label))


@lru_cache(maxsize=1_000)
def article_slug(article: ArticleId) -> str:
    """An IRI-safe name for an article: readable, and unique by a digest of its id."""
    return f"{slug(article)}-{digest(article, length=8)}"


def claim_id(
    article: ArticleId,
    subject: EntityId,
    predicate: str,
    obj: EntityId,
    modality: Modality,
    attribution: Attribution | None,
    period: Period | None = None,
) -> ClaimId:
    """The id of a claim: the same article saying the same thing the same way is one claim."""
    who: Iterable[str] = (attribution.speaker or "", attribution.manner) if attribution else ("", "")
    when: Iterable[str] = (period.start or "", period.end or "") if period else ("", "")
    return ClaimId(digest(article, subject, predicate, obj, modality, *who, *when, length=20))
