"""A person's decisions, as JSON Lines: they outweigh every score, in every later build.

On who is who: ``{"judgement": "same" | "different", "left": ID, "right": ID, "note": ""}``. On a claim: ``{"judgement":
"accept" | "reject", "claim": ID, "article": ID, "subject": ID, "relation": NAME, "object": ID, "note": ""}``. The order of
lines does not matter, and equal lines may repeat: the files of two people are put together with ``cat``, or with
``kg judgements merge``, which first looks for contradictions.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections import deque
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import DataError
from kg.model import ArticleId, ClaimId, Entity, EntityId

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from kg.model import Claim, Resolution


class Verdict(StrEnum):
    """What was decided about two entities, or about a claim."""

    SAME = "same"
    DIFFERENT = "different"
    ACCEPT = "accept"
    REJECT = "reject"


PAIRS = (Verdict.SAME, Verdict.DIFFERENT)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision; ``line`` is where it stands in its file, counted from 1."""

    verdict: Verdict
    left: EntityId
    right: EntityId
    note: str = ""
    line: int = field(default=0, compare=False)

    @property
    def pair(self) -> frozenset[EntityId]:
        """The two entities, in no order."""
        return frozenset((self.left, self.right))

    def dump(self) -> str:
        """The decision as a line of JSON."""
        row = {"judgement": self.verdict.value, "left": self.left, "right": self.right, "note": self.note}
        return json.dumps(row, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Ruling:
    """One decision on a claim; subject, relation and object tell a reader what it says, and find it where its id changed."""

    verdict: Verdict
    claim: ClaimId
    article: ArticleId
    subject: EntityId
    relation: str
    object: EntityId
    note: str = ""
    line: int = field(default=0, compare=False)

    def dump(self) -> str:
        """The decision as a line of JSON."""
        row = {name: getattr(self, name) for name in RULED}
        return json.dumps({"judgement": self.verdict.value, **row, "note": self.note}, ensure_ascii=False)


RULED = ("claim", "article", "subject", "relation", "object")


class Judgements:
    """All decisions taken together: "same" is transitive, "different" holds between whole groups.

    Raises:
        DataError: Two lines contradict each other; the message names all that are needed to see it.
    """

    def __init__(
        self, found: Iterable[Judgement] = (), path: Path | None = None, rulings: Iterable[Ruling] = ()
    ) -> None:
        self.lines = tuple(found)
        self.rulings: dict[ArticleId, dict[ClaimId, Ruling]] = {}
        for ruling in rulings:
            other = self.rulings.setdefault(ruling.article, {}).setdefault(ruling.claim, ruling)
            if other.verdict is not ruling.verdict:
                raise DataError(
                    f"line {other.line} says {other.verdict} of the claim {ruling.claim}, line {ruling.line} {ruling.verdict}",
                    path=path,
                    line=ruling.line,
                    hint="delete the line that is wrong",
                )
        self._parent: dict[EntityId, EntityId] = {}
        for one in self.lines:
            for entity in (one.left, one.right):
                self._parent.setdefault(entity, entity)
            if one.verdict is Verdict.SAME:
                low, high = sorted((self._root(one.left), self._root(one.right)))
                self._parent[high] = low
        groups: dict[EntityId, list[EntityId]] = {}
        for entity in sorted(self._parent):
            groups.setdefault(self._root(entity), []).append(entity)
        self._groups = {root: tuple(members) for root, members in groups.items()}
        self._apart: dict[frozenset[EntityId], Judgement] = {}
        for one in self.lines:
            if one.verdict is Verdict.DIFFERENT:
                if self.together(one.left, one.right):
                    raise self._contradiction(one, path)
                self._apart.setdefault(frozenset((self._root(one.left), self._root(one.right))), one)

    def __contains__(self, entity: object) -> bool:
        """Whether a line names the entity."""
        return entity in self._parent

    def _root(self, entity: EntityId) -> EntityId:
        while (above := self._parent.get(entity, entity)) != entity:
            self._parent[entity] = self._parent.get(above, above)
            entity = above
        return entity

    def on(self, article: ArticleId) -> str:
        """All that was decided on an article's claims, as one text: what it is read again for when that changes."""
        return "\n".join(one.dump() for _, one in sorted(self.rulings.get(article, {}).items()))

    @property
    def rules(self) -> str:
        """All that was decided on claims, as one text."""
        return "\n".join(self.on(article) for article in sorted(self.rulings))

    def ruling(self, claim: Claim) -> Ruling | None:
        """What was decided on a claim: by its id, or where actors were merged since, by what it says."""
        found = self.rulings.get(claim.evidence[0].article, {})
        if claim.id in found:
            return found[claim.id]
        for one in found.values():
            moved = (one.subject, one.object) != (claim.subject, claim.object) and one.relation == claim.predicate
            if moved and self.together(one.subject, claim.subject) and self.together(one.object, claim.object):
                return one
        return None

    def group(self, entity: EntityId) -> tuple[EntityId, ...]:
        """All that are the same as this entity, itself among them, sorted."""
        return self._groups.get(self._root(entity), (entity,))

    def together(self, left: EntityId, right: EntityId) -> bool:
        """Whether the two were decided to be one."""
        return self._root(left) == self._root(right)

    def apart(self, left: EntityId, right: EntityId) -> Judgement | None:
        """The decision that keeps the two, or others that are the same as they, apart."""
        return self._apart.get(frozenset((self._root(left), self._root(right))))

    def canonical(self, entity: EntityId, seeded: Container[EntityId]) -> EntityId:
        """The id that stands for all of a group: the first seeded one, else the first."""
        return min(self.group(entity), key=lambda one: (one not in seeded, one))

    def _contradiction(self, different: Judgement, path: Path | None) -> DataError:
        lines = " and ".join(str(one.line) for one in self.why(different.left, different.right))
        return DataError(
            f"{different.left} and {different.right} are different by line {different.line}, the same by line {lines}",
            path=path,
            line=different.line,
            hint="delete the line that is wrong",
        )

    def why(self, left: EntityId, right: EntityId) -> list[Judgement]:
        """The fewest decisions by which two entities are one, in the order in which they connect them."""
        edges: dict[EntityId, list[tuple[EntityId, Judgement]]] = {}
        for one in self.lines:
            if one.verdict is Verdict.SAME:
                edges.setdefault(one.left, []).append((one.right, one))
                edges.setdefault(one.right, []).append((one.left, one))
        waiting, ways = deque([left]), {left: list[Judgement]()}
        while waiting:
            here = waiting.popleft()
            for there, one in edges.get(here, ()):
                if there not in ways:
                    ways[there] = [*ways[here], one]
                    waiting.append(there)
        return ways.get(right, [])


def load(path: Path | None) -> Judgements:
    """The decisions of a file; none where there is no file.

    Raises:
        DataError: A line is no judgement, or two contradict each other.
    """
    return Judgements() if path is None else parsed(read_lines(path), path)


def read_lines(path: Path) -> list[str]:
    """The lines of a file; none where there is no file."""
    try:
        return path.read_text(encoding="utf-8").removesuffix("\n").split("\n") if path.exists() else []
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise DataError("this is no UTF-8", path=path, line=line, hint="save the file as UTF-8") from None
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror or error}", path=path) from error


