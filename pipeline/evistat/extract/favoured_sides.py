"""A result beside "favouring A (over B)", "in favour of A" → the sides: the one that is favoured, and the other."""

from __future__ import annotations

from evistat.extract.noun_lists import nouns
from evistat.extract.side_phrases import piece_span
from evistat.extract.sides import Case, Sides
from evistat.lexicons import word_set

_FAVOURS = word_set("arms", "favours")
_LATEST = 4  # words between a result and "favouring"


def favoured(case: Case) -> Sides | None:
    """Read the side that a result's words favour: right after it, else the nearest before it."""
    words = case.words
    marks = [index for index, word in enumerate(words) if word.lemma in _FAVOURS and _beside(case, index)]
    if not marks:
        return None
    after = [index for index in marks if index > case.last]
    before = [index for index in marks if index <= case.last]
    mark = after[0] if after and (not before or after[0] < case.last + _LATEST) else before[-1]
    at = mark + 1
    while at < len(words) - 1 and (words[at].lemma == "of" or words[at].tag == "det"):
        at += 1
    pieces = [piece for frame in case.frames for piece in frame.pieces]
    one = next((piece for piece in pieces if piece.start <= at < piece.end), None)
    if one is None or one.role not in _NAMING:
        return None
    other = next((piece for piece in pieces if piece.link_at == one.end and piece.link in _AGAINST), None)
    return Sides(
        (words[at].start, piece_span(words, one)[1]),
        piece_span(words, other) if other is not None else None,
        True,
    )


def _beside(case: Case, index: int) -> bool:
    """Tell whether a word stands in the part of the sentence that the result stands in."""
    first, last = sorted((index, case.anchor))
    return not any(word.text == ";" for word in case.words[first:last])


_NAMING = frozenset({"group", "topic", "action"})
_AGAINST = frozenset({"over"}) | nouns().versus | nouns().compared
