"""The machine that reads articles: annotate, resolve, extract, composed once and used for many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import lexicon as lexicons
from kg.annotate.annotator import FullAnnotator
from kg.annotate.cache import CachedAnnotator
from kg.annotate.parse import SpacyAnnotator
from kg.extract.extractor import RuleExtractor
from kg.model import Reading
from kg.resolve import gazetteer, judgements
from kg.resolve.link import RuleLinker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.annotate.cache import Parses
    from kg.config import Settings
    from kg.model import Article, Document, Resolution
    from kg.ontology import Ontology
    from kg.resources import Resources


class Machine:
    """Articles in, readings out, one at a time; holds the model and the knowledge.

    Args:
        parses: Parses that were kept; without them the model is loaded at once.

    Raises:
        MissingResourceError: The language model is not installed.
        LexiconError, OntologyError: The knowledge has a fault.
        DataError: The file of judgements has one.
    """

    def __init__(
        self, settings: Settings, resources: Resources, ontology: Ontology, parses: Parses | None = None
    ) -> None:
        self.lexicon = lexicons.load(resources.lexicon, ontology)
        self.gazetteer = gazetteer.load(resources.actors, ontology.base)
        self.linker = RuleLinker(self.gazetteer, self.lexicon, judgements.load(settings.decisions))
        self.extractor = RuleExtractor(ontology, self.lexicon)
        parser = CachedAnnotator(settings.model, parses) if parses is not None else SpacyAnnotator(settings.model)
        self.annotator = FullAnnotator(parser, self.lexicon)

    def read(self, articles: Iterable[Article]) -> Iterator[Reading]:
        """One reading per article, in the same order."""
        for document in self.annotator.annotate(articles):
            yield self.understand(document)[1]

    def understand(self, document: Document) -> tuple[Resolution, Reading]:
        """What a parsed article says: who is meant, and the claims."""
        resolution = self.linker.link(document)
        claims, issues = self.extractor.extract(document, resolution)
        used = {e for c in claims for e in (c.subject, c.object)} | {
            c.attribution.speaker for c in claims if c.attribution
        }
        table = {entity.id: entity for entity in resolution.entities}
        wanted = sorted({e for e in used if e} | {of for e in used if e for of in table[e].of if of in table})
        entities = tuple(table[entity] for entity in wanted)
        return resolution, Reading(document.article, entities, claims, issues)
