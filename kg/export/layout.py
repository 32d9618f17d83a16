"""Where the actors of the page stand, and which camp each belongs to; seeded, so that a picture stays as it is.

Camps are communities of the friendly ties (Louvain: Blondel et al. 2008, doi:10.1088/1742-5468/2008/10/P10008).
The layout starts from the camps and follows the node-repulsion LinLog energy (Noack 2007, doi:10.7155/jgaa.00154),
which draws communities apart; repulsion between far actors is taken from the cells of a grid above ``EXACT`` actors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import networkx as nx
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

SEED = 7
EXACT = 700
"""Above this many actors repulsion is approximated."""
SPACING = 64.0
"""Distance that two neighbours on the page should keep, in pixels at zoom 1."""
GOLDEN_ANGLE = 2.399963229728653


def camps(count: int, friendly: Mapping[tuple[int, int], float], *, smallest: int = 3) -> list[int]:
    """The camp of each of ``count`` actors: 0 for the largest, 1 for the next, −1 for actors in none.

    Args:
        count: Number of actors.
        friendly: Weight of the ties that hold a camp together, by pair of actor numbers.
        smallest: A community of fewer actors is no camp.
    """
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_weighted_edges_from((a, b, w) for (a, b), w in sorted(friendly.items()) if w > 0)
    found = nx.community.louvain_communities(graph, weight="weight", seed=SEED)
    ordered = sorted((sorted(members) for members in found if len(members) >= smallest), key=lambda m: (-len(m), m))
    camp = [-1] * count
    for number, members in enumerate(ordered):
        for actor in members:
            camp[actor] = number
    return camp


def positions(
    count: int, ties: Mapping[tuple[int, int], float], camp: Sequence[int], *, steps: int | None = None
) -> list[tuple[int, int]]:
    """Pixel coordinates of ``count`` actors at zoom 1, the middle of the picture at (0, 0).

    Args:
        count: Number of actors.
        ties: Weight of attraction by pair of actor numbers.
        camp: Camp of each actor, −1 for none.
        steps: Rounds of refinement; by default fewer for larger graphs.
    """
    if count == 0:
        return []
    pairs = np.array(sorted(ties), dtype=np.int64).reshape(-1, 2)
    weight = np.array([ties[(int(a), int(b))] for a, b in pairs], dtype=np.float64)
    degree = np.bincount(pairs.ravel(), minlength=count).astype(np.float64)
    camp_of = np.array(camp, dtype=np.int64)
    place = _seeded(count, camp_of, degree, pairs, weight)
    same = (camp_of[pairs[:, 0]] == camp_of[pairs[:, 1]]) & (camp_of[pairs[:, 0]] >= 0)
    pull = np.minimum(weight, 6.0) * np.where(same, 1.0, 0.45)
    rounds = steps if steps is not None else (300 if count <= EXACT else 140)
    _refine(place, pairs, pull, degree + 1.0, rounds)
    _scale(place)
    _push_apart(place, 12 if count <= EXACT else 8)
    middle = (place.min(axis=0) + place.max(axis=0)) / 2.0
    return [(round(float(x)), round(float(y))) for x, y in place - middle]


def beside(placed: Mapping[int, tuple[int, int]], neighbours: Mapping[int, Sequence[int]], count: int) -> list[tuple[int, int]]:
    """Coordinates for all ``count`` actors: the placed ones', the others' beside their first placed neighbour."""
    out: list[tuple[int, int]] = []
    for actor in range(count):
        if actor in placed:
            out.append(placed[actor])
            continue
        near = [placed[n] for n in neighbours.get(actor, ()) if n in placed]
        x, y = near[0] if near else (0, 0)
        angle = (actor % 997) * GOLDEN_ANGLE
        out.append((round(x + 1.4 * SPACING * float(np.cos(angle))), round(y + 1.4 * SPACING * float(np.sin(angle)))))
    return out


def _seeded(count: int, camp: Ints, degree: Floats, pairs: Ints, weight: Floats) -> Floats:
    """Start: each camp a disc of seeds, its busiest actor in the middle, the camps placed by the ties between them."""
    number = np.where(camp >= 0, camp, camp.max(initial=-1) + 1)
    names, number = np.unique(number, return_inverse=True)
    sizes = np.bincount(number)
    centres = _centres(len(names), number, pairs, weight) * np.sqrt(count) * 1.6
    place = np.zeros((count, 2))
    for group in range(len(names)):
        members = np.flatnonzero(number == group)
        members = members[np.lexsort((members, -degree[members]))]
        rank = np.arange(len(members))
        radius = np.sqrt(rank + 0.3) * (0.8 if sizes[group] else 0.0)
        angle = rank * GOLDEN_ANGLE + group
        place[members] = centres[group] + np.stack((radius * np.cos(angle), radius * np.sin(angle)), axis=1)
    return place


def _centres(groups: int, number: Ints, pairs: Ints, weight: Floats) -> Floats:
    if groups == 1:
        return np.zeros((1, 2))
    between: nx.Graph[int] = nx.Graph()
    between.add_nodes_from(range(groups))
    for (a, b), w in zip(number[pairs], weight, strict=True):
        if a != b:
            old = between.edges[a, b]["weight"] if between.has_edge(a, b) else 0.0
            between.add_edge(int(a), int(b), weight=old + float(w))
    found = nx.spring_layout(between, weight="weight", seed=SEED, iterations=80, k=2.0 / np.sqrt(groups))
    return cast("Floats", np.array([found[group] for group in range(groups)], dtype=np.float64))


def _refine(place: Floats, pairs: Ints, pull: Floats, mass: Floats, rounds: int) -> None:
    """Moves ``place`` down the LinLog energy: constant pull along ties, mass over distance between all, and gravity."""
    count = len(place)
    left, right = pairs[:, 0], pairs[:, 1]
    heat = 1.6
    for step in range(rounds):
        force = (_all_pairs if count <= EXACT else _cells)(place, mass)
        along = place[right] - place[left]
        length = np.sqrt((along**2).sum(axis=1))
        along *= (pull * 2.2 / (length + 1.0))[:, None]
        for axis in (0, 1):
            force[:, axis] += np.bincount(left, along[:, axis], count) - np.bincount(right, along[:, axis], count)
        away = np.sqrt((place**2).sum(axis=1))[:, None] + 1e-9
        force -= place / away * (0.35 + 0.012 * away) * np.sqrt(mass)[:, None]
        size = np.sqrt((force**2).sum(axis=1)) + 1e-9
        limit = heat * (1.0 - step / rounds) + 0.02
        place += force / size[:, None] * np.minimum(size / np.sqrt(mass) * 0.25, limit)[:, None]


def _all_pairs(place: Floats, mass: Floats) -> Floats:
    apart = place[:, None, :] - place[None, :, :]
    near = (apart**2).sum(axis=2) + 0.01
    strength = np.sqrt(mass)[:, None] * np.sqrt(mass)[None, :] / near
    return cast("Floats", (apart * strength[:, :, None]).sum(axis=1))


def _cells(place: Floats, mass: Floats) -> Floats:
    """Repulsion from the centres of mass of a grid's cells, and exactly from the actors of the own cell's rows."""
    side = max(8, min(34, int(np.sqrt(len(place) / 2.5))))
    low = place.min(axis=0)
    step = np.maximum(place.max(axis=0) - low, 1e-6) / side
    cell = np.minimum(((place - low) / step).astype(np.int64), side - 1)
    number = cell[:, 0] * side + cell[:, 1]
    root = np.sqrt(mass)
    names, own = np.unique(number, return_inverse=True)
    heavy = np.bincount(own, root)
    centre = np.stack([np.bincount(own, root * place[:, axis]) / heavy for axis in (0, 1)], axis=1)
    dx = place[:, 0, None] - centre[None, :, 0]
    dy = place[:, 1, None] - centre[None, :, 1]
    near = dx**2 + dy**2 + 0.35
    strength = root[:, None] * heavy[None, :] / near
    rows = np.arange(len(place))
    strength[rows, own] *= np.maximum(heavy[own] - root, 0.0) / heavy[own]
    return np.stack(((dx * strength).sum(axis=1), (dy * strength).sum(axis=1)), axis=1)


def _scale(place: Floats) -> None:
    """Stretches the picture until the median actor is ``SPACING`` from its nearest neighbour."""
    if len(place) > 1:
        nearest = np.sqrt(np.median(_nearest(place)))
        place *= SPACING / max(float(nearest), 1e-6)


def _nearest(place: Floats) -> Floats:
    out = np.empty(len(place))
    for start in range(0, len(place), 512):
        part = place[start : start + 512]
        square = (part[:, 0, None] - place[None, :, 0]) ** 2 + (part[:, 1, None] - place[None, :, 1]) ** 2
        square[np.arange(len(part)), np.arange(start, start + len(part))] = np.inf
        out[start : start + 512] = square.min(axis=1)
    return out


def _push_apart(place: Floats, rounds: int) -> None:
    """Moves actors that all but cover each other apart, to two thirds of ``SPACING``."""
    wanted = SPACING * 0.72
    for _ in range(rounds):
        order = np.argsort(place[:, 0], kind="stable")
        moved = np.zeros_like(place)
        for gap in range(1, min(len(place), 160)):
            a, b = order[:-gap], order[gap:]
            apart = place[b] - place[a]
            if not (apart[:, 0] < wanted).any():
                break
            length = np.sqrt((apart**2).sum(axis=1))
            close = length < wanted
            a, b, apart, length = a[close], b[close], apart[close], length[close]
            still = length < 1e-6
            apart[still] = np.stack((np.cos(a[still] * GOLDEN_ANGLE), np.sin(a[still] * GOLDEN_ANGLE)), axis=1)
            shift = apart / np.maximum(length, 1.0)[:, None] * ((wanted - length) * 0.4)[:, None]
            np.add.at(moved, b, shift)
            np.add.at(moved, a, -shift)
        place += np.clip(moved, -wanted, wanted)
