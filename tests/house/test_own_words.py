"""No sentence of somebody else's: what publishers wrote stands nowhere in the project."""

from __future__ import annotations

import os
import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.house.project import ROOT, name, tracked

ARTICLES = Path(os.environ.get("KG_SHARED", ROOT.parent / "shared")) / "articles"
RUN = 9
"""Words in a row that are no chance, if they are no name either."""
TEXT = {".py", ".md", ".toml", ".ttl", ".rq", ".js", ".json", ".jsonl", ".tsv"}


def runs(text: str) -> dict[tuple[str, ...], int]:
    """Every run of so many words, with the line on which it begins."""
    found = [(word.group().casefold(), word.start()) for word in re.finditer(r"\w+", text)]
    words = [word for word, _ in found]
    lines, line = [], 1
    for (_, start), (_, following) in pairwise([*found, ("", len(text))]):
        lines.append(line)
        line += text.count("\n", start, following)
    return {tuple(words[i : i + RUN]): lines[i] for i in range(len(words) - RUN + 1)}


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="the annotated articles are not here")
def test_no_run_of_words_stands_in_a_publishers_article() -> None:
    theirs = {run for path in sorted(ARTICLES.rglob("*.txt")) for run in runs(path.read_text(encoding="utf-8"))}
    assert theirs
    copied = [
        f"{name(path)}:{line}: {' '.join(run)}"
        for path in tracked()
        if path.suffix in TEXT
        for run, line in runs(path.read_text(encoding="utf-8")).items()
        if run in theirs
    ]
    assert copied == []


def test_a_run_is_found_across_a_line_and_whatever_the_case() -> None:
    ours, other = "They met in Oslo on a cold\nday of late May.", "on monday THEY met, in Oslo, on a cold day of"
    assert {line for run, line in runs(ours).items() if run in runs(other)} == {1}
