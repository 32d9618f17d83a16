"""``kg eval``: how good the reading is, and why a sentence gives what it gives."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - typer reads the annotations
from pathlib import Path  # noqa: TC003
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import common, render
from kg.errors import ConfigError

if TYPE_CHECKING:
    from kg.evaluate.explain import Explanation
    from kg.evaluate.run import Evaluation
    from kg.evaluate.score import Figures
    from kg.ontology import Ontology
    from kg.reading import Machine

COLUMNS = ("", "precision", "recall", "f1", "modality", "right", "minor", "extra", "found", "core")


def eval_(  # noqa: PLR0913, PLR0917 - each option is a parameter
    articles: Annotated[list[Path] | None, typer.Argument(metavar="ARTICLES...", help="Annotated articles.")] = None,
    gold: Annotated[list[Path] | None, typer.Option(metavar="GOLD", help="Annotated claims, JSON Lines.")] = None,
    aliases: Annotated[list[Path] | None, typer.Option(metavar="A", help="Names of their actors, JSON.")] = None,
    json: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write everything as JSON; - prints it.")
    ] = None,
    explain: Annotated[str | None, typer.Option(metavar="SENTENCE", help="Show how a sentence is read.")] = None,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="With --explain: day of publication.")
    ] = None,
    calibrate: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Fit the weights of confidence; write them.")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="Missed and extra claims to list.")] = 40,
) -> None:
    """Compare what is read from articles with annotated claims, per relation and per rule.

    [dim]kg eval seeds/articles --gold tests/golden/claims.jsonl --aliases tests/golden/aliases.json[/dim]
    [dim]kg eval --explain "Armenia froze its participation in the CSTO last year." --on 2025-01-14[/dim]
    """
    chosen = common.settings()
    if explain is None and not (articles and gold and aliases):
        raise ConfigError("articles, --gold and --aliases belong together", hint="or: kg eval --explain SENTENCE")
    with render.working("loading the language model"):
        meanings = common.ontology(chosen)
        machine = _machine(meanings)
    if explain is not None:
        _explain(machine, explain, on, json)
        return
    with render.working("reading"):
        done = _evaluated(machine, meanings, articles or [], gold or [], aliases or [])
    _warn(done)
    if calibrate is not None:
        _calibrate(done, calibrate)
        return
    if json is not None:
        _write(done, json)
    if json is None or str(json) != "-":
        show(done, limit)


def _machine(meanings: Ontology) -> Machine:
    from kg.reading import Machine  # lazy

    chosen = common.settings()
    return Machine(chosen, common.resources(chosen), meanings)


def _evaluated(
    machine: Machine, meanings: Ontology, articles: list[Path], gold: list[Path], aliases: list[Path]
) -> Evaluation:
    from kg.evaluate.gold import load_gold, load_names
    from kg.evaluate.run import evaluate

    wanted = [row for path in gold for row in load_gold(path)]
    return evaluate(machine, meanings, articles, wanted, load_names(*aliases))


def _warn(done: Evaluation) -> None:
    render.issues(done.issues)
    if done.unknown:
        render.note(f"not annotated, passed over: {', '.join(sorted(done.unknown))}")
    if done.unread:
        render.note(f"annotated, but not among the articles given: {', '.join(done.unread)}")


def _write(done: Evaluation, path: Path) -> None:
    import json  # the option has this name

    from kg.evaluate.run import as_json

    with common.output(path) as out:
        out.write(json.dumps(as_json(done), ensure_ascii=False, indent=1).encode() + b"\n")


def _calibrate(done: Evaluation, path: Path) -> None:
    from kg.evaluate import calibration
    from kg.evaluate.run import fitted

    if not done.samples:
        raise ConfigError("no claims to calibrate on", hint="give annotated articles")
    weights, errors = fitted(done)
    with common.output(path) as out:
        out.write(calibration.toml(weights).encode())
    for name, value in errors.items():
        render.note(f"calibration error, {name}: {_share(value)}")


def show(done: Evaluation, limit: int) -> None:
    """Print figures as tables, then missed and extra claims with their sentences."""
    from kg.evaluate import calibration
    from kg.evaluate.score import EXTRA

    report = done.report
    parts = (("Articles", report.articles), ("Relations", report.relations), ("Rules", report.rules))
    for title, rows in parts:
        render.table(title, COLUMNS, [_row(name, rows[name]) for name in sorted(rows)], right=COLUMNS[1:])
    missed = [(str(m.wanted), m.wanted.article, m.sentence) for m in report.missed]
    extra = [
        (f"{f} {', '.join(sorted(f.rules))}", f.article, f.claims[0].evidence[0].quote)
        for f in report.found
        if f.verdict == EXTRA
    ]
    for title, claims in (("Missed", missed), ("Extra", extra)):
        render.say(f"\n{title}: {len(claims)}", style="bold")
        for claim, article, sentence in claims[:limit]:
            render.say(f"{claim}  {article}")
            if sentence:
                render.say(f"    “{' '.join(sentence.split())}”", style="dim")
        if len(claims) > limit:
            render.say(f"and {len(claims) - limit} more: --limit {len(claims)}", style="dim")
    render.table("Confidence", ("from", "to", "claims", "confidence", "right"), _bins(done))
    ours, theirs = calibration.halves(sample.article for sample in done.samples)
    errors = [
        calibration.error([s for s in done.samples if s.article in part]) for part in (ours | theirs, ours, theirs)
    ]
    render.say(f"expected calibration error {_share(errors[0])} (halves: {_share(errors[1])}, {_share(errors[2])})")
    render.table("", COLUMNS, [_row("all", report.total)], right=COLUMNS[1:])
    render.say(f"quotes verbatim: {_share(report.total.verbatim)}")


def _bins(done: Evaluation) -> list[tuple[str, ...]]:
    from kg.evaluate import calibration

    return [
        (_share(b.lower), _share(b.upper), str(b.count), _share(b.confidence), _share(b.accuracy))
        for b in calibration.bins(done.samples)
    ]


def _row(name: str, figures: Figures) -> tuple[str, ...]:
    shares = (figures.precision, figures.recall, figures.f1, figures.modality)
    counts = (figures.right, figures.minor, figures.extra, figures.found, figures.core)
    return (name, *map(_share, shares), *map(str, counts))


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _explain(machine: Machine, sentence: str, on: datetime | None, json: Path | None) -> None:
    from kg.evaluate.explain import as_json, explain

    found = explain(machine, sentence, on.date() if on else None)
    if json is None:
        show_explanation(found)
    elif str(json) == "-":
        render.as_json(as_json(found))
    else:
        import json as encoder

        with common.output(json) as out:
            out.write(encoder.dumps(as_json(found), ensure_ascii=False, indent=1).encode() + b"\n")


def show_explanation(found: Explanation) -> None:
    """Print tree, mentions, times, rules and claims of a sentence."""
    from kg.evaluate import explain as told

    tokens = found.document.tokens
    tree = [
        (t.i, t.text, t.lemma, t.tag, t.dep, "" if t.head == t.i else f"{t.head} {tokens[t.head].text}", t.ent)
        for t in tokens
    ]
    render.table("Tree", ("", "word", "lemma", "tag", "label", "head", "name"), tree)
    mentions = [
        (told.words(found, k.start, k.end), ", ".join(k.entities), k.kind, k.score, k.stands_for or "",
         ", ".join(r.feature for r in k.reasons)) for k in found.resolution.links
    ]  # fmt: skip
    render.table("Mentions", ("words", "means", "kind", "score", "stands for", "why"), mentions)
    times = [
        (told.words(found, t.start, t.end), t.period.start or "…", t.period.end or "…", t.period.granularity)
        for t in found.document.times
    ]
    if times:
        render.table("Times", ("words", "from", "to", "granularity"), times)
    quotes = [
        (q.span.of(found.document.article.text), "?" if q.speaker is None else tokens[q.speaker].text)
        for q in found.document.quotations
    ]
    if quotes:
        render.table("Quotations", ("words", "speaker"), quotes)
    tried = [(t.trigger, t.rule, t.relation, "fired" if t.fired else "no", t.result) for t in found.tried]
    render.table("Rules tried", ("word", "rule", "relation", "", "result"), tried)
    for issue in found.reading.issues:
        render.say(f"refused: {issue.message}", style="yellow")
    for claim in found.reading.claims:
        _show_claim(told.claim(found, claim))
    if not found.reading.claims:
        render.say("no claims")


def _show_claim(one: dict[str, object]) -> None:
    by = f" ({one['attribution']} by {one['attributed_to'] or 'somebody'})" if one["attribution"] else ""
    when = one["date"]
    date = f" {when['start'] or '…'} to {when['end'] or '…'}" if isinstance(when, dict) else ""
    render.say(f"\n{one['subject']} {one['predicate']} {one['object']} [{one['modality']}]{by}{date}", style="bold")
    reasons = one["log_odds"]
    assert isinstance(reasons, dict)
    added = ", ".join(f"{name} {value:+.2f}" for name, value in reasons.items())
    render.say(f"    confidence {one['confidence']}: {added}", style="dim")
