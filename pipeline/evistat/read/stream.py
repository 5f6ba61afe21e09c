"""An open byte stream → its first bytes, and a buffered stream that still begins with them.

A pipe gives what happens to be there; to know a format by its content the first bytes must be there whole.
"""

from __future__ import annotations

import gzip
import io
from typing import BinaryIO, cast

HEAD = 65536
_GZIP = b"\x1f\x8b"


class _Replayed(io.RawIOBase):
    """Bytes already taken from a stream, then the stream."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self.head = head
        self.stream = stream

    def readable(self) -> bool:
        """Say yes: ``BufferedReader`` asks."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill ``buffer`` from the bytes taken first, from the stream when they are used up."""
        part = self.head[: len(buffer)] or self.stream.read(len(buffer))
        self.head = self.head[len(part) :]
        buffer[: len(part)] = part
        return len(part)


def replayed(stream: BinaryIO) -> tuple[bytes, io.BufferedReader]:
    """Return the first bytes of ``stream`` (all of a short one) and a stream that begins with them."""
    head = stream.read(HEAD)
    return head, io.BufferedReader(_Replayed(head, stream), HEAD)


def unpacked(stream: BinaryIO) -> tuple[bytes, io.BufferedReader, bool]:
    """Return first bytes and stream as ``replayed`` does, unpacked where it is gzip, and whether it was."""
    head, whole = replayed(stream)
    if not head.startswith(_GZIP):
        return head, whole, False
    inner, unzipped = replayed(cast(BinaryIO, gzip.GzipFile(fileobj=whole)))
    return inner, unzipped, True
