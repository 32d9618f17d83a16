"""Runs a checker that is installed beside this Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.project import ROOT


def check(tool: str, *words: str) -> None:
    """The tool finds nothing; if it does, its words are the message."""
    program = Path(sys.executable).with_name(tool)
    if not program.exists():
        pytest.skip(f"{tool} is not installed: python3 -m uv sync")
    ran = subprocess.run([str(program), *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, f"{tool} {' '.join(words)}\n{ran.stdout[-6000:]}{ran.stderr[-2000:]}"
