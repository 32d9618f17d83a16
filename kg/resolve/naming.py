"""Names → entities: seeds first, then what the text itself tells."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import Title
from kg.nominal import holders, owners
from kg.ontology import POST
from kg.resolve import mentions, people
from kg.resolve.names import fold, is_acronym
from kg.resolve.persons import described, is_person
from kg.resolve.posts import record_posts
from kg.resolve.shortforms import shortened
from kg.resolve.words import ORGANISED
from kg.tree import HYPHENS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import EntityId
    from kg.resolve.gazetteer import Entry
    from kg.resolve.mentions import NameSpan
    from kg.resolve.workspace import Workspace

TYPES = {"GPE": "Region", "LOC": "Place", "FAC": "Place", "NORP": "Group", "EVENT": "Event", "LAW": "Agreement"}
MISTAKEN = frozenset({"ORG", "GPE", "NORP", "PRODUCT", "LOC", "FAC", "WORK_OF_ART", ""})
MEASURES = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL", "PERCENT", "MONEY", "QUANTITY"})
ORGANISATION_CLASSES = (
    ("ministries", "GovernmentBody"),
    ("media_nouns", "MediaOutlet"),
    ("party_nouns", "Party"),
    ("body_nouns", "GovernmentBody"),
    ("igo_nouns", "IntergovernmentalOrganization"),
    ("armed_nouns", "ArmedGroup"),
    ("company_nouns", "Company"),
)


def name_entities(work: Workspace) -> None:
    """Link every name; find the titles on the way, since a title tells a person from an organisation."""
    found = mentions.titles(work.document, work.words, work.gazetteer.titles)
    inside = frozenset(i for start, end, _ in found for i in range(start, end))
    spans = [*mentions.seeded(work.document, work.tree, work.words, work.gazetteer)]
    covered = {(s.start, s.end) for s in spans}
    taken = {i for s in spans for i in range(s.start, s.end)}
    for name in mentions.apart(work.document):
        if name.type == "DATE" and taken & set(range(name.start, name.end)):
            continue  # "on Sunday Presidents Ruto and Museveni met"
        span = mentions.recognised(work.document, work.tree, name, inside, work.words, work.gazetteer)
        if span is not None and (span.start, span.end) not in covered:
            spans.append(span)
    spans += mentions.titled(
        work.document,
        work.tree,
        [(start, end) for start, end, _ in found],
        spans,
        work.lexicon.words("organisation_nouns"),
    )
    kinds = {(n.start, n.end): n.type for n in mentions.apart(work.document)}
    spans = [span for span in mentions.without_overlap(spans) if not mentions.excluded(work.document, span)]
    unnamed = _capitalised(work, {i for s in spans for i in range(s.start, s.end)} | inside)
    spans = mentions.without_overlap([*spans, *unnamed])
    names = frozenset(span.head for span in spans if span.entries or span.type not in MEASURES)
    work.titles = [_title(work, start, end, office, names) for start, end, office in found]
    work.titles += [shared for title in work.titles for shared in _shared(work, title, names)]
    held = frozenset(title.holder for title in work.titles if title.holder is not None)
    persons: list[NameSpan] = []
    others: list[NameSpan] = []
    certain = frozenset(span.entries[0].entity for span in spans if len(span.entries) == 1)
    surnames = _surnames_here(spans, work)
    for span in spans:
        entry = None if _surname_again(work, span, surnames) else _choose(work, span, kinds, certain)
        if entry is not None:
            _link_seeded(work, span, entry)
        elif is_person(work, span, held):
            persons.append(span)
        else:
            others.append(span)
    known = _words_of_people(work, persons)
    again = [span for span in others if _names_person(work, span, known)]
    others = [span for span in others if span not in again]
    _link_people(work, [*persons, *again])
    _link_surnames(work)
    _link_others(work, others)
    record_posts(work)


def _surnames_here(spans: list[NameSpan], work: Workspace) -> frozenset[str]:
    """Last words of the names of persons that the text gives in full."""
    full = (span for span in spans if span.type == "PERSON" and span.length > 1 and not span.entries)
    return frozenset(fold(work.document.tokens[span.end - 1].text) for span in full)


def _surname_again(work: Workspace, span: NameSpan, surnames: frozenset[str]) -> bool:
    """A seeded body's name of one word that is the surname of somebody named in full: a Ms Wagner is no group."""
    if span.length > 1 or not span.entries or is_acronym(work.text(span.start, span.end)):
        return False
    kinds = {work.gazetteer.entities[entry.entity].type for entry in span.entries}
    return kinds <= ORGANISED and fold(work.text(span.start, span.end)) in surnames


