"use strict";
// The reading panel: what is said of an actor or between two, word for word.
(() => {
  const { el } = kg;
  const PART = 25;
  let opener = null;

  const name = (i) => kg.actors[i].label;
  const actorButton = (i, attributes) => el("button", { type: "button", class: "actor", ...attributes, onclick: () => kg.open("actor", i) }, name(i));
  const button = (label, action, attributes) => el("button", { type: "button", onclick: action, ...attributes }, label);
  const newest = (a, b) => (b.first ?? -1e9) - (a.first ?? -1e9) || a.i - b.i;

  // The quote with the words that name the subject and the object marked.
  kg.marked = (evidence) => {
    const text = kg.data.quotes[evidence.quote];
    const out = el("q", {});
    let at = 0;
    for (let n = 0; n + 2 < evidence.marks.length; n += 3) {
      const [start, end, which] = evidence.marks.slice(n, n + 3);
      if (start < at) continue;
      out.append(text.slice(at, start), el("mark", { class: which ? "object" : "subject" }, text.slice(start, end)));
      at = end;
    }
    out.append(text.slice(at));
    return out;
  };
  kg.whoSays = (claim) => (claim.manner ? claim.manner + (claim.speaker < 0 ? ", not told by whom" : " by " + name(claim.speaker)) : "");

  function sourceLine(claim, evidence) {
    const article = kg.articles[evidence.article];
    const parts = [el("span", { class: "source" }, kg.data.sources[article.source] || "Source not named")];
    parts.push(kg.link(article.url, article.title || article.id, { class: "title" }));
    if (article.published) parts.push(el("time", { datetime: article.published }, article.published));
    if (article.copy) parts.push(el("span", { class: "copy" }, "copy of " + article.original));
    return el("p", { class: "from" }, ...parts.flatMap((part, n) => (n ? [" · ", part] : [part])));
  }
  function card(claim, withEnds) {
    const relation = kg.relations[claim.r];
    const head = el("p", { class: "claim" });
    if (withEnds) head.append(actorButton(claim.s), " ");
    head.append(el("strong", { class: kg.signClass(claim.sign) }, relation.label));
    if (withEnds) head.append(" ", actorButton(claim.o));
    const chips = el("p", { class: "chips" },
      el("span", { class: "chip " + kg.MODALITIES[claim.modality] }, kg.MODALITIES[claim.modality]),
      claim.when ? el("span", { class: "chip" }, (claim.reported ? "reported " : "") + claim.when) : el("span", { class: "chip" }, "undated"),
      claim.manner ? el("span", { class: "chip " + claim.manner }, kg.whoSays(claim)) : null);
    const quotes = kg.shownEvidence(claim).map((one) => el("div", { class: "quote" }, el("blockquote", {}, kg.marked(one)), sourceLine(claim, one),
      el("p", { class: "how" }, "confidence " + claim.confidence + " % · rule " + kg.data.rules[one.rule])));
    return el("article", { class: "card " + kg.signClass(claim.sign) }, head, chips, ...quotes);
  }
  // A list of cards that grows by a button, so that an actor with a thousand quotes opens at once.
  function cards(claims, withEnds) {
    const box = el("div", { class: "cards" });
    let shown = 0;
    const more = button("", () => {
      const first = grow();
      if (first) first.querySelector("button, a")?.focus();
    }, { class: "more" });
    const grow = () => {
      const fresh = claims.slice(shown, shown + PART).map((claim) => card(claim, withEnds));
      shown += fresh.length;
      more.before(...fresh);
      more.hidden = shown >= claims.length;
      more.textContent = "Show " + Math.min(PART, claims.length - shown) + " more of " + (claims.length - shown);
      return fresh[0];
    };
    box.append(more);
    grow();
    return box;
  }
  kg.cards = cards;
  // Copies of one report are one source, so both numbers are told.
  const count = (claims) => {
    const shown = claims.flatMap(kg.shownEvidence).map((one) => kg.articles[one.article]);
    const articles = new Set(shown.map((one) => one.id)).size;
    const independent = new Set(shown.map((one) => one.original)).size;
    const sources = articles > 1 ? " from " + kg.plural(articles, "source") + ", " + independent.toLocaleString("en") + " independent" : "";
    return kg.plural(shown.length, "quote") + sources;
  };

  function head(title, kind, ...actions) {
    return el("header", {}, el("div", { class: "row" }, el("p", { class: "kind" }, kind),
      button(kg.icon("close"), closePanel, { class: "close", "aria-label": "Close details" })),
    el("h2", { id: "panel-title", tabindex: "-1" }, ...title), actions.length ? el("p", { class: "actions" }, ...actions) : null);
  }
  const arrow = () => el("span", { class: "arrow", "aria-hidden": "true" }, " → ");

  function linePanel(line) {
    const claims = (kg.now.lines.get(line.i) || []).slice().sort(newest);
    const others = kg.visibleBetween(line.s, line.o).filter((one) => one !== line);
    const kinds = new Map();
    for (const claim of claims) kinds.set(claim.r, (kinds.get(claim.r) || 0) + 1);
    const out = [head([actorButton(line.s), arrow(), el("span", { class: "sr" }, " to "), actorButton(line.o)], kg.signName(line.sign))];
    if (!claims.length) out.push(el("p", { class: "nothing" }, "The filters hide every claim of this line."), button("Reset filters", kg.reset));
    else {
      out.push(el("p", { class: "sum" }, count(claims) + ": " + [...kinds].map(([r, n]) => kg.relations[r].label + (n > 1 ? " (" + n + ")" : "")).join(", ")));
      out.push(cards(claims, false));
    }
    if (others.length) {
      out.push(el("h3", {}, "Also between them"), el("ul", { class: "partners" }, ...others.map((one) => el("li", {},
        button("", () => kg.open("line", one.i), { class: "pair " + kg.signClass(one.sign) })))));
      out.at(-1).querySelectorAll("button").forEach((node, n) => {
        const one = others[n];
        node.append(name(one.s) + " → " + name(one.o) + ": " + kg.signName(one.sign).toLowerCase(), el("span", { class: "count" }, String(kg.now.lines.get(one.i).length)));
      });
    }
    return out;
  }

  function about(actor) {
    const rows = [];
    const add = (term, ...value) => rows.push(el("dt", {}, term), el("dd", {}, ...value));
    if (actor.aliases.length) add("Also called", actor.aliases.join(", "));
    if (actor.of.length) add("Belongs to", ...actor.of.flatMap((i, n) => (n ? [", ", actorButton(i)] : [actorButton(i)])));
    if (/^Q[1-9]\d*$/.test(actor.wikidata)) add("Wikidata", kg.link("https://www.wikidata.org/wiki/" + actor.wikidata, actor.wikidata));
    if (actor.camp >= 0) add("Camp", kg.campName(actor.camp));
    return rows.length ? el("dl", {}, ...rows) : null;
  }
  function facts(actor, claims) {
    const wanted = new Set(kg.data.facts);
    const found = claims.filter((claim) => wanted.has(kg.relations[claim.r].group));
    if (!found.length) return [];
    return [el("h3", {}, "Posts and memberships"), el("ul", { class: "facts" }, ...found.map((claim) => {
      const mine = claim.s === actor.i;
      const relation = kg.relations[claim.r];
      const modality = claim.modality ? " (" + kg.MODALITIES[claim.modality] + ")" : "";
      return el("li", {}, el("span", {}, (mine ? relation.label : relation.inverse) + modality + " "), actorButton(mine ? claim.o : claim.s),
        button(claim.when || "undated", () => kg.open("line", claim.line), { class: "when", "aria-label": "Quote: " + name(claim.s) + " " + relation.label + " " + name(claim.o) }));
    }))];
  }
  function partners(actor) {
    const found = kg.partners(actor.i);
    if (!found.length) return [];
    const most = Math.max(...found.map((partner) => partner.claims.length));
    const bars = (partner) => kg.svg("svg", { class: "bars", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" },
      ...[2, 0, 1].map((sign, n) => {
        const before = [2, 0, 1].slice(0, n).reduce((sum, one) => sum + partner.signs[one], 0);
        return kg.svg("rect", { class: kg.signClass(sign - 1), x: (before / most) * 100, y: 0, width: (partner.signs[sign] / most) * 100, height: 8 });
      }));
    const words = (partner) => [2, 0, 1].filter((sign) => partner.signs[sign]).map((sign) => partner.signs[sign] + " " + kg.signName(sign - 1).toLowerCase()).join(", ");
    const row = (partner) => el("li", {}, el("button", { type: "button", class: "partner", "aria-label": name(partner.i) + ": " + words(partner), onclick: () => openPair(actor.i, partner.i) },
      el("span", { class: "name" }, name(partner.i)), bars(partner), el("span", { class: "count" }, String(partner.claims.length))));
    const list = el("ul", { class: "partners" }, ...found.slice(0, 12).map(row));
    const rest = found.slice(12);
    const out = [el("h3", {}, kg.plural(found.length, "partner")), list];
    if (rest.length) {
      const more = button("Show all " + found.length, () => {
        list.append(...rest.map(row));
        list.children[12].querySelector("button").focus();
        more.remove();
      }, { class: "more" });
      out.push(more);
    }
    return out;
  }
  function openPair(a, b) {
    const lines = kg.visibleBetween(a, b).sort((one, two) => kg.now.lines.get(two.i).length - kg.now.lines.get(one.i).length);
    if (lines.length) kg.open("line", lines[0].i);
  }
  // When this actor was in the news: cooperation up, conflict down, a bar a quarter.
  function pulse(claims) {
    const dated = claims.filter((claim) => claim.first !== null);
    if (dated.length < 3 || kg.days.last - kg.days.first < 30) return null;
    const bins = kg.bins(dated, 48);
    return el("figure", { class: "pulse" }, kg.histogram(bins, 300, 46), el("figcaption", {}, kg.isoDay(bins.from).slice(0, 7) + " to " + kg.isoDay(bins.to).slice(0, 7) + ", cooperation up, conflict down"));
  }

  function actorPanel(actor) {
    const claims = actor.lines.flatMap((line) => kg.now.lines.get(line.i) || []).sort(newest);
    const { state } = kg;
    const isEgo = state.ego && state.ego.actor === actor.i;
    const more = kg.undrawn(actor.i);
    const pinned = state.pins.has(actor.i);
    const toggle = (on, label, action) => button(label, action, { "aria-pressed": String(Boolean(on)) });
    const out = [head([actor.label], kg.types[actor.type].label,
      toggle(isEgo && state.ego.depth === 1, "Only its partners", () => kg.ego(actor.i, isEgo && state.ego.depth === 1 ? 0 : 1)),
      toggle(isEgo && state.ego.depth === 2, "Two steps", () => kg.ego(actor.i, isEgo && state.ego.depth === 2 ? 0 : 2)),
      more ? button("Expand (" + more + ")", () => kg.expand(actor.i)) : null,
      button("Path to …", () => kg.askPath(actor.i)),
      toggle(pinned, pinned ? "Unpin" : "Pin", () => kg.pin(actor.i, pinned ? null : place(actor.i))),
      button("Hide", () => kg.hideActor(actor.i)))];
    const info = about(actor);
    if (info) out.push(info);
    const chart = pulse(claims);
    if (chart) out.push(chart);
    out.push(...facts(actor, claims), ...partners(actor));
    if (claims.length) out.push(el("h3", {}, "All it does and all done to it: " + count(claims)), cards(claims, true));
    else out.push(el("p", { class: "nothing" }, "No claim about this actor passes the filters."), button("Reset filters", kg.reset));
    const visible = new Set(kg.now.claims);
    const says = actor.says.filter((claim) => visible.has(claim)).sort(newest);
    if (says.length) out.push(el("h3", {}, "What it says of others: " + kg.plural(says.length, "claim")), cards(says, true));
    return out;
  }
  const place = (i) => {
    const node = kg.network && kg.network.body.nodes[i];
    return node ? kg.turned([node.x, node.y]) : kg.placeOf(i);
  };

  function pathPanel(state) {
    const [from, to] = state.path;
    const way = kg.way;
    const out = [head([name(from), arrow(), el("span", { class: "sr" }, " to "), name(to)], "Shortest path")];
    if (!way.length) {
      out.push(el("p", { class: "nothing" }, "Under these filters no chain of claims joins the two."));
      return out;
    }
    out.push(el("p", { class: "sum" }, way.length === 1 ? "They are the same actor." : kg.plural(way.length - 1, "step") + ": " + way.map(name).join(", ")));
    for (let n = 1; n < way.length; n += 1) {
      const claims = kg.visibleBetween(way[n - 1], way[n]).flatMap((line) => kg.now.lines.get(line.i)).sort(newest);
      out.push(el("h3", { class: "step" }, el("span", { class: "number" }, String(n)), name(way[n - 1]) + " and " + name(way[n])), cards(claims, true));
    }
    return out;
  }

  let showing = "";
  kg.showPanel = (state) => {
    const panel = kg.$("panel");
    const { sel } = state;
    let key = "";
    let content = null;
    if (sel) {
      key = sel.kind + sel.i;
      content = sel.kind === "actor" ? actorPanel(kg.actors[sel.i]) : linePanel(kg.lines[sel.i]);
    } else if (state.path) {
      key = "path" + state.path.join();
      content = pathPanel(state);
    } else if (state.compare) {
      key = "compare";
      content = [head(["Compare two periods"], "What changed"), ...kg.comparePanel(state)];
    }
    const fresh = key !== showing;
    if (fresh && key && !showing) opener = document.activeElement;
    showing = key;
    const hadFocus = panel.contains(document.activeElement);
    if (!content) {
      const was = !panel.hidden;
      panel.hidden = true;
      panel.replaceChildren();
      if (was && (hadFocus || document.activeElement === document.body)) refocus();
      return;
    }
    if (key === "compare" && !fresh && hadFocus) {
      kg.refreshCompare(state);
      return;
    }
    const top = fresh ? 0 : panel.scrollTop;
    panel.hidden = false;
    const back = key !== "compare" && !key.startsWith("path") && (state.path || state.compare);
    panel.replaceChildren(...(back ? [el("p", { class: "back" }, button(state.path ? "← Back to the path" : "← Back to the comparison", () => kg.change((s) => {
      s.sel = null;
    })))] : []), ...content);
    panel.scrollTop = top;
    if (fresh || hadFocus) kg.$("panel-title").focus({ preventScroll: true });
  };
  const refocus = () => {
    const target = opener && opener.isConnected ? opener : kg.$("graph");
    opener = null;
    target.focus({ preventScroll: true });
  };
  function closePanel() {
    kg.close();
  }
})();
