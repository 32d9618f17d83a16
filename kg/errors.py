"""The error tree and its exit codes.

    KgError
    ├── ConfigError               exit 2   an option or a setting that cannot be used
    ├── DataError                 exit 3   path:line, what is wrong, what to do
    │   ├── ArticleError                   an input file
    │   ├── OntologyError                  ontology/*.ttl, seeds/actors/*.ttl
    │   ├── LexiconError                   ontology/lexicon/**/*.toml
    │   ├── StoreError                     the graph on disk or behind an endpoint
    │   └── ExportError                    a file that cannot be written
    ├── QueryError                exit 2   SPARQL that does not parse, an unknown question, a bad parameter
    └── MissingResourceError      exit 4   a model or extra that is not installed

Exit 0 is «done»; exit 1 is «ran, and the answer is no» (does not conform, below the floor).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from pathlib import Path


class KgError(Exception):
    """Base of every error that ``kg`` raises on purpose.

    Args:
        message: What is wrong, in one line.
        hint: What to do about it, or the command to type.
        path: The file at fault.
        line: The line in that file, counted from 1.
    """

    exit_code: ClassVar[int] = 1

    def __init__(
        self, message: str, *, hint: str = "", path: Path | str | None = None, line: int | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.path = path
        self.line = line

    @property
    def place(self) -> str:
        """``path:line``, as much of it as is known."""
        if self.path is None:
            return ""
        return f"{self.path}:{self.line}" if self.line is not None else f"{self.path}"

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}" if self.place else self.message
        return f"{text} ({self.hint})" if self.hint else text


class ConfigError(KgError):
    """An option, setting or argument that cannot be used."""

    exit_code = 2


class DataError(KgError):
    """Data that cannot be read or written."""

    exit_code = 3


class ArticleError(DataError):
    """An input file that gives no article."""


class OntologyError(DataError):
    """A fault in the ontology or in the seed actors."""


class LexiconError(DataError):
    """A fault in the lexicon."""


class StoreError(DataError):
    """A store that cannot be opened, read or written."""


class ExportError(DataError):
    """An output file that cannot be written."""


class QueryError(KgError):
    """A query that cannot be run."""

    exit_code = 2


class MissingResourceError(KgError):
    """A model or an optional dependency that is not installed."""

    exit_code = 4
