"use strict";
// The table: every visible quote in words, for readers who do not see the picture and for those who would rather read.
(() => {
  const { el } = kg;
  const PAGE = 100;
  let page = 0;
  let order = { key: "date", down: true };
  const label = (i) => kg.actors[i].label;
  const source = (row) => kg.data.sources[kg.articles[row.evidence.article].source];
  const columns = [
    ["date", "Date", (row) => row.claim.when],
    ["subject", "Who", (row) => label(row.claim.s)],
    ["relation", "does what", (row) => kg.relations[row.claim.r].label],
    ["object", "to whom", (row) => label(row.claim.o)],
    ["modality", "Is it so?", (row) => kg.MODALITIES[row.claim.modality]],
    ["says", "Who says so", (row) => kg.whoSays(row.claim)],
    ["quote", "Quote", (row) => kg.data.quotes[row.evidence.quote]],
    ["source", "Source", (row) => source(row)],
  ];

  // One row a quote.
  kg.rows = () => {
    const rows = [];
    for (const claim of kg.now.claims) for (const evidence of kg.shownEvidence(claim)) rows.push({ claim, evidence });
    const read = columns.find(([key]) => key === order.key)[2];
    const keyed = rows.map((row, n) => ({ row, n, value: order.key === "date" ? row.claim.first ?? -1e9 : read(row) }));
    const way = order.down ? -1 : 1;
    const compare = order.key === "date" ? (a, b) => a.value - b.value : (a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0);
    keyed.sort((a, b) => compare(a, b) * way || a.n - b.n);
    return keyed.map((one) => one.row);
  };

  const sorter = ([key, title]) => {
    const on = order.key === key;
    return el("th", { scope: "col", class: "col-" + key, "aria-sort": on ? (order.down ? "descending" : "ascending") : "none" },
      el("button", { type: "button", id: "sort-" + key, onclick: () => {
        order = { key, down: on ? !order.down : key === "date" };
        page = 0;
        show();
        kg.$("sort-" + key).focus();
      } }, title, on ? el("span", { "aria-hidden": "true" }, order.down ? " ↓" : " ↑") : ""));
  };
  function line(row) {
    const { claim, evidence } = row;
    const article = kg.articles[evidence.article];
    const who = (i) => el("td", {}, el("button", { type: "button", class: "actor", onclick: () => kg.open("actor", i) }, label(i)));
    const open = el("button", { type: "button", class: "relation " + kg.signClass(claim.sign), "aria-label": kg.relations[claim.r].label + ": read what " + label(claim.s) + " does to " + label(claim.o), onclick: () => kg.open("line", claim.line) }, kg.relations[claim.r].label);
    return el("tr", {}, el("td", { class: "date" }, claim.when), who(claim.s), el("td", {}, open), who(claim.o),
      el("td", {}, kg.MODALITIES[claim.modality]), el("td", {}, kg.whoSays(claim)), el("td", { class: "words" }, kg.marked(evidence)),
      el("td", {}, source(row), " ", kg.link(article.url, article.title || article.id, { class: "title" })));
  }
  function show() {
    const rows = kg.rows();
    const pages = Math.max(1, Math.ceil(rows.length / PAGE));
    page = Math.min(page, pages - 1);
    const turn = (to, text, id) => el("button", { type: "button", id, disabled: to < 0 || to >= pages, onclick: () => {
      page = to;
      show();
      kg.$("table").scrollTop = 0;
      (kg.$(id).disabled ? kg.$("table") : kg.$(id)).focus();
    } }, text);
    const part = rows.slice(page * PAGE, page * PAGE + PAGE);
    const caption = rows.length ? kg.plural(rows.length, "quote") + (pages > 1 ? ", " + (page * PAGE + 1) + " to " + (page * PAGE + part.length) + " shown" : "") : "Nothing matches the filters";
    kg.$("table").replaceChildren(
      el("table", {}, el("caption", {}, caption), el("thead", {}, el("tr", {}, ...columns.map(sorter))), el("tbody", {}, ...part.map(line))),
      el("p", { class: "pages", hidden: pages === 1 }, turn(page - 1, "Previous", "page-back"), el("span", {}, "Page " + (page + 1) + " of " + pages), turn(page + 1, "Next", "page-on")));
  }
  kg.showTable = (state, fresh) => {
    kg.$("table").hidden = state.view !== "table";
    kg.$("stage").hidden = state.view === "table";
    if (state.view !== "table") return;
    if (fresh) page = 0;
    if (fresh || !kg.$("table").firstChild) show();
  };
})();
