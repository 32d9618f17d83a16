"use strict";
// What is on the picture and how it looks. vis-network keeps nodes, edges, view, gestures and dragging; the painting and the
// hit tests are in paint.js.
(() => {
  let network = null;
  let items = null;
  let colors = {};
  const looks = new Map();
  const marks = new Map();
  kg.marks = marks;
  const calmAt = 900;

  function unpack() {
    const packed = atob(kg.$("kg-library").textContent);
    const bytes = Uint8Array.from(packed, (ch) => ch.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  }
  kg.loadLibrary = async () => {
    const code = await unpack();
    const script = document.createElement("script");
    script.textContent = code;
    document.head.append(script);
    kg.$("kg-library").remove();
    if (typeof vis === "undefined") throw new Error("the library did not run");
  };

  kg.readColors = () => {
    const style = getComputedStyle(document.documentElement);
    const get = (name) => style.getPropertyValue("--" + name).trim();
    colors = {
      ink: get("ink"), paper: get("canvas"), soft: get("soft"), grey: get("grey"), accent: get("accent"),
      sign: { "1": get("coop"), "-1": get("conf"), "0": get("neut") },
      status: { fresh: get("fresh"), ended: get("ended"), turned: get("turned"), stayed: get("neut") },
      palette: Array.from({ length: 8 }, (_, n) => get("c" + n)),
    };
    return colors;
  };
  kg.colors = () => colors;
  kg.actorColor = (i) => {
    if (kg.state.compare) return colors.grey;
    const actor = kg.actors[i];
    const number = kg.state.color === "type" ? actor.type : actor.camp;
    return number >= 0 && number < 8 ? colors.palette[number] : colors.grey;
  };

  const options = {
    autoResize: false,
    physics: { enabled: false },
    layout: { improvedLayout: false },
    interaction: { hover: false, tooltipDelay: 1e9, selectConnectedEdges: false, keyboard: false, multiselect: false, zoomSpeed: 0.8 },
    nodes: { chosen: false, shape: "dot" },
  };

  // How far a line bends, as a share of its length: not at all where it is the only one of its pair, else to its own side.
  const bends = new Map();
  function bend(line) {
    if (!bends.has(line.i)) {
      const siblings = kg.between(line.s, line.o);
      const same = siblings.filter((one) => one.s === line.s).sort((x, y) => y.sign - x.sign);
      bends.set(line.i, siblings.length < 2 ? 0 : 0.1 + 0.13 * same.indexOf(line));
    }
    return bends.get(line.i);
  }

  kg.buildGraph = () => {
    kg.readColors();
    items = new vis.DataSet(kg.nodes.map((node) => ({ ...node })));
    network = new vis.Network(kg.$("graph"), { nodes: items, edges: new vis.DataSet() }, options);
    kg.network = network;
    kg.takeOver(network);
    for (const canvas of kg.$("graph").querySelectorAll("canvas")) canvas.setAttribute("aria-hidden", "true");
  };

  const radius = (weight) => Math.round((7 + 3.4 * Math.max(weight, 0) ** 0.45) * 10) / 10;
  kg.radius = (i) => radius(kg.actors[i].weight);
  function addMissing(wanted) {
    const fresh = [...wanted].filter((i) => !network.body.nodes[i]);
    if (!fresh.length) return;
    items.add(fresh.map((i) => {
      const [x, y] = kg.placeOf(i);
      return { id: i, x, y, shape: kg.types[kg.actors[i].type].shape, size: radius(kg.actors[i].weight) };
    }));
  }

  // Look of a line from the claims that are visible: colour, width, dashes.
  function lookOf(line, claims, state) {
    const firm = claims.some((claim) => claim.modality === 0);
    const denied = !firm && claims.every((claim) => claim.modality === 3);
    const look = {
      color: denied ? colors.sign[0] : colors.sign[line.sign],
      width: Math.min(1.1 + 0.75 * Math.log2(claims.length), 5.5),
      dash: firm ? (line.sign < 0 ? "dash" : "") : "dot",
      faint: denied,
      far: kg.actors[line.s].camp !== kg.actors[line.o].camp,
      bend: bend(line),
      arrow: !claims.every((claim) => kg.relations[claim.r].symmetric),
      count: claims.length,
    };
    if (state.compare) {
      const status = kg.compared(line);
      look.color = colors.status[status];
      look.faint = status === "stayed";
      look.dash = status === "ended" ? "dot" : look.dash;
      look.width = status === "stayed" ? 1 : look.width + 1;
    }
    return look;
  }

  function lit(state) {
    // Actors and lines that stand out; null if all do.
    if (kg.way.length > 1) {
      const lines = new Set();
      for (let n = 1; n < kg.way.length; n += 1) for (const line of kg.visibleBetween(kg.way[n - 1], kg.way[n])) lines.add(line.i);
      return { actors: new Set(kg.way), lines };
    }
    if (!state.sel) return null;
    if (state.sel.kind === "line") {
      const line = kg.lines[state.sel.i];
      return { actors: new Set([line.s, line.o]), lines: new Set([line.i]) };
    }
    const actors = new Set([state.sel.i]);
    const lines = new Set();
    for (const line of kg.actors[state.sel.i].lines) {
      if (!kg.now.lines.has(line.i)) continue;
      actors.add(line.s);
      actors.add(line.o);
      lines.add(line.i);
    }
    return { actors, lines };
  }

  kg.drawn = { actors: [], lines: 0 };
  kg.restyle = (state) => {
    const wanted = kg.wanted(state);
    addMissing(wanted);
    const light = lit(state);
    kg.light = light;
    const { nodes } = network.body;
    looks.clear();
    for (const [i, claims] of kg.now.lines) {
      const line = kg.lines[i];
      if (!wanted.has(line.s) || !wanted.has(line.o)) continue;
      const look = lookOf(line, claims, state);
      look.dim = light !== null && !light.lines.has(i);
      looks.set(i, look);
    }
    kg.drawn.actors = [];
    marks.clear();
    for (const i of wanted) {
      if (state.hide.has(i) || !(kg.now.actors.has(i) || isOpen(state, i))) continue;
      kg.drawn.actors.push(i);
      marks.set(i, { color: kg.actorColor(i), strong: isOpen(state, i) || state.pins.has(i), dim: light !== null && !light.actors.has(i) });
      [nodes[i].x, nodes[i].y] = kg.turned(state.pins.get(i) || kg.placeOf(i));
    }
    kg.drawn.lines = looks.size;
    kg.repaint();
  };
  // One frame later, however often it is asked for.
  kg.repaint = () => network.body.emitter.emit("_requestRedraw");
  const isOpen = (state, i) => state.sel !== null && (state.sel.kind === "actor" ? state.sel.i === i : kg.lines[state.sel.i].s === i || kg.lines[state.sel.i].o === i);

  kg.eachLook = (visit) => {
    for (const [i, look] of looks) visit(kg.lines[i], look);
  };
  kg.lookCount = () => looks.size;

  // The view
  // The part of the stage that legend and panel leave free, in pixels.
  kg.free = () => {
    const frame = kg.$("graph").getBoundingClientRect();
    const box = { left: 40, top: 40, right: frame.width - 60, bottom: frame.height - 50 };
    const legend = kg.$("legend").getBoundingClientRect();
    if (legend.height > 80 && frame.width > 620) box.left = legend.right - frame.left + 30;
    const panel = kg.$("panel").getBoundingClientRect();
    if (panel.height && panel.top > frame.top + 60 && panel.left < frame.left + 5) box.bottom = Math.max(box.top + 80, panel.top - frame.top - 30);
    return box;
  };
  const glide = (view, still) => network.moveTo({ ...view, animation: still || kg.calm() ? false : { duration: 350, easingFunction: "easeInOutQuad" } });
  // Shows these actors, or all.
  kg.fit = (actors, still) => {
    const nodes = (actors && actors.length ? actors : kg.drawn.actors).map((i) => network.body.nodes[i]).filter(Boolean);
    const box = kg.free();
    if (!nodes.length || box.right - box.left < 60) return;
    const low = [Math.min(...nodes.map((node) => node.x)), Math.min(...nodes.map((node) => node.y))];
    const high = [Math.max(...nodes.map((node) => node.x)), Math.max(...nodes.map((node) => node.y))];
    const scale = Math.min((box.right - box.left) / Math.max(1, high[0] - low[0]), (box.bottom - box.top) / Math.max(1, high[1] - low[1]), 1.5);
    moveTo([(low[0] + high[0]) / 2, (low[1] + high[1]) / 2], Math.max(scale, 0.02), still || nodes.length > calmAt);
    kg.moved = false;
  };
  // Brings a place of the picture to the middle of the free part.
  function moveTo([x, y], scale, still) {
    const frame = kg.$("graph").getBoundingClientRect();
    const box = kg.free();
    glide({ scale, position: { x: x + (frame.width - box.left - box.right) / 2 / scale, y: y + (frame.height - box.top - box.bottom) / 2 / scale } }, still);
  }
  // Brings actors into sight if they are not.
  kg.look = (actors) => {
    const nodes = actors.map((i) => network.body.nodes[i]).filter(Boolean);
    if (!nodes.length) return;
    const box = kg.free();
    const hidden = nodes.some((node) => {
      const at = network.canvasToDOM(node);
      return at.x < box.left || at.x > box.right || at.y < box.top || at.y > box.bottom;
    });
    if (!hidden) return;
    const middle = ["x", "y"].map((axis) => nodes.reduce((sum, node) => sum + node[axis], 0) / nodes.length);
    const spread = Math.max(...nodes.map((node) => Math.max(Math.abs(node.x - middle[0]) / (box.right - box.left), Math.abs(node.y - middle[1]) / (box.bottom - box.top))), 1e-9);
    moveTo(middle, Math.min(network.getScale(), 0.4 / spread));
  };
  // The stage changed its size: paint at the new one, and show all again unless the reader chose a view.
  kg.resize = () => {
    if (!network || kg.$("stage").hidden) return;
    network.setSize("100%", "100%");
    if (!kg.moved) kg.fit(null, true);
  };
  kg.zoom = (factor) => network.moveTo({ scale: Math.min(Math.max(network.getScale() * factor, 0.02), 6), animation: kg.calm() ? false : { duration: 150, easingFunction: "easeOutQuad" } });
})();
