"""The graph in the standard RDF formats, byte-stable: sorted, and without blank nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.graph import formats
from kg.graph.build import Builder
from kg.graph.names import Names
from kg.graph.terms import RDF
from kg.graph.terms import nquads as to_nquads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from kg.graph.terms import Quad
    from kg.registry import Source


def turtle(source: Source, out: BinaryIO) -> None:
    """Turtle: every triple of every graph, once (https://www.w3.org/TR/turtle/)."""
    _write(source, out, "ttl")


def trig(source: Source, out: BinaryIO) -> None:
    """TriG: graph by graph (https://www.w3.org/TR/trig/)."""
    _write(source, out, "trig")


def nquads(source: Source, out: BinaryIO) -> None:
    """N-Quads, its lines sorted (https://www.w3.org/TR/n-quads/)."""
    out.writelines(line + b"\n" for line in lines(source))


def ntriples(source: Source, out: BinaryIO) -> None:
    """N-Triples: every triple of every graph, once, sorted (https://www.w3.org/TR/n-triples/)."""
    out.writelines(_triple(line) + b" .\n" for line in _distinct(lines(source)))


def jsonld(source: Source, out: BinaryIO) -> None:
    """Expanded JSON-LD with a named graph per article (https://www.w3.org/TR/json-ld11/)."""
    _write(source, out, "jsonld")


def rdfxml(source: Source, out: BinaryIO) -> None:
    """RDF/XML: every triple of every graph, once (https://www.w3.org/TR/rdf-syntax-grammar/)."""
    _write(source, out, "rdf")


def lines(source: Source) -> list[bytes]:
    """The graph as N-Quads lines, sorted by byte; without the ontology, which is a file of its own."""
    data = source.store.nquads() if source.store is not None else formats.canonical(to_nquads(quads(source)))
    ontology = f"<{Names(source.settings.base).vocabulary}> .".encode()
    found = {line for line in data.splitlines() if not line.endswith(ontology)}
    return sorted(_reified(found) if source.rdf12 else found)


def _reified(found: Iterable[bytes]) -> set[bytes]:
    """RDF 1.2: ``claim rdf:reifies <<( subject predicate object )>>`` (https://www.w3.org/TR/rdf12-concepts/)."""
    parts: dict[tuple[bytes, bytes], dict[bytes, bytes]] = {}
    kept = set()
    roles = {f"<{RDF}{name}>".encode(): name.encode() for name in ("subject", "predicate", "object")}
    for line in found:
        subject, predicate, rest = line.split(b" ", 2)
        if predicate in roles:
            obj, graph = rest[:-2].rsplit(b" ", 1)
            parts.setdefault((subject, graph), {})[roles[predicate]] = obj
        else:
            kept.add(line)
    for (subject, graph), triple in parts.items():
        term = b"<<( " + b" ".join(triple[name] for name in roles.values()) + b" )>>"
        kept.add(b" ".join((subject, f"<{RDF}reifies>".encode(), term, graph, b".")))
    return kept


def quads(source: Source) -> Iterator[Quad]:
    """The graph's quads, built from claims where no store holds them."""
    build = Builder(Names(source.settings.base))
    for article in source.view.articles().values():
        yield from build.article(article)
    for entity in source.view.entities().values():
        yield from build.entity(entity)
    names = build.names
    for claim in source.view.claims():
        yield from build.claim(claim)
        if claim.asserted:
            yield build.fact(names.entity(claim.subject), names.term(claim.predicate), names.entity(claim.object))


def _write(source: Source, out: BinaryIO, format_name: str) -> None:
    found: list[bytes] = lines(source)
    if formats.FORMATS[format_name].supports_datasets:
        found.sort(key=lambda line: (line[:-2].rsplit(b" ", 1)[1], line))
        chosen: list[bytes] = found
    else:
        chosen = list(_distinct(found))
    out.write(formats.serialize(chosen, format_name, Names(source.settings.base).prefixes()))


def _distinct(found: list[bytes]) -> Iterator[bytes]:
    """Of sorted lines, the first of those that differ in their graph only."""
    last = b""
    for line in found:
        triple = _triple(line)
        if triple != last:
            yield line
        last = triple


def _triple(line: bytes) -> bytes:
    return line[:-2].rsplit(b" ", 1)[0]
