"""Parse and entities in, claims out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kg import ids
from kg.extract import confidence
from kg.extract.match import Matcher
from kg.extract.qualify import Qualification, Qualifier
from kg.extract.when import When
from kg.model import Argument, Attribution, Claim, Evidence, Issue, Link, Manner, Modality, Reason, Relation
from kg.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.extract.found import Attempt, Match
    from kg.lexicon import Lexicon, Rule
    from kg.model import ClaimId, Document, Entity, EntityId, Resolution, Title
    from kg.ontology import Ontology

NAME = "rules"
STRUCTURE = "structure"
FLOOR = 0.4
"""Least score of a link that a claim may rest on."""
OWN_NAMES = frozenset({"seed name", "seed demonym"})
"""Reasons of links for which a mention counts as the actor's own name."""
DOWNWARD = frozenset({"material conflict", "concessions"})
"""Groups of relations that a state or body may have to its own people."""
UPWARD = "verbal conflict"
"""Group of relations that people may have to the state or body they are of."""
NEAR = 1
"""Sentences that a quote may reach beyond the one with the rule's words, to hold both arguments."""


type Fitting = tuple[Match, list[tuple[EntityId, EntityId]]]


class Candidate(NamedTuple):
    """A claim in the making: relation and head tokens, before entities are chosen and checked."""

    relation: str
    rule: str
    trigger: int
    subject: int
    object: int
    qualification: Qualification
    prior: float
    indirect: bool = False


class RuleExtractor:
    """Finds claims by the lexicon's rules and by titles ("Armenian Foreign Minister Ararat Mirzoyan")."""

    def __init__(self, ontology: Ontology, lexicon: Lexicon) -> None:
        confidence.check(lexicon.weights)
        self._ontology = ontology
        self._lexicon = lexicon
        self._rules = {rule.id: rule for rule in lexicon.rules}

    def extract(self, document: Document, resolution: Resolution) -> tuple[tuple[Claim, ...], tuple[Issue, ...]]:
        """The claims of one document in the order of their first evidence, and what was refused."""
        run = _Run(document, resolution, self._ontology, self._lexicon, self._rules)
        return run.claims()

    def trace(self, document: Document, resolution: Resolution) -> tuple[tuple[Match, ...], tuple[Attempt, ...]]:
        """The rules that found arguments, and those whose words stand there but that gave nothing, with the reason."""
        run = _Run(document, resolution, self._ontology, self._lexicon, self._rules)
        run.claims()
        matches = tuple(run.matcher.matches())
        return matches, tuple(run.matcher.attempts)


