"""Fetches feeds that the user names, and keeps each entry as a file of its own.

Nothing else is ever fetched: no link of an entry, no address that a document or a query names. Robots rules are
respected, and time and size are bounded.
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING
from urllib import error as net
from urllib import request, robotparser
from urllib.parse import urlsplit

from kg.errors import ArticleError
from kg.ids import digest, slug
from kg.ingest import feeds
from kg.ingest.sources import Source
from kg.model import Issue

if TYPE_CHECKING:
    from pathlib import Path

    from kg.ingest.draft import Draft

AGENT = "kg"
"""The name that robots rules are asked for, and that servers see."""
PATIENCE = 20.0
"""Seconds that a server may take to answer."""
LARGEST = 16 * 2**20
"""Bytes of the largest feed."""
_RULES = 2**19


def is_address(text: str) -> bool:
    """It is the address of a feed, not a file."""
    return urlsplit(text).scheme in {"http", "https"} and bool(urlsplit(text).netloc)


def fetch(url: str, folder: Path) -> tuple[int, list[Issue]]:
    """Fetch a feed and write what is new in it below a folder.

    Returns:
        How many entries are new or have changed, and what could not be read.
    """
    try:
        data = _permitted(url)
    except ArticleError as error:
        return 0, [Issue("feed", error.message, url, hint=error.hint)]
    except (OSError, ValueError) as error:
        return 0, [Issue("feed", f"cannot be fetched: {_why(error)}", url, hint="check the address and the network")]
    return _unpack(url, data, folder / f"{slug(urlsplit(url).netloc)}-{digest(url, length=8)}")


def _unpack(url: str, data: bytes, folder: Path) -> tuple[int, list[Issue]]:
    source = Source(url, url, lambda: io.BytesIO(data))
    changed, issues = 0, []
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for item in feeds.read(source, source.open()):
            if isinstance(item, Issue):
                issues.append(item)
            else:
                changed += _keep(item, folder)
    except ArticleError as error:
        issues.append(Issue("feed", error.message, url, hint=error.hint))
    return changed, issues


def _keep(entry: Draft, folder: Path) -> bool:
    """Write an entry, whole or not at all; whether it is new or has changed."""
    path = folder / f"{digest(entry.name, length=24)}.json"
    row = {
        "id": entry.name,
        "title": entry.title,
        "text": entry.text,
        "date": entry.published.isoformat() if entry.published else None,
        "source": entry.source,
        "url": entry.url,
        "author": entry.author,
        "language": entry.language,
    }
    data = json.dumps(row, ensure_ascii=False, indent=1).encode("utf-8")
    if path.exists() and path.read_bytes() == data:
        return False
    new = path.with_suffix(".new")
    new.write_bytes(data)
    new.replace(path)
    return True


def _permitted(url: str) -> bytes:
    if not _allowed(url):
        raise ArticleError("the site's robots.txt forbids fetching this", hint="ask the site, or save the feed by hand")
    return _get(url, LARGEST)


def _get(url: str, largest: int) -> bytes:
    if not is_address(url):
        raise ArticleError("only http and https are fetched", hint="give the feed's address")
    asked = request.Request(  # noqa: S310 - http and https alone, see _opener
        url, headers={"User-Agent": AGENT, "Accept": "application/rss+xml, application/atom+xml, */*"}
    )
    with _opener().open(asked, timeout=PATIENCE) as answer:
        data: bytes = answer.read(largest + 1)
    if len(data) > largest:
        raise ArticleError(f"a feed of more than {largest // 2**20} MB", hint="save it and give the file")
    return data


def _opener() -> request.OpenerDirector:
    """Opens http and https alone, after redirects too: no files, no ftp."""
    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler(),
        request.HTTPHandler(),
        request.HTTPSHandler(),
        request.HTTPDefaultErrorHandler(),
        request.HTTPRedirectHandler(),
        request.HTTPErrorProcessor(),
        request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


def _allowed(url: str) -> bool:
    """The site's robots.txt does not forbid it; where there is none, nothing is forbidden (RFC 9309)."""
    parts = urlsplit(url)
    try:
        rules = _get(f"{parts.scheme}://{parts.netloc}/robots.txt", _RULES)
    except net.HTTPError as error:
        return 400 <= error.code < 500  # noqa: PLR2004 - RFC 9309, 2.3.1.3: not there, so allowed
    parser = robotparser.RobotFileParser()
    parser.parse(rules.decode("utf-8", "replace").splitlines())
    return parser.can_fetch(AGENT, url)


def _why(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    return " ".join(str(reason).split())[:200]
