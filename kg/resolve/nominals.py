"""Descriptions → entities: "the Turkish government", "Hungarian officials", "the Armenian leader"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.nominal import owners as owners_of
from kg.resolve import agreements
from kg.resolve.names import fold
from kg.resolve.plurals import numbered, sums_up
from kg.resolve.posts import serving_term, state_of
from kg.resolve.salience import SUBJECTS, clause, subject
from kg.resolve.shortforms import longer
from kg.resolve.words import ORGANISED, beginning, hyphenated

if TYPE_CHECKING:
    from kg.model import EntityId, Title, Token
    from kg.resolve.workspace import Workspace

MODIFYING = frozenset(
    {"compound", "nmod", "amod", "poss", "det", "nummod", "advmod", "quantmod", "case", "punct", "predet"}
)
SHORT = 3
"""Sentences of a text that is too short to name elsewhere whom it calls "the minister"."""
MANY = 4
"""States and organisations in an article beyond which an unnamed group could belong to any of them."""
PLACED = frozenset({"State", "Region", "Place"})


def describe(work: Workspace) -> None:
    """Link every noun phrase that says who is meant by naming somebody else."""
    names = frozenset(work.links)
    by_head = {title.head: title for title in work.titles}
    for token in work.document.tokens:
        if token.pos not in {"NOUN", "PROPN"} or token.i in work.links or token.dep in {"compound", "nmod"}:
            continue
        title = by_head.get(token.i)
        if title is not None:
            if title.holder is None and token.tag in {"NN", "NNP"}:
                post(work, title)
                if token.i in work.links:
                    continue
            elif title.holder is not None:
                continue
        _noun(work, token.i, names)


def leaders(work: Workspace, token: Token) -> None:
    """ "Their presidents", "the two countries' foreign ministers": through them the several states act."""
    if token.tag not in {"NNS", "NNPS"} or not work.is_word(token.i, "person_plurals"):
        return
    owned = [k for k in work.tree.kids(token.i, "poss") if k in work.links]
    entities = tuple(dict.fromkeys(e for k in owned for e in work.links[k].entities))
    if len(entities) > 1 and _kinds(work, list(entities)) <= PLACED | ORGANISED:
        start, end = work.tree.phrase(token.i)
        work.link(token.i, start, end, entities, "nominal", 0.7, coreference=True, reason="leaders of several states")


def owned(work: Workspace, token: Token) -> None:
    """ "Its soldiers", "his negotiators", "both countries' armies": by an owner who is known only now."""
    late = [work.links[k] for k in work.tree.kids(token.i, "poss") if k in work.links]
    verb = clause(work, token.i)
    doer = work.links.get(subject(work, verb) or -1) if verb is not None and token.dep not in SUBJECTS else None
    apart = not any(doer is not None and set(doer.entities) & set(link.entities) for link in late)
    if apart and any(link.kind == "pronoun" or link.coreference for link in late):
        _noun(work, token.i, frozenset(work.links))


def _noun(work: Workspace, head: int, names: frozenset[int]) -> None:
    start, end = work.tree.phrase(head)
    token = work.document.tokens[head]
    if numbered(work, token) and sums_up(work, token):
        return
    if token.dep == "appos" and work.type_of(token.head) in ORGANISED and work.is_word(head, "organisation_nouns"):
        return
    if any(work.type_of(k) in ORGANISED | {"Person"} for k in work.tree.kids(head, "appos")):
        return
    owned = [o for o in owners_of(work.tree, head, head, head + 1, names=names) if o in work.links]
    owners = [e for o in owned for e in work.links[o].entities]
    named = _naming(work, head, owned)
    if named is not None:
        work.link(head, start, end, (named,), "name", 0.9, reason="name of the organisation")
    elif work.is_word(head, "agreements"):
        agreements.describe(work, head, start, end)
    elif (
        (work.is_word(head, "described_organisations") and _organisation(work, head, start, end, owners))
        or (work.is_word(head, "place_nouns") and _place(work, head, start, end))
        or not owners
    ):
        return
    elif work.is_word(head, "state_bodies", "ministries"):
        _body(work, head, start, end, owners, owned)
    elif (
        work.document.tokens[head].tag in {"NNS", "NNPS"}
        and work.is_word(head, "person_plurals")
        and len(set(owners)) > 1
    ):
        work.link(head, start, end, tuple(dict.fromkeys(owners)), "nominal", 0.75, reason="leaders of several states")
    elif (
        work.document.tokens[head].tag in {"NNS", "NNPS"}
        and work.is_word(head, "heads")
        and _kinds(work, owners) <= ORGANISED
    ):
        work.link(head, start, end, tuple(dict.fromkeys(owners)), "nominal", 0.8, reason="leaders of an organisation")
    elif (work.is_word(head, "collectives", "actor_nouns") or _many(work, head)) and _kinds(work, owners) & (
        PLACED | ORGANISED | {"Person", "Group"}
    ):
        work.link(head, start, end, tuple(_groups(work, head, owned)), "nominal", 0.8, reason="collective")


def _groups(work: Workspace, head: int, owned: list[int]) -> list[EntityId]:
    """One group, or one of each owner: "American and Armenian soldiers"."""
    several = len({work.links[o].entities for o in owned}) > 1
    found: list[EntityId] = []
    for owner in owned if several else owned[:1]:
        if several and work.document.tokens[owner].pos == "PROPN":  # "Mali and Tuareg rebels"
            found += work.links[owner].entities
            continue
        label = _label(work, head, [owner] if several else owned)
        if work.type_of(owner) == "ArmedGroup" and work.is_word(head, "armed_members"):
            found += work.links[owner].entities
            continue
        foe = owner > 1 and work.document.tokens[owner - 1].text == "-"
        of = () if foe else work.links[owner].entities[:1]
        found.append(work.learned(label, "Group", of).id)
    return list(dict.fromkeys(found))


def _many(work: Workspace, head: int) -> bool:
    """ "Gulf states", "East Asian countries"."""
    return work.document.tokens[head].tag in {"NNS", "NNPS"} and work.is_word(head, "plural_actors")


def _place(work: Workspace, head: int, start: int, end: int) -> bool:
    """ "Badghis province", "the Lachin corridor": a name before a word for a place."""
    tokens = work.document.tokens
    named = [
        k
        for k in work.tree.kids(head, "compound", "nmod")
        if k < head and tokens[k].pos == "PROPN" and tokens[k].text[0].isupper()
    ]
    if not named or named[-1] != head - 1:
        return False
    known = next(
        (work.links[k] for k in named if k in work.links and work.type_of(k) in {"Region", "Place", "State"}), None
    )
    if known is not None:
        work.link(head, start, end, known.entities, "name", known.score, reason="place of that name")
    else:
        label = work.text(named[0], head + 1)
        work.link(head, start, end, (work.learned(label, "Place").id,), "name", 0.75, reason="place by its noun")
    return True


class Unnamed:
    """ "Police", "the protesters": a group of this article alone, for nobody can say that it is the one of another."""

    def __init__(self, work: Workspace) -> None:
        self._work = work
        self._held = frozenset(t.head for t in work.titles if t.holder is not None)
        self._posts = frozenset(t.head for t in work.titles)
        owners = {
            e for link in work.links.values() for e in link.entities if work.entities[e].type in ORGANISED | {"State"}
        }
        self._crowded = len(owners) > MANY

    def read(self, token: Token) -> None:
        """Link a noun for people or bodies that nobody has been found for."""
        work = self._work
        if token.i in self._held or token.dep in {"compound", "nmod", "amod", "appos", "npadvmod"}:
            return
        if not work.is_word(token.i, "collectives", "actor_nouns") or _single_post(work, token.i):
            return
        if any(work.type_of(k) == "Person" for k in work.tree.kids(token.i, "appos")):
            return
        start, end = work.tree.phrase(token.i)
        single = token.i in self._posts and token.tag in {"NN", "NNP"}
        entity = work.unnamed(_label(work, token.i, []), "Person" if single else "Group")
        work.link(token.i, start, end, (entity.id,), "nominal", self._sure(token), reason="unnamed group")

    def _sure(self, token: Token) -> float:
        """Where many are named, "the commanders" may be anybody's; "protesters" and "a transitional council" are themselves."""
        work = self._work
        if not self._crowded:
            return 0.6
        before = [k for k in work.tree.kids(token.i) if k < token.i]
        named = [k for k in before if work.document.tokens[k].dep in {"amod", "compound", "nmod"}]
        told = any(not work.is_word(k, "vague_modifiers", "quantities") for k in named)
        crowd = token.tag in {"NNS", "NNPS"} and work.is_word(token.i, "crowds") and (told or not before)
        return 0.5 if crowd else 0.35


