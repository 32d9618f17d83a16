"""What the parts ask of each other: protocols, so that each part can be replaced or faked in a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from kg.model import (
        Article,
        ArticleId,
        ArticleRecord,
        Claim,
        ClaimId,
        Document,
        Entity,
        EntityId,
        Issue,
        Resolution,
    )


class Reader(Protocol):
    """Files in, articles out."""

    def __call__(self, path: Path) -> Iterator[Article | Issue]:
        """The articles of one file; what cannot be read is an ``Issue``, never an exception."""
        ...


class Annotator(Protocol):
    """Text in, parse out."""

    def annotate(self, articles: Iterable[Article]) -> Iterator[Document]:
        """One document per article, in the same order."""
        ...


class Linker(Protocol):
    """Mentions in, entities out."""

    def link(self, document: Document) -> Resolution:
        """Who is meant, within one document."""
        ...


class Extractor(Protocol):
    """Parse and entities in, claims out."""

    def extract(self, document: Document, resolution: Resolution) -> tuple[tuple[Claim, ...], tuple[Issue, ...]]:
        """The claims of one document, and what was refused."""
        ...


class GraphView(Protocol):
    """What analyses, exporters and the page read: a built graph, whatever keeps it."""

    def entities(self) -> Mapping[EntityId, Entity]:
        """Every entity that a claim names, by id, sorted by id."""
        ...

    def articles(self) -> Mapping[ArticleId, ArticleRecord]:
        """What is known of every article, by id, sorted by id."""
        ...

    def claims(self) -> Iterator[Claim]:
        """Every claim, sorted by id."""
        ...

    def outlines(self) -> Iterator[Claim]:
        """Every claim, sorted by id, without its words: its evidence names the article and covers nothing."""
        ...

    def some(self, names: Iterable[ClaimId]) -> Iterator[Claim]:
        """These claims as far as there are such, sorted by id, with their words."""
        ...
