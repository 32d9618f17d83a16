"""The project speaks of itself only: it names no machine, no private index, and holds no leftovers."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import pytest

from tests.house.project import ROOT, name, tracked

if TYPE_CHECKING:
    from pathlib import Path

TEXT = {
    ".py",
    ".md",
    ".toml",
    ".ttl",
    ".rq",
    ".css",
    ".js",
    ".j2",
    ".jinja",
    ".json",
    ".jsonl",
    ".tsv",
    ".yaml",
    ".yml",
    ".lock",
    "",
}
HOME = re.compile(r"(?<![\w.}])/(?:root|home|Users|work|workspace|mnt|opt)/[\w.]")
HOST = re.compile(
    r"(?:localhost|127\.0\.0\.1):\d+/(?:simple|npm|pypi)|https?://(?:[\w.]*(?:artifactory|nexus|devpi|mirror)[\w.]*)|file:///(?!etc)\w"
)
MERGE = re.compile(r"^(?:<{7} |={7}$|>{7} )", re.MULTILINE)
LEFT = re.compile(r"\b(?:breakpoint\(\)|pdb\.set_trace|console\.log\()")
FILES = [path for path in tracked() if path.suffix in TEXT and path != ROOT / "tests" / "house" / "test_plain.py"]


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_file_names_no_machine_and_holds_no_leftovers(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for pattern in (HOME, HOST, MERGE, LEFT):
        assert [text[: found.start()].count("\n") + 1 for found in pattern.finditer(text)] == [], pattern.pattern


def test_the_lock_names_the_public_index_only() -> None:
    hosts = set(re.findall(r'https?://([^/"]+)', (ROOT / "uv.lock").read_text(encoding="utf-8")))
    known = {"a4aa2ac280bb8d1a", "c899567ee9068517"}  # SHA-256 of index and file host: nothing names them here
    assert {hashlib.sha256(host.encode()).hexdigest()[:16] for host in hosts} == known


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (HOME, "see /home/someone/news"), (HOST, "index-url = http://127.0.0.1:8080/simple"),
        (MERGE, "a\n<<<<<<< ours\n"), (MERGE, "a\n=======\nb"), (LEFT, "    breakpoint()"),
    ],
)  # fmt: skip
def test_the_patterns_find_what_they_look_for(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)
