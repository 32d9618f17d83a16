"""What an explanation of a sentence holds."""

from __future__ import annotations

from datetime import date

from kg.evaluate.explain import as_json, explain
from tests.support.reader import machine


def test_an_explanation_leads_from_words_to_claims() -> None:
    found = as_json(explain(machine(), "Armenia joined NATO last year, the envoy said.", date(2025, 1, 14)))
    assert [t["text"] for t in found["tokens"]][:3] == ["Armenia", "joined", "NATO"]
    assert {"Armenia", "NATO"} <= {e for m in found["mentions"] for e in m["entities"]}
    (time,) = found["times"]
    assert (time["words"], time["start"], time["end"]) == ("last year", "2024", "2024")
    fired = [r for r in found["rules"] if r["fired"]]
    assert {(r["relation"], r["trigger"], r["result"]) for r in fired} == {("joins", "joined", "Armenia → NATO")}
    assert all(":" in r["line"] for r in fired)
    (claim,) = found["claims"]
    assert (claim["subject"], claim["predicate"], claim["object"], claim["modality"]) == (
        "Armenia",
        "joins",
        "NATO",
        "factual",
    )
    assert claim["date"] == {"start": "2024", "end": "2024"}
    assert claim["log_odds"]


def test_a_rule_that_gives_nothing_says_why() -> None:
    found = explain(machine(), "Armenia attacked at dawn.")
    assert not found.reading.claims
    tried = [t for t in found.tried if t.relation == "attacks"]
    assert tried
    assert all(not t.fired and "object" in t.result for t in tried)