def _shared(work: Workspace, title: Title, names: frozenset[int]) -> list[Title]:
    """A title in the plural belongs to each of those named: "Presidents Ruto of Kenya and Museveni of Uganda"."""
    if title.holder is None or work.document.tokens[title.end - 1].tag not in {"NNS", "NNPS"}:
        return []
    found = []
    for other in work.tree.conjuncts(title.holder):
        preps = [k for k in work.tree.kids(other, "prep") if work.document.tokens[k].lemma == "of"]
        owned = tuple(o for k in preps for o in work.tree.kids(k, "pobj") if o in names)
        if other != title.holder and other in names and owned:
            found.append(replace(title, holder=other, owners=owned))
    return found


def _title(work: Workspace, start: int, end: int, office: object, names: frozenset[int]) -> Title:
    from kg.resolve.gazetteer import Office

    assert isinstance(office, Office)
    head = mentions.span_head(work.tree, start, end)
    dated = {i for i in names if work.tree.tokens[i].ent == "DATE"}  # "a judge *Thursday* ordered"
    outside = names - frozenset(range(start, end)) - dated
    held = holders(work.tree, head, start, end, names=outside)
    owned = [o for o in owners(work.tree, head, start, end, names=outside) if o not in held]
    beside = work.tree.kids(head, "amod", "compound", "nmod")  # "*deputy* parliamentary leader"
    deputy = any(k < start and work.is_word(k, "deputies") for k in beside)
    relation = POST if deputy else office.relation
    return Title(start, end, head, office.label, relation, office.scope, held[0] if held else None, tuple(owned))


def _words_of_people(work: Workspace, persons: list[NameSpan]) -> frozenset[str]:
    """The words of all names of persons that the text gives in full."""
    full = [work.text(span.start, span.end) for span in persons if span.length > 1]
    full += [entity.label for entity in work.entities.values() if entity.type == "Person"]
    return frozenset(word for name in full for word in fold(name).split() if len(word) > 3)  # noqa: PLR2004


def _names_person(work: Workspace, span: NameSpan, known: frozenset[str]) -> bool:
    """A single word that the recogniser takes for something else, of somebody named in full or known by his surname."""
    text = work.text(span.start, span.end)
    if span.length > 1 or span.type not in MISTAKEN or described(work, span) is not None:
        return False
    word = fold(_clean(text))
    if word in known and not is_acronym(text):
        return True
    serving = [p for p in work.gazetteer.surnames.get(word, ()) if _serves(work, p)]
    return len(serving) == 1 and len(word) > 3  # noqa: PLR2004


def _choose(
    work: Workspace, span: NameSpan, kinds: dict[tuple[int, int], str], certain: frozenset[EntityId]
) -> Entry | None:
    """Of several seeded entities of one name, the one whose class the recogniser's type suggests.

    Of those left, one that the article also calls by a name of its own ("Brazzaville"), before any other. A city that is
    one state's capital and an organisation's seat ("Brussels") acts for the organisation, unless only the state is named.
    """
    if not span.entries:
        return None
    if len(span.entries) == 1:
        return span.entries[0]
    seats = [e for e in span.entries if e.kind == "seat" and work.gazetteer.entities[e.entity].type in ORGANISED]
    capitals = [e for e in span.entries if e.kind == "capital"]
    if seats and capitals and not _located(work, span):
        return capitals[0] if seats[0].entity not in certain and capitals[0].entity in certain else seats[0]
    kind = kinds.get((span.start, span.end), "")
    order = {"name": 0, "demonym": 1, "capital": 2, "seat": 3}
    wanted = {"GPE": {"State", "Place"}, "NORP": {"State", "Group"}, "PERSON": {"Person"}, "LOC": {"Place"}}.get(
        kind, set()
    )

    def rank(entry: Entry) -> tuple[bool, bool, int, bool, str]:
        entity = work.gazetteer.entities[entry.entity]
        strange = entry.entity not in certain
        return (entity.type not in wanted, entity.type == "Place", order.get(entry.kind, 4), strange, entry.entity)

    return min(span.entries, key=rank)


def _link_seeded(work: Workspace, span: NameSpan, entry: Entry) -> None:
    entity = work.seeded(entry.entity)
    token = work.document.tokens[span.head]
    target = entity.id
    if entry.kind == "people" or (
        entry.kind == "demonym" and token.pos in {"NOUN", "PROPN"} and _is_people(work, span)
    ):
        target = work.learned(work.text(span.start, span.end), "Group", (entity.id,)).id
    if entry.kind == "capital" and _located(work, span):
        places = (one.entity for one in span.entries if work.gazetteer.entities[one.entity].type == "Place")
        city = next(places, None)
        known = work.seeded(city) if city else work.learned(work.text(span.start, span.end), "Place", (entity.id,))
        target = known.id
    work.link(
        span.head,
        span.start,
        span.end,
        (target,),
        "name",
        0.98 if entry.kind == "name" else 0.92,
        reason=f"seed {entry.kind}",
    )


