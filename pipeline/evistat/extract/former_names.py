"""A sentence → what stood before it that its results may be about, where it doesn't say so itself.

"Ferritin was measured twice. The difference between arms was 4.1 (p = 0.02)": the phrases of the sentence before and
those of the first one, in a paragraph that stands alone. The sentences of an abstract, which has a title, say it themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

from evistat.extract.clauses import read_sentence
from evistat.extract.context import Context
from evistat.extract.empty_names import vague
from evistat.extract.frame import Frame, compared
from evistat.extract.frames import read_frame
from evistat.extract.outcome_names import trim
from evistat.extract.reading import LONGEST, Reading, Span
from evistat.extract.whole_phrases import extend
from evistat.extract.words import Word

_MOST = 3  # phrases of a sentence


class FormerNames:
    """Names what stood before each sentence of a document that has results, given one after the other."""

    def __init__(self, context: Context) -> None:
        """Prepare for a document."""
        self._context = context
        self._last: Reading | None = None
        self._of_first: tuple[Span, ...] | None = None

    def before(self, reading: Reading) -> tuple[Span, ...]:
        """Return what the sentence before one in its section names, and the first of the text; nothing where there is a title."""
        context = self._context
        if self._section(0) == "TITLE":
            return ()
        index = context.sentence_at(reading.sentence.start)
        named: tuple[Span, ...] = ()
        if index > 0 and self._section(index) == self._section(index - 1):
            last = self._last
            if last is not None and context.sentence_at(last.sentence.start) == index - 1:
                named = _names(last.sentence.words, last.frames)
            else:
                named = self._read(index - 1)
        if index > 1:
            if self._of_first is None:
                self._of_first = self._read(0)
            named += self._of_first
        self._last = reading
        return tuple(dict.fromkeys(named))

    def _section(self, index: int) -> str:
        return self._context.section_at(self._context.sentences[index][0])

    def _read(self, index: int) -> tuple[Span, ...]:
        """Read a sentence for what it names."""
        start, end = self._context.sentences[index]
        sentence = read_sentence(self._context.folded, start, min(end, start + LONGEST))
        return _names(sentence.words, [read_frame(sentence, clause) for clause in sentence.clauses])


def _names(words: Sequence[Word], frames: Sequence[Frame]) -> tuple[Span, ...]:
    """Return the first phrases of a sentence that may be what it is about, those read as outcomes first."""
    told = [
        (frame, piece)
        for frame in frames
        for piece in frame.pieces
        if piece.role == "topic" and not compared(piece) and not vague(words, piece)
    ]
    told.sort(key=lambda one: one[1] not in one[0].outcomes)
    spans: dict[Span, None] = {}
    for frame, piece in told:
        span = trim(words, extend(words, frame, piece))
        if span is not None:
            spans[span] = None
            if len(spans) == _MOST:
                break
    return tuple(spans)
