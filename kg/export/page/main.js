"use strict";
// Puts the parts together: tools, legend, notices, mouse and keyboard, and what happens on every change.
(() => {
  const { el } = kg;
  const icon = (name, label, action, attributes) => el("button", { type: "button", onclick: action, title: label, ...attributes }, kg.icon(name), el("span", { class: "label" }, label));

  // Dialogs
  kg.dialog = (title, ...content) => {
    const box = kg.$("dialog");
    box.replaceChildren(el("div", { class: "head" }, el("h2", { id: "dialog-title" }, title), el("button", { type: "button", class: "close", "aria-label": "Close", onclick: kg.closeDialog }, kg.icon("close"))), ...content);
    if (!box.open) box.showModal();
  };
  kg.closeDialog = () => kg.$("dialog").close();

  function menu(name, label, entries) {
    const list = el("ul", { id: "menu-" + name, role: "menu", "aria-label": label, hidden: true });
    const opener = icon(name, label, () => show(list.hidden), { "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": list.id });
    const items = entries.map(([text, action]) => el("button", { type: "button", role: "menuitem", tabindex: "-1", onclick: () => {
      show(false);
      opener.focus();
      action();
    } }, text));
    list.append(...items.map((item) => el("li", { role: "none" }, item)));
    function show(open) {
      list.hidden = !open;
      opener.setAttribute("aria-expanded", String(open));
      if (open) items[0].focus();
    }
    const box = el("div", { class: "menu", onkeydown: (event) => {
      const at = items.indexOf(document.activeElement);
      if (event.key === "Escape" && !list.hidden) {
        event.stopPropagation();
        show(false);
        opener.focus();
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
        event.preventDefault();
        items[(at + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length].focus();
      }
    }, onfocusout: (event) => {
      if (!box.contains(event.relatedTarget)) show(false);
    } }, opener, list);
    return box;
  }

  kg.drawer = (open) => {
    document.body.classList.toggle("drawer", open);
    kg.$("tool-filter").setAttribute("aria-expanded", String(open));
    if (open) kg.$("filters").focus();
    else kg.$("tool-filter").focus();
  };
  const pressed = (id, on) => kg.$(id).setAttribute("aria-pressed", String(on));
  const setView = (view) => kg.change((state) => {
    state.view = view;
  });
  function setTheme() {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    repaint();
  }
  function repaint() {
    kg.readColors();
    showLegend(kg.state);
    if (kg.network) kg.restyle(kg.state);
  }
  const graphOnly = (action) => () => {
    if (!kg.network) return;
    if (kg.state.view !== "graph") setView("graph");
    requestAnimationFrame(() => requestAnimationFrame(action));
  };
  function buildTools() {
    kg.$("tools").append(
      icon("filter", "Filters", () => kg.drawer(!document.body.classList.contains("drawer")), { id: "tool-filter", class: "phone", "aria-expanded": "false", "aria-controls": "filters" }),
      el("div", { class: "pair", role: "group", "aria-label": "View" }, icon("graph", "Graph", () => setView("graph"), { id: "tool-graph" }), icon("table", "Table", () => setView("table"), { id: "tool-table" })),
      icon("path", "Path", () => kg.askPath(kg.state.sel && kg.state.sel.kind === "actor" ? kg.state.sel.i : null), { id: "tool-path" }),
      icon("compare", "Compare", () => (kg.state.compare ? kg.close() : kg.startCompare()), { id: "tool-compare" }),
      el("div", { class: "pair", role: "group", "aria-label": "History" }, icon("undo", "Undo", kg.undo, { id: "tool-undo", class: "bare" }), icon("redo", "Redo", kg.redo, { id: "tool-redo", class: "bare" })),
      menu("save", "Take away", [["Picture (PNG)", graphOnly(kg.savePng)], ["Drawing (SVG)", graphOnly(kg.saveSvg)], ["Claims (CSV)", kg.saveCsv], ["SPARQL query", kg.showQuery], ["Address of this view", kg.showAddress], ["Print", () => window.print()]]),
      icon("theme", "Light or dark", setTheme, { id: "tool-theme", class: "bare" }),
      icon("help", "Help", help, { id: "tool-help", class: "bare" }));
    kg.$("zoom").append(...[["plus", "Zoom in", () => kg.zoom(1.4)], ["minus", "Zoom out", () => kg.zoom(1 / 1.4)], ["fit", "Show all", () => kg.fit()]].map(([name, label, action]) => icon(name, label, action, { class: "bare" })));
  }
  const KEYS = "/ find an actor|T table or graph|C compare periods|P path between two|Ctrl+Z, Ctrl+Y undo, redo|Esc close|arrows on the graph: step from actor to actor|Enter open|+ − 0 zoom in, out, show all";
  function help() {
    kg.dialog("How to read this page",
      el("p", {}, "Every line is something that articles say one actor does to another. Click a line or an actor to read the words. The number on a line counts claims."),
      el("p", {}, "Drag over the bars below to choose a time. Drag an actor to move and pin it. The address in your browser always holds the view you see."),
      el("h3", {}, "Keys"), el("ul", { class: "keys" }, ...KEYS.split("|").map((text) => el("li", {}, text))));
  }

  // Legend
  const glyph = (shape, color) => kg.svg("svg", { class: "glyph", viewBox: "0 0 16 16", "aria-hidden": "true" },
    shape === "dot" ? kg.svg("circle", { cx: 8, cy: 8, r: 5.5, fill: color }) : kg.svg("path", { d: kg.shapePath(shape, 8, 8, 5.5), fill: color }));
  const stroke = (color, dash, label) => el("li", {}, kg.svg("svg", { class: "stroke", viewBox: "0 0 28 8", "aria-hidden": "true" }, kg.svg("path", { d: "M2 4h24", stroke: color, "stroke-dasharray": dash })), label);
  let legendOpen = null;
  function showLegend(state) {
    const colors = kg.colors();
    const chosen = (name) => el("button", { type: "button", "aria-pressed": String(state.color === name), onclick: () => {
      kg.change((s) => {
        s.color = name;
      });
      kg.$("legend").querySelector('[aria-pressed="true"]').focus();
    } }, name === "camp" ? "Camp" : "Type");
    const present = (test) => kg.drawn.actors.some((i) => test(kg.actors[i]));
    const types = kg.types.map((type, i) => [type, i]).filter(([, i]) => present((actor) => actor.type === i));
    const paint = (number) => (number >= 0 && number < 8 ? colors.palette[number] : colors.grey);
    const typeList = el("ul", { class: "types" }, ...types.map(([type, i]) => el("li", {}, glyph(type.shape, state.color === "type" ? paint(i) : colors.soft), type.label)));
    const camps = kg.data.camps.map((row, n) => [row[0].map((i) => kg.actors[i].label), n]).filter(([, n]) => n < 8 && present((actor) => actor.camp === n));
    const campList = state.color === "camp" && camps.length ? el("ul", { class: "camps" }, ...camps.map(([names, n]) => el("li", { title: kg.campName(n) }, glyph("dot", paint(n)), kg.short(names.slice(0, 2).join(", "), 30))),
      present((actor) => actor.camp < 0 || actor.camp > 7) ? el("li", {}, glyph("dot", colors.grey), "others") : null) : null;
    const lines = state.compare
      ? el("ul", { class: "strokes" }, stroke(colors.status.turned, null, "turned"), stroke(colors.status.fresh, null, "new"), stroke(colors.status.ended, "0.5 4.5", "ended"), stroke(colors.status.stayed, null, "in both"))
      : el("ul", { class: "strokes" }, stroke(colors.sign[1], null, "cooperation"), stroke(colors.sign[-1], "7 5", "conflict"), stroke(colors.sign[0], null, "neutral"), stroke(colors.soft, "0.5 4.5", "planned or possible"));
    const body = el("div", { class: "body" }, lines, state.compare ? null : typeList, state.compare ? null : el("p", { class: "switch", role: "group", "aria-label": "Colour of actors" }, el("span", {}, "Colour: "), chosen("camp"), chosen("type")), state.compare ? null : campList);
    const wide = document.body.clientWidth - (window.innerWidth > 860 ? 236 : 0) - (kg.$("panel").hidden || window.innerWidth <= 860 ? 0 : kg.$("panel").offsetWidth) > 900;
    const open = legendOpen ?? (wide || Boolean(state.compare && window.innerWidth > 860));
    kg.$("legend").replaceChildren(el("details", { open }, el("summary", { onclick: () => {
      legendOpen = !kg.$("legend").querySelector("details").open;
    } }, "Legend"), body));
  }

  function showCounts(state) {
    const { now } = kg;
    kg.$("counts").textContent = [kg.plural(now.actors.size, "actor"), kg.plural(now.lines.size, "relation"), kg.plural(now.claims.length, "claim"), kg.plural(now.quotes, "quote")].join(" · ");
    const empty = kg.$("empty");
    empty.hidden = now.claims.length > 0;
    if (!now.claims.length) empty.replaceChildren(el("h2", {}, kg.claims.length ? "Nothing matches" : "This graph has no claims yet"), kg.claims.length ? el("p", {}, "No claim passes all filters together.") : el("p", {}, "Build one from articles first."), kg.claims.length ? el("button", { type: "button", class: "main", onclick: kg.reset }, "Reset filters") : "");
    if (!now.claims.length) kg.say("Nothing matches");
    const parts = [];
    const named = kg.actors.filter((actor) => actor.weight > 0).length;
    const drawn = kg.drawn.actors.length;
    if (state.ego) parts.push("Only " + kg.actors[state.ego.actor].label + (state.ego.depth === 1 ? " and its partners" : " and two steps around it") + ".", el("button", { type: "button", onclick: () => kg.ego(0, 0) }, "Show all"));
    else if (named > kg.nodes.length && state.view === "graph") parts.push(drawn.toLocaleString("en") + " of " + named.toLocaleString("en") + " actors are drawn, those with most quotes. Search and “Expand” reach the others; the table has all.");
    if (state.hide.size) parts.push(kg.plural(state.hide.size, "actor") + " hidden.", el("button", { type: "button", id: "unhide", onclick: kg.showHidden }, "Bring back"));
    kg.$("notice").hidden = !parts.length;
    kg.$("notice").replaceChildren(...parts.flatMap((part) => [part, " "]));
  }

  let before = { filters: "", fit: "", sel: "" };
  function update(state) {
    kg.now = kg.select(state);
    kg.findWay(state);
    kg.runCompare(state);
    const text = [kg.now.key, kg.now.quotes, state.view].join();
    if (kg.network) kg.restyle(state);
    kg.showTable(state, text !== before.filters);
    kg.showFilters(state);
    kg.showTimeline(state);
    kg.showPanel(state);
    showLegend(state);
    showCounts(state);
    pressed("tool-graph", state.view === "graph");
    pressed("tool-table", state.view === "table");
    pressed("tool-compare", Boolean(state.compare));
    kg.$("tool-undo").disabled = !kg.canUndo();
    kg.$("tool-redo").disabled = !kg.canRedo();
    const fit = state.ego ? state.ego.actor + ":" + state.ego.depth : "";
    const sel = state.sel ? state.sel.kind + state.sel.i : "";
    if (kg.network && fit !== before.fit) kg.fit();
    else if (kg.network && sel && sel !== before.sel && state.view === "graph") {
      const ends = state.sel.kind === "actor" ? [state.sel.i] : [kg.lines[state.sel.i].s, kg.lines[state.sel.i].o];
      requestAnimationFrame(() => kg.look(ends));
    }
    before = { filters: text, fit, sel };
  }

  // Mouse and touch
  function listen() {
    const net = kg.network;
    net.on("click", (event) => {
      const actor = kg.actorAt(event.pointer.canvas);
      const line = actor < 0 ? kg.lineAt(event.pointer.canvas) : null;
      if (actor >= 0) kg.open("actor", actor);
      else if (line) kg.open("line", line.i);
      else if (kg.state.sel) kg.change((state) => {
        state.sel = null;
      });
    });
    net.on("doubleClick", (event) => {
      const actor = kg.actorAt(event.pointer.canvas);
      if (actor >= 0) kg.expand(actor);
    });
    net.on("dragEnd", (event) => {
      if (!event.nodes.length) {
        kg.moved = true;
        return;
      }
      const { x, y } = net.body.nodes[event.nodes[0]];
      kg.pin(event.nodes[0], kg.turned([x, y]));
    });
    net.on("zoom", () => {
      kg.moved = true;
    });
    new ResizeObserver(() => kg.resize()).observe(kg.$("stage"));
    const tip = kg.$("tip");
    let last = 0;
    kg.$("graph").addEventListener("pointermove", (event) => {
      if (event.buttons || event.pointerType === "touch" || event.timeStamp - last < 40) return;
      last = event.timeStamp;
      const frame = kg.$("graph").getBoundingClientRect();
      const point = { x: event.clientX - frame.left, y: event.clientY - frame.top };
      const place = net.DOMtoCanvas(point);
      const actor = kg.actorAt(place);
      hover(tip, point, actor, actor < 0 ? kg.lineAt(place) : null, frame);
    });
    kg.$("graph").addEventListener("pointerleave", () => hover(tip, null));
  }
  function hover(tip, point, actor = -1, line = null, frame = null) {
    const was = kg.hovered;
    kg.hovered = actor;
    if (actor !== was) kg.repaint();
    tip.hidden = actor < 0 && line === null;
    kg.$("graph").classList.toggle("hit", !tip.hidden);
    if (tip.hidden) return;
    if (actor >= 0) tip.replaceChildren(el("strong", {}, kg.actors[actor].label), " " + kg.types[kg.actors[actor].type].label + ", " + kg.plural(kg.partners(actor).length, "partner"));
    else {
      const claims = kg.now.lines.get(line.i) || [];
      const kinds = [...new Set(claims.map((claim) => kg.relations[claim.r].label))];
      tip.replaceChildren(el("strong", {}, kg.actors[line.s].label + " → " + kg.actors[line.o].label), " " + kinds.slice(0, 4).join(", ") + (kinds.length > 4 ? " …" : "") + " (" + claims.length + ")");
    }
    tip.style.left = Math.min(point.x + 14, frame.width - 250) + "px";
    tip.style.top = Math.min(point.y + 14, frame.height - 60) + "px";
  }

  // Keyboard
  function stepActor(dx, dy) {
    const { sel } = kg.state;
    const drawn = kg.drawn.actors;
    if (!drawn.length) return;
    const at = kg.cursor !== undefined && drawn.includes(kg.cursor) ? kg.cursor : sel && sel.kind === "actor" ? sel.i : null;
    let best = null;
    if (at === null) best = drawn.reduce((a, b) => (kg.actors[b].weight > kg.actors[a].weight ? b : a));
    else {
      const here = kg.network.body.nodes[at];
      let least = Infinity;
      for (const i of drawn) {
        if (i === at) continue;
        const node = kg.network.body.nodes[i];
        const along = (node.x - here.x) * dx + (node.y - here.y) * dy;
        const across = Math.abs((node.x - here.x) * dy) + Math.abs((node.y - here.y) * dx);
        if (along > 0 && along + 2.5 * across < least) {
          least = along + 2.5 * across;
          best = i;
        }
      }
    }
    if (best === null) return;
    kg.cursor = best;
    kg.hovered = best;
    kg.look([best]);
    kg.repaint();
    kg.say(kg.actors[best].label + ", " + kg.types[kg.actors[best].type].label + ", " + kg.plural(kg.partners(best).length, "partner"));
  }
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  function graphKey(event) {
    if (!kg.network || event.ctrlKey || event.metaKey || event.altKey) return;
    if (STEPS[event.key]) stepActor(...STEPS[event.key]);
    else if (event.key === "Enter" && kg.cursor !== undefined) kg.open("actor", kg.cursor);
    else if (event.key === "+" || event.key === "=") kg.zoom(1.4);
    else if (event.key === "-") kg.zoom(1 / 1.4);
    else if (event.key === "0") kg.fit();
    else return;
    event.preventDefault();
  }
  function pageKey(event) {
    const field = event.target.closest && event.target.closest('input:not([type="checkbox"], [type="range"]), textarea, select, dialog');
    const typing = field && !((event.ctrlKey || event.metaKey) && field.id === "q" && !field.value);
    if (event.key === "Escape" && !kg.$("dialog").open) {
      if (document.body.classList.contains("drawer")) kg.drawer(false);
      else if (kg.state.sel) kg.change((state) => {
        state.sel = null;
      });
      else if (kg.state.path || kg.state.compare) kg.close();
      return;
    }
    if (typing) return;
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && key === "z") (event.shiftKey ? kg.redo : kg.undo)();
    else if ((event.ctrlKey || event.metaKey) && key === "y") kg.redo();
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (key === "/") kg.$("q").focus();
    else if (key === "t") setView(kg.state.view === "graph" ? "table" : "graph");
    else if (key === "c") kg.$("tool-compare").click();
    else if (key === "p") kg.$("tool-path").click();
    else return;
    event.preventDefault();
  }

  async function begin() {
    kg.readColors();
    buildTools();
    kg.buildFilters();
    kg.buildSearch();
    kg.buildTimeline();
    kg.onChange(update);
    document.addEventListener("keydown", pageKey);
    kg.$("graph").addEventListener("keydown", graphKey);
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
    try {
      await kg.loadLibrary();
      kg.buildGraph();
    } catch {
      kg.begin();
      setView("table");
      kg.$("tool-graph").disabled = true;
      kg.say("This browser cannot draw the graph; the table says the same.");
      document.documentElement.dataset.ready = "table";
      return;
    }
    kg.begin();
    listen();
    kg.fit(null, true);
    const ready = () => {
      document.documentElement.dataset.ready = kg.state.view;
    };
    if (kg.state.view === "table") ready();
    else kg.network.once("afterDrawing", ready);
  }
  begin();
})();
