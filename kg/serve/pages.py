"""Pages for people: a query editor with the named questions, a page per entity, the interactive graph."""

from __future__ import annotations

import asyncio
import json
import secrets
from typing import TYPE_CHECKING
from urllib.parse import unquote

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import Response

from kg import ontology, resources
from kg.analyse import query
from kg.graph.names import Names
from kg.model import EntityId
from kg.serve import negotiate
from kg.serve.negotiate import Media
from kg.serve.protocol import HttpError

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.serve.endpoint import Endpoint

ENTITY = (Media.HTML, Media.TTL, Media.JSONLD, Media.NT, Media.RDF)
DESCRIBE = """CONSTRUCT {{ <{iri}> ?p ?o . ?s ?q <{iri}> }} WHERE {{
  VALUES ?g {{ <graph/entities> <graph/asserted> <graph/inferred> }}
  GRAPH ?g {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?q <{iri}> }} }}
}}"""
KNOWN = "SELECT ?p ?v WHERE {{ GRAPH <graph/entities> {{ <{iri}> ?p ?v }} }} ORDER BY ?p ?v"
CLAIMS = """SELECT ?who ?whoId ?how ?whom ?whomId ?modality ?sign ?date ?quote ?article WHERE {{
  GRAPH ?g {{
    {{ ?claim rdf:subject <{iri}> }} UNION {{ ?claim rdf:object <{iri}> }}
    ?claim rdf:subject ?whoId ; rdf:predicate ?relation ; rdf:object ?whomId ; kg:modality ?certainty ;
      kg:evidence ?evidence .
    ?evidence oa:hasSource ?source ; oa:hasSelector/oa:exact ?quote .
    ?source dcterms:identifier ?article .
    OPTIONAL {{ ?claim kg:eventStart ?start }}
    OPTIONAL {{ ?source schema:datePublished ?published }}
  }}
  GRAPH <graph/ontology> {{ ?relation kg:sign ?sign ; rdfs:label ?how }}
  GRAPH <graph/entities> {{ ?whoId rdfs:label ?who . ?whomId rdfs:label ?whom }}
  BIND (STRAFTER(STR(?certainty), "#") AS ?modality)
  BIND (STR(COALESCE(?start, ?published, "")) AS ?date)
}} ORDER BY DESC(?date) ?who ?how ?whom ?quote LIMIT 500"""


class Site:
    """The pages of one endpoint."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._names = Names(endpoint.settings.base)
        self._folders = resources.find(endpoint.settings)
        self._env = Environment(
            loader=PackageLoader("kg.serve", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self._drawn: tuple[str, bytes] = ("", b"")
        self._drawing = asyncio.Lock()

    async def front(self, _: Request) -> Response:
        """``/``: the query editor."""
        questions = query.load(self._folders.queries).values()
        listed = [{"name": q.name, "title": q.title, "about": q.about, "text": _body(q.text)} for q in questions]
        return self._page("front.html.j2", questions=listed, prefixes=self._names.prefixes(), base=self._names.base)

    async def entity(self, request: Request) -> Response:
        """``/entity/NAME``: HTML, Turtle or JSON-LD, as the client prefers."""
        iri = self._names.entity(_entity(request))
        media = negotiate.choose(request.headers.get("accept"), ENTITY)
        if media is None:
            raise HttpError(406, "none of the formats that the client accepts can be written")
        known = await self._rows(KNOWN.format(iri=iri))
        if not known:
            raise HttpError(404, "the graph knows nobody of that name")
        if media is not Media.HTML:
            reply = await self._endpoint.read(_asked(rdf=media.short), DESCRIBE.format(iri=iri).encode())
            return Response(reply.body, reply.status, {"Content-Type": media.header})
        facts: dict[str, list[str]] = {}
        for row in known:
            facts.setdefault(row["p"].replace("#", "/").rsplit("/", 1)[-1], []).append(row["v"])
        claims = await self._rows(CLAIMS.format(iri=iri))
        prefix = self._names.base + "entity/"
        for claim in claims:
            claim["whoId"], claim["whomId"] = claim["whoId"].removeprefix(prefix), claim["whomId"].removeprefix(prefix)
        return self._page("entity.html.j2", iri=iri, facts=facts, claims=claims, ontology=self._names.ontology)

    async def graph(self, _: Request) -> Response:
        """``/graph``: the interactive graph, drawn anew when the store has changed."""
        async with self._drawing:
            generation = self._endpoint.generation
            if self._drawn[0] != generation:
                self._drawn = (generation, await asyncio.to_thread(self._draw))
        return Response(self._drawn[1], headers={"Content-Type": Media.HTML.header})

    def _draw(self) -> bytes:
        from kg.export import html
        from kg.graph.read import View
        from kg.graph.store import open_store

        settings = self._endpoint.settings
        meanings = ontology.load(self._folders.ontology, settings.base)
        with open_store(settings.store, settings.base) as store:
            return html.render(View(store), meanings).encode()

    async def _rows(self, text: str) -> list[dict[str, str]]:
        reply = await self._endpoint.read(_asked(results="json"), text.encode())
        if reply.reason:
            raise HttpError(reply.status, reply.reason)
        rows = json.loads(reply.body)["results"]["bindings"]
        return [{name: value["value"] for name, value in row.items()} for row in rows]

    def _page(self, name: str, **values: object) -> Response:
        nonce = secrets.token_urlsafe(16)
        policy = (
            f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; "
            "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        )
        text = self._env.get_template(name).render(nonce=nonce, **values)
        return Response(text, headers={"Content-Type": Media.HTML.header, "Content-Security-Policy": policy})


def _entity(request: Request) -> EntityId:
    name = request.path_params["name"]
    if not name or len(name) > 500 or any(character < " " for character in name):  # noqa: PLR2004 - a bound
        raise HttpError(404, "the graph knows nobody of that name")
    return EntityId(unquote(name))


def _asked(*, results: str = "", rdf: str = "") -> dict[str, object]:
    nothing: list[str] = []
    dataset: dict[str, object] = {"default": nothing, "named": nothing, "dataset": True, "graphs": nothing}
    return dataset | {"do": "query", "results": results, "rdf": rdf}


def _body(text: str) -> str:
    """A question without its header."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("#"))
