"""Reads Turtle into plain tuples, fast and with line numbers in the errors.

Relative IRIs resolve against the base, so the files in ``ontology/`` and ``seeds/`` work under any ``KG_BASE_IRI``.
Nothing is fetched: ``owl:imports`` is a triple like any other.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph

from kg.errors import OntologyError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
XSD = "http://www.w3.org/2001/XMLSchema#"


class Value(NamedTuple):
    """An object of a triple: an IRI, or the text of a literal."""

    text: str
    is_iri: bool
    datatype: str = ""
    language: str = ""


type Description = dict[str, list[Value]]
"""Predicate IRI → values, in the file's order."""


def triples(path: Path, base: str) -> Iterator[tuple[str, str, Value]]:
    """Subject IRI, predicate IRI and value of each triple.

    Raises:
        OntologyError: The file cannot be read, is no Turtle, or holds a blank node.
    """
    try:
        text = path.read_bytes()
        parsed = pyoxigraph.parse(text, pyoxigraph.RdfFormat.TURTLE, base_iri=base)
        for quad in parsed:
            subject, obj = quad.subject, quad.object
            if not isinstance(subject, pyoxigraph.NamedNode):
                raise OntologyError("a blank node has no stable name", path=path, hint="give it an IRI")
            yield subject.value, quad.predicate.value, _value(obj, path)
    except SyntaxError as error:
        raise OntologyError(f"no Turtle: {error.msg}", path=path, line=error.lineno) from None
    except (OSError, ValueError) as error:
        raise OntologyError(f"cannot be read: {error}", path=path) from None


def _value(term: object, path: Path) -> Value:
    if isinstance(term, pyoxigraph.NamedNode):
        return Value(term.value, is_iri=True)
    if isinstance(term, pyoxigraph.Literal):
        return Value(term.value, False, term.datatype.value, term.language or "")  # noqa: FBT003
    raise OntologyError("a blank node has no stable name", path=path, hint="give it an IRI")


def descriptions(paths: list[Path], base: str) -> dict[str, Description]:
    """All files as one mapping from subject IRI to its description."""
    found: dict[str, Description] = defaultdict(lambda: defaultdict(list))
    for path in paths:
        for subject, predicate, value in triples(path, base):
            found[subject][predicate].append(value)
    return {subject: dict(description) for subject, description in found.items()}
