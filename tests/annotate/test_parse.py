"""Parses: what is worked out once per word is what the whole pipeline says, and an article is parsed by itself."""

from __future__ import annotations

import pytest

from kg.annotate import parse
from kg.config import DEFAULT_MODEL
from kg.model import Article, ArticleId, Span

SENTENCES = (
    "There is a law against it, and there were talks; there's no other way.",
    "There, is it not the treaty that was signed?",
    "The ministers have signed; they had a plan, and did nothing.",
    "They're gonna leave, they gotta leave, they ain't staying.",
    "Let's go. He lets us go. C'mon, y'all, come on, all of you.",
    "Georgia will not be leaving the talks that the envoys left, but for one.",
    "He said that this was better, and that those were the worst.",
    "To be or not to be: the sanctions, imposed before, bit.",
    "I gave it to you, and it gave you me.",
    "Do we know whether  that\tbuilding is\n\n the one? Its cells, data and oxen.",
)


@pytest.fixture(scope="module")
def pipeline() -> parse.Pipeline:
    return parse.load(DEFAULT_MODEL)


@pytest.fixture(scope="module")
def annotator() -> parse.SpacyAnnotator:
    return parse.SpacyAnnotator()


def article(name: str, *paragraphs: str) -> Article:
    text = "\n\n".join(paragraphs)
    starts = [sum(len(part) + 2 for part in paragraphs[:number]) for number in range(len(paragraphs))]
    segments = tuple(Span(start, start + len(part)) for start, part in zip(starts, paragraphs, strict=True))
    return Article(ArticleId(name), text, Span(0, len(text)), segments=segments)


def whole(pipeline: parse.Pipeline, text: str) -> list[parse.Word]:
    """Lemma, tag, part of speech, dependency as spaCy gives them when every part is run."""
    doc = pipeline.language(text)
    for name in parse.RULED:
        doc = pipeline.language.get_pipe(name)(doc)
    return [(token.lemma_.lower(), token.tag_, token.pos_, token.dep_) for token in doc if not token.is_space]


def words(pipeline: parse.Pipeline, text: str) -> list[parse.Word]:
    doc = pipeline.language(text)
    found = zip(doc, pipeline.words.of(doc), strict=True)
    return [word for token, word in found if not token.is_space]


def test_parts_that_go_by_rules_are_not_run(pipeline: parse.Pipeline) -> None:
    assert set(pipeline.language.pipe_names) == {"tok2vec", "tagger", "parser", "ner"}


def test_lemmas_of_known_words(annotator: parse.SpacyAnnotator) -> None:
    (document,) = annotator.annotate([article("a", "The ministers were leaving when envoys met.")])
    assert [token.lemma for token in document.tokens] == [
        "the",
        "minister",
        "be",
        "leave",
        "when",
        "envoy",
        "meet",
        ".",
    ]
    assert [token.pos for token in document.tokens[:4]] == ["DET", "NOUN", "AUX", "VERB"]


@pytest.mark.parametrize("text", SENTENCES)
def test_words_are_as_the_whole_pipeline_says(pipeline: parse.Pipeline, text: str) -> None:
    assert words(pipeline, text) == whole(pipeline, text)


@pytest.mark.parametrize("most", [0, 3])
def test_what_came_before_changes_nothing(most: int, pipeline: parse.Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    before = [words(pipeline, text) for text in SENTENCES]
    monkeypatch.setattr(parse, "WORDS", most)
    assert [words(pipeline, text) for text in SENTENCES] == before


def test_an_article_is_parsed_by_itself(annotator: parse.SpacyAnnotator) -> None:
    one, other = article("one", *SENTENCES[:5]), article("other", *SENTENCES[5:])
    (alone,) = annotator.annotate([one])
    _, after = annotator.annotate([other, one])
    assert after == alone
