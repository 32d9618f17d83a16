"""News articles in, a knowledge graph of political actors and relations out; every edge shows the words that say it.

>>> import kg
>>> graph = kg.open("exports/store")            # doctest: +SKIP
>>> graph.query("SELECT ?x { ent:Armenia kg:signs ?x }")  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from kg.library import Graph

__all__ = ["open"]


def open(path: Path | str | None = None) -> Graph:  # noqa: A001 - kg.open reads as it should
    """A built graph: its claims, SPARQL, data frames, rdflib and networkx views.

    Args:
        path: The store, a folder or the URL of a SPARQL endpoint; ``KG_STORE`` or ``exports/store`` if not given.

    Raises:
        StoreError: There is no store there.
    """
    from kg.library import Graph

    return Graph(path)
