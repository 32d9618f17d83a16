"""Alliances and enmities of 16 Gahuku-Gama tribes of the New Guinea highlands.

K. E. Read (1954), "Cultures of the Central Highlands, New Guinea", Southwestern Journal of Anthropology 10(1), 1-43;
as tabulated by Hage and Harary (1983), "Structural Models in Anthropology", pp. 56-60: 29 alliances and 29 enmities.
"""

from __future__ import annotations

_ALLIES = """
1-2 1-15 1-16 2-15 2-16 3-4 3-6 3-7 3-8 4-8 5-7 5-9 5-14 6-7 6-8 6-11 6-12 7-8 7-11 7-12 7-13 8-11 8-12 9-10 9-13
10-13 11-12 13-14 15-16
"""
_ENEMIES = """
1-3 1-4 1-5 1-6 1-12 2-3 2-5 2-6 2-9 2-10 5-15 5-16 6-9 6-13 6-16 8-14 9-11 9-15 10-11 10-15 11-13 11-15 11-16 12-14
12-15 12-16 13-15 13-16 14-16
"""


def edges() -> list[tuple[str, str, int]]:
    """Every pair with a relation: two numbers of two digits, and +1 or −1."""
    found = []
    for text, sign in ((_ALLIES, 1), (_ENEMIES, -1)):
        for pair in text.split():
            one, other = (f"{int(name):02}" for name in pair.split("-"))
            found.append((one, other, sign))
    return sorted(found)
