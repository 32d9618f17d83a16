"""Finds the files to read and gives each the name that its articles go by."""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ArticleError
from kg.model import Issue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import BinaryIO

LARGEST = 64 * 2**20
"""Bytes of the largest file that holds a single article."""


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes with a name: a file, or a member of an archive.

    Attributes:
        name: What the article in it is called: the file's name, or a longer path where two files share a name.
        path: Where it is, for messages.
        open: Opens the bytes for reading.
    """

    name: str
    path: str
    open: Callable[[], BinaryIO]

    @property
    def suffix(self) -> str:
        """The ending of the name, in lower case, with its dot."""
        return os.path.splitext(self.name)[1].lower()  # noqa: PTH122 - a name, not a path of this machine

    def read(self, largest: int = LARGEST) -> bytes:
        """All bytes.

        Raises:
            ArticleError: There are more than ``largest``.
        """
        with self.open() as stream:
            data = stream.read(largest + 1)
        if len(data) > largest:
            raise ArticleError(
                f"more than {largest // 2**20} MB in one article", path=self.path, hint="split it, or use .jsonl"
            )
        return data


def find(paths: Sequence[Path | str], suffixes: Iterable[str]) -> Iterator[Source | Issue]:
    """The files that the paths name, sorted, each once; first an issue for each path that names none.

    Folders are searched below; of their files only those with one of the ``suffixes`` are taken, and hidden
    ones are not. A file named directly is taken whatever it is called.
    """
    known = tuple(suffixes)
    files: dict[str, str] = {}
    for path in paths:
        shown = os.fspath(path)
        if os.path.isdir(shown):
            found = {os.path.realpath(file): file for file in _below(shown, known)}
            if not found:
                yield Issue("missing", "no articles in this folder", shown, hint=f"it takes {' '.join(known)}")
            files = found | files
        elif os.path.lexists(shown):
            files.setdefault(os.path.realpath(shown), shown)
        else:
            yield Issue("missing", "no such file or folder", shown, hint="check the path")
    names = _names(files)
    for real in sorted(files, key=lambda file: (names[file], file)):
        yield Source(names[real], files[real], _opener(real))


def _opener(path: str) -> Callable[[], BinaryIO]:
    return lambda: Path(path).open("rb")


def _below(folder: str, suffixes: tuple[str, ...]) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and name.lower().endswith(suffixes):
                yield os.path.join(place, name)  # noqa: PTH118 - strings are a tenth of the memory


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
