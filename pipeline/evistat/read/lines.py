"""A byte stream → its lines in UTF-8 (or an older encoding), numbered, none longer than what is allowed.

A line ends at ``\\n``, ``\\r\\n`` or ``\\r``. Nothing but the line in hand is held, whatever the stream is made of.
"""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Iterator
from io import BufferedReader, RawIOBase

from evistat.read.encoding import encoding_of

MARK = b"\xef\xbb\xbf"
_CHUNK = 1 << 18
_WIDE = ("utf-16", "utf-16-le", "utf-16-be", "utf-32")


def numbered_lines(stream: BufferedReader, *, longest: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield every line with its number from 1 and its line end; None for one of more than ``longest`` bytes."""
    stream = narrowed(stream)
    number, size = 0, 0
    held: list[bytes] = []
    while chunk := stream.read(_CHUNK):
        if chunk.endswith(b"\r"):
            chunk += stream.read(1)  # what follows tells one line end from two
        for piece in chunk.splitlines(keepends=True):
            size += len(piece)
            if size <= longest:
                held.append(piece)
            else:
                held.clear()
            if piece.endswith((b"\n", b"\r")):
                number += 1
                yield number, _whole(held, number) if size <= longest else None
                held, size = [], 0
    if size:
        yield number + 1, _whole(held, number + 1) if size <= longest else None


def _whole(pieces: list[bytes], number: int) -> bytes:
    line = pieces[0] if len(pieces) == 1 else b"".join(pieces)
    return line.removeprefix(MARK) if number == 1 else line


def narrowed(stream: BufferedReader) -> BufferedReader:
    """Return the stream as it is, or as UTF-8 where it is in UTF-16 or UTF-32."""
    encoding = encoding_of(stream.peek(4096)[:4096])
    if encoding not in _WIDE:
        return stream
    return BufferedReader(_Narrowed(stream, encoding), _CHUNK)


class _Narrowed(RawIOBase):
    """The UTF-8 bytes of a stream in a wider encoding."""

    def __init__(self, stream: BufferedReader, encoding: str) -> None:
        """Begin at the stream's begin."""
        self.stream = stream
        self.decoder = getincrementaldecoder(encoding)("replace")
        self.left = b""
        self.ended = False

    def readable(self) -> bool:
        """Say yes: ``BufferedReader`` asks."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill ``buffer`` with the next bytes."""
        while not self.left and not self.ended:
            chunk = self.stream.read(_CHUNK)
            self.ended = not chunk
            self.left = self.decoder.decode(chunk, self.ended).encode("utf-8", "replace")
        part = self.left[: len(buffer)]
        self.left = self.left[len(part) :]
        buffer[: len(part)] = part
        return len(part)
