"""How sure a claim is: the sum of what its features add."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kg.errors import LexiconError
from kg.extract.confidence import FEATURES, check
from kg.extract.extractor import RuleExtractor
from tests.support.reader import document, machine, meanings

if TYPE_CHECKING:
    from kg.model import Claim


def joined(text: str) -> Claim:
    _, reading = machine().understand(document(text))
    (claim,) = [c for c in reading.claims if c.predicate == "joins"]
    return claim


def test_the_reasons_add_up_to_the_confidence() -> None:
    claim = joined("Armenia joined NATO. Later its neighbours learned that Armenia had joined NATO.")
    odds = sum(reason.value for reason in claim.reasons)
    assert claim.confidence == pytest.approx(1 / (1 + math.exp(-odds)), abs=0.001)


def test_coreference_is_named_and_less_sure() -> None:
    plain, referring = joined("Armenia joined NATO."), joined("Armenia held a vote. Then it joined NATO.")
    assert "coreference" in {reason.feature for reason in referring.reasons}
    assert referring.confidence < plain.confidence


def test_every_piece_of_evidence_is_kept_and_counts_once() -> None:
    claim = joined("Armenia joined NATO. Later its neighbours learned that Armenia had joined NATO.")
    assert len(claim.evidence) == 2
    assert [r.feature for r in claim.reasons].count("said again") == 1


def test_weights_and_features_are_the_same_names() -> None:
    check(machine().lexicon.weights)
    with pytest.raises(LexiconError, match="moon phase"):
        check(dict.fromkeys(FEATURES, 1.0) | {"moon phase": 1.0})


def test_with_no_weight_nothing_is_sure() -> None:
    lexicon = replace(machine().lexicon, weights=dict.fromkeys(FEATURES, 0.0))
    read = document("Armenia joined NATO.")
    claims, _ = RuleExtractor(meanings(), lexicon).extract(read, machine().linker.link(read))
    assert {claim.confidence for claim in claims} == {0.5}
