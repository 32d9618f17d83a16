"""Formats of other tools: FollowTheMoney entities (OpenAleph, yente) and a CSV set for Neo4j's bulk import."""

from __future__ import annotations

import csv
import io
import json
import tomllib
import zipfile
from typing import TYPE_CHECKING

from kg import ids, resources
from kg.export.tables import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any, BinaryIO

    from kg.export.tables import Json
    from kg.model import ArticleId, ArticleRecord, Claim, Entity, EntityId
    from kg.ontology import Ontology
    from kg.registry import Source

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every file in an archive: the same graph gives the same bytes."""
ENDS = (":START_ID", ":END_ID", ":TYPE")
TIE = (
    "id", "modality", "attribution", "attributed_to", "sign:int", "plover",
    "start", "end", "confidence:float", "article", "quote",
)  # fmt: skip
IMPORT = """Unpack, then, with the database stopped:

  neo4j-admin database import full --nodes=entities.csv --relationships=claims.csv --multiline-fields=true neo4j
"""


def followthemoney(source: Source, out: BinaryIO) -> None:
    """An entity per line: actors first, then a link per claim, each by its id (https://followthemoney.tech)."""
    with (resources.find(source.settings).ontology / "followthemoney.toml").open("rb") as file:
        rules = tomllib.load(file)
    entities, articles = source.view.entities(), source.view.articles()
    schemas = {name: _schema(entity.type, rules["schema"], source.ontology) for name, entity in entities.items()}
    for name, entity in entities.items():
        _line(out, _thing(entity, schemas[name]))
    for claim in source.view.claims():
        _line(out, _link(claim, schemas, rules["link"], articles, source.ontology))


def _line(out: BinaryIO, entity: dict[str, Json]) -> None:
    out.write(json.dumps(entity, ensure_ascii=False).encode() + b"\n")


def _schema(kind: str, schemas: Mapping[str, str], ontology: Ontology) -> str:
    """The schema of a class, or of the nearest class above it."""
    if kind in schemas:
        return schemas[kind]
    above = ontology.classes[kind].ancestors if kind in ontology.classes else frozenset({"Entity"})
    depth = {name: len(ontology.classes[name].ancestors) for name in above & set(schemas)}
    return schemas[min(depth, key=lambda name: (-depth[name], name))] if depth else schemas["Entity"]


def _thing(entity: Entity, schema: str) -> dict[str, Json]:
    properties: dict[str, Json] = {"name": [entity.label]}
    if entity.aliases:
        properties["alias"] = list(entity.aliases)
    if entity.wikidata:
        properties["wikidataId"] = [entity.wikidata]
    return {"id": f"kg-{ids.digest(entity.id, length=24)}", "schema": schema, "properties": properties}


def _link(
    claim: Claim,
    schemas: Mapping[EntityId, str],
    links: Mapping[str, Mapping[str, Any]],
    articles: Mapping[ArticleId, ArticleRecord],
    ontology: Ontology,
) -> dict[str, Json]:
    rule = links.get(claim.predicate, {})
    if rule and not set(rule["needs"]) & {schemas.get(claim.object, "")}:
        rule = {}
    relation = ontology.relations.get(claim.predicate)
    label = relation.label if relation else claim.predicate
    article = articles.get(claim.evidence[0].article)
    properties: dict[str, Json] = {
        rule.get("subject", "subject"): [f"kg-{ids.digest(claim.subject, length=24)}"],
        rule.get("object", "object"): [f"kg-{ids.digest(claim.object, length=24)}"],
        rule.get("role", "role"): [label if claim.modality == "factual" else f"{label} ({claim.modality})"],
        "summary": [evidence.quote for evidence in claim.evidence],
    }
    if claim.period:
        for name, value in (("startDate", claim.period.start), ("endDate", claim.period.end)):
            if value:
                properties[name] = [value]
    if article and article.url.startswith(("http://", "https://")):
        properties["sourceUrl"] = [article.url]
    if article and article.source:
        properties["publisher"] = [article.source]
    return {"id": f"kg-{claim.id}", "schema": rule.get("schema", "UnknownLink"), "properties": properties}


def neo4j(source: Source, out: BinaryIO) -> None:
    """A zip of ``entities.csv`` and ``claims.csv`` for ``neo4j-admin database import``."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _file(archive, "entities.csv", _table(_nodes(source)))
        _file(archive, "claims.csv", _table(_edges(source)))
        _file(archive, "README.txt", IMPORT.encode())


def _file(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, EPOCH)
    info.external_attr = 0o644 << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, data)


def _table(rows: Iterable[Sequence[Json]]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([safe(cell) for cell in row] for row in rows)
    return stream.getvalue().encode()


def _nodes(source: Source) -> Iterator[list[Json]]:
    yield ["id:ID", "label", "aliases:string[]", "wikidata", ":LABEL"]
    for entity in source.view.entities().values():
        above = source.ontology.classes[entity.type].ancestors if entity.type in source.ontology.classes else ()
        aliases = ";".join(alias.replace(";", ",") for alias in entity.aliases)
        yield [entity.id, entity.label, aliases, entity.wikidata, ";".join(sorted({entity.type, *above}))]


def _edges(source: Source) -> Iterator[list[Json]]:
    yield [*ENDS, *TIE]
    for claim in source.view.claims():
        relation, said, period = source.ontology.relations.get(claim.predicate), claim.attribution, claim.period
        kind = "".join(f"_{c}" if c.isupper() else c.upper() for c in claim.predicate)
        yield [
            claim.subject, claim.object, kind, claim.id, claim.modality.value,
            said.manner.value if said else "", said.speaker if said else "",
            relation.sign if relation else 0, relation.plover if relation else "",
            period.start if period else "", period.end if period else "", claim.confidence,
            claim.evidence[0].article, claim.evidence[0].quote,
        ]  # fmt: skip
