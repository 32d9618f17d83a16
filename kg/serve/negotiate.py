"""Content negotiation (RFC 9110, 12.5.1) between the formats that the server writes."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class Media(Enum):
    """A format: its short name, media type, and whether it is written in words of a charset."""

    JSON = ("json", "application/sparql-results+json")
    XML = ("xml", "application/sparql-results+xml")
    CSV = ("csv", "text/csv")
    TSV = ("tsv", "text/tab-separated-values")
    TTL = ("ttl", "text/turtle")
    NT = ("nt", "application/n-triples")
    RDF = ("rdf", "application/rdf+xml")
    JSONLD = ("jsonld", "application/ld+json")
    HTML = ("html", "text/html")

    @property
    def short(self) -> str:
        """Name by which workers know it."""
        return str(self.value[0])

    @property
    def type(self) -> str:
        """Media type."""
        return str(self.value[1])

    @property
    def header(self) -> str:
        """Value of Content-Type."""
        return f"{self.type}; charset=utf-8" if self.type.startswith("text/") else self.type


RESULTS = (Media.JSON, Media.XML, Media.CSV, Media.TSV)
GRAPHS = (Media.TTL, Media.NT, Media.RDF, Media.JSONLD)
ALSO = (
    ("application/json", Media.JSON),
    ("application/xml", Media.XML),
    ("text/xml", Media.XML),
    ("text/plain", Media.NT),
)
"""Types that clients send though they mean another."""


def by_name(short: str) -> Media:
    """The format of a short name."""
    return next(media for media in Media if media.short == short)


def parse(accept: str) -> list[tuple[str, float]]:
    """Media ranges with their quality; what cannot be understood is left out."""
    found = []
    for part in accept.split(",")[:64]:
        kind, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                try:
                    quality = min(1.0, max(0.0, float(value)))
                except ValueError:
                    quality = 0.0
        if "/" in kind:
            found.append((kind.lower(), quality))
    return found


def choose(accept: str | None, offered: Sequence[Media]) -> Media | None:
    """The format that the client likes best, the first offered among equals; ``None`` if it accepts none."""
    if not accept or not accept.strip():
        return offered[0]
    wanted = parse(accept)
    best, score = None, 0.0
    for media in offered:
        quality = _quality(media, wanted)
        if quality > score:
            best, score = media, quality
    return best


def _quality(media: Media, wanted: list[tuple[str, float]]) -> float:
    """Quality of a format: that of the most specific range that names it."""
    names = {media.type, *(name for name, other in ALSO if other is media)}
    ranks = dict.fromkeys(names, 3) | {f"{media.type.split('/')[0]}/*": 2, "*/*": 1}
    found = [(ranks[kind], quality) for kind, quality in wanted if kind in ranks]
    return max(found, default=(0, 0.0))[1] if found else 0.0


def of_body(content_type: str, offered: Sequence[Media]) -> Media | None:
    """The format that a request's body is in."""
    kind = content_type.split(";", maxsplit=1)[0].strip().lower()
    if kind == "text/plain":
        kind = Media.NT.type
    return next((media for media in offered if media.type == kind), None)
