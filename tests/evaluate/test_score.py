"""Claims against annotated claims: counted by hand on a small text, and as the published scorer counts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg.evaluate.gold import Names, load_gold, load_names
from kg.evaluate.run import evaluate
from kg.evaluate.score import Scorer
from kg.model import (
    Argument,
    Article,
    ArticleId,
    Claim,
    ClaimId,
    Entity,
    EntityId,
    Evidence,
    Modality,
    Reading,
    Relation,
    Span,
)
from tests.support.reader import machine, meanings

TEXT = "Armenia joined NATO. Turkey may attack Greece. Yerevan met Paris."
GOLD = """
{"article": "a.txt", "s": "Armenia", "p": ["joins"], "o": "NATO", "modality": "factual", "core": true}
{"article": "a.txt", "s": "Turkey", "p": ["attacks", "fights"], "o": "Greece", "modality": "planned", "core": true}
{"article": "a.txt", "s": "France", "p": ["meetsWith"], "o": "Armenia", "modality": "factual", "core": false}
{"article": "a.txt", "s": "Turkey", "p": ["threatens"], "o": "Greece", "modality": "factual", "core": true}
{"article": "a.txt", "s": "Greece", "p": ["joins"], "o": "NATO", "modality": "factual", "wrong": true}
"""
ALIASES = {"Armenia": ["Yerevan"], "France": ["Paris"]}
SHARED = Path(__file__).resolve().parents[3] / "shared"


def claim(subject: str, predicate: str, obj: str, modality: str = "factual", quote: str = TEXT[:20]) -> Claim:
    start = TEXT.index(quote) if quote in TEXT else 0
    evidence = Evidence(
        ArticleId("a.txt"), start, start + len(quote), quote, f"{predicate}-rule", "rules",
        Argument(subject, 0, 1), Argument(obj, 0, 1),
    )  # fmt: skip
    name = ClaimId(f"{subject}-{predicate}-{obj}-{modality}")
    return Claim(name, EntityId(subject), Relation(predicate), EntityId(obj), Modality(modality), 0.9, (evidence,))


def reading(*claims: Claim) -> Reading:
    names = sorted({name for c in claims for name in (c.subject, c.object)})
    article = Article(ArticleId("a.txt"), TEXT, Span(0, len(TEXT)))
    return Reading(article, tuple(Entity(n, n, "State") for n in names), claims)


@pytest.fixture
def scorer(tmp_path: Path) -> Scorer:
    path = tmp_path / "gold.jsonl"
    path.write_text(GOLD, encoding="utf-8")
    return Scorer(load_gold(path), Names(ALIASES), frozenset({"meetsWith"}))


def test_figures(scorer: Scorer) -> None:
    scorer.add(
        reading(
            claim("Yerevan", "joins", "NATO"),  # right, by an alias
            claim("Turkey", "attacks", "Greece", "possible"),  # right, in another modality
            claim("Armenia", "meetsWith", "France"),  # minor, turned round
            claim("Greece", "joins", "NATO"),  # judged wrong by the annotator
            claim("Armenia", "supports", "France", quote="not in the text"),  # not annotated
        ),
        ["Armenia joined NATO.", "Turkey may attack Greece.", "Yerevan met Paris."],
    )
    total = scorer.report.total
    assert (total.right, total.minor, total.extra, total.found, total.core) == (2, 1, 2, 2, 3)
    assert total.precision == pytest.approx(2 / 4)
    assert total.recall == pytest.approx(2 / 3)
    assert total.f1 == pytest.approx(4 / 7)
    assert total.modality == pytest.approx(1 / 2)
    assert total.verbatim == pytest.approx(4 / 5)
    assert [(str(m.wanted), m.sentence) for m in scorer.report.missed] == [
        ("Turkey threatens Greece [factual]", "Turkey may attack Greece.")
    ]
    relations = scorer.report.relations
    assert (relations["joins"].right, relations["joins"].extra, relations["joins"].recall) == (1, 1, 1.0)
    assert (relations["threatens"].core, relations["threatens"].found) == (1, 0)
    assert scorer.report.rules["attacks-rule"].precision == 1.0


def test_the_same_claim_in_two_modalities_counts_once(scorer: Scorer) -> None:
    scorer.add(
        reading(claim("Turkey", "attacks", "Greece", "possible"), claim("Turkey", "attacks", "Greece", "planned")), []
    )
    assert (scorer.report.total.right, scorer.report.total.modality) == (1, 1.0)


def test_a_symmetric_claim_both_ways_counts_once(scorer: Scorer) -> None:
    found = scorer.add(reading(claim("Armenia", "meetsWith", "France"), claim("France", "meetsWith", "Armenia")), [])
    assert len(found) == 1


def test_direction_matters_in_other_relations(scorer: Scorer) -> None:
    (found,) = scorer.add(reading(claim("NATO", "joins", "Armenia")), [])
    assert found.verdict == "extra"


@pytest.mark.parametrize("part", ["seeds", "dev"])
def test_agrees_with_the_published_scorer(part: str, tmp_path: Path) -> None:
    script = SHARED / "acceptance" / "score_claims.py"
    if not script.is_file():
        pytest.skip("../shared is not there")
    gold, aliases = SHARED / "gold" / f"{part}.jsonl", SHARED / "gold" / f"{part}.aliases.json"
    articles = SHARED / "articles" / part
    done = evaluate(machine(), meanings(), [articles], load_gold(gold), load_names(aliases))
    rows = tmp_path / "claims.jsonl"
    with rows.open("w", encoding="utf-8") as out:
        for one in done.report.found:
            for c in one.claims:
                for e in c.evidence:
                    row = {
                        "article": one.article,
                        "subject": one.subject,
                        "predicate": one.predicate,
                        "object": one.object,
                    }
                    place = {"modality": c.modality, "quote": e.quote, "start": e.start, "end": e.end}
                    out.write(json.dumps(row | place) + "\n")
    command = [
        sys.executable,
        str(script),
        "--gold",
        str(gold),
        "--aliases",
        str(aliases),
        "--articles",
        str(articles),
        str(rows),
    ]
    theirs = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1])
    total = done.report.total
    assert (total.right, total.extra, total.found, total.core) == (
        theirs["right"], theirs["not_annotated"], theirs["core_found"], theirs["core"],
    )  # fmt: skip
    assert round(total.modality or 0, 3) == theirs["modality"]
    assert total.verbatim == theirs["quotes_verbatim"] == 1.0
