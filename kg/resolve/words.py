"""Modifiers with what a hyphen or compound joins to them, and kinds of entity that several steps ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.resolve.workspace import Workspace

JOINED = frozenset({"compound", "npadvmod", "punct", "nummod", "advmod"})
ORGANISED = frozenset(
    {"Organization", "IntergovernmentalOrganization", "GovernmentBody", "Party", "ArmedGroup", "Company", "MediaOutlet"}
)


def hyphenated(work: Workspace, k: int) -> str:
    """A modifier with what a hyphen joins to it: "Iran-backed", "six-month", "Supreme Security"."""
    return work.text(beginning(work, k), k + 1)


def beginning(work: Workspace, k: int) -> int:
    """The first token of what a hyphen or compound joins to a modifier."""
    tokens = work.document.tokens
    first = k
    while first > 0 and tokens[first - 1].head in {k, first} and tokens[first - 1].dep in JOINED:
        first -= 1
    return first
