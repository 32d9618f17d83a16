"use strict";
// What the reader has chosen. One plain object; its text form is the hash of the address, and the entries of undo and redo.
(() => {
  const LIMIT = 200;
  const fresh = () => ({
    view: "graph", color: "camp",
    off: { relation: new Set(), group: new Set(), sign: new Set(), modality: new Set(), source: new Set(), type: new Set() },
    sure: 0, from: null, to: null,
    sel: null, ego: null, hide: new Set(), add: new Set(), pins: new Map(), path: null, compare: null,
  });
  kg.state = fresh();
  const names = {
    relation: () => kg.relations.map((relation) => relation.name),
    group: () => kg.data.groups,
    sign: () => ["-", "0", "+"],
    modality: () => kg.MODALITIES,
    source: () => kg.data.sources,
    type: () => kg.types.map((type) => type.name),
  };
  // Facet values are numbers in tables; a sign is its number plus one.
  kg.facets = Object.keys(names);

  const pack = (values) => values.map((value) => encodeURIComponent(value).replace(/~/g, "%7E")).join("~");
  const unpack = (text) => text.split("~").map((part) => decodeURIComponent(part));
  const idOf = (i) => kg.actors[i].id;
  const period = (pair) => kg.isoDay(pair[0]) + ".." + kg.isoDay(pair[1]);
  const days = (text) => {
    const [from, to] = text.split("..").map((part) => kg.firstDay(part));
    return from === null || to === undefined || to === null || to < from ? null : [from, to];
  };

  function write(state) {
    const parts = [];
    const put = (key, values) => {
      if (values.length) parts.push(key + "=" + pack(values));
    };
    if (state.view !== "graph") put("view", [state.view]);
    if (state.color !== "camp") put("color", [state.color]);
    for (const facet of kg.facets) {
      const all = names[facet]();
      put("no-" + facet, [...state.off[facet]].sort((a, b) => a - b).map((value) => all[value]));
    }
    if (state.sure > 0) put("sure", [state.sure]);
    if (state.from !== null || state.to !== null) {
      put("when", [(state.from === null ? "" : kg.isoDay(state.from)) + ".." + (state.to === null ? "" : kg.isoDay(state.to))]);
    }
    if (state.ego) put("ego", [idOf(state.ego.actor), state.ego.depth]);
    put("hide", [...state.hide].map(idOf));
    put("add", [...state.add].map(idOf));
    put("pin", [...state.pins].flatMap(([i, [x, y]]) => [idOf(i), x, y]));
    if (state.path) put("path", state.path.map(idOf));
    if (state.compare) put("compare", state.compare.map(period));
    if (state.sel) {
      put("open", state.sel.kind === "actor" ? [idOf(state.sel.i)] : [idOf(kg.lines[state.sel.i].s), idOf(kg.lines[state.sel.i].o), "-0+"[kg.lines[state.sel.i].sign + 1]]);
    }
    return parts.join("&");
  }

  const actor = (id) => kg.actorById.get(id);
  const known = (list) => list.map(actor).filter((i) => i !== undefined);
  function readPart(state, key, values) {
    if (key.startsWith("no-") && kg.facets.includes(key.slice(3))) {
      const all = names[key.slice(3)]();
      for (const value of values) if (all.includes(value)) state.off[key.slice(3)].add(all.indexOf(value));
    } else if (key === "view" && values[0] === "table") state.view = "table";
    else if (key === "color" && values[0] === "type") state.color = "type";
    else if (key === "sure") state.sure = Math.min(100, Math.max(0, parseInt(values[0], 10) || 0));
    else if (key === "when") [state.from, state.to] = values[0].split("..").concat("").slice(0, 2).map((part) => kg.firstDay(part));
    else if (key === "ego" && actor(values[0]) !== undefined) state.ego = { actor: actor(values[0]), depth: values[1] === "2" ? 2 : 1 };
    else if (key === "hide" || key === "add") state[key] = new Set(known(values));
    else if (key === "pin") {
      for (let n = 0; n + 2 < values.length; n += 3) {
        const place = [Number(values[n + 1]), Number(values[n + 2])];
        if (actor(values[n]) !== undefined && place.every(Number.isFinite)) state.pins.set(actor(values[n]), place);
      }
    } else if (key === "path" && known(values).length === 2) state.path = known(values);
    else if (key === "compare" && values.length === 2) {
      const pair = values.map(days);
      if (pair.every((one) => one !== null)) state.compare = pair;
    } else if (key === "open") readOpen(state, values);
  }
  function readOpen(state, values) {
    if (values.length === 1 && actor(values[0]) !== undefined) state.sel = { kind: "actor", i: actor(values[0]) };
    const ends = known(values.slice(0, 2));
    if (values.length === 3 && ends.length === 2) {
      const line = kg.lineOf(ends[0], ends[1], "-0+".indexOf(values[2]) - 1);
      if (line) state.sel = { kind: "line", i: line.i };
    }
  }
  function read(text) {
    const state = fresh();
    for (const part of text.replace(/^#/, "").split("&")) {
      const cut = part.indexOf("=");
      if (cut < 1) continue;
      try {
        readPart(state, part.slice(0, cut), unpack(part.slice(cut + 1)));
      } catch {
        // A part that does not decode is left out.
      }
    }
    return state;
  }

  const past = [];
  const future = [];
  let current = "";
  let lastKey = "";
  let lastTime = 0;
  const listeners = [];
  kg.onChange = (listener) => listeners.push(listener);

  function show() {
    try {
      history.replaceState(null, "", "#" + current);
    } catch {
      // A page inside a notebook's frame has no address of its own.
    }
    for (const listener of listeners) listener(kg.state);
  }
  // change(f, key): f changes the state; calls with one key in quick succession are one step of undo.
  kg.change = (edit, key = "") => {
    edit(kg.state);
    const text = write(kg.state);
    const now = performance.now();
    if (text !== current) {
      if (!(key && key === lastKey && now - lastTime < 900)) past.push(current);
      if (past.length > LIMIT) past.shift();
      future.length = 0;
      current = text;
    }
    lastKey = key;
    lastTime = now;
    show();
  };
  function step(from, to) {
    if (!from.length) return;
    to.push(current);
    current = from.pop();
    lastKey = "";
    kg.state = read(current);
    show();
  }
  kg.undo = () => step(past, future);
  kg.redo = () => step(future, past);
  kg.canUndo = () => past.length > 0;
  kg.canRedo = () => future.length > 0;
  kg.address = () => location.href.split("#")[0] + "#" + current;
  kg.reset = () => kg.change((state) => {
    const { view, color } = state;
    Object.assign(state, fresh(), { view, color });
  });
  kg.begin = () => {
    kg.state = read(location.hash);
    current = write(kg.state);
    show();
    window.addEventListener("hashchange", () => {
      const state = read(location.hash);
      const text = write(state);
      if (text === current) return;
      past.push(current);
      future.length = 0;
      current = text;
      kg.state = state;
      show();
    });
  };
})();
