"use strict";
// Find an actor by any of its names; accents, case and punctuation do not matter.
(() => {
  const MOST = 12;
  const index = kg.actors.map((actor) => [actor.label, ...actor.aliases, actor.id.replace(/_/g, " ")].map((text, n) => ({ text, folded: kg.fold(text), n })));

  // Rank: whole name, start of the name, start of a word, anywhere; a name before an alias, the busier before the quieter.
  function rank(entry, query) {
    const at = entry.folded.indexOf(query);
    if (at < 0) return 9;
    const place = entry.folded === query ? 0 : at === 0 ? 1 : entry.folded[at - 1] === " " ? 2 : 3;
    return place + (entry.n ? 0.5 : 0);
  }
  kg.find = (text, most = MOST) => {
    const query = kg.fold(text);
    if (!query) return [];
    const words = query.split(" ");
    const hits = [];
    for (const actor of kg.actors) {
      let best = { score: 9, text: "" };
      for (const entry of index[actor.i]) {
        let score = rank(entry, query);
        if (score === 9 && words.length > 1 && words.every((word) => entry.folded.includes(word))) score = 4;
        if (score < best.score) best = { score, text: entry.n ? entry.text : "" };
      }
      if (best.score < 9) hits.push({ i: actor.i, score: best.score, alias: kg.fold(best.text) === kg.fold(actor.label) ? "" : best.text });
    }
    hits.sort((a, b) => a.score - b.score || kg.actors[b.i].weight - kg.actors[a.i].weight || a.i - b.i);
    return hits.slice(0, most);
  };

  // A combobox in the ARIA sense: input with a list, arrows choose, Enter takes, Escape closes.
  kg.combobox = (input, list, choose) => {
    let hits = [];
    let active = -1;
    const mark = () => {
      [...list.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === active)));
      const item = list.children[active];
      if (item && hits.length) {
        input.setAttribute("aria-activedescendant", item.id);
        item.scrollIntoView({ block: "nearest" });
      } else input.removeAttribute("aria-activedescendant");
    };
    const close = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const take = (n) => {
      if (!hits[n]) return;
      const { i } = hits[n];
      close();
      choose(i);
    };
    const open = () => {
      hits = kg.find(input.value);
      active = hits.length ? 0 : -1;
      if (!input.value.trim()) return close();
      list.replaceChildren(...hits.map((hit, n) => {
        const actor = kg.actors[hit.i];
        return kg.el("li", { role: "option", id: list.id + "-" + n, onmousedown: (event) => event.preventDefault(), onclick: () => take(n) },
          kg.el("span", { class: "name" }, actor.label, hit.alias ? kg.el("span", { class: "alias" }, " " + hit.alias) : ""),
          kg.el("span", { class: "what" }, kg.types[actor.type].label + " · " + actor.weight.toLocaleString("en")));
      }));
      if (!hits.length) list.append(kg.el("li", { class: "nothing", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "No actor of that name"));
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      mark();
      kg.say(hits.length ? kg.plural(hits.length, "actor") + " found" : "No actor of that name");
    };
    input.addEventListener("input", open);
    input.addEventListener("focus", () => input.value && open());
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) return open();
        active = hits.length ? (active + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length : -1;
        mark();
      } else if (event.key === "Enter" && !list.hidden) {
        event.preventDefault();
        take(active);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        event.stopPropagation();
        close();
      }
    });
  };

  kg.buildSearch = () => {
    const input = kg.$("q");
    kg.combobox(input, kg.$("hits"), (i) => {
      input.value = "";
      kg.change((state) => {
        state.sel = { kind: "actor", i };
        state.hide.delete(i);
        if (!kg.isDrawn(i)) state.add.add(i);
        if (state.ego && kg.now.near && !kg.now.near.has(i)) state.ego = null;
      });
    });
  };

  // The dialog that asks for the two ends of a path.
  kg.askPath = (start) => {
    const ends = [start ?? null, null];
    const field = (n, label) => {
      const input = kg.el("input", { type: "search", role: "combobox", id: "end" + n, "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "ends" + n, autocomplete: "off", spellcheck: "false" });
      const list = kg.el("ul", { role: "listbox", id: "ends" + n, "aria-label": label, hidden: true });
      if (ends[n] !== null) input.value = kg.actors[ends[n]].label;
      input.addEventListener("input", () => {
        ends[n] = null;
      });
      kg.combobox(input, list, (i) => {
        ends[n] = i;
        input.value = kg.actors[i].label;
        const next = kg.$(n === 0 && ends[1] === null ? "end1" : "go");
        next.focus();
      });
      return kg.el("div", { class: "field" }, kg.el("label", { for: "end" + n }, label), input, list);
    };
    const wrong = kg.el("p", { class: "wrong", role: "alert" });
    const go = () => {
      for (const n of [0, 1]) if (ends[n] === null) ends[n] = kg.find(kg.$("end" + n).value, 1)[0]?.i ?? null;
      if (ends.includes(null)) {
        wrong.textContent = "Name two actors of this graph.";
        return;
      }
      kg.closeDialog();
      kg.change((state) => {
        state.path = ends.slice();
        state.sel = null;
        state.view = "graph";
      });
      if (kg.way.length) kg.fit(kg.way);
    };
    const form = kg.el("form", { onsubmit: (event) => {
      event.preventDefault();
      go();
    } }, field(0, "From"), field(1, "To"), wrong, kg.el("p", { class: "actions" }, kg.el("button", { type: "submit", id: "go", class: "main" }, "Find the path")));
    kg.dialog("Shortest path", kg.el("p", {}, "The shortest chain of claims between two actors, under the filters that are set."), form);
    kg.$(start === undefined || start === null ? "end0" : "end1").focus();
  };
})();
