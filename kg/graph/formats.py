"""N-Quads in the other RDF formats, always the same bytes."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FORMATS: Mapping[str, ox.RdfFormat] = {
    "nq": ox.RdfFormat.N_QUADS,
    "nt": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}


def serialize(lines: Iterable[bytes], format_name: str, prefixes: dict[str, str]) -> bytes:
    """N-Quads lines in another RDF format, in the order given; formats without graphs drop the graph."""
    chosen = FORMATS[format_name]
    quads = ox.parse(b"\n".join(lines), ox.RdfFormat.N_QUADS)
    out = io.BytesIO()
    if chosen.supports_datasets:
        ox.serialize(quads, out, chosen, prefixes=prefixes)
    else:
        ox.serialize((quad.triple for quad in quads), out, chosen, prefixes=prefixes)
    return _settled(out.getvalue())


def _settled(data: bytes) -> bytes:
    """The same bytes every time: Oxigraph writes the prefixes in the order of a hash table."""
    root = re.search(rb"<rdf:RDF([^>]*)>", data)
    if root:
        names = sorted(root[1].split())
        return data[: root.start()] + b"<rdf:RDF " + b" ".join(names) + b">" + data[root.end() :]
    if not data.startswith(b"@prefix"):
        return data
    lines = data.split(b"\n")
    end = next((i for i, line in enumerate(lines) if not line.startswith(b"@prefix ")), len(lines))
    return b"\n".join(sorted(lines[:end]) + lines[end:])


def canonical(data: bytes) -> bytes:
    """N-Quads in the writing that the store gives back, so that both can be compared."""
    return ox.serialize(ox.parse(data, ox.RdfFormat.N_QUADS), format=ox.RdfFormat.N_QUADS) or b""
