"use strict";
// Names on the picture: the most telling first, none over another, more of them the closer one looks.
(() => {
  const CELL = 72;
  const FONT = '"Inter", "Segoe UI", system-ui, -apple-system, "Helvetica Neue", Arial, "Liberation Sans", sans-serif';
  const LONGEST = 34;
  const widths = new Map();
  kg.labelFont = (size, strong) => (strong ? "600 " : "500 ") + size + "px " + FONT;
  kg.short = (text, most = LONGEST) => {
    const letters = [...text.replace(/\s+/g, " ")];
    return letters.length > most ? letters.slice(0, most - 1).join("") + "…" : letters.join("");
  };

  function measure(ctx, text, font) {
    const key = font + "\n" + text;
    if (!widths.has(key)) {
      ctx.font = font;
      widths.set(key, ctx.measureText(text).width);
    }
    return widths.get(key);
  }

  // Boxes that are taken, in cells of the screen.
  function board() {
    const cells = new Map();
    const each = (box, visit) => {
      for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x += 1) {
        for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y += 1) {
          if (visit(x + ":" + y)) return true;
        }
      }
      return false;
    };
    const hits = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom && a.owner !== b.owner;
    return {
      // A box that may cover marks is only kept off other labels.
      free: (box, over) => !each(box, (key) => (cells.get(key) || []).some((other) => !(over && other.mark) && hits(box, other))),
      take: (box) => {
        each(box, (key) => {
          if (!cells.has(key)) cells.set(key, []);
          cells.get(key).push(box);
          return false;
        });
      },
    };
  }

  // Labels that fit on a canvas of width × height under this view: [{text, x, y, size, strong, dim, kind}].
  kg.placeLabels = (ctx, width, height, view) => {
    const taken = board();
    const out = [];
    const frame = kg.$("graph").getBoundingClientRect();
    for (const id of ["legend", "zoom", "notice"]) {
      const box = kg.$(id).getBoundingClientRect();
      if (box.width) taken.take({ left: box.left - frame.left, right: box.right - frame.left, top: box.top - frame.top, bottom: box.bottom - frame.top, owner: id });
    }
    const light = kg.light;
    const most = Math.round(Math.min(150, Math.max(24, (width * height) / 8500)));
    const spots = [];
    for (const i of kg.drawn.actors) {
      const node = kg.network.body.nodes[i];
      const x = node.x * view.scale + view.x;
      const y = node.y * view.scale + view.y;
      if (x < -40 || y < -20 || x > width + 40 || y > height + 20) continue;
      const first = light !== null && light.actors.has(i);
      const open = kg.state.sel && kg.state.sel.kind === "actor" && kg.state.sel.i === i;
      const rank = kg.actors[i].weight + (first ? 1e6 : 0) + (open || kg.hovered === i ? 1e9 : 0) + (kg.state.pins.has(i) ? 1e5 : 0);
      spots.push({ i, x, y, r: kg.markRadius(i, view.scale) * view.scale, rank, first, dim: light !== null && !first });
    }
    spots.sort((a, b) => b.rank - a.rank || a.i - b.i);
    const loud = new Set(spots.slice(0, Math.max(3, Math.min(14, spots.length / 8))).map((spot) => spot.i));
    for (const spot of spots.slice(0, 400)) {
      if (spot.r > 4 && !spot.dim) taken.take({ left: spot.x - spot.r * 0.8, right: spot.x + spot.r * 0.8, top: spot.y - spot.r * 0.8, bottom: spot.y + spot.r * 0.8, owner: spot.i, mark: !loud.has(spot.i) });
    }
    for (const spot of spots) {
      if (out.length >= most) break;
      if (spot.dim && kg.hovered !== spot.i) continue;
      const first = loud.has(spot.i) || spot.rank >= 1e5;
      const strong = spot.rank >= 1e9 || (light === null && loud.has(spot.i));
      const size = Math.round(Math.min(Math.max(10.5 + spot.r * 0.16, 11), 15));
      const text = kg.short(kg.actors[spot.i].label);
      const half = measure(ctx, text, kg.labelFont(size, strong)) / 2 + 3;
      const tries = [
        { x: spot.x, y: spot.y + spot.r + size * 0.72 + 2 },
        { x: spot.x, y: spot.y - spot.r - size * 0.72 - 2 },
        { x: spot.x + spot.r + half + 2, y: spot.y },
        { x: spot.x - spot.r - half - 2, y: spot.y },
      ];
      for (const at of tries) {
        const box = { left: at.x - half, right: at.x + half, top: at.y - size * 0.62, bottom: at.y + size * 0.62, owner: spot.i };
        if (box.left < 0 || box.right > width || !taken.free(box, first)) continue;
        taken.take(box);
        out.push({ text, x: at.x, y: at.y, size, strong, kind: "name", i: spot.i });
        break;
      }
    }
    if (view.scale > 0.55) placeCounts(ctx, out, taken, view, width, height);
    return out;
  };
  function placeCounts(ctx, out, taken, view, width, height) {
    let room = 80;
    for (const one of kg.shapes().sort((a, b) => b.look.count - a.look.count)) {
      if (room === 0 || one.look.count < 2) break;
      if (one.look.dim) continue;
      const { start, end, bent } = one;
      const mid = bent ? { x: (start.x + 2 * bent.x + end.x) / 4, y: (start.y + 2 * bent.y + end.y) / 4 } : { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
      const x = mid.x * view.scale + view.x;
      const y = mid.y * view.scale + view.y;
      if (x < 0 || y < 0 || x > width || y > height) continue;
      const text = String(one.look.count);
      const half = measure(ctx, text, kg.labelFont(10, true)) / 2 + 3;
      const box = { left: x - half, right: x + half, top: y - 7, bottom: y + 7, owner: "line" + one.line.i };
      if (!taken.free(box)) continue;
      taken.take(box);
      out.push({ text, x, y, size: 10, strong: true, kind: "count", color: one.look.color });
      room -= 1;
    }
  }

  kg.paintLabels = (ctx) => {
    const { view } = kg.network.body;
    const canvas = kg.network.canvas.frame.canvas;
    const placed = kg.placeLabels(ctx, canvas.clientWidth, canvas.clientHeight, { scale: view.scale, x: view.translation.x, y: view.translation.y });
    kg.placed = placed;
    const colors = kg.colors();
    ctx.save();
    const ratio = kg.network.canvas.pixelRatio;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    for (const label of placed) {
      ctx.font = kg.labelFont(label.size, label.strong);
      ctx.strokeStyle = colors.paper;
      ctx.lineWidth = label.kind === "count" ? 4 : 3.5;
      ctx.strokeText(label.text, label.x, label.y);
      ctx.fillStyle = label.kind === "count" ? label.color : colors.ink;
      ctx.fillText(label.text, label.x, label.y);
    }
    ctx.restore();
  };
  kg.hovered = -1;
  kg.placed = [];
})();
