"""Words → their 64-bit hashes → numbers, 18 to 36 bytes each: millions of documents must fit beside a model."""

from __future__ import annotations

import hashlib
from array import array

_SMALLEST = 1 << 10
_FULL = 2 / 3


class HashTable:
    """Numbers by hash; two words of one hash are one to it, which among millions happens once in a million runs."""

    def __init__(self) -> None:
        """Begin empty."""
        self.count = 0
        self._resize(_SMALLEST)

    def get(self, hashed: int) -> int | None:
        """Return the number of ``hashed``, None where it has none."""
        slot = self._slot(hashed or 1)
        return self._numbers[slot] if self._hashes[slot] else None

    def set_default(self, hashed: int, number: int) -> bool:
        """Give ``hashed`` a number unless it has one; say whether it was given."""
        hashed = hashed or 1  # 0 marks a free slot
        slot = self._slot(hashed)
        if self._hashes[slot]:
            return False
        self._hashes[slot], self._numbers[slot] = hashed, number
        self.count += 1
        if self.count > _FULL * len(self._hashes):
            self._grow()
        return True

    def _slot(self, hashed: int) -> int:
        slot = hashed & self._mask
        while self._hashes[slot] not in (0, hashed):
            slot = (slot + 1) & self._mask
        return slot

    def _resize(self, size: int) -> None:
        self._mask = size - 1
        self._hashes = array("Q", bytes(8 * size))
        self._numbers = array("I", bytes(4 * size))

    def _grow(self) -> None:
        hashes, numbers = self._hashes, self._numbers
        self._resize(2 * len(hashes))
        for hashed, number in zip(hashes, numbers, strict=True):
            if hashed:
                slot = self._slot(hashed)
                self._hashes[slot], self._numbers[slot] = hashed, number


def hash_of(words: str) -> int:
    """Return the hash of ``words``, the same in every process."""
    return int.from_bytes(hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest())
