"""A result in its clause → when it was measured ("at 12 weeks") and in which part of the people ("in men").

Both are verbatim, with the preposition before them, and never overlap what the result's other fields name.
"""

from __future__ import annotations

from collections.abc import Sequence

from evistat.extract.frame import Frame, compared
from evistat.extract.noun_lists import nouns
from evistat.extract.pieces import Piece
from evistat.extract.words import Word
from evistat.lexicons import word_set

Span = tuple[int, int]

_WHEN = frozenset(
    {
        "at",
        "after",
        "during",
        "over",
        "within",
        "by",
        "until",
        "in",
        "following",
        "before",
        "on",
        "through",
        "throughout",
        "for",
        "since",
        "to",
        "introduction",
        "",
    }
)
_WHOM = frozenset({"in", "among", "for", "within", "of"})
_EVERYONE = word_set("arms", "everyone")


def find_timepoint(
    words: Sequence[Word], frame: Frame, anchor: int, last: int, taken: Sequence[Span]
) -> Span | None:
    """Return the time nearest to a result's numbers: right before or after them, else the clause's only one."""
    times = [
        piece
        for piece in frame.pieces
        if piece.role == "time"
        and piece.link in _WHEN
        and not compared(piece)
        and words[piece.head].lemma not in {"time", "times", "admission", "discharge"}
    ]
    times = [piece for piece in times if not _overlaps(with_preposition(words, piece), taken)]
    if not times:
        return None
    beside = [piece for piece in times if 0 <= anchor - piece.end <= 1 or 0 < piece.start - last <= 3]
    if beside:
        return with_preposition(words, beside[0])
    before = [piece for piece in times if piece.end <= anchor]
    return with_preposition(words, before[-1] if before else times[0])


def find_population(words: Sequence[Word], frame: Frame, anchor: int, taken: Sequence[Span]) -> Span | None:
    """Return the part of the people a result holds for, where the clause names one beside the groups compared."""
    for piece in frame.pieces:
        if piece.role != "group" or piece.link not in _WHOM or compared(piece):
            continue
        if words[piece.head].lemma in nouns().weak | {
            "group",
            "groups",
            "arm",
            "arms",
            "placebo",
            "control",
            "controls",
        }:
            continue
        content = [
            word.lemma
            for word in words[piece.start : piece.end]
            if word.tag in {"noun", "adj", "ing", "part"}
        ]
        if not any(word not in _EVERYONE for word in content) or _overlaps(
            with_preposition(words, piece), taken
        ):
            continue
        if piece.link == "of" and not (piece.end == anchor or words[piece.end - 1].tag == "comma"):
            continue
        return with_preposition(words, piece)
    return None


def with_preposition(words: Sequence[Word], piece: Piece) -> Span:
    """Return a piece's span with its preposition."""
    start = (
        piece.link_at
        if piece.link and piece.link_at < piece.start and words[piece.link_at].tag in {"prep", "to"}
        else piece.start
    )
    end = piece.end
    while end > piece.start + 1 and words[end - 1].tag in {"bracket", "stat", "comma"}:
        end -= 1
    return words[start].start, words[end - 1].end


def _overlaps(span: Span, taken: Sequence[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)