def parsed(lines: Sequence[str], path: Path) -> Judgements:
    """The decisions that lines say."""
    found = [_judgement(text, path, i) for i, text in enumerate(lines, 1) if text.strip()]
    pairs = [one for one in found if isinstance(one, Judgement)]
    return Judgements(pairs, path, [one for one in found if isinstance(one, Ruling)])


def _judgement(text: str, path: Path, line: int) -> Judgement | Ruling:
    hint = 'a line is {"judgement": "same" or "different", "left": ID, "right": ID, "note": ""}'
    try:
        row = json.loads(text)
    except (ValueError, RecursionError):
        raise DataError("this is no JSON", path=path, line=line, hint=hint) from None
    if not isinstance(row, dict) or row.get("judgement") not in list(Verdict):
        raise DataError("this is no judgement", path=path, line=line, hint=hint)
    left, right, note = row.get("left"), row.get("right"), row.get("note", "")
    verdict = Verdict(row["judgement"])
    if verdict not in PAIRS:
        given = [row.get(name) for name in RULED]
        if not all(isinstance(value, str) and value for value in (*given, note or "-")):
            names = ", ".join(RULED)
            raise DataError(f"{names} must be texts", path=path, line=line, hint="kg review writes such lines")
        claim, article, subject, relation, obj = map(str, given)
        ends = EntityId(subject), relation, EntityId(obj)
        return Ruling(verdict, ClaimId(claim), ArticleId(article), *ends, note, line)
    if not (isinstance(left, str) and isinstance(right, str) and left.strip() and right.strip()):
        raise DataError("left and right must be ids of entities", path=path, line=line, hint=hint)
    if not isinstance(note, str):
        raise DataError("note must be a text", path=path, line=line, hint=hint)
    if left == right:
        raise DataError(f"left and right are both {left}", path=path, line=line, hint=hint)
    return Judgement(verdict, EntityId(left), EntityId(right), note, line)


