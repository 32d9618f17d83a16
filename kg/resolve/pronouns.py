"""Whom a pronoun means, by rules with features: only what is safe is decided, the rest stays unlinked and gives no claim."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from kg.nominal import COPULAR
from kg.resolve import salience
from kg.resolve.posts import state_of
from kg.resolve.salience import OBJECTS, SUBJECTS, VERBAL
from kg.resolve.words import ORGANISED

if TYPE_CHECKING:
    from kg.model import EntityId, Link, Token
    from kg.resolve.workspace import Workspace

WINDOW = 3
"""Sentences to look back for a person."""
NEAR = 1
"""Sentences to look back for a state, a body or several actors."""
THINGS = ORGANISED | {"State", "Region", "Group", "Agreement"}
JUDGING = frozenset({"for", "of", "on", "over", "about"})


class Pronouns:
    """Links the pronouns of one document; called in reading order."""

    def __init__(self, work: Workspace) -> None:
        self._work = work
        self._quoted = _quoted(work)
        self._spoken: list[Token] = []

    def read(self, token: Token) -> None:
        """Link one pronoun, if it is safe to say whom it means."""
        words, word = self._work.lexicon.words, token.text.casefold()
        if word in words("we") or word in words("first_person"):
            self._spoken.append(token)
        elif word.endswith(("self", "selves")):
            itself(self._work, token)
        elif token.i in self._quoted and word not in words("it"):
            return
        elif word in words("he") or word in words("she"):
            person(self._work, token, "male" if word in words("he") else "female")
        elif word in words("it"):
            apart = token.i in self._quoted and self._quoted[token.i] is not None and token.dep != "poss"
            if not apart or _before_it(self._work, token) is not None:
                thing(self._work, token)
        elif word in words("they"):
            several(self._work, token)

    def speakers(self) -> None:
        """Link "I" and "we", when everybody who may speak is known."""
        for token in self._spoken:
            _speaker(self._work, token, self._quoted)


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
    link = _voice(work, quoted.get(token.i))
    if link is None:
        return
    entity = link.entities[0]
    if work.entities[entity].type == "Person" and token.text.casefold() in work.lexicon.words("we"):
        entity = state_of(work, entity) or entity
    _link(work, token, (entity,), 0.7, "the speaker's own word")


def _voice(work: Workspace, speaker: int | None) -> Link | None:
    """Who speaks: the speaker, or whose statement it is."""
    if speaker is None or speaker in work.links:
        return work.links.get(speaker) if speaker is not None else None
    if not work.is_word(speaker, "utterances"):
        return None
    owned = [k for k in work.tree.kids(speaker, "poss", "compound", "amod", "nmod") if k in work.links]
    preps = [p for p in work.tree.kids(speaker, "prep") if work.document.tokens[p].lemma in {"from", "by", "of"}]
    owned += [o for p in preps for o in work.tree.kids(p, "pobj") if o in work.links]
    return work.links[owned[-1]] if owned else None


def _link(work: Workspace, token: Token, entities: tuple[EntityId, ...], score: float, reason: str) -> None:
    for entity in entities:
        if entity not in work.entities:
            work.seeded(entity)
    work.link(token.i, token.i, token.i + 1, entities, "pronoun", score, coreference=True, reason=reason)


def itself(work: Workspace, token: Token) -> None:
    """ "Himself", "itself": the noun beside it, or the doer of the clause."""
    found: int | None = token.head if work.document.tokens[token.head].pos not in VERBAL else None
    if found not in work.links:
        verb = salience.clause(work, token.i)
        found = salience.subject(work, verb) if verb is not None else None
    if found is not None and found in work.links and found < token.i:
        _link(work, token, work.links[found].entities, 0.8, "the doer itself")


def person(work: Workspace, token: Token, gender: str) -> None:
    """The most salient person before: subjects before others, near before far, no clash of gender."""
    here = work.tree.sentence_of[token.i]
    judged = _judged(work, token)
    best: tuple[float, EntityId] | None = None
    for link in work.before(token.i, WINDOW):
        entity = link.entities[0]
        if work.entities[entity].type != "Person" or len(link.entities) > 1:
            continue
        if work.genders.get(entity, gender) != gender or salience.barred(work, token.i, link.head):
            continue
        score = -1.0 * (here - work.tree.sentence_of[link.head])
        score += 1.0 if _subject(work, link.head) else 0.0
        score += 0.7 if _reports(work, token.i) and _reports(work, link.head) else 0.0
        score += 0.4 if work.genders.get(entity) == gender else 0.0
        score += 1.5 if link.head == judged else 0.0
        score -= 0.3 if work.document.tokens[link.head].dep in {"poss", "compound"} else 0.0
        if best is None or score > best[0]:
            best = (score, entity)
    if best is not None:
        work.genders.setdefault(best[1], gender)
        _link(work, token, (best[1],), 0.67, "salient person")


def _subject(work: Workspace, i: int) -> bool:
    """A subject, or the name that stands beside one: "the mayor, *Ana Ruiz*, said"."""
    token = work.document.tokens[i]
    return token.dep in SUBJECTS or (token.dep == "appos" and work.document.tokens[token.head].dep in SUBJECTS)


def _judged(work: Workspace, token: Token) -> int | None:
    """ "Thanked Lavrov for *his* hospitality", "sanctioned Iran over *its* drones": whose deed it is that is judged."""
    tokens = work.document.tokens
    noun = tokens[token.head]
    prep = _cause(work, noun) if token.dep == "poss" and noun.dep == "pobj" else None
    if prep is None:
        return None
    if work.is_word(prep.head, "judging"):
        return salience.blamed(work, prep.head)
    bases = (prep.head, *work.tree.kids(prep.head, "dobj"))  # "expressed gratitude to Norway for its help"
    if not any(work.is_word(base, "judgements") for base in bases):
        return None
    preps = [
        p
        for base in bases
        for p in work.tree.kids(base, "prep", "dative")
        if p < prep.i and tokens[p].lemma in {"to", "of", "for", "on", "against"}
    ]
    return next((o for p in preps for o in work.tree.kids(p, "pobj")), None)


def _cause(work: Workspace, noun: Token) -> Token | None:
    """The preposition that opens a phrase of cause: "*for* its help", "*due* to its raids", "*in* response to its raids"."""
    prep = work.document.tokens[noun.head]
    if work.is_word(prep.i, "causes") or (prep.lemma in JUDGING and not work.is_word(prep.head, "causes")):
        return prep
    cause = work.document.tokens[prep.head]
    if prep.lemma not in {"to", "of", "for"} or not work.is_word(cause.i, "causes"):
        return None
    return work.document.tokens[cause.head] if cause.dep == "pobj" else cause


def _reports(work: Workspace, i: int) -> bool:
    """Subject of a reporting verb: whoever speaks goes on speaking."""
    token = work.document.tokens[i]
    return token.dep in SUBJECTS and work.is_word(token.head, "saying")


def thing(work: Workspace, token: Token) -> None:
    """ "It" and "its": whom the clause makes the doer, else the most present state, body or agreement."""
    if _empty(work, token):
        return
    found = _own(work, token) if token.dep == "poss" else _before_it(work, token) or _told(work, token)
    if found is not None:
        link = work.links.get(found)
        if link is not None and len(link.entities) == 1 and work.entities[link.entities[0]].type in THINGS:
            _link(work, token, link.entities, 0.75 if token.tag == "PRP$" else 0.65, "subject again")
            return
        if link is None and not _anybody(work, found):
            return
    wanted = {"Agreement"} if token.dep in OBJECTS and work.is_word(token.head, "signing_verbs") else THINGS
    fits = salience.ranked(
        work,
        token.i,
        NEAR,
        lambda link: link.entities if singular(work, link) and work.entities[link.entities[0]].type in wanted else (),
        nouns=token.dep != "poss",
    )
    if fits and fits[0].entities:
        _link(work, token, fits[0].entities, 0.7 if token.tag == "PRP$" else 0.65, "most present")


def _before_it(work: Workspace, token: Token) -> int | None:
    """For a subject "it": the subject of the clause before its own: "if *Peru* wants peace, it should withdraw"."""
    if token.dep not in SUBJECTS:
        return None
    clauses = [k for k in work.tree.kids(token.head, "advcl") if k < token.i]
    named = [s for k in clauses for s in work.tree.kids(k, *SUBJECTS) if s in work.links]
    return named[-1] if named and work.type_of(named[-1]) in THINGS else None


def _anybody(work: Workspace, i: int) -> bool:
    """A person or several who do something leave open what "it" is; a plan or a ship that does it is what "it" is."""
    token = work.document.tokens[i]
    return token.tag not in {"NN", "NNP"} or token.ent == "PERSON" or any(t.head == i for t in work.titles)


def _own(work: Workspace, token: Token) -> int | None:
    """Whose "its" is: of whom the verb above makes the doer, or whose deed is judged."""
    judged = _judged(work, token)
    if judged is not None:
        return judged
    current = token.i
    for above in work.tree.ancestors(token.i):
        if work.document.tokens[above].pos in VERBAL:
            doer = salience.subject(work, above)
            if doer is not None and doer < token.i and not salience.barred(work, token.i, doer):
                owned = [k for k in work.tree.kids(doer, "poss") if k in work.links]
                return owned[0] if owned and doer not in work.links else doer
            if doer is None or doer >= token.i:
                return None
        elif work.document.tokens[current].dep == "conj" and work.type_of(above) in THINGS:
            return above  # "Sweden and its neighbour Finland"
        current = above
    return None


def _told(work: Workspace, token: Token) -> int | None:
    """For a subject "it": the one who is told, else the subject of the clause above."""
    tokens = work.document.tokens
    if token.dep not in SUBJECTS:
        return None
    verb = tokens[token.head]
    above = verb.head
    if above == verb.i or tokens[above].pos not in VERBAL:
        return None
    if salience.bare(work, verb.i):
        above = tokens[above].head  # "asked KFOR to let it pass"
    if verb.dep == "ccomp" and work.is_word(above, "addressing"):
        told = salience.blamed(work, above)
        if told is not None and told < token.i:
            return told
    if verb.dep in {"ccomp", "advcl", "conj"}:
        doer = salience.subject(work, above)
        return doer if doer is not None and doer < token.i else None
    return None


def _empty(work: Workspace, token: Token) -> bool:
    """ "It was hoped that", "it is unclear", "it seems": nobody is meant."""
    if token.tag != "PRP" or token.dep not in SUBJECTS:
        return token.tag == "PRP" and token.dep in {"expl", "dep"}
    tokens = work.document.tokens
    verb = token.head
    below = [k for k in work.tree.kids(verb, "ccomp", "csubj", "csubjpass", "xcomp") if k > verb]
    if work.is_word(verb, "impersonal"):
        return True
    if token.dep == "nsubjpass":
        return any(tokens[k].dep != "xcomp" for k in below)
    predicates = work.tree.kids(verb, "acomp", "attr", "prep")
    said = [*below, *(k for p in predicates for k in work.tree.kids(p, "ccomp", "xcomp", "relcl", "acl"))]
    return (
        tokens[verb].lemma in COPULAR
        and bool(predicates)
        and any(tokens[k].dep in {"ccomp", "csubj", "xcomp"} for k in said)
    )


def singular(work: Workspace, link: Link) -> bool:
    """One thing that "it" can stand for."""
    token = work.document.tokens[link.head]
    several = token.dep == "conj" or bool(work.tree.kids(link.head, "conj"))
    if len(link.entities) != 1 or several or (token.tag in {"NNS", "NNPS"} and link.kind == "nominal"):
        return False
    return work.entities[link.entities[0]].type in THINGS


def several(work: Workspace, token: Token) -> None:
    """ "They" and "their": those coordinated, a group, or the many through whom a state acts."""
    doer = _own(work, token) if token.dep == "poss" else _told(work, token) or _dealt_with(work, token)
    if doer is not None:
        entities = together(work, doer)
        if entities:
            _link(work, token, entities, 0.65, "subjects again")
            return
        if doer not in work.links and work.document.tokens[doer].tag in {"NNS", "NNPS"}:
            return
    fits = salience.ranked(work, token.i, NEAR, lambda link: together(work, link.head))
    if fits and token.dep in SUBJECTS | {"poss"}:
        _link(work, token, fits[0].entities, 0.62, "most present")


def _dealt_with(work: Workspace, token: Token) -> int | None:
    """For an object "them": the object of the clause above, of which theirs is a part: "called both, urging *them* to"."""
    tokens = work.document.tokens
    verb = tokens[token.head]
    if token.dep not in OBJECTS or verb.dep not in {"advcl", "xcomp"} or work.tree.kids(verb.i, *SUBJECTS):
        return None
    return next((k for k in work.tree.kids(verb.head, *OBJECTS) if k < token.i), None)


def together(work: Workspace, head: int) -> tuple[EntityId, ...]:
    """Several actors that stand side by side, or one that is spoken of in the plural."""
    if head not in work.links:
        return ()
    heads = [i for i in work.tree.conjuncts(head) if i in work.links]
    entities = tuple(dict.fromkeys(e for h in heads for e in work.links[h].entities))
    token = work.document.tokens[head]
    plural = token.tag in {"NNS", "NNPS"} and work.links[head].kind == "nominal"
    if len(entities) > 1 or plural or work.entities[entities[0]].type in {"Group", "ArmedGroup"}:
        return entities
    return ()
