"""Looks into parsed SPARQL: the nodes of rdflib's algebra."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rdflib.plugins.sparql.parserutils import CompValue

if TYPE_CHECKING:
    from collections.abc import Iterator


def walk(node: Any) -> Iterator[CompValue]:  # noqa: ANN401 - rdflib's algebra is untyped
    """Every node of a parsed query, from the top."""
    if isinstance(node, CompValue):
        yield node
        for value in node.values():
            yield from walk(value)
    elif isinstance(node, (list, tuple)):
        for value in node:
            yield from walk(value)
