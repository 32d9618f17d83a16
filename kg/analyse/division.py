"""``kg camps``: the camps of a graph, and how far they explain who is for and against whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.analyse.balance import frustration, triangles
from kg.analyse.camps import camps
from kg.analyse.principals import fold
from kg.analyse.ties import PLAIN_WEIGHTS, events, signed
from kg.model import EntityId

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    from kg.analyse.balance import Frustration, Triangles
    from kg.analyse.camps import Camps
    from kg.analyse.records import Records
    from kg.analyse.ties import Weights

NAMED = 3


@dataclass(frozen=True, slots=True)
class Division:
    """The answer; ``labels`` names every actor in it."""

    sentence: str
    camps: Camps
    triangles: Triangles
    frustration: Frustration
    labels: Mapping[str, str]


def signed_network(
    records: Records, *, alone: bool = False, known: Records | None = None, weights: Weights = PLAIN_WEIGHTS
) -> nx.Graph[str]:
    """Net cooperation between actors; ``alone``: officials do not count as whom they act for."""
    return signed(events(records if alone else fold(records, known), weights))


def divide(records: Records, graph: nx.Graph[str], *, resolution: float = 1.0) -> Division:
    """Camps, triangles and frustration of a signed network."""
    labels = {node: records.label(EntityId(node)) for node in sorted(graph)}
    found = camps(graph, resolution=resolution)
    return Division(_sentence(found, labels), found, triangles(graph), frustration(graph), labels)


def _sentence(found: Camps, labels: Mapping[str, str]) -> str:
    if not labels:
        return "No cooperation and no conflict between two actors: there is nothing to divide."
    if not found.camps:
        return f"No camps: nobody among {len(labels):,} actors has more cooperation than conflict with anybody."
    named = "; ".join(
        ", ".join(labels[member] for member in camp.members[:NAMED])
        + (f" and {len(camp.members) - NAMED} more" if len(camp.members) > NAMED else "")
        for camp in found.camps[:NAMED]
    )
    number = len(found.camps)
    rest = f"; {number - NAMED} smaller ones" if number > NAMED else ""
    alone = f"; {len(found.alone)} stand alone" if found.alone else ""
    return f"{number} camp{'s' if number > 1 else ''}: {named}{rest}{alone}."
