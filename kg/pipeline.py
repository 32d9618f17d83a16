"""Composes the stages; alone knows their order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from kg import ids, ontology, resources
from kg.errors import ArticleError, ConfigError
from kg.graph.build import Run
from kg.graph.contribute import contribution, mark
from kg.graph.store import open_store
from kg.model import Issue
from kg.reason import validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.config import Settings
    from kg.graph.store import Store
    from kg.model import Article, ArticleId, Reading
    from kg.resources import Resources

MANY = 500
"""Articles written in one build from which on the store is compacted at its end."""


class Machine(Protocol):
    """Articles in, what they say out."""

    def read(self, articles: Iterable[Article]) -> Iterator[Reading]:
        """A reading per article, in the same order."""
        ...


@dataclass(slots=True)
class Built:
    """What a build did, counted as it goes.

    Attributes:
        articles: Articles read and saved.
        unchanged: Articles that were in the store already and need not be read again.
        claims: Claims in the articles read.
        issues: Files and claims that were left out, and why.
        current: The article in hand.
    """

    articles: int = 0
    unchanged: int = 0
    claims: int = 0
    issues: list[Issue] = field(default_factory=list)
    current: str = ""

    @property
    def skipped(self) -> list[Issue]:
        """Inputs that gave no article."""
        return [issue for issue in self.issues if issue.article is None]


def build(
    paths: Sequence[Path],
    settings: Settings,
    *,
    progress: Callable[[Built], None] | None = None,
    machine: Machine | None = None,
    fresh: bool = False,
    infer: bool = True,
) -> Built:
    """Read articles and put what they say into the store. Each article is saved as soon as it is read.

    Args:
        paths: Files and folders.
        progress: Called after each article.
        machine: Reads articles; made from the settings if not given.
        fresh: Read again what has not changed.
        infer: Derive what follows from the facts.

    Raises:
        ConfigError: A path does not exist.
        ArticleError: No input gave an article.
        StoreError: The store cannot be written; what was saved before is safe.
    """
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise ConfigError(
            f"no such file or folder: {', '.join(missing)}",
            hint="give files or folders of .txt, .md, .html, .json, .jsonl",
        )
    found = resources.find(settings)
    known = ontology.load(found.ontology, settings.base)
    run = Run(version(), settings.model, rules_digest(found, settings))
    built = Built()
    with open_store(settings.store, settings.base, write=True) as store:
        store.put_ontology(found.ontology / "kg.ttl")
        articles = _articles(paths, store, run, built, {} if fresh else store.marks())
        for reading in _readings(machine, articles, settings, found, known):
            good = validate.checked(reading, known)
            store.write([contribution(good, run, store.names)])
            built.articles += 1
            built.claims += len(good.claims)
            built.issues += good.issues
            built.current = good.article.id
            if progress:
                progress(built)
        derive(store, found if infer else None)
        if built.articles >= MANY:
            store.optimize()
    if not built.articles and not built.unchanged:
        raise _nothing(built)
    return built


def derive(store: Store, found: Resources | None) -> None:
    """Bring the derived graphs up to date; without rules they are emptied."""
    if not store.stale and found is not None:
        return
    if found is None:
        store.put_graph(store.names.inferred, [])
        store.put_graph(store.names.derivations, [])
        return
    from kg.reason import infer

    infer.infer(store, infer.load(found.rules, store.names))
    store.settled()


def _readings(
    machine: Machine | None, articles: Iterator[Article], settings: Settings, found: Resources, known: ontology.Ontology
) -> Iterator[Reading]:
    """Load the machine only when there is something to read."""
    first = next(articles, None)
    if first is None:
        return
    if machine is None:
        from kg.reading import Machine as Default

        machine = Default(settings, found, known)

    def everything() -> Iterator[Article]:
        yield first
        yield from articles

    yield from machine.read(everything())


def _articles(
    paths: Sequence[Path], store: Store, run: Run, built: Built, marks: dict[ArticleId, str]
) -> Iterator[Article]:
    from kg import ingest

    seen: dict[str, str] = {}
    for item in ingest.read(sorted(paths)):
        if isinstance(item, Issue):
            built.issues.append(item)
            store.note_issues(item.path, [item])
            continue
        if item.id in seen:
            message = f"another article has the id {item.id!r}: {seen[item.id]}"
            issue = Issue("duplicate", message, item.path, hint="rename one of them")
            built.issues.append(issue)
            store.note_issues(item.path, [issue])
            continue
        seen[item.id] = item.path
        if marks.get(item.id) == mark(item, run):
            built.unchanged += 1
        else:
            yield item


def _nothing(built: Built) -> ArticleError:
    if not built.issues:
        return ArticleError("there is no article in what was given", hint="kg reads .txt, .md, .html, .json and .jsonl")
    first = built.issues[0]
    others = f"; {len(built.issues) - 1} more like it" if len(built.issues) > 1 else ""
    return ArticleError(f"{first.message}{others}", hint=first.hint, path=first.path or None, line=first.line)


def rules_digest(found: Resources, settings: Settings) -> str:
    """SHA-256 over all that decides what is read out of a text: ontology, lexicon, seed actors, judgements."""
    files = [found.ontology / "kg.ttl", *sorted(found.lexicon.rglob("*.toml")), *sorted(found.actors.rglob("*.ttl"))]
    if settings.judgements:
        files.append(settings.judgements)
    parts = [part for file in files if file.is_file() for part in (file.name, file.read_text("utf-8", "replace"))]
    return ids.digest(settings.base, *parts, length=64)


def version() -> str:
    """The version of this package."""
    from importlib import metadata

    try:
        return metadata.version("kg")
    except metadata.PackageNotFoundError:
        return "0"
