"""What one reading brings into a store: its quads, and what must be known to take them out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import ids
from kg.graph.build import Builder, Run, record
from kg.graph.merge import named
from kg.graph.state import Contribution

if TYPE_CHECKING:
    from kg.graph.names import Names
    from kg.graph.terms import Quad
    from kg.model import Article, Reading


def mark(article: Article, run: Run, decided: str = "") -> str:
    """Digest of all that a reading depends on: the text, what is known of the article, tools, rules, and decisions on it."""
    published = article.published.isoformat() if article.published else ""
    known = (article.title, article.source, article.url, published, article.language, article.author)
    span = [str(side) for part in (article.body, *article.segments) for side in (part.start, part.end)]
    given = (decided,) if decided else ()
    return ids.digest(article.id, article.text, *known, *span, run.id, *given, length=32)


def contribution(reading: Reading, run: Run, names: Names, decided: str = "") -> tuple[Contribution, list[Quad]]:
    """What :meth:`kg.graph.store.Store.write` takes.

    Args:
        decided: What a person decided on the article's claims.
    """
    article, build = reading.article, Builder(names)
    kept = record(article)
    claims = sorted(reading.claims, key=lambda claim: claim.id)
    wanted = named(claims)
    wanted |= {other for entity in reading.entities if entity.id in wanted for other in entity.of}
    quads = list(build.article(kept))
    for claim in claims:
        quads += build.claim(claim, run=run.id, words=article.text)
    facts = {
        (names.entity(claim.subject), names.term(claim.predicate), names.entity(claim.object))
        for claim in claims
        if claim.asserted
    }
    entities = {entity.id: entity for entity in reading.entities if entity.id in wanted}
    one = Contribution(
        article.id, mark(article, run, decided), kept.sha256, article.path, article.text, run,
        tuple(entities[name] for name in sorted(entities)), frozenset(facts), reading.issues,
    )  # fmt: skip
    return one, quads
