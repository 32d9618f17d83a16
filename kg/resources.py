"""Finds ``ontology/`` and ``seeds/``: the option, else the checkout, else the wheel."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ConfigError, MissingResourceError

if TYPE_CHECKING:
    from kg.config import Settings

PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Resources:
    """Folders of the knowledge that people edit."""

    ontology: Path
    seeds: Path

    @property
    def lexicon(self) -> Path:
        """Folder of ``*.toml`` files that say which words mean which relation."""
        return self.ontology / "lexicon"

    @property
    def queries(self) -> Path:
        """Folder of named questions, ``*.rq``."""
        return self.ontology / "queries"

    @property
    def rules(self) -> Path:
        """Folder of inference rules, ``*.rq``."""
        return self.ontology / "rules"

    @property
    def actors(self) -> Path:
        """Folder of seed actors, ``*.ttl``."""
        return self.seeds / "actors"

    @property
    def articles(self) -> Path:
        """Folder of example articles, ``*.md``."""
        return self.seeds / "articles"


def find(settings: Settings) -> Resources:
    """The folders to read knowledge from.

    Raises:
        ConfigError: A folder that was asked for is not there.
        MissingResourceError: Neither the checkout nor the installed package holds one.
    """
    return Resources(
        ontology=_folder("ontology", settings.ontology),
        seeds=_folder("seeds", settings.seeds),
    )


def _folder(name: str, wanted: Path | None) -> Path:
    if wanted is not None:
        if not wanted.is_dir():
            raise ConfigError(f"no such folder: {wanted}", hint=f"KG_{name.upper()} names it")
        return wanted
    for candidate in (PACKAGE.parent / name, PACKAGE / "_data" / name):
        if candidate.is_dir():
            return candidate
    raise MissingResourceError(
        f"the {name} folder is neither beside the package nor in it", hint="python3 -m pip install --force-reinstall kg"
    )
