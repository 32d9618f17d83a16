"""What ``--help`` says: each command has an example, and each example is one that the command takes."""

from __future__ import annotations

import re
import shlex

import pytest
from typer.main import get_command

from kg import resources
from kg.analyse import query
from kg.cli.app import COMMANDS, app
from kg.config import Settings

EXAMPLE = re.compile(r"\[dim\]((?:\w+=\S+ )?kg .+?)\[/dim\]")
COMMAND = get_command(app)
WITHOUT = {"demo", "check", "issues"}
"""Commands that may go without an example: their name is one."""
BY_NAME = {command.__name__.rstrip("_"): command for command in COMMANDS}
EXAMPLES = [(name, example) for name, command in BY_NAME.items() for example in EXAMPLE.findall(command.__doc__ or "")]
QUESTIONS = query.load(resources.find(Settings()).queries)


@pytest.mark.parametrize("name", [name for name in BY_NAME if name not in WITHOUT])
def test_a_command_has_an_example(name: str) -> None:
    assert any(name == of for of, _ in EXAMPLES)


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[example for _, example in EXAMPLES])
def test_an_example_is_one_that_the_command_takes(name: str, example: str) -> None:
    words = shlex.split(example.split(" > ", maxsplit=1)[0])
    words = words[words.index("kg") + 1 :]
    found = COMMAND.commands[words[0]]  # type: ignore[attr-defined]
    with found.make_context(words[0], words[1:]) as context:
        assert context.params
        if words[0] == "query" and re.fullmatch(r"[a-z-]+", context.params["asked"] or ""):
            assert context.params["asked"] in QUESTIONS
            given = {one.split("=")[0] for one in context.params["parameters"] or ()}
            assert not given or given <= {one.name for one in QUESTIONS[context.params["asked"]].parameters}
