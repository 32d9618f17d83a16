"""Every kind of file and every fault gives the articles expected, or one clear issue each."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kg.ingest import read
from kg.model import Article, Issue
from tests.ingest.corpus import CASES, STORY, Case

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(tmp_path: Path, case: Case) -> None:
    path = tmp_path / case.name
    path.write_bytes(case.data)
    found = list(read([path]))
    articles = [item for item in found if isinstance(item, Article)]
    issues = [item for item in found if isinstance(item, Issue)]

    assert [article.id for article in articles] == list(case.articles), issues
    for article in articles:
        told = " ".join(" ".join(span.of(article.text) for span in article.segments).split())
        assert " ".join(STORY) in told
        assert not re.search("Most read|tidy boat|rights reserved|Home|Sport", told)
        assert article.published == (date(2025, 1, 14) if case.dated else None)
        assert all(article.body.start <= span.start < span.end <= article.body.end for span in article.segments)

    assert len(issues) == len(case.issues), issues
    for issue, expected in zip(issues, case.issues, strict=True):
        assert re.search(expected, issue.message), issue
        assert issue.path.startswith(str(path))
        assert issue.hint
        assert "\n" not in str(issue)


def test_the_whole_corpus_in_one_run(tmp_path: Path) -> None:
    """One folder with all of it: no fault keeps another file from being read."""
    for case in CASES:
        (tmp_path / case.name).write_bytes(case.data)
    found = list(read([tmp_path]))
    ids = {item.id for item in found if isinstance(item, Article)}
    assert ids == {name for case in CASES for name in case.articles}
    faulty = {item.path for item in found if isinstance(item, Issue) and item.kind not in {"same", "duplicate id"}}
    silent = {"unknown.xyz", "sitemap.xml"}  # not named, so passed over
    for case in CASES:
        if (
            case.issues
            and case.name not in silent
            and "came before" not in case.issues[0]
            and "with this id" not in case.issues[0]
        ):
            assert any(path.startswith(str(tmp_path / case.name)) for path in faulty), case.name


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 40
    assert len({case.name for case in CASES}) == len(CASES)
