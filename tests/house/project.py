"""The project as it lies on disk: its files, its modules and their syntax trees."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "kg"
MODULES = sorted(PACKAGE.rglob("*.py"))


def name(path: Path) -> str:
    """A path as messages show it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The syntax of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that belongs to the project: those of git, or all that are visible where there is no git."""
    if shutil.which("git") and (ROOT / ".git").exists():
        words = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(words, capture_output=True, text=True, check=False)
        if listed.returncode == 0:
            return tuple(sorted(path for line in listed.stdout.split("\0") if line and (path := ROOT / line).is_file()))
    visible = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [one for one in folders if not one.startswith(".") and one != "__pycache__"]
        visible += [Path(folder, one) for one in files]
    return tuple(sorted(visible))


def imports(path: Path) -> set[str]:
    """Top-level packages that a module imports, wherever in it; imports for types only count too."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found
