"""Changes as SPARQL 1.1 Update (https://www.w3.org/TR/sparql11-update/)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


def by_graph(lines: bytes) -> dict[str, list[str]]:
    """N-Quads as triples without the closing dot, by graph in its angle brackets."""
    graphs: dict[str, list[str]] = {}
    for line in lines.decode().split("\n"):
        if line:
            triple, graph, _ = line.rsplit(" ", 2)
            graphs.setdefault(graph, []).append(triple)
    return graphs


def blocks(graphs: Mapping[str, Sequence[str]]) -> str:
    """What stands in the braces of an INSERT DATA or DELETE DATA."""
    return "\n".join(f"GRAPH {graph} {{ {' .\n'.join(triples)} }}" for graph, triples in graphs.items())


def drop(graphs: Iterable[str]) -> list[str]:
    """Empty these graphs, by IRI."""
    return [f"DROP SILENT GRAPH <{graph}>" for graph in graphs]


def forget(graph: str, subjects: Iterable[str]) -> list[str]:
    """Take out of a graph all that it says of these subjects, by IRI."""
    values = " ".join(f"<{subject}>" for subject in subjects)
    block = f"GRAPH <{graph}> {{ ?s ?p ?o }}"
    return [f"DELETE {{ {block} }} WHERE {{ VALUES ?s {{ {values} }} {block} }}"] if values else []


def delete(lines: bytes) -> list[str]:
    """Take out N-Quads."""
    return [f"DELETE DATA {{{blocks(by_graph(lines))}}}"] if lines else []


def insert(lines: bytes) -> list[str]:
    """Put in N-Quads."""
    return [f"INSERT DATA {{{blocks(by_graph(lines))}}}"] if lines else []


def batches(graphs: Mapping[str, list[str]], size: int, whole: int) -> Iterator[dict[str, list[str]]]:
    """Triples in groups of about a size; a graph of up to ``whole`` triples is never split, so that none is half there."""
    batch: dict[str, list[str]] = {}
    count = 0
    for graph, triples in graphs.items():
        pieces = [triples] if len(triples) <= whole else [triples[n : n + size] for n in range(0, len(triples), size)]
        for piece in pieces:
            if batch and count + len(piece) > size:
                yield batch
                batch, count = {}, 0
            batch.setdefault(graph, []).extend(piece)
            count += len(piece)
    if batch:
        yield batch
