"""An open byte stream → its first bytes, and a buffered stream that still begins with them, unpacked.

A pipe gives what happens to be there; to know a format by its content the first bytes must be there whole.
What goes wrong below (damage, too much growth) comes up as a ``StreamError``, after every byte before it.
"""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any, Protocol

HEAD = 65536
_GZIP = b"\x1f\x8b"
# Deflate makes a thousandfold of its worst input; text and XML become tens of times as long at most.
MOST_GROWTH = 200
_ALWAYS_ALLOWED = 64_000_000
_DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, struct.error)


class Readable(Protocol):
    """What bytes can be had from; ``read1``, where there is one, doesn't wait for more than it has."""

    def read(self, size: int, /) -> bytes | None:
        """Return one to ``size`` bytes, none at the end."""


class StreamError(Exception):
    """Bytes that can't be had: a code of ``evistat.errors`` and what fills its message. Readers let it pass."""

    def __init__(self, code: str, **values: Any) -> None:
        """Make the error ``code``; the place is known to who catches it."""
        self.code = code
        self.values = values
        super().__init__(code, values)


class ExpansionError(Exception):
    """An input that grows too much: no more of it is to be read, in none of its members."""


@dataclass(slots=True)
class Expansion:
    """How far one input grows by being unpacked, at all its levels together, in bytes."""

    packed: int = 0
    unpacked: int = 0

    def grow(self, count: int) -> None:
        """Count unpacked bytes; raise where they are more than honest input makes of itself."""
        self.unpacked += count
        self.check()

    def check(self) -> None:
        """Raise where the input has grown too much, whoever passed over the first error."""
        if self.unpacked > max(_ALWAYS_ALLOWED, MOST_GROWTH * self.packed):
            raise ExpansionError


class Stream(io.RawIOBase):
    """A stream that can be read and nothing else; those below say what comes next."""

    def readable(self) -> bool:
        """Say yes: ``BufferedReader`` asks."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill ``buffer`` with what comes next."""
        part = self.next_bytes(len(buffer))
        buffer[: len(part)] = part
        return len(part)

    def next_bytes(self, most: int) -> bytes:
        """Return one to ``most`` bytes, none at the end."""
        raise NotImplementedError


def some(stream: Readable, most: int) -> bytes:
    """Return what ``stream`` can give at once: waiting for more would lose it to damage further on."""
    read = getattr(stream, "read1", None) or stream.read
    return read(most) or b""


class Unpacked(Stream):
    """A stream that unpacks another: damage is told as such, growth is watched."""

    def __init__(self, stream: Readable, expansion: Expansion, *, code: str, damaged: str = "{}") -> None:
        """Unpack by reading ``stream``; ``code`` and ``damaged`` word what damage does."""
        self.stream = stream
        self.expansion = expansion
        self.code = code
        self.damaged = damaged

    def next_bytes(self, most: int) -> bytes:
        """Return what comes next of the unpacked bytes."""
        try:
            part = some(self.stream, most)
        except _DAMAGE as error:
            raise StreamError(self.code, reason=self.damaged.format(error)) from error
        self.expansion.grow(len(part))
        return part


class Counted(Stream):
    """A stream that counts its bytes as packed: standard input tells no size."""

    def __init__(self, stream: Readable, expansion: Expansion) -> None:
        """Read ``stream`` and count into ``expansion``."""
        self.stream = stream
        self.expansion = expansion

    def next_bytes(self, most: int) -> bytes:
        """Return what comes next."""
        part = some(self.stream, most)
        self.expansion.packed += len(part)
        return part


class _Replayed(Stream):
    """Bytes already taken from a stream, then the stream, or the error that it ended with."""

    def __init__(self, head: bytes, stream: Readable, error: Exception | None, ended: bool) -> None:
        self.head = head
        self.stream = stream
        self.error = error
        self.ended = ended

    def next_bytes(self, most: int) -> bytes:
        """Return bytes taken first, when they are used up those of the stream."""
        if self.head:
            part, self.head = self.head[:most], self.head[most:]
            return part
        if self.error is not None:
            raise self.error
        return b"" if self.ended else some(self.stream, most)


def replayed(stream: Readable) -> tuple[bytes, io.BufferedReader]:
    """Return the first bytes of ``stream`` (all of a short one) and a stream that begins with them."""
    head = bytearray()
    error: Exception | None = None
    ended = False
    while len(head) < HEAD and not ended:
        try:
            part = some(stream, HEAD - len(head))
        except (StreamError, OSError) as caught:
            if not head:
                raise
            error, part = caught, b""
        head += part
        ended = not part
    return bytes(head), io.BufferedReader(_Replayed(bytes(head), stream, error, ended), HEAD)


def unpacked(stream: Readable, expansion: Expansion) -> tuple[bytes, io.BufferedReader, bool]:
    """Return first bytes and stream as ``replayed`` does, unpacked where it is gzip, and whether it was."""
    head, whole = replayed(stream)
    if not head.startswith(_GZIP):
        return head, whole, False
    inner = gzip.GzipFile(fileobj=whole)
    head, unzipped = replayed(Unpacked(inner, expansion, code="E002", damaged="damaged gzip: {}"))
    return head, unzipped, True
