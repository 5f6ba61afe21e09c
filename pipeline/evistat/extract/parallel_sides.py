"""A side that something is compared with → the side that stands as it does: "after A … than after B", "in A than in B"."""

from __future__ import annotations

from collections.abc import Sequence

from evistat.extract.arms import StudyArms
from evistat.extract.frame import Frame
from evistat.extract.phrases import Word, word_set
from evistat.extract.pieces import Piece, nouns
from evistat.extract.side_phrases import is_side, piece_span
from evistat.extract.sides import Span

_LOOSE = frozenset({"of", "at", "for", "in"})  # they lead to outcomes and times as often as to sides
_EXACT = frozenset({"in", "with", "on", "for", "at", "after", "during", "under", "by", "among", "following", "from", "within", "without", "of"})  # fmt: skip
_PHRASE = frozenset({"noun", "adj", "num", "ing", "det"})
_INSIDE = _PHRASE | {"prep", "part", "adv", "bracket", "neg"}
_TIMES = word_set("outcomes", "time")


def parallel_lead(
    words: Sequence[Word], frame: Frame, comparator: Piece, resolved: Piece, arms: StudyArms
) -> Span | None:
    """Return the phrase that stands to its preposition, or right before the comparison, as the other side does."""
    for other in (resolved, comparator):
        own = _preposition(words, comparator, other)
        if own and (found := _same_preposition(words, frame, comparator, other, own, arms)) is not None:
            return found
    return _right_before(words, frame, comparator, resolved, arms)


def _preposition(words: Sequence[Word], comparator: Piece, resolved: Piece) -> str:
    """Return the preposition that leads to the other side itself: "than *in* B", "compared with those *with* B"."""
    if resolved.start != comparator.start:
        return resolved.link if resolved.link in _EXACT else ""
    at = resolved.start - 1
    while at > comparator.link_at and words[at].tag in {"adv", "det", "bracket"}:
        at -= 1
    if at <= comparator.link_at or words[at].lemma not in _EXACT:
        return ""
    if at == comparator.link_at + 1 and words[comparator.link_at].lemma not in {"than", "versus", "vs"}:
        return ""  # the "with" of "compared with"
    return words[at].lemma


def _same_preposition(
    words: Sequence[Word], frame: Frame, comparator: Piece, resolved: Piece, own: str, arms: StudyArms
) -> Span | None:
    """Return the phrase nearest before the comparison that the same preposition leads to."""
    start = min(frame.clause.start, frame.clause.subject[0])
    timed = resolved.role == "time"
    for at in range(comparator.link_at - 1, start - 1, -1):
        word = words[at]
        if word.tag == "stop":
            return None
        if word.lemma != own or at + 1 >= comparator.link_at:
            continue
        end = at + 1
        while end < comparator.link_at and (
            words[end].tag in _PHRASE
            or (words[end].tag == "bracket" and end + 1 < comparator.link_at)
            or (words[end].tag == "prep" and words[end].lemma == "of")
        ):
            end += 1
        while end > at + 1 and (
            words[end - 1].tag in {"bracket", "prep", "det"} or words[end - 1].lemma == "as"
        ):
            end -= 1
        first = at + 1
        while first < end and words[first].tag == "det":
            first += 1
        if first >= end:
            continue
        if not timed and all(
            one.lemma in _TIMES or one.tag in {"num", "det", "adj", "prep"} for one in words[first:end]
        ):
            continue
        shared = _shared(words, first, end, resolved)
        whole = next(
            (one for one in frame.pieces if at < one.start <= first and one.end <= comparator.link_at), None
        )
        if whole is not None and whole.role == "group":
            if not shared and not is_side(words, whole, arms):
                continue
            return piece_span(words, whole)
        if not shared and own in _LOOSE and resolved.link not in nouns().versus:
            continue
        if not any(one.tag in {"noun", "ing"} for one in words[first:end]):
            continue
        return words[first].start, words[end - 1].end
    return None


def _shared(words: Sequence[Word], start: int, end: int, other: Piece) -> bool:
    """Tell whether a phrase and a side share a word that isn't a small one."""
    one = {word.lemma for word in words[start:end] if word.tag in {"noun", "ing", "adj"}}
    return any(
        word.lemma in one for word in words[other.start : other.end] if word.tag in {"noun", "ing", "adj"}
    )


def _right_before(
    words: Sequence[Word], frame: Frame, comparator: Piece, resolved: Piece, arms: StudyArms
) -> Span | None:
    """Return the side that ends where the comparison begins: "in the A group compared with the B group"."""
    at = comparator.link_at
    while at > 0 and (
        words[at - 1].tag in {"bracket", "comma", "stat", "adv"}
        or words[at - 1].lemma in {"as", "when", "in", "("}
    ):
        at -= 1
    piece = next((one for one in frame.pieces if one.end == at and one.start != comparator.start), None)
    if (
        piece is None
        or piece.role not in {"group", "topic", "time"}
        or words[piece.start].lemma in nouns().edge
    ):
        return None
    linked = piece.link in _EXACT or frame.clause.verb[1] <= frame.clause.verb[0]
    alike = piece.role == resolved.role and (
        piece.role != "topic" or _shared(words, piece.start, piece.end, resolved)
    )
    if not linked or not alike or not (piece.role != "group" or is_side(words, piece, arms)):
        return None
    return piece_span(words, piece)
