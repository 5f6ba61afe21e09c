"""A tar stream → its members, in the order they stand in it: it is read once, from front to back.

Headers are read one by one and of bounded length, so that none can make memory grow.
"""

from __future__ import annotations

import tarfile
from io import BufferedReader

from evistat.read.formats.format import Place
from evistat.read.members import Member, Members, Stretch, is_hidden, name_of, place_in
from evistat.read.stream import StreamError

_BLOCK = tarfile.BLOCKSIZE
_LONGEST_HEADER = 1 << 20
_ATTRIBUTES = (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE)  # of the member that follows
_HEADERS = (*_ATTRIBUTES, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XGLTYPE)
_KINDS = {
    tarfile.LNKTYPE: "a link",
    tarfile.SYMTYPE: "a link",
    tarfile.CHRTYPE: "a device",
    tarfile.BLKTYPE: "a device",
    tarfile.FIFOTYPE: "a pipe",
}
_WITHOUT_DATA = (*_KINDS, tarfile.DIRTYPE)
_HOLES = "a file with holes"
_LONGER_AT, _STILL_LONGER_AT = 482, 504  # where a map of holes says that another block of it follows


def is_tar(head: bytes) -> bool:
    """Tell whether the first bytes are a tar archive's: a header whose checksum holds."""
    return _header(head[:_BLOCK]) is not None


def tar_members(stream: BufferedReader, place: Place) -> Members:
    """Yield every file of a tar archive; what can't be followed is a Failure, damage too, after which it ends."""
    try:
        yield from _members(stream, place)
    except StreamError as error:
        yield place.failure(error.code, doc_id=place.doc_id, **error.values)


def _members(stream: BufferedReader, place: Place) -> Members:
    attributes: dict[bytes, bytes] = {}
    while block := stream.read(_BLOCK):
        if not block.strip(b"\0"):
            continue  # the end, unless another archive was put behind
        header = _header(block)
        if header is None:
            raise StreamError("E053", reason="no header where one should stand")
        if header.type in _HEADERS:
            if header.size > _LONGEST_HEADER:
                raise StreamError("E053", reason=f"a header of {header.size} bytes")
            data = Stretch(stream, header.size).rest()
            Stretch(stream, -header.size % _BLOCK).rest()
            if header.type in _ATTRIBUTES:
                attributes |= _records(data)
            elif header.type == tarfile.GNUTYPE_LONGNAME:
                attributes[b"path"] = data.partition(b"\0")[0]
            continue
        kind = _KINDS.get(header.type)
        if header.type == tarfile.GNUTYPE_SPARSE:
            kind = _HOLES
            more = block[_LONGER_AT]
            while more:
                more = Stretch(stream, _BLOCK).rest()[_STILL_LONGER_AT]
        elif any(name.startswith(b"GNU.sparse.") for name in attributes):
            kind = _HOLES
        size = 0 if header.type in _WITHOUT_DATA else _size(attributes.get(b"size"), header.size)
        name = name_of(attributes.get(b"path") or header.name.encode("utf-8", "surrogateescape"))
        name = name.removeprefix("./")  # as "tar c ." writes them
        attributes = {}
        content = Stretch(stream, size)
        member = place_in(place, name)
        if header.type != tarfile.DIRTYPE and not is_hidden(name):
            if kind is None:
                yield Member(name, member, content)
            else:
                yield member.failure("E055", doc_id=member.doc_id, kind=kind)
        if content.broken:
            return  # the member's own failure has told it
        content.pass_over()
        Stretch(stream, -size % _BLOCK).pass_over()


def _header(block: bytes) -> tarfile.TarInfo | None:
    try:
        header = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError):
        return None
    return header if header.size >= 0 else None


def _records(data: bytes) -> dict[bytes, bytes]:
    """Return the attributes in an extended header: lines of "length keyword=value"."""
    records: dict[bytes, bytes] = {}
    at = 0
    while (space := data.find(b" ", at, at + 20)) > at and data[at:space].isdigit():
        end = at + int(data[at:space])
        keyword, _, value = data[space + 1 : end - 1].partition(b"=")
        records[keyword] = value
        at = max(end, space)
    return records


def _size(attribute: bytes | None, otherwise: int) -> int:
    """Return the size of a member over 8 GB, which its header can't hold."""
    return int(attribute) if attribute is not None and attribute.isdigit() else otherwise
