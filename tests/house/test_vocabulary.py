"""Words, titles and phrases are data: ``ontology/`` and ``seeds/`` hold them, code does not."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests.house.project import MODULES, name, tree

if TYPE_CHECKING:
    from pathlib import Path

MOST = 12


def constants(node: ast.AST) -> int:
    """How many strings a literal collection, or a string that is split into one, spells out.

    A pair of a dictionary counts if both sides are strings: field names with values that are computed are a record.
    """
    match node:
        case ast.List(elts=found) | ast.Set(elts=found) | ast.Tuple(elts=found):
            return sum(map(is_text, found))
        case ast.Dict(keys=keys, values=values):
            return sum(
                key is not None and is_text(key) and is_text(value) for key, value in zip(keys, values, strict=True)
            )
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="split" | "splitlines")):
            return len(text.split())
    return 0


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_code_holds_no_word_list(path: Path) -> None:
    assert [node.lineno for node in ast.walk(tree(path)) if isinstance(node, ast.expr) and constants(node) > MOST] == []


@pytest.mark.parametrize(
    ("code", "number"),
    [('["a", "b", 1]', 2), ('{"a": "b", "c": d}', 1), ('"a b c".split()', 3), ('{"a", "b"}', 2), ("f(x)", 0)],
)
def test_the_count_sees_every_way_to_write_a_list(code: str, number: int) -> None:
    assert constants(ast.parse(code, mode="eval").body) == number
