"""A contribution as one literal, so that an endpoint can keep what is needed to take an article out again."""

from __future__ import annotations

import base64
import json
import zlib

from kg.graph import merge
from kg.graph.build import Run
from kg.graph.state import Contribution
from kg.model import ArticleId, Issue

LARGEST = 2**28
"""Bytes of a record; what is larger is not ours."""


def dump(one: Contribution) -> str:
    """A contribution as compressed JSON in base 64, the same bytes for the same contribution."""
    run = (one.run.version, one.run.model, one.run.rules)
    parts = [
        one.article, one.mark, one.sha256, one.path, one.text, run,
        [(entity.id, merge.dump(entity)) for entity in one.entities], sorted(one.facts),
        [(i.kind, i.message, i.path, i.line, i.article, i.hint) for i in one.issues],
    ]  # fmt: skip
    return base64.b64encode(zlib.compress(json.dumps(parts).encode())).decode()


def load(packed: str) -> Contribution:
    """What :func:`dump` was given.

    Raises:
        ValueError: It is something else.
    """
    try:
        article, mark, sha256, path, text, run, entities, facts, issues = json.loads(
            zlib.decompressobj().decompress(base64.b64decode(packed), LARGEST)
        )
        return Contribution(
            ArticleId(article), mark, sha256, path, text, Run(*run),
            tuple(merge.load(name, data) for name, data in entities),
            frozenset((s, p, o) for s, p, o in facts),
            tuple(Issue(kind, message, path, line, name, hint) for kind, message, path, line, name, hint in issues),
        )  # fmt: skip
    except (zlib.error, TypeError, KeyError, IndexError) as error:
        raise ValueError(f"no record of an article: {error}") from None
