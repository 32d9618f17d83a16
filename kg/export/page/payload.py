"""The data of the page: rows of numbers into tables of strings, so that a claim costs little beside its words."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.export import layout
from kg.model import Entity, Manner, Modality

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Argument, Claim, Evidence
    from kg.ontology import Ontology
    from kg.ports import GraphView

SCHEMA = "http://schema.org/"
MODALITIES = tuple(Modality)
MANNERS = tuple(Manner)
NEUTRAL = 0.6
"""What a post or a membership weighs beside an act of cooperation, when camps are looked for."""
Row = list[Any]


class Table:
    """Strings in order of first use; a string's row is its number."""

    def __init__(self) -> None:
        self.rows: list[str] = []
        self._number: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        """The text's number; a new text gets the next one."""
        text = clean(text)
        if text not in self._number:
            self._number[text] = len(self.rows)
            self.rows.append(text)
        return self._number[text]


@dataclass
class Page:
    """What the page shows.

    Attributes:
        data: The tables, as the page's scripts read them.
        nodes: One row per actor drawn at first, as vis-network takes it.
        edges: One row per line: an ordered pair of actors and a sign.
    """

    data: dict[str, Any]
    nodes: list[dict[str, Any]] = field(default_factory=list)
    edges: list[dict[str, Any]] = field(default_factory=list)


def whole(text: str) -> str:
    """The text without lone surrogates, which no UTF-8 file may hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def clean(text: str) -> str:
    """The text without lone surrogates and without NUL, which HTML may not hold."""
    return whole(text).replace("\0", "\ufffd")


def build(view: GraphView, ontology: Ontology, *, limit: int) -> Page:
    """The page's data; the ``limit`` actors that most claims name are drawn at first."""
    return _Builder(view, ontology).page(limit)


@cache
def look() -> dict[str, Any]:
    """Shapes and fact groups of ``look.toml``."""
    return tomllib.loads((Path(__file__).parent / "look.toml").read_text(encoding="utf-8"))


