"""Words → the stretches that say what an estimate was adjusted for: none of it is an outcome, an exposure or a side."""

from __future__ import annotations

from collections.abc import Sequence

from evistat.extract.pieces import Piece, read_pieces
from evistat.extract.words import Word
from evistat.lexicons import word_set

_CUES = word_set("closed_class", "adjusting")
_GOES_ON = frozenset(
    {"noun", "adj", "ing", "det", "comma", "conj", "num", "adv", "part", "prep", "bracket", "other"}
)
_ENDS_LIST = frozenset({"prep", "rel", "sub", "to", "pron"})  # after a comma


def pieces_told(words: Sequence[Word], start: int, end: int, arms: frozenset[str]) -> list[Piece]:
    """Read the pieces of a stretch but for those after "adjusted for"."""
    pieces = read_pieces(words, start, end, arms)
    stretches = [
        range(k + 2, _end(words, k + 2, end))
        for k in range(start, end - 2)
        if words[k].lemma in _CUES and words[k + 1].lemma == "for"
    ]
    return [piece for piece in pieces if not any(piece.start in one for one in stretches)]


def _end(words: Sequence[Word], place: int, end: int) -> int:
    """Return where the list that begins at ``place`` ends: "age, sex and smoking", "age, sex, and smoking"."""
    joined = False
    while place < end and words[place].tag in _GOES_ON:
        if words[place].tag == "comma" and (
            joined or (place + 1 < end and words[place + 1].tag in _ENDS_LIST)
        ):
            break
        joined = joined or words[place].tag == "conj"
        place += 1
    return place
