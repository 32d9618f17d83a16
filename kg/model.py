"""The frozen types that cross stages; nothing else does.

Offsets are code points of ``Article.text``; token indexes count the tokens of one ``Document``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from datetime import date

ArticleId = NewType("ArticleId", str)
EntityId = NewType("EntityId", str)
"""Local name of an entity below ``<base>/entity/``, e.g. ``Armenia``."""
ClaimId = NewType("ClaimId", str)
Relation = NewType("Relation", str)
"""Local name of a relation of the ontology, e.g. ``suspends``."""


class Modality(StrEnum):
    """Whether the text says that it is so."""

    FACTUAL = "factual"
    PLANNED = "planned"
    POSSIBLE = "possible"
    NEGATED = "negated"


class Manner(StrEnum):
    """How a speaker puts a claim forward."""

    SAID = "said"
    ALLEGED = "alleged"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start`` (inclusive) to ``end`` (exclusive) of a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words that the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as it came in.

    Attributes:
        id: The file's name, or the ``id`` of a row; unique within a store.
        text: The whole decoded text, front matter included.
        body: The part of ``text`` that is read for claims.
        published: The date that relative dates in the text are resolved against.
        path: Where it was read from, for messages.
        segments: Parts of ``body`` that are prose (paragraphs, headlines), in order; empty means all of ``body``.
    """

    id: ArticleId
    text: str
    body: Span
    title: str = ""
    source: str = ""
    url: str = ""
    published: date | None = None
    path: str = ""
    language: str = "en"
    author: str = ""
    segments: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the parse.

    Attributes:
        i: Index in ``Document.tokens``.
        start: First character in ``Article.text``.
        tag: Penn Treebank part of speech.
        pos: Universal part of speech.
        dep: Dependency label (CLEAR style, as spaCy's English pipelines give it).
        head: Index of the head token; its own index for the root of a sentence.
        ent: OntoNotes entity type of the name it belongs to, or the empty string.
    """

    i: int
    start: int
    end: int
    text: str
    lemma: str
    tag: str
    pos: str
    dep: str
    head: int
    ent: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens ``start`` to ``end`` (exclusive)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name that the recogniser found: tokens ``start`` to ``end`` (exclusive) and its OntoNotes type."""

    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """Direct speech: its characters, and the token of the speaker's head word where one is named."""

    span: Span
    speaker: int | None


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time as ISO 8601 strings of the granularity that the text gives.

    ``2024-02`` to ``2024-02`` is all of February 2024; an open side is ``None``.
    """

    start: str | None
    end: str | None
    granularity: str = "day"


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression: its tokens and what it stands for."""

    start: int
    end: int
    period: Period


@dataclass(frozen=True, slots=True)
class Document:
    """An article with its parse."""

    article: Article
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    names: tuple[Name, ...]
    quotations: tuple[Quotation, ...] = ()
    times: tuple[TimeMention, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """An actor, place, agreement or event: a node of the graph.

    Attributes:
        type: Local name of its class in the ontology, e.g. ``State``.
        wikidata: Its Wikidata id (``Q399``), or the empty string.
        of: The states and organisations that it belongs to (a group's state, a ministry's state).
        seeded: It stands in ``seeds/actors``.
    """

    id: EntityId
    label: str
    type: str
    aliases: tuple[str, ...] = ()
    wikidata: str = ""
    of: tuple[EntityId, ...] = ()
    seeded: bool = False


@dataclass(frozen=True, slots=True)
class Appearance:
    """That an entity is named in an article, and what the article says of it.

    Attributes:
        entity: As this article describes it, before anything was joined across articles.
        day: When the article was published.
        posts: Relation and holder of the posts that the article gives it: ``("leads", "Armenia")``.
    """

    entity: Entity
    article: ArticleId
    day: date | None = None
    posts: tuple[tuple[str, EntityId], ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """A named feature of a decision and what it contributed."""

    feature: str
    value: float


@dataclass(frozen=True, slots=True)
class Join:
    """Two names and what speaks for and against their being one, the smaller id first.

    Attributes:
        score: Probability that they are one.
        article: Set where the join holds for one article only: a bare surname means whom that article tells of.
    """

    left: EntityId
    right: EntityId
    score: float
    reasons: tuple[Reason, ...]
    article: ArticleId = ArticleId("")


@dataclass(frozen=True, slots=True)
class Link:
    """A mention and the entities it stands for.

    Attributes:
        head: Token index of the mention's head word.
        start, end: Tokens of the noun phrase that names the actor, without relative clauses.
        entities: One entity; several for "the two countries" or "both leaders".
        kind: ``name``, ``nominal`` ("the alliance", "Armenian authorities") or ``pronoun``.
        coreference: Another mention had to be found to know who is meant.
        score: How sure the link is, 0 to 1.
        stands_for: The state that acts where this body or seat of power is said to act ("the Kremlin decided").
    """

    head: int
    start: int
    end: int
    entities: tuple[EntityId, ...]
    kind: str
    score: float
    coreference: bool = False
    stands_for: EntityId | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Title:
    """An office or title in the text: "foreign minister", "Secretary General".

    Attributes:
        start, end: Its tokens; ``head`` is the noun among them.
        office: The office's label in the seeds.
        relation: The relation that holding it implies (``leads``, ``officialOf``, ``speaksFor``, …).
        holder: Head token of the mention that holds it, if one is named.
        owners: Head tokens of the states and organisations that it is an office of.
        of: The same where only the seeds tell ("President Biden").
    """

    start: int
    end: int
    head: int
    office: str
    relation: str
    scope: str
    holder: int | None = None
    owners: tuple[int, ...] = ()
    of: EntityId | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who is meant in one document: links by head token, the entities they point to, and the titles."""

    links: tuple[Link, ...]
    entities: tuple[Entity, ...]
    titles: tuple[Title, ...] = ()


@dataclass(frozen=True, slots=True)
class Argument:
    """The words of the article that name a claim's subject or object.

    Attributes:
        link: What told the linker whom they mean: "seed name", "surname in the text".
    """

    text: str
    start: int
    end: int
    link: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where an article says it. ``article.text[start:end] == quote`` always."""

    article: ArticleId
    start: int
    end: int
    quote: str
    rule: str
    extractor: str
    subject: Argument
    object: Argument


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says so (``None``: the text does not tell), and whether it is said or only alleged."""

    speaker: EntityId | None
    manner: Manner


@dataclass(frozen=True, slots=True)
class Claim:
    """Subject, relation and object as one article supports them; the unit that everything shares."""

    id: ClaimId
    subject: EntityId
    predicate: Relation
    object: EntityId
    modality: Modality
    confidence: float
    evidence: tuple[Evidence, ...]
    attribution: Attribution | None = None
    period: Period | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def asserted(self) -> bool:
        """It is stated as fact and is not merely alleged."""
        alleged = self.attribution is not None and self.attribution.manner is Manner.ALLEGED
        return self.modality is Modality.FACTUAL and not alleged


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that was skipped or refused, and why; the run went on."""

    kind: str
    message: str
    path: str = ""
    line: int | None = None
    article: ArticleId | None = None
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.path and self.line is not None else self.path
        text = f"{place}: {self.message}" if place else self.message
        return f"{text} ({self.hint})" if self.hint else text


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """An article as the graph keeps it: everything but its text.

    Attributes:
        copy_of: The article that its prose was taken from, or nearly so: the two are one source.
    """

    id: ArticleId
    title: str
    source: str
    url: str
    published: date | None
    sha256: str
    language: str = "en"
    author: str = ""
    copy_of: ArticleId | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one article: what the graph is built from."""

    article: Article
    entities: tuple[Entity, ...] = ()
    claims: tuple[Claim, ...] = ()
    issues: tuple[Issue, ...] = field(default=())
