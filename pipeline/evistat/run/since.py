"""The manifest of an earlier run → which documents it has already, by id and hash.

A document takes 17 bytes of memory, so that millions of them do no harm.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from evistat.errors import EvistatError
from evistat.read.article import Article, Failure
from evistat.run.manifest import DOCUMENTS, read_head, read_list

_DIGITS = 16  # hex digits compared: with those of the id 128 bits a document


class Known:
    """The documents of an earlier run, and what this run's input says about them."""

    def __init__(self, manifest: str) -> None:
        """Read the manifest; one that isn't a whole run's is the user's error."""
        self.path = manifest
        self.head = read_head(manifest)
        if self.head.get("shard") is not None:
            raise EvistatError("E067", path=manifest)
        ids, contents = array("Q"), array("Q")
        for doc_id, digest in read_list(manifest, DOCUMENTS):
            ids.append(_hash(doc_id))
            contents.append(int(digest[:_DIGITS], 16))
        order = np.argsort(np.frombuffer(ids, dtype=np.uint64), kind="stable")
        self._ids = np.frombuffer(ids, dtype=np.uint64)[order]
        self._contents = np.frombuffer(contents, dtype=np.uint64)[order]
        self._met = np.zeros(len(ids), dtype=np.bool_)
        self._same = np.zeros(len(ids), dtype=np.bool_)

    @property
    def identity(self) -> str:
        """Hash of the manifest: another one makes another run."""
        with Path(self.path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    @property
    def unchanged(self) -> int:
        """How many documents were met again as they were."""
        return int(self._same.sum())

    def without(self, items: Iterable[Article | Failure]) -> Iterator[Article | Failure]:
        """Pass on what is new or changed, and failures."""
        for item in items:
            if not (isinstance(item, Article) and self._is_known(item)):
                yield item

    def unchanged_documents(self) -> Iterator[Any]:
        """Yield id and hash of the documents that were met as they were, in the order of the manifest."""
        return (entry for entry in read_list(self.path, DOCUMENTS) if self._same[self._place(entry[0])])

    def removed(self) -> Iterator[str]:
        """Yield the ids that weren't met again."""
        return (entry[0] for entry in read_list(self.path, DOCUMENTS) if not self._met[self._place(entry[0])])

    def _is_known(self, article: Article) -> bool:
        place = self._place(article.doc_id)
        if place < 0:
            return False
        self._met[place] = True
        same = int(self._contents[place]) == int(article.source.sha256[:_DIGITS] or "0", 16)
        self._same[place] = same
        return same

    def _place(self, doc_id: str) -> int:
        wanted = np.uint64(_hash(doc_id))
        place = int(np.searchsorted(self._ids, wanted))
        return place if place < len(self._ids) and self._ids[place] == wanted else -1


def _hash(doc_id: str) -> int:
    return int.from_bytes(hashlib.blake2b(doc_id.encode("utf-8", "surrogatepass"), digest_size=8).digest())
