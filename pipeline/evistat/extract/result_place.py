"""A result → its place in its sentence's reading: which word it hangs at, where what it is about stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from evistat.extract.context import Context
from evistat.extract.cues import Reading, read_sentence
from evistat.extract.finding import Mention, Result

# How far from a result its clause may reach, in characters.
_REACH = 1000


class Subjects(Protocol):
    """What a result is about."""

    @property
    def outcome(self) -> Mention | None:
        """The outcome."""

    @property
    def predictor(self) -> Mention | None:
        """The exposure, risk factor or second variable."""

    @property
    def intervention(self) -> Mention | None:
        """The group described."""

    @property
    def comparator(self) -> Mention | None:
        """The group it is compared with."""


@dataclass(frozen=True, slots=True)
class Place:
    """A result in its sentence, in word indices and in offsets relative to the sentence."""

    reading: Reading
    base: int
    text: str
    anchor: int  # the word (outside brackets) at which the result hangs
    begin: int  # first word of the result
    end: int  # first word after it
    excluded: tuple[tuple[int, int], ...]
    outcome: tuple[int, int] | None


def place_result(context: Context, result: Result, subjects: Subjects) -> Place:
    """Place a result and what it is about in its sentence's reading."""
    first = context.sentence_at(result.start)
    last = max(first, context.sentence_at(max(result.start, result.end - 1)))
    start = context.sentences[first][0] if context.sentences else 0
    end = context.sentences[last][1] if context.sentences else len(context.text)
    end = max(end, result.end)
    start = min(start, result.start)
    if end - start > 4 * _REACH:
        # Text without sentences (a table, a list): neighbouring results share one stretch of it, read once.
        block = start + (result.start - start) // _REACH * _REACH
        start, end = max(start, block - _REACH), min(end, max(result.end, block + 2 * _REACH))
    reading = read_sentence(context.folded[start:end])
    begin = reading.index_at(result.start - start)
    stop = reading.index_at(result.end - start)
    anchor = min(begin, len(reading.words) - 1)
    while anchor > 0 and reading.words[anchor].depth and reading.words[anchor - 1].depth:
        anchor -= 1
    outcome = within(subjects.outcome, start, end)
    excluded = [
        span
        for mention in (subjects.outcome, subjects.predictor, subjects.intervention, subjects.comparator)
        if (span := within(mention, start, end))
    ]
    return Place(reading, start, context.folded[start:end], anchor, begin, stop, tuple(excluded), outcome)


def within(mention: Mention | None, start: int, end: int) -> tuple[int, int] | None:
    """Return where the mention stands relative to ``start``; None where it lies outside."""
    if mention is None or mention.start < start or mention.end > end:
        return None
    return mention.start - start, mention.end - start


def overlaps(start: int, end: int, spans: tuple[tuple[int, int], ...]) -> bool:
    """Tell whether a stretch shares a character with one of ``spans``."""
    return any(start < span_end and span_start < end for span_start, span_end in spans)
