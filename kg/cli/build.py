"""``kg build`` and ``kg retract``: what goes into a graph, and out of it."""

from __future__ import annotations

import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli import common, render
from kg.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.config import Settings
    from kg.model import Issue
    from kg.pipeline import Built


ModelOption = Annotated[
    str | None,
    typer.Option(help="spaCy pipeline that reads. [dim](KG_MODEL, or en_core_web_md)[/dim]", show_default=False),
]
JobsOption = Annotated[
    int,
    typer.Option(
        "--jobs", "-j", min=0, metavar="N", help="Processes that read; 0 uses every processor if there is much to read."
    ),
]


def build(  # noqa: PLR0913, PLR0917 - a command's options
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...",
            help="Articles, or folders of them: text, Markdown, web pages, PDF, JSON, JSON Lines, CSV, feeds, WARC, "
            "and zip, tar or gz of these. Also patterns, @FILE with a path on each line, and - for standard input.",
        ),
    ],
    store: common.StoreOption = None,
    model: ModelOption = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Read again what has not changed.")] = False,
    infer: Annotated[
        bool, typer.Option("--infer/--no-infer", help="Derive what follows from the facts by ontology/rules.")
    ] = True,
    jobs: JobsOption = 0,
    engine: Annotated[str, typer.Option(metavar="NAME", help="What reads: local, or ray for a Ray cluster.")] = "local",
    address: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="The Ray cluster; without it, this computer.", show_default=False),
    ] = None,
    json: common.JsonOption = False,
) -> None:
    """Read articles into a graph. What has not changed since the last time is not read again.

    Exit code 1 says that something could not be read; [dim]kg issues[/dim] lists it. The rest is in the graph.

    [dim]kg build seeds/articles[/dim]
    [dim]kg build news/ today.jsonl crawl.warc.gz --store my-graph --jobs 4[/dim]
    """
    chosen = common.settings(store, model)
    built = run(paths, chosen, fresh=fresh, infer=infer, jobs=jobs, engine=engine, address=address)
    report(built, store, as_json=json)


def report(built: Built, store: str | None, *, as_json: bool) -> None:
    """Say what a build did; exit code 1 if something could not be read."""
    chosen = common.settings(store)
    if as_json:
        render.as_json(
            {
                "store": chosen.store,
                "articles": built.articles,
                "unchanged": built.unchanged,
                "retracted": built.retracted,
                "claims": built.claims,
                "copies": built.copies,
                "failed": [str(issue) for issue in built.faults],
                "skipped": [str(issue) for issue in passed_over(built)],
                "issues": len(built.issues),
            }
        )
    else:
        render.say(summary(built, chosen))
    if built.faults:
        sys.exit(1)


def run(paths: Sequence[Path | str], chosen: Settings, **options: Any) -> Built:  # noqa: ANN401 - those of the pipeline
    """Build with progress on the terminal; on Ctrl-C say what was saved."""
    from kg import pipeline

    saved = pipeline.Built()
    start = time.monotonic()

    def follow(now: Built) -> None:
        nonlocal saved
        saved = now
        tracker(progress(now, time.monotonic() - start))

    with render.working("loading the language model") as tracker:
        try:
            built = pipeline.build(paths, chosen, progress=follow, **options)
        except KeyboardInterrupt:
            render.note(
                f"stopped: {saved.articles} articles are saved in {chosen.store}; the same command goes on from there"
            )
            sys.exit(130)
    render.issues(built.faults)
    render.issues(passed_over(built), "skipped")
    return built


def passed_over(built: Built) -> list[Issue]:
    """Inputs that were left out on purpose: other languages, and what came before."""
    faults = {id(issue) for issue in built.faults}
    return [issue for issue in built.skipped if id(issue) not in faults]


def progress(now: Built, seconds: float) -> str:
    """How far a build is: what is done, how fast, how long it will take, what was left out."""
    rate = now.articles / seconds if seconds else 0.0
    left = f", {timedelta(seconds=round(seconds / now.share - seconds))} left" if now.share else ""
    skipped, failed = len(passed_over(now)), len(now.faults)
    out = "".join(f", {count} {what}" for count, what in ((skipped, "skipped"), (failed, "failed")) if count)
    return f"{now.share:.0%}{left}: {now.articles} articles ({rate:.1f}/s), {now.claims} claims{out}: {now.current}"


def summary(built: Built, chosen: Settings) -> str:
    """One line on what a build did."""
    claims, articles = render.counted(built.claims, "claim"), render.counted(built.articles, "article")
    parts = [f"{claims} from {articles} in {chosen.store}"]
    refused = len(built.issues) - len(built.skipped)
    counts = {
        ("article", "unchanged"): built.unchanged,
        ("article", "taken out"): built.retracted,
        ("article", "told by others too"): built.copies,
        ("input", "skipped"): len(passed_over(built)),
        ("input", "failed"): len(built.faults),
        ("claim", "refused"): refused,
    }
    return "; ".join(
        parts + [f"{render.counted(count, noun)} {what}" for (noun, what), count in counts.items() if count]
    )


def retract(
    articles: Annotated[
        list[str],
        typer.Argument(metavar="ARTICLE...", help="Ids of articles, as [dim]kg query articles[/dim] lists them."),
    ],
    store: common.StoreOption = None,
) -> None:
    """Take articles out of the graph, with all that only they say.

    [dim]kg retract armenia.md[/dim]
    """
    from kg import pipeline
    from kg.annotate.cache import Parses
    from kg.graph.store import open_store
    from kg.model import ArticleId

    chosen = common.settings(store)
    with open_store(chosen.store, chosen.base, write=True) as opened:
        missing = [name for name in articles if not opened.retract(ArticleId(name))]
        pipeline.join(opened, common.ontology(chosen), chosen.decisions)
        pipeline.derive(opened, common.resources(chosen))
    Parses(Path(chosen.store)).forget(articles)
    if missing:
        raise DataError(f"not in the graph: {', '.join(missing)}", hint="kg query articles lists the ids")
    render.say(f"{render.counted(len(articles), 'article')} retracted from {chosen.store}")
