"""Opens archives: zip, tar, gzip, bzip2, xz and WARC, within each other too, within bounds.

Nothing is ever written to disk under a name that an archive gives.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import shutil
import tarfile
import tempfile
import zipfile
from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from kg.errors import ArticleError
from kg.ingest import bounds
from kg.ingest.draft import Draft, Member
from kg.ingest.sources import UNSAFE, Source
from kg.model import Issue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from fastwarc.warc import WarcRecord

_SPOOL = 2**24
_ENDINGS = re.compile(r"\.(?:gz|bz2|xz)$", re.IGNORECASE)


def read_zip(source: Source, stream: BinaryIO) -> Iterator[Member | Issue]:
    """The files of a zip archive, by name."""
    with tempfile.SpooledTemporaryFile(_SPOOL) as spooled:
        shutil.copyfileobj(stream, spooled)
        with zipfile.ZipFile(spooled) as archive:
            for info in sorted(archive.infolist(), key=lambda entry: (entry.filename, entry.header_offset)):
                if info.is_dir() or _hidden(info.filename):
                    continue
                member = _member(source, info.filename)
                if info.flag_bits & 1:
                    yield Issue("unreadable", "a member with a password", member.path, hint="unpack it by hand")
                    continue
                with archive.open(info) as opened:
                    yield Member(member, bounds.metered(cast("BinaryIO", opened), source.budget))


def read_tar(source: Source, stream: BinaryIO) -> Iterator[Member]:
    """The files of a tar archive, in its order; it is read once, as a stream."""
    with tarfile.open(fileobj=stream, mode="r|", bufsize=tarfile.BLOCKSIZE) as archive:
        for info in archive:
            opened = archive.extractfile(info) if info.isreg() and not _hidden(info.name) else None
            if opened is not None:
                yield Member(_member(source, info.name), bounds.metered(cast("BinaryIO", opened), source.budget))


def read_gzip(source: Source, stream: BinaryIO) -> Iterator[Member]:
    """What a ``.gz`` file holds."""
    with gzip.GzipFile(fileobj=stream) as opened:
        yield _unpacked(source, cast("BinaryIO", opened))


def read_bzip2(source: Source, stream: BinaryIO) -> Iterator[Member]:
    """What a ``.bz2`` file holds."""
    with bz2.BZ2File(stream) as opened:
        yield _unpacked(source, cast("BinaryIO", opened))


def read_xz(source: Source, stream: BinaryIO) -> Iterator[Member]:
    """What a ``.xz`` file holds."""
    with lzma.LZMAFile(stream) as opened:
        yield _unpacked(source, cast("BinaryIO", opened))


def read_warc(source: Source, stream: BinaryIO) -> Iterator[Draft | Issue]:
    """The pages of a web archive (WARC 1.0 and 1.1, as CC-NEWS has it): responses with status 200, and WET texts.

    An article's id is the record's id; its address and the day of the crawl are the record's where the page has none.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    from kg.ingest import web

    wanted = WarcRecordType.response | WarcRecordType.conversion
    records = ArchiveIterator(
        bounds.Steps(stream), record_types=wanted, parse_http=True, auto_decode="all", fsspec_args=False
    )
    for number, record in enumerate(records, 1):
        headers = record.headers
        url = (headers.get("WARC-Target-URI") or "").strip("<>")
        name = (headers.get("WARC-Record-ID") or "").strip("<>").removeprefix("urn:uuid:") or f"{source.name}:{number}"
        where = f"{source.path}/{name}"
        source.budget.enter(source.depth)
        data = record.reader.read(bounds.TEXT + 1)
        if _is_cut(record, len(data)):
            raise ArticleError("cut short within a page", hint="get it again")
        if len(data) > bounds.TEXT:
            yield Issue("too big", f"more than {bounds.TEXT // 2**20} MB in one page", where, hint=url)
        elif record.record_type == WarcRecordType.conversion:
            yield from _conversion(name, data, url)
        elif record.http_headers is not None and _is_page(record.http_headers.status_code, record.http_content_type):
            try:
                yield web.article(name, data, {"url": url})
            except ArticleError as error:
                yield Issue("article", error.message, where, hint=url)


def _is_cut(record: WarcRecord, size: int) -> bool:
    """The archive ends within this record; not known where the page is itself packed."""
    headers = [] if record.http_headers is None else [name.casefold() for name, _ in record.http_headers.items()]
    packed = "content-encoding" in headers or "transfer-encoding" in headers
    return not packed and size < min(record.content_length, bounds.TEXT)


def _is_page(status: int | None, content_type: str | None) -> bool:
    return status == HTTPStatus.OK and (content_type is None or "html" in content_type.casefold())


def _conversion(name: str, data: bytes, url: str) -> Iterator[Draft]:
    from kg.ingest.draft import draft

    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    if text.strip():
        yield draft(name, text, {"url": url})


def _unpacked(source: Source, opened: BinaryIO) -> Member:
    """A packed file keeps its name: ``a.txt.gz`` is the article ``a.txt.gz``; its kind is that of ``a.txt``."""
    source.budget.enter(source.depth + 1)
    inner = Source(
        source.name,
        source.path,
        source.open,
        source.named,
        source.depth + 1,
        source.budget,
        _ENDINGS.sub("", source.name),
    )
    return Member(inner, bounds.metered(opened, source.budget))


def _member(source: Source, given: str) -> Source:
    """A member's source; its name is made harmless, since an archive may call it ``../../etc/passwd``."""
    source.budget.enter(source.depth + 1)
    parts = [part for part in given.replace("\\", "/").split("/") if part not in {"", ".", ".."}]
    name = UNSAFE.sub("\ufffd", "/".join(parts)) or "unnamed"
    return Source(
        f"{source.name}/{name}",
        f"{source.path}/{name}",
        source.open,
        named=False,
        depth=source.depth + 1,
        budget=source.budget,
    )


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) and part not in {".", ".."} for part in name.split("/"))
