"""Benchmark of the store, run by hand: ``python3 -m tests.benchmarks.store [CLAIMS]``.

Loads generated claims (5 to an article), opens the store, runs ten named questions, and compares each with bare Oxigraph on
the same data and the same text; with ``--rdflib`` also with rdflib in memory, where each question is stopped after
``--cap`` seconds of processor time: the ratio is then a lower bound, and marked so.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import resource
import tempfile
import time
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib

from kg import resources
from kg.analyse import query
from kg.config import DEFAULT_BASE, Settings
from kg.graph.build import Run
from kg.graph.contribute import contribution
from kg.graph.names import Names
from kg.graph.store import open_store
from kg.model import Article, ArticleId, Entity, Reading, Span
from tests.support.memory import scale_free

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.model import Claim

FOLDERS = resources.find(Settings())
NAMES = Names(DEFAULT_BASE)
QUESTIONS = (
    "what-did",
    "what-was-done-to",
    "partners",
    "timeline",
    "relations-used",
    "outlets",
    "planned",
    "relation",
    "posts",
    "most-reported",
)
REPEATS = 5


def readings(claims: int) -> Iterator[Reading]:
    """Articles of five generated claims each."""
    graph = scale_free(max(10, claims // 20), 20.0)
    entities = graph.entities()
    by_article: dict[str, list[Claim]] = {}
    for claim in graph.claims():
        by_article.setdefault(claim.evidence[0].article, []).append(claim)
    for name, found in sorted(by_article.items()):
        text = "\n".join(claim.evidence[0].quote for claim in found)
        ids = {one for claim in found for one in (claim.subject, claim.object)}
        kept: tuple[Entity, ...] = tuple(entities[one] for one in sorted(ids))
        article = Article(ArticleId(name), text, Span(0, len(text)), name, "Benchmark")
        yield Reading(article, kept, tuple(found))


def fastest(run: Callable[[], object]) -> float:
    """Best of several runs, in seconds of processor time of this process."""
    times = []
    for _ in range(REPEATS):
        began = time.process_time()
        run()
        times.append(time.process_time() - began)
    return max(min(times), 1e-5)


def main() -> None:
    """Run it and print a table."""
    options = argparse.ArgumentParser()
    options.add_argument("claims", nargs="?", type=int, default=100_000)
    options.add_argument("--rdflib", action="store_true")
    options.add_argument("--cap", type=int, default=20, help="seconds that rdflib has for a question")
    chosen = options.parse_args()
    run = Run("benchmark", "none", "0" * 64)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store"
        began = time.process_time()
        with open_store(path, DEFAULT_BASE, write=True) as store:
            store.put_ontology(FOLDERS.ontology / "kg.ttl")
            for batch in batched(readings(chosen.claims), 1000):
                store.write([contribution(one, run, NAMES) for one in batch])
            store.optimize()
            print(f"load and compact: {time.process_time() - began:.1f} s, {len(store)} quads")
        opening = fastest(lambda: open_store(path, DEFAULT_BASE).close())
        print(f"open: {opening * 1000:.0f} ms")
        compare(path, chosen.cap if chosen.rdflib else 0)


def compare(path: Path, cap: int) -> None:
    """Ten questions through the store and through bare Oxigraph; with ``cap`` seconds a question through rdflib, too."""
    questions = query.load(FOLDERS.queries)
    bare = ox.Store.read_only(str(path / "graph"))
    dataset = rdflib.Dataset(default_union=True)
    ratios, slower, stopped = [], [], 0
    with open_store(path, DEFAULT_BASE) as store:
        if cap:
            began = time.process_time()
            dataset.parse(data=store.nquads(), format="nquads")
            print(f"rdflib in memory, load: {time.process_time() - began:.1f} s", flush=True)
        for name in QUESTIONS:
            text = questions[name].text.replace("ent:Armenia", "ent:Actor_0")
            ours = fastest(lambda text=text: list(store.query(text).rows()))  # type: ignore[misc]
            theirs = fastest(
                lambda text=text: [  # type: ignore[misc]
                    tuple(row)
                    for row in bare.query(
                        text, base_iri=DEFAULT_BASE, prefixes=NAMES.prefixes(), use_default_graph_as_union=True
                    )
                ]
            )
            ratios.append(ours / theirs)
            line = f"{name:20} {ours * 1000:9.2f} ms  bare {theirs * 1000:9.2f} ms  ratio {ratios[-1]:.2f}"
            if cap:
                seconds = in_rdflib(dataset, text, cap)
                stopped += seconds is None
                slower.append((seconds or cap) / ours)
                line += f"  rdflib {'more than ' if seconds is None else ''}{(seconds or cap) * 1000:9.1f} ms"
            print(line, flush=True)
    print(f"to bare Oxigraph, geometric mean: {mean(ratios):.2f}")
    if slower:
        bound = f" at least ({stopped} of {len(slower)} were stopped)" if stopped else ""
        print(f"rdflib in memory takes{bound} {mean(slower):.1f} times as long, geometric mean")


def in_rdflib(dataset: rdflib.Dataset, text: str, cap: int) -> float | None:
    """Seconds of processor time that rdflib takes for a question; ``None`` if it is not done within ``cap``.

    It is asked in a process of its own, which has the data already and can be stopped.
    """
    context = multiprocessing.get_context("fork")
    out, into = context.Pipe(duplex=False)

    def ask() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (cap, cap))
        began = time.process_time()
        list(dataset.query(text, initNs=NAMES.prefixes(), base=DEFAULT_BASE))
        into.send(time.process_time() - began)

    worker = context.Process(target=ask)
    worker.start()
    into.close()
    try:
        return float(out.recv())
    except EOFError:
        return None
    finally:
        worker.join()


def mean(ratios: list[float]) -> float:
    """Geometric mean."""
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


if __name__ == "__main__":
    main()
