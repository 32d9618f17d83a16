"use strict";
// Which claims pass, how many stand behind each choice, and the form that makes the choices.
(() => {
  const FACETS = kg.facets;
  const OTHER = 64;
  const many = Math.max(kg.relations.length, kg.data.sources.length, kg.types.length, 8);

  const overlaps = (claim, from, to) => claim.first !== null && (from === null || claim.last >= from) && (to === null || claim.first <= to);
  kg.inPeriod = (claim, period) => overlaps(claim, period[0], period[1]);

  // Bits of the tests that a claim fails: one per facet, OTHER for confidence and date.
  function failures(claim, state, on) {
    let bits = 0;
    const relation = kg.relations[claim.r];
    if (state.off.relation.has(claim.r)) bits |= 1;
    if (state.off.group.has(relation.group)) bits |= 2;
    if (state.off.sign.has(claim.sign + 1)) bits |= 4;
    if (state.off.modality.has(claim.modality)) bits |= 8;
    if (on !== null && !claim.evidence.some((one) => on(one))) bits |= 16;
    if (state.off.type.has(kg.actors[claim.s].type) || state.off.type.has(kg.actors[claim.o].type)) bits |= 32;
    if (claim.confidence < state.sure) bits |= OTHER;
    if ((state.from !== null || state.to !== null) && !overlaps(claim, state.from, state.to)) bits |= OTHER;
    if (state.compare && !kg.inPeriod(claim, state.compare[0]) && !kg.inPeriod(claim, state.compare[1])) bits |= OTHER;
    return bits;
  }
  const tally = (counts, facet, claim) => {
    const to = counts[facet];
    if (facet === "relation") to[claim.r] += 1;
    else if (facet === "group") to[kg.relations[claim.r].group] += 1;
    else if (facet === "sign") to[claim.sign + 1] += 1;
    else if (facet === "modality") to[claim.modality] += 1;
    else if (facet === "source") for (const source of new Set(claim.evidence.map((one) => kg.articles[one.article].source))) to[source] += 1;
    else {
      to[kg.actors[claim.s].type] += 1;
      if (kg.actors[claim.o].type !== kg.actors[claim.s].type) to[kg.actors[claim.o].type] += 1;
    }
  };

  // The whole selection: claims and quotes per line, counts per choice, actors that are left.
  kg.select = (state) => {
    const on = state.off.source.size ? (one) => !state.off.source.has(kg.articles[one.article].source) : null;
    const bits = new Uint8Array(kg.claims.length);
    for (const claim of kg.claims) bits[claim.i] = failures(claim, state, on);
    const near = state.ego ? kg.around(state.ego.actor, state.ego.depth, (line) => line.claims.some((claim) => bits[claim.i] === 0)) : null;
    const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Array(many).fill(0)]));
    const now = { bits, counts, on, near, claims: [], key: 0, quotes: 0, lines: new Map(), actors: new Set(), months: [] };
    for (const claim of kg.claims) {
      if (state.hide.has(claim.s) || state.hide.has(claim.o)) continue;
      if (near !== null && !(near.has(claim.s) && near.has(claim.o))) continue;
      const failed = bits[claim.i];
      if (failed === 0) {
        keep(now, claim);
        for (const facet of FACETS) tally(counts, facet, claim);
      } else if ((failed & (failed - 1)) === 0 && failed < OTHER) {
        tally(counts, FACETS[Math.log2(failed)], claim);
      }
    }
    return now;
  };
  function keep(now, claim) {
    now.claims.push(claim);
    now.key = (Math.imul(now.key, 31) + claim.i + 1) | 0;
    now.quotes += now.on === null ? claim.evidence.length : claim.evidence.filter(now.on).length;
    const line = now.lines.get(claim.line);
    if (line) line.push(claim);
    else now.lines.set(claim.line, [claim]);
    now.actors.add(claim.s);
    now.actors.add(claim.o);
  }
  kg.shownEvidence = (claim) => (kg.now.on === null ? claim.evidence : claim.evidence.filter(kg.now.on));

  // The form
  const boxes = [];
  const option = (facet, value, label, extra) => {
    const box = kg.el("input", { type: "checkbox", onchange: () => toggle(facet, [value], !box.checked) });
    const count = kg.el("span", { class: "count" });
    const only = kg.el("button", { type: "button", class: "only", "aria-label": "Only " + label, onclick: () => onlyThis(facet, value) }, "only");
    boxes.push({ facet, value, box, count });
    return kg.el("li", {}, kg.el("label", {}, box, extra || "", kg.el("span", { class: "name" }, label), count), only);
  };
  const toggle = (facet, values, off) => kg.change((state) => {
    for (const value of values) if (off) state.off[facet].add(value);
    else state.off[facet].delete(value);
  });
  const used = (facet) => boxes.filter((one) => one.facet === facet).map((one) => one.value);
  const onlyThis = (facet, value) => kg.change((state) => {
    state.off[facet] = new Set(used(facet).filter((other) => other !== value));
    if (facet === "relation") state.off.group.clear();
  });
  const section = (title, open, ...children) => kg.el("details", { open }, kg.el("summary", {}, title), ...children);
  const list = (...items) => kg.el("ul", {}, ...items);
  const swatch = (sign) => kg.svg("svg", { class: "swatch " + kg.signClass(sign), viewBox: "0 0 24 8", "aria-hidden": "true" }, kg.svg("path", { d: "M1 4h22" }));

  function relations() {
    const groups = kg.data.groups.map((name, group) => {
      const inside = kg.relations.filter((relation) => relation.group === group);
      return kg.el("div", { class: "group" }, list(option("group", group, name)),
        kg.el("div", { class: "inside" }, list(...inside.map((relation) => option("relation", relation.i, relation.label)))));
    });
    return section("Relation", false, ...groups);
  }
  function confidence() {
    const out = kg.el("output", { id: "sure-out" });
    const input = kg.el("input", { type: "range", id: "sure", min: 0, max: 100, step: 5, "aria-label": "Lowest confidence in percent", oninput: () => kg.change((state) => {
      state.sure = Number(input.value);
    }, "sure") });
    return section("Confidence", false, kg.el("div", { class: "range" }, input, out));
  }
  kg.buildFilters = () => {
    const sources = kg.data.sources.map((name, i) => [name || "source not named", i]).sort((a, b) => a[0].localeCompare(b[0], "en"));
    const types = kg.types.map((type, i) => [type.label, i]).filter(([, i]) => kg.actors.some((actor) => actor.type === i && actor.weight > 0));
    kg.$("filters").append(
      kg.el("div", { class: "head" }, kg.el("h2", {}, "Filters"), kg.el("button", { type: "button", id: "reset", onclick: () => kg.reset() }, "Reset"),
        kg.el("button", { type: "button", class: "close phone", "aria-label": "Close filters", onclick: () => kg.drawer(false) }, kg.icon("close"))),
      section("Cooperation or conflict", true, list(...kg.SIGNS.map((sign) => option("sign", sign + 1, kg.signName(sign), swatch(sign))))),
      section("Is it so?", true, list(...kg.MODALITIES.map((name, i) => option("modality", i, name)))),
      section("Actor type", true, list(...types.map(([label, i]) => option("type", i, label)))),
      relations(),
      section("Source", sources.length < 9, list(...sources.map(([label, i]) => option("source", i, label)))),
      confidence(),
    );
  };
  kg.showFilters = (state) => {
    for (const { facet, value, box, count } of boxes) {
      box.checked = !state.off[facet].has(value);
      const number = kg.now.counts[facet][value];
      count.textContent = number.toLocaleString("en");
      box.closest("li").classList.toggle("none", number === 0);
    }
    kg.$("sure").value = state.sure;
    kg.$("sure-out").textContent = state.sure === 0 ? "any" : "at least " + state.sure + " %";
  };
})();
