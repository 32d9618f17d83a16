"""Modules and functions that can be read in one go."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests.house.project import MODULES, name, tree

if TYPE_CHECKING:
    from pathlib import Path

LINES_OF_A_MODULE = 420
LINES_OF_A_FUNCTION = 60


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_nothing_is_longer_than_a_reader_can_hold(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LINES_OF_A_MODULE
    functions = [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    assert {one: length for one, length in lengths.items() if length > LINES_OF_A_FUNCTION} == {}


def test_there_is_something_to_measure() -> None:
    assert len(MODULES) > 100
