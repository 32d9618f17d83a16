"""``kg stats``: how much there is, of what kind, and who is central."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from kg.analyse.measures import all_measures
from kg.analyse.network import projections, shown
from kg.errors import ConfigError
from kg.model import EntityId

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kg.analyse.measures import Measure
    from kg.analyse.records import Records
    from kg.model import Claim, ClaimId

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Count:
    """A number of claims and the claims themselves."""

    name: str
    number: int
    claims: tuple[ClaimId, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """The network of actors as a whole: claims that are not negated, between actors.

    Attributes:
        actors: Nodes.
        ties: Ordered pairs with at least one claim; a symmetric relation ties both ways.
        pairs: Unordered pairs.
        density: Ties over possible ties, 0 to 1; ``None`` below two actors.
        reciprocity: Share of ties that are returned, 0 to 1; ``None`` without ties.
        components: Sizes of the parts that hang together, largest first.
    """

    actors: int
    ties: int
    pairs: int
    density: float | None
    reciprocity: float | None
    components: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Central:
    """An actor's place in the network: its value and rank in each measure that could be computed."""

    id: str
    label: str
    type: str
    values: Mapping[str, float]
    ranks: Mapping[str, int]
    claims: tuple[ClaimId, ...]


@dataclass(frozen=True, slots=True)
class Stats:
    """All that ``kg stats`` shows."""

    articles: int
    entities: int
    claims: int
    asserted: int
    shape: Shape
    relations: tuple[Count, ...]
    groups: tuple[Count, ...]
    signs: tuple[Count, ...]
    modalities: tuple[Count, ...]
    sources: tuple[Count, ...]
    months: tuple[Count, ...]
    types: tuple[tuple[str, int], ...]
    central: tuple[Central, ...]
    by: str
    notes: tuple[str, ...]


def stats(
    records: Records,
    *,
    top: int = 10,
    by: str = "degree",
    sources: int | None = None,
) -> Stats:
    """Counts, the shape of the network, and its most central actors.

    Args:
        records: The claims to count.
        top: How many central actors.
        by: The measure that orders them.
        sources: From how many actors to walk for betweenness.

    Raises:
        ConfigError: ``by`` is no measure.
    """
    ties = shown(records, actors_only=True, negated=False)
    directed, pairs = projections(records, ties)
    measures = all_measures(directed, pairs, sources=sources)
    claims = tuple(records.claims.values())
    entities = {end for claim in claims for end in (claim.subject, claim.object)}
    entities |= {claim.attribution.speaker for claim in claims if claim.attribution and claim.attribution.speaker}
    return Stats(
        articles=len({evidence.article for claim in claims for evidence in claim.evidence}),
        entities=len(entities),
        claims=len(claims),
        asserted=sum(claim.asserted for claim in claims),
        shape=shape(directed, pairs),
        relations=_counts(claims, lambda claim: (str(claim.predicate),)),
        groups=_counts(claims, lambda claim: (found.group if (found := records.relation(claim)) else UNKNOWN,)),
        signs=_counts(claims, lambda claim: (_SIGN[records.sign(claim)],)),
        modalities=_counts(claims, lambda claim: (str(claim.modality),)),
        sources=_counts(claims, records.sources),
        months=_by_name(_counts(claims, lambda claim: (_month(claim, records),))),
        types=tuple(sorted(_number(records.type(entity) or UNKNOWN for entity in entities).items(), key=_most)),
        central=_central(records, ties, measures, by, top),
        by=by,
        notes=tuple(measure.note for measure in measures if measure.note),
    )


_SIGN = {1: "cooperation", -1: "conflict", 0: "neutral"}


def shape(directed: nx.DiGraph[str], pairs: nx.Graph[str]) -> Shape:
    """Size, density, reciprocity and components of a network, as ``weighted`` and as ``simple`` give it."""
    return Shape(
        actors=len(directed),
        ties=directed.number_of_edges(),
        pairs=pairs.number_of_edges(),
        density=round(nx.density(directed), 6) if len(directed) > 1 else None,
        reciprocity=round(nx.overall_reciprocity(directed), 6) if directed.number_of_edges() else None,
        components=tuple(sorted((len(part) for part in nx.connected_components(pairs)), reverse=True)),
    )


def _central(
    records: Records, ties: Sequence[Claim], measures: tuple[Measure, ...], by: str, top: int
) -> tuple[Central, ...]:
    found = {measure.name: measure for measure in measures}
    if by not in found:
        raise ConfigError(f"no such measure: {by}", hint=f"there are {', '.join(found)}")
    if top < 1:
        raise ConfigError(f"cannot show {top} actors", hint="give a number from 1 up")
    ranks = {name: _ranks(measure) for name, measure in found.items()}
    chosen = (found[by] if found[by].values else found["degree"]).top(top)
    claims = _claims_of(ties, chosen)
    return tuple(
        Central(
            id=node,
            label=records.label(EntityId(node)),
            type=records.type(EntityId(node)),
            values={name: measure.values[node] for name, measure in found.items() if measure.values},
            ranks={name: ranks[name][node] for name, measure in found.items() if measure.values},
            claims=claims[node],
        )
        for node in chosen
    )


def _claims_of(ties: Sequence[Claim], chosen: Iterable[str]) -> dict[str, tuple[ClaimId, ...]]:
    """The claims of each of these actors, sorted."""
    found: dict[str, set[ClaimId]] = {node: set() for node in chosen}
    for claim in ties:
        for end in (claim.subject, claim.object):
            if end in found:
                found[end].add(claim.id)
    return {node: tuple(sorted(claims)) for node, claims in found.items()}


def _ranks(measure: Measure) -> dict[str, int]:
    """Places from 1; actors with equal values share the best place."""
    places: dict[float, int] = {}
    for place, value in enumerate(sorted(measure.values.values(), reverse=True), start=1):
        places.setdefault(value, place)
    return {node: places[value] for node, value in measure.values.items()}


def _month(claim: Claim, records: Records) -> str:
    day = records.moment(claim)
    return day.isoformat()[:7] if day else UNKNOWN


def _counts(claims: Iterable[Claim], keys: Callable[[Claim], Iterable[str]]) -> tuple[Count, ...]:
    found: dict[str, list[ClaimId]] = {}
    for claim in claims:
        for key in keys(claim):
            found.setdefault(key, []).append(claim.id)
    counts = (Count(name, len(ids), tuple(sorted(ids))) for name, ids in found.items())
    return tuple(sorted(counts, key=lambda count: (-count.number, count.name)))


def _by_name(counts: tuple[Count, ...]) -> tuple[Count, ...]:
    return tuple(sorted(counts, key=lambda count: count.name))


def _number(names: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return found


def _most(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]
