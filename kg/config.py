"""Settings: read once from the environment and the command line, then passed down."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_BASE = "https://example.org/kg/"
DEFAULT_MODEL = "en_core_web_md"
STATE_FILE = "state.sqlite"
"""A folder that holds a file of this name is a store, and nothing in it is an article."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run needs to know.

    Attributes:
        base: Base IRI of everything that is minted; ends in ``/``. ``KG_BASE_IRI``.
        store: Where the graph is kept: a folder, or the URL of a SPARQL endpoint. ``KG_STORE``.
        model: Name of the spaCy pipeline. ``KG_MODEL``.
        ontology: Folder of the ontology, if not the project's own. ``KG_ONTOLOGY``.
        seeds: Folder of the seeds, if not the project's own. ``KG_SEEDS``.
        judgements: File of a person's merge and split decisions, if not the store's own. ``KG_JUDGEMENTS``.
        debug: Show tracebacks. ``KG_DEBUG``.
    """

    base: str = DEFAULT_BASE
    store: str = "exports/store"
    model: str = DEFAULT_MODEL
    ontology: Path | None = None
    seeds: Path | None = None
    judgements: Path | None = None
    debug: bool = False

    @property
    def is_remote(self) -> bool:
        """The graph is behind a SPARQL endpoint."""
        return self.store.startswith(("http://", "https://"))

    @property
    def decisions(self) -> Path | None:
        """The file of merge and split decisions: ``judgements.jsonl`` in the store, if no other is named."""
        if self.judgements is None and not self.is_remote:
            return Path(self.store) / "judgements.jsonl"
        return self.judgements

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Settings from ``KG_*`` variables.

        Raises:
            ConfigError: A variable holds something that cannot be used.
        """
        env = os.environ if environ is None else environ
        return cls(
            base=check_base(env.get("KG_BASE_IRI", DEFAULT_BASE)),
            store=env.get("KG_STORE", cls().store),
            model=env.get("KG_MODEL", DEFAULT_MODEL),
            ontology=_path(env.get("KG_ONTOLOGY")),
            seeds=_path(env.get("KG_SEEDS")),
            judgements=_path(env.get("KG_JUDGEMENTS")),
            debug=env.get("KG_DEBUG", "") not in {"", "0"},
        )

    def but(self, *, store: str | None = None, model: str | None = None, debug: bool | None = None) -> Settings:
        """A copy in which the options given on the command line take the place of the others."""
        return replace(
            self,
            store=self.store if store is None else store,
            model=self.model if model is None else model,
            debug=self.debug if debug is None else debug,
        )


def _path(value: str | None) -> Path | None:
    return Path(value) if value else None


def check_base(base: str) -> str:
    """The base IRI with a closing slash.

    Raises:
        ConfigError: It is no absolute http(s) IRI, or has characters that IRIs may not have.
    """
    parts = urlsplit(base)
    bad = set(base) & set('<>"{}|\\^` \n\t')
    if parts.scheme not in {"http", "https"} or not parts.netloc or bad or parts.query or parts.fragment:
        raise ConfigError(
            f"KG_BASE_IRI is not a usable base IRI: {base!r}",
            hint="give an absolute one such as https://data.example.org/kg/",
        )
    return base if base.endswith("/") else base + "/"
