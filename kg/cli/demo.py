"""``kg demo``: from the example articles to a graph, three answers and a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import build as building
from kg.cli import common, render
from kg.cli import stats as figures
from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.store import Store
    from kg.ontology import Ontology

QUESTIONS = ("who-signed-what", "who-speaks-for-whom", "who-moves-where")
ROWS = 8


def demo(
    store: common.StoreOption = None,
    folder: Annotated[Path, typer.Option(help="Where the page and the Turtle file go.")] = Path("exports"),
) -> None:
    """Build the example articles into a graph, measure it, ask it three questions and draw it."""
    from kg.analyse import summary
    from kg.analyse.records import Records
    from kg.graph.read import View

    chosen = common.settings(store)
    meanings, questions = common.ontology(chosen), common.questions(chosen)
    built = building.run([common.resources(chosen).articles], chosen)
    render.say(building.summary(built, chosen))
    with common.opened(chosen) as opened:
        figures.show(summary.stats(Records.read(View(opened), meanings), top=ROWS), top=ROWS)
        for name in QUESTIONS:
            if name in questions:
                answer = opened.query(questions[name].text)
                rows = [[term.value if term else "" for term in row] for row in answer.rows()]
                render.say(f"\n{questions[name].title}?", style="bold")
                render.quoted(answer.columns, rows, ROWS)
        written = list(_write(opened, meanings, folder))
    render.say("\nWritten: " + ", ".join(written))
    render.say(NEXT)


NEXT = """
Now type
  kg explain Armenia            what it did and had done to it, with quotes
  kg query --list               more questions
  kg build PATH...              your own articles
  kg export --format jsonl      every claim as a line of JSON"""


def _write(opened: Store, meanings: Ontology, folder: Path) -> Iterable[str]:
    """The page and the Turtle file; a format that cannot be written does not stop the demo."""
    from kg.graph.read import View
    from kg.registry import Source, exporter

    folder.mkdir(parents=True, exist_ok=True)
    source = Source(View(opened), meanings, common.settings(), opened)
    for name in ("html", "ttl"):
        path = folder / f"graph.{name}"
        try:
            with common.output(path) as out:
                exporter(name)(source, out)
        except (KgError, ImportError) as error:
            render.note(f"{path}: {error}", style="yellow")
        else:
            yield str(path)
