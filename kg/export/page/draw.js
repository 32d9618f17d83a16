"use strict";
// The picture. vis-network keeps the view, the hit tests and the dragging; lines and names are painted here,
// all lines of one look in one stroke, and sizes of lines and names do not shrink with the zoom.
(() => {
  let network = null;
  let items = null;
  let colors = {};
  const looks = new Map();
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
    const actor = kg.actors[i];
    const number = kg.state.color === "type" ? actor.type : actor.camp;
    return number >= 0 && number < 8 ? colors.palette[number] : colors.grey;
  };

  const options = {
    autoResize: true,
    physics: { enabled: false },
    layout: { improvedLayout: false },
    interaction: { hover: false, tooltipDelay: 1e9, selectConnectedEdges: false, keyboard: false, multiselect: false, zoomSpeed: 0.8 },
    nodes: { chosen: false, borderWidth: 1.5, shape: "dot", scaling: { label: false }, opacity: 1 },
    edges: { chosen: false, smooth: false, color: { inherit: false }, arrows: { to: { enabled: false } }, hoverWidth: 0, selectionWidth: 0 },
  };

  // How a line bends: straight where it is the only one of its pair, else to its own side.
  function bend(line) {
    const siblings = kg.between(line.s, line.o);
    if (siblings.length < 2) return false;
    const same = siblings.filter((one) => one.s === line.s).sort((a, b) => b.sign - a.sign);
    return { enabled: true, type: "curvedCW", roundness: 0.1 + 0.13 * same.indexOf(line) };
  }
  const edgeOf = (line) => ({ id: line.id, from: line.s, to: line.o, smooth: bend(line) });

  kg.buildGraph = () => {
    kg.readColors();
    items = {
      nodes: new vis.DataSet(kg.nodes.map((node) => ({ ...node }))),
      edges: new vis.DataSet(kg.edges.map((edge) => edgeOf(kg.lineById.get(edge.id)))),
    };
    network = new vis.Network(kg.$("graph"), items, options);
    kg.network = network;
    network.renderer._drawEdges = (ctx) => paintLines(ctx, network.body.view.scale);
    network.renderer._drawArrows = () => {};
    network.on("afterDrawing", (ctx) => kg.paintLabels(ctx));
    for (const canvas of kg.$("graph").querySelectorAll("canvas")) canvas.setAttribute("aria-hidden", "true");
  };

  const radius = (weight) => Math.round((7 + 3.4 * Math.max(weight, 0) ** 0.45) * 10) / 10;
  kg.radius = (i) => radius(kg.actors[i].weight);
  function addMissing(wanted) {
    const fresh = [...wanted].filter((i) => !network.body.nodes[i]);
    if (!fresh.length) return;
    const set = new Set(fresh);
    items.nodes.add(fresh.map((i) => {
      const actor = kg.actors[i];
      return { id: i, x: actor.x, y: actor.y, shape: kg.types[actor.type].shape, size: radius(actor.weight) };
    }));
    const lines = new Set();
    for (const i of set) for (const line of kg.actors[i].lines) if (network.body.nodes[line.s] && network.body.nodes[line.o]) lines.add(line);
    items.edges.add([...lines].filter((line) => !network.body.edges[line.id]).map(edgeOf));
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
    addMissing(kg.wanted(state));
    const light = lit(state);
    kg.light = light;
    const wanted = kg.wanted(state);
    const body = network.body;
    looks.clear();
    for (const [i, claims] of kg.now.lines) {
      const line = kg.lines[i];
      if (!wanted.has(line.s) || !wanted.has(line.o)) continue;
      const look = lookOf(line, claims, state);
      look.dim = light !== null && !light.lines.has(i);
      looks.set(line.id, look);
    }
    kg.drawn.actors = [];
    for (const key of body.nodeIndices.concat(Object.keys(body.nodes))) body.nodes[key].options.hidden = true;
    for (const key of Object.keys(body.nodes)) {
      const i = Number(key);
      const node = body.nodes[key];
      const show = wanted.has(i) && !state.hide.has(i) && (kg.now.actors.has(i) || isOpen(state, i));
      node.options.hidden = !show;
      if (!show) continue;
      kg.drawn.actors.push(i);
      const dim = light !== null && !light.actors.has(i);
      const strong = isOpen(state, i) || state.pins.has(i);
      node.options.color = { background: kg.actorColor(i), border: strong ? colors.ink : colors.paper };
      node.options.opacity = dim ? 0.16 : 1;
      node.options.borderWidth = strong ? 3 : 1.5;
      const pinned = state.pins.get(i);
      const [x, y] = pinned || [kg.actors[i].x, kg.actors[i].y];
      node.x = x;
      node.y = y;
    }
    for (const key of Object.keys(body.edges)) body.edges[key].options.hidden = !looks.has(Number(key));
    kg.drawn.lines = looks.size;
    network._updateVisibleIndices();
    network.redraw();
  };
  const isOpen = (state, i) => state.sel !== null && (state.sel.kind === "actor" ? state.sel.i === i : kg.lines[state.sel.i].s === i || kg.lines[state.sel.i].o === i);

  // Ends of a line where the actors' edges are, and the point it bends to.
  function shape(edge) {
    const from = edge.from;
    const to = edge.to;
    const via = edge.edgeType.getViaNode();
    const bent = via && via.x !== undefined ? via : null;
    const start = trim(from, bent || to, from.options.size + 1);
    const end = trim(to, bent || from, to.options.size + 2);
    return { start, end, bent };
  }
  function trim(node, towards, distance) {
    const dx = towards.x - node.x;
    const dy = towards.y - node.y;
    const length = Math.hypot(dx, dy) || 1;
    return { x: node.x + (dx / length) * distance, y: node.y + (dy / length) * distance, dx: dx / length, dy: dy / length };
  }
  // Every visible line with its geometry and look, dim ones first.
  kg.shapes = () => {
    const out = [];
    for (const [id, look] of looks) {
      const edge = network.body.edges[id];
      if (edge && edge.connected && edge.from !== edge.to) out.push({ id, look, ...shape(edge) });
    }
    return out.sort((a, b) => b.look.dim - a.look.dim || b.look.faint - a.look.faint);
  };
  kg.lineOpacity = (look) => (look.dim ? 0.08 : look.faint ? 0.45 : looks.size > calmAt ? 0.5 : 0.8);

  function paintLines(ctx, scale) {
    const size = Math.min(Math.max(Math.sqrt(scale), 0.5), 1.7) / scale;
    const batches = new Map();
    for (const one of kg.shapes()) {
      const { look } = one;
      const key = look.color + look.dash + Math.round(look.width * 2) + look.dim + look.faint;
      if (!batches.has(key)) batches.set(key, []);
      batches.get(key).push(one);
    }
    ctx.save();
    ctx.lineCap = "round";
    for (const batch of batches.values()) paintBatch(ctx, batch, scale, size);
    ctx.restore();
  }
  function paintBatch(ctx, batch, scale, size) {
    const { look } = batch[0];
    ctx.globalAlpha = kg.lineOpacity(look);
    ctx.strokeStyle = look.color;
    ctx.fillStyle = look.color;
    ctx.lineWidth = look.width * size;
    const dash = look.dash === "dash" ? [7, 5] : look.dash === "dot" ? [0.5, 4.5] : [];
    ctx.setLineDash(dash.map((length) => length * Math.max(size, 0.4 / scale)));
    ctx.beginPath();
    for (const { start, end, bent } of batch) {
      ctx.moveTo(start.x, start.y);
      if (bent) ctx.quadraticCurveTo(bent.x, bent.y, end.x, end.y);
      else ctx.lineTo(end.x, end.y);
    }
    ctx.stroke();
    if (!look.arrow || look.dim || scale < 0.3) return;
    ctx.setLineDash([]);
    ctx.beginPath();
    for (const { end } of batch) {
      for (const [n, point] of kg.arrow(end, look.width * size, size).entries()) {
        if (n === 0) ctx.moveTo(...point);
        else ctx.lineTo(...point);
      }
      ctx.closePath();
    }
    ctx.fill();
  }
  // The three corners of an arrowhead at the end of a line; dx, dy point away from the actor.
  kg.arrow = (end, width, size) => {
    const long = width * 1.6 + 5.5 * size;
    const half = width * 0.7 + 2.4 * size;
    const x = end.x + end.dx * long;
    const y = end.y + end.dy * long;
    return [[end.x, end.y], [x - end.dy * half, y + end.dx * half], [x + end.dy * half, y - end.dx * half]];
  };

  // The view
  kg.fit = (actors) => {
    const nodes = actors && actors.length ? actors : kg.drawn.actors;
    if (!nodes.length) return;
    network.fit({ nodes, maxZoomLevel: 1.6, animation: kg.calm() || nodes.length > calmAt ? false : { duration: 350, easingFunction: "easeInOutQuad" } });
  };
  kg.look = (i) => {
    if (!network || !network.body.nodes[i]) return;
    const place = network.getPosition(i);
    const at = network.canvasToDOM(place);
    const frame = kg.$("graph").getBoundingClientRect();
    const margin = 70;
    if (at.x > margin && at.y > margin && at.x < frame.width - margin && at.y < frame.height - margin) return;
    network.moveTo({ position: place, animation: kg.calm() ? false : { duration: 300, easingFunction: "easeInOutQuad" } });
  };
  kg.zoom = (factor) => network.moveTo({ scale: Math.min(Math.max(network.getScale() * factor, 0.02), 6), animation: kg.calm() ? false : { duration: 150, easingFunction: "easeOutQuad" } });
})();
