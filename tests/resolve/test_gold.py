"""Entities of annotated articles against nodes of the graph: most are one node, hardly a node is two, few are doubled.

What is counted. An annotated entity is looked for in the articles whose claims name it, under its name and the aliases that the
annotators fold it with.

- The nodes are those that our claims name, as the graph has them. A node that no claim names is not in the graph; among those that were
  linked in the text an entity is looked for only if no claim of ours touches it.
- A node whose label is the name of an annotated entity is that entity's alone, also where the aliases of another name it: "Kremlin" is an entity of
  its own and an alias of Russia.
- Aliases fold the parts of a whole with it, its ministries, soldiers, people and capital, since a claim of either will do. The graph
  keeps them as nodes that belong to the whole; a part is no second node of the whole if the whole is there, and stands for it if it is not.
- A node is held by two entities if two annotated entities have no other node.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from kg import ingest
from kg.model import Appearance, Article, Entity
from kg.resolve.cluster import cluster
from kg.resolve.judgements import Judgements
from kg.resolve.names import fold
from tests.support import reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SHARED = Path(os.environ.get("KG_SHARED", Path(__file__).parents[3] / "shared"))
SETS = ("seeds", "dev")
LEAST, MOST = 0.88, 0.05
"""Floors under what is reached; the aim is 0.97 and 0.03. What is missing are bodies and agreements that an article only describes."""
SHARED_NODES = 1
"""Nodes that are two entities; the aim is none."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="there are no annotated articles beside this folder"),
]


class Found(NamedTuple):
    """An annotated entity and the nodes that are it."""

    set: str
    name: str
    nodes: tuple[str, ...]


def key(name: str) -> str:
    return fold(name).removeprefix("the ")


def names(entity: Entity) -> set[str]:
    return {key(name) for name in (entity.label, *entity.aliases)}


def wanted(name: str) -> dict[str, set[str]]:
    """The annotated entities, each with the articles whose claims name it."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in map(json.loads, (SHARED / "gold" / f"{name}.jsonl").read_text("utf-8").splitlines()):
        for entity in filter(None, (row["s"], row["o"], row.get("by"))):
            found[entity].add(row["article"])
    return found


class Read(NamedTuple):
    """What one article gave: the ids that its claims name, those that are linked, and the entities of all."""

    claimed: set[str]
    linked: set[str]
    table: dict[str, Entity]


def read(name: str) -> dict[str, Read]:
    """Every article of a set, with what is one across articles joined."""
    machine, meanings = reader.machine(), reader.meanings()
    kinds = [frozenset(c for c in meanings.classes if meanings.is_a(c, top)) for top in ("Person", "Organization")]
    found: dict[str, Read] = {}
    appearances: list[Appearance] = []
    for article in ingest.read([SHARED / "articles" / name]):
        assert isinstance(article, Article)
        (document,) = machine.annotator.annotate([article])
        resolution, reading = machine.understand(document)
        speakers = {claim.attribution.speaker for claim in reading.claims if claim.attribution}
        claimed = {end for claim in reading.claims for end in (claim.subject, claim.object)} | (speakers - {None})
        linked = {entity for link in resolution.links for entity in link.entities}
        found[article.id] = Read(
            set(map(str, claimed)), set(map(str, linked)), {str(e.id): e for e in resolution.entities}
        )
        appearances += [Appearance(entity, article.id, article.published) for entity in resolution.entities]
    stands = cluster(appearances, kinds[0], kinds[1], Judgements()).stands
    for (where, old), new in stands.items():
        one = found[where]
        for chosen in (one.claimed, one.linked):
            if old in chosen:
                chosen.remove(old)
                chosen.add(new)
        one.table.setdefault(new, one.table[old])
    return found


def parts(nodes: Iterable[str], table: Mapping[str, Entity]) -> set[str]:
    """Those of the nodes that belong, at one or two removes, to another of them."""
    chosen, found = set(nodes), set()
    for node in chosen:
        owners = {str(of) for of in table[node].of}
        owners |= {str(of) for owner in owners if owner in table for of in table[owner].of}
        if owners & (chosen - {node}):
            found.add(node)
    return found


@cache
def resolved() -> tuple[Found, ...]:
    """Every annotated entity with its nodes."""
    found: list[Found] = []
    for name in SETS:
        aliases = json.loads((SHARED / "gold" / f"{name}.aliases.json").read_text("utf-8"))
        articles, gold = read(name), wanted(name)
        own = {key(entity): entity for entity in gold}
        for entity, where in sorted(gold.items()):
            given = {key(entity), *map(key, aliases.get(entity, ()))}
            nodes: set[str] = set()
            table: dict[str, Entity] = {}
            for pick in (lambda one: one.claimed, lambda one: one.linked):
                for article in where:
                    one = articles[article]
                    table |= one.table
                    nodes |= {
                        node for node in pick(one)
                        if names(one.table[node]) & given and own.get(key(one.table[node].label), entity) == entity
                    }  # fmt: skip
                if nodes:
                    break
            found.append(Found(name, entity, tuple(sorted(nodes - parts(nodes, table)))))
    return tuple(found)


def test_nearly_every_entity_is_exactly_one_node() -> None:
    found = resolved()
    share = sum(len(one.nodes) == 1 for one in found) / len(found)
    assert share >= LEAST, f"{share:.3f} of {len(found)}"


def test_few_entities_are_doubled() -> None:
    found = resolved()
    doubled = [one for one in found if len(one.nodes) > 1]
    assert len(doubled) <= MOST * len(found), f"{len(doubled)} of {len(found)}"


def test_hardly_a_node_is_two_entities() -> None:
    held: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in resolved():
        if len(one.nodes) == 1:
            held[one.set, one.nodes[0]].append(one.name)
    assert sum(len(two) > 1 for two in held.values()) <= SHARED_NODES
