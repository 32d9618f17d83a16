"""The annotator: the parse, and in it the direct speech and the times."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.annotate.quotations import quotations
from kg.annotate.repair import repaired
from kg.annotate.times import Times

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.lexicon import Lexicon
    from kg.model import Article, Document
    from kg.ports import Annotator


class FullAnnotator:
    """Completes what a parser gives.

    Args:
        parser: Gives each article's tokens, sentences and names.
    """

    def __init__(self, parser: Annotator, lexicon: Lexicon) -> None:
        self._parser = parser
        self._saying = frozenset().union(*map(lexicon.words, ("saying", "alleging", "denying", "speaking")))
        self._times = Times(lexicon)

    def annotate(self, articles: Iterable[Article]) -> Iterator[Document]:
        """One document per article, in the same order."""
        for parsed in self._parser.annotate(articles):
            document = repaired(parsed)
            yield replace(document, quotations=quotations(document, self._saying), times=self._times.mentions(document))
