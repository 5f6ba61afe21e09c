"""A value of one group alone → the group named beside it."""

from __future__ import annotations

from collections.abc import Sequence

from evistat.extract.arms import StudyArms
from evistat.extract.frame import Frame, compared
from evistat.extract.pieces import Piece
from evistat.extract.side_phrases import is_side, piece_span
from evistat.extract.sides import Case, Span
from evistat.extract.words import Word

_LISTED = frozenset({"in", "for", "with", "among", "after", "at", "introduction", "during", "between"})


def respective_group(case: Case) -> Span | None:
    """Return the group at a value's place in its list: "among A and B it was 21 % (…) and 42 % (…)"."""
    place, count = case.rank
    if count < 2:
        return None
    outcomes = {piece.start for piece in case.frame.outcomes}
    listed: dict[int, list[Piece]] = {}
    for piece in case.frame.pieces:
        if (
            piece.role in {"topic", "group", "quality"}
            and piece.link in _LISTED
            and piece.start not in outcomes
        ):
            listed.setdefault(piece.coordination, []).append(piece)
    lists = [
        pieces
        for pieces in listed.values()
        if len(pieces) == count
        and not any(word.tag == "stat" for word in case.words[pieces[0].start : pieces[-1].end])
    ]
    return piece_span(case.words, lists[0][place]) if len(lists) == 1 else None


def own_group(words: Sequence[Word], frame: Frame, anchor: int, last: int, arms: StudyArms) -> Span | None:
    """Return the group named right after or right before a single group's value: "91 % (95 % CI …) in the A group"."""
    after = [piece for piece in frame.pieces if piece.start > last]
    beside = [piece for piece in frame.pieces if piece.end == anchor]
    within = [
        piece
        for piece in frame.pieces
        if anchor < piece.start
        and piece.end <= last
        and piece.end - piece.start <= 5
        and piece.link in {"in", "for", "with", "on", "after", "among"}
        and (is_side(words, piece, arms) or (piece.link == "for" and piece.role == "topic"))
    ]
    if within and last - within[-1].end <= 1:
        return piece_span(words, within[-1])  # "28 months for lomitrel (95 % CI …)"
    if (
        beside
        and words[anchor].text[:1] in "(["
        and beside[-1].role == "group"
        and is_side(words, beside[-1], arms)
    ):
        return piece_span(
            words, beside[-1]
        )  # "(18.5 months, 95 % CI …) than the control group (3.0 months, …)"
    if (
        after
        and after[0].role == "topic"
        and after[0].link in {"after", "with", "in", "for", "on"}
        and after[0].start - last <= 3
        and after[0].end - after[0].start <= 4
        and all(after[0].start != piece.start for piece in frame.outcomes)
    ):
        return piece_span(words, after[0])
    if (
        after
        and after[0].link
        and after[0].start - last < 6
        and after[0].link
        in {"in", "for", "with", "among", "of", "after", "on", "at", "by", "during", "under"}
        and is_side(words, after[0], arms)
    ):
        return piece_span(words, after[0])
    before = [piece for piece in frame.pieces if piece.end <= anchor]
    if (
        before
        and (before[-1].role == "group" or is_side(words, before[-1], arms))
        and anchor - before[-1].end <= 4
    ):
        return piece_span(words, before[-1])
    return None


def only_group(words: Sequence[Word], frame: Frame) -> Span | None:
    """Return the clause's first group that is more than people as such."""
    groups = [piece for piece in frame.pieces if piece.role == "group" and not compared(piece)]
    return (
        piece_span(words, groups[0])
        if groups
        and words[groups[0].head].lemma not in {"patients", "participants", "subjects", "individuals"}
        else None
    )
