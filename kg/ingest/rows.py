"""Reads JSON Lines: one article a line, with ``id title text date source url`` (``author`` and ``language`` too)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kg.errors import ArticleError
from kg.ingest.header import text_value
from kg.model import Issue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from kg.ingest.sources import Source

LONGEST = 16 * 2**20
"""Bytes of the longest line that is read."""

_HINT = 'a line is one object, such as {"id": "1", "title": "…", "text": "…", "date": "2025-01-14"}'


def lines(stream: BinaryIO, longest: int = LONGEST) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers; ``None`` stands for one longer than ``longest``, which is passed over unread."""
    number = 0
    while line := stream.readline(longest + 1):
        number += 1
        if len(line) <= longest or line.endswith(b"\n"):
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(longest)
        yield number, None


def read(source: Source) -> Iterator[tuple[int, dict[str, object]] | Issue]:
    """The rows of a file with their line numbers; an issue for each line that is no row."""
    with source.open() as stream:
        for number, line in lines(stream):
            try:
                row = _row(line, source.path, number)
            except ArticleError as error:
                yield Issue("row", error.message, source.path, number, hint=error.hint)
                continue
            if row is not None:
                yield number, row


def _row(line: bytes | None, path: str, number: int) -> dict[str, object] | None:
    if line is None:
        raise ArticleError(f"a line of more than {LONGEST // 2**20} MB", hint="split the article")
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        row = json.loads(text) if text.strip() else None
    except UnicodeDecodeError as error:
        raise ArticleError(f"not UTF-8 at byte {error.start + 1} of the line", hint="save it as UTF-8") from error
    except json.JSONDecodeError as error:
        raise ArticleError(f"not JSON at column {error.colno}: {error.msg}", hint=_HINT) from error
    except (ValueError, RecursionError) as error:
        raise ArticleError(f"JSON that cannot be read: {error}", hint=_HINT) from error
    if row is None and not text.strip():
        return None
    if not isinstance(row, dict):
        raise ArticleError("not an object", path=path, hint=_HINT)
    return row


def text_of(row: dict[str, object]) -> str:
    """The row's article text, exactly as it stands there.

    Raises:
        ArticleError: There is none, or it has half characters (lone surrogates).
    """
    text = row.get("text")
    if not isinstance(text, str):
        raise ArticleError("no 'text' in this row" if text is None else "'text' is not a string", hint=_HINT)
    if not text.strip():
        raise ArticleError("'text' is empty", hint="give the article's text, or leave the row out")
    if not is_unicode(text):
        raise ArticleError("'text' has half a character (a lone surrogate such as \\ud83d)", hint="repair the row")
    return text


def is_unicode(text: str) -> bool:
    """The text can be written as UTF-8."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def id_of(row: dict[str, object], source: Source, number: int) -> str:
    """The row's ``id``, or the file's name and the line number."""
    return text_value(row, "id") or f"{source.name}:{number}"
