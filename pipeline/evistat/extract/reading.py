"""A sentence and its results → the sentence read once: which clause each result stands in, which phrase beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from evistat.extract.arms import StudyArms
from evistat.extract.clauses import Sentence, read_sentence
from evistat.extract.context import Context
from evistat.extract.estimates import RATIOS
from evistat.extract.finding import Result
from evistat.extract.frame import Frame
from evistat.extract.frames import read_frame
from evistat.extract.noun_lists import nouns
from evistat.extract.pieces import Piece
from evistat.extract.values_first import items_behind
from evistat.extract.words import Word

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tie:
    """What a listed result ties together; ``outcome`` is None where the sentence doesn't name it."""

    outcome: Piece | None
    predictor: Piece
    frame: Frame


@dataclass(slots=True)
class Reading:
    """A sentence (or a stretch of a very long one) as read once for all of its results.

    ``members`` are the numbers of its results, ``parts`` their spans, ``frames_of`` and ``beside`` what clause each
    stands in and which phrase right before it; ``ties`` what those in lists tie together (``extract.association_lists``);
    ``sought`` is what the text seeks factors of, ``told`` what its tests are to tell (``extract.sought``); ``behind`` are
    the items of lists that give values first (``extract.values_first``), which are ``beside`` their results, too;
    ``former`` is what stood before (``extract.former_names``), ``baselines`` and ``controls`` are all mentions of the time
    before and, where the study's comparator isn't known, of controls.
    """

    sentence: Sentence
    frames: list[Frame]
    primary: Span | None
    members: list[int]
    parts: dict[int, list[Span]]
    frames_of: dict[int, Frame]
    beside: dict[int, Piece | None]
    before: tuple[Span | None] | None = None
    ties: dict[int, Tie] = field(default_factory=dict)
    sought: tuple[Span, ...] = ()
    told: tuple[Span, ...] = ()
    behind: dict[int, Piece] = field(default_factory=dict)
    former: tuple[Span, ...] = ()
    baselines: tuple[Span, ...] = ()
    controls: tuple[Span, ...] = ()

    def anchor(self, number: int) -> int:
        """Return the word of a result's first number."""
        return self.sentence.word_at(self.parts[number][0][0])


LONGEST = 4000  # characters; a longer "sentence" (a table, a list run together) is read in stretches

STRETCH = 2000

LOOK_BACK = 60  # findings that one may take its outcome or its arms from


@dataclass(slots=True)
class Found:
    """Spans found for one result.

    ``rule`` read its outcome, unless another was ``weighed`` heavier: what told for it, in words; ``sides`` tells what
    gave its sides.
    """

    outcome: Span | None = None
    predictor: Span | None = None
    intervention: Span | None = None
    comparator: Span | None = None
    population: Span | None = None
    timepoint: Span | None = None
    rule: str = ""
    sides: str = ""
    weighed: str = ""


def outcomes_before(reading: Reading, earlier: Sequence[Found]) -> list[Span | None]:
    """Return the outcomes of as many results before a sentence's as it has itself."""
    first = min(reading.members)
    return [one.outcome for one in earlier[max(0, first - len(reading.members)) : first]]


ASSOCIATIONS = RATIOS | {"R", "R2", "BETA"}

SINGLE = frozenset({"PROP", "MEAN", "MEDIAN", "RATE"})


def stretch(context: Context, offset: int) -> tuple[int, int]:
    """Return which sentence holds an offset, and which stretch of it if it is very long."""
    index = context.sentence_at(offset) if context.sentences else 0
    start, end = context.sentences[index] if context.sentences else (0, len(context.text))
    return index, (offset - start) // STRETCH if end - start > LONGEST else 0


def components(result: Result) -> list[Span]:
    """Return the spans of a result's numbers in order of the text (the measure's name among them)."""
    spans: list[Span] = []
    name = result.measure_span
    if name is not None and not all(
        word in nouns().statistic or word in nouns().edge
        for word in re.findall(r"[^\W\d_][\w'-]*", name.text.lower())
    ):
        name = None
    if name is not None and (
        result.value_span is None
        or not -60 < result.value_span.start - name.end < 20
        or result.measure in SINGLE
    ):
        name = None
    # A p-value printed before the values that share it says nothing of their places.
    p = result.p if result.p is not None and result.p.start >= result.start else None
    for part in (name, result.value_span, result.ci, p, result.test, *result.groups):
        if part is not None:
            spans.append((part.start, part.end))
    return sorted(spans) or [(result.start, result.end)]


