"""Feeds are fetched from a server of this test's own, within bounds, and robots rules hold."""

from __future__ import annotations

import re
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from kg.ingest import fetch, read
from kg.model import Article
from tests.ingest.corpus import STORY, rss

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FEED = rss("".join(f"<p>{line}</p>" for line in STORY))


@contextmanager
def site(pages: Mapping[str, str | int | tuple[int, str]]) -> Iterator[str]:
    """A server: path → text, status, or status and new address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = pages.get(self.path, 404)
            status, body = (
                (page, "") if isinstance(page, int) else (page[0], "") if isinstance(page, tuple) else (200, page)
            )
            self.send_response(status)
            if isinstance(page, tuple):
                self.send_header("Location", page[1])
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


def articles(folder: Path) -> list[Article]:
    return [item for item in read([folder]) if isinstance(item, Article)]


def test_entries_become_files_once(tmp_path: Path) -> None:
    with site({"/feed": FEED}) as url:
        assert fetch.fetch(f"{url}/feed", tmp_path) == (1, [])
        assert fetch.fetch(f"{url}/feed", tmp_path) == (0, [])
    (article,) = articles(tmp_path)
    assert (article.id, article.title, article.source, str(article.published)) == (
        "boats-1", "Kenya thanks Ghana", "Harbour Gazette", "2025-01-14",
    )  # fmt: skip
    assert article.text == "\n".join(STORY)


def test_entries_that_leave_the_feed_stay_and_edited_ones_are_replaced(tmp_path: Path) -> None:
    pages = {"/feed": rss("<p>Kenya thanked Ghana.</p>", "<p>Chad visited Mali.</p>")}
    with site(pages) as url:
        fetch.fetch(f"{url}/feed", tmp_path)
        pages["/feed"] = rss("<p>Kenya thanked Togo.</p>")
        assert fetch.fetch(f"{url}/feed", tmp_path) == (1, [])
    assert sorted(article.text for article in articles(tmp_path)) == ["Chad visited Mali.", "Kenya thanked Togo."]


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        ({"/feed": FEED, "/robots.txt": "User-agent: *\nDisallow: /feed"}, "robots.txt forbids"),
        ({"/feed": FEED, "/robots.txt": 503}, "robots.txt forbids"),
        ({"/feed": 404}, "404|Not Found"),
        ({"/feed": (302, "file:///etc/passwd")}, "cannot be fetched"),
        ({"/feed": (302, "ftp://127.0.0.1/x")}, "cannot be fetched"),
        ({"/feed": (302, "/feed")}, "cannot be fetched"),
        ({"/feed": "<html><body>No feed here.</body></html>"}, "no entries"),
        ({"/feed": "x" * 5000}, "a feed of more than"),
    ],
)
def test_what_is_not_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: Mapping[str, str | int], message: str
) -> None:
    monkeypatch.setattr(fetch, "LARGEST", 4000)
    with site(pages) as url:
        changed, (issue,) = fetch.fetch(f"{url}/feed", tmp_path)
    assert changed == 0
    assert articles(tmp_path) == []
    assert re.search(message, issue.message), issue
    assert issue.path.endswith("/feed")


def test_robots_rules_of_other_agents_and_pages_do_not_matter(tmp_path: Path) -> None:
    rules = "User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /private"
    with site({"/feed": FEED, "/robots.txt": rules}) as url:
        assert fetch.fetch(f"{url}/feed", tmp_path)[0] == 1


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    with site({}) as url:
        pass
    _, (issue,) = fetch.fetch(f"{url}/feed", tmp_path)
    assert "cannot be fetched" in issue.message


def test_a_server_that_does_not_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "PATIENCE", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        _, (issue,) = fetch.fetch(f"http://127.0.0.1:{silent.getsockname()[1]}/feed", tmp_path)
    assert "timed out" in issue.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example.org/feed", True),
        ("http://example.org", True),
        ("news/", False),
        ("file:///etc", False),
        ("https:", False),
    ],
)
def test_what_is_an_address(text: str, expected: bool) -> None:
    assert fetch.is_address(text) is expected