class _Run:
    """The work on one document."""

    def __init__(
        self,
        document: Document,
        resolution: Resolution,
        ontology: Ontology,
        lexicon: Lexicon,
        rules: Mapping[str, Rule],
    ) -> None:
        self.document = document
        self.ontology = ontology
        self.tree = Tree(document)
        self.links: dict[int, Link] = {link.head: link for link in resolution.links}
        self.entities: dict[EntityId, Entity] = {entity.id: entity for entity in resolution.entities}
        self.titles: tuple[Title, ...] = resolution.titles
        self.weights = lexicon.weights
        self.rules = rules
        self.matcher = Matcher(self.tree, dict(self.links), lexicon)  # a title may come to stand for its state
        self.qualifier = Qualifier(document, self.tree, lexicon, self.matcher.arguments)
        self.when = When(document, self.tree, lexicon)
        self.issues: list[Issue] = []
        self.found: dict[ClaimId, Claim] = {}
        self.first_person = lexicon.words("we") | lexicon.words("first_person")

    def claims(self) -> tuple[tuple[Claim, ...], tuple[Issue, ...]]:
        for candidate in self._from_titles():
            for left, right in self._settle(candidate):
                self._keep(candidate, left, right)
        self._from_rules(self._serving())
        found = (confidence.settled(claim, self.weights) for claim in self.found.values())
        ordered = sorted(found, key=lambda c: (c.evidence[0].start, c.id))
        return tuple(ordered), tuple(dict.fromkeys(self.issues))

    def _from_titles(self) -> Iterator[Candidate]:
        """Posts: who holds the title, and of what."""
        for title in self.titles:
            if title.holder is None or title.holder not in self.links:
                continue
            post = Candidate(
                title.relation,
                f"title:{title.relation}",
                title.head,
                title.holder,
                title.head,
                self._holding(title),
                0.93,
            )
            if title.of is not None:
                yield post._replace(object=self._mention(title))
            for owner in title.owners:
                if owner in self.links and not self._compared(title, owner):
                    yield post._replace(object=owner)

    def _compared(self, title: Title, owner: int) -> bool:
        """ "Europe's youngest minister" is a minister in Europe, not of it."""
        superlative = any(self.tree.tokens[k].tag == "JJS" for k in self.tree.kids(title.head, "amod"))
        return superlative and all(self.entities[e].type in {"Place", "Region"} for e in self.links[owner].entities)

    def _holding(self, title: Title) -> Qualification:
        """A post is held, unless the sentence says "is not", "will be", "could become"."""
        if self.tree.tokens[title.head].dep != "attr":
            return Qualification(Modality.FACTUAL)
        return Qualification(self.qualifier.qualify(title.head, stative=True).modality)

    def _mention(self, title: Title) -> int:
        """The nearest mention of what the title is an office of, by name if it has one; else the title itself."""
        named = [head for head, link in self.links.items() if link.entities == (title.of,)]
        if named:
            return min(named, key=lambda head: (not self._by_name(head), abs(head - title.head), head))
        assert title.of is not None
        self.links[title.head] = Link(title.head, title.start, title.end, (title.of,), "nominal", 0.85)
        return title.head

    def _by_name(self, head: int) -> bool:
        """Whether a mention is the actor's name or its demonym, rather than its capital or a description."""
        return any(reason.feature in OWN_NAMES for reason in self.links[head].reasons)

    def _serving(self) -> dict[EntityId, EntityId]:
        """The one state for which each person holds a post in this text."""
        posts: dict[EntityId, set[EntityId]] = {}
        for claim in self.found.values():
            if (
                "post" in self.ontology.relations[claim.predicate].traits
                and self.entities[claim.object].type == "State"
            ):
                posts.setdefault(claim.subject, set()).add(claim.object)
        return {person: min(states) for person, states in posts.items() if len(states) == 1}

    def _from_rules(self, serving: dict[EntityId, EntityId]) -> None:
        """One claim per trigger and pair, by the most specific rule; none on a word that another event includes."""
        fitting: list[Fitting] = []
        last: list[Fitting] = []
        for match in self.matcher.matches():
            candidate = self._candidate(match, Qualification(Modality.FACTUAL))
            pairs = list(self._settle(candidate))
            if pairs:
                (last if match.rule.fallback else fitting).append((match, pairs))
        fitting += self._unrelated(last, fitting)
        including: dict[int, list[Match]] = {}
        for match, _ in fitting:
            for token in match.via if "lasting" not in match.rule.traits else ():  # "killed in *clashes with* rebels"
                including.setdefault(token, []).append(match)
        taken: set[tuple[int, bool, EntityId, EntityId]] = set()
        for match, pairs in sorted(fitting, key=lambda f: (f[0].trigger, f[0].rank)):
            if "lasting" not in match.rule.traits and any(m.includes(match) for m in including.get(match.trigger, ())):
                continue
            if match.rule.reporting and self._denied(match.trigger):
                continue
            qualification = self._qualified(match)
            if self._promised(match) and qualification.modality is Modality.FACTUAL:
                qualification = Qualification(Modality.PLANNED, qualification.manner, qualification.speaker)
            standing = match.rule.modality == Modality.FACTUAL.value and not self.qualifier.polarity(match.trigger)
            if standing or (match.rule.modality and qualification.modality is Modality.FACTUAL):
                qualification = Qualification(
                    Modality(match.rule.modality), qualification.manner, qualification.speaker
                )
            for left, right in pairs:
                if match.mutual or (match.trigger, match.rule.reporting, *sorted((left, right))) not in taken:
                    self._keep(self._candidate(match, qualification), left, right)
                    if "binding" in match.rule.traits and left in serving:
                        deed = self._candidate(match, qualification)._replace(indirect=True)
                        self._keep(deed, serving[left], right)
            taken |= {(match.trigger, match.rule.reporting, min(pair), max(pair)) for pair in pairs}

    def _qualified(self, match: Match) -> Qualification:
        """How the deed is put; with what is said of another it is the saying that counts: "claimed that he would leave"."""
        if match.rule.reporting:
            arguments = self.matcher.arguments
            verb = arguments.remarks.reporter(match.trigger, arguments.saying | arguments.alleging)
            return Qualification(Modality.FACTUAL) if verb is None else self.qualifier.qualify(verb)
        pursued = "pursued" in match.rule.traits
        return self.qualifier.qualify(match.trigger, stative=self._stative(match), pursued=pursued)

    def _denied(self, trigger: int) -> bool:
        """Whether a reported deed or quality is said not to be, or not yet: "did not attack", "is not illegal"."""
        token = self.tree.tokens[trigger]
        predicate = token.dep in {"acomp", "attr", "oprd"}
        still = any(self.qualifier.word(k, "modal_planned", "modal_possible") for k in self.tree.kids(trigger, "aux"))
        return still or self.qualifier.polarity(trigger) or (predicate and self.qualifier.polarity(token.head))

    def _unrelated(self, last: list[Fitting], fitting: list[Fitting]) -> list[Fitting]:
        """What rules of last resort find, where no other rule has one of their words or relates the two nearby."""
        words = {match.trigger for match, _ in fitting} | {token for match, _ in fitting for token in match.via}
        known = {(self.tree.sentence_of[match.trigger], frozenset(pair)) for match, pairs in fitting for pair in pairs}
        found = []
        for match, pairs in last:
            here = self.tree.sentence_of[match.trigger]
            new = [pair for pair in pairs if (here, frozenset(pair)) not in known]
            if new and not words & (match.via | {match.trigger}):
                found.append((match, new))
        return found

    def _promised(self, match: Match) -> bool:
        """ "Pledged aid", "offered troops": the deed itself is yet to come."""
        deed = self.ontology.relations[match.rule.relation].group in {"material cooperation", "concessions"}
        return deed and self.qualifier.word(match.trigger, "promising")

    def _stative(self, match: Match) -> bool:
        return "roles" in match.rule.triggers or self.ontology.relations[match.rule.relation].group == STRUCTURE

    def _candidate(self, match: Match, qualification: Qualification) -> Candidate:
        return Candidate(
            match.rule.relation,
            match.rule.id,
            match.trigger,
            match.subject,
            match.object,
            qualification,
            match.rule.prior,
            match.indirect,
        )

    def _settle(self, candidate: Candidate) -> Iterator[tuple[EntityId, EntityId]]:
        """The pairs of entities that the ontology admits."""
        subject, obj = self.links[candidate.subject], self.links[candidate.object]
        if min(subject.score, obj.score) < FLOOR or self._aside(candidate):
            return
        for left, right in self._pairs(candidate, subject, obj):
            a, b = self.entities[left], self.entities[right]
            if left == right or self._own(candidate, a, b):
                continue
            if self._admitted(candidate, a, b):
                yield left, right
            else:
                self._refuse(candidate, a, b)

    def _aside(self, candidate: Candidate) -> bool:
        """Who takes no part: the one before the colon of an interview, and "we" of whom the speaker is one."""
        rule, named = self.rules.get(candidate.rule), self.links[candidate.subject]
        if rule and rule.reporting and self.tree.tokens[candidate.object].text.casefold() in self.first_person:
            return True
        sentence = self.tree.sentence(named.head)
        return named.start == sentence.start and named.end < sentence.end and self.tree.tokens[named.end].text == ":"

    def _own(self, candidate: Candidate, subject: Entity, obj: Entity) -> bool:
        """A group with its own state or body, where that is not what the relation is about.

        A state may arrest, free or harm its people, and its people may stand up against it.
        """
        relation = self.ontology.relations[candidate.relation]
        if subject.id in obj.of and obj.type == "Group":
            return relation.group not in DOWNWARD
        above = obj.id in subject.of and subject.type == "Group"
        return above and (candidate.indirect or relation.group != UPWARD) and "ofMembers" not in relation.traits

    def _pairs(self, candidate: Candidate, subject: Link, obj: Link) -> Iterator[tuple[EntityId, EntityId]]:
        if candidate.subject == candidate.object:
            entities = subject.entities
            yield from ((a, b) for n, a in enumerate(entities) for b in entities[n + 1 :])
            if not self.ontology.relations[candidate.relation].symmetric:
                yield from ((b, a) for n, a in enumerate(entities) for b in entities[n + 1 :])
            return
        for left in self._acting(candidate, subject):
            for right in self._acting(candidate, obj):
                yield left, right

    def _acting(self, candidate: Candidate, link: Link) -> tuple[EntityId, ...]:
        """Outside posts and structure a ministry or seat of power acts for its state."""
        relation = self.ontology.relations[candidate.relation]
        structural = relation.group == STRUCTURE and "ownDoing" not in relation.traits
        return link.entities if structural or link.stands_for is None else (link.stands_for,)

    def _admitted(self, candidate: Candidate, subject: Entity, obj: Entity) -> bool:
        rule = self.rules.get(candidate.rule)
        if rule is not None:
            for entity, types in ((subject, rule.subject_types), (obj, rule.object_types)):
                if types and not any(self.ontology.is_a(entity.type, t) for t in types):
                    return False
        return self.ontology.allows(candidate.relation, subject.type, obj.type)

    def _refuse(self, candidate: Candidate, subject: Entity, obj: Entity) -> None:
        prop = self.ontology.relations[candidate.relation]
        if self.ontology.allows(candidate.relation, subject.type, obj.type):
            return
        article = self.document.article
        line = article.text.count("\n", 0, self.document.tokens[candidate.trigger].start) + 1
        self.issues.append(
            Issue(
                "domain/range",
                f"{subject.label} ({subject.type}) {prop.name} {obj.label} ({obj.type}) does not fit the relation",
                path=article.path or article.id,
                line=line,
                article=article.id,
            )
        )

    def _keep(self, candidate: Candidate, left: EntityId, right: EntityId) -> None:
        prop = self.ontology.relations[candidate.relation]
        subject, obj = candidate.subject, candidate.object
        attribution = self._attribution(candidate.qualification)
        evidence = self._evidence(candidate, subject, obj)
        sure, reasons = self._confidence(candidate, left, right)
        period = self.when.period(candidate.trigger) if candidate.rule in self.rules else None
        article = self.document.article.id
        first, second = sorted((left, right)) if prop.symmetric else (left, right)  # one claim, however it is put
        claim = ids.claim_id(
            article, first, candidate.relation, second, candidate.qualification.modality, attribution, period
        )
        known = self.found.get(claim)
        if known is not None:
            if known.subject != left:
                left, right, evidence = right, left, replace(evidence, subject=evidence.object, object=evidence.subject)
            spans = {(e.start, e.subject.start, e.object.start) for e in known.evidence}
            if (evidence.start, evidence.subject.start, evidence.object.start) in spans:
                return
            self.found[claim] = Claim(
                claim, left, Relation(prop.name), right, known.modality, max(known.confidence, sure),
                tuple(sorted((*known.evidence, evidence), key=lambda e: (e.start, e.subject.start, e.object.start, e.rule))),
                known.attribution, period, known.reasons if known.confidence >= sure else reasons,
            )  # fmt: skip
            return
        self.found[claim] = Claim(
            claim,
            left,
            Relation(prop.name),
            right,
            candidate.qualification.modality,
            sure,
            (evidence,),
            attribution,
            period,
            reasons,
        )

    def _attribution(self, qualification: Qualification) -> Attribution | None:
        if qualification.manner is None:
            return None
        link = self._speaker(qualification.speaker) if qualification.speaker is not None else None
        if link is None:
            return Attribution(None, Manner.ALLEGED) if qualification.manner is Manner.ALLEGED else None
        return Attribution(link.entities[0], qualification.manner)

    def _speaker(self, head: int) -> Link | None:
        """Who speaks; through a statement or a spokesman it is whose they are."""
        if head not in self.links and self.qualifier.word(head, "utterances"):
            return next((self.links[owner] for owner in self.matcher.owners.of(head)), None)
        return self.links.get(head)

    def _confidence(self, candidate: Candidate, left: EntityId, right: EntityId) -> tuple[float, tuple[Reason, ...]]:
        found = confidence.features(
            prior=candidate.prior,
            links=(self.links[candidate.subject], self.links[candidate.object]),
            learned=sum(not self.entities[entity].seeded for entity in (left, right)),
            distance=max(abs(candidate.trigger - candidate.subject), abs(candidate.trigger - candidate.object)),
            indirect=candidate.indirect,
            put=candidate.qualification,
            title=candidate.rule not in self.rules,
        )
        return confidence.weighed(found, self.weights)

    def _evidence(self, candidate: Candidate, subject: int, obj: int) -> Evidence:
        text = self.document.article.text
        tokens = self.document.tokens
        here = self.tree.sentence_of[candidate.trigger]
        numbers = {n for n in map(self.tree.sentence_of.__getitem__, (subject, obj)) if abs(n - here) <= NEAR} | {here}
        start = tokens[self.document.sentences[min(numbers)].start].start
        end = tokens[self.document.sentences[max(numbers)].end - 1].end
        return Evidence(
            article=self.document.article.id,
            start=start,
            end=end,
            quote=text[start:end],
            rule=candidate.rule,
            extractor=NAME,
            subject=self._argument(subject),
            object=self._argument(obj),
        )

    def _argument(self, head: int) -> Argument:
        """The words that name the actor: for a pronoun, its antecedent if that stands in the same sentence."""
        link = self.links[head]
        if link.kind == "pronoun":
            here = self.tree.sentence(head)
            named = [
                k
                for k in self.links.values()
                if here.start <= k.head < here.end and k.kind != "pronoun" and set(k.entities) & set(link.entities)
            ]
            link = min(named, key=lambda k: (k.head > head, abs(k.head - head)), default=link)
        tokens = self.document.tokens
        start, end = tokens[link.start].start, tokens[link.end - 1].end
        why = ", ".join(reason.feature for reason in link.reasons)
        return Argument(self.document.article.text[start:end], start, end, why)
