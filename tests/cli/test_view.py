"""``kg view``: the page in a file, and the browser that opens it."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

from kg.library import Graph

if TYPE_CHECKING:
    import pytest

    from tests.cli.conftest import Kg


def test_it_writes_the_page_and_opens_it(kg: Kg, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: not opened.append(address))
    found = kg("view", "--title", "Freeze & <thaw>")
    assert found.code == 0
    page = Path(url2pathname(urlsplit(opened[0]).path)).read_text(encoding="utf-8")
    assert "<h1>Freeze &amp; &lt;thaw&gt;</h1>" in page
    assert f"Page: {url2pathname(urlsplit(opened[0]).path)}" in found.out


def test_it_says_so_when_no_browser_starts(
    kg: Kg, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _: False)
    found = kg("view", "--output", str(tmp_path / "graph.html"))
    assert found.code == 0
    assert "open the file yourself" in found.err
    assert (tmp_path / "graph.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_it_writes_to_a_pipe(kg: Kg, store: Path) -> None:
    found = kg("view", "--output", "-")
    assert found.out.startswith("<!doctype html>")
    assert found.out.rstrip().endswith("</html>")


def test_a_graph_shows_itself_in_a_notebook(store: Path) -> None:
    with Graph(store) as graph:
        shown = graph._repr_html_()
    assert shown.startswith("<iframe")
    assert shown.count("<") == 2
    assert 'sandbox="allow-scripts' in shown
