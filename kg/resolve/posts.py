"""Posts: of what a title is an office, where the words right beside it do not tell."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.nominal import owners

if TYPE_CHECKING:
    from kg.model import EntityId, Title
    from kg.resolve.gazetteer import Term
    from kg.resolve.workspace import Workspace

FOCUS = 0.5
"""Least share of an article's mentions of states that make a state the one it is about."""


def complete_titles(work: Workspace) -> None:
    """Owners that only pronouns, descriptions, the seeds or the whole article tell.

    "its President, Recep Tayyip Erdogan", "Ruto's adviser", "his Armenian counterpart", "President Biden".
    """
    names = frozenset(work.links)
    for number, title in enumerate(work.titles):
        if title.holder is None or title.holder not in work.links or work.type_of(title.holder) != "Person":
            continue
        completed = title
        if not title.owners:
            inside = frozenset(range(title.start, title.end))
            found = owners(work.tree, title.head, title.start, title.end, names=names - inside)
            completed = replace(title, owners=tuple(o for o in found if o != title.holder))
        completed = _through_person(work, completed)
        if not completed.owners and completed.of is None:
            completed = _by_term(work, completed)
        work.titles[number] = completed
    record_posts(work)
    for number, title in enumerate(work.titles):
        if title.holder in work.links and not title.owners and title.of is None:
            work.titles[number] = _by_focus(work, title)
    record_posts(work)


def state_of(work: Workspace, entity: EntityId) -> EntityId | None:
    """The state (or organisation) that a person serves or that a group or body belongs to; a state's own is itself."""
    known = work.entities[entity]
    if known.type == "State":
        return entity
    if known.type == "Person":
        return work.post_of(entity) or _serving(work, entity)
    return next((e for e in known.of if e in work.entities and work.entities[e].type == "State"), None)


def foresee(work: Workspace) -> None:
    """Before anybody is referred back to: the posts that the seeds tell, and who is called by which office."""
    for title in work.titles:
        if title.holder is None or work.type_of(title.holder) != "Person":
            continue
        person = work.links[title.holder].entities[0]
        work.titled.setdefault(title.office, set()).add(person)
        work.titled.setdefault(work.text(title.start, title.end).casefold(), set()).add(person)
        if not title.owners and title.of is None:
            of = _by_term(work, title).of
            if of is not None:
                work.posts.setdefault((title.office, of), person)


def _through_person(work: Workspace, title: Title) -> Title:
    """ "Ruto's adviser" serves the state that Ruto leads; a spokesperson keeps the person."""
    persons = [o for o in title.owners if work.type_of(o) == "Person"]
    if not persons or len(persons) < len(title.owners) or title.relation == "speaksFor":
        return title
    person = work.links[persons[0]].entities[0]
    state = work.post_of(person) or _serving(work, person)
    if state is None:
        return title
    work.entities.setdefault(state, work.gazetteer.entities.get(state) or work.entities[state])
    return replace(title, owners=(), of=state)


def serving_term(work: Workspace, person: EntityId) -> Term | None:
    """The term of office that the seeds know a person to have served when the article came out."""
    published = work.document.article.published
    day = published.isoformat() if published is not None else ""
    for term in work.gazetteer.terms.get(person, ()):
        began = not day or term.start <= day[: len(term.start)]
        if began and not (day and term.end and day[: len(term.end)] > term.end):
            return term
    return None


def _serving(work: Workspace, person: EntityId) -> EntityId | None:
    """Of what the seeds know a person to hold a post when the article came out."""
    term = serving_term(work, person)
    return term.of if term is not None else None


def _by_term(work: Workspace, title: Title) -> Title:
    """The seeds know of what the holder held this office when the article came out."""
    person = work.links[title.holder].entities[0] if title.holder is not None else None
    published = work.document.article.published
    day = published.isoformat() if published is not None else ""
    for term in work.gazetteer.terms.get(person, ()) if person is not None else ():
        began = not day or term.start <= day[: len(term.start)]
        ended = bool(day and term.end) and day[: len(term.end)] > term.end
        if term.office == title.office and began and not ended:
            work.seeded(term.of)
            return replace(title, of=term.of)
    return title


def _by_focus(work: Workspace, title: Title) -> Title:
    """A bare "President Santos": the state that the article is about, if no other holder of that office is known."""
    if title.scope not in {"state", "any"} or title.holder is None or work.type_of(title.holder) != "Person":
        return title
    if title.relation not in {"leads", "officialOf"} or title.end != work.links[title.holder].start:
        return title
    person = work.links[title.holder].entities[0]
    formal = work.document.tokens[title.start].text[:1].isupper()  # "President Santos", but "the sect's leader Moon"
    if work.post_of(person) is not None or not (formal or title.scope == "state"):
        return title
    counts = Counter(
        entity for link in work.links.values() for entity in link.entities if work.entities[entity].type == "State"
    )
    total = sum(counts.values())
    ranked = sorted(counts.items(), key=lambda c: (-c[1], c[0]))
    rival = ranked[1][1] if len(ranked) > 1 else 0
    for state, count in ranked[:1]:
        if count / total >= FOCUS and count >= 2 * rival and work.posts.get((title.office, state), person) == person:
            return replace(title, of=state)
    return title


def record_posts(work: Workspace) -> None:
    """Remember who holds which office, for "the minister" later on."""
    for title in work.titles:
        if title.holder is None or work.type_of(title.holder) != "Person":
            continue
        person = work.links[title.holder].entities[0]
        for i in range(title.start, title.end):
            if work.is_word(i, "female_words"):
                work.genders.setdefault(person, "female")
            elif work.is_word(i, "male_words"):
                work.genders.setdefault(person, "male")
        owned = [e for o in title.owners if o in work.links for e in work.links[o].entities]
        owned += [title.of] if title.of is not None else []
        for entity in owned:
            work.posts.setdefault((title.office, work.gazetteer.stands_for.get(entity, entity)), person)
