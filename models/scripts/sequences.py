"""Texts of words → sequences that are read together: their words as numbers, and batches of them."""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
import torch
from kinds import KINDS
from network import Words
from torch import Tensor

from evistat.recognise.sequence import BEGIN, END, INSIDE, SINGLE
from evistat.recognise.tagger import sentences

POOL = 1500  # sequences sorted by length together, so that those of a batch are of like length
T = TypeVar("T")
Name = tuple[int, int, int]  # first word, word behind the last, kind


class Part(NamedTuple):
    """A stretch of a text that is read on its own."""

    numbers: list[int]
    spaces: list[int]
    tags: "np.ndarray"
    start: int


class Text(NamedTuple):
    """A text and the names in it."""

    parts: list[Part]
    names: list[Name]


def white_space(behind: Sequence[int]) -> list[int]:
    """Return for each word whether white space stands behind it (1) and before it (2)."""
    return [own + 2 * int(i == 0 or behind[i - 1]) for i, own in enumerate(behind)]


def texts(path: Path, words: Words) -> list[Text]:
    """Read the texts that ``convert.py`` wrote."""
    found = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            names = [(start, end, KINDS.index(kind)) for start, end, kind in row["names"]]
            numbers, spaces = [words.number(word) for word in row["words"]], white_space(row["spaces"])
            tags = tagged(len(numbers), names)
            parts = [
                Part(numbers[start:end], spaces[start:end], tags[start:end], start)
                for start, end in sentences(row["words"])
            ]
            found.append(Text(parts, names))
    return found


def tagged(length: int, names: Sequence[Name]) -> "np.ndarray":
    """Return the tags of a text's words: [word, kind]."""
    tags = np.zeros((length, len(KINDS)), dtype=np.int64)
    for start, end, kind in names:
        if start < 0 or tags[start:end, kind].any():
            continue
        tags[start:end, kind] = INSIDE
        tags[start, kind], tags[end - 1, kind] = BEGIN, END
        if end - start == 1:
            tags[start, kind] = SINGLE
    return tags


def batched(
    items: list[T], length: Callable[[T], int], most: int, chance: random.Random
) -> Iterator[list[T]]:
    """Yield all items, shuffled, in batches of at most so many words; the longest of a batch first."""
    chance.shuffle(items)
    for at in range(0, len(items), POOL):
        batches: list[list[T]] = [[]]
        for item in sorted(items[at : at + POOL], key=length, reverse=True):
            if batches[-1] and length(batches[-1][0]) * (len(batches[-1]) + 1) > most:
                batches.append([])
            batches[-1].append(item)
        chance.shuffle(batches)
        yield from batches


def padded(rows: Sequence[tuple[Sequence[int], Sequence[int]]]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return numbers, white space, lengths and mask of sequences that stand by falling length."""
    lengths = torch.tensor([len(numbers) for numbers, _ in rows])
    longest = int(lengths[0])
    numbers, spaces = (torch.zeros(len(rows), longest, dtype=torch.long) for _ in range(2))
    for i, (own_numbers, own_spaces) in enumerate(rows):
        numbers[i, : len(own_numbers)] = torch.as_tensor(own_numbers)
        spaces[i, : len(own_spaces)] = torch.as_tensor(own_spaces)
    return numbers, spaces, lengths, torch.arange(longest)[None] < lengths[:, None]
