"use strict";
// The selection as a SPARQL query over the graph's own vocabulary (ontology/README.md draws it).
(() => {
  const quoted = (text) => '"' + text.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n").replace(/\r/g, "\\r").replace(/\t/g, "\\t") + '"';
  const segment = (id) => encodeURIComponent(id.toWellFormed ? id.toWellFormed() : id).replace(/%(24|2B|2C|3B|3D|3A|40)/g, (code) => decodeURIComponent(code));
  const term = (name) => (/^[A-Za-z][A-Za-z0-9_]*$/.test(name) ? "kg:" + name : "<" + kg.data.base + "ontology#" + encodeURIComponent(name) + ">");
  const entity = (i) => "<" + kg.data.base + "entity/" + segment(kg.actors[i].id) + ">";
  const list = (values) => values.join(", ");

  const overlap = (from, to) => [
    to === null ? "" : "?first <= " + quoted(kg.isoDay(to)),
    from === null ? "" : 'CONCAT(?last, "~") >= ' + quoted(kg.isoDay(from)),
  ].filter(Boolean).join(" && ");

  function filters(state) {
    const out = [];
    const gone = kg.relations.filter((one) => state.off.relation.has(one.i) || state.off.group.has(one.group) || state.off.sign.has(one.sign + 1));
    if (gone.length) out.push("FILTER(?relation NOT IN (" + list(gone.map((one) => term(one.name))) + "))");
    if (state.off.modality.size) out.push("FILTER(?modality NOT IN (" + list([...state.off.modality].map((n) => term(kg.MODALITIES[n]))) + "))");
    if (state.off.source.size) out.push('FILTER(COALESCE(?source, "") NOT IN (' + list([...state.off.source].map((n) => quoted(kg.data.sources[n]))) + "))");
    if (state.sure > 0) out.push("FILTER(?confidence >= " + (state.sure - 0.5) / 100 + ")");
    if (state.off.type.size) {
      const types = list([...state.off.type].map((n) => term(kg.types[n].name)));
      out.push("GRAPH <" + kg.data.base + "graph/entities> { ?subject a ?subjectType . ?object a ?objectType }", "FILTER(?subjectType NOT IN (" + types + ") && ?objectType NOT IN (" + types + "))");
    }
    if (state.hide.size) out.push("FILTER(?subject NOT IN (" + list([...state.hide].map(entity)) + ") && ?object NOT IN (" + list([...state.hide].map(entity)) + "))");
    if (kg.now.near) out.push("FILTER(?subject IN (" + list([...kg.now.near].map(entity)) + ") && ?object IN (" + list([...kg.now.near].map(entity)) + "))");
    if (state.from !== null || state.to !== null) out.push("FILTER(" + overlap(state.from, state.to) + ")");
    if (state.compare) out.push("FILTER((" + state.compare.map(([from, to]) => overlap(from, to)).join(") || (") + "))");
    return out;
  }

  kg.sparql = (state) => [
    "PREFIX kg: <" + kg.data.base + "ontology#>",
    "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>",
    "PREFIX oa: <http://www.w3.org/ns/oa#>",
    "PREFIX dcterms: <http://purl.org/dc/terms/>",
    "PREFIX schema: <" + kg.data.schema + ">",
    "SELECT DISTINCT ?claim ?subject ?relation ?object ?modality ?confidence ?first ?quote ?source ?article WHERE {",
    "  GRAPH ?graph {",
    "    ?claim a kg:Claim ; rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ;",
    "      kg:modality ?modality ; kg:confidence ?confidence ; kg:evidence ?evidence .",
    "    ?evidence oa:hasSource ?article ; oa:hasSelector ?selector .",
    "    ?selector oa:exact ?quote .",
    "    OPTIONAL { ?claim kg:eventStart ?start }",
    "    OPTIONAL { ?claim kg:eventEnd ?end }",
    "    OPTIONAL { ?article schema:datePublished ?published }",
    "    OPTIONAL { ?article dcterms:publisher ?source }",
    "  }",
    "  BIND(COALESCE(STR(?start), STR(?end), STR(?published)) AS ?first)",
    "  BIND(COALESCE(STR(?end), STR(?start), STR(?published)) AS ?last)",
    ...filters(state).map((line) => "  " + line),
    "}",
    "ORDER BY ?first ?claim",
  ].join("\n");
})();
