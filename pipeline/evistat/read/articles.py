"""Paths → articles and failures, one stream in the order given, every article with an id of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from evistat.errors import message
from evistat.read.article import Article, Failure, Note
from evistat.read.discover import discover
from evistat.read.duplicates import without_repeats
from evistat.read.files import read_found
from evistat.read.formats.format import ReadOptions, ReadWhole
from evistat.read.hash_table import HashTable, hash_of


def read_articles(
    inputs: Sequence[str],
    *,
    options: ReadOptions,
    leave_out: frozenset[Path] = frozenset(),
    on_bytes: Callable[[int], None] | None = None,
    on_skipped: Callable[[str], None] | None = None,
    read_whole: ReadWhole | None = None,
) -> Iterator[Article | Failure]:
    """Yield every article of ``inputs``, lazily, and a Failure in its place for whatever gives none.

    ``on_bytes`` hears how many bytes were read from disk since it last heard; ``on_skipped`` the files of a
    folder or archive that are of no known format. ``read_whole`` reads, where it is given, the files that a library holds whole.
    """
    items = _read_all(inputs, options, leave_out, on_bytes, on_skipped, read_whole)
    return without_repeats(items, named=OwnIds().given) if options.dedupe else distinct_ids(items)


def _read_all(
    inputs: Sequence[str],
    options: ReadOptions,
    leave_out: frozenset[Path],
    on_bytes: Callable[[int], None] | None,
    on_skipped: Callable[[str], None] | None,
    read_whole: ReadWhole | None,
) -> Iterator[Article | Failure]:
    for given in inputs:
        for found in discover(given, leave_out=leave_out):
            if isinstance(found, Failure):
                yield found
            else:
                yield from read_found(
                    found, options, on_bytes=on_bytes, on_skipped=on_skipped, read_whole=read_whole
                )


def distinct_ids(items: Iterable[Article | Failure]) -> Iterator[Article | Failure]:
    """Pass everything on, an article whose id came before under a new id.

    Ids are given in the order of reading, before any work is shared out, so they don't depend on who does it.
    """
    own = OwnIds()
    return (own.given(item) if isinstance(item, Article) else item for item in items)


class OwnIds:
    """The ids of a run: each is given once."""

    def __init__(self) -> None:
        """Begin with none given."""
        self._given = HashTable()
        self._repeats: Counter[str] = Counter()

    def given(self, article: Article) -> Article:
        """Return the article, under a new id (``-2``, ``-3`` …) and with a warning where its own came before."""
        doc_id = article.doc_id
        if self._take(doc_id):
            return article
        while True:
            self._repeats[doc_id] += 1
            new_id = f"{doc_id}-{self._repeats[doc_id] + 1}"
            if self._take(new_id):
                note = Note("W002", message("W002", doc_id=doc_id, new_id=new_id))
                return replace(article, doc_id=new_id, warnings=(*article.warnings, note))

    def _take(self, doc_id: str) -> bool:
        return self._given.set_default(hash_of(doc_id), 0)
