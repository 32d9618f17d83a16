"""What a briefing can be written as."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """What a briefing can be written as."""

    HTML = "html"
    MD = "md"