class _Builder:
    def __init__(self, view: GraphView, ontology: Ontology) -> None:
        self.ontology = ontology
        self.claims = list(view.claims())
        known = view.entities()
        named = {c.subject for c in self.claims} | {c.object for c in self.claims}
        said = {c.attribution.speaker for c in self.claims if c.attribution and c.attribution.speaker}
        self.entities = [known.get(i) or Entity(i, i, "") for i in sorted(named | said)]
        self.number = {e.id: i for i, e in enumerate(self.entities)}
        self.records = view.articles()
        self.article_number: dict[str, int] = {}
        self.articles: list[Row] = []
        self.sources, self.rules, self.quotes = Table(), Table(), Table()
        self.relations = sorted({str(c.predicate) for c in self.claims})
        self.relation_number = {name: i for i, name in enumerate(self.relations)}
        self.types = sorted({e.type for e in self.entities})
        self.groups = sorted({self._group(name) for name in self.relations})

    def page(self, limit: int) -> Page:
        weight = [0] * len(self.entities)
        for claim in self.claims:
            for end in (claim.subject, claim.object):
                weight[self.number[end]] += len(claim.evidence)
        ranked = sorted((i for i, w in enumerate(weight) if w), key=lambda i: (-weight[i], i))
        drawn = sorted(ranked[: max(limit, 0)])
        camp, place = self._placed(drawn, weight)
        lines = sorted({self._line(claim) for claim in self.claims})
        number = {line: i for i, line in enumerate(lines)}
        claims = [self._claim(claim, number[self._line(claim)]) for claim in self.claims]
        actors = [self._actor(e, camp[i], weight[i]) for i, e in enumerate(self.entities)]
        data = {
            "base": self.ontology.base,
            "schema": SCHEMA,
            "types": [[clean(name), self._type_label(name), self._shape(name)] for name in self.types],
            "groups": self.groups,
            "facts": [i for i, name in enumerate(self.groups) if name in look()["facts"]],
            "relations": [self._relation(name) for name in self.relations],
            "camps": self._camp_names(camp, weight),
            "sources": self.sources.rows,
            "rules": self.rules.rows,
            "articles": self.articles,
            "quotes": self.quotes.rows,
            "actors": actors,
            "claims": claims,
        }
        edges = [{"id": i, "from": s, "to": o, "sign": sign} for i, (s, o, sign) in enumerate(lines)]
        return Page(data, self._nodes(drawn, weight, place), edges)

    def _line(self, claim: Claim) -> tuple[int, int, int]:
        return self.number[claim.subject], self.number[claim.object], self._sign(claim.predicate)

    def _placed(self, drawn: Sequence[int], weight: Sequence[int]) -> tuple[list[int], list[tuple[int, int]]]:
        balance: dict[tuple[int, int], float] = defaultdict(float)
        ties: dict[tuple[int, int], float] = defaultdict(float)
        row = {actor: i for i, actor in enumerate(drawn)}
        for claim in self.claims:
            a, b = sorted((self.number[claim.subject], self.number[claim.object]))
            if a == b:
                continue
            sign = self._sign(claim.predicate) if claim.modality is not Modality.NEGATED else 0
            balance[a, b] += NEUTRAL if sign == 0 else sign
            if a in row and b in row:
                ties[row[a], row[b]] += 1.0 if sign >= 0 else 0.35
        camp = layout.camps(len(self.entities), balance)
        found = layout.positions(ties, [camp[i] for i in drawn], [radius(weight[i]) for i in drawn])
        return camp, found

    def _camp_names(self, camp: Sequence[int], weight: Sequence[int]) -> list[Row]:
        out: list[Row] = []
        for number in range(max(camp, default=-1) + 1):
            members = sorted((i for i, c in enumerate(camp) if c == number), key=lambda i: (-weight[i], i))
            out.append([members[:3], len(members)])
        return out

    def _actor(self, entity: Entity, camp: int, weight: int) -> Row:
        return [
            clean(entity.id),
            clean(entity.label) or clean(entity.id),
            self.types.index(entity.type),
            camp,
            weight,
            clean(entity.wikidata),
            [clean(alias) for alias in entity.aliases if alias != entity.label],
            [self.number[of] for of in entity.of if of in self.number],
        ]

    def _relation(self, name: str) -> Row:
        prop = self.ontology.relations.get(name)
        if prop is None:
            return [clean(name), clean(name), clean(name), self.groups.index(self._group(name)), 0, 0]
        group = self.groups.index(self._group(name))
        return [name, prop.label, prop.inverse_label, group, prop.sign, int(prop.symmetric)]

    def _claim(self, claim: Claim, line: int) -> Row:
        period = claim.period
        start, end = (period.start or "", period.end or "") if period else ("", "")
        said = claim.attribution
        return [
            clean(claim.id),
            line,
            self.relation_number[claim.predicate],
            MODALITIES.index(claim.modality),
            round(claim.confidence * 100),
            clean(start),
            0 if start == end else clean(end),
            self.number[said.speaker] if said and said.speaker else -1,
            MANNERS.index(said.manner) + 1 if said else 0,
            [self._evidence(one) for one in claim.evidence],
        ]

    def _evidence(self, one: Evidence) -> Row:
        marks = sorted({(*_mark(one, one.subject), 0), (*_mark(one, one.object), 1)})
        flat = [number for mark in marks if mark[1] > mark[0] for number in mark]
        return [self._article(one.article), self.quotes(one.quote), self.rules(one.rule), *flat]

    def _article(self, name: str) -> int:
        if name not in self.article_number:
            self.article_number[name] = len(self.articles)
            record = self.records.get(name)  # type: ignore[call-overload]
            row = (record.title, record.source, record.url) if record else ("", "", "")
            day = record.published.isoformat() if record and record.published else ""
            original = clean(record.copy_of or "") if record else ""
            self.articles.append([clean(name), clean(row[0]), self.sources(row[1]), clean(row[2]), day, original])
        return self.article_number[name]

    def _nodes(
        self, drawn: Sequence[int], weight: Sequence[int], place: Sequence[tuple[int, int]]
    ) -> list[dict[str, Any]]:
        return [
            {
                "id": i,
                "x": x,
                "y": y,
                "shape": self._shape(self.entities[i].type),
                "size": radius(weight[i]),
            }
            for i, (x, y) in zip(drawn, place, strict=True)
        ]

    def _shape(self, name: str) -> str:
        found = look()
        for wanted, shape in found["shapes"]:
            if name == wanted or self.ontology.is_a(name, wanted):
                return str(shape)
        return str(found["other"])

    def _type_label(self, name: str) -> str:
        cls = self.ontology.classes.get(name)
        return clean(cls.label if cls else name) or "unknown"

    def _group(self, name: str) -> str:
        prop = self.ontology.relations.get(name)
        return clean(prop.group) if prop else "other"

    def _sign(self, name: str) -> int:
        prop = self.ontology.relations.get(name)
        return prop.sign if prop else 0


def radius(weight: int) -> float:
    """Radius of an actor in pixels at zoom 1; its area grows with the root of what is said of it."""
    grown: float = float(max(weight, 0)) ** 0.45
    return round(7.0 + 3.4 * grown, 1)


def _mark(one: Evidence, argument: Argument) -> tuple[int, int]:
    """Where the argument's words stand in the quote, in UTF-16 units as JavaScript counts; (0, 0) if outside."""
    start, end = argument.start - one.start, argument.end - one.start
    if not 0 <= start < end <= len(one.quote):
        return (0, 0)
    before = _units(one.quote[:start])
    return (before, before + _units(one.quote[start:end]))


def _units(text: str) -> int:
    return len(text) + sum(ch > "\uffff" for ch in text)
