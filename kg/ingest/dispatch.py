"""Opens a source, tells its kind and hands it to the reader of that kind; archives open into further sources."""

from __future__ import annotations

import io
import lzma
import tarfile
import zipfile
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from kg.errors import ArticleError
from kg.ingest import archives, bounds, feeds, kinds, pdf, plain, rows, web
from kg.ingest.decode import Narrowed, wide
from kg.ingest.draft import Draft, Member
from kg.model import Issue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import BinaryIO

    from kg.ingest.draft import Reader
    from kg.ingest.sources import Source

READERS: Mapping[str, Reader] = {
    "text": plain.read,
    "rows": rows.read_lines,
    "json": rows.read_json,
    "table": rows.read_table,
    "web": web.read,
    "feed": feeds.read,
    "pdf": pdf.read,
    "zip": archives.read_zip,
    "tar": archives.read_tar,
    "gzip": archives.read_gzip,
    "bzip2": archives.read_bzip2,
    "xz": archives.read_xz,
    "warc": archives.read_warc,
}
_READ = ".txt .md .html .jsonl .json .csv .pdf, feeds, WARC, and zip, tar or gz of these"
_HOLDS = "leave it out, or look whether it is the right file"
_NAMES = {"json": "list", "rows": "list", "table": "table", "warc": "web archive", "zip": "archive", "tar": "archive"}
DAMAGED = "damaged"
_DAMAGE = (EOFError, zlib.error, lzma.LZMAError, tarfile.TarError, zipfile.BadZipFile)


def items(source: Source) -> Iterator[Draft | Issue]:
    """What a source holds; whatever goes wrong with it is one issue, and never an exception."""
    try:
        with source.open() as stream:
            yield from _items(source, stream)
    except OSError as error:
        yield _unreadable(source, error)


def _items(source: Source, stream: BinaryIO) -> Iterator[Draft | Issue]:
    kind, told = "", False
    try:
        head, stream = bounds.peek(stream)
        if encoding := wide(head):
            head, stream = bounds.peek(cast("BinaryIO", io.BufferedReader(Narrowed(stream, encoding), 2**16)))
        kind = kinds.kind(head, source.suffix)
        reader = READERS.get(kind) or _fallback(source, kind)
        bare = reader is not None
        for item in reader(source, stream) if reader else ():
            if isinstance(item, Member):
                for inner in _items(item.source, item.stream):
                    bare = False
                    told = isinstance(inner, Issue) and inner.kind == DAMAGED
                    yield inner
            else:
                bare = False
                yield item if isinstance(item, Issue) else replace(item, path=source.path)
        if bare:
            yield Issue(
                "article", f"there is nothing to read in this {_NAMES.get(kind, 'file')}", source.path, hint=_HOLDS
            )
    except ArticleError as error:
        yield Issue("article", error.message, source.path, error.line, hint=error.hint)
    except _DAMAGE as error:
        if not told:
            yield _damaged(source, kind, error)
    except OSError as error:
        yield _damaged(source, kind, error) if error.errno is None else _unreadable(source, error)
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":  # a parser written in Rust
            raise
        yield _damaged(source, kind, error)


def _fallback(source: Source, kind: str) -> Reader | None:
    """What to do with a file of no known kind: refuse it if the user named it, else pass it over.

    Raises:
        ArticleError: It is refused.
    """
    if kind == "empty" and (source.named or kinds.is_known(source.suffix)):
        raise ArticleError("the file is empty", hint="leave it out, or fill it")
    if kind == "document":
        raise ArticleError(f"{source.suffix} documents are not read", hint="save it as .txt, .html or .pdf")
    if source.named and not source.suffix and kind != "empty":
        return plain.read
    if source.named and kind != "empty":
        raise ArticleError("not a kind of file that is read", hint=f"it takes {_READ}")
    return None


def _damaged(source: Source, kind: str, error: BaseException) -> Issue:
    reason = " ".join(str(error).split())[:200] or type(error).__name__
    what = f"damaged or cut short, the rest of it is lost: {reason}"
    return Issue(DAMAGED, f"{kind or 'file'} {what}", source.path, hint="get it again")


def _unreadable(source: Source, error: OSError) -> Issue:
    reason = error.strerror or str(error)
    return Issue("unreadable", f"cannot be read: {reason}", source.path, hint="check its rights")
