"use strict";
// Time: how much was said when, the range that counts, and play.
(() => {
  const { el, svg } = kg;
  const WIDTH = 1000;
  const HEIGHT = 56;
  const ROOM = 66; // pixels for the name of a month with its year
  const LETTER = 6;
  let timer = null;
  let bins = null;

  // Counts by sign over equal stretches of time; a claim counts where it begins, one beyond the axis at its end.
  kg.bins = (claims, most) => {
    const from = kg.span.first;
    const to = kg.span.last;
    const sizes = [1, 7, 30.4375, 91.3125, 365.25, 1826.25];
    const size = sizes.find((days) => (to - from + 1) / days <= most) || (to - from + 1) / most;
    const count = Math.max(1, Math.ceil((to - from + 1) / size));
    const rows = Array.from({ length: count }, () => [0, 0, 0]);
    for (const claim of claims) if (claim.first !== null) rows[Math.max(0, Math.min(count - 1, Math.floor((claim.first - from) / size)))][claim.sign + 1] += 1;
    return { from, to, size, count, rows };
  };
  // Cooperation and neutral above the line, conflict below.
  kg.histogram = (data, width, height) => {
    const up = Math.max(1, ...data.rows.map((row) => row[1] + row[2]));
    const down = Math.max(0, ...data.rows.map((row) => row[0]));
    const unit = (height - 2) / (up + down);
    const line = up * unit + 1;
    const step = width / data.count;
    const bar = (n, name, y, value) => svg("rect", { class: name, x: n * step + step * 0.08, width: step * 0.84, y, height: value * unit });
    return svg("svg", { class: "histogram", viewBox: "0 0 " + width + " " + height, preserveAspectRatio: "none", "aria-hidden": "true" },
      ...data.rows.flatMap((row, n) => [
        row[2] ? bar(n, "coop", line - row[2] * unit, row[2]) : "", row[1] ? bar(n, "neut", line - (row[1] + row[2]) * unit, row[1]) : "", row[0] ? bar(n, "conf", line, row[0]) : "",
      ]).filter(Boolean),
      svg("path", { class: "axis", d: "M0 " + line + "H" + width }));
  };

  const dayInput = (id, label, set) => {
    const input = el("input", { type: "date", id, "aria-label": label, min: kg.isoDay(kg.days.first), max: kg.isoDay(kg.days.last), onchange: () => set(kg.firstDay(input.value)) });
    return input;
  };
  kg.dayInput = dayInput;
  const setRange = (from, to, key) => kg.change((state) => {
    const first = from === null || from <= kg.days.first ? null : from;
    const last = to === null || to >= kg.days.last ? null : to;
    [state.from, state.to] = first !== null && last !== null && first > last ? [last, first] : [first, last];
  }, key);

  const share = (day) => Math.min(1, Math.max(0, (day - kg.span.first) / Math.max(1, kg.span.last - kg.span.first + 1)));
  const yearOf = (day) => new Date(day * 86400000).getUTCFullYear();
  // Days at which a year, a month or a day begins: the finest of them that have room, but none finer than a day.
  const DAY = 86400000;
  function beginnings(step, months) {
    const at = new Date(kg.span.first * DAY);
    const found = [];
    if (!months) {
      for (let day = kg.span.first; day <= kg.span.last; day += step) found.push(day);
      return found;
    }
    const first = at.getUTCFullYear() * 12 + at.getUTCMonth();
    for (let month = first; ; month = (Math.floor(month / step) + 1) * step) {
      const date = new Date(0);
      date.setUTCFullYear(Math.floor(month / 12), month % 12, 1);
      const day = Math.round(date.getTime() / DAY);
      if (day > kg.span.last) return found;
      found.push(Math.max(kg.span.first, day));
    }
  }
  const STEPS = [[1, 0], [2, 0], [7, 0], [1, 1], [2, 1], [3, 1], [6, 1]];
  const written = (day, form) => new Date(day * DAY).toLocaleDateString("en-GB", { ...form, timeZone: "UTC" });
  function ticks(width) {
    const most = Math.max(1, Math.floor(width / ROOM));
    const years = yearOf(kg.span.last) - yearOf(kg.span.first) + 1;
    const fits = ([step, months]) => (kg.span.last - kg.span.first + 1) / (months ? 30.4375 * step : step) <= most;
    const wide = kg.span.last - kg.span.first > 730;
    const [step, months] = (!wide && STEPS.find(fits)) || [12 * Math.max(1, Math.ceil(years / most)), 1];
    const form = !months ? { day: "numeric", month: "short" } : step < 12 ? { month: "short", year: "numeric" } : { year: "numeric" };
    const days = beginnings(step, months);
    const apart = days.filter((day, n) => n === 0 || (share(day) - share(days[0])) * width >= ROOM);
    const marks = apart.map((day, n) => [(kg.days.first < kg.span.first && n === 0 ? "≤ " : "") + written(day, form), day]);
    return marks.filter(([label, day], n) => n === 0 || share(day) * width + LETTER * label.length <= width);
  }
  const placeTicks = (marks, width) => marks.replaceChildren(...ticks(width).map(([label, day]) => svg("text", { x: (share(day) * 100).toFixed(2) + "%", y: 11 }, label)));

  kg.buildTimeline = () => {
    const box = kg.$("time");
    if (kg.days.first === null) {
      box.hidden = true;
      return;
    }
    bins = kg.bins(kg.claims, 120);
    const chart = el("div", { id: "chart" });
    const marks = svg("svg", { class: "ticks", "aria-hidden": "true" });
    new ResizeObserver(([entry]) => placeTicks(marks, entry.contentRect.width)).observe(chart);
    const play = el("button", { type: "button", id: "play", "aria-pressed": "false", "aria-label": "Play through time", onclick: () => (timer ? stop() : start()) }, kg.icon("play"));
    const clear = el("button", { type: "button", id: "all-time", onclick: () => setRange(null, null) }, "All dates");
    const range = el("div", { class: "dates" }, play,
      dayInput("from", "From", (day) => setRange(day, kg.state.to)), el("span", { "aria-hidden": "true" }, "–"), dayInput("to", "To", (day) => setRange(kg.state.from, day)), clear);
    box.append(range, el("div", { class: "plot" }, chart, marks));
    brush(chart);
  };

  // Drag over the bars to set the range.
  function brush(chart) {
    let origin = null;
    const dayAt = (event) => {
      const frame = chart.getBoundingClientRect();
      const part = Math.min(1, Math.max(0, (event.clientX - frame.left) / frame.width));
      if (part === 0) return kg.days.first;
      return part === 1 ? kg.days.last : Math.round(kg.span.first + part * (kg.span.last - kg.span.first));
    };
    chart.addEventListener("pointerdown", (event) => {
      origin = dayAt(event);
      chart.setPointerCapture(event.pointerId);
    });
    chart.addEventListener("pointermove", (event) => {
      if (origin === null) return;
      const day = dayAt(event);
      if (Math.abs(day - origin) > (kg.span.last - kg.span.first) / 150) setRange(Math.min(origin, day), Math.max(origin, day), "brush");
    });
    const end = (event) => {
      if (origin !== null && dayAt(event) === origin) setRange(null, null);
      origin = null;
    };
    chart.addEventListener("pointerup", end);
    chart.addEventListener("pointercancel", end);
  }

  // Play: a range slides along; without one, the past grows from the first day.
  function start() {
    const { state } = kg;
    const steps = kg.calm() ? 12 : 60;
    const whole = state.from === null && state.to === null;
    const wide = (state.to ?? kg.span.last) - (state.from ?? kg.span.first);
    const stride = Math.max(1, Math.round((kg.span.last - kg.span.first) / steps));
    let at = whole ? kg.span.first : (state.to ?? kg.days.last) >= kg.days.last ? kg.span.first + wide : state.to;
    kg.$("play").replaceChildren(kg.icon("pause"));
    kg.$("play").setAttribute("aria-pressed", "true");
    const step = () => {
      at = at + stride >= kg.span.last ? kg.days.last : at + stride;
      kg.change((s) => {
        s.from = whole ? null : Math.max(kg.days.first, at - wide);
        s.to = at;
      }, "play");
      kg.pulsed = (kg.pulsed || 0) + 1;
      if (at >= kg.days.last) {
        stop();
        if (whole) setRange(null, null, "play");
      }
    };
    timer = setInterval(step, kg.calm() ? 900 : 220);
    step();
  }
  function stop() {
    clearInterval(timer);
    timer = null;
    kg.$("play").replaceChildren(kg.icon("play"));
    kg.$("play").setAttribute("aria-pressed", "false");
  }

  kg.showTimeline = (state) => {
    if (kg.days.first === null) return;
    kg.$("from").value = kg.isoDay(state.from ?? kg.days.first);
    kg.$("to").value = kg.isoDay(state.to ?? kg.days.last);
    kg.$("all-time").hidden = state.from === null && state.to === null;
    const chart = kg.histogram(bins, WIDTH, HEIGHT);
    const shade = (from, to, name) => svg("rect", { class: name, x: share(from) * WIDTH, width: Math.max(0, (share(to) - share(from)) * WIDTH), y: 0, height: HEIGHT });
    if (state.compare) {
      for (const [n, [from, to]] of state.compare.entries()) chart.append(shade(from, to + 1, "period p" + (n + 1)));
    } else {
      if (state.from !== null) chart.append(shade(kg.days.first, state.from, "out"));
      if (state.to !== null) chart.append(shade(state.to + 1, kg.days.last + 1, "out"));
    }
    kg.$("chart").replaceChildren(chart);
  };
})();
