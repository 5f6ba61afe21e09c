"""Unlabelled texts → a vector for every word that says which words stand beside it: words of one kind get like vectors.

usage: word_company.py OUTPUT.npz TEXTS...      (TEXTS: JSON Lines with ``text``, plain or gzip)

Counts how often each word stands directly before, directly after, shortly before and shortly after each of the commonest
words, takes how much oftener that is than by chance (positive pointwise mutual information, with the context's share
smoothed: Levy, Goldberg, Dagan, TACL 2015; 3:211–225), and keeps the main directions (singular value decomposition).
Vectors have length 1. The same texts give the same vectors.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse
from scipy.sparse.linalg import svds

from evistat.extract.company import counted

LEAST = 8  # occurrences of a word that gets a vector
CONTEXTS = 4000  # commonest words that others are told by
FAR = 3  # words to each side
WIDTH = 100
SMOOTHING = 0.75
AT_ONCE = 4_000_000  # pairs that are counted before they are summed
DIRECTLY_BEFORE, DIRECTLY_AFTER, SHORTLY_BEFORE, SHORTLY_AFTER = range(4)


def texts(paths: list[Path]) -> Iterator[list[str]]:
    """Yield the words of every text."""
    for path in paths:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield counted(json.loads(line)["text"])


def contexts(paths: list[Path], place: dict[str, int]) -> Any:
    """Return how often each word (rows) stands beside each of the commonest words, in each of the four ways (columns)."""
    shape = (len(place), 4 * CONTEXTS)
    total = scipy.sparse.csr_matrix(shape, dtype=np.float32)
    rows: list[Any] = []
    columns: list[Any] = []

    def add() -> None:
        nonlocal total
        if rows:
            row, column = np.concatenate(rows), np.concatenate(columns)
            total = total + scipy.sparse.csr_matrix((np.ones(len(row), np.float32), (row, column)), shape)
            rows.clear()
            columns.clear()

    pairs = 0
    for words in texts(paths):
        numbers = np.array([place.get(word, -1) for word in words], dtype=np.int32)
        for apart in range(1, FAR + 1):
            before, after = numbers[:-apart], numbers[apart:]
            both = (before >= 0) & (after >= 0)
            for one, other, way in (
                (before, after, DIRECTLY_AFTER if apart == 1 else SHORTLY_AFTER),
                (after, before, DIRECTLY_BEFORE if apart == 1 else SHORTLY_BEFORE),
            ):
                kept = both & (other < CONTEXTS)
                rows.append(one[kept])
                columns.append(other[kept] + CONTEXTS * way)
                pairs += len(rows[-1])
        if pairs > AT_ONCE:
            add()
            pairs = 0
    add()
    return total


def association(counts: Any) -> Any:
    """Return the positive pointwise mutual information of words and contexts."""
    share = np.asarray(counts.sum(axis=0)).ravel() ** SMOOTHING
    share /= share.sum()
    of_word = np.asarray(counts.sum(axis=1)).ravel()
    cells = counts.tocoo()
    value = np.log(cells.data / (of_word[cells.row] * share[cells.col]))
    kept = value > 0
    return scipy.sparse.csr_matrix(
        (value[kept].astype(np.float32), (cells.row[kept], cells.col[kept])), counts.shape
    )


def main(output: str, *inputs: str) -> None:
    """Write the words and their vectors."""
    paths = [Path(name) for name in inputs]
    seen = Counter(word for words in texts(paths) for word in words)
    words = sorted(
        (word for word, times in seen.items() if times >= LEAST), key=lambda word: (-seen[word], word)
    )
    table = association(contexts(paths, {word: place for place, word in enumerate(words)}))
    directions, sizes, _ = svds(
        table, k=min(WIDTH, min(table.shape) - 1), v0=np.ones(min(table.shape), np.float32)
    )
    vectors = directions * np.sqrt(sizes)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    np.savez_compressed(output, words=np.array(words), vectors=vectors.astype(np.float32))
    print(f"{len(words)} words, {vectors.shape[1]} numbers each")


if __name__ == "__main__":
    main(*sys.argv[1:])
