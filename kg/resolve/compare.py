"""How two names of persons or of bodies compare: one spelling of the other, alike, or a short form of it.

A name is put into the sounds that its spellings share before its words are compared (Jaro–Winkler), so that what
transliteration varies weighs less than what tells namesakes apart.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel, JaroWinkler

from kg.resolve import people
from kg.resolve.names import fold, is_acronym

if TYPE_CHECKING:
    from collections.abc import Sequence

SPELLED = 0.9
"""Least similarity of two words, as they sound, that are spellings of one."""
LIKE = 0.88
"""Least similarity of two full names that may be one person's."""
NEAR = 0.84
"""Nearness from which on they may be: above that of relatives and namesakes."""
SHORT = 3
"""Words of so few letters differ if any letter does: Li and Lu are two."""
SURE = 5
"""Letters of an acronym from which on chance hardly finds a name for it."""

SOUNDS = (
    (re.compile(r"tsch|tch"), "ch"),
    (re.compile(r"sch|sh|ş"), "s"),
    (re.compile(r"dzh|zh|dj"), "j"),
    (re.compile(r"kh|gh"), "h"),
    (re.compile(r"ph|ff?|w"), "v"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"ck|q|c(?!h)"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"z|ts"), "s"),
    (re.compile(r"th|dt"), "t"),
    (re.compile(r"^(?:j|i|y)(?=[aeou])"), "y"),
    (re.compile(r"ou|oo|w"), "u"),
    (re.compile(r"(?:ee|ie|[iyj])+(?![aou])"), "i"),
    (re.compile(r"(?<=[a-z])(?:ij|iy|[ijy])+(?=[aou])"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=.)h"), ""),
)
VOWELS = re.compile(r"[aeiouy]")


class Likeness(StrEnum):
    """How two names compare, named as the feature that it is."""

    SPELLING = "one name, spelled twice"
    ALIKE = "similar names"
    INITIAL = "an initial and a first name"
    SURNAME = "a surname and a full name"
    ACRONYM = "an acronym and a full name"
    NONE = ""


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """A folded word as its spellings have it in common.

    >>> sound("mirzojan") == sound("mirzoyan") == sound("mirzoian")
    True
    >>> sound("julia") == sound("yulia")
    True
    >>> sound("aliyev") == sound("aliyeva")
    False
    """
    for written, heard in SOUNDS:
        word = written.sub(heard, word)
    return word


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """What spellings of one name share at least: the consonants of its sounds.

    >>> skeleton("Zelensky") == skeleton("Zelenskyj")
    True
    >>> skeleton("Merkel") == skeleton("Macron")
    False
    """
    text = sound(fold(word).replace(" ", ""))
    return VOWELS.sub("", text) or text[:1]


def spelled(one: str, other: str) -> bool:
    """Whether two folded words are spellings of one: the same consonants, nearly the same sounds, the same gender.

    >>> spelled("sergei", "sergey"), spelled("petrov", "petrova"), spelled("mario", "maria"), spelled("li", "lu")
    (True, False, False, False)
    """
    if one == other:
        return True
    a, b = sound(one), sound(other)
    if min(len(one), len(other)) <= SHORT or a.endswith("a") != b.endswith("a") or a.endswith("o") != b.endswith("o"):
        return False
    return skeleton(one) == skeleton(other) and JaroWinkler.similarity(a, b) >= SPELLED


def persons(one: str, other: str) -> Likeness:
    """How two personal names compare.

    >>> persons("Ararat Mirzojan", "Ararat Mirzoyan").name, persons("Jong Un", "Kim Jong Il").name
    ('SPELLING', 'NONE')
    """
    a, b = fold(one).split(), fold(other).split()
    if not a or not b or (len(a) == 1 and len(b) == 1):
        return Likeness.ALIKE if a and b and spelled(a[0], b[0]) else Likeness.NONE
    if 1 in {len(a), len(b)}:
        return Likeness.SURNAME if spelled(a[-1], b[-1]) else Likeness.NONE
    if len(a) == len(b) and all(map(spelled, a, b)):
        return Likeness.SPELLING
    if _gendered(a[-1], b[-1]) or _gendered(a[0], b[0]):
        return Likeness.NONE
    if not spelled(a[-1], b[-1]) and people.similarity(a[-1] + " x", b[-1] + " x") < LIKE:
        return Likeness.ALIKE if nearness(one, other) >= NEAR else Likeness.NONE
    if people.ends_like(one, other) or people.ends_like(other, one):
        return Likeness.SURNAME if 1 in {len(a), len(b)} else Likeness.ALIKE
    if 1 in {len(a[0]), len(b[0])}:
        return Likeness.INITIAL if a[0][0] == b[0][0] and spelled(a[-1], b[-1]) else Likeness.NONE
    if len(a) == len(b) == 3 and spelled(a[0], b[0]) and 1 in {len(a[1]), len(b[1])}:  # noqa: PLR2004 - a middle initial
        return Likeness.SPELLING if a[1][0] == b[1][0] else Likeness.NONE
    near = people.similarity(one, other) >= LIKE or nearness(one, other) >= NEAR
    return Likeness.ALIKE if near else Likeness.NONE


def nearness(one: str, other: str) -> float:
    """How near two personal names are, 0 to 1: that of their words (the least counting double), and of all their consonants.

    >>> nearness("Boris Jelzin", "Boris Yeltsin") > nearness("Nawaz Sharif", "Shehbaz Sharif")
    True
    """
    a, b = fold(one).split(), fold(other).split()
    if len(a) != len(b):
        a, b = [a[0], a[-1]], [b[0], b[-1]]
    found = [_near(x, y) for x, y in zip(a, b, strict=True)]
    whole = Indel.normalized_similarity(*("".join(map(skeleton, fold(name).split())) for name in (one, other)))
    return (min(found) / 2 + sum(found) / len(found) / 2 + whole) / 2


def _near(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if 1 in {len(one), len(other)}:
        return SPELLED if one[0] == other[0] else 0.0
    sounds = JaroWinkler.similarity(sound(one), sound(other))
    near = (sounds + JaroWinkler.similarity(skeleton(one), skeleton(other))) / 2
    return near / 2 if _gendered(one, other) or min(len(one), len(other)) <= SHORT else near


def _gendered(one: str, other: str) -> bool:
    """Two forms of a name, one of them a woman's: Petrov and Petrova, Mario and Maria, Zelensky and Zelenska."""
    return one != other and one.rstrip("aeiouy") == other.rstrip("aeiouy") and one.endswith("a") != other.endswith("a")


def bodies(one: str, other: str) -> Likeness:
    """How two names of organisations compare.

    >>> bodies("Ministry of Defence", "the Ministry of Defense").name, bodies("NRCA", "NRCB").name
    ('SPELLING', 'NONE')
    """
    a, b = (fold(x).removeprefix("the ").split() for x in (one, other))
    if len(a) == len(b):
        same = (x == y or (min(len(x), len(y)) > SHORT + 1 and spelled(x, y)) for x, y in zip(a, b, strict=True))
        return Likeness.SPELLING if a and all(same) and is_acronym(one) == is_acronym(other) else Likeness.NONE
    for short, letters, words in ((one, a, b), (other, b, a)):
        if len(letters) == 1 and is_acronym(short) and letters[0] in initials(words):
            return Likeness.ACRONYM
    return Likeness.NONE


def initials(parts: Sequence[str]) -> set[str]:
    """First letters of a name's words, with and without its small ones."""
    return {"".join(p[0] for p in parts), "".join(p[0] for p in parts if len(p) > SHORT)} - {""}
