"use strict";
// Walking the graph: who is around an actor, the shortest way between two, which actors are drawn.
(() => {
  const base = new Set(kg.nodes.map((node) => node.id));
  const other = (line, i) => (line.s === i ? line.o : line.s);

  // Actors at most `depth` lines away, over the lines that `open` lets pass; the actor itself is in.
  kg.around = (start, depth, open) => {
    const seen = new Set([start]);
    let edge = [start];
    for (let step = 0; step < depth; step += 1) {
      const next = [];
      for (const i of edge) {
        for (const line of kg.actors[i].lines) {
          const to = other(line, i);
          if (!seen.has(to) && open(line)) {
            seen.add(to);
            next.push(to);
          }
        }
      }
      edge = next;
    }
    return seen;
  };

  // Breadth first over the visible lines, in both directions; [] if there is no way.
  kg.shortestPath = (from, to) => {
    const before = new Map([[from, -1]]);
    let edge = [from];
    while (edge.length && !before.has(to)) {
      const next = [];
      for (const i of edge) {
        const near = kg.actors[i].lines.filter((line) => kg.now.lines.has(line.i)).map((line) => other(line, i));
        near.sort((a, b) => kg.actors[b].weight - kg.actors[a].weight || a - b);
        for (const j of near) {
          if (before.has(j)) continue;
          before.set(j, i);
          next.push(j);
        }
      }
      edge = next;
    }
    if (!before.has(to)) return [];
    const way = [];
    for (let i = to; i !== -1; i = before.get(i)) way.unshift(i);
    return way;
  };
  kg.between = (a, b) => kg.actors[a].lines.filter((line) => (line.s === a && line.o === b) || (line.s === b && line.o === a));
  kg.visibleBetween = (a, b) => kg.between(a, b).filter((line) => kg.now.lines.has(line.i));

  // Partners of an actor by the lines that are visible now: [{i, sign counts, claims}], the busiest first.
  kg.partners = (i) => {
    const found = new Map();
    for (const line of kg.actors[i].lines) {
      const claims = kg.now.lines.get(line.i);
      if (!claims) continue;
      const to = other(line, i);
      const entry = found.get(to) || { i: to, claims: [], signs: [0, 0, 0] };
      entry.claims.push(...claims);
      entry.signs[line.sign + 1] += claims.length;
      found.set(to, entry);
    }
    return [...found.values()].sort((a, b) => b.claims.length - a.claims.length || kg.actors[a.i].label.localeCompare(kg.actors[b.i].label, "en"));
  };

  // Everything that should be on the canvas, whether or not a filter hides it.
  kg.wanted = (state) => {
    const out = new Set(base);
    for (const i of state.add) out.add(i);
    for (const i of state.pins.keys()) out.add(i);
    for (const i of kg.way) out.add(i);
    if (state.sel) {
      const { kind, i } = state.sel;
      for (const j of kind === "actor" ? [i] : [kg.lines[i].s, kg.lines[i].o]) out.add(j);
    }
    if (kg.now.near) for (const i of [...kg.now.near].slice(0, 400)) out.add(i);
    return out;
  };
  kg.isDrawn = (i) => kg.wanted(kg.state).has(i);
  kg.way = [];
  kg.findWay = (state) => {
    kg.way = state.path ? kg.shortestPath(...state.path) : [];
  };

  // Commands
  const MOST = 60;
  kg.open = (kind, i) => kg.change((state) => {
    state.sel = { kind, i };
  });
  kg.close = () => kg.change((state) => {
    state.sel = null;
    state.path = null;
    state.compare = null;
  });
  kg.expand = (i) => {
    const drawn = kg.wanted(kg.state);
    const fresh = kg.partners(i).map((partner) => partner.i).filter((j) => !drawn.has(j)).slice(0, MOST);
    kg.change((state) => {
      for (const j of fresh) state.add.add(j);
      if (state.ego) state.ego = null;
    });
    kg.say(fresh.length ? kg.plural(fresh.length, "actor") + " added" : "All partners are on the graph already");
  };
  kg.undrawn = (i) => {
    const drawn = kg.wanted(kg.state);
    return kg.partners(i).filter((partner) => !drawn.has(partner.i)).length;
  };
  kg.ego = (i, depth) => kg.change((state) => {
    state.ego = depth ? { actor: i, depth } : null;
  });
  kg.hideActor = (i) => {
    kg.change((state) => {
      state.hide.add(i);
      state.sel = null;
      if (state.ego && state.ego.actor === i) state.ego = null;
    });
    kg.say(kg.actors[i].label + " hidden");
  };
  kg.showHidden = () => kg.change((state) => state.hide.clear());
  kg.pin = (i, place) => kg.change((state) => {
    if (place) state.pins.set(i, place.map(Math.round));
    else state.pins.delete(i);
  }, "pin" + i);
})();
