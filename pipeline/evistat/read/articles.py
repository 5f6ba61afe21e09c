"""Paths → articles and failures, one stream in the order given, every article with an id of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from evistat.errors import message
from evistat.read.article import Article, Failure, Note
from evistat.read.discover import discover
from evistat.read.files import read_found
from evistat.read.formats.format import ReadOptions


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
    folder or archive that are of no known format.
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
                yield from read_found(found, options, on_bytes=on_bytes, on_skipped=on_skipped)


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
