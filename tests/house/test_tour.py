"""The README's tour runs, line by line, over the example articles; what it shows is what a reader gets."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, NamedTuple

import pytest
from typer.testing import CliRunner

from kg.cli.app import app
from tests.house.docs import README
from tests.house.project import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

TOUR = README.read_text(encoding="utf-8").split("<!-- tour:start -->")[1].split("<!-- tour:end -->")[0]


class Step(NamedTuple):
    """A command, and the lines that must be among what it prints; one that ends in … is the beginning of a line."""

    line: str
    shown: list[str]


def steps() -> list[Step]:
    found: list[Step] = []
    for block in re.findall(r"```console\n(.*?)```", TOUR, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ kg "):
                found.append(Step(line[5:], []))
            else:
                found[-1].shown.append(plain(line))
    return found


def plain(line: str) -> str:
    return " ".join(line.split())


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[str]]]:
    """What each command of the tour prints, in a folder of its own."""
    folder = tmp_path_factory.mktemp("tour")
    (folder / "seeds").symlink_to(ROOT / "seeds")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("KG_STORE", raising=False)
        printed: dict[str, list[str]] = {}
        for step in steps():
            ran = CliRunner().invoke(app, shlex.split(step.line), env={"COLUMNS": "300", "NO_COLOR": "1"})
            assert ran.exit_code == 0, f"kg {step.line}\n{ran.output}\n{ran.exception}"
            printed[step.line] = [plain(line) for line in ran.output.splitlines()]
        yield printed


@pytest.mark.parametrize("step", steps(), ids=lambda step: step.line)
def test_the_tour_shows_what_is_printed(typed: dict[str, list[str]], step: Step) -> None:
    for shown in step.shown:
        if shown.endswith("…"):
            assert any(line.startswith(shown.removesuffix("…").rstrip()) for line in typed[step.line]), shown
        else:
            assert shown in typed[step.line]


def test_the_tour_takes_its_reader_through_the_main_commands() -> None:
    named = {step.line.split()[0] for step in steps()}
    assert {"build", "query", "explain", "stats", "camps", "path", "shift", "report", "export"} <= named
