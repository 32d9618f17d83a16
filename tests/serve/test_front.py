"""The front page in a browser: the editor shows what is typed, and runs the questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.config import DEFAULT_BASE
from kg.graph.store import open_store
from tests.graph.test_store import put
from tests.support import readings
from tests.support.server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page


@pytest.fixture
def front(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    with open_store(tmp_path / "s", DEFAULT_BASE, write=True) as store:
        put(store, readings.freeze(), readings.echo())
    with serving(tmp_path / "s") as server:
        page = browser.new_page()
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda one: troubles.append(one.text) if "Content Security Policy" in one.text else None)
        page.on("request", lambda sent: None if sent.url.startswith(server.url) else troubles.append(sent.url))
        page.goto(server.url)
        yield page
        page.close()
        assert troubles == []


def said(front: Page, status: str) -> None:
    from playwright.sync_api import expect

    expect(front.locator("#status")).to_have_text(status, timeout=30_000)


def test_the_editor_marks_what_is_typed_and_runs_it(front: Page) -> None:
    text = '# who\nSELECT ?who { ?who kg:suspends <entity/CSTO> . FILTER ("a # b" != "<c>") } LIMIT 5'
    front.fill("#query", text)
    assert front.text_content("#marked") == text + "\n"
    shown = front.eval_on_selector_all("#marked span", "all => all.map(one => [one.className, one.textContent])")
    wanted = [
        ["t-comment", "# who"], ["t-word", "SELECT"], ["t-variable", "?who"], ["t-variable", "?who"], ["t-name", "kg:suspends"],
        ["t-iri", "<entity/CSTO>"], ["t-word", "FILTER"], ["t-string", '"a # b"'], ["t-string", '"<c>"'], ["t-word", "LIMIT"],
        ["t-number", "5"],
    ]  # fmt: skip
    assert shown == wanted
    boxes = [front.locator(one).bounding_box() for one in ("#marked", "#query")]
    assert boxes[0] == boxes[1]  # the marks lie under the letters
    front.press("#query", "Control+Enter")
    said(front, "1 row")
    assert front.inner_text("#result td") == "ent:Armenia"


def test_a_question_fills_the_editor_and_is_asked(front: Page) -> None:
    front.select_option("#question", "between")
    said(front, "2 rows")
    assert front.input_value("#query") + "\n" == front.text_content("#marked")
    assert front.locator("#result tbody tr").count() == 2
    front.fill("#query", "SELECT <script>alert(1)</script>")
    front.click("#run")
    front.wait_for_selector("#status.bad", timeout=30_000)
