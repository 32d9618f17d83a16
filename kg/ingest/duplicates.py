"""Finds copies: articles whose prose is the same or nearly so, as when papers print an agency's report.

Each article has a signature of fixed size that depends on its prose alone; groups of copies are worked out from the
signatures of all articles, so they do not depend on the order in which articles came.

Source: A. Z. Broder, "On the resemblance and containment of documents", 1997 (MinHash over word shingles).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from datasketch import MinHash

    from kg.model import Article

PERMUTATIONS = 128
"""Values in a signature; the error of a likeness is about 1/√128 = 0.09 at most."""
SHINGLE = 4
"""Words in a shingle."""
LIKENESS = 0.6
"""Share of common shingles from which on two articles are copies of one report."""

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

    Args:
        signatures: Of every article, by id.
        order: What decides which of a group is the original, by id: the least value, such as its date; ids decide ties.

    Returns:
        For each copy the id of its original; originals and articles that stand alone are not in it.
    """
    from datasketch import MinHashLSH

    index = MinHashLSH(threshold=LIKENESS, num_perm=PERMUTATIONS)
    leaders: dict[str, str] = {}
    sketches: dict[str, MinHash] = {}
    for name in sorted(signatures):
        sketch = sketches[name] = _sketch(signatures[name])
        for other in index.query(sketch):
            if sketch.jaccard(sketches[other]) >= LIKENESS:
                _join(leaders, name, other, order)
        index.insert(name, sketch)
    return {name: leader for name in sorted(leaders) if (leader := _leader(leaders, name)) != name}


def independent(articles: Iterable[str], originals: Mapping[str, str]) -> int:
    """How many of the articles are not copies of each other: «n sources, m of them independent».

    >>> independent(["a", "b", "c"], {"b": "a"})
    2
    """
    return len({originals.get(name, name) for name in articles})


def _sketch(data: bytes) -> MinHash:
    import numpy as np
    from datasketch import MinHash

    values = np.frombuffer(data, dtype="<u4")
    return MinHash(num_perm=PERMUTATIONS, hashvalues=values.astype(np.uint32), scheme=_SCHEME)


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
