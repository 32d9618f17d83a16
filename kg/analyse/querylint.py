"""What a shipped question must keep to: standard SPARQL, a true header, nothing from outside, nothing known as slow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib.plugins.sparql import prepareQuery

from kg.analyse.query import slot
from kg.graph.algebra import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.plugins.sparql.parserutils import CompValue

    from kg.analyse.query import Question
    from kg.graph.names import Names

OUTSIDE = frozenset({"ServiceGraphPattern", "Load"})
"""Parts of SPARQL that read from elsewhere."""


def faults(question: Question, names: Names) -> Iterator[str]:
    """What is wrong with a question; nothing, if it may be shipped."""
    try:
        parsed = prepareQuery(question.text, initNs=names.prefixes(), base=names.base)
    except Exception as error:  # noqa: BLE001 - pyparsing and rdflib raise many kinds
        yield f"it does not parse: {' '.join(str(error).split())[:200]}"
        return
    algebra = parsed.algebra
    nodes = list(walk(algebra))
    yield from (f"it has {node.name}, which reads from elsewhere" for node in nodes if node.name in OUTSIDE)
    if algebra.datasetClause:
        yield "it has FROM"
    for node in nodes:
        if node.name in {"Builtin_NOTEXISTS", "Builtin_EXISTS"} and _size(node) > 1:
            yield "FILTER (NOT) EXISTS over several triples is quadratic in Oxigraph: use MINUS, or OPTIONAL and !BOUND"
    if algebra.name == "SelectQuery":
        columns = tuple(str(variable) for variable in algebra.PV)
        if columns != tuple(name for name, _ in question.columns):
            yield f"its header says columns {[name for name, _ in question.columns]}, the query gives {list(columns)}"
        if not any(node.name == "OrderBy" for node in nodes):
            yield "it has no ORDER BY, so that its rows come in any order"
    yield from _header(question)


def _header(question: Question) -> Iterator[str]:
    if not question.about or not question.columns or not question.example:
        yield "its header lacks about, column or example"
    for row in question.example:
        if len(row) != len(question.columns):
            yield f"an example row has {len(row)} cells, not {len(question.columns)}"
    for parameter in question.parameters:
        if not slot(parameter.name).search(question.text):
            yield f"there is no VALUES ?{parameter.name} {{ … }}"
        if bool(parameter.default) == ("UNDEF" in (slot(parameter.name).findall(question.text) or [""])[0]):
            yield f"?{parameter.name} has a default in the header or UNDEF in the query, not both or neither"


def _size(node: CompValue) -> int:
    """Triple patterns in a group, a property path counting as many."""
    found = 0
    for inner in walk(node):
        for block in inner.get("triples") or ():
            predicates = block[1::3]  # a block holds one triple after the other
            found += sum(1 if type(predicate).__module__ == "rdflib.term" else 3 for predicate in predicates)
    return found
