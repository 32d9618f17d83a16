"""A real browser without a network; a page that asks for anything, or throws, fails its test."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg import ontology
from kg.config import DEFAULT_BASE
from kg.export import html
from tests.page import worlds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from kg.ontology import Ontology
    from kg.ports import GraphView

ROOT = Path(__file__).parents[2]

type Open = Callable[..., "Page"]


@pytest.fixture(scope="session")
def meanings() -> Ontology:
    return ontology.load(ROOT / "ontology", DEFAULT_BASE)


@pytest.fixture
def show(browser: Browser, tmp_path: Path, meanings: Ontology) -> Iterator[Open]:
    """``show(view)`` opens the page of a graph; requests and errors of all pages are checked at the end."""
    troubles: list[str] = []
    contexts = []

    def opened(
        view: GraphView | Path,
        *,
        address: str = "",
        phone: bool = False,
        size: tuple[int, int] | None = None,
        **options: object,
    ) -> Page:
        path = view
        if not isinstance(path, Path):
            path = tmp_path / f"page{len(contexts)}.html"
            path.write_text(
                html.render(
                    view,
                    meanings,
                    title=str(options.pop("title", "Test graph")),
                    limit=int(str(options.pop("limit", 2000))),
                ),
                encoding="utf-8",
            )
        expected = str(options.pop("expected", "\0"))
        width, height = size or ((390, 800) if phone else (1400, 900))
        context = browser.new_context(
            offline=True, viewport={"width": width, "height": height}, accept_downloads=True, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on(
            "console",
            lambda message: (
                troubles.append(f"console: {message.text}")
                if message.type == "error" and expected not in message.text
                else None
            ),
        )
        page.on(
            "request",
            lambda request: (
                troubles.append(f"request: {request.url[:200]}")
                if not request.url.startswith(("file:", "blob:"))
                else None
            ),
        )
        page.goto(path.as_uri() + address)
        page.wait_for_selector("html[data-ready]", timeout=30_000)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture(scope="session")
def world_file(tmp_path_factory: pytest.TempPathFactory, meanings: Ontology) -> Path:
    path = tmp_path_factory.mktemp("page") / "world.html"
    path.write_text(html.render(worlds.caucasus(), meanings, title="South Caucasus"), encoding="utf-8")
    return path


@pytest.fixture
def world(show: Open, world_file: Path) -> Page:
    """The page of ``worlds.caucasus()``."""
    return show(world_file)
