"""Briefings as one HTML or Markdown file. Whatever comes from an article is escaped; nothing is fetched."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import jinja2
from markupsafe import Markup

from kg.analyse.formats import Format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.analyse.report import Briefing

TEMPLATES = Path(__file__).with_name("briefing")
_SPECIAL = re.compile(r"([\\`*_{}\[\]|<>&~^$])")
_STARTS_A_BLOCK = re.compile(r"(\d+(?=[.)])|(?=[-+#=]))")
_SAFE_IN_ADDRESS = ":/?#[]@!$&'*+,;=%~-._"


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG picture and the words for who cannot see it."""

    alt: str
    svg: bytes

    @property
    def data(self) -> str:
        """The picture in base 64, for a data URI."""
        return base64.b64encode(self.svg).decode()


def written(briefing: Briefing, kind: Format, pictures: Sequence[Picture] = ()) -> str:
    """The text of the file; Markdown has no pictures, as they would be files of their own."""
    html = kind is Format.HTML
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=html,  # noqa: S701 - Markdown is escaped by ``finalize``, which sees every value
        finalize=None if html else _escaped,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.tests["link"] = _is_link
    environment.filters["address"] = _address
    text = environment.get_template(f"briefing.{kind}.jinja").render(briefing=briefing, pictures=pictures)
    return text if html else re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _escaped(value: object) -> object:
    """Text in which no character of Markdown or HTML does anything, on one line."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    text = _SPECIAL.sub(r"\\\1", " ".join(value.split()))
    start = _STARTS_A_BLOCK.match(text)
    return f"{text[: start.end()]}\\{text[start.end() :]}" if start else text


def _is_link(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _address(url: str) -> Markup:
    """An address for use between ``<`` and ``>``, without any character that could end it."""
    return Markup(quote(url, safe=_SAFE_IN_ADDRESS))  # noqa: S704 - quote leaves nothing that marks up
