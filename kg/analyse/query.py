"""Named questions: SPARQL files with a header that says what they ask, what they take and what they give.

    # title: Who did what to whom
    # about: One sentence for the list.
    # parameter: actor entity = Armenia; whose deeds
    # column: other; who it was done to
    # example: Armenia | signs | Charter

A parameter stands in the query as ``VALUES ?actor { ent:Armenia }`` (or ``{ UNDEF }`` where it may be left out): the
file runs as it is in any SPARQL engine, and a value takes the place of the term in the braces, as a term.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.graph import find
from kg.graph.build import moment
from kg.graph.terms import Term, integer, iri, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kg.graph.read import Queryable
    from kg.ontology import Ontology

_HEADER = re.compile(r"#\s*(title|about|parameter|column|example):\s*(.*)")
_PARAMETER = re.compile(r"(\w+)\s+(entity|relation|class|date|number|text)\s*(?:=\s*([^;]*?))?\s*(?:;\s*(.*))?")
_MONTH = re.compile(r"\d{4}(-\d\d)?")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a question takes. Without a default it may be left out, and then stands for anything."""

    name: str
    type: str
    default: str
    about: str


@dataclass(frozen=True, slots=True)
class Question:
    """A named query."""

    name: str
    title: str
    about: str
    parameters: tuple[Parameter, ...]
    columns: tuple[tuple[str, str], ...]
    example: tuple[tuple[str, ...], ...]
    text: str
    path: Path

    def bound(self, values: Mapping[str, str], graph: Queryable, ontology: Ontology) -> str:
        """The query with these values in place of its parameters' defaults.

        Raises:
            QueryError: A parameter does not exist, or its value does not fit its type.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values:
            if name not in known:
                hint = f"it takes {', '.join(known)}" if known else "it takes none"
                raise QueryError(f"{self.name} has no parameter {name!r}", hint=hint)
        query = self.text
        for name, value in values.items():
            found = term(known[name], value, graph, ontology)
            block = slot(name)
            query, count = block.subn(lambda _, t=found, n=name: f"VALUES ?{n} {{ {t} }}", query)  # type: ignore[misc]
            if not count:
                raise QueryError(f"{self.name} has no VALUES ?{name} {{ … }} to put the value in", path=self.path)
        return query


def slot(name: str) -> re.Pattern[str]:
    """Where the value of a parameter stands in a query."""
    return re.compile(rf"VALUES\s+\?{name}\s*\{{[^{{}}]*\}}", re.IGNORECASE)


def term(parameter: Parameter, value: str, graph: Queryable, ontology: Ontology) -> Term:
    """A value as a term of the parameter's type.

    Raises:
        QueryError: It does not fit.
    """
    local = value.removeprefix("kg:").removeprefix(graph.names.ontology)
    match parameter.type:
        case "entity":
            return iri(find.entity(graph, value))
        case "relation":
            if local not in ontology.relations:
                raise QueryError(f"there is no relation {value!r}", hint="kg relations lists them")
            return iri(graph.names.term(local))
        case "class":
            if local not in ontology.classes:
                raise QueryError(f"there is no class {value!r}", hint=f"one of {', '.join(ontology.classes)}")
            return iri(graph.names.term(local))
        case "number":
            if not re.fullmatch(r"[+-]?\d{1,18}", value):
                raise QueryError(f"{parameter.name} is a whole number, not {value!r}")
            return integer(int(value))
        case "date":
            return moment(_day(parameter, value))
        case _:
            return text(value)


def _day(parameter: Parameter, value: str) -> str:
    try:
        date.fromisoformat(value if not _MONTH.fullmatch(value) else f"{value}-01-01"[:10])
    except ValueError:
        raise QueryError(f"{parameter.name} is a date such as 2024-02-23 or 2024-02, not {value!r}") from None
    return value


def load(folder: Path) -> dict[str, Question]:
    """All questions of a folder by name (the file's name without ``.rq``).

    Raises:
        QueryError: A header cannot be used.
    """
    return {path.stem: parse(path) for path in sorted(folder.glob("*.rq"))}


def parse(path: Path) -> Question:
    """One question.

    Raises:
        QueryError: The header lacks its title, or a parameter is badly written.
    """
    query = path.read_text("utf-8")
    header: dict[str, list[str]] = {}
    for line in query.splitlines():
        found = _HEADER.fullmatch(line.strip())
        if found:
            header.setdefault(found[1], []).append(found[2].strip())
    if "title" not in header:
        raise QueryError("the query has no «# title:»", path=path, line=1)
    return Question(
        path.stem,
        header["title"][0],
        " ".join(header.get("about", ())),
        tuple(_parameters(header.get("parameter", ()), path)),
        tuple((name.strip(), about.strip()) for name, _, about in (c.partition(";") for c in header.get("column", ()))),
        tuple(tuple(cell.strip() for cell in row.split("|")) for row in header.get("example", ())),
        query,
        path,
    )


def _parameters(lines: list[str] | tuple[()], path: Path) -> Iterator[Parameter]:
    for line in lines:
        found = _PARAMETER.fullmatch(line)
        if not found:
            raise QueryError(
                f"not «name type = default; about»: {line!r}",
                path=path,
                hint="types: entity relation class date number text",
            )
        yield Parameter(found[1], found[2], found[3] or "", found[4] or "")
