"""Posts: of what a title is an office, where the words right beside it do not tell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.nominal import owners
from kg.resolve.focus import MARGIN, SURE, state_around

if TYPE_CHECKING:
    from kg.model import EntityId, Title
    from kg.resolve.gazetteer import Term
    from kg.resolve.workspace import Workspace


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
    work.titles = [_of_its_kind(work, title) for title in work.titles]
    record_posts(work)
    for number, title in enumerate(work.titles):
        if title.holder in work.links and not title.owners and title.of is None:
            work.titles[number] = _by_passage(work, title)
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
    if not persons or len(persons) < len(title.owners) or "post" not in work.lexicon.traits_of(title.relation):
        return title
    person = work.links[persons[0]].entities[0]
    state = work.post_of(person) or _serving(work, person)
    if state is None:
        return title
    work.entities.setdefault(state, work.gazetteer.entities.get(state) or work.entities[state])
    return replace(title, owners=(), of=state)


def serving_term(work: Workspace, person: EntityId) -> Term | None:
    """The term of office that the seeds know a person to have served when the article came out."""
    return next((term for term in work.gazetteer.terms.get(person, ()) if covers(work, term)), None)


def covers(work: Workspace, term: Term) -> bool:
    """Whether somebody served a term when the article came out; any term, if no day is given."""
    published = work.document.article.published
    day = published.isoformat() if published is not None else ""
    return not _later(work, term) and not (day and term.end and day[: len(term.end)] > term.end)


def _later(work: Workspace, term: Term) -> bool:
    """Whether a term began after the article came out."""
    published = work.document.article.published
    return published is not None and term.start > published.isoformat()[: len(term.start)]


def _serving(work: Workspace, person: EntityId) -> EntityId | None:
    """Of what the seeds know a person to hold a post when the article came out."""
    term = serving_term(work, person)
    return term.of if term is not None else None


def _by_term(work: Workspace, title: Title) -> Title:
    """The seeds know of what the holder held this office when the article came out; right before a name, also before."""
    person = work.links[title.holder].entities[0] if title.holder is not None else None
    held = [t for t in work.gazetteer.terms.get(person, ()) if t.office == title.office] if person is not None else []
    serving = [t for t in held if covers(work, t)]
    if not serving and _beside(work, title) and len({t.of for t in held}) == 1:
        serving = [t for t in held if not _later(work, t)]  # "President Carter" of long ago
    if not serving:
        return title
    work.seeded(serving[0].of)
    return replace(title, of=serving[0].of)


def _of_its_kind(work: Workspace, title: Title) -> Title:
    """Whoever leads a party or a band in a state leads no state: an opposition leader is an official of it, a rebel is none."""
    if title.scope != "organization" or "foremost" not in work.lexicon.traits_of(title.relation):
        return title
    states = [o for o in title.owners if o in work.links and work.type_of(o) == "State"]
    if not states and (title.of is None or work.kind_of(title.of) != "State"):
        return title
    if title.office in work.lexicon.words("counter_offices"):
        return replace(title, owners=tuple(o for o in title.owners if o not in states), of=None)
    return replace(title, relation=work.lexicon.above(title.relation, "post"))


def _beside(work: Workspace, title: Title) -> bool:
    """Right before the holder's name: "Prime Minister Blair"."""
    return title.holder is not None and title.end == work.links[title.holder].start


def _by_passage(work: Workspace, title: Title) -> Title:
    """A bare "Defence Minister Ruiz": of the state of which he is a citizen, or that the passage is about."""
    if title.holder is None or title.scope not in {"state", "any"} or work.type_of(title.holder) != "Person":
        return title
    if title.office in work.lexicon.words("placeless_offices"):
        return title
    if "post" not in work.lexicon.traits_of(title.relation) or not (_beside(work, title) or title.scope == "state"):
        return title
    person = work.links[title.holder].entities[0]
    if work.post_of(person) is not None or not _plain(work, title):
        return title
    of = _citizenship(work, person) if title.scope == "state" else None
    if of is None:
        taken = {o for (office, o), holder in work.posts.items() if office == title.office and holder != person}
        taken |= _filled(work, title.office, person)
        shared = title.office in work.lexicon.words("shared_offices")
        of = state_around(
            work,
            title.holder,
            apart=frozenset(() if shared else taken),
            bodies=title.scope == "any",
            margin=SURE if shared else MARGIN,
        )
    return title if of is None else replace(title, of=of)


def _filled(work: Workspace, office: str, person: EntityId) -> set[EntityId]:
    """States in which the seeds know somebody else to hold the office when the article came out."""
    published = work.document.article.published
    if published is None:
        return set()
    states = [entity for entity, known in work.entities.items() if known.type == "State"]
    held = ((state, work.gazetteer.holders(office, state, published.isoformat())) for state in states)
    return {state for state, holders in held if holders and person not in holders}


def _plain(work: Workspace, title: Title) -> bool:
    """Nothing before the title tells of something smaller: "state premier", "the cult's leader", "detained leader"."""
    tokens = work.document.tokens
    if title.scope == "any" and not tokens[title.start].text[0].isupper():
        return False
    before = tokens[title.start - 1] if title.start else None
    return (
        before is None
        or before.tag not in {"POS", "NN", "NNS", "NNP", "JJ", "VBN", "PRP$"}
        or work.is_word(before.i, "vague_modifiers")
    )


def _citizenship(work: Workspace, person: EntityId) -> EntityId | None:
    """The one state to which a seeded person belongs."""
    known = work.entities[person]
    states = [e for e in known.of if e in work.gazetteer.entities and work.gazetteer.entities[e].type == "State"]
    if not known.seeded or len(states) != 1:
        return None
    return work.seeded(states[0]).id


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
