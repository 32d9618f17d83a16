from __future__ import annotations

import json

from kg.analyse.evidence import cite, document, plain
from kg.analyse.summary import stats
from kg.model import ClaimId
from tests.analyse.small import records
from tests.analyse.test_network import CLAIMS, TYPES


def test_a_citation_has_names_quote_and_place() -> None:
    [found] = cite(records(CLAIMS, TYPES), [CLAIMS[0].id])
    assert found.sentence == "Armenia suspends CSTO"
    assert found.date == "2024-02-23"
    [quoted] = found.quotes
    assert (quoted.quote, quoted.article, quoted.source) == ("Armenia suspends CSTO.", "a.md", "kg tests")
    assert (quoted.start, quoted.end) == (0, len("Armenia suspends CSTO."))


def test_citations_say_what_qualifies_them() -> None:
    made = records(CLAIMS, TYPES)
    assert cite(made, [CLAIMS[2].id])[0].sentence == "France aids Armenia (planned)"
    assert cite(made, [CLAIMS[5].id])[0].sentence == "Russia criticizes Armenia (alleged by Peskov)"


def test_oldest_first_undated_last_unknown_left_out() -> None:
    found = cite(records(CLAIMS, TYPES), [CLAIMS[5].id, CLAIMS[3].id, CLAIMS[1].id, ClaimId("none"), CLAIMS[1].id])
    assert [one.id for one in found] == [CLAIMS[1].id, CLAIMS[3].id, CLAIMS[5].id]


def test_json_with_and_without_claims() -> None:
    made = records(CLAIMS, TYPES)
    short = document(made, stats(made), claims=False)
    full = document(made, stats(made), claims=True)
    assert isinstance(short, dict)
    assert isinstance(full, dict)
    assert "evidence" not in short
    assert json.dumps(short) != json.dumps(full)
    assert "claims" not in short["relations"][0]  # type: ignore[index, operator]
    assert short["claims"] == 6
    evidence = full["evidence"]
    assert isinstance(evidence, dict)
    assert set(evidence) == {str(c.id) for c in CLAIMS}
    assert plain(None) is None
