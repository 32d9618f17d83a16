"""``kg query``: ask the graph."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import common, render
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.analyse.query import Question
    from kg.graph.answer import Answer
    from kg.graph.names import Names
    from kg.graph.store import Store
    from kg.graph.terms import Term


class Shape(StrEnum):
    """How results are written."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XML = "xml"
    TTL = "ttl"
    JSONLD = "jsonld"


TRIPLES = {Shape.TTL, Shape.JSONLD}


def query(
    asked: Annotated[
        str | None,
        typer.Argument(
            metavar="[SPARQL|FILE|NAME]",
            help="A query, a file that holds one (- for standard input), or the name of a question.",
        ),
    ] = None,
    parameters: Annotated[
        list[str] | None,
        typer.Option("--parameter", "-p", metavar="NAME=VALUE", help="A value for a question's parameter."),
    ] = None,
    shape: Annotated[Shape, typer.Option("--format", "-f", help="How the results are written.")] = Shape.TABLE,
    listed: Annotated[bool, typer.Option("--list", help="List the questions that have a name.")] = False,
    json: common.JsonOption = False,
    output: common.OutputOption = None,
    store: common.StoreOption = None,
) -> None:
    """Ask the graph in SPARQL, or by the name of a question. Prefixes are declared for you.

    [dim]kg query --list[/dim]
    [dim]kg query what-did -p actor=Armenia[/dim]
    [dim]kg query "SELECT ?with { ent:Armenia kg:signs ?with }" --format csv[/dim]
    """
    chosen = common.settings(store)
    if listed:
        return _list(common.resources(chosen).queries, as_json=json)
    if asked is None:
        raise QueryError("there is nothing to ask", hint='kg query --list, or kg query "SELECT …"')
    with common.opened(chosen) as opened:
        answer = opened.query(_text(asked, parameters or [], opened))
        if json and shape is Shape.TABLE:
            shape = Shape.JSONLD if answer.has_triples else Shape.JSON
        if shape is Shape.TABLE and output is None:
            return _table(answer, opened.names)
        with common.output(output) as out:
            out.write(serialized(answer, Shape.CSV if shape is Shape.TABLE else shape, opened))
    return None


def _text(asked: str, parameters: list[str], opened: Store) -> str:
    questions = common.questions(common.settings())
    values = dict(_value(one) for one in parameters)
    if asked in questions:
        return questions[asked].bound(values, opened, common.ontology(common.settings()))
    if values:
        raise QueryError("only a question with a name takes parameters", hint="kg query --list")
    if asked == "-":
        return sys.stdin.read()
    if "{" in asked or "\n" in asked:
        return asked
    path = Path(asked)
    if path.is_file():
        try:
            return path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"cannot be read: {error}", path=path) from None
    import difflib

    near = difflib.get_close_matches(asked, questions, n=1)
    hint = f"did you mean {near[0]}?" if near else "kg query --list shows the questions"
    raise QueryError(f"{asked!r} is no SPARQL, no file and no question", hint=hint)


def _value(one: str) -> tuple[str, str]:
    name, equals, value = one.partition("=")
    if not equals:
        raise QueryError(f"a parameter is given as NAME=VALUE, not {one!r}")
    return name.strip(), value.strip()


def serialized(answer: Answer, shape: Shape, opened: Store) -> bytes:
    """Results in a standard format.

    Raises:
        QueryError: The format does not fit the kind of query.
    """
    from kg.graph.formats import serialize

    if answer.has_triples:
        if shape not in TRIPLES:
            shape = Shape.TTL
        lines = sorted({str(quad).encode() for quad in answer.triples()})
        return serialize(lines, shape.value, opened.names.prefixes())
    if shape in TRIPLES:
        raise QueryError(f"{shape.value} is for CONSTRUCT and DESCRIBE", hint="use csv, json or xml")
    return answer.results(shape.value)


def _table(answer: Answer, names: Names) -> None:
    if answer.truth is not None:
        render.say("yes" if answer.truth else "no")
    elif answer.has_triples:
        rows = sorted([short(one, names) for one in _nodes(quad)] for quad in answer.triples())
        render.table("", ("subject", "predicate", "object"), rows)
    else:
        found = [[short(term, names) if term else "" for term in row] for row in answer.rows()]
        if "quote" in answer.columns and sys.stdout.isatty():
            render.quoted(answer.columns, found)
        else:
            render.table("", answer.columns, found)
        render.note(render.counted(len(found), "row"))


def _nodes(quad: object) -> list[Term]:
    from kg.graph.terms import Quad, iri

    return [iri(quad.subject), iri(quad.predicate), quad.object] if isinstance(quad, Quad) else []


def short(term: Term, names: Names) -> str:
    """A term for people: IRIs by prefix, literals without their type."""
    if term.kind != "iri":
        return term.value
    for prefix, namespace in names.prefixes().items():
        if term.value.startswith(namespace):
            return f"{prefix}:{term.value.removeprefix(namespace)}"
    return term.value.removeprefix(names.base)


def _list(folder: Path, *, as_json: bool) -> None:
    from kg.analyse.query import load

    questions = load(folder).values()
    if as_json:
        render.as_json([_described(question) for question in questions])
        return
    rows = [(q.name, q.title, " ".join(f"{p.name}={p.default or '…'}" for p in q.parameters)) for q in questions]
    render.table("Questions", ("name", "asks", "parameters"), rows)


def _described(question: Question) -> dict[str, object]:
    return {
        "name": question.name,
        "title": question.title,
        "about": question.about,
        "parameters": [
            {"name": p.name, "type": p.type, "default": p.default, "about": p.about} for p in question.parameters
        ],
        "columns": [{"name": name, "about": about} for name, about in question.columns],
        "example": [list(row) for row in question.example],
    }
