"""Where the actors of the page stand, and which camp each belongs to; seeded, so that a picture stays as it is.

Camps are those of ``kg.analyse.camps``; in a graph too large for its search, communities of the friendly ties
(Louvain: Blondel et al. 2008, doi:10.1088/1742-5468/2008/10/P10008).
A small graph is laid out whole. In a larger one every camp is laid out by itself and the camps are packed like
discs, tied ones side by side: no force pulls a camp's members among strangers, and cost grows with the camps only.
Forces follow the node-repulsion LinLog energy (Noack 2007, doi:10.7155/jgaa.00154).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from kg.analyse import camps as signed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Ties = Mapping[tuple[int, int], float]

SEED = 7
SIGNED = 2500
"""Up to so many ties the camps are searched by signed modularity."""
WHOLE = 60
"""Up to so many actors the graph is laid out whole."""
EXACT = 700
"""Above so many actors in one camp, repulsion is taken from the cells of a grid."""
SPACING = 62.0
"""Distance from the median actor to its nearest neighbour, in pixels at zoom 1."""
GAP = 24.0
"""Room that is left between two marks, in pixels."""
SEA = 110.0
"""Room between two camps, in pixels."""
WIDE = 1.5
"""Width of the packed picture to its height."""
TOUCHING = 1e-6
GOLDEN_ANGLE = 2.399963229728653


def camps(count: int, ties: Ties, *, smallest: int = 3) -> list[int]:
    """The camp of each of ``count`` actors: 0 for the largest, 1 for the next, −1 for actors in none.

    Args:
        count: Number of actors.
        ties: By pair of actor numbers, the balance of what holds the two together and what sets them apart.
        smallest: A group of fewer actors is no camp.
    """
    graph: nx.Graph[str] = nx.Graph()
    name = [f"{i:08d}" for i in range(count)]
    graph.add_nodes_from(name)
    for (a, b), weight in sorted(ties.items()):
        graph.add_edge(
            name[a], name[b], weight=weight, positive=max(weight, 0.0), negative=max(-weight, 0.0), claims=()
        )
    found = _signed(graph) if graph.number_of_edges() <= SIGNED else _louvain(graph)
    ordered = sorted((members for members in found if len(members) >= smallest), key=lambda m: (-len(m), m))
    camp = [-1] * count
    for number, members in enumerate(ordered):
        for actor in members:
            camp[actor] = number
    return camp


def _signed(graph: nx.Graph[str]) -> list[list[int]]:
    return [sorted(int(member) for member in camp.members) for camp in signed.camps(graph).camps]


def _louvain(graph: nx.Graph[str]) -> list[list[int]]:
    friendly: nx.Graph[int] = nx.Graph()
    friendly.add_nodes_from(range(graph.number_of_nodes()))
    edges = ((int(a), int(b), float(d["weight"])) for a, b, d in graph.edges(data=True))
    friendly.add_weighted_edges_from((a, b, weight) for a, b, weight in edges if weight > 0)
    return [sorted(members) for members in nx.community.louvain_communities(friendly, weight="weight", seed=SEED)]


def positions(ties: Ties, camp: Sequence[int], radii: Sequence[float]) -> list[tuple[int, int]]:
    """Pixel coordinates of the actors at zoom 1, the middle of the picture at (0, 0), its longer side across.

    Args:
        ties: Weight of attraction by pair of actor numbers.
        camp: Camp of each actor, −1 for none.
        radii: Radius of each actor's mark in pixels.
    """
    count = len(radii)
    if count == 0:
        return []
    size = np.array(radii, dtype=np.float64)
    if count <= WHOLE or max(camp) < 1:
        place = _whole(ties, size)
        _turn(place)
    else:
        place = _packed(ties, np.array(camp, dtype=np.int64), size)
    middle = (place.min(axis=0) + place.max(axis=0)) / 2.0
    return [(round(float(x)), round(float(y))) for x, y in place - middle]


def _whole(ties: Ties, radii: Floats) -> Floats:
    """One graph on its own, its busiest actor in the middle at the start."""
    count = len(radii)
    pairs = np.array(sorted(ties), dtype=np.int64).reshape(-1, 2)
    pull = np.minimum(np.array([ties[int(a), int(b)] for a, b in pairs], dtype=np.float64), 6.0)
    degree = np.bincount(pairs.ravel(), minlength=count).astype(np.float64)
    place = np.zeros((count, 2))
    order = np.lexsort((np.arange(count), -degree))
    rank = np.arange(count)
    radius = np.sqrt(rank + 0.3)
    place[order] = np.stack((radius * np.cos(rank * GOLDEN_ANGLE), radius * np.sin(rank * GOLDEN_ANGLE)), axis=1)
    _refine(place, pairs, pull, degree + 1.0, 300 if count <= EXACT else 120)
    if count > 1:
        place *= SPACING / max(float(np.sqrt(np.median(_nearest(place)))), 1e-6)
    _push_apart(place, radii, 40)
    return place


def _packed(ties: Ties, camp: Ints, radii: Floats) -> Floats:
    """Each camp laid out by itself, then moved to its place, then turned towards its partners elsewhere."""
    groups = int(camp.max()) + 1
    inside: list[dict[tuple[int, int], float]] = [{} for _ in range(groups)]
    members = [np.flatnonzero(camp == group) for group in range(groups)]
    row = np.zeros(len(camp), dtype=np.int64)
    for actors in members:
        row[actors] = np.arange(len(actors))
    for (a, b), weight in ties.items():
        if camp[a] == camp[b] >= 0:
            inside[camp[a]][int(row[a]), int(row[b])] = weight
    parts = [_whole(inside[group], radii[members[group]]) for group in range(groups)]
    parts = [part - (part.min(axis=0) + part.max(axis=0)) / 2.0 for part in parts]
    reach = np.array([float(np.sqrt((part**2).sum(axis=1)).max()) + SEA / 2.0 for part in parts])
    centres = _centres(ties, camp, reach)
    place = np.zeros((len(camp), 2))
    for group, part in enumerate(parts):
        place[members[group]] = centres[group] + part
    for group, part in enumerate(parts):
        _face(place, members[group], part, centres[group], ties, camp)
    _settle(place, camp, ties, centres, reach)
    _push_apart(place, radii, 12)
    return place


def _centres(ties: Ties, camp: Ints, reach: Floats) -> Floats:
    """Middles of the camps: tied ones near each other, none over another, the whole wider than high."""
    groups = len(reach)
    between: nx.Graph[int] = nx.Graph()
    between.add_nodes_from(range(groups))
    for (a, b), weight in sorted(ties.items()):
        left, right = int(camp[a]), int(camp[b])
        if left != right and left >= 0 and right >= 0:
            old = between.edges[left, right]["weight"] if between.has_edge(left, right) else 0.0
            between.add_edge(left, right, weight=old + weight / float(np.sqrt(reach[left] * reach[right])))
    found = nx.spring_layout(between, weight="weight", seed=SEED, iterations=120)
    place = np.array([found[group] for group in range(groups)], dtype=np.float64)
    place *= float(np.sqrt((reach**2).sum())) * np.array([WIDE, 1.0])
    for step in range(400):
        place *= 1.0 - 0.03 * (1.0 - step / 400) * np.array([1.0 / WIDE, 1.0])
        for _ in range(3):
            apart = place[:, None, :] - place[None, :, :]
            length = np.sqrt((apart**2).sum(axis=2)) + 1e-9
            overlap = np.maximum(reach[:, None] + reach[None, :] - length, 0.0)
            np.fill_diagonal(overlap, 0.0)
            share = reach[None, :] / (reach[:, None] + reach[None, :])
            place += (apart / length[:, :, None] * (overlap * share * 0.8)[:, :, None]).sum(axis=1)
    return place


def _face(place: Floats, actors: Ints, part: Floats, centre: Floats, ties: Ties, camp: Ints) -> None:
    """Turns a camp about its middle so that its outward ties are short."""
    own = {int(actor): i for i, actor in enumerate(actors)}
    dot = cross = 0.0
    for (a, b), weight in ties.items():
        if (a in own) == (b in own):
            continue
        mine, other = (a, b) if a in own else (b, a)
        if camp[other] < 0:
            continue
        x, y = part[own[mine]]
        dx, dy = place[other] - centre
        dot += weight * float(x * dx + y * dy)
        cross += weight * float(x * dy - y * dx)
    if dot or cross:
        angle = float(np.arctan2(cross, dot))
        cos, sin = np.cos(angle), np.sin(angle)
        place[actors] = centre + part @ np.array([[cos, sin], [-sin, cos]])


def _settle(place: Floats, camp: Ints, ties: Ties, centres: Floats, reach: Floats) -> None:
    """Actors in no camp: between the partners that stand already, else on a rim around all."""
    near: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for (a, b), weight in sorted(ties.items()):
        near[a].append((b, weight))
        near[b].append((a, weight))
    placed = camp >= 0
    loose = [int(i) for i in np.flatnonzero(~placed)]
    outside = float((np.sqrt((centres**2).sum(axis=1)) + reach).max()) + SPACING
    for number, actor in enumerate(sorted(loose, key=lambda i: (-len(near[i]), i))):
        known = [(place[other], weight) for other, weight in near[actor] if placed[other]]
        angle = number * GOLDEN_ANGLE
        if known:
            total = sum(weight for _, weight in known)
            place[actor] = np.sum([spot * weight for spot, weight in known], axis=0) / total
            place[actor] += SPACING * np.array([np.cos(angle), np.sin(angle)])
        else:
            place[actor] = outside * np.array([np.cos(angle), np.sin(angle) / WIDE])
        placed[actor] = True


def _refine(place: Floats, pairs: Ints, pull: Floats, mass: Floats, rounds: int) -> None:
    """Moves ``place`` down the LinLog energy: steady pull along ties, mass over distance between all, and gravity."""
    count = len(place)
    left, right = pairs[:, 0], pairs[:, 1]
    stiff = 6.0 / count
    for step in range(rounds):
        force = (_all_pairs if count <= EXACT else _cells)(place, mass)
        along = place[right] - place[left]
        length = np.sqrt((along**2).sum(axis=1))
        along *= (pull * (2.2 / (length + 1.0) + stiff))[:, None]
        for axis in (0, 1):
            force[:, axis] += np.bincount(left, along[:, axis], count) - np.bincount(right, along[:, axis], count)
        away = np.sqrt((place**2).sum(axis=1))[:, None] + 1e-9
        force -= place / away * (0.35 + 0.02 * away) * np.sqrt(mass)[:, None]
        size = np.sqrt((force**2).sum(axis=1)) + 1e-9
        limit = 1.6 * (1.0 - step / rounds) + 0.02
        place += force / size[:, None] * np.minimum(size / np.sqrt(mass) * 0.25, limit)[:, None]


def _all_pairs(place: Floats, mass: Floats) -> Floats:
    root = np.sqrt(mass)
    dx = place[:, 0, None] - place[None, :, 0]
    dy = place[:, 1, None] - place[None, :, 1]
    strength = root[:, None] * root[None, :] / (dx**2 + dy**2 + 0.01)
    return np.stack(((dx * strength).sum(axis=1), (dy * strength).sum(axis=1)), axis=1)


def _cells(place: Floats, mass: Floats) -> Floats:
    """Repulsion from the centres of mass of a grid's cells."""
    side = max(8, min(34, int(np.sqrt(len(place) / 2.5))))
    low = place.min(axis=0)
    step = np.maximum(place.max(axis=0) - low, 1e-6) / side
    cell = np.minimum(((place - low) / step).astype(np.int64), side - 1)
    root = np.sqrt(mass)
    _, own = np.unique(cell[:, 0] * side + cell[:, 1], return_inverse=True)
    heavy = np.bincount(own, root)
    centre = np.stack([np.bincount(own, root * place[:, axis]) / heavy for axis in (0, 1)], axis=1)
    dx = place[:, 0, None] - centre[None, :, 0]
    dy = place[:, 1, None] - centre[None, :, 1]
    strength = root[:, None] * heavy[None, :] / (dx**2 + dy**2 + 0.35)
    rows = np.arange(len(place))
    strength[rows, own] *= np.maximum(heavy[own] - root, 0.0) / heavy[own]
    return np.stack(((dx * strength).sum(axis=1), (dy * strength).sum(axis=1)), axis=1)


