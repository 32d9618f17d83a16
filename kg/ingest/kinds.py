"""Tells what kind of file it is: by its first bytes, and by its name only where those leave it open."""

from __future__ import annotations

import re

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"WARC/", "warc"),
)
_NAMED = {
    ".txt": "text", ".text": "text", ".md": "text", ".markdown": "text",
    ".jsonl": "rows", ".ndjson": "rows", ".json": "json", ".csv": "table", ".tsv": "table",
    ".html": "web", ".htm": "web", ".xhtml": "web",
}  # fmt: skip
_FEEDS = (".rss", ".atom", ".xml")
DOCUMENTS = (".doc", ".docx", ".odt", ".rtf", ".epub", ".mht", ".mhtml", ".7z", ".rar")
"""Endings of documents that people keep articles in and that are not read."""

_TAR_AT, _TAR = 257, b"ustar"
_BLANK = b" \t\r\n\x0c"
_PAGE = re.compile(rb"<!doctype\s+html|<(?:html|head|body)[\s>]", re.IGNORECASE)
_TAG = re.compile(rb"<[a-z][a-z0-9]*[\s/>]", re.IGNORECASE)
_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF)[\s>]")
_PROLOGUE = re.compile(rb"(?:\s|<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\]\s*)?>)*", re.IGNORECASE | re.DOTALL)
_ROW = re.compile(rb'\{\s*"[^"\n]{1,60}"\s*:')
_ROWS = re.compile(rb'\{\s*"[^\n]*\}\s*\n\s*\{\s*"')


def kind(head: bytes, suffix: str) -> str:
    """What to read it as: ``text rows json table web feed pdf zip tar gzip bzip2 xz warc``.

    ``empty`` is a file without content, ``document`` one that is not read, and the empty string anything else.

    Args:
        head: The first bytes, at least 512 of them if there are as many.
        suffix: The ending of its name, in lower case.
    """
    if suffix in DOCUMENTS:
        return "document"
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR:
        return "tar"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(_BLANK)
    if not start:
        return "empty"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    named = _NAMED.get(suffix, "")
    if named == "web" and not _TAG.search(head):
        named = "text"
    return _marked_up(start, suffix) or _data(start, suffix) or named


def _marked_up(start: bytes, suffix: str) -> str:
    if not start.startswith(b"<"):
        return ""
    prologue = _PROLOGUE.match(start)
    root = start[prologue.end() :] if prologue else start
    if _FEED.match(root) or (suffix in _FEEDS and _FEED.search(start)):
        return "feed"
    if _PAGE.match(start) or _PAGE.match(root) or (suffix not in {".md", ".markdown"} and _PAGE.search(start)):
        return "web"
    return "web" if suffix not in _NAMED and suffix not in _FEEDS and _TAG.match(start) and b"</p>" in start else ""


def _data(start: bytes, suffix: str) -> str:
    """JSON in a file that is not called so."""
    if suffix in {".jsonl", ".ndjson", ".csv", ".tsv", ".md"}:
        return ""
    if suffix == ".json" or _ROW.match(start) or re.match(rb"\[\s*\{\s*\"", start):
        return "rows" if _ROWS.match(start) else "json"
    return ""


def is_known(suffix: str) -> bool:
    """The ending of a name says that it is an article or a list of them."""
    return suffix in _NAMED
