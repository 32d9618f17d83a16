"""Who a pronoun or a definite description means, by rules with features.

Measured alternatives and why there is no model: no coreference model can be had offline. Only the cases that are safe are
decided; the rest stay unlinked and give no claim.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from kg.resolve.words import ORGANISED

if TYPE_CHECKING:
    from kg.model import EntityId, Link, Token
    from kg.resolve.workspace import Workspace

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
WINDOW = 3
"""Sentences to look back for the antecedent of a personal pronoun."""


def refer_back(work: Workspace) -> None:
    """Link definite descriptions ("the alliance", "both leaders"), in reading order."""
    for token in work.document.tokens:
        if token.i not in work.links and token.pos in {"NOUN", "PROPN"}:
            _description(work, token)


def refer(work: Workspace) -> None:
    """Link pronouns, in reading order."""
    quoted = _quoted(work)
    spoken: list[Token] = []
    for token in work.document.tokens:
        if token.i in work.links:
            continue
        word = token.text.casefold()
        words = work.lexicon.words
        if token.tag in {"PRP", "PRP$"}:
            if word in words("we") or word in words("first_person"):
                spoken.append(token)
            elif token.i in quoted:
                continue
            elif word in words("he") or word in words("she"):
                _person(work, token, "male" if word in words("he") else "female")
            elif word in words("it"):
                _thing(work, token)
            elif word in words("they"):
                _several(work, token)
    for token in spoken:
        _speaker(work, token, quoted)


def _quoted(work: Workspace) -> dict[int, int | None]:
    """Token inside direct speech → head token of its speaker."""
    found: dict[int, int | None] = {}
    starts = [token.start for token in work.document.tokens] if work.document.quotations else []
    for quotation in work.document.quotations:
        for i in range(bisect_left(starts, quotation.span.start), bisect_left(starts, quotation.span.end)):
            found[i] = quotation.speaker
    return found


def _speaker(work: Workspace, token: Token, quoted: dict[int, int | None]) -> None:
    """ "I" in a quotation is its speaker; "we" is whom the speaker speaks for: the state of an official, else the speaker."""
    speaker = quoted.get(token.i)
    link = work.links.get(speaker) if speaker is not None else None
    if link is None:
        return
    entity = link.entities[0]
    if work.entities[entity].type == "Person" and token.text.casefold() in work.lexicon.words("we"):
        posts = [of for (_, of), person in work.posts.items() if person == entity]
        terms = [t.of for t in work.gazetteer.terms.get(entity, ())]
        owner = next(iter(posts or terms), None)
        if owner is not None:
            if owner not in work.entities:
                work.seeded(owner)
            entity = owner
    work.link(
        token.i, token.i, token.i + 1, (entity,), "pronoun", 0.7, coreference=True, reason="the speaker's own word"
    )


def _before(work: Workspace, token: Token, back: int) -> list[Link]:
    """Links before a token, nearest first, at most ``back`` sentences away."""
    here = work.tree.sentence_of[token.i]
    found = [link for h, link in work.links.items() if h < token.i and here - work.tree.sentence_of[h] <= back]
    return sorted(found, key=lambda link: -link.head)


def _person(work: Workspace, token: Token, gender: str) -> None:
    """The most salient person before: subjects before others, near before far, no clash of gender."""
    here = work.tree.sentence_of[token.i]
    best: tuple[float, EntityId] | None = None
    for link in _before(work, token, WINDOW):
        entity = link.entities[0]
        if work.entities[entity].type != "Person" or len(link.entities) > 1:
            continue
        if work.genders.get(entity, gender) != gender or _local_object(work, token, link):
            continue
        score = -1.0 * (here - work.tree.sentence_of[link.head])
        score += 1.0 if work.document.tokens[link.head].dep in SUBJECTS else 0.0
        score += 0.7 if _reports(work, token.i) and _reports(work, link.head) else 0.0
        score += 0.4 if work.genders.get(entity) == gender else 0.0
        score -= 0.3 if work.document.tokens[link.head].dep in {"poss", "compound"} else 0.0
        if best is None or score > best[0]:
            best = (score, entity)
    if best is not None:
        work.genders.setdefault(best[1], gender)
        work.link(token.i, token.i, token.i + 1, (best[1],), "pronoun", 0.67, coreference=True, reason="salient person")


def _reports(work: Workspace, i: int) -> bool:
    """Subject of a reporting verb: whoever speaks goes on speaking."""
    token = work.document.tokens[i]
    return token.dep in SUBJECTS and work.is_word(token.head, "saying")


def _local_object(work: Workspace, token: Token, link: Link) -> bool:
    """Subject and plain object of one verb are not the same ("Putin met him")."""
    other = work.document.tokens[link.head]
    return token.dep in {"dobj", "pobj", "dative"} and token.tag == "PRP" and other.dep in SUBJECTS and other.head in {
        token.head, work.document.tokens[token.head].head
    }  # fmt: skip


def _thing(work: Workspace, token: Token) -> None:
    """ "It" and "its": the subject of the clause, or of the clause above; else the subject of the sentence before."""
    link = _clause_subject(work, token)
    if token.tag == "PRP" and token.dep in {"dobj", "pobj"}:
        link = _other_than(work, token, link)
    elif not _singular(work, link) and token.dep == "poss":
        here = work.tree.sentence(token.i).start
        near = [k for k in _before(work, token, 0) if k.head >= here and k.kind == "name" and _singular(work, k)]
        link = near[0] if near else None
    if link is None and token.dep in SUBJECTS | {"poss"}:
        link = _last_subject(work, token)
    if link is not None and _singular(work, link):
        score = 0.75 if token.tag == "PRP$" else 0.65
        work.link(
            token.i, token.i, token.i + 1, link.entities, "pronoun", score, coreference=True, reason="subject again"
        )


def _other_than(work: Workspace, token: Token, subject: Link | None) -> Link | None:
    """What an object "it" means: no state or body that does something in the clause, but the nearest one or agreement before."""
    acting = set(subject.entities) if subject is not None else set()
    for link in _before(work, token, 1):
        entity = link.entities[0]
        if len(link.entities) == 1 and entity not in acting and work.entities[entity].type in ORGANISED | {"Agreement"}:
            return link
    return None


def _singular(work: Workspace, link: Link | None) -> bool:
    """One thing that "it" can stand for."""
    if link is None or len(link.entities) != 1:
        return False
    return work.entities[link.entities[0]].type in ORGANISED | {"State", "Region", "Group", "Agreement"}


def _several(work: Workspace, token: Token) -> None:
    """ "They" and "their": a coordinated or plural subject of the same or the last sentence."""
    link = _clause_subject(work, token) or (_last_subject(work, token) if token.dep in SUBJECTS else None)
    if link is None:
        return
    heads = [i for i in work.tree.conjuncts(link.head) if i in work.links]
    entities = tuple(dict.fromkeys(e for h in heads for e in work.links[h].entities))
    if len(entities) > 1 or work.entities[entities[0]].type in {"Group", "ArmedGroup"}:
        work.link(token.i, token.i, token.i + 1, entities, "pronoun", 0.65, coreference=True, reason="subjects again")


def _clause_subject(work: Workspace, token: Token) -> Link | None:
    """The nearest linked subject above a token in its own sentence, to its left."""
    for ancestor in work.tree.ancestors(token.i):
        for kid in work.tree.kids(ancestor, "nsubj", "nsubjpass"):
            if kid < token.i and kid in work.links:
                if token.dep in SUBJECTS and token.head == ancestor:
                    continue
                return work.links[kid]
            owned = [k for k in work.tree.kids(kid, "poss") if k in work.links and k < token.i]
            if kid < token.i and owned and token.dep == "poss":
                return work.links[owned[0]]
    return None


def _last_subject(work: Workspace, token: Token) -> Link | None:
    here = work.tree.sentence_of[token.i]
    for number in (here - 1,):
        if number < 0:
            return None
        sentence = work.document.sentences[number]
        for i in range(sentence.start, sentence.end):
            if work.document.tokens[i].dep in SUBJECTS and i in work.links and _main(work, i):
                return work.links[i]
    return None


def _main(work: Workspace, i: int) -> bool:
    head = work.document.tokens[work.document.tokens[i].head]
    return head.dep in {"ROOT", "ccomp", "conj"}


def _description(work: Workspace, token: Token) -> None:
    """ "The alliance", "the country", "the two countries", "both leaders", "the minister"."""
    tokens = work.document.tokens
    kids = [tokens[k] for k in work.tree.kids(token.i) if k < token.i]
    pair = any(work.is_word(k.i, "pair_markers") for k in kids)
    if pair and token.tag in {"NNS", "NNPS"}:
        _pair(work, token)
        return
    definite = any(k.text.casefold() in {"the", "this", "that"} for k in kids)
    if not definite or any(k.dep in {"amod", "compound", "poss", "nmod"} for k in kids):
        return
    lemma = token.lemma
    title = next((t for t in work.titles if t.head == token.i), None)
    if title is not None and title.holder is None and not title.owners and token.tag in {"NN", "NNP"}:
        _holder(work, token, title.office)
        return
    for link in _before(work, token, 4):
        entity = work.entities[link.entities[0]]
        fits = lemma in work.gazetteer.nominals.get(entity.id, ())
        fits = fits or (
            entity.type == "State" and lemma in work.lexicon.words("state_nominals") and _salient(work, link)
        )
        fits = fits or (
            entity.type in ORGANISED
            and lemma in entity.label.casefold().split()
            and lemma in work.lexicon.words("organisation_nouns")
        )
        if fits and len(link.entities) == 1:
            start, end = work.tree.phrase(token.i)
            work.link(token.i, start, end, link.entities, "nominal", 0.72, coreference=True, reason="description again")
            return


def _salient(work: Workspace, link: Link) -> bool:
    return work.document.tokens[link.head].dep in SUBJECTS | {"poss"}


def _holder(work: Workspace, token: Token, office: str) -> None:
    """ "The minister": the person last named with that office."""
    held = {person for (name, _), person in work.posts.items() if name == office or name.endswith(f" {office}")}
    for link in _before(work, token, 8):
        if link.entities[0] in held:
            start, end = work.tree.phrase(token.i)
            work.link(token.i, start, end, link.entities, "nominal", 0.75, coreference=True, reason="office again")
            return


def _pair(work: Workspace, token: Token) -> None:
    """Two different states (or persons) named just before: of the nearby ones, those that the text names most."""
    if work.is_word(token.i, "state_plurals"):
        wanted = {"State"}
    elif work.is_word(token.i, "person_plurals"):
        wanted = {"Person"}
    else:
        return
    near: list[EntityId] = []
    for link in _before(work, token, 3):
        for entity in link.entities:
            target = link.stands_for or entity
            if work.entities[target].type in wanted and target not in near:
                near.append(target)
    counts = Counter(e for h, link in work.links.items() if h < token.i for e in (link.stands_for, *link.entities) if e)
    chosen = sorted(near, key=lambda e: (-counts[e], near.index(e)))[:2]
    if len(chosen) == 2:  # noqa: PLR2004
        start, end = work.tree.phrase(token.i)
        work.link(token.i, start, end, tuple(sorted(chosen)), "nominal", 0.7, coreference=True, reason="the two")
