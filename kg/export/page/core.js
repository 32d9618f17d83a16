"use strict";
// Tables of the page, and the few helpers that everything else uses. Text reaches the page by textContent only.
const kg = {};
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const data = read("kg-data");
  kg.data = data;
  kg.nodes = read("kg-nodes");
  kg.MODALITIES = ["factual", "planned", "possible", "negated"];
  kg.SIGNS = [1, -1, 0];
  kg.signName = (sign) => (sign > 0 ? "Cooperation" : sign < 0 ? "Conflict" : "Neutral");
  kg.signClass = (sign) => (sign > 0 ? "coop" : sign < 0 ? "conf" : "neut");

  kg.$ = (id) => document.getElementById(id);

  // el("p", {class: "x", onclick: f}, "text", child, ...): attributes by name, functions as listeners.
  kg.el = (tag, attributes, ...children) => {
    const node = document.createElement(tag);
    fill(node, attributes);
    node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
    return node;
  };
  const SVG = "http://www.w3.org/2000/svg";
  kg.svg = (tag, attributes, ...children) => {
    const node = document.createElementNS(SVG, tag);
    fill(node, attributes);
    node.append(...children);
    return node;
  };
  function fill(node, attributes) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (typeof value === "function") node.addEventListener(name.slice(2), value);
      else if (value === true) node.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, String(value));
    }
  }
  kg.icon = (name) => kg.svg("svg", { class: "icon", "aria-hidden": "true", focusable: "false" }, kg.svg("use", { href: "#i-" + name }));

  // A link only if the address is plain http or https, else just its text.
  kg.link = (address, text, attributes) => {
    let url = null;
    try {
      url = new URL(address);
    } catch {
      url = null;
    }
    if (url === null || (url.protocol !== "https:" && url.protocol !== "http:") || url.username || url.password) {
      return kg.el("span", attributes, text);
    }
    return kg.el("a", { ...attributes, href: url.href, target: "_blank", rel: "noopener noreferrer" }, text);
  };

  const LETTERS = { "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "a", "’": "'" };
  kg.fold = (text) =>
    text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").replace(/[ıłøđðþßæœə’]/g, (ch) => LETTERS[ch])
      .replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  kg.plural = (count, one, many) => count.toLocaleString("en") + " " + (count === 1 ? one : many || one + "s");
  kg.say = (text) => {
    kg.$("live").textContent = text;
  };

  // On a screen that is higher than wide the picture stands on its side. Done twice, it is as before.
  const upright = window.innerHeight > window.innerWidth * 1.15;
  kg.turned = ([x, y]) => (upright ? [y, x] : [x, y]);

  const reduced = window.matchMedia("(prefers-reduced-motion: reduce)");
  kg.calm = () => reduced.matches;

  kg.types = data.types.map(([name, label, shape]) => ({ name, label, shape }));
  kg.relations = data.relations.map(([name, label, inverse, group, sign, symmetric], i) => ({ i, name, label, inverse, group, sign, symmetric: symmetric === 1 }));
  kg.articles = data.articles.map(([id, title, source, url, published, original]) => ({ id, title, source, url, published, original: original || id, copy: Boolean(original) }));
  kg.actors = data.actors.map(([id, label, type, camp, weight, wikidata, aliases, of], i) => ({ i, id, label, type, camp, weight, wikidata, aliases, of, lines: [], says: [] }));
  kg.actorById = new Map(kg.actors.map((actor) => [actor.id, actor.i]));

  // Days since 1970 of the first and the last day that "2024", "2024-02" or "2024-02-23" can mean.
  const DAY = 86400000;
  kg.firstDay = (text) => {
    const match = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(text || "");
    return match ? Date.UTC(+match[1], match[2] ? match[2] - 1 : 0, match[3] ? +match[3] : 1) / DAY : null;
  };
  kg.lastDay = (text) => {
    const match = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(text || "");
    if (!match) return null;
    if (match[3]) return kg.firstDay(text);
    return (match[2] ? Date.UTC(+match[1], +match[2], 0) : Date.UTC(+match[1], 12, 0)) / DAY;
  };
  kg.isoDay = (day) => new Date(day * DAY).toISOString().slice(0, 10);

  // Lines: all claims of one ordered pair and one sign.
  kg.lines = read("kg-edges").map(({ from, to, sign }, i) => ({ i, s: from, o: to, sign, claims: [] }));
  const lineKey = (s, o, sign) => (s * kg.actors.length + o) * 3 + sign + 1;
  const lineNumber = new Map(kg.lines.map((line) => [lineKey(line.s, line.o, line.sign), line.i]));
  kg.lineOf = (s, o, sign) => kg.lines[lineNumber.get(lineKey(s, o, sign))];
  for (const line of kg.lines) {
    kg.actors[line.s].lines.push(line);
    if (line.o !== line.s) kg.actors[line.o].lines.push(line);
  }

  kg.claims = data.claims.map((row, i) => {
    const [id, line, r, modality, confidence, start, end, speaker, manner, evidence] = row;
    const { s, o } = kg.lines[line];
    const published = kg.articles[evidence.length ? evidence[0][0] : 0]?.published || "";
    const until = end === 0 ? start : end;
    const dated = start || until;
    const first = kg.firstDay(start || until || published);
    const last = kg.lastDay(until || start || published);
    return {
      i, id, line, s, r, o, modality, confidence, start, until, speaker, manner: ["", "said", "alleged"][manner],
      when: dated ? (start === until || !until ? start : start ? start + " to " + until : "until " + until) : published,
      reported: !dated, first, last: last === null ? first : Math.max(last, first), sign: kg.relations[r].sign,
      evidence: evidence.map(([article, quote, rule, ...marks]) => ({ article, quote, rule, marks })),
    };
  });

  for (const claim of kg.claims) {
    kg.lines[claim.line].claims.push(claim);
    if (claim.speaker >= 0) kg.actors[claim.speaker].says.push(claim);
  }
  kg.days = { first: null, last: null };
  for (const claim of kg.claims) {
    if (claim.first === null) continue;
    if (kg.days.first === null || claim.first < kg.days.first) kg.days.first = claim.first;
    if (kg.days.last === null || claim.last > kg.days.last) kg.days.last = claim.last;
  }
  // The years that the time axis shows: those of nearly all claims, where a few far ones would squeeze the rest.
  kg.span = (() => {
    const FAR = 0.03;
    const dated = kg.claims.map((claim) => claim.first).filter((day) => day !== null).sort((a, b) => a - b);
    const yearOf = (part) => new Date(dated[Math.floor((dated.length - 1) * part)] * DAY).getUTCFullYear();
    const { first, last } = kg.days;
    if (first === null) return kg.days;
    const start = (year) => Date.UTC(year, 0, 1) / DAY;
    const near = { first: Math.max(first, start(yearOf(FAR))), last: Math.min(last, start(yearOf(1 - FAR) + 1) - 1) };
    return near.last - near.first < (last - first) / 2 && near.last > near.first ? near : kg.days;
  })();
  // Where actors stand: as laid out, or, if they are drawn only later, beside the first of their partners that is.
  const GOLDEN_ANGLE = 2.399963229728653;
  const places = new Map(kg.nodes.map((node) => [node.id, [node.x, node.y]]));
  kg.placeOf = (i) => {
    if (!places.has(i)) {
      const near = kg.actors[i].lines.map((line) => places.get(line.s === i ? line.o : line.s)).find(Boolean) || [0, 0];
      places.set(i, [Math.round(near[0] + 90 * Math.cos(i * GOLDEN_ANGLE)), Math.round(near[1] + 90 * Math.sin(i * GOLDEN_ANGLE))]);
    }
    return places.get(i);
  };
  kg.campName = (camp) => {
    if (camp < 0 || !data.camps[camp]) return "In no camp";
    const names = data.camps[camp][0].map((i) => kg.actors[i].label);
    const more = data.camps[camp][1] - names.length;
    return names.join(", ") + (more > 0 ? " and " + more + " more" : "");
  };
})();
