"""``kg build`` and ``kg retract``: what goes into a graph, and out of it."""

from __future__ import annotations

import sys
from pathlib import Path  # noqa: TC003 - typer reads annotations at run time
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import common, render
from kg.errors import DataError

if TYPE_CHECKING:

    from kg.config import Settings
    from kg.pipeline import Built


def build(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Articles, or folders of them: .txt .md .html .json .jsonl.")
    ],
    store: common.StoreOption = None,
    model: Annotated[
        str | None, typer.Option(help="spaCy pipeline that reads. [dim](KG_MODEL, or en_core_web_md)[/dim]")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Read again what has not changed.")] = False,
    infer: Annotated[
        bool, typer.Option("--infer/--no-infer", help="Derive what follows from the facts by ontology/rules.")
    ] = True,
    json: common.JsonOption = False,
) -> None:
    """Read articles into a graph. What has not changed since the last time is not read again.

    [dim]kg build seeds/articles[/dim]
    [dim]kg build news/ today.jsonl --store my-graph[/dim]
    """
    chosen = common.settings(store, model)
    built = run(paths, chosen, fresh=fresh, infer=infer)
    if json:
        render.as_json(
            {
                "store": chosen.store,
                "articles": built.articles,
                "unchanged": built.unchanged,
                "claims": built.claims,
                "skipped": [str(issue) for issue in built.skipped],
                "issues": len(built.issues),
            }
        )
        return
    render.say(summary(built, chosen))


def run(paths: list[Path], chosen: Settings, *, fresh: bool = False, infer: bool = True) -> Built:
    """Build with progress on the terminal; on Ctrl-C say what was saved."""
    from kg import pipeline

    saved = pipeline.Built()

    def follow(now: Built) -> None:
        nonlocal saved
        saved = now
        tracker(f"{now.articles} articles, {now.claims} claims: {now.current}")

    with render.working("loading the language model") as tracker:
        try:
            built = pipeline.build(paths, chosen, progress=follow, fresh=fresh, infer=infer)
        except KeyboardInterrupt:
            render.note(
                f"stopped: {saved.articles} articles are saved in {chosen.store}; the same command goes on from there"
            )
            sys.exit(130)
    render.issues(built.skipped)
    return built


def summary(built: Built, chosen: Settings) -> str:
    """One line on what a build did."""
    parts = [f"{built.claims} claims from {built.articles} articles in {chosen.store}"]
    if built.unchanged:
        parts.append(f"{built.unchanged} articles unchanged")
    if built.skipped:
        parts.append(f"{len(built.skipped)} inputs skipped")
    refused = len(built.issues) - len(built.skipped)
    if refused:
        parts.append(f"{refused} claims refused")
    return "; ".join(parts)


def retract(
    articles: Annotated[
        list[str], typer.Argument(metavar="ARTICLE...", help="Ids of articles, as kg export shows them.")
    ],
    store: common.StoreOption = None,
) -> None:
    """Take articles out of the graph, with all that only they say.

    [dim]kg retract armenia.md[/dim]
    """
    from kg import pipeline
    from kg.graph.store import open_store
    from kg.model import ArticleId

    chosen = common.settings(store)
    with open_store(chosen.store, chosen.base, write=True) as opened:
        missing = [name for name in articles if not opened.retract(ArticleId(name))]
        pipeline.derive(opened, common.resources(chosen))
    if missing:
        raise DataError(f"not in the graph: {', '.join(missing)}", hint="kg query articles lists the ids")
    render.say(f"{len(articles)} articles retracted from {chosen.store}")
