"""Expected calibration error by hand, and a fit that finds what made the data."""

from __future__ import annotations

import pytest

from kg.evaluate.calibration import Sample, bins, error, fit, halves, toml
from kg.extract.confidence import FEATURES, logistic


def sample(confidence: float, right: float, **features: float) -> Sample:
    return Sample(
        "a.txt", confidence, bool(right), {"bias": 1.0, **{n.replace("_", " "): v for n, v in features.items()}}
    )


def test_a_bin_ends_with_its_upper_bound() -> None:
    found = bins([sample(0.7, 1), sample(0.71, 1), sample(1.0, 1), sample(0.0, 0)])
    assert [(round(b.lower, 1), b.count) for b in found] == [(0.0, 1), (0.6, 1), (0.7, 1), (0.9, 1)]


def test_error_by_hand() -> None:
    # Bin (0.8, 0.9]: 4 claims of 0.9, 3 right: gap 0.15. Bin (0.5, 0.6]: 1 claim of 0.6, wrong: gap 0.6.
    samples = [sample(0.9, 1), sample(0.9, 1), sample(0.9, 1), sample(0.9, 0), sample(0.6, 0)]
    assert error(samples) == pytest.approx((4 * 0.15 + 1 * 0.6) / 5)


def test_no_samples_no_error() -> None:
    assert error([]) is None


def test_perfect_confidence_has_no_error() -> None:
    assert error([sample(1.0, 1), sample(0.5, 1), sample(0.5, 0)]) == pytest.approx(0)


def test_halves_share_no_article() -> None:
    ours, theirs = halves(["b", "a", "c", "a"])
    assert (ours, theirs) == ({"a", "c"}, {"b"})


def test_a_fit_finds_the_weights_that_made_the_data() -> None:
    """1000 claims whose odds are 1.5 at first and 1.5 - 2 with coreference, in exact proportions."""
    plain, referring = round(500 * logistic(1.5)), round(500 * logistic(-0.5))
    samples = [sample(0.5, n < plain) for n in range(500)]
    samples += [sample(0.5, n < referring, coreference=1.0) for n in range(500)]
    weights = fit(samples)
    assert weights["bias"] == pytest.approx(1.5, abs=0.1)
    assert weights["coreference"] == pytest.approx(-2.0, abs=0.1)
    assert weights["rule prior"] == 1.0  # nothing told otherwise


def test_the_table_that_is_written_has_every_feature() -> None:
    written = toml(dict.fromkeys(FEATURES, 0.5))
    assert all(f'"{name}" = 0.5' in written for name in FEATURES)
