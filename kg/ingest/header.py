"""Reads what stands above an article's text: front matter, or a line that gives the date."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from kg.errors import ArticleError
from kg.ingest import published

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

LONGEST = 65_536
"""Characters of the longest front matter."""

_HINT = "front matter is lines like 'title: …' between two lines '---'"
_OPEN = re.compile(r"\ufeff?---[ \t]*\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"[A-Za-z_][\w -]*:(?:\s|$)")
_DATE_LINE = re.compile(
    r"\ufeff?\s*(?:date|dated|published)\b[ \t]*:?[ \t]*"
    r"(?:(?P<iso>\d{4}-\d{2}-\d{2})(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?(?!\S)|(?P<rest>[^\n]{6,40})(?=\n|\Z))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Header:
    """What the top of a text says about it.

    Attributes:
        values: Names and values, names in lower case.
        body: Offset at which the article's own text begins.
        published: The date of a first line such as ``date 2025-01-14``, if there is one.
    """

    values: Mapping[str, object] = field(default_factory=dict)
    body: int = 0
    published: date | None = None


_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(text: str, path: str) -> Header:
    """The header of a text; an empty one if it has none.

    Raises:
        ArticleError: Front matter that is not closed or is no YAML mapping; names the line.
    """
    start = _OPEN.match(text)
    if start is None or not _is_front_matter(text, start.end()):
        return _dated(text, Header(body=1 if text.startswith("\ufeff") else 0))
    close = _CLOSE.search(text, start.end(), start.end() + LONGEST)
    if close is None:
        raise ArticleError("front matter is opened with '---' but never closed", path=path, line=1, hint=_HINT)
    values = _mapping(text[start.end() : close.start()], path)
    return _dated(text, Header(values, min(close.end() + 1, len(text))))


def text_value(values: Mapping[str, object], key: str) -> str:
    """A value as one line of text; empty if it is not there or is no plain value."""
    value = values.get(key)
    if value is None or isinstance(value, (dict, list, tuple, set, bytes)):
        return ""
    return " ".join(str(value).split())


def _is_front_matter(text: str, start: int) -> bool:
    """The first line with something on it has a key; else '---' is only a rule across the page."""
    for line in text[start : start + LONGEST].split("\n"):
        if line.strip() and not line.lstrip().startswith("#"):
            return _KEY.match(line) is not None
    return False


def _mapping(block: str, path: str) -> dict[str, object]:
    try:
        _refuse_aliases(block, path)
        loaded: Any = YAMLHandler().load(block, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 2 if mark else 1
        raise ArticleError(
            f"broken front matter: {error.problem or error.context}", path=path, line=line, hint=_HINT
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ArticleError(f"broken front matter: {_first(error)}", path=path, line=1, hint=_HINT) from error
    if not isinstance(loaded, dict):
        raise ArticleError("broken front matter: no 'name: value' lines", path=path, line=2, hint=_HINT)
    return {str(key).casefold(): value for key, value in loaded.items()}


def _refuse_aliases(block: str, path: str) -> None:
    """Aliases could make a short text expand without end."""
    if "*" in block:
        for event in yaml.parse(block, Loader=_Loader):
            if isinstance(event, yaml.AliasEvent):
                line = event.start_mark.line + 2 if event.start_mark else 1
                raise ArticleError("broken front matter: aliases (*) are not read", path=path, line=line, hint=_HINT)


def _first(error: Exception) -> str:
    return str(error).split("\n", 1)[0] or type(error).__name__


def _dated(text: str, header: Header) -> Header:
    """The header with the date of the first line, if that line gives one; the body then begins after it."""
    match = _DATE_LINE.match(text, header.body)
    day = published.parse(match["iso"] or match["rest"]) if match else None
    if match is None or day is None:
        return header
    return Header(header.values, match.end(), day)