def _single_post(work: Workspace, head: int) -> bool:
    """ "The minister", whoever that is; in a short text nobody else can be meant, and "a commander" is new."""
    if not any(t.head == head for t in work.titles) or work.document.tokens[head].tag not in {"NN", "NNP"}:
        return False
    indefinite = any(work.document.tokens[k].text.casefold() in {"a", "an"} for k in work.tree.kids(head, "det"))
    return len(work.document.sentences) > SHORT and not indefinite


def _organisation(work: Workspace, head: int, start: int, end: int, owners: list[EntityId]) -> bool:
    """ "a U.S.-led coalition", "the strategic partnership commission": a body named by its description."""
    modified = [
        k
        for k in work.tree.kids(head, "compound", "nmod", "amod")
        if k < head and not work.is_word(k, "vague_modifiers", "quantities")
    ]
    about = [
        k
        for k in work.tree.kids(head, "prep")
        if k == head + 1 and work.document.tokens[k].lemma in {"against", "for", "on", "of"}
    ]
    if not modified or (len(modified) < 2 and not about and not any("-" in work.text(k, k + 1) for k in modified)):  # noqa: PLR2004
        return False
    label = work.text(beginning(work, min(modified)), head + 1)
    for prep in about[:1]:
        for obj in work.tree.kids(prep, "pobj"):
            label = f"{label} {work.text(prep, work.tree.phrase(obj)[1])}"
    known = (e for e in work.entities.values() if e.type in ORGANISED and longer(work, fold(e.label), fold(label)))
    entity = next(known, None) or work.learned(label, "Organization", tuple(owners))
    work.alias(entity.id, label)
    work.link(head, start, end, (entity.id,), "nominal", 0.75, reason="described organisation")
    return True


