"""Derives what follows from the plain facts: rules to a fixpoint, each derivation kept.

Rules are CONSTRUCT queries in ``ontology/rules``. Derived triples go into a graph of their own, and for each of them
another graph says which rule gave it and which claims or derived triples it rests on. Everything is derived anew each
time, so that the result depends on the facts alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rdflib import Literal, URIRef, Variable
from rdflib.plugins.sparql import prepareQuery

from kg import ids
from kg.errors import QueryError
from kg.graph.algebra import walk
from kg.graph.read import View
from kg.graph.terms import PROV, RDF, TYPE, XSD, Kind, Quad, Term, iri, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from kg.graph.names import Names
    from kg.graph.store import Store

ROUNDS = 50
"""After so many rounds a rule must be making up ever new terms."""
_HEADER = re.compile(r"#\s*(title|why|example):\s*(.*)")
_CONSTRUCT = re.compile(r"CONSTRUCT\s*\{[^{}]*\}\s*WHERE", re.IGNORECASE)
type Triple = tuple[str, str, Term]
type Pattern = tuple[Term | str, Term | str, Term | str]
"""A triple whose variables are plain strings."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what it concludes from what.

    Attributes:
        select: The rule as a SELECT of all its variables.
        conclusions, premises: Patterns to fill with them.
    """

    name: str
    title: str
    why: str
    example: str
    select: str
    conclusions: tuple[Pattern, ...]
    premises: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Inferred:
    """How much was derived, and in how many rounds."""

    triples: int
    rounds: int
    by_rule: Mapping[str, int]


def load(folder: Path, names: Names) -> list[Rule]:
    """The rules of a folder, by name.

    Raises:
        QueryError: A rule does not parse, or is no CONSTRUCT with a title.
    """
    return [parse(path, names) for path in sorted(folder.glob("*.rq"))]


def parse(path: Path, names: Names) -> Rule:
    """One rule.

    Raises:
        QueryError: It does not parse, or is no CONSTRUCT with a title.
    """
    query = path.read_text("utf-8")
    header = {found[1]: found[2].strip() for line in query.splitlines() if (found := _HEADER.fullmatch(line.strip()))}
    if not {"title", "why", "example"} <= set(header):
        raise QueryError("a rule needs «# title:», «# why:» and «# example:»", path=path, line=1)
    try:
        algebra = prepareQuery(query, initNs=names.prefixes(), base=names.base).algebra
    except Exception as error:  # noqa: BLE001 - pyparsing and rdflib raise many kinds
        raise QueryError(f"it does not parse: {' '.join(str(error).split())[:200]}", path=path) from None
    select, count = _CONSTRUCT.subn("SELECT DISTINCT * WHERE", query, count=1)
    if algebra.name != "ConstructQuery" or not count:
        raise QueryError("a rule is «CONSTRUCT { … } WHERE { … }»", path=path)
    premises = [triple for node in walk(algebra.p) if node.name == "BGP" for triple in node.triples]
    return Rule(
        path.stem, header["title"], header["why"], header["example"], select,
        tuple(_pattern(triple) for triple in algebra.template),
        tuple(_pattern(triple) for triple in premises),
    )  # fmt: skip


def _pattern(triple: Any) -> Pattern:  # noqa: ANN401 - rdflib's algebra is untyped
    subject, predicate, obj = (_part(node) for node in triple)
    return subject, predicate, obj


def _part(node: object) -> Term | str:
    if isinstance(node, Variable):
        return str(node)
    if isinstance(node, Literal):
        datatype = str(node.datatype) if node.datatype and str(node.datatype) != f"{XSD}string" else ""
        return Term(str(node), Kind.LITERAL, datatype, node.language or "")
    return Term(str(node)) if isinstance(node, URIRef) else f"_:{node}"


def infer(store: Store, rules: Iterable[Rule]) -> Inferred:
    """Replace the derived graphs of a store by what the rules give now."""
    names = store.names
    store.put_graph(names.inferred, [])
    store.put_graph(names.derivations, [])
    claims = _claims(store)
    facts = {(q.subject, q.predicate, q.object) for q in store.quads(names.asserted)}
    derived: dict[Triple, dict[str, tuple[Triple, ...]]] = {}
    rules, rounds, grown = list(rules), 0, True
    while grown and rounds < ROUNDS:
        rounds += 1
        found = list(_once(store, rules))
        before = len(derived)
        for triple, rule, premises in found:
            if triple not in facts:
                ways = derived.setdefault(triple, {})
                ways.setdefault(rule, premises)
        grown = len(derived) > before
        if grown:
            store.put_graph(names.inferred, (Quad(*triple, names.inferred) for triple in sorted(derived)))
    store.put_graph(names.derivations, _derivations(derived, claims, names))
    counts: dict[str, int] = defaultdict(int)
    for ways in derived.values():
        for rule in ways:
            counts[rule] += 1
    return Inferred(len(derived), rounds, dict(sorted(counts.items())))


def _once(store: Store, rules: list[Rule]) -> Iterator[tuple[Triple, str, tuple[Triple, ...]]]:
    """What each rule gives over the graph as it is, in a stable order."""
    for rule in rules:
        answer = store.query(rule.select, union=True)
        columns = answer.columns
        rows = sorted({tuple(zip(columns, row, strict=True)) for row in answer.rows()}, key=str)
        for row in rows:
            bound = {name: term for name, term in row if term is not None}
            premises = tuple(found for pattern in rule.premises if (found := _fill(pattern, bound)))
            for pattern in rule.conclusions:
                triple = _fill(pattern, bound)
                if triple:
                    yield triple, rule.name, premises


def _fill(pattern: Pattern, bound: Mapping[str, Term]) -> Triple | None:
    subject, predicate, obj = (
        bound.get(part) if isinstance(part, str) and not isinstance(part, Term) else part for part in pattern
    )
    terms = [term for term in (subject, predicate, obj) if isinstance(term, Term)]
    if len(terms) < 3 or terms[0].kind is not Kind.IRI or terms[1].kind is not Kind.IRI or terms[2].kind is Kind.BLANK:  # noqa: PLR2004
        return None
    return terms[0].value, terms[1].value, terms[2]


def _claims(store: Store) -> dict[Triple, list[str]]:
    """The claims that assert each plain fact."""
    found: dict[Triple, list[str]] = defaultdict(list)
    names = store.names
    for claim in View(store).outlines():
        if claim.asserted:
            obj = iri(names.entity(claim.object))
            found[names.entity(claim.subject), names.term(claim.predicate), obj].append(names.claim(claim.id))
    return found


def _derivations(
    derived: Mapping[Triple, Mapping[str, tuple[Triple, ...]]], claims: Mapping[Triple, list[str]], names: Names
) -> Iterator[Quad]:
    """A node per derived triple and rule, with what it rests on."""
    graph = names.derivations
    for triple, ways in sorted(derived.items()):
        subject, predicate, obj = triple
        for rule, premises in sorted(ways.items()):
            node = _node(triple, rule, names)
            yield Quad(node, TYPE, iri(f"{RDF}Statement"), graph)
            yield Quad(node, TYPE, iri(f"{PROV}Entity"), graph)
            yield Quad(node, f"{RDF}subject", iri(subject), graph)
            yield Quad(node, f"{RDF}predicate", iri(predicate), graph)
            yield Quad(node, f"{RDF}object", obj, graph)
            yield Quad(node, names.term("rule"), text(rule), graph)
            rests: set[str] = set()
            for premise in premises:
                rests.update(claims.get(premise, ()))
                rests.update(_node(premise, other, names) for other in derived.get(premise, ()))
                if premise[0].startswith(f"{names.base}claim/"):
                    rests.add(premise[0])
            for source in sorted(rests - {node}):
                yield Quad(node, names.term("derivedFrom"), iri(source), graph)


def _node(triple: Triple, rule: str, names: Names) -> str:
    return f"{names.base}derivation/{ids.digest(triple[0], triple[1], str(triple[2]), rule, length=20)}"
