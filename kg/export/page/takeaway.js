"use strict";
// What the reader takes along: picture, table, query, address.
(() => {
  const { el } = kg;
  function save(name, type, content) {
    const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
    const link = el("a", { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }
  const fileName = (ending) => (kg.fold(document.title).replace(/ /g, "-").slice(0, 60) || "graph") + ending;

  // CSV: a cell that a spreadsheet would run as a formula gets an apostrophe in front.
  const cell = (value) => {
    let text = String(value ?? "");
    if (/^[\s\u0000-\u001f]*[=+\-@＝＋－＠\t\r\n]/u.test(text)) text = "'" + text;
    return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  };
  kg.csv = () => {
    const head = ["claim", "subject", "subject_id", "relation", "object", "object_id", "sign", "modality", "speaker", "manner", "start", "end", "confidence", "quote", "source", "title", "url", "published", "article", "rule"];
    const rows = kg.rows().map(({ claim, evidence }) => {
      const article = kg.articles[evidence.article];
      const [s, o] = [kg.actors[claim.s], kg.actors[claim.o]];
      const speaker = claim.speaker < 0 ? "" : kg.actors[claim.speaker].label;
      return [claim.id, s.label, s.id, kg.relations[claim.r].name, o.label, o.id, ["conflict", "neutral", "cooperation"][claim.sign + 1], kg.MODALITIES[claim.modality], speaker,
        claim.manner, claim.start, claim.until, claim.confidence / 100, kg.data.quotes[evidence.quote], kg.data.sources[article.source], article.title, article.url, article.published, article.id, kg.data.rules[evidence.rule]];
    });
    return "\ufeff" + [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
  };
  kg.saveCsv = () => save(fileName(".csv"), "text/csv;charset=utf-8", kg.csv());

  kg.savePng = () => {
    const canvas = kg.network.canvas.frame.canvas;
    const copy = document.createElement("canvas");
    copy.width = canvas.width;
    copy.height = canvas.height;
    const ctx = copy.getContext("2d");
    ctx.fillStyle = kg.colors().paper;
    ctx.fillRect(0, 0, copy.width, copy.height);
    ctx.drawImage(canvas, 0, 0);
    copy.toBlob((blob) => save(fileName(".png"), "image/png", blob), "image/png");
  };

  // SVG of what the canvas shows, from the same geometry and the same labels.
  kg.svgPicture = () => {
    const colors = kg.colors();
    const canvas = kg.network.canvas.frame.canvas;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    const { translation, scale } = kg.network.body.view;
    const px = (point) => [(point.x * scale + translation.x).toFixed(1), (point.y * scale + translation.y).toFixed(1)];
    const size = kg.lineSize(scale);
    const make = kg.svg;
    const shapes = kg.shapes();
    const lines = shapes.map(({ look, start, end, bent }) => make("path", {
      d: "M" + px(start).join(" ") + (bent ? "Q" + px(bent).join(" ") + " " + px(end).join(" ") : "L" + px(end).join(" ")),
      stroke: look.color, "stroke-width": (look.width * size).toFixed(2), "stroke-opacity": kg.lineOpacity(look, scale).toFixed(2), "stroke-linecap": "round",
      "stroke-dasharray": kg.dashes(look, scale).map((length) => length * size).join(" ") || null,
    }));
    const heads = shapes.filter(({ look }) => kg.hasArrow(look, scale)).map(({ look, end }) => make("path", {
      d: "M" + kg.arrow(end, (look.width * size) / scale, size / scale).map(([x, y]) => px({ x, y }).join(" ")).join("L") + "Z", fill: look.color, "fill-opacity": kg.lineOpacity(look, scale).toFixed(2),
    }));
    const nodes = kg.drawn.actors.map((i) => {
      const [x, y] = px(kg.network.body.nodes[i]).map(Number);
      const r = kg.markRadius(i, scale) * scale;
      const mark = kg.marks.get(i);
      const paint = { fill: mark.color, stroke: mark.strong ? colors.ink : colors.paper, "stroke-width": mark.strong ? 3 : 1.2, opacity: mark.dim ? 0.16 : 1 };
      const title = make("title", {}, kg.actors[i].label);
      const { shape } = kg.types[kg.actors[i].type];
      return shape === "dot" ? make("circle", { cx: x, cy: y, r: r.toFixed(1), ...paint }, title) : make("path", { d: kg.shapePath(shape, x, y, r), ...paint }, title);
    });
    const texts = kg.placed.map((label) => make("text", {
      x: label.x.toFixed(1), y: label.y.toFixed(1), "font-size": label.size, "font-weight": label.strong ? 600 : 500, fill: label.kind === "count" ? label.color : colors.ink,
      stroke: colors.paper, "stroke-width": 3.5, "paint-order": "stroke", "stroke-linejoin": "round", "text-anchor": "middle", "dominant-baseline": "central",
    }, label.text));
    const root = make("svg", { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: "0 0 " + width + " " + height, "font-family": "system-ui, Segoe UI, Helvetica Neue, Arial, sans-serif" },
      make("title", {}, document.title), make("rect", { width, height, fill: colors.paper }), make("g", { fill: "none" }, ...lines), make("g", {}, ...heads), make("g", {}, ...nodes), make("g", {}, ...texts));
    return new XMLSerializer().serializeToString(root);
  };
  kg.saveSvg = () => save(fileName(".svg"), "image/svg+xml", kg.svgPicture());

  async function copy(text, button) {
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      const area = el("textarea", { class: "sr" });
      area.value = text;
      (kg.$("dialog").open ? kg.$("dialog") : document.body).append(area);
      area.select();
      done = document.execCommand("copy");
      area.remove();
    }
    const old = button.textContent;
    button.textContent = done ? "Copied" : "Select the text and copy it";
    kg.say(button.textContent);
    setTimeout(() => {
      button.textContent = old;
    }, 1600);
  }
  kg.showQuery = () => {
    const text = kg.sparql(kg.state);
    const button = el("button", { type: "button", class: "main", id: "copy", onclick: () => copy(text, button) }, "Copy");
    kg.dialog("SPARQL for this selection", el("p", {}, "It gives the claims that the page shows now, from the graph that the page was made of."),
      el("pre", { tabindex: "0", id: "query", "aria-label": "Query" }, text), el("p", { class: "actions" }, button));
  };
  kg.showAddress = () => {
    const field = el("input", { type: "text", readonly: true, id: "address", "aria-label": "Address of this view", value: kg.address() });
    const button = el("button", { type: "button", class: "main", onclick: () => copy(kg.address(), button) }, "Copy");
    kg.dialog("Address of this view", el("p", {}, "Whoever has this file sees the same selection at this address; the part after # also works on a copy elsewhere."), field, el("p", { class: "actions" }, button));
    field.select();
  };
})();