def _kinds(work: Workspace, entities: list[EntityId]) -> set[str]:
    return {work.entities[e].type for e in entities}


def _naming(work: Workspace, head: int, owned: list[int]) -> EntityId | None:
    """ "the NATO alliance", "the Stram Kurs party": the modifier names what the noun describes."""
    if not work.is_word(head, "organisation_nouns", "armed_nouns"):
        return None
    for o in owned:
        token = work.document.tokens[o]
        if token.dep in {"compound", "nmod", "appos"} and token.head == head and token.tag != "POS":
            entity = work.entities[work.links[o].entities[0]]
            if entity.type in ORGANISED and o < head:
                return entity.id
    return None


def _body(work: Workspace, head: int, start: int, end: int, owners: list[EntityId], owned: list[int]) -> None:
    first = work.entities[owners[0]]
    if owned[0] > head and not _of(work, head, owned[0]):
        return
    if first.type in {"State", "Region"}:
        if work.is_word(head, "ministries") or work.is_word(head, "body_nouns"):
            label = _label(work, head, owned)
            body = work.learned(label, "GovernmentBody", (first.id,))
            work.link(head, start, end, (body.id,), "nominal", 0.85, reason="body of a state")
            _acts_for(work, head, first.id)
        else:
            work.link(head, start, end, tuple(owners), "nominal", 0.9, reason="body that is the state")
    elif first.type == "Person":
        state = next((s for (_, s), p in sorted(work.posts.items()) if p == first.id), None) or next(
            iter(first.of), None
        )
        if state is not None:
            work.link(head, start, end, (state,), "nominal", 0.75, reason="government of its leader")
        else:
            body = work.learned(_label(work, head, owned), "GovernmentBody", (first.id,))
            work.link(head, start, end, (body.id,), "nominal", 0.7, reason="government of a leader")
    elif first.type in ORGANISED or first.type == "Group":
        work.link(head, start, end, (first.id,), "nominal", 0.8, reason="forces of an organisation")


def _of(work: Workspace, head: int, owner: int) -> bool:
    """Whether it belongs to what follows ("the army of Chad") rather than going there ("a force to Haiti")."""
    preps = [a for a in work.tree.ancestors(owner) if work.document.tokens[a].dep == "prep" and a > head]
    inside = {"of", "from"} if work.is_word(head, "side_plurals") else {"of", "from", "in"}  # "opposing sides in Yemen"
    return any(work.document.tokens[a].lemma in inside for a in preps)


def _acts_for(work: Workspace, head: int, state: EntityId) -> None:
    work.links[head] = replace(work.links[head], stands_for=state)


