"""The service description (https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

from kg.graph.formats import serialize
from kg.graph.terms import TYPE, Quad, Vocabulary, iri

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"


def description(endpoint: str, format_name: str, *, writable: bool) -> bytes:
    """What the endpoint at this URL can do, in an RDF format."""
    service, dataset, graph = f"{endpoint}#service", f"{endpoint}#dataset", f"{endpoint}#default-graph"
    languages = ["SPARQL10Query", "SPARQL11Query", *(["SPARQL11Update"] if writable else [])]
    results = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
    rdf = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")
    said = [
        (service, TYPE, f"{SD}Service"),
        (service, f"{SD}endpoint", endpoint),
        (service, f"{SD}feature", f"{SD}UnionDefaultGraph"),
        (service, f"{SD}defaultDataset", dataset),
        (dataset, TYPE, f"{SD}Dataset"),
        (dataset, f"{SD}defaultGraph", graph),
        (graph, TYPE, f"{SD}Graph"),
        *((service, f"{SD}supportedLanguage", f"{SD}{language}") for language in languages),
        *((service, f"{SD}resultFormat", f"{FORMATS}{name}") for name in (*results, *rdf)),
        *((service, f"{SD}inputFormat", f"{FORMATS}{name}") for name in (rdf if writable else ())),
    ]
    lines = sorted(str(Quad(subject, predicate, iri(obj), "")).encode() for subject, predicate, obj in said)
    return serialize(lines, format_name, {"sd": SD, "rdf": Vocabulary.RDF})
