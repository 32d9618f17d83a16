"""Subjects that a parser hangs on the phrase before them."""

from __future__ import annotations

import pytest

from kg.annotate.repair import repaired
from kg.model import Article, ArticleId, Document, Sentence, Span, Token
from kg.tree import Tree

AMISS = [
    (
        "In talks with Paris , Berlin agreed .",
        "ADP NOUN ADP PROPN PUNCT PROPN VERB PUNCT",
        "IN NNS IN NNP , NNP VBD .",
        "prep pobj prep pobj punct conj ROOT punct",
        (6, 0, 1, 2, 3, 3, 6, 6),
    ),
]
RIGHT = [
    (
        "In talks with Paris , Berlin it agreed .",
        "ADP NOUN ADP PROPN PUNCT PROPN PRON VERB PUNCT",
        "IN NNS IN NNP , NNP PRP VBD .",
        "prep pobj prep pobj punct conj nsubj ROOT punct",
        (7, 0, 1, 2, 3, 3, 7, 7, 7),
    ),
    (
        "In talks with Paris and Berlin agreed .",
        "ADP NOUN ADP PROPN CCONJ PROPN VERB PUNCT",
        "IN NNS IN NNP CC NNP VBD .",
        "prep pobj prep pobj cc conj ROOT punct",
        (6, 0, 1, 2, 3, 3, 6, 6),
    ),
]


def parsed(words: str, poses: str, tags: str, deps: str, heads: tuple[int, ...]) -> Document:
    tokens, start = [], 0
    for i, (word, pos, tag, dep) in enumerate(
        zip(words.split(), poses.split(), tags.split(), deps.split(), strict=True)
    ):
        tokens.append(Token(i, start, start + len(word), word, word.casefold(), tag, pos, dep, heads[i], ""))
        start += len(word) + 1
    article = Article(ArticleId("test"), words, Span(0, len(words)))
    return Document(article=article, tokens=tuple(tokens), sentences=(Sentence(0, len(tokens)),), names=())


@pytest.mark.parametrize("parse", AMISS)
def test_a_verb_without_subject_gets_back_the_name_before_it(parse: tuple[str, str, str, str, tuple[int, ...]]) -> None:
    document = repaired(parsed(*parse))
    tree = Tree(document)
    verb = next(t.i for t in document.tokens if t.dep == "ROOT")
    assert [document.tokens[k].text for k in tree.kids(verb, "nsubj")] == ["Berlin"]
    assert tree.kids(3, "conj") == []


@pytest.mark.parametrize("parse", RIGHT)
def test_a_list_before_a_verb_stays_a_list(parse: tuple[str, str, str, str, tuple[int, ...]]) -> None:
    document = parsed(*parse)
    assert repaired(document) is document


def test_what_to_makes_an_infinitive_is_a_verb() -> None:
    document = repaired(
        parsed(
            "Norway offered to host talks .",
            "PROPN VERB PART NOUN NOUN PUNCT",
            "NNP VBD TO NN NNS .",
            "nsubj ROOT aux xcomp dobj punct",
            (1, 1, 3, 1, 3, 1),
        )
    )
    assert [(t.tag, t.pos) for t in document.tokens[3:5]] == [("VB", "VERB"), ("NNS", "NOUN")]
