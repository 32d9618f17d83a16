"""Finds the files to read and gives each the name that its articles go by."""

from __future__ import annotations

import glob
import os
import re
import stat
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg.config import STATE_FILE
from kg.errors import ArticleError
from kg.ingest.bounds import Budget
from kg.model import Issue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import BinaryIO

STDIN = "-"
UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that steer a terminal or cannot be written as UTF-8; in names they are replaced."""
_PACKED = re.compile(r"\.(?:gz|bz2|xz)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes with a name: a file, a member of an archive, or standard input.

    Attributes:
        name: What the article in it is called: the file's name, or a longer path where two files share a name.
        path: Where it is, for messages.
        open: Opens the bytes for reading.
        named: The user named it; otherwise it was found in a folder or an archive.
        depth: In how many archives it lies.
        budget: What may still be unpacked from the file that it lies in.
        unpacked: The name without the ending of a packed file, once it is unpacked.
        size: Of the file, in bytes; 0 for standard input.
    """

    name: str
    path: str
    open: Callable[[], BinaryIO]
    named: bool = True
    depth: int = 0
    budget: Budget = field(default_factory=Budget, compare=False)
    unpacked: str = ""
    size: int = 0

    @property
    def suffix(self) -> str:
        """The ending of the name, in lower case, with its dot; of ``a.txt.gz`` ``.txt``, as it may be unpacked already."""
        return os.path.splitext(_PACKED.sub("", self.unpacked or self.name))[1].lower()  # noqa: PTH122 - a name, not a path of this machine


def find(paths: Sequence[Path | str]) -> Iterator[Source | Issue]:
    """The files that the paths name, sorted, each once; first an issue for each path that names none.

    A path is a file, a folder (searched below, hidden files left out), a pattern (``news/*.txt``, ``**`` for any
    folder), ``-`` for standard input, or ``@FILE``: a list of such paths, one a line.
    """
    files: dict[str, tuple[str, bool]] = {}
    for given in paths:
        for path in _listed(os.fspath(given)):
            if isinstance(path, Issue):
                yield path
                continue
            if path == STDIN:
                files[STDIN] = (STDIN, True)
                continue
            found = _files(path)
            if isinstance(found, Issue):
                yield found
                continue
            for file, named in found:
                real = os.path.realpath(file)
                before = files.get(real)
                files[real] = before if before and before[1] else (file, named)
    names = _names(files)
    for real in sorted(files, key=lambda file: (names[file], file)):
        path, named = files[real]
        yield Source("stdin", "standard input", _stdin) if real == STDIN else _source(names[real], path, named=named)


def _source(name: str, path: str, *, named: bool) -> Source:
    size = os.path.getsize(path) if os.path.exists(path) else 0  # noqa: PTH202, PTH110 - may be many
    regular = not os.path.exists(path) or os.path.isfile(path)  # noqa: PTH110, PTH113 - a pipe can be read but once
    return Source(
        UNSAFE.sub("\ufffd", shown(name)),
        shown(path),
        lambda: Path(path).open("rb"),
        named,
        budget=Budget.of(size),
        size=max(1, size) if regular else 0,
    )


def shown(path: str) -> str:
    """A path as it is shown and stored: bytes that are no UTF-8 as ``\\xe9``."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _stdin() -> BinaryIO:
    return sys.stdin.buffer


def _listed(path: str) -> Iterator[str | Issue]:
    """The path itself, or the paths of a list."""
    if not path.startswith("@") or os.path.lexists(path):
        yield path
        return
    try:
        lines = Path(path[1:]).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        yield Issue(
            "missing", f"the list cannot be read: {_why(error)}", path[1:], hint="a list has a path on each line"
        )
        return
    for number, line in enumerate(lines, 1):
        entry = line.strip()
        if entry and not entry.startswith("#"):
            found = os.path.lexists(entry) or entry == STDIN or glob.has_magic(entry)
            yield (
                entry
                if found
                else Issue("missing", f"no such file or folder: {entry}", path[1:], number, hint="check the path")
            )


def _files(path: str) -> list[tuple[str, bool]] | Issue:
    """Files of one path, and whether they were named."""
    if Path(path).is_dir():
        return [(file, False) for file in _below(path)] or Issue(
            "missing", "no files in this folder", shown(path), hint="check the path"
        )
    if os.path.lexists(path):
        return [(path, True)]
    if glob.has_magic(path):
        matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - a pattern may be absolute
        found = [(match, True) for match in matches if not Path(match).is_dir()]
        return found or Issue("missing", "no file fits this pattern", shown(path), hint="check the path")
    return Issue("missing", "no such file or folder", shown(path), hint="check the path")


def _below(folder: str) -> Iterator[str]:
    """Its files, in order; neither what is hidden nor a graph that was built here."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not _is_of_page(name, files))
        if STATE_FILE in files:
            folders[:] = []
            continue
        for name in sorted(files):
            path = os.path.join(place, name)  # noqa: PTH118 - strings are a tenth of the memory
            if not name.startswith(".") and not _is_device(path):
                yield path


def _is_of_page(folder: str, files: Sequence[str]) -> bool:
    """A browser made the folder for the pictures and adverts of a page that it saved beside it."""
    page = folder.removesuffix("_files")
    return page != folder and any(f"{page}{ending}" in files for ending in (".html", ".htm"))


def _is_device(path: str) -> bool:
    """It is neither a file nor a link that leads nowhere: reading a pipe would wait for its writer."""
    try:
        return not stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH116
    except OSError:
        return False


def _names(files: Iterable[str]) -> dict[str, str]:
    """Each file's name; of files that share it, the shortest end of the path that tells them apart."""
    groups: dict[str, list[str]] = defaultdict(list)
    for file in files:
        groups[os.path.basename(file)].append(file)  # noqa: PTH119
    names: dict[str, str] = {}
    for name, group in groups.items():
        if len(group) == 1:
            names[group[0]] = name
            continue
        parts = {file: Path(file).parts for file in group}
        length = next(n for n in range(2, 10**6) if len({parts[file][-n:] for file in group}) == len(group))
        names.update({file: "/".join(parts[file][-length:]).lstrip("/") for file in group})
    return names


def _why(error: OSError | UnicodeDecodeError) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else "it is not UTF-8"


def whole(stream: BinaryIO, path: str, largest: int) -> bytes:
    """All bytes of a stream.

    Raises:
        ArticleError: There are more than ``largest``.
    """
    data = stream.read(largest + 1)
    if len(data) > largest:
        hint = "no article is that long: split the file, or put one article a line into a .jsonl file"
        raise ArticleError(f"more than {largest // 2**20} MB in one article", path=path, hint=hint)
    return data