def read_results(
    context: Context,
    key: tuple[int, int],
    parts: dict[int, list[Span]],
    arms: StudyArms,
    primary: Span | None,
) -> Reading:
    """Read the sentence (or the stretch of one) that a key names, with its results."""
    start, end = context.sentences[key[0]] if context.sentences else (0, len(context.text))
    if end - start > LONGEST:
        middle = start + key[1] * STRETCH
        start, end = max(start, middle - STRETCH // 2), min(end, middle + STRETCH + STRETCH // 2)
    spans = sorted(span for each in parts.values() for span in each)
    end = max(end, max(span[1] for span in spans))
    sentence = read_sentence(context.folded, start, end, spans)
    frames = [read_frame(sentence, clause, arms.names) for clause in sentence.clauses]
    reading = Reading(sentence, frames, primary, list(parts), parts, {}, {})
    for number in parts:
        anchor = reading.anchor(number)
        frame = _frame_at(reading, anchor)
        reading.frames_of[number] = frame
        reading.beside[number] = phrase_beside(sentence.words, frame, anchor)
    places = {
        number: (reading.anchor(number), sentence.word_at(spans[-1][1] - 1))
        for number, spans in parts.items()
    }
    reading.behind = items_behind(sentence.words, frames, places)
    reading.beside |= reading.behind
    return reading


def _frame_at(reading: Reading, index: int) -> Frame:
    for frame in reading.frames:
        if frame.clause.start <= index < frame.clause.end:
            return frame
    for frame in reading.frames:
        if frame.clause.subject[0] <= index < frame.clause.subject[1]:
            return frame
    return reading.frames[-1]


_SUBORDINATE = frozenset({"when", "if", "once", "because", "where", "until"})


def main_frame(words: Sequence[Word], reading: Reading, frame: Frame) -> tuple[Frame, bool]:
    """Return the clause that a relative clause about people belongs to, both read as one.

    The second value tells that the relative clause stands in the main clause's subject ("children who had not been
    breastfed (OR …) were more likely to be wasted"): what stands in it are exposures.
    """
    clause = frame.clause
    if (
        0 < clause.start < len(words)
        and (words[clause.start].lemma in _SUBORDINATE or words[clause.start - 1].lemma == "than")
        and (place := reading.frames.index(frame)) > 0
        and (
            main := _superior(words, reading.frames[max(0, place - 8) : place], words[clause.start].lemma)
        ).outcomes
    ):
        return replace(main, right=(*main.right, *frame.left, *frame.right)), False
    if (
        clause.start >= len(words)
        or words[clause.start].tag != "rel"
        or words[clause.start].lemma not in {"who", "whom", "whose", "that"}
    ):
        return frame, False
    index = reading.frames.index(frame)
    for later in reading.frames[index + 1 :]:
        if later.clause.subject[0] < clause.start < later.clause.subject[1]:
            return replace(
                later,
                left=(*later.left, *frame.right),
                predictors=tuple(piece for piece in frame.right if piece.role in {"topic", "group"}),
                kind="association",
            ), True
    for earlier in reversed(reading.frames[:index]):
        if words[earlier.clause.start].tag != "rel":
            antecedent = earlier.right[-1] if earlier.right else None
            if antecedent is not None and (antecedent.role == "group" or words[clause.start].lemma != "that"):
                return replace(earlier, right=(*earlier.right, *frame.right)), False
            break
    return frame, False


def _superior(words: Sequence[Word], before: Sequence[Frame], begins: str) -> Frame:
    """Return the last clause that doesn't begin as this one: "when A (OR …); when B (OR …)" both hang on one."""
    main = (
        one
        for one in reversed(before)
        if words[min(one.clause.start, len(words) - 1)].lemma != begins
        and (one is before[-1] or one.outcomes)
    )
    return next(main, before[-1])


def phrase_beside(words: Sequence[Word], frame: Frame, anchor: int) -> Piece | None:
    """Return the piece that ends right before the anchor."""
    before = [piece for piece in frame.pieces if piece.end <= anchor]
    if not before:
        return None
    piece = max(before, key=lambda one: one.end)
    if piece.role == "time" and piece.link in ASIDE and words[anchor].text[:1] in {"(", "["}:
        # "non-exclusive breastfeeding at discharge (OR …)"
        named = next((one for one in before if one.end == piece.link_at and one.role == "topic"), None)
        if named is not None and piece.end == anchor:
            return named
    if all(
        word.tag in {"adv", "bracket", "other"} or (word.tag == "comma" and k == 0)
        for k, word in enumerate(words[piece.end : anchor])
    ):
        return piece
    between = words[piece.end : anchor]
    if (
        len(between) == 1
        and between[0].lemma in {"of", ":", "from", "by"}
        and piece.role in {"topic", "statistic"}
    ):
        return piece
    return None


ASIDE = frozenset(
    {
        "introduction",
        "after",
        "before",
        "during",
        "until",
        "at",
        "since",
        "following",
        "within",
        "over",
        "under",
    }
)
