"""``kg review`` and ``kg judgements``: a person decides what the program is not sure of, and keeps the decisions."""

from __future__ import annotations

import sys
from enum import StrEnum
from functools import partial
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import common, render
from kg.cli.who import judgements_file, told
from kg.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kg.graph.read import View
    from kg.model import Claim, Entity, EntityId, Join
    from kg.ontology import Ontology
    from kg.resolve.judgements import Judgements

KEYS = "[a]ccept, [r]eject, [s]kip, [q]uit"


class What(StrEnum):
    """What to go through."""

    ALL = "all"
    PAIRS = "pairs"
    CLAIMS = "claims"


def review(
    what: Annotated[What, typer.Argument(help="Pairs of actors, claims, or both.")] = What.ALL,
    below: Annotated[float, typer.Option(min=0.0, max=1.0, help="Only claims with less confidence.")] = 0.5,
    limit: Annotated[int, typer.Option(min=1, help="Pairs, and claims, to show.")] = 20,
    store: common.StoreOption = None,
    json: common.JsonOption = False,
) -> None:
    """Go through pairs of actors that may be one, and through claims that are not sure; on a terminal, decide on each.

    [dim]kg review[/dim]
    [dim]kg review claims --below 0.7[/dim]
    [dim]kg review pairs --json --limit 100[/dim]
    """
    from kg.graph.read import View
    from kg.resolve import judgements

    chosen = common.settings(store)
    known = judgements.load(chosen.decisions)
    with common.opened(chosen) as opened:
        view = View(opened)
        entities, counts = view.entities(), view.counts()
        pairs = [] if what is What.CLAIMS else _pairs(view, common.ontology(chosen), known, counts)[:limit]
        claims = [] if what is What.PAIRS else _claims(view, known, below)[:limit]
    if json:
        render.as_json(
            {
                "pairs": [_pair(one, entities, counts) for one in pairs],
                "claims": [_claim(one, entities) for one in claims],
            }
        )
    elif not pairs and not claims:
        render.say("There is nothing to decide.")
    elif sys.stdin.isatty() and sys.stdout.isatty():
        _ask(pairs, claims, entities, counts, judgements_file(chosen))
    else:
        for line in (*(_line(one, entities, counts) for one in pairs), *(_says(one, entities) for one in claims)):
            render.say(line)


def _pairs(view: View, meanings: Ontology, known: Judgements, counts: Mapping[EntityId, int]) -> list[Join]:
    """Pairs that may be one, those with most claims first."""
    from kg import pipeline
    from kg.resolve import cluster

    found = pipeline.joins(view, meanings, known)
    return cluster.by_use((*found.doubtful, *(one for one in found.joins if not one.article)), counts)


def _claims(view: View, known: Judgements, below: float) -> list[Claim]:
    """Claims that nobody has decided on: first those that count as facts, then the least sure."""
    found = [claim for claim in view.unsure(below) if known.ruling(claim) is None]
    return sorted(found, key=lambda claim: (not claim.asserted, claim.confidence, claim.id))


def _pair(one: Join, entities: Mapping[EntityId, Entity], counts: Mapping[EntityId, int]) -> dict[str, object]:
    return {
        "left": told(entities[one.left], counts),
        "right": told(entities[one.right], counts),
        "score": one.score,
        "reasons": {reason.feature: reason.value for reason in one.reasons},
    }


def _claim(one: Claim, entities: Mapping[EntityId, Entity]) -> dict[str, object]:
    evidence = one.evidence[0]
    return {
        "claim": one.id,
        "article": evidence.article,
        "subject": one.subject,
        "relation": one.predicate,
        "object": one.object,
        "says": f"{entities[one.subject].label} {one.predicate} {entities[one.object].label}",
        "modality": one.modality.value,
        "confidence": one.confidence,
        "quote": evidence.quote,
        "rule": evidence.rule,
    }


def _line(one: Join, entities: Mapping[EntityId, Entity], counts: Mapping[EntityId, int]) -> str:
    sides = (f"{entities[name].label} [{name}, {counts.get(name, 0)} claims]" for name in (one.left, one.right))
    return f"{one.score:.2f}  {'  =  '.join(sides)}  ({', '.join(reason.feature for reason in one.reasons)})"


def _says(one: Claim, entities: Mapping[EntityId, Entity]) -> str:
    told = _claim(one, entities)
    quote = " ".join(str(told["quote"]).split())
    return f"{one.confidence:.2f}  {told['says']} ({one.modality.value})\n      “{quote}” {told['article']}"


def _ask(
    pairs: Sequence[Join],
    claims: Sequence[Claim],
    entities: Mapping[EntityId, Entity],
    counts: Mapping[EntityId, int],
    path: Path,
) -> None:
    """Walk through them; each decision is written at once, and what follows from it is not asked."""
    asked: list[tuple[str, Callable[[bool | None], bool | None]]] = [
        *((f"One and the same?\n{_line(one, entities, counts)}", partial(_same, path, one)) for one in pairs),
        *((f"Does the article say so?\n{_says(one, entities)}", partial(_so, path, one)) for one in claims),
    ]
    done = 0
    for number, (text, decide) in enumerate(asked, 1):
        if decide(None) is None:
            continue
        render.say(f"\n{number}/{len(asked)}  {text}")
        answer = ""
        while answer not in set("arsq"):
            answer = typer.prompt(KEYS, default="s").strip().lower()[:1]
        if answer == "q":
            break
        if answer in set("ar"):
            done += bool(decide(answer == "a"))
    render.say(f"{done} decisions written to {path}")
    if done:
        render.say("The next kg build obeys them.", style="dim")


def _same(path: Path, one: Join, yes: bool | None) -> bool | None:
    """Write a decision on a pair, whether the file changed; without a decision, whether one is wanted still."""
    from kg.resolve.judgements import Judgement, Verdict, load, record

    if yes is None:
        known = load(path)
        return None if known.together(one.left, one.right) or known.apart(one.left, one.right) else False
    return record(path, Judgement(Verdict.SAME if yes else Verdict.DIFFERENT, one.left, one.right))


def _so(path: Path, one: Claim, yes: bool | None) -> bool | None:
    """The same for a claim."""
    from kg.resolve.judgements import Ruling, Verdict
    from kg.resolve.rulings import rule

    if yes is None:
        return False
    verdict = Verdict.ACCEPT if yes else Verdict.REJECT
    return rule(path, Ruling(verdict, one.id, one.evidence[0].article, one.subject, one.predicate, one.object))


class Action(StrEnum):
    """What to do with the decisions."""

    EXPORT = "export"
    MERGE = "merge"


def judgements(
    action: Annotated[Action, typer.Argument(help="Write them out, or take in those of other files.")],
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE...", help="Files to take in.")] = None,
    output: common.OutputOption = None,
    store: common.StoreOption = None,
) -> None:
    """Write out what was decided with merge, split and review, or take in what others decided, as JSON Lines.

    [dim]kg judgements export --output mine.jsonl[/dim]
    [dim]kg judgements merge theirs.jsonl[/dim]
    """
    from kg.resolve import rulings
    from kg.resolve.judgements import load

    path = judgements_file(common.settings(store))
    if (action is Action.MERGE) != bool(files):
        raise ConfigError("merge needs files, export takes none", hint="kg judgements merge theirs.jsonl")
    if action is Action.MERGE:
        render.say(f"{rulings.combine(path, files or [])} decisions added to {path}")
        return
    lines = rulings.lines(load(path))
    with common.output(output) as file:
        file.write("".join(f"{line}\n" for line in lines).encode())
