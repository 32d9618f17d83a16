"""What changed between two graphs, claim by claim."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model import Claim
    from kg.ports import GraphView


@dataclass(frozen=True, slots=True)
class Difference:
    """Claims of the second graph that the first lacks, the reverse, and those that say it differently.

    Two claims are the same statement if one article says them of the same subject, relation and object; it has
    changed if modality, attribution, period, confidence or words differ.
    """

    added: tuple[Claim, ...]
    removed: tuple[Claim, ...]
    changed: tuple[tuple[Claim, Claim], ...]


type Key = tuple[str, str, str, str]


def difference(first: GraphView, second: GraphView) -> Difference:
    """Compare two graphs; claims are in the order of their ids."""
    before, after = _claims(first), _claims(second)
    added: list[Claim] = []
    removed: list[Claim] = []
    changed: list[tuple[Claim, Claim]] = []
    for key in before.keys() | after.keys():
        old, new = before.get(key, {}), after.get(key, {})
        both = old.keys() & new.keys()
        changed += [(old[name], new[name]) for name in both if old[name] != new[name]]
        gone = [old[name] for name in sorted(old.keys() - both)]
        come = [new[name] for name in sorted(new.keys() - both)]
        pairs = min(len(gone), len(come))
        changed += zip(gone[:pairs], come[:pairs], strict=True)
        removed += gone[pairs:]
        added += come[pairs:]
    return Difference(
        tuple(sorted(added, key=lambda claim: claim.id)),
        tuple(sorted(removed, key=lambda claim: claim.id)),
        tuple(sorted(changed, key=lambda pair: pair[1].id)),
    )


def _claims(view: GraphView) -> dict[Key, dict[str, Claim]]:
    """Claims by what they say, then by their ids; the reasons for a confidence do not count."""
    found: dict[Key, dict[str, Claim]] = {}
    for claim in view.claims():
        key = (claim.evidence[0].article, claim.subject, claim.predicate, claim.object)
        found.setdefault(key, {})[claim.id] = replace(claim, reasons=())
    return found
