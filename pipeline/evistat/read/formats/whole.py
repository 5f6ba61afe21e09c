"""A stream that must be held whole (a page, a PDF, a workbook) → its bytes, or the Failure of one too large."""

from __future__ import annotations

import hashlib
from io import BufferedReader

from evistat.read.article import Failure
from evistat.read.formats.format import Place

LARGEST = 200_000_000  # bytes; a PDF of a long report with pictures has tens of millions


def held(stream: BufferedReader, place: Place, *, kind: str, largest: int = LARGEST) -> bytes | Failure:
    """Return all bytes of ``stream``; a Failure where there are more than ``largest``, which names the ``kind``."""
    data = stream.read(largest + 1)
    if len(data) > largest:
        return place.failure("E049", doc_id=place.doc_id, format=kind, limit=largest, what="bytes")
    return data


def sha256(data: bytes) -> str:
    """Return the hash of a file held whole, in hex."""
    return hashlib.sha256(data).hexdigest()
