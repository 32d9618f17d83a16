"""Feeds a build: finds files, passes over what has not changed, and keeps account of what each file has given.

A file is settled when every article of it is saved; only then is it remembered, so that a run that is cut short goes
on where it was.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg import ingest
from kg.ids import digest as short_digest
from kg.ingest import duplicates
from kg.ledger import Entry, digest
from kg.model import ArticleId, Issue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kg.ingest import Source
    from kg.ledger import Ledger
    from kg.model import Article


ON_PURPOSE = frozenset({"language", "same"})
"""Kinds of issues that are no faults: what was passed over because it should be."""


@dataclass(slots=True)
class _Open:
    """A file that is being read."""

    source: Source
    place: str
    sha256: str
    size: int
    articles: list[ArticleId] = field(default_factory=list)
    waiting: set[ArticleId] = field(default_factory=set)
    issues: list[Issue] = field(default_factory=list)
    whole: bool = False
    """All of its articles have been handed out."""


class Intake:
    """What a build reads.

    Args:
        paths: Files, folders, patterns, lists.
        ledger: What was read before.
        run: The tools and rules of this build.
        marks: What each article in the store depended on; empty to read everything again.
        mark: What an article depends on now.
        note: Called with a file's path and its issues when it is settled.

    Attributes:
        unchanged: Articles that need not be read again.
        issues: What was left out, and why.
        gone: Articles that a file gave before and does not give any more.
        share: How much of the input is settled, 0 to 1, by bytes.
    """

    def __init__(
        self,
        paths: Sequence[Path | str],
        ledger: Ledger,
        run: str,
        marks: Mapping[ArticleId, str],
        mark: Callable[[Article], str],
        note: Callable[[str, Sequence[Issue]], None],
    ) -> None:
        self._paths = paths
        self._ledger = ledger
        self._run = run
        self._marks = marks
        self._mark = mark
        self._note = note
        self._seen: dict[int, int] = {}
        self._open: dict[ArticleId, _Open] = {}
        self._notes: dict[ArticleId, list[Issue]] = {}
        self._gone: set[ArticleId] = set()
        self._size = self._settled = 0
        self._places: set[str] = set()
        self.unchanged = 0
        self.issues: list[Issue] = []

    @property
    def gone(self) -> list[ArticleId]:
        """Articles that a file gave before and no file gives now."""
        return sorted(name for name in self._gone if _number(name) not in self._seen)

    @property
    def share(self) -> float:
        """How much of the input is settled, 0 to 1, by bytes."""
        return min(1.0, self._settled / self._size) if self._size else 0.0

    def articles(self) -> Iterator[Article]:
        """The articles that have to be read."""
        sources: list[Source] = []
        for item in ingest.find(self._paths):
            if isinstance(item, Issue):
                self.issues.append(item)
                self._note(item.path, [item])
            else:
                sources.append(item)
                self._size += item.size
        for source in sources:
            yield from self._source(source)

    def _source(self, source: Source) -> Iterator[Article]:
        place = os.path.realpath(source.path) if source.size else source.name
        self._places.add(place)
        named = replace(source, name=self._free_name(source.name, place))
        sha256 = self._digest(named)
        before = self._ledger.entry(place)
        if before and sha256 and self._is_kept(before, named.name, sha256):
            self.unchanged += len(before.articles)
            self._seen |= {_number(article): 0 for article in before.articles}
            self._settled += source.size
            return
        opened = _Open(named, place, sha256, source.size)
        for item in ingest.articles(named):
            if isinstance(item, Issue):
                self._fault(item, opened)
            elif self._is_new(item, opened):
                yield item
        opened.whole = True
        self._finish(opened)

    def _is_kept(self, before: Entry, name: str, sha256: str) -> bool:
        """The file is as it was, was read with the same tools and rules, and its articles are in the store."""
        same = (before.name, before.sha256, before.run) == (name, sha256, self._run)
        return same and all(article in self._marks for article in before.articles)

    def _digest(self, source: Source) -> str:
        """SHA-256 of the file; empty where it cannot be read twice, or at all."""
        if not source.size:
            return ""
        try:
            with source.open() as stream:
                return digest(stream)
        except OSError:
            return ""

    def _free_name(self, name: str, place: str) -> str:
        """The name, or a longer end of the path where another file that is still there has it in the store."""
        parts = Path(place).parts
        length = name.count("/") + 1
        while (owner := self._ledger.owner(name)) not in {None, place} and Path(owner or "").exists():
            length += 1
            longer = "/".join(parts[-length:]).lstrip("/")
            if longer == name:
                break
            name = longer
        return name

    def _fault(self, issue: Issue, opened: _Open) -> None:
        self.issues.append(issue)
        if issue.article is None:
            opened.issues.append(issue)
        else:
            self._notes.setdefault(issue.article, []).append(issue)

    def _is_new(self, article: Article, opened: _Open) -> bool:
        """Whether the article has to be read; its id is taken."""
        key, content = _number(article.id), _number(article.text)
        if key in self._seen:
            same = self._seen[key] == content
            what = "the same article came before" if same else "another article with this id came before"
            hint = "left out" if same else "give each article an id of its own"
            kind = "same" if same else "duplicate id"
            self._fault(Issue(kind, f"{what}: {article.id}", article.path, hint=hint), opened)
            return False
        self._seen[key] = content
        opened.articles.append(article.id)
        unchanged = self._marks.get(article.id) == self._mark(article)
        if not unchanged or not self._ledger.has_sketch(article.id):
            day = article.published.isoformat() if article.published else "9999"
            self._ledger.sketch(article.id, day, duplicates.signature(article))
        if unchanged:
            self.unchanged += 1
            return False
        opened.waiting.add(article.id)
        self._open[article.id] = opened
        return True

    def notes(self, article: ArticleId) -> tuple[Issue, ...]:
        """What is wrong with an article that is read all the same."""
        return tuple(self._notes.pop(article, ()))

    def saved(self, article: ArticleId) -> None:
        """An article is in the store."""
        opened = self._open.pop(article)
        opened.waiting.discard(article)
        self._finish(opened)

    def failed(self, issue: Issue, article: ArticleId) -> None:
        """An article could not be read; what was saved of it before stays."""
        opened = self._open.pop(article)
        opened.waiting.discard(article)
        self._fault(replace(issue, article=None), opened)
        self._finish(opened)

    def _finish(self, opened: _Open) -> None:
        """Remember a file of which everything is saved."""
        if not opened.whole or opened.waiting:
            return
        self._note(opened.source.path, opened.issues)
        before = self._ledger.entry(opened.place)
        if before and not opened.issues:
            self._gone |= set(before.articles) - set(opened.articles)
        kept = {*opened.articles, *(before.articles if before and opened.issues else ())}
        sha256 = "" if any(issue.kind not in ON_PURPOSE for issue in opened.issues) else opened.sha256
        self._ledger.note(
            opened.place, Entry(opened.source.path, opened.source.name, sha256, self._run, tuple(sorted(kept)))
        )
        self._settled += opened.size

    def missing(self) -> dict[str, tuple[str, tuple[ArticleId, ...]]]:
        """Files below the folders given that are remembered and are not there any more, with path and articles."""
        folders = [os.path.realpath(path) for path in self._paths if Path(path).is_dir()]
        lost = {place for folder in folders for place in self._ledger.places(folder)} - self._places
        entries = {place: self._ledger.entry(place) for place in sorted(lost)}
        return {
            place: (entry.path, tuple(name for name in entry.articles if _number(name) not in self._seen))
            for place, entry in entries.items()
            if entry
        }


def _number(text: str) -> int:
    return int(short_digest(text), 16)
