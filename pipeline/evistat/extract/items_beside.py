"""A result in a list → the item that stands beside it: before its bracket, behind a colon, after its value."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from evistat.extract.estimates import RATIOS
from evistat.extract.finding import Result
from evistat.extract.frame import Frame, compared
from evistat.extract.noun_lists import nouns
from evistat.extract.pieces import Piece
from evistat.extract.reading import ASIDE, Reading
from evistat.extract.words import Word

_VALUE_LINKS = frozenset({"by", "from", "to"})


def item_in_brackets(
    words: Sequence[Word], reading: Reading, frame: Frame, anchor: int, same: Sequence[int]
) -> Piece | None:
    """Return the item of a list with a statistic each: what stands between the bracket before and this one.

    Items may be actions or denials ("having hypertension at baseline (…), no counselling (…) and not eating fish (…)").
    """
    if frame.kind != "association" or words[anchor].text[:1] not in "([":
        return None
    verb = frame.clause.verb
    anchors = sorted({reading.anchor(k) for k in same})
    before = verb[0] > anchor
    beside = [k for k in anchors if (k < verb[0]) == before and words[k].text[:1] in "(["]
    if len(beside) < 2 or anchor not in beside or verb[1] <= verb[0]:
        return None
    place = beside.index(anchor)
    if place == 0 and not before and frame.rule != "subject.predictors":
        return None
    if place == 0:
        first = frame.left[0].start if before and frame.left else verb[1]
        start = frame.clause.subject[0] if before and first - frame.clause.subject[0] <= 2 else first
    else:
        start = beside[place - 1] + 1
    while start < anchor and (
        words[start].tag in {"comma", "conj", "det", "stop", "bracket", "stat"} or words[start].lemma == "as"
    ):
        start += 1
    end = anchor
    while end > start and words[end - 1].tag in {"bracket", "comma", "adv"}:
        end -= 1
    inside = words[start:end]
    if (
        not 0 < end - start <= 12
        or any(
            word.tag in {"comma", "stop", "stat", "be", "have", "aux", "rel", "sub", "pron"}
            for word in inside
        )
        or inside[0].tag in {"prep", "to", "verb"}
        or any(word.lemma in nouns().versus | nouns().compared | nouns().association for word in inside)
        or not any(word.tag in {"noun", "ing"} for word in inside)
    ):
        return None
    return Piece(start, end, end - 1, "", start, "topic", start)


def item_after_colon(
    words: Sequence[Word], frame: Frame, anchor: int, opened: int | None = None
) -> Piece | None:
    """Return the list item before a statistic, where a colon (or the word ``opened``) opens the list."""
    colon = next((k for k in range(anchor - 1, frame.clause.start, -1) if words[k].text == ":"), opened)
    if colon is None or (opened is not None and words[opened].text != ";"):
        return None
    start = next(
        (k + 1 for k in range(anchor - 1, colon - 1, -1) if words[k].tag in {"stat", "stop"}), colon + 1
    )
    while start < anchor and words[start].tag in {"comma", "conj", "det", "bracket"}:
        start += 1
    end = anchor
    while end > start and (
        words[end - 1].tag in {"comma", "conj", "bracket", "adv", "prep"}
        or words[end - 1].lemma in {"adjusted", "crude", "unadjusted"}
    ):
        end -= 1
    if not 0 < end - start <= 14 or not any(word.tag in {"noun", "ing"} for word in words[start:end]):
        return None
    return Piece(start, end, end - 1, "", start, "topic", start)


def subject_without_verb(
    words: Sequence[Word], reading: Reading, frame: Frame, anchor: int, same: Sequence[int]
) -> Piece | None:
    """Return the subject that a clause repeats without its verb: "X fell by 3% (P …) and Y by 4% (P …)"."""
    if not frame.outcomes or frame.outcomes[0].start >= frame.clause.verb[0]:
        return None
    last = max((reading.anchor(one) for one in same if reading.anchor(one) < anchor), default=-1)
    if last < frame.clause.verb[1]:
        return None
    inside = [piece for piece in frame.right if last < piece.start < anchor and piece.role != "time"]
    subjects = list(itertools.takewhile(lambda piece: piece.role not in {"number", "statistic"}, inside))
    rest = inside[len(subjects) :]
    end = rest[0].link_at if rest else anchor
    if (
        not subjects
        or subjects[0].link
        or subjects[0].role not in {"topic", "statistic"}
        or words[end].lemma not in _VALUE_LINKS
    ):
        return None
    return subjects[0]


def item_left_out(words: Sequence[Word], frame: Frame, anchor: int) -> Piece | None:
    """Return what isn't so: "X and Y did not differ, with the exception of age (p …)", "except for more falls in A (p …)"."""
    for piece in reversed(frame.pieces):
        if piece.end > anchor or piece.role != "topic":
            continue
        if (
            piece.link in ASIDE
            or compared(piece)
            or any(word.tag in {"stat", "sub", "conj"} for word in words[piece.end : anchor])
        ):
            return None
        before = {word.lemma for word in words[max(0, piece.start - 4) : piece.start]}
        if {"except", "exception", "excepting"} & {*before, words[piece.start].lemma}:
            return piece
        if not piece.link:
            return None
    return None


def value_first(words: Sequence[Word], reading: Reading, result: Result, anchor: int) -> bool:
    """Tell whether a list gives each value before what it is for: "were 0.99 for relapse and 0.85 for death"."""
    if result.measure not in RATIOS or result.value_span is None or anchor == 0 or len(result.groups) > 1:
        return False
    place = reading.sentence.word_at(result.value_span.start)
    after = itertools.takewhile(lambda word: word.tag != "conj", words[place + 1 : place + 4])
    if not any(word.lemma == "for" for word in after):
        return False
    before = words[anchor - 1]
    return before.lemma in {"be", "of", "and"} or before.tag in {"be", "conj"}


def item_after_value(reading: Reading, frame: Frame, result: Result) -> Piece | None:
    """Return what stands after a value as what it is for: "hazard ratios were 0.99 for relapse and 0.85 for death"."""
    if result.value_span is None:
        return None
    place = reading.sentence.word_at(result.value_span.start)
    return next(
        (
            piece
            for piece in frame.pieces
            if place < piece.start <= place + 5
            and piece.link in {"for", "of", "in"}
            and piece.role == "topic"
        ),
        None,
    )
