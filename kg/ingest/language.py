"""Tells what language a text is in, so that only English is parsed."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SAMPLE = 1_500
"""Characters that are looked at."""
ENOUGH = 120
"""Letters below which a text is too short to tell."""
SURE = 0.9
"""Probability from which on another language is believed."""

_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset({"the", "of", "and", "to", "that", "for", "with"})
"""Words that hardly any other language has; a tenth of the words of English prose."""
_SHARE = 0.08


def of(text: str, declared: str = "") -> str:
    """ISO 639-1 code of the language of a text.

    English is told by its commonest words, without a model; py3langid decides about the rest. A short or doubtful
    text has the language that its file declares, else it is taken for English.

    >>> of("The ministers of Peru and of Chile met in Lima.")
    'en'
    """
    sample = text[:SAMPLE]
    words = [word.casefold() for word in _WORD.findall(sample)]
    if words and sum(word in _ENGLISH for word in words) >= _SHARE * len(words):
        return "en"
    stated = declared[:2].casefold() or "en"
    if sum(map(len, words)) < ENOUGH:
        return stated
    found, probability = _identifier().classify(sample)
    return str(found) if probability >= SURE else stated


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
