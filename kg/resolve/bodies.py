"""Bodies of a state that are named without it: "the National Assembly", "its Ministry of Defence", "the parliament"."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.nominal import COPULAR, owners
from kg.resolve import salience
from kg.resolve.focus import meant, state_around
from kg.resolve.words import ORGANISED

if TYPE_CHECKING:
    from kg.model import EntityId, Link, Token
    from kg.resolve.workspace import Workspace

BACK = 3
"""Sentences to look back for the state whose parliament is meant."""


def said_of(work: Workspace) -> dict[EntityId, set[str]]:
    """What the text says that each body is: "the M23, a militia", "the Histadrut is a union", "the Wagner network"."""
    found: dict[EntityId, set[str]] = defaultdict(set)
    tokens = work.document.tokens
    for head, link in work.links.items():
        if link.kind != "name" or work.entities[link.entities[0]].type not in ORGANISED | {"Group"}:
            continue
        token = tokens[head]
        nouns = work.tree.kids(head, "appos")
        nouns += [token.head] if token.dep in {"compound", "nmod", "appos"} and token.head not in work.links else []
        if token.dep in salience.SUBJECTS and tokens[token.head].lemma in COPULAR:
            nouns += work.tree.kids(token.head, "attr")
        for noun in nouns:
            if tokens[noun].pos == "NOUN" and work.is_word(noun, "organisation_nouns", "armed_nouns", "party_nouns"):
                found[link.entities[0]].add(tokens[noun].lemma)
    return found


def parliament(work: Workspace, token: Token) -> bool:
    """ "The parliament": of the state that is most present, by its own name if the seeds have it."""

    def fits(link: Link) -> tuple[EntityId, ...]:
        told = meant(work, link)
        return (told[0],) if told is not None else ()

    ranked = salience.ranked(work, token.i, BACK, fits)
    if not ranked:
        return False
    (state,) = ranked[0].entities
    body = body_of(work, token.text, state)
    if body is None:
        label = f"{work.gazetteer.demonyms.get(state, work.entities[state].label)} {token.text}"
        body = work.learned(label, "GovernmentBody", (state,)).id
    start, end = work.tree.phrase(token.i)
    work.link(token.i, start, end, (body,), "nominal", 0.7, coreference=True, reason="parliament of a state")
    return True


def body_of(work: Workspace, name: str, state: EntityId) -> EntityId | None:
    """The seeded body of a state that a name means with it: "the National Assembly" of France."""
    label = work.entity(state).label
    short = name.removeprefix("the ").removeprefix("The ")
    forms = [f"{label}'s {short}", f"{short} of {label}", f"{short} of the {label}"]
    demonym = work.gazetteer.demonyms.get(state)
    forms += [f"{demonym} {short}"] if demonym else []
    found = (work.gazetteer.named(form) for form in forms)
    return next((work.seeded(one).id for one in found if one is not None), None)


def adopt(work: Workspace) -> None:
    """ "Its Ministry of Foreign Affairs": a body whose owner a pronoun or the passage tells belongs to it and acts for it."""
    names = frozenset(work.links)
    for head, link in sorted(work.links.items()):
        entity = work.entities[link.entities[0]]
        if entity.type != "GovernmentBody" or entity.seeded or entity.of or link.stands_for is not None:
            continue
        owned = owners(work.tree, head, link.start, link.end, names=names - {head})
        states = [e for o in owned for e in work.links[o].entities if work.entities[e].type == "State"]
        if not states and not owned and link.kind == "name" and work.is_word(head, "ministries", "parliaments"):
            around = state_around(work, head)
            states = [around] if around is not None else []
        if states:
            _belongs(work, entity.id, states[0], acts=work.is_word(head, "ministries", "state_bodies"))


def _belongs(work: Workspace, body: EntityId, state: EntityId, *, acts: bool) -> None:
    entity = work.entities[body]
    known = body_of(work, entity.label, state)
    if known is None:
        demonym = work.gazetteer.demonyms.get(state, work.entities[state].label)
        work.entities[body] = replace(
            entity, label=f"{demonym} {entity.label}", aliases=(*entity.aliases, entity.label), of=(state,)
        )
    for head, link in work.links.items():
        if link.entities == (body,):
            stands_for = state if acts else link.stands_for
            work.links[head] = replace(link, entities=(known or body,), stands_for=stands_for)
