"""A stream of articles and failures → batches, cut the same way whoever works on them.

Which articles are recognised together can move a score in its last digit, so the cuts must not depend on the
workers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evistat.read.article import Article, Failure

MOST_ARTICLES = 16
MOST_CHARACTERS = 40_000

Batch = list[Article | Failure]


def batches(items: Iterable[Article | Failure]) -> Iterator[Batch]:
    """Yield the items in order, so many at a time that a batch is a second's work or less."""
    batch: Batch = []
    characters = 0
    for item in items:
        length = len(item.text) if isinstance(item, Article) else 0
        if batch and (len(batch) == MOST_ARTICLES or characters + length > MOST_CHARACTERS):
            yield batch
            batch, characters = [], 0
        batch.append(item)
        characters += length
    if batch:
        yield batch
