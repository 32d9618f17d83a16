"""What the linker knows while it reads one document."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg import ids
from kg.model import Entity, EntityId, Link, Reason
from kg.resolve.mentions import Words
from kg.resolve.names import fold
from kg.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.lexicon import Lexicon
    from kg.model import Document, Title
    from kg.resolve.gazetteer import Gazetteer
    from kg.resolve.judgements import Judgements


@dataclass
class Workspace:
    """Links and entities found so far; passed from step to step, dropped when the document is done.

    Attributes:
        links: Head token → link.
        entities: Entities that the links point to.
        posts: (office, state or organisation) → the person who holds it in this document.
        titled: Office or title, as written → the persons that this document calls so.
        heads: The keys of ``links``, sorted.
        genders: Person → ``male`` or ``female``, as far as the text tells.
        said: Entity → common nouns that the text says of it: "the M23, a militia".
    """

    document: Document
    gazetteer: Gazetteer
    lexicon: Lexicon
    judgements: Judgements
    tree: Tree = field(init=False)
    words: Words = field(init=False)
    links: dict[int, Link] = field(default_factory=dict)
    entities: dict[EntityId, Entity] = field(default_factory=dict)
    titles: list[Title] = field(default_factory=list)
    posts: dict[tuple[str, EntityId], EntityId] = field(default_factory=dict)
    titled: dict[str, set[EntityId]] = field(default_factory=dict)
    heads: list[int] = field(default_factory=list)
    genders: dict[EntityId, str] = field(default_factory=dict)
    said: dict[EntityId, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tree = Tree(self.document)
        self.words = Words(self.document)

    def text(self, start: int, end: int) -> str:
        """The article's words from token ``start`` to ``end`` (exclusive)."""
        tokens = self.document.tokens
        return self.document.article.text[tokens[start].start : tokens[end - 1].end]

    def seeded(self, entity: EntityId) -> Entity:
        """A seeded entity, made known to the document."""
        found = self.gazetteer.entities[entity]
        self.entities[entity] = found
        return found

    def entity(self, entity: EntityId) -> Entity:
        """An entity of this document; a seeded one is made known to it."""
        return self.entities.get(entity) or self.seeded(entity)

    def kind_of(self, entity: EntityId) -> str:
        """Class of an entity, of this document or of the seeds."""
        return (self.entities.get(entity) or self.gazetteer.entities[entity]).type

    def learned(self, label: str, kind: str, of: tuple[EntityId, ...] = (), alias: str = "") -> Entity:
        """An entity that is not in the seeds: made, or found again under the same label."""
        clean = " ".join(label.split())
        entity = ids.entity_id(clean)
        known = self.entities.get(entity) or self.gazetteer.entities.get(entity) or self._written_alike(clean, kind)
        if known is not None and not known.seeded and "Person" not in {known.type, kind}:
            entity, kind = known.id, known.type  # one name is one thing in one article
        if known is not None and known.type != kind:
            entity = ids.entity_id(f"{clean} {kind}")
            known = self.entities.get(entity)
        aliases = (alias,) if alias and alias != clean else ()
        if known is None:
            known = Entity(entity, clean, kind, aliases, of=of)
        elif not known.seeded:
            merged = tuple(dict.fromkeys((*known.aliases, *aliases)))
            known = replace(known, aliases=merged, of=tuple(dict.fromkeys((*known.of, *of))))
        self.entities[entity] = known
        return known

    def _written_alike(self, label: str, kind: str) -> Entity | None:
        """A learned entity whose name differs in its capitals only, or, for a people, in its number: "a Kurd", "Kurds"."""
        folded = fold(label)
        group = kind == "Group" and " " not in label
        alike = (one for one in self.entities.values() if one.type == kind and not one.seeded)
        return next(
            (
                one
                for one in alike
                if one.label != label
                and one.id == ids.slug(one.label)
                and (
                    fold(one.label) == folded
                    or (group and fold(one.label).removesuffix("s") == folded.removesuffix("s"))
                )
            ),
            None,
        )

    def unnamed(self, label: str, kind: str) -> Entity:
        """A group that only this article can tell apart: its id holds the article's."""
        article = self.document.article.id
        entity = EntityId(f"{ids.slug(label)}_{ids.digest(article, label, length=8)}")
        return self.entities.setdefault(entity, Entity(entity, label, kind))

    def apart(self, name: str, entity: EntityId) -> bool:
        """Whether a person has decided that this name is not that entity's."""
        return self.judgements.apart(ids.entity_id(name), entity) is not None

    def alias(self, entity: EntityId, name: str) -> None:
        """Another name for a learned entity."""
        known = self.entities[entity]
        if not known.seeded and name != known.label and name not in known.aliases:
            self.entities[entity] = replace(known, aliases=(*known.aliases, name))

    def link(  # noqa: PLR0913 - a link is what these say
        self,
        head: int,
        start: int,
        end: int,
        entities: tuple[EntityId, ...],
        kind: str,
        score: float,
        *,
        coreference: bool = False,
        reason: str = "",
    ) -> None:
        """Record what a mention stands for; the first link of a head stays."""
        if head in self.links or not entities:
            return
        stands_for = self._acts_for(entities[0]) if len(entities) == 1 else None
        for meant in (*entities, stands_for):  # a post may name a state that the article does not
            if meant is not None and meant not in self.entities:
                self.seeded(meant)
        reasons = (Reason(reason, score),) if reason else ()
        self.links[head] = Link(head, start, end, entities, kind, score, coreference, stands_for, reasons)
        insort(self.heads, head)

    def before(self, i: int, back: int) -> Iterator[Link]:
        """Links whose head stands before a token, nearest first, at most ``back`` sentences away."""
        first = self.document.sentences[max(0, self.tree.sentence_of[i] - back)].start
        for at in range(bisect_left(self.heads, i) - 1, -1, -1):
            if self.heads[at] < first:
                return
            yield self.links[self.heads[at]]

    def _acts_for(self, entity: EntityId) -> EntityId | None:
        """The state for which a seat of power stands, or for which a seeded ministry or army acts."""
        found = self.gazetteer.stands_for.get(entity)
        body = self.entities.get(entity)
        if found is None and body is not None and body.seeded and body.type == "GovernmentBody":
            nouns = frozenset(self.gazetteer.nominals.get(entity, ()))
            if nouns & (self.lexicon.words("state_bodies") | self.lexicon.words("ministries")):
                found = next(iter(body.of), None)
        return found

    def post_of(self, person: EntityId) -> EntityId | None:
        """The state or organisation in which a person holds a post, in this document."""
        return next((of for (_, of), holder in sorted(self.posts.items()) if holder == person), None)

    def type_of(self, head: int) -> str:
        """Class of the entity that a token's link points to, or the empty string."""
        link = self.links.get(head)
        return self.entities[link.entities[0]].type if link else ""

    def is_word(self, i: int, *classes: str) -> bool:
        """Whether a token's lemma or lower-case text is in one of the word classes."""
        token = self.document.tokens[i]
        lemma, text = token.lemma, token.text.casefold()
        for name in classes:  # asked ten thousand times an article
            words = self.lexicon.words(name)
            if lemma in words or text in words:
                return True
        return False
