"""Paths → articles and failures, one stream in the order given, every article with an id of its own."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from evistat.errors import message
from evistat.read.article import Article, Failure, Note
from evistat.read.discover import Found, discover
from evistat.read.encoding import looks_binary
from evistat.read.formats.format import ReadOptions
from evistat.read.formats.registry import format_named, format_of
from evistat.read.formats.text import TEXT
from evistat.read.stream import unpacked


def read_articles(
    inputs: Sequence[str],
    *,
    options: ReadOptions,
    leave_out: frozenset[Path] = frozenset(),
    on_bytes: Callable[[int], None] | None = None,
    on_skipped: Callable[[str], None] | None = None,
) -> Iterator[Article | Failure]:
    """Yield every article of ``inputs``, lazily, and a Failure in its place for whatever gives none.

    ``on_bytes`` hears how many bytes were read from disk since it last heard; ``on_skipped`` the files of a
    folder that are of no known format.
    """
    return distinct_ids(_read_all(inputs, options, leave_out, on_bytes, on_skipped))


def _read_all(
    inputs: Sequence[str],
    options: ReadOptions,
    leave_out: frozenset[Path],
    on_bytes: Callable[[int], None] | None,
    on_skipped: Callable[[str], None] | None,
) -> Iterator[Article | Failure]:
    for given in inputs:
        for found in discover(given, leave_out=leave_out):
            if isinstance(found, Failure):
                yield found
            else:
                yield from _read_found(found, options, on_bytes, on_skipped)


def _read_found(
    found: Found,
    options: ReadOptions,
    on_bytes: Callable[[int], None] | None,
    on_skipped: Callable[[str], None] | None,
) -> Iterator[Article | Failure]:
    """Yield what one file holds; whatever goes wrong while reading it is a Failure after what came before."""
    place = found.place
    try:
        if found.path is None:
            yield from _read_stream(sys.stdin.buffer, found, options, on_skipped)
            return
        with found.path.open("rb") as raw:
            told = 0
            for item in _read_stream(raw, found, options, on_skipped):
                yield item
                if on_bytes is not None:
                    position = raw.tell()
                    on_bytes(position - told)
                    told = position
        if on_bytes is not None:
            on_bytes(found.size - told)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield place.failure("E002", reason=f"damaged gzip: {error}")
    except OSError as error:
        yield place.failure("E002", reason=error.strerror or str(error) or type(error).__name__)


def _read_stream(
    raw: BinaryIO, found: Found, options: ReadOptions, on_skipped: Callable[[str], None] | None
) -> Iterator[Article | Failure]:
    place = found.place
    head, stream, was_packed = unpacked(raw)
    name = place.path[: -len(".gz")] if was_packed and place.path.lower().endswith(".gz") else place.path
    chosen = format_named(options.format) if options.format is not None else format_of(name, head)
    if chosen is None and not found.given:
        if on_skipped is not None:
            on_skipped(place.shown)
    elif not head:
        yield place.failure("E003", doc_id=place.doc_id)
    elif looks_binary(head) and not (chosen is not None and chosen.binary):
        yield place.failure("E004", doc_id=place.doc_id)
    else:
        yield from (chosen or TEXT).read(stream, place, options)


def distinct_ids(items: Iterable[Article | Failure]) -> Iterator[Article | Failure]:
    """Pass everything on, an article whose id came before under a new id (``-2``, ``-3`` …) with a warning.

    Ids are given in the order of reading, before any work is shared out, so they don't depend on who does it.
    """
    seen: set[str] = set()
    repeats: Counter[str] = Counter()
    for item in items:
        if isinstance(item, Article) and item.doc_id in seen:
            doc_id = item.doc_id
            while (new_id := f"{doc_id}-{repeats[doc_id] + 2}") in seen:
                repeats[doc_id] += 1
            repeats[doc_id] += 1
            note = Note("W002", message("W002", doc_id=doc_id, new_id=new_id))
            item = replace(item, doc_id=new_id, warnings=(*item.warnings, note))
        if isinstance(item, Article):
            seen.add(item.doc_id)
        yield item
