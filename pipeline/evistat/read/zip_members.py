"""A zip file → its members, ordered by name, so that the order doesn't depend on who packed it.

A zip file without its table of contents (cut off in a download) is read from the front, member by member, as
far as it goes.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from typing import BinaryIO

from evistat.read.article import Failure
from evistat.read.formats.format import Place
from evistat.read.members import Content, Member, Members, Stretch, is_hidden, name_of, place_in
from evistat.read.stream import Expansion, StreamError, Unpacked

_MEMBER = b"PK\x03\x04"
_BEGINNINGS = (_MEMBER, b"PK\x05\x06")
_ENCRYPTED = 0x1 | 0x40
_SIZES_BEHIND = 0x8
_UTF8 = 0x800
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others can't be unpacked in bounded memory
_OTHER_METHODS = {9: "deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard", 95: "xz", 98: "PPMd"}
_UNIX = 3
# What office documents and e-books hold besides: they are documents, not archives.
_DOCUMENTS = ("[Content_Types].xml", "mimetype")
_DAMAGE = (zipfile.BadZipFile, NotImplementedError, RuntimeError, struct.error, ValueError, OverflowError)
# Flags, method, checksum, packed and full size, lengths of name and rest.
_HEADER = struct.Struct("<6xHH4xIIIHH")
_IN_64_BITS = 0xFFFFFFFF
_LARGEST_TABLE = 64_000_000  # bytes of a table of contents, which takes ten times as many in memory
_END, _END_OF_64_BITS = b"PK\x05\x06", b"PK\x06\x06"
_BEFORE_END = 76  # bytes from the one of 64 bits, where there is one
_LONGEST_END = 66_000  # with the longest comment
_CHUNK = 1 << 16


def is_zip(head: bytes) -> bool:
    """Tell whether the first bytes are a zip file's."""
    return head.startswith(_BEGINNINGS)


def zip_members(file: BinaryIO, place: Place, expansion: Expansion) -> Members:
    """Yield every file of the zip archive in ``file``, which can seek; what can't be unpacked is a Failure."""
    if _table_size(file) > _LARGEST_TABLE:
        yield place.failure("E057", doc_id=place.doc_id, limit=_LARGEST_TABLE)
        return
    try:
        archive = zipfile.ZipFile(file)
    except (*_DAMAGE, OSError) as error:
        yield from _from_the_front(file, place, expansion)
        yield place.failure("E053", doc_id=place.doc_id, reason=f"no table of contents, {error}")
        return
    with archive:
        entries = sorted(
            ((_raw_name(entry), entry) for entry in archive.infolist()), key=lambda pair: pair[0]
        )
        if any(entry.filename in _DOCUMENTS for _, entry in entries):
            yield place.failure("E004", doc_id=place.doc_id)
            return
        for raw, entry in entries:
            name = _name(raw, entry.flag_bits)
            if name.endswith("/") or is_hidden(name):
                continue
            member = place_in(place, name)
            hindrance = _hindrance(member, entry.flag_bits, entry.compress_type)
            if hindrance is None and entry.create_system == _UNIX and stat.S_ISLNK(entry.external_attr >> 16):
                hindrance = member.failure("E055", doc_id=member.doc_id, kind="a link")
            if hindrance is not None:
                yield hindrance
                continue
            try:
                content = archive.open(entry)
            except _DAMAGE as error:
                yield member.failure("E053", doc_id=member.doc_id, reason=str(error))
                continue
            with content:
                yield Member(name, member, Unpacked(content, expansion, code="E053"))


def _table_size(file: BinaryIO) -> int:
    """Return the size of a zip file's table of contents in bytes, 0 where it has none."""
    file.seek(max(0, file.seek(0, 2) - _LONGEST_END))
    tail = file.read()
    end = tail.rfind(_END)
    wide = end - _BEFORE_END
    if wide >= 0 and tail.startswith(_END_OF_64_BITS, wide):
        return int.from_bytes(tail[wide + 40 : wide + 48], "little")
    return int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0


