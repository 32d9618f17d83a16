"""Takes the pictures of the README from the example articles: run it, do not collect it.

    python -m tests.page.pictures [--store FOLDER] [--to .github/pictures]

Whole graph, the words behind one line, and two periods compared. Without ``--store`` the example articles are built first.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")
LINE = """() => {
  const actor = (id) => kg.actors.findIndex((a) => a.id === id);
  kg.open("line", kg.lineOf(actor("Armenia"), actor("CSTO"), -1).i);
}"""
MIDDLE = """() => {
  const quote = (day) => kg.isoDay(day);
  const middle = kg.firstDay("2024-01-01");
  kg.change((s) => { s.sel = null; s.compare = [[kg.days.first, middle - 1], [middle, kg.days.last]]; });
  return quote(middle);
}"""


def main() -> None:
    """Build, open, take three pictures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--store", type=Path)
    options.add_argument("--to", type=Path, default=ROOT / ".github" / "pictures")
    chosen = options.parse_args()
    chosen.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = chosen.store or folder / "store"
        if chosen.store is None:
            _kg("build", "--store", str(store), str(ROOT / "seeds" / "articles"))
        page = folder / "graph.html"
        _kg("view", "--store", str(store), "--output", str(page), "--no-open", "--title", "Eighteen example articles")
        _take(page, chosen.to)


def _kg(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "kg", *words], cwd=ROOT, check=True)


def _take(file: Path, to: Path) -> None:
    found = next(path for name in NAMES if (path := shutil.which(name)))
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=found, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        page = browser.new_context(
            offline=True, viewport={"width": 1280, "height": 800}, device_scale_factor=1.5, reduced_motion="reduce"
        ).new_page()
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-ready]")
        for name, act in (("whole", None), ("evidence", LINE), ("periods", MIDDLE)):
            if act:
                page.evaluate(act)
            page.wait_for_timeout(400)
            page.screenshot(path=to / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
