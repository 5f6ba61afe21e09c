"""A text file → its one article.

The text is the file's, decoded: the byte order mark goes, ``\\r\\n`` and ``\\r`` become ``\\n``, nothing else
changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from io import BufferedReader

from evistat.read.article import Article, Failure, Source
from evistat.read.encoding import decode, mend_surrogates
from evistat.read.formats.format import Format, Place, ReadOptions
from evistat.read.title import title_of

_BYTES_PER_CHARACTER = 4


def read_text(stream: BufferedReader, place: Place, options: ReadOptions) -> Iterator[Article | Failure]:
    """Yield the one article of a text file, or why there is none."""
    most = options.max_length * _BYTES_PER_CHARACTER + _BYTES_PER_CHARACTER  # and a byte order mark
    data = stream.read(most + 1)
    if len(data) > most:
        length = f"more than {options.max_length}"
        yield place.failure("E008", doc_id=place.doc_id, length=length, limit=options.max_length)
        return
    try:
        text, notes = decode(data)
    except UnicodeDecodeError as error:
        reason = f"byte {error.start} isn't {error.encoding}: {error.reason}"
        yield place.failure("E013", doc_id=place.doc_id, reason=reason)
        return
    text, broken = mend_surrogates(text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip():
        yield place.failure("E003", doc_id=place.doc_id)
    elif len(text) > options.max_length:
        yield place.failure("E008", doc_id=place.doc_id, length=len(text), limit=options.max_length)
    else:
        yield Article(
            doc_id=place.doc_id,
            text=text,
            source=Source(
                path=place.path,
                member=place.member,
                format="text",
                index=0,
                sha256=hashlib.sha256(data).hexdigest(),
            ),
            title=title_of(text),
            warnings=notes + broken,
        )


def _never(_head: bytes) -> bool:  # anything may be text: it is what remains
    return False


TEXT = Format(name="text", endings=(".txt", ".text"), sniff=_never, read=read_text)
