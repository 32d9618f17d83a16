"""``kg sync``: a graph that says what folders say, no more and no less."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli import build, common


def sync(
    folders: Annotated[list[str], typer.Argument(metavar="FOLDER...", help="Folders of articles.")],
    store: common.StoreOption = None,
    model: build.ModelOption = None,
    jobs: build.JobsOption = 0,
    json: common.JsonOption = False,
) -> None:
    """Bring the graph in step with folders: read what is new or edited, take out what is gone.

    What came from elsewhere stays. Exit code 1 says that something could not be read; [dim]kg issues[/dim] lists it.

    [dim]kg sync news/[/dim]
    """
    build.report(build.run(folders, common.settings(store, model), jobs=jobs, sync=True), store, as_json=json)
