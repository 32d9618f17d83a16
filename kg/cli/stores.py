"""``kg diff`` and ``kg union``: two graphs beside each other, and several as one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import common, render
from kg.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Claim

FIRST = Annotated[str, typer.Argument(metavar="A", help="A store.")]
SECOND = Annotated[str, typer.Argument(metavar="B", help="Another one.")]


def diff(
    first: FIRST,
    second: SECOND,
    limit: Annotated[int, typer.Option(min=1, help="Claims to show in each group.")] = 50,
    json: common.JsonOption = False,
) -> None:
    """Say which claims B adds to A, which it lacks, and which it tells differently.

    [dim]kg diff exports/store exports/store-new --json[/dim]
    """
    from kg.graph.difference import difference
    from kg.graph.read import View

    with common.opened(common.settings(first)) as a, common.opened(common.settings(second)) as b:
        found = difference(View(a), View(b))
    if json:
        render.as_json(
            {
                "added": [_said(claim) for claim in found.added],
                "removed": [_said(claim) for claim in found.removed],
                "changed": [{"before": _said(old), "after": _said(new)} for old, new in found.changed],
            }
        )
        return
    for sign, style, claims in (("+", "green", found.added), ("-", "red", found.removed)):
        _show(sign, style, [_line(claim) for claim in claims], limit)
    _show("~", "yellow", [f"{_line(old)}  →  {_how(new)}" for old, new in found.changed], limit)
    render.say(f"{len(found.added)} added, {len(found.removed)} removed, {len(found.changed)} changed", style="bold")


def _show(sign: str, style: str, lines: Sequence[str], limit: int) -> None:
    for line in lines[:limit]:
        render.say(f"{sign} {line}", style=style)
    if len(lines) > limit:
        render.say(f"{sign} and {len(lines) - limit} more", style="dim")


def _how(claim: Claim) -> str:
    said, period = claim.attribution, claim.period
    parts = [claim.modality.value, f"{claim.confidence:g}"]
    parts += [f"{said.manner.value} by {said.speaker or '?'}"] if said else []
    parts += [f"{period.start or '…'} to {period.end or '…'}"] if period else []
    return ", ".join(parts)


def _line(claim: Claim) -> str:
    return f"{claim.subject} {claim.predicate} {claim.object} ({_how(claim)}) {claim.evidence[0].article}"


def _said(claim: Claim) -> dict[str, object]:
    said, period = claim.attribution, claim.period
    return {
        "id": claim.id,
        "subject": claim.subject,
        "predicate": claim.predicate,
        "object": claim.object,
        "modality": claim.modality.value,
        "attribution": said.manner.value if said else None,
        "attributed_to": said.speaker if said else None,
        "date": {"start": period.start, "end": period.end} if period else None,
        "confidence": claim.confidence,
        "article": claim.evidence[0].article,
        "quote": claim.evidence[0].quote,
    }


def push(
    url: Annotated[str, typer.Argument(metavar="URL", help="A SPARQL endpoint that takes updates.")],
    store: common.StoreOption = None,
) -> None:
    """Copy the graph to a SPARQL endpoint, without the articles' texts. KG_TOKEN is shown to it.

    To build there in the first place, give its URL as --store of kg build.

    [dim]kg push http://localhost:7878/query[/dim]
    [dim]kg query what-did --store http://localhost:7878/query[/dim]
    """
    from kg.graph.remote import Endpoint, Remote

    chosen = common.settings(store)
    with common.opened(chosen) as opened:
        way = Remote(Endpoint.at(url, os.environ.get("KG_TOKEN", "")), chosen.base).push(opened.quads())
        render.say(f"{len(opened)} quads copied to {url} {way}")


def union(
    sources: Annotated[list[str], typer.Argument(metavar="STORE...", help="Stores to take together.")],
    store: common.StoreOption = None,
) -> None:
    """Put the articles of several stores into one. An article that is in two of them must be the same in both.

    [dim]kg union monday tuesday --store week[/dim]
    """
    from kg import pipeline
    from kg.graph.store import open_store

    chosen = common.settings(store)
    folders = common.resources(chosen)
    with open_store(chosen.store, chosen.base, write=True) as target:
        target.put_ontology(folders.ontology / "kg.ttl")
        added = 0
        for name in sources:
            with common.opened(common.settings(name)) as source:
                marks = target.marks()
                for contribution, quads in source.contributions():
                    there = marks.get(contribution.article)
                    if there is None:
                        target.write([(contribution, quads)])
                        added += 1
                    elif there != contribution.mark:
                        message = f"the article {contribution.article} differs between the stores"
                        raise DataError(message, path=name, hint="retract it from one of them")
        pipeline.join(target, common.ontology(chosen), chosen.decisions)
        pipeline.derive(target, folders)
    render.say(f"{added} articles from {len(sources)} stores put into {chosen.store}")
