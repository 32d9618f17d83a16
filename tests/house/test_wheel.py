"""What is installed is whole: a wheel in an empty environment, a demo in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.house.project import ROOT, name, tracked

if TYPE_CHECKING:
    from pathlib import Path

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


def run(*words: object, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """A command away from the checkout: nothing of it is on the path."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("KG_", "PYTHON", "VIRTUAL_ENV"))}
    return subprocess.run([str(w) for w in words], cwd=folder, env=clean, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def uv() -> list[str]:
    for words in (["uv"], [sys.executable, "-m", "uv"], ["python3", "-m", "uv"]):
        try:
            if run(*words, "--version").returncode == 0:
                return words
        except OSError:
            continue
    pytest.skip("uv is not installed: python3 -m pip install uv")


@pytest.fixture(scope="module")
def wheel(uv: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    built = run(*uv, "build", "--wheel", "--out-dir", folder)
    if built.returncode and "fetch" in built.stderr.casefold():
        pytest.skip("the build backend could not be fetched")
    assert built.returncode == 0, built.stderr
    (found,) = folder.glob("kg-*.whl")
    return found


def test_the_wheel_holds_the_knowledge_and_the_notices(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        inside = set(opened.namelist())
    assert any(one.endswith("LICENSE") for one in inside)
    assert any(one.endswith("NOTICE.md") for one in inside)
    wanted = {name(path) for path in tracked()}
    kept = {f"kg/_data/{one}" if one.startswith(("ontology/", "seeds/")) else one for one in wanted}
    assert {one for one in kept if one.startswith("kg/")} <= inside
    assert not [one for one in inside if one.startswith("tests/")]


def test_the_installed_package_runs_the_demo_in_an_empty_folder(uv: list[str], wheel: Path, tmp_path: Path) -> None:
    environment, empty = tmp_path / "environment", tmp_path / "empty"
    empty.mkdir()
    assert run(*uv, "venv", "--python", sys.executable, environment).returncode == 0
    lock = tmp_path / "requirements.txt"
    run(*uv, "export", "--frozen", "--no-dev", "--no-emit-project", "--quiet", "--output-file", lock)
    python = environment / "bin" / "python"
    installed = run(*uv, "pip", "install", "--python", python, "--requirements", lock, folder=empty)
    if installed.returncode and ("fetch" in installed.stderr.casefold() or "connect" in installed.stderr.casefold()):
        pytest.skip("the dependencies could not be fetched")
    assert installed.returncode == 0, installed.stderr
    ours = run(*uv, "pip", "install", "--python", python, "--no-deps", wheel, folder=empty)
    assert ours.returncode == 0, ours.stderr
    demo = run(environment / "bin" / "kg", "demo", folder=empty)
    assert demo.returncode == 0, demo.stderr
    assert "Who speaks for whom?" in demo.stdout
    assert sorted(path.name for path in (empty / "exports").iterdir()) == ["graph.html", "graph.ttl", "store"]
