"""What an archive holds: members, each with its place and an open stream.

Names in an archive are whatever their writer wished, ``../`` and absolute paths among them: here they are
names only, shown and recorded, and nothing is ever written to disk under one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from evistat.read.article import IN_ARCHIVE, Failure
from evistat.read.formats.format import Place
from evistat.read.stream import Readable, Stream, StreamError, some

_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive; its stream is good until the next member is asked for."""

    name: str
    place: Place
    stream: Stream


Members = Iterator[Member | Failure]


def place_in(archive: Place, name: str) -> Place:
    """Return the place of the member ``name`` of an archive, which may be a member itself."""
    return replace(
        archive,
        shown=f"{archive.shown}{IN_ARCHIVE}{name}",
        member=name if archive.member is None else f"{archive.member}{IN_ARCHIVE}{name}",
        doc_id=f"{archive.doc_id}{IN_ARCHIVE}{name}",
    )


def is_hidden(name: str) -> bool:
    """Tell whether a member is hidden, as in folders, or belongs to what a desktop adds of its own."""
    parts = name.split("/")
    return parts[0] == "__MACOSX" or any(part.startswith(".") and part.strip(".") for part in parts)


def name_of(raw: bytes) -> str:
    """Return a member's name as text that UTF-8 can write: it may be any bytes."""
    return raw.decode("utf-8", "replace")


class Content(Stream):
    """The bytes of a member; ``broken`` once they could not be had, so that damage is told once."""

    broken = False

    def next_bytes(self, most: int) -> bytes:
        """Return what comes next of the member."""
        self.broken = True  # unless this goes well
        part = self.take(most)
        self.broken = False
        return part

    def take(self, most: int) -> bytes:
        """Return one to ``most`` bytes, none at the end."""
        raise NotImplementedError

    def rest(self) -> bytes:
        """Return all that is left of a short one."""
        return b"".join(iter(lambda: self.next_bytes(_CHUNK), b""))

    def pass_over(self) -> None:
        """Read all that is left and keep nothing."""
        while self.next_bytes(_CHUNK):
            pass


class Stretch(Content):
    """The next ``size`` bytes of a stream; that they end too soon is damage."""

    def __init__(self, stream: Readable, size: int) -> None:
        """Take ``size`` bytes of ``stream``, beginning where it stands."""
        self.stream = stream
        self.size = size
        self.left = size

    def take(self, most: int) -> bytes:
        """Return what comes next of the stretch."""
        if not self.left:
            return b""
        part = some(self.stream, min(most, self.left))
        if not part:
            raise StreamError("E053", reason=f"cut off after {self.size - self.left} of {self.size} bytes")
        self.left -= len(part)
        return part
