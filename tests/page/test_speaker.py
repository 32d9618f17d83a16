"""Who says so, where the text does not tell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import Attribution, Manner
from tests.support import memory

if TYPE_CHECKING:
    from kg.model import Claim
    from tests.page.conftest import Open


def test_an_allegation_without_a_speaker_is_shown_as_one(show: Open) -> None:
    made = replace(memory.claim("Aland", "attacks", "Borneo"), attribution=Attribution(None, Manner.ALLEGED))
    page = show(_graph(made))
    page.evaluate("kg.open('line', 0)")
    assert page.locator("#panel .chip.alleged").all_inner_texts() == ["alleged, not told by whom"]


def _graph(made: Claim) -> memory.MemoryGraph:
    plain = memory.graph([memory.claim("Aland", "attacks", "Borneo")])
    return memory.MemoryGraph(plain.entity_table, plain.article_table, (made,))
