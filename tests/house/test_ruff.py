"""Style is ruff's to judge; ``pyproject.toml`` says which of its rules hold, and why some do not."""

from tests.house.tools import check


def test_ruff_finds_nothing() -> None:
    check("ruff", "check", "--no-cache", "--output-format=concise", ".")
