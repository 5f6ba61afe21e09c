"""Bytes of unknown encoding → text: what they are encoded in, and whether they are text at all."""

from __future__ import annotations

import codecs
import re

from evistat.errors import message
from evistat.read.article import Note

# Longest first: the mark of UTF-32 begins like that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"MZ\x90",
    b"\xd0\xcf\x11\xe0",
    b"BZh",
    b"\xfd7zXZ",
    b"7z\xbc\xaf",
    b"{\\rtf",
    b"SQLite format 3",
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
_SURROGATE = re.compile("[\ud800-\udfff]")


def encoding_of(head: bytes) -> str | None:
    """Return the encoding that the first bytes give away, None where they leave it open.

    A byte order mark decides; without one, zeros in every other byte mean UTF-16.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return encoding
    if len(head) >= 4:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        enough = len(head) // 2 * 0.6
        if odd >= enough and even <= odd * 0.05:
            return "utf-16-le"
        if even >= enough and odd <= even * 0.05:
            return "utf-16-be"
    return None


def looks_binary(head: bytes) -> bool:
    """Tell whether the first bytes of a file belong to something other than text."""
    if head.startswith(_MAGIC):
        return True
    if encoding_of(head) is not None:
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > 0.02 * len(head)


def decode(data: bytes) -> tuple[str, tuple[Note, ...]]:
    """Return the text of ``data`` without its byte order mark, and a warning where the encoding was guessed.

    What is neither marked nor UTF-8 is taken for Windows-1252, or Latin-1 where that leaves bytes undefined.
    Raises UnicodeDecodeError where the bytes aren't what their mark says.
    """
    encoding = encoding_of(data[:65536])
    if encoding is not None:
        return data.decode(encoding), ()
    return decode_unmarked(data)


def decode_unmarked(data: bytes) -> tuple[str, tuple[Note, ...]]:
    """Return the text of bytes that hold one byte a character or UTF-8, as ``decode`` does."""
    for guess in ("utf-8", "cp1252"):
        try:
            text = data.decode(guess)
        except UnicodeDecodeError:
            continue
        return text, () if guess == "utf-8" else (_guessed(guess),)
    return data.decode("latin-1"), (_guessed("latin-1"),)


def _guessed(encoding: str) -> Note:
    return Note("W001", message("W001", encoding=encoding))


def mend_surrogates(text: str) -> tuple[str, tuple[Note, ...]]:
    """Replace each half of a surrogate pair by U+FFFD: UTF-8 can't write it, and offsets must hold."""
    if text.isascii():
        return text, ()
    notes = tuple(Note("W005", message("W005"), at.start(), at.end()) for at in _SURROGATE.finditer(text))
    return (_SURROGATE.sub("\ufffd", text), notes) if notes else (text, ())