def _raw_name(entry: zipfile.ZipInfo) -> bytes:
    return entry.orig_filename.encode("utf-8" if entry.flag_bits & _UTF8 else "cp437")


def _name(raw: bytes, flags: int) -> str:
    """Return a member's name: many packers write UTF-8 and don't say so."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return name_of(raw) if flags & _UTF8 else raw.decode("cp437")


def _hindrance(member: Place, flags: int, method: int) -> Failure | None:
    if flags & _ENCRYPTED:
        return member.failure("E051", doc_id=member.doc_id)
    if method not in _METHODS:
        packing = _OTHER_METHODS.get(method, f"method {method}")
        return member.failure("E054", doc_id=member.doc_id, method=packing)
    return None


def _from_the_front(file: BinaryIO, place: Place, expansion: Expansion) -> Members:
    """Yield the members of a zip file by the headers in front of each."""
    file.seek(0)
    while (header := file.read(_HEADER.size)).startswith(_MEMBER):
        if len(header) < _HEADER.size:
            return
        flags, method, checksum, packed, size, name_length, rest_length = _HEADER.unpack(header)
        name = _name(file.read(name_length), flags)
        packed = _size_in_64_bits(file.read(rest_length), packed, size)
        streamed = bool(flags & _SIZES_BEHIND)
        member = place_in(place, name)
        hindrance = _hindrance(member, flags, method)
        content: Content
        if hindrance is None and method == zipfile.ZIP_DEFLATED:
            content = _Inflated(file, expansion, None if streamed else checksum)
        elif streamed:
            return  # where it ends isn't known
        else:
            content = Stretch(file, packed)
        if hindrance is not None:
            yield hindrance
        elif not name.endswith("/") and not is_hidden(name):
            yield Member(name, member, content)
        if content.broken:
            return
        try:
            content.pass_over()
        except StreamError as error:
            yield member.failure(error.code, doc_id=member.doc_id, **error.values)
            return
        if streamed:
            _skip_sizes(file)


def _size_in_64_bits(rest: bytes, packed: int, size: int) -> int:
    """Return the packed size from a header's extra fields where it doesn't fit its own."""
    at = 0
    while packed == _IN_64_BITS and at + 4 <= len(rest):
        kind, length = struct.unpack_from("<HH", rest, at)
        field = rest[at + 4 : at + 4 + length]
        if kind == 1:
            numbers = field[8:16] if size == _IN_64_BITS else field[:8]
            return int.from_bytes(numbers, "little")
        at += 4 + length
    return packed


def _skip_sizes(file: BinaryIO) -> None:
    """Pass over checksum and sizes behind a member: with a mark or without, of 32 bits or of 64."""
    seen = file.read(28)
    lengths = (16, 24) if seen.startswith(b"PK\x07\x08") else (12, 20)
    length = next((length for length in lengths if seen[length : length + 2] == b"PK"), lengths[0])
    file.seek(min(length, len(seen)) - len(seen), 1)


class _Inflated(Content):
    """A deflated member whose end only its unpacking shows; the file then stands behind it."""

    def __init__(self, file: BinaryIO, expansion: Expansion, checksum: int | None) -> None:
        self.file = file
        self.expansion = expansion
        self.checksum = checksum
        self.sum = 0
        self.inflater = zlib.decompressobj(-zlib.MAX_WBITS)

    def take(self, most: int) -> bytes:
        """Return what comes next of the unpacked bytes."""
        while not self.inflater.eof:
            packed = self.inflater.unconsumed_tail or self.file.read(_CHUNK)
            try:
                part = self.inflater.decompress(packed, most)
            except zlib.error as error:
                raise StreamError("E053", reason=str(error)) from error
            if self.inflater.eof:
                self.file.seek(-len(self.inflater.unused_data), 1)
            elif not packed and not part:
                raise StreamError("E053", reason="cut off")
            if part:
                self.expansion.grow(len(part))
                self.sum = zlib.crc32(part, self.sum)
                return part
        if self.checksum not in (None, self.sum):
            raise StreamError("E053", reason="its checksum doesn't hold")
        return b""