def _located(work: Workspace, span: NameSpan) -> bool:
    """ "In Kabul", "near Tripoli": the city, not the state that it stands for elsewhere."""
    token = work.document.tokens[span.head]
    prep = work.document.tokens[token.head]
    if token.dep != "pobj" or prep.lemma not in {"in", "at", "near", "outside", "around", "across", "inside"}:
        return False
    return not work.is_word(prep.head, "journeys")


def _is_people(work: Workspace, span: NameSpan) -> bool:
    """ "Armenians", "the Dutch", "a Briton": persons rather than the state."""
    tokens = work.document.tokens
    token, after = tokens[span.head], tokens[min(span.end, len(tokens) - 1)]
    if span.start and tokens[span.start - 1].text.casefold() in {"a", "an"}:
        return after.pos in {"CCONJ", "VERB", "AUX", "ADP", "PUNCT", "PRON"} and after.text not in HYPHENS
    return token.dep not in {"compound", "amod", "nmod", "poss"} and token.tag in {"NNPS", "NNS"}


def _link_people(work: Workspace, spans: list[NameSpan]) -> None:
    """Full names first, so that surnames find them wherever they stand."""
    full: dict[str, EntityId] = {}
    for known in work.entities.values():
        if known.type == "Person":
            full[known.label] = known.id
    for span in sorted(spans, key=lambda s: (-s.length, s.start)):
        begin = span.start
        while begin < span.end - 1 and work.is_word(begin, "honorifics"):
            begin += 1
        name = _clean(work.text(begin, span.end))
        entity, score, reason = _person(work, name, full)
        full.setdefault(name, entity)
        work.alias(entity, name)
        work.link(span.head, span.start, span.end, (entity,), "name", score, coreference=False, reason=reason)
        _gender(work, span, entity)


def _clean(name: str) -> str:
    return " ".join(name.replace("\n", " ").split()).removesuffix("'s").removesuffix("’s").strip("'’\"“”,.")


def _person(work: Workspace, name: str, full: dict[str, EntityId]) -> tuple[EntityId, float, str]:
    if len(name.split()) > 1:
        if name in full:
            return full[name], 0.98, "same name"
        other, score = people.best(name, sorted(f for f in full if not work.apart(name, full[f])))
        if score >= people.SAME_NAME:
            return full[other], score, "similar name in the text"
        near = _near(work, name)
        other, score = people.best(name, [n for n in near if not work.apart(name, near[n])])
        if score >= people.SAME_NAME:
            return work.seeded(near[other]).id, score, "similar seeded name"
        longer = [f for f in full if f" {fold(name)} " in f" {fold(f)} " and not work.apart(name, full[f])]
        if longer:
            return full[longer[0]], 0.9, "part of a longer name"
    fits = [f for f in full if people.ends_like(name, f)] or [f for f in full if people.begins_like(name, f)]
    fits = fits or [f for f in full if len(name) > 3 and f" {fold(name)} " in f" {fold(f)} "]  # noqa: PLR2004
    if fits:
        nearest = min(fits, key=lambda f: (_first(work, full[f]), f))
        return full[nearest], 0.95 if len({full[f] for f in fits}) == 1 else 0.7, "surname in the text"
    known = work.gazetteer.surnames.get(fold(name), ())
    serving = [p for p in known if _serves(work, p)]
    if len(serving) == 1:
        return work.seeded(serving[0]).id, 0.85, "seeded surname"
    return work.learned(name, "Person").id, 0.9 if len(name.split()) > 1 else 0.7, "new name"


def _near(work: Workspace, name: str) -> Mapping[str, EntityId]:
    """Seeded persons, by label, whose surname begins like this one's."""
    last = fold(name).split()[-1:]
    return work.gazetteer.alike.get(last[0][:2] if last else "", {})


def _serves(work: Workspace, person: EntityId) -> bool:
    """A bare surname is a seeded person only if the text gives no other title, and the person was in office around then."""
    published = work.document.article.published
    terms = work.gazetteer.terms.get(person, ())
    if published is None or not terms:
        return True
    day = published.isoformat()
    return any(t.start[:4] <= day[:4] and (not t.end or day[:4] <= str(int(t.end[:4]) + 4)) for t in terms)


