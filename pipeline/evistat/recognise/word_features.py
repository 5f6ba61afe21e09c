"""Words → what the recogniser knows of a word by its letters: rows of hashed parts, and its characters."""

from __future__ import annotations

import re
from zlib import crc32

ROWS = (
    8192,
    2048,
    2048,
    2048,
    2048,
    1024,
)  # of the word, its first two and four letters, its last, its shape
CHARACTERS = 128  # 0 is no character, the last stands for all that aren't ASCII
LONGEST_WORD = 18  # characters; of a longer word both ends are looked at
PATCH = 3  # neighbouring characters that the recogniser looks at together

_DIGIT = re.compile(r"\d")
_RUN = 3  # characters of one kind that a shape tells apart


def hashed(word: str) -> list[int]:
    """Return a row for each hashed part of a word."""
    plain = _DIGIT.sub("0", word.lower())
    parts = (
        "w" + plain,
        "p" + plain[:2],
        "q" + plain[:4],
        "s" + plain[-2:],
        "t" + plain[-4:],
        "z" + shape(word),
    )
    return [crc32(part.encode("utf-8", "replace")) % rows for part, rows in zip(parts, ROWS, strict=True)]


def characters(word: str) -> list[int]:
    """Return the codes of a word's characters, filled up with 0."""
    if len(word) > LONGEST_WORD:
        word = word[: LONGEST_WORD // 2] + word[-LONGEST_WORD // 2 :]
    codes = [min(ord(character), CHARACTERS - 2) + 1 for character in word]
    return codes + [0] * (LONGEST_WORD - len(codes))


def shape(word: str) -> str:
    """Return the kinds of a word's characters: ``Xxxx`` and longer words of one capital give ``Xxxx``."""
    kinds: list[str] = []
    run = 0
    for character in word:
        kind = "X" if character.isupper() else "x" if character.islower() else character
        kind = "d" if character.isdigit() else kind
        run = run + 1 if kinds and kinds[-1] == kind else 1
        if run <= _RUN:
            kinds.append(kind)
    return "".join(kinds)
