"""A stretch of folded text → its words, numbers and marks, cut apart; most have no class yet.

Bracketed stretches become one word (``bracket``, or ``stat`` where they hold one of the given statistics), so that a
sentence reads as if its brackets weren't there; statistics outside brackets become ``stat`` words, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

REACH = 60  # words that a reading looks back or ahead


# Not frozen: a document has hundreds of them, and a frozen one takes four times as long to make.
@dataclass(slots=True)
class Word:
    """One word, number, punctuation mark or bracketed stretch; ``lemma`` is the base form of a known verb, else lower-case text."""

    text: str
    start: int
    end: int
    tag: str
    lemma: str
    verb_class: str = ""


_TOKEN = re.compile(
    r"(?P<initials>(?:[A-Za-z]\.){2,})(?![a-z])|(?P<species>[A-Z]\. ?[a-z]{4,})"
    r"|(?P<word>\d+(?:[.,]\d+)?(?:-(?=[^\W\d_])|\(OH\)(?=[A-Z])|(?=[^\W\d_]))[^\W_]+(?:[-/'’+:][^\W_]+)*\+?"
    r"|[^\W\d_][^\W_]*(?:(?:[-/'’+*]|\.(?=\d))[^\W_]+|\(\d{0,2}[+-]?\)(?=[^\W_]))*(?:\+(?!\w)|(?<=s)'(?= ))?"
    r"|[ΔδγβακμT]-?[^\W_]+)"
    r"|(?P<number>(?:[<>≤≥±~]=? ?)?[-+]?\d+(?:[.,:]\d+)*(?:/\d+(?:\.\d+)?)?(?: ?%)?)"
    r"|(?P<space>\s+)|(?P<mark>.)",
    re.DOTALL,
)
_OPENING = {"(": ")", "[": "]", "{": "}"}


def cut_words(folded: str, start: int, end: int, statistics: Sequence[tuple[int, int]]) -> list[Word]:
    """Cut a stretch into words; bracketed stretches and statistics are one word each."""
    masks = sorted(span for span in statistics if span[1] > start and span[0] < end)
    masks.append((end, end))
    words: list[Word] = []
    position = start
    mask = 0
    while position < end:
        while masks[mask][1] <= position:
            mask += 1
        limit, stop = masks[mask]
        if limit <= position:
            stop = min(end, stop)
            words.append(Word(folded[position:stop], position, stop, "stat", ""))
            position = stop
            continue
        character = folded[position]
        if character == " ":
            position += 1
            continue
        if character in _OPENING and (close := _closing(folded, position, end)) > 0:
            words.append(
                Word(folded[position:close], position, close, "stat" if limit < close else "bracket", "")
            )
            position = close
            continue
        match = _TOKEN.match(folded, position, limit)
        if match is None:
            position += 1
            continue
        begin, position = match.span()
        kind = match.lastgroup
        if kind == "space":
            continue
        text = match[0]
        if kind == "number":
            words.append(Word(text, begin, position, "num", text))
        elif kind != "mark":
            words.append(Word(text, begin, position, "", text.lower()))
        else:
            joins = (
                text == "+"
                and words
                and words[-1].tag == ""
                and folded[position : position + 2].strip()[:1].isalpha()
            )
            words.append(Word(text, begin, position, "noun" if joins else _mark(text), text))
    return words


def _mark(character: str) -> str:
    if character == ",":
        return "comma"
    if character in ";:.?!":
        return "stop"
    if character in "≥≤":
        return "adj"
    return "conj" if character == "&" else "other"


def _closing(folded: str, position: int, end: int) -> int:
    """Return the offset after the bracket that closes the one at ``position``, 0 where the sentence has none."""
    closing = _OPENING[folded[position]]
    depth = 0
    for index in range(position, min(end, position + 600)):
        if folded[index] == folded[position]:
            depth += 1
        elif folded[index] == closing:
            depth -= 1
            if depth == 0:
                return index + 1
    return 0
