"""Exporters of the formats that are written as text in one piece."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import BinaryIO

    from kg.registry import Source


def page(source: Source, out: BinaryIO) -> None:
    """The interactive page."""
    from kg.export import html

    out.write(html.render(source.view, source.ontology).encode())
