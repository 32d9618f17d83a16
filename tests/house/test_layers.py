"""Imports go one way; ``[tool.importlinter]`` in ``pyproject.toml`` is the plan, and a module that it does not name fails."""

from tests.house.tools import check


def test_imports_go_one_way() -> None:
    check("lint-imports", "--no-cache")
