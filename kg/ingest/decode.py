"""Turns bytes into text, the way ``Path.read_text(encoding="utf-8")`` does.

Offsets count the characters of this text: line ends are ``\\n`` whatever they were (``\\r\\n``, ``\\r``), and a
byte order mark of UTF-8 stays as the first character. So a reader that opens the same file with ``read_text``
finds every quote at its offsets.
"""

from __future__ import annotations

import codecs
import io
from contextlib import suppress
from typing import TYPE_CHECKING

from kg.errors import ArticleError

if TYPE_CHECKING:
    from typing import BinaryIO

    from _typeshed import WriteableBuffer

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


def wide(head: bytes) -> str:
    """The encoding of a text in UTF-16 or UTF-32, by its byte order mark or by where its first bytes are zero; else empty."""
    for mark, name in _WIDE:
        if head.startswith(mark):
            return name
    sample = head[: len(head) // 2 * 2][:2000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    enough = 0.9 * len(sample) / 2
    if len(sample) < 40 or min(even, odd) > 0:  # noqa: PLR2004 - too little to tell
        return ""
    return "utf-16-le" if odd > enough else "utf-16-be" if even > enough else ""


class Narrowed(io.RawIOBase):
    """A stream of UTF-16 or UTF-32 as UTF-8."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        super().__init__()
        self._stream = stream
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._rest = b""
        self._ended = False

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read some bytes."""
        view = memoryview(buffer)
        while not self._rest and not self._ended:
            data = self._stream.read(SAMPLE)
            self._ended = not data
            try:
                self._rest = self._decoder.decode(data, final=self._ended).encode("utf-8")
            except UnicodeDecodeError as error:
                what = f"begins like {self._encoding.upper()} but is not: {error.reason}"
                raise ArticleError(what, hint="save it as UTF-8") from error
        data = self._rest[: len(view)]
        self._rest = self._rest[len(view) :]
        view[: len(data)] = data
        return len(data)


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
