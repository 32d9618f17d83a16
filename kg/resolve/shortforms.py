"""Short forms of organisations: acronyms, in brackets or by their first letters, and "the Union"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.resolve.names import fold, initials, is_acronym
from kg.resolve.words import ORGANISED

if TYPE_CHECKING:
    from kg.model import EntityId
    from kg.resolve.mentions import NameSpan
    from kg.resolve.workspace import Workspace


def shortened(work: Workspace, span: NameSpan, name: str) -> EntityId | None:
    """The organisation of this document that a name is a short form of, the surest way first."""
    return _short_form(work, name) or _bracketed(work, span, name) or _last_word(work, span, name)


def _short_form(work: Workspace, name: str) -> EntityId | None:
    """A name of this document that the name abbreviates, by its first letters or its first words."""
    small = work.lexicon.words("small_words")
    acronym, folded = is_acronym(name), fold(name)
    for entity in list(work.entities.values()):
        if entity.type in {"Person", "State", "Place"}:
            continue
        short = acronym and initials(entity.label, small) == folded.upper()
        short = short or (entity.type in ORGANISED and longer(work, folded, fold(entity.label)))
        if (short or folded in {fold(a) for a in (entity.label, *entity.aliases)}) and not work.apart(name, entity.id):
            return entity.id
    return None


def longer(work: Workspace, short: str, full: str) -> bool:
    """Whether a name goes on where another ends, with what it is for: "Global Fund (to Fight AIDS)"."""
    if " " not in short or not full.startswith(f"{short} "):
        return False
    return full.removeprefix(f"{short} ").split()[0] in work.lexicon.words("purpose_words")


def _bracketed(work: Workspace, span: NameSpan, name: str) -> EntityId | None:
    """An acronym in brackets right after a name: "Nidaa Tounes (NT)"."""
    if not is_acronym(name) or span.start < 2 or work.document.tokens[span.start - 1].text != "(":  # noqa: PLR2004
        return None
    before = [link for link in work.links.values() if link.end == span.start - 1 and link.start < link.end]
    named = [
        e
        for link in before
        for e in link.entities
        if work.entities[e].type in ORGANISED and not work.entities[e].seeded
    ]
    return named[0] if named else None


def _last_word(work: Workspace, span: NameSpan, name: str) -> EntityId | None:
    """ "The Union", "the Front": the organisation named last whose name holds that word."""
    if span.length > 1 or not work.is_word(span.head, "organisation_nouns", "armed_nouns"):
        return None
    word = fold(name)
    for link in work.before(span.head, len(work.document.sentences)):
        entity = work.entities[link.entities[0]]
        if entity.type in ORGANISED and " " in entity.label and word in fold(entity.label).split():
            return entity.id
    return None