def _first(work: Workspace, entity: EntityId) -> int:
    return min((h for h, link in work.links.items() if entity in link.entities), default=10**6)


def _link_surnames(work: Workspace) -> None:
    """Surnames, and first names of one person only, that the recogniser missed, of people whom the text names in full."""
    surnames = {
        fold(e.label.split()[-1]): e.id for e in work.entities.values() if e.type == "Person" and " " in e.label
    }
    given = Counter(fold(e.label.split()[0]) for e in work.entities.values() if e.type == "Person" and " " in e.label)
    first = {
        fold(e.label.split()[0]): e.id
        for e in work.entities.values()
        if e.type == "Person" and given[fold(e.label.split()[0])] == 1
    }
    for token in work.document.tokens:
        if not token.text[0].isupper() or token.pos not in {"NOUN", "PROPN", "ADJ", "VERB", "X"}:
            continue
        word = fold(token.text)
        entity = surnames.get(word) or (first.get(word) if token.pos == "PROPN" and len(word) > 3 else None)  # noqa: PLR2004
        if entity is not None and token.dep not in {"compound", "nmod"} and len(token.text) > 2:  # noqa: PLR2004
            work.link(token.i, token.i, token.i + 1, (entity,), "name", 0.85, reason="surname in the text")


def _gender(work: Workspace, span: NameSpan, entity: EntityId) -> None:
    before = range(max(0, span.start - 2), span.start)
    if any(work.is_word(i, "female_words") for i in before):
        work.genders[entity] = "female"
    elif any(work.is_word(i, "male_words") for i in before):
        work.genders[entity] = "male"


def _link_others(work: Workspace, spans: list[NameSpan]) -> None:
    """Organisations, places, groups, events: longest names first, so that short forms and acronyms find them."""
    for span in sorted(spans, key=lambda s: (-s.length, s.start)):
        name = _clean(work.text(span.start, span.end)).removeprefix("the ").removeprefix("The ")
        if not name:
            continue
        known = shortened(work, span, name)
        if known is not None:
            work.alias(known, name)
            work.link(span.head, span.start, span.end, (known,), "name", 0.85, reason="short form")
            continue
        kind = _class(work, span)
        if kind:
            of = tuple(e for i in range(span.start, span.end) if i in work.links for e in work.links[i].entities)
            entity = work.learned(name, kind, of)
            work.link(span.head, span.start, span.end, (entity.id,), "name", 0.85, reason="recognised name")


def _class(work: Workspace, span: NameSpan) -> str:
    noun = described(work, span)
    heads = [span.head, span.end - 1, *([noun] if noun is not None else [])]
    tokens = work.document.tokens
    if any(tokens[i].lemma in work.lexicon.words("agreements") for i in heads):
        return "Agreement"
    if noun is not None or span.type in {"ORG", "PRODUCT", "WORK_OF_ART", "LAW", "EVENT", ""}:
        for name, kind in ORGANISATION_CLASSES:
            if any(work.is_word(i, name) for i in heads):
                return kind
        if any(work.is_word(i, "organisation_nouns") for i in heads):
            return "Organization"
    if work.is_word(span.end - 1, "place_nouns") and span.length > 1:
        return "Place"
    return "Organization" if span.type == "ORG" else TYPES.get(span.type, "")


def _capitalised(work: Workspace, covered: set[int]) -> list[mentions.NameSpan]:
    """Capitalised noun phrases that neither seeds nor recogniser know, headed by an organisation or agreement noun.

    Names inside them belong to them: "U.S.-Armenia Strategic Partnership Commission".
    """
    found = []
    tokens = work.document.tokens
    for token in tokens:
        if token.pos != "PROPN" or token.dep in {"compound", "nmod"} or not token.text[0].isupper():
            continue
        if not work.is_word(token.i, "organisation_nouns", "agreements"):
            continue
        start = token.i
        while start > 0 and _part_of_name(work, start - 1, token.i):
            start -= 1
        if start < token.i and not (token.i in covered and token.i - 1 in covered and start not in covered):
            found.append(mentions.NameSpan(start, token.i + 1, token.i))
    return found


def _part_of_name(work: Workspace, i: int, head: int) -> bool:
    """A capitalised word, or a hyphen between two, that hangs on the head of a name."""
    token = work.document.tokens[i]
    if token.text in {"-", "–"}:
        return i > 0 and work.document.tokens[i - 1].text[0].isupper()
    if not token.text[0].isupper() or token.pos not in {"PROPN", "ADJ", "NOUN"}:
        return False
    return token.dep in {"compound", "nmod", "amod"} and head in list(work.tree.ancestors(i))[:3]
