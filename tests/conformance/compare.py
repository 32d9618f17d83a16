"""Compares results of queries: multisets of rows, order where it matters, blank nodes by their role, numbers by value."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from typing import TYPE_CHECKING

from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.plugins.sparql.results.xmlresults import XMLResultParser

if TYPE_CHECKING:
    from pathlib import Path

    from rdflib.query import Result
    from rdflib.term import Node

RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
OURS = Namespace("urn:row:")
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
type Rows = list[dict[str, Node]]
type Found = bool | Rows | Graph


def expected(path: Path) -> Found | list[list[str]]:
    """What a result file of the suite says."""
    data = path.read_bytes()
    if path.suffix == ".srx":
        return _result(XMLResultParser().parse(io.BytesIO(data)))
    if path.suffix == ".srj":
        return from_json(data)
    if path.suffix in {".csv", ".tsv"}:
        return table(data, path.suffix)
    graph = Graph().parse(data=data, format="xml" if path.suffix == ".rdf" else "turtle", publicID=path.as_uri())
    return _result_set(graph) if (None, RDF.type, RS.ResultSet) in graph else graph


def table(data: bytes, suffix: str) -> list[list[str]]:
    """Rows of CSV or TSV as text, header first and the others sorted; blank nodes lose their labels, numbers go by value.

    The suite's own TSV writes 1.0e6 where its data has 1.0E6. In TSV, strings stand in quotes, so that none is a number.
    """
    comma, quoting = (",", csv.QUOTE_MINIMAL) if suffix == ".csv" else ("\t", csv.QUOTE_NONE)
    rows = list(csv.reader(io.StringIO(data.decode(), newline=""), delimiter=comma, quoting=quoting))
    cells = [["_:" if cell.startswith("_:") else number(cell) for cell in row] for row in rows]
    if not cells:
        return []
    order = sorted(range(len(cells[0])), key=lambda at: cells[0][at])  # SELECT * may give its columns in any order
    turned = [[row[at] for at in order] for row in cells if len(row) == len(order)]
    return [turned[0], *sorted(turned[1:])]


def number(cell: str) -> str:
    """A number by its value, and all else as it is."""
    return repr(float(cell)) if NUMBER.fullmatch(cell) else cell


def distinct(rows: Found) -> Found:
    """Rows without repetitions."""
    if not isinstance(rows, list):
        return rows
    cells = [{name: plain(value) for name, value in row.items()} for row in rows]
    return list({str(sorted(row.items())): row for row in cells}.values())


def _result(result: Result) -> Found:
    if result.type == "ASK":
        return bool(result.askAnswer)
    return [{str(name): node for name, node in row.items()} for row in result.bindings]


def from_json(data: bytes) -> bool | Rows:
    """SPARQL 1.1 results in JSON."""
    found = json.loads(data)
    if "boolean" in found:
        return bool(found["boolean"])
    return [{name: _node(value) for name, value in row.items()} for row in found["results"]["bindings"]]


def _node(value: dict[str, str]) -> Node:
    if value["type"] == "uri":
        return URIRef(value["value"])
    if value["type"] == "bnode":
        return BNode(value["value"])
    datatype = value.get("datatype")
    return Literal(value["value"], lang=value.get("xml:lang"), datatype=URIRef(datatype) if datatype else None)


def _result_set(graph: Graph) -> bool | Rows:
    (node,) = graph.subjects(RDF.type, RS.ResultSet)
    boolean = graph.value(node, RS.boolean)
    if boolean is not None:
        return bool(boolean.toPython())  # type: ignore[attr-defined]
    solutions = sorted(graph.objects(node, RS.solution), key=lambda s: int(graph.value(s, RS["index"]) or 0))
    rows = []
    for solution in solutions:
        bindings = list(graph.objects(solution, RS.binding))
        rows.append({str(graph.value(b, RS.variable)): graph.value(b, RS.value) for b in bindings})
    return rows  # type: ignore[return-value]


def plain(node: Node) -> Node:
    """A literal in one writing: numbers by value, strings without their datatype, language tags in lower case."""
    if not isinstance(node, Literal):
        return node
    kind = str(node.datatype or "").rsplit("#", 1)[-1]
    if kind == "string":
        return Literal(str(node))
    if node.language:
        return Literal(str(node), lang=node.language.lower())
    if kind in {"decimal", "integer", "double", "float"} and node.value is not None:
        value = float(str(node).replace("INF", "inf"))
        return URIRef(f"urn:number:{kind}:{value!r}")
    if kind == "boolean" and node.value is not None:
        return Literal(str(bool(node.value)).lower(), datatype=node.datatype)
    if kind == "dateTime":
        return Literal(str(node).replace("+00:00", "Z").replace(".000Z", "Z"), datatype=node.datatype)
    return node


def as_graph(rows: Rows, *, ordered: bool) -> Graph:
    """Rows as a graph, so that isomorphism compares them up to the names of blank nodes; repeated rows are numbered."""
    graph = Graph()
    counted: Counter[tuple[object, ...]] = Counter()
    for index, row in enumerate(rows):
        node = BNode()
        cells = tuple(sorted((name, plain(value)) for name, value in row.items() if value is not None))
        key = tuple((name, "" if isinstance(value, BNode) else value) for name, value in cells)
        number = index if ordered else counted[key]
        counted[key] += 1
        graph.add(
            (node, OURS.number, Literal(number if ordered or not any(isinstance(v, BNode) for _, v in cells) else 0))
        )
        for name, value in cells:
            graph.add((node, OURS[name], value))
        graph.add((node, OURS.row, BNode()))
    return graph


def same(found: Found, wanted: Found, *, ordered: bool) -> bool:
    """Whether two results are the same."""
    if isinstance(found, Graph) and isinstance(wanted, Graph):
        graphs = [Graph(), Graph()]
        for target, source in zip(graphs, (found, wanted), strict=True):
            for triple in source:
                target.add(tuple(plain(node) for node in triple))  # type: ignore[arg-type]
        return isomorphic(*graphs)
    if isinstance(found, list) and isinstance(wanted, list):
        if len(found) != len(wanted):
            return False
        return isomorphic(as_graph(found, ordered=ordered), as_graph(wanted, ordered=ordered))
    return found is wanted
