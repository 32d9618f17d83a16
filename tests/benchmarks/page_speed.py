"""How quick the page is, and how large: run it, do not collect it.

    python -m tests.benchmarks.page_speed [--sizes 50 500 2000 5000] [--default 50 500] [--json]

Times are medians in milliseconds from the act to the end of the frame that shows it, in headless Chromium without a
network; ``CPU`` is what all of the browser's processes used meanwhile, which holds on a busy machine too. ``default`` is pyvis as it comes (physics on, the network's files in the page), until it says that it is stable.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from pyvis.network import Network

from kg import ontology
from kg.config import DEFAULT_BASE
from kg.export import html
from tests.page import worlds
from tests.support import memory

ACTS = {
    "select": "kg.change((s) => { s.sel = { kind: 'actor', i: kg.nodes[n * 3].id }; })",
    "filter": "kg.change((s) => { s.sel = null; n % 2 ? s.off.sign.delete(0) : s.off.sign.add(0); })",
    "date": "kg.change((s) => { s.off.sign.clear(); s.from = kg.days.first + 90 * (n + 1); })",
    "search": "(() => { s = document.getElementById('q'); s.value = kg.actors[n].label.slice(0, 3); s.dispatchEvent(new Event('input')); })()",
    "path": "kg.change((s) => { s.from = null; s.path = [kg.nodes[n].id, kg.nodes[kg.nodes.length - 1 - n].id]; })",
}
MEASURE = """async () => {
  let s;
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  const times = [];
  for (let n = 0; n < 9; n += 1) {
    await frame();
    const start = performance.now();
    ACT;
    await frame();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[4];
}"""
LONGEST = "new PerformanceObserver((list) => list.getEntries().forEach((e) => { window.__longest = Math.max(window.__longest || 0, e.duration); })).observe({ type: 'longtask', buffered: true });"


def cpu(browser: Browser) -> float:
    """CPU seconds that all processes of the browser have used; unlike wall time it does not grow with the machine's load."""
    session = browser.new_browser_cdp_session()
    used = sum(float(process["cpuTime"]) for process in session.send("SystemInfo.getProcessInfo")["processInfo"])
    session.detach()
    return used


def ours(browser: Browser, size: int, folder: Path) -> dict[str, Any]:
    """Figures of our page at one size."""
    meanings = ontology.load(Path(__file__).parents[2] / "ontology", DEFAULT_BASE)
    view = worlds.camps(size)
    start = time.process_time()
    text = html.render(view, meanings)
    made = time.process_time() - start
    base = len(html.render(memory.graph([]), meanings).encode())
    words = sum(len(e.quote.encode()) for c in view.claims() for e in c.evidence)
    path = folder / f"ours-{size}.html"
    path.write_text(text, encoding="utf-8")
    draws = []
    spent = []
    for _ in range(3):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script(LONGEST)
        before = cpu(browser)
        page.goto(path.as_uri(), wait_until="commit")
        page.wait_for_selector("html[data-ready]", timeout=120_000)
        spent.append(cpu(browser) - before)
        draws.append((page.evaluate("performance.now()"), page.evaluate("window.__longest || 0")))
        if len(draws) < 3:
            page.close()
    out: dict[str, Any] = {"actors": size, "claims": len(view.claim_list), "render CPU s": round(made, 1)}
    out |= {"first draw": round(sorted(draws)[1][0]), "longest task": round(sorted(d[1] for d in draws)[1])}
    out["first draw CPU"] = round(1000 * sorted(spent)[1])
    for name, act in ACTS.items():
        before = cpu(browser)
        out[name] = round(page.evaluate(MEASURE.replace("ACT", act)))
        out[f"{name} CPU"] = round(1000 * (cpu(browser) - before) / 9)
    page.close()
    out |= {
        "file kB": len(text.encode()) // 1000,
        "base kB": base // 1000,
        "bytes a claim": round((len(text.encode()) - base - words) / len(view.claim_list)),
    }
    return out


def default(browser: Browser, size: int, folder: Path, limit: int) -> dict[str, Any]:
    """Milliseconds until pyvis' own page is stable, or ``None`` after ``limit`` seconds."""
    view = worlds.camps(size)
    network = Network(directed=True, cdn_resources="in_line")
    network.nodes = [{"id": e.id, "label": e.label, "shape": "dot"} for e in view.entities().values()]
    network.edges = [{"from": c.subject, "to": c.object, "title": c.evidence[0].quote} for c in view.claims()]
    text = network.generate_html()
    text = re.sub(r"<(link|script)[^>]+https?://[^>]+>(</script>)?", "", text)
    text = text.replace(
        "network = new vis.Network(container, data, options);",
        "network = new vis.Network(container, data, options); network.once('stabilizationIterationsDone', () => { window.__stable = performance.now(); });",
    )
    path = folder / f"default-{size}.html"
    path.write_text(text, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(LONGEST)
    before = cpu(browser)
    page.goto(path.as_uri(), wait_until="commit")
    try:
        page.wait_for_function("window.__stable", timeout=limit * 1000)
        used = round(1000 * (cpu(browser) - before))
        stable = round(page.evaluate("window.__stable"))
        return {"actors": size, "stable": stable, "stable CPU": used, "file kB": len(text.encode()) // 1000}
    except Exception:
        return {"actors": size, "stable": None, "file kB": len(text.encode()) // 1000}
    finally:
        page.close()


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="*", default=[50, 500, 2000, 5000])
    options.add_argument("--default", type=int, nargs="*", default=[50, 500])
    options.add_argument("--limit", type=int, default=180, help="seconds that pyvis' own page may take")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    found = next(path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)))
    with tempfile.TemporaryDirectory() as name, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=found, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        report = {
            "machine": f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Chromium {browser.version}",
            "ours": [ours(browser, size, Path(name)) for size in chosen.sizes],
            "default pyvis": [default(browser, size, Path(name), chosen.limit) for size in chosen.default],
        }
        browser.close()
    if chosen.json:
        print(json.dumps(report, indent=1))
        return
    print(report["machine"])
    for kind in ("ours", "default pyvis"):
        for row in report[kind]:
            print(f"{kind}: " + ", ".join(f"{key} {value}" for key, value in row.items()))
    for slow in report["default pyvis"]:
        for fast in report["ours"]:
            if fast["actors"] == slow["actors"] and slow["stable"]:
                print(
                    f"ratio at {fast['actors']}: {slow['stable'] / fast['first draw']:.1f} times quicker to a still picture ({slow['stable CPU'] / fast['first draw CPU']:.1f} in CPU time)"
                )


if __name__ == "__main__":
    main()
