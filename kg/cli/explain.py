"""``kg explain``: who somebody is and what they did, with the words that say so."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import common, render

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.model import ArticleId, ArticleRecord, Claim, Entity, EntityId, Join
    from kg.ontology import Ontology
    from kg.resolve.judgements import Judgement

HEADINGS = {1: "Cooperation", -1: "Conflict", 0: "Posts, talks and structure"}
COLOURS = {1: "green", -1: "red", 0: "bold"}


def explain(
    name: Annotated[str, typer.Argument(help="An actor, by any name that the graph knows.")],
    store: common.StoreOption = None,
    limit: Annotated[int, typer.Option(min=1, help="Claims to show in each group.")] = 25,
    json: common.JsonOption = False,
) -> None:
    """Say who an actor is, by which names and why, and what it did and had done to it, with quotes, by sign and date.

    [dim]kg explain Armenia[/dim]
    [dim]kg explain "Nikol Pashinyan" --json[/dim]
    """
    from kg.analyse.support import statement, support
    from kg.graph import find
    from kg.graph.read import View
    from kg.model import EntityId
    from kg.resolve import judgements

    chosen = common.settings(store)
    meanings = common.ontology(chosen)
    with common.opened(chosen) as opened:
        view = View(opened)
        who = EntityId(opened.names.entity_id(find.entity(opened, name)))
        claims, articles = list(view.about(who)), view.articles()
        supports = support(claims, articles)
        entities = view.describe({who} | {n for c in claims for n in _names(c)})
        joined = joins_of(who, view.joins())
    decided = [one for one in judgements.load(chosen.decisions).lines if who in {one.left, one.right}]
    names = used(who, claims)
    told = [_told(claim, who, entities, articles, meanings) | supports[statement(claim)]._asdict() for claim in claims]
    told.sort(key=lambda one: (-abs(_number(one["sign"])), -_number(one["sign"]), str(one["date"]), str(one["says"])))
    if json:
        known = {"names": names, "joins": [_join(one) for one in joined], "judgements": [_decision(o) for o in decided]}
        render.as_json({"actor": _who(entities[who], entities), **known, "claims": told})
        return
    _head(entities[who], entities)
    _joined(names, joined, decided, limit)
    _show(told, limit)


def used(who: EntityId, claims: Iterable[Claim]) -> list[dict[str, object]]:
    """The words that stand for an actor in the evidence, how often, and what told the linker so; most frequent first."""
    places = {
        (evidence.article, side.start, side.end, " ".join(side.text.split()), side.link)
        for claim in claims
        for evidence in claim.evidence
        for name, side in ((claim.subject, evidence.subject), (claim.object, evidence.object))
        if name == who
    }
    counted = Counter((words, link) for _, _, _, words, link in places)
    rows = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return [{"name": words, "times": times, "by": link} for (words, link), times in rows]


def joins_of(who: EntityId, joins: Sequence[Join]) -> list[Join]:
    """The joins by which an actor has its names, also those by way of another name."""
    names = {who}
    found: list[Join] = []
    while more := [one for one in joins if one not in found and names & {one.left, one.right}]:
        found += more
        names |= {name for one in more if not one.article for name in (one.left, one.right)}
    return sorted(found, key=lambda one: (one.left, one.right, one.article))


def _join(one: Join) -> dict[str, object]:
    features = {reason.feature: reason.value for reason in one.reasons}
    return {
        "left": one.left,
        "right": one.right,
        "score": one.score,
        "article": one.article or None,
        "features": features,
    }


def _decision(one: Judgement) -> dict[str, object]:
    return {"judgement": one.verdict.value, "left": one.left, "right": one.right, "note": one.note}


def _joined(names: list[dict[str, object]], joined: list[Join], decided: list[Judgement], limit: int) -> None:
    """Which words were taken for the actor, and why; which names were joined, and by what."""
    if names:
        render.say(f"\nNames ({len(names)})", style="bold")
    for one in names[:limit]:
        render.say(f"{one['times']:>10}  {one['name']}" + (f"  ({one['by']})" if one["by"] else ""))
    if len(names) > limit:
        render.say(f"            and {len(names) - limit} more: --limit {len(names)}", style="dim")
    if joined or decided:
        render.say("\nJoined", style="bold")
    for join in joined:
        where = f" in {join.article}" if join.article else ""
        why = ", ".join(f"{reason.feature} {reason.value:+g}" for reason in join.reasons)
        render.say(f"{join.score:>10.2f}  {join.left} = {join.right}{where}  ({why})")
    for line in decided:
        sign = "=" if line.verdict == "same" else "≠"
        render.say(f"{'decided':>10}  {line.left} {sign} {line.right}" + (f"  ({line.note})" if line.note else ""))


def _names(claim: Claim) -> set[EntityId]:
    speaker = claim.attribution.speaker if claim.attribution else None
    return {claim.subject, claim.object} | ({speaker} if speaker else set())


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _who(entity: Entity, entities: Mapping[EntityId, Entity]) -> dict[str, object]:
    return {
        "id": entity.id,
        "label": entity.label,
        "type": entity.type,
        "aliases": list(entity.aliases),
        "wikidata": entity.wikidata,
        "of": [entities[n].label if n in entities else n for n in entity.of],
    }


def _told(
    claim: Claim,
    who: EntityId,
    entities: Mapping[EntityId, Entity],
    articles: Mapping[ArticleId, ArticleRecord],
    meanings: Ontology,
) -> dict[str, object]:
    """One claim as it is told, with its first piece of evidence."""
    relation = meanings.relations.get(claim.predicate)
    evidence = claim.evidence[0]
    article = articles[evidence.article]
    day = claim.period.start if claim.period and claim.period.start else None
    published = article.published.isoformat() if article.published else ""
    said = claim.attribution
    role = "subject" if claim.subject == who else "object" if claim.object == who else "speaker"
    verb = relation.label if relation else claim.predicate
    return {
        "id": claim.id,
        "role": role,
        "says": f"{entities[claim.subject].label} {verb} {entities[claim.object].label}",
        "sign": relation.sign if relation else 0,
        "date": day or published,
        "modality": claim.modality.value,
        "attributed_to": entities[said.speaker].label if said and said.speaker else None,
        "attribution": said.manner.value if said else None,
        "quote": evidence.quote,
        "article": evidence.article,
        "title": article.title,
        "source": article.source,
        "published": published,
    }


def _head(entity: Entity, entities: Mapping[EntityId, Entity]) -> None:
    who = _who(entity, entities)
    line = f"{entity.label}: {entity.type}"
    for key, words in (("of", "of"), ("aliases", "also")):
        values = who[key]
        line += f"; {words} {', '.join(map(str, values))}" if isinstance(values, list) and values else ""
    render.say(line + (f"; wd:{entity.wikidata}" if entity.wikidata else ""), style="bold")


def _show(told: list[dict[str, object]], limit: int) -> None:
    for sign, group in groupby(told, key=lambda one: _number(one["sign"])):
        claims = list(group)
        render.say(f"\n{HEADINGS[sign]} ({len(claims)})", style=COLOURS[sign])
        merged: dict[str, list[dict[str, object]]] = {}
        for one in claims[:limit]:
            how = "" if one["modality"] == "factual" else f" [{one['modality']}]"
            by = f" ({one['attribution']} by {one['attributed_to'] or 'somebody'})" if one["attribution"] else ""
            merged.setdefault(f"{one['says']}{how}{by}", []).append(one)
        for says, same in merged.items():
            one = same[0]
            many = one["sources"] != 1
            sources = f" ({one['sources']} sources, {one['independent']} independent)" if many else ""
            render.say(f"{one['date'] or '?':10}  {says}{sources}")
            for other in same:
                quote = " ".join(str(other["quote"]).split())
                render.say(f"            “{quote}” {other['article']}", style="dim")
        if len(claims) > limit:
            render.say(f"            and {len(claims) - limit} more: --limit {len(claims)}", style="dim")