def _nearest(place: Floats) -> Floats:
    """Squared distance of each point to the nearest other one."""
    out = np.empty(len(place))
    for start in range(0, len(place), 512):
        part = place[start : start + 512]
        square = (part[:, 0, None] - place[None, :, 0]) ** 2 + (part[:, 1, None] - place[None, :, 1]) ** 2
        square[np.arange(len(part)), np.arange(start, start + len(part))] = np.inf
        out[start : start + 512] = square.min(axis=1)
    return out


def _push_apart(place: Floats, radii: Floats, rounds: int) -> None:
    """Moves marks that stand closer than ``GAP`` apart."""
    widest = float(2.0 * radii.max() + GAP)
    for _ in range(rounds):
        order = np.argsort(place[:, 0], kind="stable")
        moved = np.zeros_like(place)
        for gap in range(1, min(len(place), 160)):
            a, b = order[:-gap], order[gap:]
            apart = place[b] - place[a]
            if not (apart[:, 0] < widest).any():
                break
            wanted = radii[a] + radii[b] + GAP
            length = np.sqrt((apart**2).sum(axis=1))
            close = length < wanted
            a, b, apart, length, wanted = a[close], b[close], apart[close], length[close], wanted[close]
            still = length < TOUCHING
            apart[still] = np.stack((np.cos(a[still] * GOLDEN_ANGLE), np.sin(a[still] * GOLDEN_ANGLE)), axis=1)
            shift = apart / np.maximum(length, 1.0)[:, None] * ((wanted - length) * 0.4)[:, None]
            np.add.at(moved, b, shift)
            np.add.at(moved, a, -shift)
        place += np.clip(moved, -widest, widest)


def _turn(place: Floats) -> None:
    """Turns the picture so that it is widest from left to right, as screens are."""
    x, y = (place - place.mean(axis=0)).T
    angle = 0.5 * float(np.arctan2(2.0 * (x * y).sum(), (x * x).sum() - (y * y).sum()))
    cos, sin = np.cos(angle), np.sin(angle)
    place[:] = place @ np.array([[cos, -sin], [sin, cos]])
