"""IRIs of everything the graph names, and back from IRIs to identifiers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from kg import ids
from kg.graph.terms import Vocabulary
from kg.model import EntityId

if TYPE_CHECKING:
    from kg.model import ArticleId, ClaimId

SAFE = "-._~!$'()*+,;=:@"
"""Characters that RFC 3987 lets stand in a path segment beside letters and digits."""


@lru_cache(maxsize=10_000)
def _segment(name: str) -> str:
    """A name as a segment of a path; the same actors are named again and again."""
    return quote(name, safe=SAFE)


@dataclass(frozen=True, slots=True)
class Names:
    """IRIs below one base IRI (which ends in ``/``)."""

    base: str

    @property
    def ontology(self) -> str:
        """Namespace of classes, relations and the graph's own properties."""
        return f"{self.base}ontology#"

    @property
    def entities(self) -> str:
        """The graph of entities."""
        return f"{self.base}graph/entities"

    @property
    def asserted(self) -> str:
        """The graph of plain triples: claims that are stated as fact and not merely alleged."""
        return f"{self.base}graph/asserted"

    @property
    def runs(self) -> str:
        """The graph of extraction runs."""
        return f"{self.base}graph/runs"

    @property
    def vocabulary(self) -> str:
        """The graph of the ontology: what the relations mean, for queries that ask for signs and classes."""
        return f"{self.base}graph/ontology"

    @property
    def copies(self) -> str:
        """The graph that says which articles are copies of which."""
        return f"{self.base}graph/copies"

    @property
    def joins(self) -> str:
        """The graph that says which names were joined across articles, and why."""
        return f"{self.base}graph/joins"

    @property
    def inferred(self) -> str:
        """The graph of triples that the rules derive."""
        return f"{self.base}graph/inferred"

    @property
    def derivations(self) -> str:
        """The graph that says which rule and which triples gave each derived one."""
        return f"{self.base}graph/derivations"

    def term(self, name: str) -> str:
        """IRI of a class, relation or property of the ontology."""
        return self.ontology + name

    def entity(self, name: EntityId) -> str:
        """IRI of an entity."""
        return f"{self.base}entity/{_segment(name)}"

    def entity_id(self, iri: str) -> str:
        """The identifier in an entity's IRI."""
        return unquote(iri.removeprefix(f"{self.base}entity/"))

    def as_entity(self, iri: str) -> EntityId:
        """The identifier of the entity that an IRI names."""
        return EntityId(self.entity_id(iri))

    def claim(self, name: ClaimId) -> str:
        """IRI of a claim."""
        return f"{self.base}claim/{quote(name, safe=SAFE)}"

    def claim_id(self, iri: str) -> str:
        """The identifier in a claim's IRI."""
        return unquote(iri.removeprefix(f"{self.base}claim/"))

    def evidence(self, claim: ClaimId, number: int) -> str:
        """IRI of the ``number``-th piece of evidence of a claim, counted from 0."""
        return f"{self.base}evidence/{quote(claim, safe=SAFE)}-{number}"

    def join(self, name: str) -> str:
        """IRI of a decision that two names are one."""
        return f"{self.base}join/{name}"

    def article(self, name: ArticleId) -> str:
        """IRI of an article."""
        return f"{self.base}article/{ids.article_slug(name)}"

    def graph(self, name: ArticleId) -> str:
        """IRI of the named graph that holds all that one article says."""
        return f"{self.base}graph/{ids.article_slug(name)}"

    def state(self, name: ArticleId) -> str:
        """IRI of the graph in which an endpoint keeps what is needed to take an article out again."""
        return f"{self.states}/{ids.article_slug(name)}"

    @property
    def states(self) -> str:
        """The graph in which an endpoint keeps which change was the last."""
        return f"{self.base}state"

    def run(self, name: str) -> str:
        """IRI of an extraction run."""
        return f"{self.base}run/{name}"

    def agent(self, name: str) -> str:
        """IRI of the software that a run was made with."""
        return f"{self.base}run/{name}#software"

    def prefixes(self) -> dict[str, str]:
        """Prefixes for queries and for the formats that abbreviate IRIs."""
        own = {"kg": self.ontology, "ent": f"{self.base}entity/", "graph": f"{self.base}graph/"}
        return own | {member.name.lower(): member.value for member in Vocabulary}
