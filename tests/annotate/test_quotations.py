"""Direct speech and its speakers. Expected values come from reading the text."""

from __future__ import annotations

import pytest

from kg.model import Article, ArticleId, Span
from tests.support.reader import document, machine

CASES = [
    # The speaker after, before and in the middle.
    ("“We will join the pact,” Mirzoyan said.", [("“We will join the pact,”", "Mirzoyan")]),
    ("“We will join the pact,” said Foreign Minister Ararat Mirzoyan.", [("“We will join the pact,”", "Mirzoyan")]),
    ("Mirzoyan said: “We will join the pact.”", [("“We will join the pact.”", "Mirzoyan")]),
    (
        "“We will join,” Mirzoyan said, “when the vote is over.”",
        [("“We will join,”", "Mirzoyan"), ("“when the vote is over.”", "Mirzoyan")],
    ),
    ('"Nobody asked us," the envoy told reporters.', [('"Nobody asked us,"', "envoy")]),
    ("‘The union’s patience is over,’ Borrell warned.", [("‘The union’s patience is over,’", "Borrell")]),
    ("'Europe's patience is over,' Borrell warned.", [("'Europe's patience is over,'", "Borrell")]),
    ("“It rained,” according to Saakashvili.", [("“It rained,”", "Saakashvili")]),
    ("“Who fired first?” asked the senator.", [("“Who fired first?”", "senator")]),
    ("“We know nothing of it,” he added.", [("“We know nothing of it,”", "he")]),
    # Further sentences of the same speaker.
    (
        "“We signed it,” Mirzoyan said. “It opens a new page.”",
        [("“We signed it,”", "Mirzoyan"), ("“It opens a new page.”", "Mirzoyan")],
    ),
    (
        "Peskov commented on the claim. “We know nothing of it.”",
        [("“We know nothing of it.”", "Peskov")],
    ),
    (
        "“We signed it,” Mirzoyan said. Kobakhidze disagreed. “It is worthless,” he said.",
        [("“We signed it,”", "Mirzoyan"), ("“It is worthless,”", "he")],
    ),
    # A passive's agent, a relative clause, a participle.
    ("“We are ready,” the crowd was told by Orbán.", [("“We are ready,”", "Orbán")]),
    ("Zelensky thanked Warsaw, calling it “a true friend of Ukraine”.", [("“a true friend of Ukraine”", "Zelensky")]),
    (
        "Blinken called the charter “a milestone” and thanked Mirzoyan, who called it “historic”.",
        [("“a milestone”", "Blinken"), ("“historic”", "Mirzoyan")],
    ),
    # No speech: names, and nothing said.
    ("The “Union Shield” exercise began in Belarus.", []),
    ("The players’ union met the workers’ council.", []),
    # Speech of nobody who is named.
    ("“We will never surrender to them!” A shot rang out.", [("“We will never surrender to them!”", "")]),
]


def found(text: str) -> list[tuple[str, str]]:
    """Every quotation with the word of its speaker."""
    read = document(text)
    return [(q.span.of(text), "" if q.speaker is None else read.tokens[q.speaker].text) for q in read.quotations]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_speech_and_speaker(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_a_quotation_goes_on_in_paragraphs_that_open_with_a_mark() -> None:
    text = "Mirzoyan stated in Yerevan:\n\n“We have left. We will not return.\n\n“Our friends know why.”\n\nBaku was silent."
    assert found(text) == [
        ("“We have left. We will not return.", "Mirzoyan"),
        ("“Our friends know why.”", "Mirzoyan"),
    ]


def test_a_mark_that_nothing_closes_quotes_nothing() -> None:
    assert found("The “plan was dropped on Monday. Talks go on.\n\nNobody knows why.") == []


def test_paragraphs_are_the_segments_of_an_article() -> None:
    text = "“We left,” Orbán said.|“We stayed,” Fico said."
    middle = text.index("|")
    segments = (Span(0, middle), Span(middle + 1, len(text)))
    article = Article(ArticleId("two.txt"), text, Span(0, len(text)), segments=segments)
    (read,) = machine().annotator.annotate([article])
    assert [read.tokens[q.speaker or 0].text for q in read.quotations] == ["Orbán", "Fico"]


def test_quoted_claims_are_their_speakers() -> None:
    text = (
        "Jens Stoltenberg spoke in Brussels. “Russia attacked Georgia,” Stoltenberg said. "
        "“Poland supports Ukraine.” Germany supports Moldova."
    )
    _, reading = machine().understand(document(text))
    said = {
        (c.subject, c.object): c.attribution.speaker if c.attribution else None
        for c in reading.claims
        if c.predicate in {"attacks", "supports"}
    }
    assert said == {
        ("Russia", "Georgia"): "Jens_Stoltenberg",
        ("Poland", "Ukraine"): "Jens_Stoltenberg",
        ("Germany", "Moldova"): None,
    }


def test_first_persons_are_the_speaker() -> None:
    text = (
        "Nikol Pashinyan, prime minister of Armenia, landed at noon. “I met Emmanuel Macron in Paris,” Pashinyan said."
    )
    _, reading = machine().understand(document(text))
    met = {frozenset((c.subject, c.object)) for c in reading.claims if c.predicate == "meetsWith"}
    assert met == {frozenset(("Nikol_Pashinyan", "Emmanuel_Macron"))}
