"""Composes the stages; alone knows their order."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from glob import has_magic
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from kg import engine as engines
from kg import ids, ontology, resources
from kg.annotate import parse
from kg.annotate.cache import Parses
from kg.engine.worker import Standard
from kg.errors import ArticleError, ConfigError
from kg.graph.build import Builder, Run
from kg.graph.contribute import contribution, mark
from kg.graph.read import View
from kg.graph.store import open_store
from kg.graph.terms import Quad, Term
from kg.ingest import duplicates
from kg.intake import ON_PURPOSE, Intake
from kg.ledger import Ledger
from kg.model import ArticleId, Issue
from kg.reason import validate
from kg.resolve import cluster, judgements, rulings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.config import Settings
    from kg.graph.store import Store
    from kg.model import Article, Reading
    from kg.resources import Resources

MANY = 500
"""Articles written in one build from which on the store is compacted at its end."""


BATCH = 64
"""Articles that are saved in one step, if they come fast enough."""
PATIENCE = 3.0
"""Seconds that an article waits to be saved with others."""


class Machine(Protocol):
    """Articles in, what they say out."""

    def read(self, articles: Iterable[Article]) -> Iterator[Reading | Issue]:
        """A reading per article, in the same order, or an issue in place of one that could not be read."""
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
        retracted: Articles taken out, because their files changed or are gone.
        copies: Articles in the store that are copies of others.
        share: How much of the input is done, 0 to 1.
    """

    articles: int = 0
    unchanged: int = 0
    claims: int = 0
    issues: list[Issue] = field(default_factory=list)
    current: str = ""
    retracted: int = 0
    copies: int = 0
    share: float = 0.0

    @property
    def skipped(self) -> list[Issue]:
        """Inputs that gave no article."""
        return [issue for issue in self.issues if issue.article is None]

    @property
    def faults(self) -> list[Issue]:
        """Inputs that could not be read: not those that were passed over on purpose."""
        return [issue for issue in self.skipped if issue.kind not in ON_PURPOSE]


def build(  # noqa: PLR0913 - the options of a build
    paths: Sequence[Path | str],
    settings: Settings,
    *,
    progress: Callable[[Built], None] | None = None,
    machine: Machine | None = None,
    fresh: bool = False,
    infer: bool = True,
    sync: bool = False,
    jobs: int = 0,
    engine: str = "local",
    address: str | None = None,
) -> Built:
    """Read articles and put what they say into the store. Articles are saved as they are read, a few at a time.

    What has not changed is not read again; what a changed file said is replaced; a build cut short goes on.

    Args:
        paths: Files, folders, patterns, ``@list``, ``-`` for standard input.
        progress: Called whenever articles have been saved.
        machine: Reads articles; made from the settings if not given.
        fresh: Read again what has not changed.
        infer: Derive what follows from the facts.
        sync: Take out of the store what came from files that are no longer in the folders given.
        jobs: Processes that read; 0 for as many as there are processors, if there is much to read.
        engine, address: What reads, ``local`` or ``ray``, and where the Ray cluster is; by default on this computer.

    Raises:
        ConfigError: A path does not exist.
        ArticleError: No input gave an article.
        StoreError: The store cannot be written; what was saved before is safe.
    """
    _check(paths, None if machine else settings.model)
    found = resources.find(settings)
    known = ontology.load(found.ontology, settings.base)
    run = Run(version(), settings.model, rules_digest(found, settings))
    reader = machine or engines.choose(Standard(settings, found, run.rules), jobs, engine, address)
    built = Built()
    with open_store(settings.store, settings.base, write=True) as store, Ledger(store.folder) as ledger:
        store.put_ontology(found.ontology / "kg.ttl")
        decided = judgements.load(settings.decisions)
        intake = _intake(paths, store, ledger, run, decided, fresh=fresh)
        built.issues = intake.issues
        saver = _Saver(store, intake, run, known, decided, built, progress)
        saver.drain(reader.read(intake.articles()))
        built.share = 1.0
        _clear(store, ledger, intake, built, sync=sync)
        built.copies = _note_copies(store, ledger)
        join(store, known, settings.decisions)
        derive(store, found if infer else None)
        if built.articles >= MANY:
            store.optimize()
    if not built.articles and not built.unchanged and not built.retracted:
        raise _nothing(built)
    return built


def _intake(
    paths: Sequence[Path | str],
    store: Store,
    ledger: Ledger,
    run: Run,
    decided: judgements.Judgements,
    *,
    fresh: bool,
) -> Intake:
    """What is to be read: an article again also when something was decided on its claims."""
    marks = {} if fresh else store.marks()
    rules = ids.digest(run.id, decided.rules) if decided.rules else run.id
    return Intake(paths, ledger, rules, marks, lambda one: mark(one, run, decided.on(one.id)), store.note_issues)


def join(store: Store, known: ontology.Ontology, decisions: Path | None) -> None:
    """Let names in different articles that are surely one actor be one in the graph; call it before :func:`derive`.

    All of it follows from what the articles say now: a join that a new article speaks against is undone.
    """
    if not store.stale:
        return
    days = {name: article.published for name, article in View(store).articles().items()}
    appearances = store.appearances(days, _posts(known))
    found = cluster.cluster(appearances, *_kinds(known), judgements.load(decisions))
    store.join(found.stands)
    build = Builder(store.names)
    store.put_graph(store.names.joins, [quad for one in found.joins for quad in build.join(one)])


