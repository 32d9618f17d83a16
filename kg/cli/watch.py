"""``kg watch``: keep a graph current as files and feed entries come in."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import build, common, render
from kg.errors import ArticleError, ConfigError

if TYPE_CHECKING:
    from kg.config import Settings

FEEDS = "feeds"
"""Folder beside the graph in which feed entries are kept."""


def watch(
    places: Annotated[list[str], typer.Argument(metavar="FOLDER|FEED...", help="Folders, and addresses of feeds.")],
    every: Annotated[float, typer.Option(min=1, metavar="SECONDS", help="How long to wait between two looks.")] = 60,
    rounds: Annotated[int, typer.Option(min=0, help="Looks to take; 0 is without end.")] = 0,
    page: Annotated[Path | None, typer.Option(metavar="FILE", help="A page to draw anew after each change.")] = None,
    store: common.StoreOption = None,
    model: build.ModelOption = None,
    jobs: build.JobsOption = 0,
) -> None:
    """Read new and edited files and feed entries as they come in, until Ctrl-C.

    Feeds are fetched only because you name them; their robots.txt is respected, and no link in them is followed.

    [dim]kg watch news/ https://example.org/feed.xml --page exports/graph.html[/dim]
    """
    from kg.ingest.fetch import is_address

    chosen = common.settings(store, model)
    feeds = [place for place in places if is_address(place)]
    folders = [place for place in places if not is_address(place)]
    for folder in folders:
        if not Path(folder).is_dir():
            raise ConfigError(f"no such folder: {folder}", hint="kg watch takes folders and addresses of feeds")
    done = 0
    while True:
        _look(folders, feeds, chosen, jobs, page)
        done += 1
        if done == rounds:
            return
        time.sleep(every)


def _look(folders: list[str], feeds: list[str], chosen: Settings, jobs: int, page: Path | None) -> None:
    """One look at everything; what goes wrong with one feed or file does not end the watch."""
    from kg.ingest import fetch

    beside = Path("exports/store") if chosen.is_remote else Path(chosen.store)
    kept = beside.with_name(f"{beside.name}.{FEEDS}")
    for feed in feeds:
        _, issues = fetch.fetch(feed, kept)
        render.issues(issues)
    paths = [*folders, *([str(kept)] if feeds and kept.is_dir() else [])]
    try:
        built = build.run(paths, chosen, jobs=jobs, sync=True)
    except ArticleError as error:
        render.note(f"nothing to read yet: {error}")
        return
    if built.articles or built.retracted:
        render.say(build.summary(built, chosen))
    if page is not None and (built.articles or built.retracted or not page.exists()):
        _draw(chosen, page)


def _draw(chosen: Settings, page: Path) -> None:
    from kg.graph.read import View
    from kg.registry import Source, exporter

    with common.opened(chosen) as opened, common.output(page) as out:
        exporter("html")(Source(View(opened), common.ontology(chosen), chosen, opened), out)
