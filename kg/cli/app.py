"""The frame of the command line: the list of commands, and what happens when one goes wrong.

Commands are loaded when they are called, so that ``kg --help`` needs neither a parser, nor a store, nor a page.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import (
    build,
    camps,
    check,
    demo,
    evaluate,
    explain,
    export,
    issues,
    path,
    query,
    relations,
    report,
    review,
    serve,
    shift,
    stats,
    stores,
    sync,
    view,
    watch,
    who,
)
from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Callable

INTERRUPTED = 130

app = typer.Typer(
    name="kg",
    help="News articles in, a knowledge graph of political actors out; every edge shows the words that say it.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def frame(
    debug: Annotated[bool, typer.Option("--debug", envvar="KG_DEBUG", help="Show tracebacks.")] = False,
) -> None:
    """News articles in, a knowledge graph of political actors out; every edge shows the words that say it."""
    if debug:
        os.environ["KG_DEBUG"] = "1"


COMMANDS: tuple[Callable[..., None], ...] = (
    demo.demo,
    build.build,
    build.retract,
    stats.stats,
    query.query,
    explain.explain,
    export.export,
    relations.relations,
    check.check,
    shift.shift,
    camps.camps,
    camps.brokers,
    path.path,
    shift.compare,
    report.report,
    serve.serve,
    stores.diff,
    stores.union,
    stores.push,
    view.view,
    shift.timeline,
    sync.sync,
    watch.watch,
    issues.issues,
    evaluate.eval_,
    who.actors,
    who.merge,
    who.split,
    review.review,
    review.judgements,
)

for command in COMMANDS:
    app.command(name=command.__name__.rstrip("_"))(command)  # eval_ is no builtin


def main() -> None:
    """Run a command; an error is one line on stderr and the exit code that ``kg.errors`` gives it."""
    try:
        app()
    except KgError as error:
        if os.environ.get("KG_DEBUG", "") not in {"", "0"}:
            raise
        typer.secho(f"error: {_one_line(error)}", err=True, fg=typer.colors.RED)
        if error.hint:
            typer.secho(f"hint: {error.hint}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        typer.echo("stopped", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


def _one_line(error: KgError) -> str:
    text = f"{error.place}: {error.message}" if error.place else error.message
    return " ".join(text.split())