def _label(work: Workspace, head: int, owned: list[int]) -> str:
    """The phrase without determiners, numbers and vague modifiers, the owner first: "Hungarian officials"."""
    tokens = work.document.tokens
    owner = next((o for o in owned if o < head), None)
    parts: list[str] = []
    if owner is not None:
        link = work.links[owner]
        entity = work.entities[link.entities[0]]
        demonym = work.gazetteer.demonyms.get(entity.id)
        parts.append(demonym if demonym and tokens[owner].dep != "poss" else entity.label)
        if tokens[owner].dep == "poss" and not demonym:
            parts[-1] += "'s"
        elif demonym:
            parts[-1] = demonym
        if owner > 1 and tokens[owner - 1].text == "-":
            return work.text(owner - 2, head + 1)
    taken = set(range(work.links[owner].start, work.links[owner].end)) if owner is not None else set()
    taken |= {o for o in work.tree.kids(head) if o in work.links}
    for kid in work.tree.kids(head):
        token = tokens[kid]
        if (
            kid < head
            and kid not in taken
            and token.dep in {"compound", "nmod", "amod"}
            and not work.is_word(kid, "vague_modifiers", "quantities")
        ):
            parts.append(hyphenated(work, kid))
    parts.append(tokens[head].text)
    if owner is None and owned:
        link = work.links[owned[0]]
        prep = next((t.text for t in reversed(tokens[head + 1 : link.head]) if t.dep == "prep"), "of")
        parts += [prep, work.entities[link.entities[0]].label]
    return " ".join(" ".join(parts).split())


def post(work: Workspace, title: Title) -> None:
    """ "The Armenian leader", "Turkey's president" without a name: who holds that office in the text or in the seeds."""
    owned = [o for o in title.owners if o in work.links]
    start, end = work.tree.phrase(title.head)
    if not owned and work.tree.kids(title.head, "poss", "prep"):
        names = frozenset(work.links) - frozenset(range(title.start, title.end))
        owned = owners_of(work.tree, title.head, title.start, title.end, names=names)
    if not owned:
        return
    entity = work.links[owned[0]].entities[0]
    if work.entities[entity].type == "Person":  # "his foreign minister"
        entity = state_of(work, entity) or entity
        if entity not in work.entities:
            work.seeded(entity)
    owner = work.gazetteer.stands_for.get(entity, entity)
    holder = work.posts.get((title.office, owner))
    foremost = "foremost" in work.lexicon.traits_of(title.relation)
    if holder is None and foremost:
        holder = next((p for (_, o), p in sorted(work.posts.items()) if o == owner and _leads(work, p, owner)), None)
    if holder is None and foremost:
        holder = _named_leader(work, title.head, owner)
    if holder is not None:
        work.link(
            title.head, start, end, (holder,), "nominal", 0.85, coreference=True, reason="holder named in the text"
        )
        return
    published = work.document.article.published
    if published is not None:
        known = work.gazetteer.holders(title.office, owner, published.isoformat())
        if len(known) == 1:
            work.link(
                title.head,
                start,
                end,
                (work.seeded(known[0]).id,),
                "nominal",
                0.75,
                coreference=True,
                reason="seeded holder",
            )
            return
    if work.entities[owner].type in PLACED | ORGANISED:
        label = _label(work, title.head, owned)
        work.link(
            title.head,
            start,
            end,
            (work.learned(label, "Person", (owner,)).id,),
            "nominal",
            0.7,
            reason="holder unnamed",
        )


def _named_leader(work: Workspace, head: int, owner: EntityId) -> EntityId | None:
    """The person named last whom the seeds know to lead a state when the article came out: "the German leader"."""
    relations = {o.label: o.relation for o in work.gazetteer.offices}
    for link in work.before(head, len(work.document.sentences)):
        term = serving_term(work, link.entities[0]) if work.entities[link.entities[0]].type == "Person" else None
        if (
            term is not None
            and term.of == owner
            and "foremost" in work.lexicon.traits_of(relations.get(term.office, ""))
        ):
            return link.entities[0]
    return None


def _leads(work: Workspace, person: EntityId, owner: EntityId) -> bool:
    relations = {o.label: o.relation for o in work.gazetteer.offices}
    return any(
        p == person and o == owner and "foremost" in work.lexicon.traits_of(relations.get(office, ""))
        for (office, o), p in work.posts.items()
    )
