"""Limits that keep a hostile file from using up time and memory."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import ArticleError

if TYPE_CHECKING:
    from typing import BinaryIO

    from _typeshed import WriteableBuffer

TEXT = 8 * 2**20
"""Bytes of the longest text or web page."""
DOCUMENT = 64 * 2**20
"""Bytes of the largest PDF, feed or JSON document, which are read as a whole."""
DEPTH = 4
"""Archives within archives."""
MEMBERS = 1_000_000
"""Files in one archive, with those in the archives that it holds."""
RATIO = 200
"""Bytes unpacked for each byte of the archive, past `FREE`; text seldom packs 20 times, a bomb 1,000 times."""
FREE = 2**28
"""Bytes that any archive may unpack to."""
GULP = 2**28
"""Bytes that may be asked for in one read."""


@dataclass(slots=True)
class Budget:
    """What may still come out of one file."""

    octets: int = FREE
    members: int = MEMBERS

    @classmethod
    def of(cls, size: int) -> Budget:
        """The budget of a file of ``size`` bytes."""
        return cls(max(FREE, RATIO * size))

    def spend(self, octets: int) -> None:
        """Take bytes off.

        Raises:
            ArticleError: There are none left.
        """
        self.octets -= octets
        if self.octets < 0:
            raise ArticleError(
                "unpacks to far more than it holds, like a decompression bomb", hint="unpack it by hand if you trust it"
            )

    def enter(self, depth: int) -> None:
        """Count a member in.

        Raises:
            ArticleError: There are too many, or they lie too deep.
        """
        self.members -= 1
        if self.members < 0:
            raise ArticleError(f"more than {MEMBERS} files in one archive", hint="split it")
        if depth > DEPTH:
            raise ArticleError(
                f"more than {DEPTH} archives within each other", hint="unpack it by hand if you trust it"
            )


class Metered(io.RawIOBase):
    """A stream of unpacked bytes that are charged to a budget."""

    def __init__(self, stream: BinaryIO, budget: Budget) -> None:
        super().__init__()
        self._stream = stream
        self._budget = budget

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read some bytes."""
        view = memoryview(buffer)
        if len(view) > GULP:
            raise ArticleError(f"asks for {len(view)} bytes at once", hint="the archive is damaged")
        data = some(self._stream, len(view))
        self._budget.spend(len(data))
        view[: len(data)] = data
        return len(data)


class Headed(io.RawIOBase):
    """A stream whose first bytes have been read already, and what went wrong after them, if anything did."""

    def __init__(self, head: bytes, stream: BinaryIO, fault: Exception | None = None) -> None:
        super().__init__()
        self._head = head
        self._stream = stream
        self._fault = fault

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read some bytes."""
        view = memoryview(buffer)
        data = self._head[: len(view)]
        self._head = self._head[len(view) :]
        if not data:
            if self._fault is not None:
                raise self._fault
            data = some(self._stream, len(view))
        view[: len(data)] = data
        return len(data)


def metered(stream: BinaryIO, budget: Budget) -> BinaryIO:
    """The stream, charged to a budget."""
    return io.BufferedReader(Metered(stream, budget), 2**16)


def peek(stream: BinaryIO, size: int = 8192) -> tuple[bytes, BinaryIO]:
    """The first bytes of a stream, and the whole stream; what breaks after those bytes breaks when it is read."""
    head, fault = b"", None
    try:
        while len(head) < size and (more := some(stream, size - len(head))):
            head += more
    except Exception as error:
        if not head:
            raise
        fault = error
    return head, io.BufferedReader(Headed(head, stream, fault), 2**16)


def some(stream: BinaryIO, size: int) -> bytes:
    """Up to ``size`` bytes, in one step: of a damaged stream all that comes before the damage is had."""
    step = getattr(stream, "read1", stream.read)
    return bytes(step(size))


class Steps:
    """A stream as web archives are read: without seeking."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._place = 0

    def read(self, size: int = 2**16) -> bytes:
        """Some bytes."""
        data = some(self._stream, size)
        self._place += len(data)
        return data

    def tell(self) -> int:
        """Bytes read so far."""
        return self._place

    def seek(self, _offset: int, _whence: int = 0) -> int:
        """Stay."""
        return self._place

    def close(self) -> None:
        """Leave the stream to its owner."""
