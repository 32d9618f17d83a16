"""GraphML and GEXF: the claim network for Gephi, yEd, igraph and networkx."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import networkx as nx

from kg.analyse.dates import span
from kg.analyse.network import multigraph
from kg.analyse.records import Records
from kg.analyse.support import statement, support

if TYPE_CHECKING:
    from typing import BinaryIO, Protocol

    from kg.ontology import Ontology
    from kg.ports import GraphView

    class Source(Protocol):
        """A graph, and what its relations mean."""

        @property
        def view(self) -> GraphView:
            """The graph."""
            ...

        @property
        def ontology(self) -> Ontology:
            """The meanings."""
            ...


_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GEXF = "http://www.gexf.net/1.2draft"


def graphml(source: Source, out: BinaryIO) -> None:
    """Write GraphML (Brandes and others 2002): a node per entity, an edge per claim, the claim's id as the edge's.

    Edges carry what ``analyse.network.multigraph`` gives them, and ``label``, ``quote``, ``article``, ``url``,
    ``sources`` and ``independent`` (how many articles state the same; how many of them are no copies of each other).
    """
    nx.write_graphml_xml(flat(Records.read(source.view, source.ontology)), out, encoding="utf-8", named_key_ids=True)


def gexf(source: Source, out: BinaryIO) -> None:
    """Write GEXF 1.2 with time, for Gephi's timeline.

    An edge is there from the first to the last day that its claim speaks of, a node as long as any of its edges. The
    node attribute ``claims`` changes with time: the number of claims that begin in each month.
    """
    records = Records.read(source.view, source.ontology)
    graph = _timed(flat(records), records)
    text = "\n".join(nx.generate_gexf(graph, encoding="utf-8", version="1.2draft"))
    out.write(_undated(text).encode())


def flat(records: Records) -> nx.MultiDiGraph[str]:
    """The claim network with attributes that any format can hold, without characters that XML forbids."""
    graph = multigraph(records)
    supports, evidence = support(records.claims.values(), records.articles), records.evidence(records.claims)
    for _, _, key, data in graph.edges(keys=True, data=True):
        claim = records.claims[key]
        relation = records.relation(claim)
        first = next(iter(evidence.get(claim.id, ())), None)
        article = records.articles.get(first.article) if first else None
        data["label"] = relation.label if relation else str(claim.predicate)
        data["quote"] = first.quote if first else ""
        data["article"] = str(first.article) if first else ""
        data["url"] = article.url if article else ""
        data.update(supports[statement(claim)]._asdict())
        _clean(data)
    for _, data in graph.nodes(data=True):
        _clean(data)
    return graph


def _clean(data: dict[str, Any]) -> None:
    for name, value in data.items():
        if isinstance(value, str):
            data[name] = _NOT_XML.sub("\ufffd", value)


def _timed(graph: nx.MultiDiGraph[str], records: Records) -> nx.MultiDiGraph[str]:
    """Whole days as ``start`` and ``end``; the text's own dates move to ``since`` and ``until``."""
    months: dict[str, dict[str, int]] = {}
    for subject, obj, key, data in graph.edges(keys=True, data=True):
        data["id"] = key
        data["since"], data["until"] = data.pop("start"), data.pop("end")
        found = records.days(records.claims[key])
        if found is None:
            continue
        if found.first is not None:
            data["start"] = found.first.isoformat()
        if found.last is not None:
            data["end"] = found.last.isoformat()
        for node in (subject, obj):
            _widen(graph.nodes[node], data)
            begins = data.get("start") or data["end"]
            months.setdefault(node, {}).setdefault(begins[:7], 0)
            months[node][begins[:7]] += 1
    for node, counts in sorted(months.items()):
        spells = ((number, span(month)) for month, number in sorted(counts.items()))
        graph.nodes[node]["claims"] = [(number, str(days.first), str(days.last)) for number, days in spells if days]
    graph.graph["mode"] = "dynamic"
    return graph


def _widen(node: dict[str, Any], edge: dict[str, Any]) -> None:
    for side, choose in (("start", min), ("end", max)):
        if side in edge:
            node[side] = choose(node.get(side, edge[side]), edge[side])


def _undated(text: str) -> str:
    """The file without the day on which it was written, so that the same graph gives the same bytes."""
    ET.register_namespace("", _GEXF)
    ET.register_namespace("xsi", "http://www.w3.org/2001/XMLSchema-instance")
    root = ET.fromstring(text)  # noqa: S314 - our own text of a moment ago
    for meta in root.iter(f"{{{_GEXF}}}meta"):
        meta.attrib.pop("lastmodifieddate", None)
    return "<?xml version='1.0' encoding='utf-8'?>\n" + ET.tostring(root, encoding="unicode") + "\n"
