"""Finds copies: articles whose prose is the same or nearly so, as when papers print an agency's report.

Each article has a signature of fixed size that depends on its prose alone; groups of copies are worked out from the
signatures of all articles, so they do not depend on the order in which articles came.

Source: A. Z. Broder, "On the resemblance and containment of documents", 1997 (MinHash over word shingles).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from kg.model import Article

PERMUTATIONS = 128
"""Values in a signature; the error of a likeness is about 1/√128 = 0.09 at most."""
SHINGLE = 4
"""Words in a shingle."""
LIKENESS = 0.6
"""Share of common shingles from which on two articles are copies of one report."""

BAND = 5
"""Numbers in a band: of two articles with 0.6 of their shingles in common, 87 in 100 agree in one of 25 bands."""
CLOSE = 50
"""Members of a band's group that are compared with all others of it."""

_WORD = re.compile(r"[^\W_]+")
_SCHEME = "affine32"


def signature(article: Article) -> bytes:
    """MinHash of the article's prose: `PERMUTATIONS` numbers of 32 bits, little-endian.

    Case, punctuation, headlines above the text and boilerplate make little or no difference.
    """
    from datasketch import MinHash

    prose = " ".join(span.of(article.text) for span in article.segments or (article.body,))
    words = _WORD.findall(prose.casefold())
    size = max(1, len(words) - SHINGLE + 1)
    shingles = sorted({" ".join(words[start : start + SHINGLE]) for start in range(size)})
    sketch = MinHash(num_perm=PERMUTATIONS, scheme=_SCHEME)
    sketch.update_batch([shingle.encode("utf-8") for shingle in shingles])
    return bytes(sketch.hashvalues.astype("<u4").tobytes())


def copies(signatures: Mapping[str, bytes], order: Mapping[str, str]) -> dict[str, str]:
    """Which articles are copies, and of which one.

    Articles that agree in all numbers of a band are compared in full (locality-sensitive hashing). The bands are gone
    through one after the other, so that no more than the signatures is in memory: half a kilobyte an article.

    Args:
        signatures: Of every article, by id.
        order: What decides which of a group is the original, by id: the least value, such as its date; ids decide ties.

    Returns:
        For each copy the id of its original; originals and articles that stand alone are not in it.
    """
    import numpy as np

    if not signatures:
        return {}
    names = sorted(signatures)
    values = np.frombuffer(b"".join(signatures[name] for name in names), dtype="<u4").reshape(len(names), PERMUTATIONS)
    leaders: dict[str, str] = {}
    for start in range(0, PERMUTATIONS - BAND + 1, BAND):
        band = np.ascontiguousarray(values[:, start : start + BAND])
        keys = band.view(np.dtype((np.void, band.dtype.itemsize * BAND))).ravel()
        _, groups = np.unique(keys, return_inverse=True)
        for members in _alike(groups):
            for one, two in _pairs(members):
                together = _leader(leaders, names[one]) == _leader(leaders, names[two])
                if not together and np.mean(values[one] == values[two]) >= LIKENESS:
                    _join(leaders, names[one], names[two], order)
    return {name: leader for name in sorted(leaders) if (leader := _leader(leaders, name)) != name}


def _alike(groups: NDArray[np.intp]) -> Iterator[list[int]]:
    """The members of each group that has more than one, in ascending order."""
    import numpy as np

    sequence = np.argsort(groups, kind="stable")
    edges = np.flatnonzero(np.diff(groups[sequence])) + 1
    for members in np.split(sequence, edges):
        if len(members) > 1:
            yield members.tolist()


def _pairs(members: list[int]) -> Iterator[tuple[int, int]]:
    """Every pair of a small group; of a large one each member with the first few."""
    for at, one in enumerate(members[:CLOSE]):
        for two in members[at + 1 :]:
            yield one, two


def _join(leaders: dict[str, str], one: str, two: str, order: Mapping[str, str]) -> None:
    first, second = sorted((_leader(leaders, one), _leader(leaders, two)), key=lambda name: (order.get(name, ""), name))
    leaders.setdefault(first, first)
    leaders[second] = first
    leaders.setdefault(one, first)
    leaders.setdefault(two, first)


def _leader(leaders: Mapping[str, str], name: str) -> str:
    while leaders.get(name, name) != name:
        name = leaders[name]
    return name
