"use strict";
// Two periods side by side: which relations are new, which ended, which turned.
(() => {
  const { el } = kg;
  const NAMES = { turned: "Turned", fresh: "New", ended: "Ended", stayed: "In both" };
  let pairs = new Map();
  let results = null;

  kg.startCompare = () => kg.change((state) => {
    if (kg.days.first === null) return;
    const dated = kg.now.claims.filter((claim) => claim.first !== null).map((claim) => claim.first).sort((a, b) => a - b);
    const middle = Math.min(kg.days.last, Math.max(kg.days.first + 1, dated[Math.floor(dated.length / 2)] ?? Math.round((kg.days.first + kg.days.last) / 2)));
    state.compare = [[kg.days.first, Math.max(kg.days.first, middle - 1)], [middle, kg.days.last]];
    state.from = null;
    state.to = null;
    state.sel = null;
    state.path = null;
    state.view = "graph";
  });

  // Per pair of actors, whoever acts: claims and the balance of signs in each period.
  kg.runCompare = (state) => {
    pairs = new Map();
    if (!state.compare) return;
    for (const claims of kg.now.lines.values()) for (const claim of claims) add(claim, state.compare);
    for (const pair of pairs.values()) pair.status = statusOf(pair);
  };
  const keyOf = (a, b) => (a < b ? a + ":" + b : b + ":" + a);
  function add(claim, periods) {
    const key = keyOf(claim.s, claim.o);
    if (!pairs.has(key)) pairs.set(key, { a: Math.min(claim.s, claim.o), b: Math.max(claim.s, claim.o), count: [0, 0], balance: [0, 0], lines: [new Set(), new Set()] });
    const pair = pairs.get(key);
    for (const n of [0, 1]) {
      if (!kg.inPeriod(claim, periods[n])) continue;
      pair.count[n] += 1;
      if (claim.modality !== 3) pair.balance[n] += claim.sign;
      pair.lines[n].add(claim.line);
    }
  }
  const statusOf = ({ count, balance }) => (!count[0] ? "fresh" : !count[1] ? "ended" : balance[0] * balance[1] < 0 ? "turned" : "stayed");
  // A line stands as its pair does, save that a line of one period within a pair of both is new or ended itself.
  kg.compared = (line) => {
    const pair = pairs.get(keyOf(line.s, line.o));
    if (!pair) return "stayed";
    if (pair.status !== "stayed") return pair.status;
    return !pair.lines[0].has(line.i) ? "fresh" : !pair.lines[1].has(line.i) ? "ended" : "stayed";
  };
  kg.changes = () => {
    const out = { turned: [], fresh: [], ended: [], stayed: [] };
    for (const pair of pairs.values()) out[pair.status].push(pair);
    for (const list of Object.values(out)) list.sort((x, y) => y.count[0] + y.count[1] - x.count[0] - x.count[1] || x.a - y.a || x.b - y.b);
    return out;
  };

  const mood = (balance) => (balance > 0 ? "cooperation" : balance < 0 ? "conflict" : "neutral");
  function row(pair) {
    const words = { turned: mood(pair.balance[0]) + " → " + mood(pair.balance[1]), fresh: mood(pair.balance[1]), ended: mood(pair.balance[0]), stayed: mood(pair.balance[1]) }[pair.status];
    const best = () => kg.visibleBetween(pair.a, pair.b).sort((x, y) => kg.now.lines.get(y.i).length - kg.now.lines.get(x.i).length)[0];
    return el("li", {}, el("button", { type: "button", class: "partner " + pair.status, onclick: () => best() && kg.open("line", best().i) },
      el("span", { class: "name" }, kg.actors[pair.a].label + " – " + kg.actors[pair.b].label), el("span", { class: "what" }, words), el("span", { class: "count" }, pair.count.join(" : "))));
  }
  function lists() {
    const found = kg.changes();
    return Object.keys(NAMES).map((status) => el("details", { open: status !== "stayed", class: "changes " + status }, el("summary", {}, NAMES[status] + " ", el("span", { class: "count" }, String(found[status].length))),
      found[status].length ? el("ul", { class: "partners" }, ...found[status].slice(0, 200).map(row)) : el("p", { class: "nothing" }, "none")));
  }
  const set = (n, side) => (day) => day !== null && kg.change((state) => {
    const pair = state.compare[n].slice();
    pair[side] = day;
    state.compare = state.compare.map((old, m) => (m === n ? pair.sort((x, y) => x - y) : old));
  }, "compare");
  kg.comparePanel = (state) => {
    const period = (n, label) => {
      const inputs = [0, 1].map((side) => kg.dayInput("p" + n + side, label + (side ? ", to" : ", from"), set(n, side)));
      inputs.forEach((input, side) => {
        input.value = kg.isoDay(state.compare[n][side]);
      });
      return el("fieldset", { class: "period p" + (n + 1) }, el("legend", {}, label), inputs[0], el("span", { "aria-hidden": "true" }, "–"), inputs[1]);
    };
    results = el("div", { class: "results" }, ...lists());
    return [period(0, "First period"), period(1, "Second period"), results, el("p", { class: "note" }, "Numbers are claims in the first and the second period. Turned: the balance of cooperation and conflict changed sides.")];
  };
  kg.refreshCompare = (state) => {
    results.replaceChildren(...lists());
    for (const n of [0, 1]) for (const side of [0, 1]) kg.$("p" + n + side).value = kg.isoDay(state.compare[n][side]);
  };
})();
