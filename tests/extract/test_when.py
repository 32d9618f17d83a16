"""Which time in a sentence is an event's, read on Tuesday 14 January 2025."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.reader import document, machine

CASES = [
    ("Armenia joined NATO on Monday.", "Armenia joins NATO", "2025-01-13"),
    ("In February 2024 Armenia joined NATO.", "Armenia joins NATO", "2024-02"),
    ("Armenia will join NATO in March.", "Armenia joins NATO", "2025-03"),
    ("Armenia joined NATO.", "Armenia joins NATO", None),
    # The time of saying is not the event's.
    ("The minister said on Monday that Russia attacked Ukraine.", "Russia attacks Ukraine", None),
    ("Russia attacked Ukraine, the minister said on Monday.", "Russia attacks Ukraine", None),
    ("Russia attacked Ukraine in 2022, the minister said on Monday.", "Russia attacks Ukraine", "2022"),
    # Two clauses, two times.
    ("Armenia left the CSTO in May and joined NATO last week.", "Armenia joins NATO", "2025-01-06"),
    ("Armenia left the CSTO in May and joined NATO last week.", "Armenia withdrawsFrom CSTO", "2024-05"),
    ("Russia, which attacked Georgia in 2008, attacked Ukraine on Monday.", "Russia attacks Georgia", "2008"),
    ("Russia, which attacked Georgia in 2008, attacked Ukraine on Monday.", "Russia attacks Ukraine", "2025-01-13"),
    # A shared time.
    (
        "On Monday Emmanuel Macron visited Armenia and met Nikol Pashinyan.",
        "Emmanuel_Macron meetsWith Nikol_Pashinyan",
        "2025-01-13",
    ),
    ("Iran and Saudi Arabia held talks on Thursday.", "Iran negotiatesWith Saudi_Arabia", "2025-01-09"),
    # The time of an event named by a noun, and of a thing.
    ("NATO condemned Russia's 2022 invasion of Ukraine.", "Russia invades Ukraine", "2022"),
    ("NATO condemned Russia's 2022 invasion of Ukraine.", "NATO criticizes Russia", None),
    ("NATO accused Russia of attacking Georgia in 2008.", "Russia attacks Georgia", "2008"),
    ("NATO accused Russia of attacking Georgia in 2008.", "NATO accuses Russia", None),
    ("Turkey agreed to send troops to Somalia in March.", "Turkey deploysTo Somalia", "2025-03"),
    (
        "Emmanuel Macron met Nikol Pashinyan on Monday after talks in December.",
        "Emmanuel_Macron meetsWith Nikol_Pashinyan",
        "2025-01-13",
    ),
]


@pytest.mark.parametrize(("text", "claim", "start"), CASES)
def test_when(text: str, claim: str, start: str | None) -> None:
    _, reading = machine().understand(document(text, date(2025, 1, 14)))
    subject, predicate, obj = claim.split()
    periods = {
        c.period.start if c.period else None
        for c in reading.claims
        if c.predicate == predicate and {c.subject, c.object} == {subject, obj}
    }
    assert periods == {start}


def test_the_time_is_part_of_what_a_claim_says() -> None:
    text = "Armenia joined NATO on Monday. Armenia joined NATO in 2019."
    _, reading = machine().understand(document(text, date(2025, 1, 14)))
    joined = [c for c in reading.claims if c.predicate == "joins"]
    assert len({c.id for c in joined}) == len(joined) == 2
