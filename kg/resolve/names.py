"""Names as keys: folded, split into words, compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_POSSESSIVE = re.compile(r"['’ʼ]s$|['’ʼ]$")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """A name without case, accents, points, possessive and script: words joined by one space.

    >>> fold("U.S.")
    'us'
    >>> fold("Nagorno–Karabakh’s")
    'nagorno karabakh'
    >>> fold("Erdoğan") == fold("Erdoğan".encode().decode())
    True
    """
    text = unicodedata.normalize("NFKC", text)
    text = _POSSESSIVE.sub("", text)
    plain = "".join(ch for ch in unicodedata.normalize("NFKD", text) if not unicodedata.combining(ch))
    lowered = anyascii(plain).casefold().replace(".", "").replace("'", "")
    return _NOT_WORD.sub(" ", lowered).strip()


def words(text: str) -> tuple[str, ...]:
    """The folded words of a name."""
    return tuple(fold(text).split())


def is_acronym(text: str) -> bool:
    """Written in capitals (points, digits and a plural s aside), two letters or more."""
    letters = [ch for ch in text.removesuffix("s") if ch.isalpha()]
    return len(letters) > 1 and all(ch.isupper() for ch in letters)


def initials(text: str, small: frozenset[str]) -> str:
    """First letters of the words of a name that are not small words, upper case.

    >>> initials("Collective Security Treaty Organization", frozenset({"of"}))
    'CSTO'
    """
    return "".join(word[0] for word in fold(text).split() if word not in small).upper()
