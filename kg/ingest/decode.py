"""Turns bytes into text, the way ``Path.read_text(encoding="utf-8")`` does.

Offsets count the characters of this text: line ends are ``\\n`` whatever they were (``\\r\\n``, ``\\r``), and a
byte order mark of UTF-8 stays as the first character. So a reader that opens the same file with ``read_text``
finds every quote at its offsets.
"""

from __future__ import annotations

import codecs
from contextlib import suppress

from kg.errors import ArticleError

SAMPLE = 65_536
"""Bytes that the guess at an encoding looks at."""

_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = (
    "cp1252", "cp1250", "cp1251", "koi8_r", "iso8859_15", "mac_roman",
    "shift_jis", "gb18030", "big5", "euc_kr", "cp1256", "cp1253",
)  # fmt: skip
_SIBLINGS = frozenset({"cp1250", "iso8859_15"})
"""Code pages that differ from cp1252 in a few letters: English text, with its odd foreign name, is cp1252."""
_CONTROL = bytes(sorted(set(range(32)) - {9, 10, 12, 13, 27}))
_MAX_CONTROL = 0.002
"""Share of control characters above which a file is no text."""
_MAX_CHAOS = 0.2
"""`charset_normalizer`'s measure of disorder above which a guess is not trusted."""


def decode(data: bytes, path: str) -> str:
    """The text of a file.

    Raises:
        ArticleError: It holds no text: binary data, or no encoding fits.
    """
    for mark, name in _WIDE:
        if data.startswith(mark):
            return _newlines(_strict(data, name, path))
    if b"\0" in data or _controls(data[:SAMPLE]) > _MAX_CONTROL:
        raise ArticleError("binary data, not text", path=path, hint="leave this file out, or save it as text")
    try:
        return _newlines(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _newlines(_guessed(data, path, error))


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _strict(data: bytes, encoding: str, path: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"begins like {encoding.upper()} but is not: byte {error.start} cannot be read",
            path=path,
            hint="save it as UTF-8",
        ) from error


def _controls(data: bytes) -> float:
    return 1 - len(data.translate(None, _CONTROL)) / max(1, len(data))


def _guessed(data: bytes, path: str, error: UnicodeDecodeError) -> str:
    from charset_normalizer import from_bytes

    start = max(0, error.start - SAMPLE // 2)
    best = from_bytes(data[start : start + SAMPLE], cp_isolation=list(_GUESSES), threshold=_MAX_CHAOS).best()
    if best is not None:
        names = ["cp1252", best.encoding] if best.encoding in _SIBLINGS else [best.encoding]
        for name in names:
            with suppress(UnicodeDecodeError):
                return data.decode(name)
    line = data.count(b"\n", 0, error.start) + 1
    raise ArticleError(
        f"not UTF-8 (byte 0x{data[error.start]:02x}), and no other encoding fits",
        path=path,
        line=line,
        hint="save it as UTF-8",
    ) from error
