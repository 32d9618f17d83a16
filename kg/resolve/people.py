"""Which names mean the same person, within one document and against the seeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import JaroWinkler

from kg.resolve.names import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

SAME_NAME = 0.88
"""Least mean Jaro–Winkler similarity of the words of two full names of one person."""
SAME_WORD = 0.8


def similarity(a: str, b: str) -> float:
    """How alike two personal names are, 0 to 1: mean Jaro–Winkler similarity word by word.

    Names with different numbers of words are compared by first and last word; an initial agrees with a name that begins
    with it. A word below ``SAME_WORD`` rules identity out.

    >>> similarity("Ararat Mirzojan", "Ararat Mirzoyan") > SAME_NAME
    True
    >>> similarity("Anthony Blinken", "Antony Blinken") > SAME_NAME
    True
    >>> similarity("Ilham Aliyev", "Heydar Aliyev")
    0.0
    """
    left, right = fold(a).split(), fold(b).split()
    if not left or not right:
        return 0.0
    if len(left) != len(right):
        if min(len(left), len(right)) == 1:
            return 0.0
        left, right = [left[0], left[-1]], [right[0], right[-1]]
    scores = [_word(x, y) for x, y in zip(left, right, strict=True)]
    return 0.0 if min(scores) < SAME_WORD else sum(scores) / len(scores)


def _word(a: str, b: str) -> float:
    if len(a) == 1 or len(b) == 1:
        return 0.9 if a[0] == b[0] else 0.0
    if a[0] != b[0] and {a[0], b[0]} not in ({"c", "k"}, {"j", "y"}, {"j", "z"}, {"i", "y"}, {"s", "z"}, {"v", "w"}):
        return 0.0
    return float(JaroWinkler.similarity(a, b))


def ends_like(short: str, full: str) -> bool:
    """Whether a surname, or the last words of a name, is the end of a full name: "von der Leyen", "Mirzojan"."""
    left, right = fold(short).split(), fold(full).split()
    if not left or len(left) >= len(right):
        return False
    tail = right[-len(left) :]
    if tail == left:
        return True
    return len(left) == 1 and len(left[0]) > 4 and _word(left[0], tail[0]) >= 0.93  # noqa: PLR2004


def begins_like(short: str, full: str) -> bool:
    """Whether a single word is the first word of a full name ("Kim" for "Kim Jong Un")."""
    left, right = fold(short).split(), fold(full).split()
    return len(left) == 1 and len(right) > 1 and right[0] == left[0]


def best(name: str, others: Sequence[str]) -> tuple[str, float]:
    """The most alike of other names and its similarity; the first of equals."""
    scored = [(similarity(name, other), other) for other in others]
    score, other = max(scored, key=lambda s: s[0], default=(0.0, ""))
    return other, score
