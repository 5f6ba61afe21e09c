"""Results told apart by "respectively" → which item of the clause's list of groups each belongs to.

"Mood was 12 % and 15 % lower in the barley and the oat arm, respectively", "higher than in A, B and C (P = 0.1, 0.2 and 0.3,
respectively)": as many groups as results, in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from evistat.extract.frame import Frame, compared
from evistat.extract.pieces import Piece
from evistat.extract.side_phrases import piece_span
from evistat.extract.sides import Sides, Span
from evistat.extract.words import Word

_ROLES = frozenset({"topic", "group", "quality", "time"})


def respective_item(words: Sequence[Word], frame: Frame, rank: tuple[int, int], anchor: int) -> Piece | None:
    """Return the group at a result's place in the only list of the clause that has an item for each of its results."""
    place, count = rank
    if count < 2 or not _told_apart(words, frame, anchor):
        return None
    lists = [pieces for pieces in _lists(words, frame) if len(pieces) == count]
    if len(lists) != 1 or any(piece in frame.outcomes for piece in lists[0]):
        return None
    return lists[0][place]


def with_item(words: Sequence[Word], frame: Frame, item: Piece, sides: Sides) -> Sides:
    """Return the sides with a result's own item for the one that differs from result to result."""
    listed = [piece_span(words, piece) for piece in frame.pieces if piece.coordination == item.coordination]

    def apart(span: Span | None) -> Span | None:
        within = span is not None and any(one[0] < span[1] and span[0] < one[1] for one in listed)
        return None if within else span

    own = piece_span(words, item)
    if is_against(words, item):
        lead = apart(sides.intervention) or apart(sides.comparator) or _subject_of(words, frame)
        return replace(sides, intervention=lead, comparator=own, specific=True, rule="respective")
    against = next((piece_span(words, piece) for piece in frame.comparators()), None)
    other = apart(sides.comparator) or against
    return replace(sides, intervention=own, comparator=other, specific=True, rule="respective")


def _subject_of(words: Sequence[Word], frame: Frame) -> Span | None:
    """Return whose outcome the subject names: "values of X"."""
    for piece in frame.outcomes:
        of = next((k for k in range(piece.head + 1, piece.end - 1) if words[k].lemma == "of"), None)
        if piece.start < frame.clause.verb[0] and of is not None:
            return words[of + 1].start, words[piece.end - 1].end
    return None


def _told_apart(words: Sequence[Word], frame: Frame, anchor: int) -> bool:
    """Tell whether "respectively" follows a result, or stands inside what is printed of it."""
    end = next(
        (k for k in range(anchor, len(words)) if words[k].tag == "stop" and words[k].text == ";"), len(words)
    )
    return any("respectively" in word.text for word in words[min(anchor, frame.clause.start) : end])


def _lists(words: Sequence[Word], frame: Frame) -> Iterator[list[Piece]]:
    """Yield the lists of phrases of a clause that no number breaks."""
    listed: dict[int, list[Piece]] = {}
    for piece in frame.pieces:
        if piece.role in _ROLES:
            listed.setdefault(piece.coordination, []).append(piece)
    for pieces in listed.values():
        inside = words[pieces[0].start : pieces[-1].end]
        if len(pieces) > 1 and not any(word.tag == "stat" for word in inside):
            yield pieces


def is_against(words: Sequence[Word], piece: Piece) -> bool:
    """Tell whether an item is what something is compared with: "than in A and B", "different from those of A and B"."""
    at = piece.link_at
    before = words[at - 1].lemma if at > 0 else ""
    return (
        compared(piece)
        or words[at].lemma == "than"
        or (words[at].lemma == "from" and before.startswith(("differ", "distinct", "distinguish")))
    )
