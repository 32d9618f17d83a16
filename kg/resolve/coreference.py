"""Who a definite description or a pronoun means, in reading order, by rules with features.

Measured alternatives and why there is no model: no coreference model can be had offline. Only the cases that are safe are
decided; the rest stay unlinked and give no claim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.resolve import nominals, salience
from kg.resolve.bodies import parliament
from kg.resolve.deeds import deed
from kg.resolve.opposites import opposite
from kg.resolve.plurals import plural
from kg.resolve.posts import state_of
from kg.resolve.pronouns import Pronouns
from kg.resolve.salience import NOMINAL
from kg.resolve.words import ORGANISED

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import EntityId, Link, Title, Token
    from kg.resolve.workspace import Workspace

AGAIN = 4
"""Sentences after which an organisation is no longer "the alliance"."""
MINISTER = 8
"""Sentences after which a minister is no longer "the minister"."""
THROUGH = 0.55
"""What an official counts for his state, as a share of what its own name would."""
THROUGH_WHOM = frozenset({"Person", "Place", "Group", "GovernmentBody"})
"""Who tells of a state without being one: "in Prague", "Czech farmers"."""
BODIES = (
    ("Party", "party_again"),
    ("ArmedGroup", "armed_again"),
    ("Company", "company_again"),
    ("MediaOutlet", "media_again"),
    ("GovernmentBody", "body_again"),
    ("IntergovernmentalOrganization", "union_again"),
    ("Organization", "organisation_again"),
)
"""Class → the nouns that may come back to one of its members."""


def refer(work: Workspace) -> Pronouns:
    """Link what refers back or names nobody, from the first word to the last; the pronouns of speakers are left for later."""
    pronouns = Pronouns(work)
    groups = nominals.Unnamed(work)
    by_head = {title.head: title for title in work.titles}
    for token in work.document.tokens:
        if token.i in work.links:
            continue
        if token.tag in {"PRP", "PRP$"}:
            pronouns.read(token)
        elif token.pos in NOMINAL:
            _noun(work, token, by_head.get(token.i))
            if token.i not in work.links:
                groups.read(token)
        elif token.tag in {"CD", "DT"}:
            plural(work, token)
    return pronouns


def _noun(work: Workspace, token: Token, title: Title | None) -> None:
    if (
        plural(work, token)
        or deed(work, token)
        or _own_state(work, token)
        or _own_party(work, token)
        or opposite(work, token)
    ):
        return
    if token.dep in {"compound", "nmod"}:
        return
    if title is not None and title.holder is None and token.tag in {"NN", "NNP"}:
        _holder(work, token, title)
    else:
        nominals.leaders(work, token)
        if token.i not in work.links:
            nominals.owned(work, token)
        if token.i not in work.links:
            _description(work, token)


def _own_state(work: Workspace, token: Token) -> bool:
    """ "His country", "their government", "her office": the state of whom the pronoun means."""
    owners = work.tree.kids(token.i, "poss")
    if not owners or not work.is_word(token.i, "state_nominals", "state_bodies", "offices"):
        return False
    for k in owners:
        link = work.links.get(salience.antecedent(work, k))
        if link is None or (link.kind != "pronoun" and work.document.tokens[k].tag != "WP$"):
            continue
        states = tuple(dict.fromkeys(s for e in link.entities if (s := state_of(work, e)) is not None))
        if states and (len(states) == 1 or token.tag in {"NNS", "NNPS"}):
            for state in states:
                if state not in work.entities:
                    work.seeded(state)
            start, end = work.tree.phrase(token.i)
            work.link(token.i, start, end, states, "nominal", 0.72, coreference=True, reason="country of the person")
            return True
    return False


def _own_party(work: Workspace, token: Token) -> bool:
    """ "His party": the one in which the text says that he holds a post."""
    if token.tag != "NN" or not work.is_word(token.i, "own_party"):
        return False
    for k in work.tree.kids(token.i, "poss"):
        link = work.links.get(k)
        person = link.entities[0] if link is not None and link.kind == "pronoun" else None
        parties = {of for (_, of), holder in work.posts.items() if holder == person and work.kind_of(of) == "Party"}
        if len(parties) == 1:
            start, end = work.tree.phrase(token.i)
            work.link(
                token.i, start, end, tuple(parties), "nominal", 0.75, coreference=True, reason="party of the person"
            )
            return True
    return False


def _definite(work: Workspace, token: Token) -> bool:
    return any(
        work.document.tokens[k].text.casefold() in {"the", "this", "that"} for k in work.tree.kids(token.i, "det")
    )


def _description(work: Workspace, token: Token) -> None:
    """ "The alliance", "the country", "the rebels", "the government"."""
    if not _definite(work, token) or token.dep in {"attr", "appos"}:
        return
    plain = not work.tree.kids(token.i, "amod", "compound", "poss", "nmod")
    if token.tag in {"NNS", "NNPS"}:
        if plain:
            _group(work, token)
        if token.i not in work.links and work.is_word(token.i, "governments") and _unspecific(work, token):
            _state(work, token, 0.68)
        return
    if work.is_word(token.i, "governments") and _seated(work, token):
        return
    if plain and work.is_word(token.i, "parliaments") and parliament(work, token):
        return
    if plain and _organisation(work, token):
        return
    if work.is_word(token.i, "state_nominals", "governments") and _unspecific(work, token):
        _state(work, token, 0.72)


def _unspecific(work: Workspace, token: Token) -> bool:
    """No words that set it apart from the one before: "the other country", "the first country that", "the state of"."""
    tokens = work.document.tokens
    if work.tree.kids(token.i, "relcl", "acl", "poss", "nummod") or any(
        tokens[p].lemma in {"of", "for", "with", "in"} for p in work.tree.kids(token.i, "prep")
    ):
        return False
    for k in work.tree.kids(token.i, "amod", "compound", "nmod"):
        if tokens[k].tag in {"JJR", "JJS", "RBS"} or work.is_word(k, "setting_apart"):
            return False
        if k in work.links and work.type_of(k) not in {"Place", "Region", "Group"}:
            return False
        if (
            k not in work.links
            and not work.is_word(token.i, "state_nominals")
            and not work.is_word(k, "vague_modifiers")
        ):
            return False
    return True


def _seated(work: Workspace, token: Token) -> bool:
    """ "The government in Yerevan": the state whose capital it is."""
    for prep in work.tree.kids(token.i, "prep"):
        for obj in work.tree.kids(prep, "pobj") if work.document.tokens[prep].lemma == "in" else ():
            link = work.links.get(obj)
            states = work.entities[link.entities[0]].of if link is not None else ()
            if link is not None and work.entities[link.entities[0]].type == "State":
                states = link.entities
            if states:
                start, end = work.tree.phrase(token.i)
                work.link(token.i, start, end, states[:1], "nominal", 0.85, reason="government in a capital")
                return True
    return False


def _state(work: Workspace, token: Token, score: float) -> None:
    """The most present state that is not the subject of the clause itself; beside an owner of a post, his own state."""
    acting = _acting(work, token)

    def fits(link: Link) -> tuple[EntityId, ...]:
        target = link.stands_for or link.entities[0]
        if work.kind_of(target) in THROUGH_WHOM:
            target = state_of(work, target) or target
        return (target,) if len(link.entities) == 1 and work.kind_of(target) == "State" else ()

    def other(link: Link) -> tuple[EntityId, ...]:
        return () if acting & set(fits(link)) else fits(link)

    def share(link: Link) -> float:
        return THROUGH if work.entities[link.entities[0]].type in THROUGH_WHOM else 1.0

    found = salience.ranked(work, token.i, 2, other, share=share)
    if not found and token.dep == "poss":
        found = salience.ranked(work, token.i, 2, fits, share=share)
    if found:
        (state,) = found[0].entities
        if state not in work.entities:
            work.seeded(state)
        start, end = work.tree.phrase(token.i)
        work.link(token.i, start, end, (state,), "nominal", score, coreference=True, reason="description again")


def _acting(work: Workspace, token: Token) -> set[EntityId | None]:
    """Whom the text would call "it": the subject of the clause, and above a subject of a clause of time the one who acts."""
    tokens = work.document.tokens
    verbs = [a for a in work.tree.ancestors(token.i) if tokens[a].pos in salience.VERBAL][:2]
    if verbs and (
        salience.bare(work, verbs[0]) or (token.dep in salience.SUBJECTS and tokens[verbs[0]].dep == "advcl")
    ):
        verbs = verbs[1:]
    doer = salience.subject(work, verbs[0]) if verbs else None
    found: set[EntityId | None] = set()
    ruling = work.is_word(token.i, "governments")  # a minister may speak of his own government
    for head in work.tree.conjuncts(doer) if doer is not None and doer < token.i else ():
        link = work.links.get(head)
        if link is not None:
            found |= {*link.entities, link.stands_for}
            bodies = [e for e in link.entities if work.entities[e].type != "Person" or not ruling]
            found |= {o for e in bodies for o in work.entities[e].of if token.dep != "poss"}
    return found


def _organisation(work: Workspace, token: Token) -> bool:
    """ "The bloc", "the party": the last organisation that is called so, or that is one."""
    lemma = token.lemma
    kinds = {kind for kind, name in BODIES if work.is_word(token.i, name)}
    noun = lemma in work.lexicon.words("organisation_nouns")

    def called(link: Link) -> bool:
        entity = work.entities[link.entities[0]]
        named = entity.type in ORGANISED and noun and lemma in entity.label.casefold().split()
        said = lemma in work.said.get(entity.id, ())
        return named or said or lemma in work.gazetteer.nominals.get(entity.id, ())

    def one(link: Link) -> bool:
        entity = work.entities[link.entities[0]]
        return entity.type in kinds and (entity.type != "GovernmentBody" or not _other_body(work, entity.label))

    return _last(work, token, called) or (bool(kinds) and _last(work, token, one))


def _other_body(work: Workspace, label: str) -> bool:
    """A body whose name says what it is: "the Foreign Ministry" is not "the council"."""
    return not work.lexicon.words("body_nouns").isdisjoint(label.casefold().split())


def _group(work: Workspace, token: Token) -> None:
    """ "The rebels": the group that was called so with its owner, or the armed group named last."""
    lemma = token.lemma

    def same(link: Link) -> bool:
        entity = work.entities[link.entities[0]]
        if entity.type == "ArmedGroup":
            return work.is_word(token.i, "armed_again")
        if lemma in work.said.get(entity.id, ()):
            return True
        head = work.document.tokens[link.head]
        return entity.type == "Group" and head.lemma == lemma and link.kind == "nominal"

    _last(work, token, same)


def _last(work: Workspace, token: Token, fits: Callable[[Link], bool]) -> bool:
    for link in work.before(token.i, AGAIN):
        if len(link.entities) == 1 and fits(link):
            start, end = work.tree.phrase(token.i)
            work.link(token.i, start, end, link.entities, "nominal", 0.72, coreference=True, reason="description again")
            return True
    return False


def _holder(work: Workspace, token: Token, title: Title) -> None:
    """ "The minister", "the economy minister": the person last named with that office; "his minister": by its owner."""
    nominals.post(work, title)
    inside = range(title.start, title.end)
    kids = [k for k in work.tree.kids(token.i, "amod", "compound", "poss", "nmod") if k not in inside]
    if token.i in work.links or title.owners or not _definite(work, token) or kids:
        return
    held = work.titled.get(title.office, set()) | {
        person for office, persons in work.titled.items() if office.endswith(f" {title.office}") for person in persons
    }
    for link in work.before(token.i, MINISTER):
        if link.entities[0] in held:
            start, end = work.tree.phrase(token.i)
            work.link(token.i, start, end, link.entities, "nominal", 0.75, coreference=True, reason="office again")
            return
