"""The real reading machine for tests, loaded once a session (the language model takes a second)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kg import ontology, resources
from kg.config import Settings
from kg.model import Article, ArticleId, Span
from kg.reading import Machine

if TYPE_CHECKING:
    from datetime import date

    from kg.model import Document
    from kg.ontology import Ontology


@cache
def meanings() -> Ontology:
    """The project's ontology."""
    settings = Settings()
    return ontology.load(resources.find(settings).ontology, settings.base)


@cache
def machine() -> Machine:
    """The machine with the project's own knowledge."""
    settings = Settings()
    return Machine(settings, resources.find(settings), meanings())


def article(text: str, published: date | None = None) -> Article:
    """An article of nothing but a text."""
    return Article(ArticleId("test.txt"), text, Span(0, len(text)), published=published)


def document(text: str, published: date | None = None) -> Document:
    """A text, annotated."""
    (found,) = machine().annotator.annotate([article(text, published)])
    return found
