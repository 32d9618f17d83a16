"use strict";
// Painting and hit tests. All lines of one look go in one stroke, all marks of one colour in one fill; lines, marks and
// names shrink less than the picture does when one zooms out, so that a large graph stays legible.
(() => {
  const DENSE = 400;
  // Up to so many actors the layout does not set camps apart (kg/export/layout.py), so no ground is drawn.
  const WHOLE = 60;
  let network = null;
  let cache = null;

  kg.takeOver = (net) => {
    network = net;
    const scale = () => network.body.view.scale;
    const { renderer, selectionHandler } = net;
    renderer._drawEdges = (ctx) => paintLines(ctx, scale());
    renderer._drawArrows = () => {};
    renderer._drawNodes = (ctx) => {
      paintMarks(ctx, scale());
      return { drawExternalLabels: () => {} };
    };
    selectionHandler._getAllNodesOverlappingWith = (box) => {
      const i = kg.actorAt({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 });
      return i < 0 ? [] : [i];
    };
    net.on("initRedraw", () => {
      cache = null;
    });
    net.on("beforeDrawing", (ctx) => paintCamps(ctx, scale()));
    net.on("afterDrawing", (ctx) => kg.paintLabels(ctx));
  };

  kg.lineSize = (scale) => Math.min(Math.max(Math.sqrt(scale), 0.55), 1.7) * (kg.lookCount() > 2000 ? 0.8 : 1);
  const grow = (scale) => (scale >= 0.6 ? 1 : (0.6 / scale) ** 0.5);
  kg.markRadius = (i, scale) => kg.radius(i) * grow(scale);
  kg.lineOpacity = (look, scale) => {
    if (look.dim) return 0.07;
    const crowded = Math.min(1, Math.sqrt(DENSE / Math.max(1, kg.lookCount()))) * Math.min(Math.max(scale / 0.2, 1), 3);
    const base = Math.min(0.82, Math.max(0.2, 0.85 * crowded));
    return base * (look.faint ? 0.5 : 1) * (look.far && kg.lookCount() > 2 * DENSE && kg.light === null ? 0.55 : 1);
  };
  // Where thousands of lines are seen from afar, dashes are noise and slow to paint; sign is still in the colour.
  kg.dashes = (look, scale = 1) => (scale < 0.35 && kg.lookCount() > 1500 ? [] : look.dash === "dash" ? [7, 5] : look.dash === "dot" ? [0.5, 4.5] : []);
  kg.hasArrow = (look, scale) => look.arrow && !look.dim && scale > 0.3;

  // Corners of a mark of radius r around (x, y); a dot has none.
  const SIDES = { square: [4, 1.2, 45], diamond: [4, 1.25, 0], triangle: [3, 1.3, -90], triangleDown: [3, 1.3, 90], hexagon: [6, 1.08, 0], star: [10, 1.35, -90] };
  function corners(shape, x, y, r) {
    const [count, size, turn] = SIDES[shape];
    return Array.from({ length: count }, (_, n) => {
      const angle = ((turn + (n * 360) / count) * Math.PI) / 180;
      const far = r * size * (shape === "star" && n % 2 ? 0.46 : 1);
      return [x + far * Math.cos(angle), y + far * Math.sin(angle)];
    });
  }
  kg.shapePath = (shape, x, y, r) => "M" + corners(shape, x, y, r).map((point) => point.map((value) => value.toFixed(1)).join(" ")).join("L") + "Z";

  // Ends of a line at the rims of its marks, and the point it bends to.
  function geometry(line, look, scale) {
    const { nodes } = network.body;
    const from = nodes[line.s];
    const to = nodes[line.o];
    let bent = null;
    if (look.bend) bent = { x: (from.x + to.x) / 2 + look.bend * (to.y - from.y), y: (from.y + to.y) / 2 - look.bend * (to.x - from.x) };
    const start = trim(from, bent || to, kg.markRadius(line.s, scale) + 1);
    const end = trim(to, bent || from, kg.markRadius(line.o, scale) + 2 / scale);
    return { line, look, start, end, bent };
  }
  function trim(node, towards, distance) {
    const dx = towards.x - node.x;
    const dy = towards.y - node.y;
    const length = Math.hypot(dx, dy) || 1;
    const far = Math.min(distance, length / 2);
    return { x: node.x + (dx / length) * far, y: node.y + (dy / length) * far, dx: dx / length, dy: dy / length };
  }
  // Every visible line with its geometry and look, dim ones first; the same for all that one frame paints.
  kg.shapes = () => {
    if (cache) return cache;
    const { scale } = network.body.view;
    const out = [];
    kg.eachLook((line, look) => {
      if (line.s !== line.o) out.push(geometry(line, look, scale));
    });
    cache = out.sort((a, b) => b.look.dim - a.look.dim || b.look.faint - a.look.faint);
    return cache;
  };

  function paintLines(ctx, scale) {
    const batches = new Map();
    for (const one of kg.shapes()) {
      const { look } = one;
      const key = look.color + look.dash + Math.round(look.width * 2) + look.dim + look.faint + look.far + look.arrow;
      const batch = batches.get(key);
      if (batch) batch.push(one);
      else batches.set(key, [one]);
    }
    ctx.save();
    ctx.lineCap = "round";
    for (const batch of batches.values()) paintBatch(ctx, batch, scale, kg.lineSize(scale) / scale);
    ctx.restore();
  }
  function paintBatch(ctx, batch, scale, size) {
    const { look } = batch[0];
    ctx.globalAlpha = kg.lineOpacity(look, scale);
    ctx.strokeStyle = look.color;
    ctx.fillStyle = look.color;
    ctx.lineWidth = look.width * size;
    ctx.setLineDash(kg.dashes(look, scale).map((length) => length * size));
    ctx.beginPath();
    for (const { start, end, bent } of batch) {
      ctx.moveTo(start.x, start.y);
      if (bent) ctx.quadraticCurveTo(bent.x, bent.y, end.x, end.y);
      else ctx.lineTo(end.x, end.y);
    }
    ctx.stroke();
    if (!kg.hasArrow(look, scale)) return;
    ctx.beginPath();
    for (const { end } of batch) {
      const [tip, left, right] = kg.arrow(end, look.width * size, size);
      ctx.moveTo(...tip);
      ctx.lineTo(...left);
      ctx.lineTo(...right);
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

  function paintMarks(ctx, scale) {
    const colors = kg.colors();
    const batches = new Map();
    for (const i of kg.drawn.actors) {
      const mark = kg.marks.get(i);
      const key = mark.color + mark.dim + mark.strong;
      if (!batches.has(key)) batches.set(key, { mark, actors: [] });
      batches.get(key).actors.push(i);
    }
    ctx.save();
    ctx.lineJoin = "round";
    for (const { mark, actors } of [...batches.values()].sort((a, b) => b.mark.dim - a.mark.dim || a.mark.strong - b.mark.strong)) {
      ctx.globalAlpha = mark.dim ? 0.16 : 1;
      ctx.fillStyle = mark.color;
      ctx.strokeStyle = mark.strong ? colors.ink : colors.paper;
      ctx.lineWidth = (mark.strong ? 3 : 1.2) / Math.max(scale, 0.4);
      ctx.beginPath();
      for (const i of actors) trace(ctx, i, kg.markRadius(i, scale));
      if (mark.strong || scale > 0.25) ctx.stroke();
      ctx.fill();
    }
    ctx.restore();
  }
  function trace(ctx, i, r) {
    const { x, y } = network.body.nodes[i];
    const { shape } = kg.types[kg.actors[i].type];
    if (shape === "dot") {
      ctx.moveTo(x + r, y);
      ctx.arc(x, y, r, 0, 2 * Math.PI);
      return;
    }
    corners(shape, x, y, r).forEach(([px, py], n) => (n ? ctx.lineTo(px, py) : ctx.moveTo(px, py)));
    ctx.closePath();
  }
  // A soft ground under each camp, where there are camps to tell apart.
  function paintCamps(ctx, scale) {
    if (kg.state.color !== "camp" || kg.data.camps.length < 2 || kg.light !== null || kg.state.compare || kg.nodes.length <= WHOLE) return;
    const grounds = new Map();
    for (const i of kg.drawn.actors) {
      const { camp } = kg.actors[i];
      if (camp < 0) continue;
      if (!grounds.has(camp)) grounds.set(camp, []);
      grounds.get(camp).push(i);
    }
    ctx.save();
    ctx.globalAlpha = 0.09;
    for (const actors of grounds.values()) {
      if (actors.length < 3) continue;
      ctx.fillStyle = kg.actorColor(actors[0]);
      ctx.beginPath();
      for (const i of actors) {
        const { x, y } = network.body.nodes[i];
        const r = kg.markRadius(i, scale) + 44;
        ctx.moveTo(x + r, y);
        ctx.arc(x, y, r, 0, 2 * Math.PI);
      }
      ctx.fill();
    }
    ctx.restore();
  }

  // The actor at a point of the canvas, −1 if none; the uppermost, with some room for fingers.
  kg.actorAt = (point) => {
    const { scale } = network.body.view;
    let best = -1;
    let least = 1;
    for (const i of kg.drawn.actors) {
      const node = network.body.nodes[i];
      const r = Math.max(kg.markRadius(i, scale) * 1.1, 9 / scale);
      const far = Math.hypot(node.x - point.x, node.y - point.y) / r;
      if (far < least) {
        least = far;
        best = i;
      }
    }
    return best;
  };
  // The line within 7 pixels of a point, dim ones only if no other.
  kg.lineAt = (point) => {
    let best = null;
    let least = 7 / network.body.view.scale;
    for (const one of kg.shapes()) {
      const far = distance(point, one) + (one.look.dim ? 3 / network.body.view.scale : 0);
      if (far < least) {
        least = far;
        best = one;
      }
    }
    return best ? best.line : null;
  };
  function distance(point, { start, end, bent }) {
    if (!bent) return toSegment(point, start, end);
    let least = Infinity;
    let before = start;
    for (let n = 1; n <= 10; n += 1) {
      const t = n / 10;
      const next = {
        x: (1 - t) * (1 - t) * start.x + 2 * t * (1 - t) * bent.x + t * t * end.x,
        y: (1 - t) * (1 - t) * start.y + 2 * t * (1 - t) * bent.y + t * t * end.y,
      };
      least = Math.min(least, toSegment(point, before, next));
      before = next;
    }
    return least;
  }
  function toSegment(point, a, b) {
    const dx = b.x - a.x;
    const dy = b.y - a.y;
    const part = Math.min(1, Math.max(0, ((point.x - a.x) * dx + (point.y - a.y) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(a.x + part * dx - point.x, a.y + part * dy - point.y);
  }
})();
