"""Everything in ``kg`` is typed."""

import pytest

from tests.house.tools import check


@pytest.mark.slow
def test_mypy_is_satisfied_in_strict_mode() -> None:
    check("mypy", "--no-error-summary")
