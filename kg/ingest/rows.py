"""Reads JSON Lines, JSON and CSV: articles as rows with ``id title text date source url``.

The text is the row's ``text``, exactly. Other common names of the columns are taken as well (``maintext``,
``content`` …); ``author`` and ``language`` are kept.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from kg.errors import ArticleError
from kg.ingest import bounds
from kg.ingest.decode import decode
from kg.ingest.draft import Draft, draft, is_unicode
from kg.ingest.header import text_value
from kg.ingest.sources import whole
from kg.ingest.web import text_of
from kg.model import Issue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import BinaryIO

    from kg.ingest.sources import Source

LONGEST = 16 * 2**20
"""Bytes of the longest line that is read."""

_TEXTS = ("text", "maintext", "main_text", "content", "body", "article", "articlebody", "full_text", "content_text")
_LISTS = ("articles", "items", "documents", "data", "results", "entries")
_HINT = 'a row is one object, such as {"id": "1", "title": "…", "text": "…", "date": "2025-01-14"}'


def lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers; ``None`` stands for one longer than `LONGEST`, which is passed over unread."""
    number = 0
    while line := stream.readline(LONGEST + 1):
        number += 1
        if len(line) <= LONGEST or line.endswith(b"\n"):
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(LONGEST)
        yield number, None


def read_lines(source: Source, stream: BinaryIO) -> Iterator[Draft | Issue]:
    """The articles of a ``.jsonl`` file; an issue for each line that is none. One line is in memory at a time."""
    for number, line in lines(stream):
        try:
            row = _parsed(line, number)
            if row is not None:
                yield _draft(row, source, number)
        except ArticleError as error:
            yield Issue("row", error.message, source.path, number, hint=error.hint)


def _parsed(line: bytes | None, number: int) -> object:
    if line is None:
        raise ArticleError(f"a line of more than {LONGEST // 2**20} MB", hint="split the article")
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        return json.loads(text) if text.strip() else None
    except UnicodeDecodeError as error:
        raise ArticleError(f"not UTF-8 at byte {error.start + 1} of the line", hint="save it as UTF-8") from error
    except json.JSONDecodeError as error:
        raise ArticleError(f"not JSON at column {error.colno}: {error.msg}", hint=_HINT) from error
    except (ValueError, RecursionError) as error:
        raise ArticleError(f"JSON that cannot be read: {error}", hint=_HINT) from error


def read_json(source: Source, stream: BinaryIO) -> Iterator[Draft | Issue]:
    """The articles of a ``.json`` file: a list of rows, an object that holds one, or a single row."""
    text = decode(whole(stream, source.path, bounds.DOCUMENT), source.path).removeprefix("\ufeff")
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise ArticleError(f"not JSON at column {error.colno}: {error.msg}", line=error.lineno, hint=_HINT) from error
    except (ValueError, RecursionError) as error:
        raise ArticleError(f"JSON that cannot be read: {error}", hint=_HINT) from error
    if isinstance(data, dict) and not any(key.casefold() in _TEXTS for key in data):
        data = next((data[key] for key in _LISTS if isinstance(data.get(key), list)), data)
    single = not isinstance(data, list)
    for number, row in enumerate([data] if single else data, 1):
        try:
            yield _draft(row, source, None if single else number)
        except ArticleError as error:
            where = error.message if single else f"entry {number}: {error.message}"
            yield Issue("row", where, source.path, hint=error.hint)


def read_table(source: Source, stream: BinaryIO) -> Iterator[Draft | Issue]:
    """The articles of a ``.csv`` or ``.tsv`` file with a line of column names. One row is in memory at a time."""
    head, stream = bounds.peek(stream)
    first = head.split(b"\n", 1)[0]
    delimiter = max(b",;\t", key=lambda mark: first.count(bytes([mark])))
    csv.field_size_limit(LONGEST)
    long: list[int] = []
    reader = csv.DictReader(_texts(stream, long), delimiter=chr(delimiter))
    for item in _table(reader, source):
        yield from _too_long(long, source)
        yield item
    yield from _too_long(long, source)


def _texts(stream: BinaryIO, long: list[int]) -> Iterator[str]:
    """The lines of a table; each is UTF-8 or else Windows-1252. The numbers of those that are too long are noted."""
    for number, line in lines(stream):
        if line is None:
            long.append(number)
            continue
        bare = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        try:
            text = bare.decode("utf-8")
        except UnicodeDecodeError:
            text = bare.decode("cp1252", "replace")
        yield from io.StringIO(text, newline="")


def _too_long(numbers: list[int], source: Source) -> Iterator[Issue]:
    while numbers:
        what = f"a line of more than {LONGEST // 2**20} MB"
        yield Issue("row", what, source.path, numbers.pop(0), hint="split the article, or close the quote")


def _table(reader: csv.DictReader[str], source: Source) -> Iterator[Draft | Issue]:
    names = [name.casefold().strip() for name in reader.fieldnames or ()]
    if not set(names) & set(_TEXTS):
        hint = "name the column of the article's text 'text' in the first line"
        raise ArticleError("no column 'text'", line=1, hint=hint)
    reader.fieldnames = names
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
            if row is None:
                return
            yield _draft(_even(row), source, line)
        except ArticleError as error:
            yield Issue("row", error.message, source.path, line, hint=error.hint)
        except csv.Error as error:
            raise ArticleError(
                f"the table cannot be read on: {error}", line=line, hint="is a quote left open?"
            ) from error


def _even(row: dict[str, str]) -> dict[str, str | None]:
    if None in row:
        raise ArticleError("more fields than there are columns", hint="put quotes around fields with commas")
    return {key: value or None for key, value in row.items()}


def _draft(row: object, source: Source, number: int | None) -> Draft:
    if not isinstance(row, dict):
        raise ArticleError("not an object", hint=_HINT)
    values = {str(key).casefold(): value for key, value in row.items()}
    text = _text(values)
    name = text_value(values, "id") or (source.name if number is None else f"{source.name}:{number}")
    if not is_unicode(name):
        raise ArticleError("'id' has half a character (a lone surrogate such as \\ud83d)", hint="repair the row")
    return draft(name, text, values, line=number)


def _text(values: Mapping[str, object]) -> str:
    text = next((value for key in _TEXTS if (value := values.get(key)) is not None), None)
    if text is None and isinstance(page := values.get("content_html"), str):
        text = text_of(page)
    if not isinstance(text, str):
        raise ArticleError("no 'text' in this row" if text is None else "'text' is not a string", hint=_HINT)
    if not text.strip():
        raise ArticleError("'text' is empty", hint="give the article's text, or leave the row out")
    if not is_unicode(text):
        raise ArticleError("'text' has half a character (a lone surrogate such as \\ud83d)", hint="repair the row")
    return text