def joins(view: View, known: ontology.Ontology, decided: judgements.Judgements) -> cluster.Clusters:
    """Which actors of a graph may be one after all."""
    return cluster.cluster(view.appearances(_posts(known)), *_kinds(known), decided)


def _posts(known: ontology.Ontology) -> list[str]:
    return [name for name, one in known.relations.items() if name == ontology.POST or ontology.POST in one.parents]


def _kinds(known: ontology.Ontology) -> tuple[frozenset[str], frozenset[str]]:
    """Classes whose names are those of persons, and of bodies."""
    persons, bodies = (
        frozenset(name for name in known.classes if known.is_a(name, kind)) for kind in ("Person", "Organization")
    )
    return persons, bodies


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


def _check(paths: Sequence[Path | str], model: str | None) -> None:
    """See that paths and model are there before a store is made."""
    named = [str(path) for path in paths]
    missing = [path for path in named if path[:1] not in {"-", "@"} and not has_magic(path) and not Path(path).exists()]
    if missing:
        raise ConfigError(f"no such file or folder: {', '.join(missing)}", hint="give files or folders of articles")
    if model:
        parse.require(model)


@dataclass(slots=True)
class _Saver:
    """Saves readings, several at a time: that is four times as fast as one by one, and each is saved whole or not."""

    store: Store
    intake: Intake
    run: Run
    known: ontology.Ontology
    decided: judgements.Judgements
    built: Built
    progress: Callable[[Built], None] | None
    waiting: list[Reading] = field(default_factory=list)
    since: float = 0.0

    def drain(self, results: Iterable[Reading | Issue]) -> None:
        """Keep all of them; what came before a fault is saved."""
        try:
            for result in results:
                self.take(result)
        finally:
            self.save()

    def take(self, result: Reading | Issue) -> None:
        """Keep what was read from one article, or note why it could not be read."""
        if isinstance(result, Issue):
            self.intake.failed(result, ArticleId(result.article or ""))
            return
        notes = self.intake.notes(result.article.id)
        good = rulings.judged(validate.checked(result, self.known), self.decided)
        self.built.issues += good.issues
        self.waiting.append(replace(good, issues=(*notes, *good.issues)))
        self.since = self.since or monotonic()
        if len(self.waiting) >= BATCH or monotonic() - self.since >= PATIENCE:
            self.save()

    def save(self) -> None:
        """Save what is waiting."""
        if self.waiting:
            names, decided = self.store.names, self.decided
            self.store.write([contribution(one, self.run, names, decided.on(one.article.id)) for one in self.waiting])
        for reading in self.waiting:
            self.intake.saved(reading.article.id)
            self.built.articles += 1
            self.built.claims += len(reading.claims)
            self.built.current = reading.article.id
        self.waiting.clear()
        self.since = 0.0
        self.built.unchanged, self.built.share = self.intake.unchanged, self.intake.share
        if self.progress and self.built.articles:
            self.progress(self.built)


def _clear(store: Store, ledger: Ledger, intake: Intake, built: Built, *, sync: bool) -> None:
    """Take out what files said that have changed, and with ``sync`` what files said that are gone."""
    gone = set(intake.gone)
    if sync:
        for place, (path, articles) in intake.missing().items():
            gone |= set(articles)
            store.note_issues(path, [])
            ledger.forget(place)
    for name in sorted(gone):
        built.retracted += store.retract(name)
    ledger.unsketch(gone)
    if gone:
        Parses(store.folder).forget(gone)


def _note_copies(store: Store, ledger: Ledger) -> int:
    """Say in the graph which articles are copies of which, so that sources can be counted once; how many there are."""
    if not ledger.stale:
        return ledger.copies
    kept = store.marks()
    sketches, days = ledger.sketches()
    found = duplicates.copies({name: data for name, data in sketches.items() if name in kept}, days)
    names = store.names
    copy_of = names.term("copyOf")
    pairs = [(names.article(ArticleId(one)), names.article(ArticleId(other))) for one, other in found.items()]
    store.put_graph(names.copies, [Quad(one, copy_of, Term(other), names.copies) for one, other in pairs])
    ledger.settle(len(found))
    return ledger.copies


def _nothing(built: Built) -> ArticleError:
    if not built.issues:
        return ArticleError("there is no article in what was given", hint="kg reads .txt, .md, .html, .json and .jsonl")
    first = built.issues[0]
    others = f"; {len(built.issues) - 1} more like it" if len(built.issues) > 1 else ""
    return ArticleError(f"{first.message}{others}", hint=first.hint, path=first.path or None, line=first.line)


def rules_digest(found: Resources, settings: Settings) -> str:
    """SHA-256 over all that decides what is read out of a text: ontology, lexicon, seed actors, judgements."""
    files = [found.ontology / "kg.ttl", *sorted(found.lexicon.rglob("*.toml")), *sorted(found.actors.rglob("*.ttl"))]
    parts = [part for file in files if file.is_file() for part in (file.name, file.read_text("utf-8", "replace"))]
    parts += [one.dump() for one in judgements.load(settings.decisions).lines]
    return ids.digest(settings.base, *parts, length=64)


def version() -> str:
    """The version of this package."""
    from importlib import metadata

    try:
        return metadata.version("kg")
    except metadata.PackageNotFoundError:
        return "0"
