"""The linker: who is meant in one document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Resolution
from kg.resolve import judgements as decisions
from kg.resolve.agreements import name_by_parties, retype_signed
from kg.resolve.bodies import adopt, said_of
from kg.resolve.coreference import refer
from kg.resolve.naming import name_entities
from kg.resolve.nominals import describe
from kg.resolve.posts import complete_titles, foresee
from kg.resolve.workspace import Workspace

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.model import Document
    from kg.resolve.gazetteer import Gazetteer
    from kg.resolve.judgements import Judgements


class RuleLinker:
    """Names, then descriptions, then in reading order what refers back and who has no name; each step uses the one before."""

    def __init__(self, gazetteer: Gazetteer, lexicon: Lexicon, judgements: Judgements | None = None) -> None:
        self._gazetteer = gazetteer
        self._lexicon = lexicon
        self._judgements = judgements or decisions.Judgements()

    def link(self, document: Document) -> Resolution:
        """Links by head token, the entities they point to, and the titles."""
        work = Workspace(document, self._gazetteer, self._lexicon, self._judgements)
        name_entities(work)
        work.said = said_of(work)
        retype_signed(work)
        foresee(work)
        describe(work)
        pronouns = refer(work)
        complete_titles(work)
        pronouns.speakers()
        adopt(work)
        name_by_parties(work)
        found = Resolution(
            links=tuple(work.links[head] for head in sorted(work.links)),
            entities=tuple(work.entities[entity] for entity in sorted(work.entities)),
            titles=tuple(work.titles),
        )
        return decisions.apply(found, self._judgements, self._gazetteer.entities)
