"""A side that something is compared with → the side that stands as it does: "after A … than after B", "in A than in B"."""

from __future__ import annotations

from collections.abc import Sequence

from evistat.extract.arms import StudyArms
from evistat.extract.frame import Frame
from evistat.extract.noun_lists import nouns
from evistat.extract.pieces import Piece
from evistat.extract.side_phrases import is_side, piece_span
from evistat.extract.sides import Span
from evistat.extract.words import Word
from evistat.lexicons import word_set

_LOOSE = frozenset({"of", "at", "for", "in"})  # they lead to outcomes and times as often as to sides
_EXACT = frozenset({"in", "with", "on", "for", "at", "after", "during", "under", "by", "among", "following", "from", "within", "without", "of"})  # fmt: skip
_PHRASE = frozenset({"noun", "adj", "num", "ing", "det"})
_TIMES = word_set("outcomes", "time")


def parallel_lead(
    words: Sequence[Word], frame: Frame, comparator: Piece, resolved: Piece, arms: StudyArms
) -> Span | None:
    """Return the phrase that stands to its preposition, or right before the comparison, as the other side does."""
    if (found := _same_people(words, frame, comparator)) is not None:
        return found
    for other in (resolved, comparator):
        own = _preposition(words, comparator, other)
        if own and (found := _same_preposition(words, frame, comparator, other, own, arms)) is not None:
            return found
    return _right_before(words, frame, comparator, resolved, arms)


def _same_people(words: Sequence[Word], frame: Frame, comparator: Piece) -> Span | None:
    """Return the people told apart as the other side's are: "men who walk … than men who don't", "those with B"."""
    if comparator.role != "group" or comparator.head + 1 >= len(words):
        return None
    name, told = words[comparator.head].lemma, words[comparator.head + 1]
    if told.tag != "rel" and not (told.tag == "prep" and told.lemma in _TELLING):
        return None
    people = nouns().group
    for at in range(comparator.link_at - 2, 0, -1):
        if words[at].tag == "stop" or (words[at].tag == "stat" and words[at + 1].tag in {"comma", "conj"}):
            return None
        if not (words[at].lemma == name or (name in _ANYONE and words[at].lemma in people)):
            continue
        after = words[at + 1]
        if told.tag == "rel" and after.tag == "rel":
            return _with_clause(words, at, comparator.link_at)
        piece = next((one for one in frame.pieces if one.head == at and one.end > at + 1), None)
        if (
            after.tag == "prep"
            and after.lemma in _TELLING
            and (after.lemma == told.lemma or {after.lemma, told.lemma} == _HAVING)
        ):
            return piece_span(words, piece) if piece is not None else _until(words, at, comparator.link_at)
    return None


_ANYONE = frozenset({"those", "others", "patients", "people", "participants", "subjects", "individuals"})
_TELLING = frozenset({"with", "without", "on", "from", "under", "over", "aged"})
_HAVING = {"with", "without"}


def _with_clause(words: Sequence[Word], at: int, stop: int) -> Span:
    """Return a noun with its relative clause: all until the verb after the clause's own."""
    end, told = at + 2, False
    while end < stop and words[end].tag not in {"comma", "stat", "stop"}:
        if words[end].tag in {"verb", "have", "be", "aux"} and words[end - 1].tag not in {
            "to",
            "conj",
            "adv",
            "neg",
        }:
            group = words[end - 1].tag in {"verb", "have", "be", "aux"}
            if told and (not group or (words[end].tag == "be" and words[end - 1].tag == "aux")):
                break
            told = True
        end += 1
    return _trimmed(words, at, end)


def _until(words: Sequence[Word], at: int, stop: int) -> Span:
    end = at + 2
    while end < stop and words[end].tag in _PHRASE:
        end += 1
    return _trimmed(words, at, end)


def _trimmed(words: Sequence[Word], start: int, end: int) -> Span:
    """Return a range's span with the adjectives before it, without what stands loose at its end."""
    while start > 0 and words[start - 1].tag in {"adj", "noun"}:
        start -= 1
    while end > start + 1 and words[end - 1].tag in {"bracket", "adv", "prep", "comma", "conj"}:
        end -= 1
    return words[start].start, words[end - 1].end


def _preposition(words: Sequence[Word], comparator: Piece, resolved: Piece) -> str:
    """Return the preposition that leads to the other side itself: "than *in* B", "compared with those *with* B"."""
    if resolved.start != comparator.start:
        return resolved.link if resolved.link in _EXACT else ""
    at = resolved.start - 1
    while at > comparator.link_at and words[at].tag in {"adv", "det", "bracket"}:
        at -= 1
    if at <= comparator.link_at or words[at].lemma not in _EXACT:
        return ""
    if words[comparator.link_at].lemma not in {"than", "versus", "vs"}:
        return ""  # the "with" of "compared with"
    return words[at].lemma


def _same_preposition(
    words: Sequence[Word], frame: Frame, comparator: Piece, resolved: Piece, own: str, arms: StudyArms
) -> Span | None:
    """Return the phrase nearest before the comparison that the same preposition leads to."""
    start = min(frame.clause.start, frame.clause.subject[0])
    timed = resolved.role == "time"
    nearest: Span | None = None
    for at in range(comparator.link_at - 1, start - 1, -1):
        word = words[at]
        if word.tag == "stop":
            break
        if word.lemma != own or at + 1 >= comparator.link_at:
            continue
        end = at + 1
        while end < comparator.link_at and (
            words[end].tag in _PHRASE
            or (words[end].tag == "bracket" and end + 1 < comparator.link_at)
            or (words[end].tag == "prep" and words[end].lemma == "of")
        ):
            end += 1
        while end > at + 1 and words[end - 1].tag in {"bracket", "prep", "det"}:
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
            bare = whole.end - whole.start == 1 and whole.end == comparator.link_at
            if (not shared or bare) and not is_side(words, whole, arms):
                continue
            span = piece_span(words, whole)
        elif (not shared and own in _LOOSE and resolved.link not in nouns().versus) or not any(
            one.tag in {"noun", "ing"} for one in words[first:end]
        ):
            continue
        else:
            span = (words[first].start, words[end - 1].end)
        if shared:
            return span
        nearest = nearest or span
    return nearest


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
    piece = next((one for one in frame.pieces if one.end == at), None)
    if (
        piece is None
        or piece.role not in {"group", "topic", "time"}
        or words[piece.start].lemma in nouns().edge
    ):
        return None
    again = piece.start > 1 and words[piece.start - 2].lemma == "as"  # "as were A compared with B"
    linked = piece.link in _EXACT or frame.clause.verb[1] <= frame.clause.verb[0] or again
    alike = piece.role == resolved.role and (
        piece.role != "topic" or _shared(words, piece.start, piece.end, resolved)
    )
    if not linked or not alike or not (piece.role != "group" or is_side(words, piece, arms)):
        return None
    return piece_span(words, piece)
