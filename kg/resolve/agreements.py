"""Agreements: named by their own words, by their parties, or found again as "the document"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.resolve.names import fold
from kg.resolve.words import ORGANISED, hyphenated

if TYPE_CHECKING:
    from kg.model import Entity, EntityId
    from kg.resolve.workspace import Workspace

MEMORY = 150
"""Tokens for which an agreement is remembered as "the document"."""
NEVER = 10**6
"""Tokens since an agreement that has not been named before."""


def name_by_parties(work: Workspace) -> None:
    """ "Kenya and Oman signed an accord": one that says too little of itself is named by its parties."""
    tokens = work.document.tokens
    for head, link in sorted(work.links.items()):
        entity = work.entities[link.entities[0]]
        if (
            entity.type != "Agreement"
            or entity.label != tokens[head].lemma
            or not work.is_word(head, "plain_agreements")
        ):
            continue
        verb = tokens[head].head
        heads = [c for s in work.tree.kids(verb, "nsubj") for c in work.tree.conjuncts(s)]
        bases = [k for base in (verb, head) for k in work.tree.kids(base, "prep", "agent")]
        preps = [k for k in bases if tokens[k].lemma in {"with", "between", "by"}]
        heads += [c for p in preps for o in work.tree.kids(p, "pobj") for c in work.tree.conjuncts(o)]
        found = [e for h in heads if h in work.links for e in work.links[h].entities]
        parties = tuple(dict.fromkeys(work.post_of(e) or e if work.entities[e].type == "Person" else e for e in found))
        if len(parties) >= 2 and all(work.entities[e].type == "State" for e in parties):  # noqa: PLR2004
            label = f"{'-'.join(work.entities[p].label for p in parties[:3])} {tokens[head].lemma}"
            named = replace(entity, label=label, aliases=(*entity.aliases, entity.label), of=parties)
            work.entities[entity.id] = named


def retype_signed(work: Workspace) -> None:
    """What is signed is an agreement, even if it is called a union."""
    verbs = work.lexicon.words("signing_verbs")
    for head, link in sorted(work.links.items()):
        token = work.document.tokens[head]
        entity = work.entities[link.entities[0]]
        if token.dep not in {"dobj", "nsubjpass"} or work.document.tokens[token.head].lemma not in verbs:
            continue
        if entity.type in ORGANISED and not entity.seeded and entity.type != "Company":
            work.entities[entity.id] = replace(entity, type="Agreement")


def describe(work: Workspace, head: int, start: int, end: int) -> None:
    """An agreement that the text describes: named by its own words, or found again by its head noun."""
    tokens = work.document.tokens
    before = work.tree.kids(head, "compound", "nmod", "amod")
    modified = [k for k in before if k < head and k not in work.links and not _empty(work, k)]
    definite = any(tokens[k].text.casefold() in {"the", "this", "that"} for k in work.tree.kids(head, "det"))
    known = [e for e in work.entities.values() if e.type == "Agreement"]
    vague = work.is_word(head, "vague_agreements")
    if definite and not modified and _again(work, head, start, end, known):
        return
    if work.is_word(head, "only_again"):
        return
    counted = any(work.is_word(k, "quantities") for k in work.tree.kids(head, "amod", "nummod", "det"))
    if (vague and not modified) or (counted and tokens[head].tag == "NNS"):
        return
    label = " ".join([*(hyphenated(work, k) for k in modified), tokens[head].text])
    about = _about(work, head)
    label = " ".join([label, *about])
    sides = work.tree.kids(head, "compound", "nmod", "amod", "poss")
    parties = [work.links[k].entities[0] for k in sides if k in work.links]
    told = definite or parties or about or any(tokens[k].dep == "amod" for k in modified)
    if tokens[head].tag == "NNS" and not told:
        return  # "would sign no trade deals": of any kind
    if definite and not parties and not work.is_word(head, "any_agreement") and _only(work, head, start, end, known):
        return
    known_by = _by_parties(work, label, frozenset(parties)) if tokens[head].tag in {"NN", "NNP"} else None
    if known_by is not None:
        work.link(head, start, end, (known_by,), "nominal", 0.8, coreference=True, reason="agreement of these parties")
        return
    twin = next((e for e in known if _same_agreement(label, e.label, *e.aliases)), None)
    if twin is not None:
        work.alias(twin.id, label)
        work.link(head, start, end, (twin.id,), "nominal", 0.85, coreference=True, reason="same agreement")
        return
    if modified or about or parties:
        if not modified and not about:
            label = f"{'-'.join(work.entities[p].label for p in parties)} {label}"
        named = any(part[:1].isupper() for part in label.split())
        entity = work.learned(label, "Agreement", tuple(parties)) if named else work.unnamed(label, "Agreement")
        score, reason = 0.75, "described agreement"
    else:
        entity, score, reason = work.unnamed(tokens[head].lemma, "Agreement"), 0.65, "unnamed agreement"
    work.link(head, start, end, (entity.id,), "nominal", score, reason=reason)


def _by_parties(work: Workspace, label: str, told: frozenset[EntityId]) -> EntityId | None:
    """The one seeded agreement on that topic whose parties the article names: "a strategic partnership charter"."""
    nouns, small = work.lexicon.words("agreements"), work.lexicon.words("small_words")
    topic = set(fold(label).split()) - nouns - small - set(fold(" ".join(work.entity(e).label for e in told)).split())
    if len(topic) < 2:  # noqa: PLR2004
        return None
    found = []
    for agreement, parties in work.gazetteer.parties.items():
        if told <= parties <= work.entities.keys():
            known = work.gazetteer.entities[agreement]
            if any(topic <= set(fold(name).split()) for name in (known.label, *known.aliases)):
                found.append(agreement)
    return work.seeded(found[0]).id if len(found) == 1 else None


def _only(work: Workspace, head: int, start: int, end: int, known: list[Entity]) -> bool:
    """ "The defence treaty": the one treaty that the text has named, if it has named no other."""
    lemma = work.document.tokens[head].lemma
    fits = [e for e in known if lemma in fold(e.label).split()]
    if len(fits) != 1 or _gap(work, fits[0].id, head) == NEVER or fits[0].label.islower():
        return False
    work.link(head, start, end, (fits[0].id,), "nominal", 0.7, coreference=True, reason="the only one of its kind")
    return True


def _again(work: Workspace, head: int, start: int, end: int, known: list[Entity]) -> bool:
    """ "The truce": the agreement that was called so, or something like it, before."""
    lemma = work.document.tokens[head].lemma
    alike = work.lexicon.words("truces") if lemma in work.lexicon.words("truces") else frozenset({lemma})
    said = [e for e in known if _gap(work, e.id, head) < NEVER]
    fits = [e for e in said if alike & set(" ".join([e.label, *e.aliases]).casefold().split())]
    if not fits and work.is_word(head, "any_agreement") and _nominal_subject(work, head):
        fits = [e for e in said if _gap(work, e.id, head) < MEMORY]
    if not fits:
        return False
    nearest = min(fits, key=lambda e: (_gap(work, e.id, head), e.id))
    work.link(head, start, end, (nearest.id,), "nominal", 0.8, coreference=True, reason="the agreement again")
    return True


def _about(work: Workspace, head: int) -> list[str]:
    """ "on trade": what an agreement is about, but not the day it was signed."""
    found: list[str] = []
    for prep in work.tree.kids(head, "prep"):
        if prep == head + 1 and work.document.tokens[prep].lemma == "on":
            objects = [o for o in work.tree.kids(prep, "pobj") if work.document.tokens[o].ent not in {"DATE", "TIME"}]
            found += [f"on {work.text(prep + 1, work.tree.phrase(o)[1])}" for o in objects]
    return found


def _empty(work: Workspace, k: int) -> bool:
    """A modifier that does not help to tell what is named: "new", "Qatar-brokered"."""
    return work.is_word(k, "vague_modifiers", "quantities") or (work.document.tokens[k - 1].text == "-" and k > 0)


def _same_agreement(label: str, *names: str) -> bool:
    wanted = {w for w in label.casefold().replace("-", " ").split() if len(w) > 2}  # noqa: PLR2004
    return any(wanted <= set(name.casefold().replace("-", " ").split()) for name in names) and len(wanted) > 1


def _nominal_subject(work: Workspace, head: int) -> bool:
    return work.document.tokens[head].dep in {"nsubj", "nsubjpass", "dobj", "pobj"}


def _gap(work: Workspace, entity: EntityId, head: int) -> int:
    before = [head - h for h, link in work.links.items() if entity in link.entities and h < head]
    return min(before, default=NEVER)