def record(path: Path, judgement: Judgement) -> bool:
    """Add a decision to a file, which is replaced whole or not at all; the opposite decision on the same pair goes.

    Returns:
        Whether the file changed: a decision that it holds already is not written twice.

    Raises:
        DataError: The file has a fault, cannot be written, or other decisions say the opposite.
    """
    lines = read_lines(path)
    known = parsed(lines, path)
    if judgement in known.lines or any(
        one.pair == judgement.pair and one.verdict is judgement.verdict for one in known.lines
    ):
        return False
    opposite = {one.line for one in known.lines if one.pair == judgement.pair}
    kept = [text for i, text in enumerate(lines, 1) if i not in opposite]
    _check(judgement, [one for one in known.lines if one.line not in opposite], path)
    write(path, "".join(f"{text}\n" for text in (*kept, judgement.dump())))
    return True


def _check(judgement: Judgement, others: Sequence[Judgement], path: Path) -> None:
    known = Judgements(others)
    left, right = judgement.left, judgement.right
    against: list[Judgement] = []
    if judgement.verdict is Verdict.DIFFERENT:
        against = known.why(left, right)
    elif (apart := known.apart(left, right)) is not None:
        against = [apart, *(one for end in (left, right) for one in _ways(known, end, apart))]
    if against:
        lines = " and ".join(str(line) for line in sorted({one.line for one in against}))
        raise DataError(
            f"that {left} and {right} are {judgement.verdict} contradicts line {lines}",
            path=path,
            line=against[0].line,
            hint="delete the line that is wrong, then say it again",
        )


def _ways(known: Judgements, end: EntityId, apart: Judgement) -> list[Judgement]:
    other = next(one for one in (apart.left, apart.right) if known.together(one, end))
    return known.why(end, other)


def write(path: Path, text: str) -> None:
    """Replace a file, whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", dir=path.parent, prefix=".judgements.", encoding="utf-8", delete=False
        ) as file:
            try:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
                if path.exists():
                    Path(file.name).chmod(path.stat().st_mode & 0o777)
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise DataError(
            f"cannot be written: {error.strerror or error}", path=path, hint="nothing was changed"
        ) from error


def apply(resolution: Resolution, judgements: Judgements, seeds: Mapping[EntityId, Entity]) -> Resolution:
    """The resolution with every entity replaced by the one that stands for its group; names are united."""
    named = {entity.id for entity in resolution.entities}
    named |= {other for entity in resolution.entities for other in entity.of}
    to = {entity: judgements.canonical(entity, seeds) for entity in sorted(named) if entity in judgements}
    if all(one == other for one, other in to.items()):
        return resolution

    def new(entity: EntityId) -> EntityId:
        return to.get(entity, entity)

    groups: dict[EntityId, list[Entity]] = {}
    for entity in resolution.entities:
        groups.setdefault(new(entity.id), []).append(entity)
    entities = {name: _united(name, found, to, seeds) for name, found in groups.items()}
    links = tuple(
        replace(
            link,
            entities=tuple(dict.fromkeys(map(new, link.entities))),
            stands_for=None if link.stands_for is None else new(link.stands_for),
        )
        for link in resolution.links
    )
    titles = tuple(replace(t, of=None if t.of is None else new(t.of)) for t in resolution.titles)
    return replace(resolution, links=links, titles=titles, entities=tuple(entities[name] for name in sorted(entities)))


def _united(
    name: EntityId, found: Sequence[Entity], to: Mapping[EntityId, EntityId], seeds: Mapping[EntityId, Entity]
) -> Entity:
    """One description out of several; the seeds', else that of the id that stands for them, comes first."""
    base = seeds.get(name) or next((one for one in found if one.id == name), found[0])
    names = [n for one in (base, *found) for n in (one.label, *one.aliases) if n != base.label]
    of = [to.get(other, other) for one in ((base,) if base.seeded else (base, *found)) for other in one.of]
    return replace(
        base,
        id=name,
        aliases=tuple(dict.fromkeys((*base.aliases, *names))),
        of=tuple(other for other in dict.fromkeys(of) if other != name),
    )
