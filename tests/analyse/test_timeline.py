from __future__ import annotations

from kg.analyse.dates import Bucket
from kg.analyse.timeline import timeline
from kg.model import EntityId
from tests.analyse.small import records
from tests.analyse.test_network import CLAIMS, TYPES


def test_months_by_sign() -> None:
    found = timeline(records(CLAIMS, TYPES), bucket=Bucket.QUARTER)
    assert [(s.bucket, s.cooperation, s.neutral, s.conflict) for s in found.slices] == [
        ("2024-Q1", 2, 0, 1), ("2024-Q2", 0, 0, 0), ("2024-Q3", 0, 0, 0), ("2024-Q4", 0, 0, 0), ("2025-Q1", 1, 0, 0),
    ]  # fmt: skip
    assert found.undated == 1
    assert set(found.slices[0].claims) == {CLAIMS[i].id for i in (0, 1, 2)}


def test_one_actor_and_nothing() -> None:
    [only] = timeline(records(CLAIMS, TYPES), actor=EntityId("CSTO")).slices
    assert only.conflict == 1
    assert timeline(records([])).slices == ()
