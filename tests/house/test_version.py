"""One version: ``pyproject.toml`` says it, the changelog and the ontology follow."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version

from tests.house.project import ROOT

VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def test_the_changelog_begins_with_it() -> None:
    text = (ROOT / ".github" / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## \[(\S+)\]", text, re.MULTILINE)[0] == VERSION


def test_the_ontology_bears_it() -> None:
    text = (ROOT / "ontology" / "kg.ttl").read_text(encoding="utf-8")
    assert f'owl:versionInfo "{VERSION}"' in text


def test_what_is_installed_is_what_is_here() -> None:
    assert version("kg") == VERSION
