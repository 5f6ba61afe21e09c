"""A result whose clause names no outcome → the outcome told of before, or the study's primary one."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from evistat.extract.arms import StudyArms
from evistat.extract.clauses import read_sentence
from evistat.extract.complements import named_topics
from evistat.extract.context import Context
from evistat.extract.empty_names import generic, is_arm
from evistat.extract.frame import Frame, compared
from evistat.extract.frames import read_frame
from evistat.extract.lowered import caseless, lowered
from evistat.extract.noun_lists import nouns
from evistat.extract.outcome_names import trim, trim_plain
from evistat.extract.pairing import same_side
from evistat.extract.pieces import read_pieces
from evistat.extract.reading import LONGEST, LOOK_BACK, Found, Reading, Span, outcomes_before
from evistat.extract.sought import nearest_sought
from evistat.extract.whole_phrases import extend
from evistat.extract.words import Word


def carry_outcome(
    context: Context,
    arms: StudyArms,
    reading: Reading,
    frame: Frame,
    number: int,
    found: Found,
    earlier: Sequence[Found],
) -> None:
    """Take the outcome from the clause before, the finding before, or the primary outcome that the methods name."""
    words = reading.sentence.words
    own = found.outcome
    primary = own is not None and "primary" in context.folded[max(0, own[0] - 12) : own[1]].lower()
    if primary and (named := reading.primary) is not None:
        found.outcome, found.rule = named, "subject.primary_outcome"
        return
    if (
        found.predictor is not None
        and (found.rule in _FACTORS)
        and (named := nearest_sought(reading.sought, found.predictor[0])) is not None
    ):
        found.outcome, found.rule = named, "subject.sought"
        return
    tests = found.rule == "subject.test"
    told_of = tests and any(one.rule == "subject.test" and one.outcome is not None for one in earlier)
    if (
        tests
        and not told_of
        and (condition := nearest_sought(reading.told, reading.sentence.end)) is not None
    ):
        found.outcome, found.rule = condition, "subject.sought"
        return
    before = [] if told_of else _told_before(context, arms, reading, frame)
    if before:
        same = [one for one in reading.members if reading.frames_of[one] is reading.frames_of[number]]
        # "A rose and B fell (P = 0.02 and P = 0.03)": in order where there are as many
        last = next(span for clause, span in before if clause == before[-1][0])
        found.outcome = before[same.index(number)][1] if len(same) == len(before) > 1 else last
        found.rule = "subject.earlier_clause"
        return
    if (told := _in_order(context, reading, number, earlier)) is not None:
        found.outcome, found.rule = told, "subject.earlier_finding"
        return
    if frame.kind == "pronoun" and (named := _sentence_before(context, reading)) is not None:
        found.outcome, found.rule = named, "subject.pronoun"
        return
    if _same_relation(words, frame) and (
        tied := next((one for one in reversed(earlier[-LOOK_BACK:]) if one.predictor and one.outcome), None)
    ):
        # "after adjusting for age, the association was no longer significant (OR …)"
        found.outcome, found.rule = tied.outcome, "subject.same_relation"
        found.predictor = tied.predictor
        return
    topics = [piece for piece in frame.pieces if piece.role == "topic" and not compared(piece)]
    if frame.kind == "association" and frame.predictors:
        topics = [piece for piece in topics if not same_side(frame, piece, frame.predictors[0])]
    topics.sort(
        key=lambda piece: (
            piece.link in {"introduction", "after", "at", "during", "from", "by", "before"},
            piece.start,
        )
    )
    if own is None and frame.kind != "pronoun" and not told_of and found.rule not in _FACTORS:
        for piece in topics:
            trimmed = trim(words, extend(words, frame, piece))
            if (
                trimmed is not None
                and trimmed != found.predictor
                and not generic(context, trimmed)
                and not is_arm(context, trimmed, arms)
            ):
                found.outcome, found.rule = trimmed, "subject.any_phrase"
                return
    near = (
        bool(earlier)
        and earlier[-1].outcome is not None
        and context.sentence_at(earlier[-1].outcome[0]) >= context.sentence_at(reading.sentence.start) - 1
    )
    if not near and not tests and (named := _sentence_before(context, reading)) is not None:
        found.outcome, found.rule = named, "subject.sentence_before"
        return
    for one in reversed(earlier[-LOOK_BACK:]):
        if one.outcome is not None and (not tests or one.rule == "subject.test"):
            found.predictor = found.predictor or (one.predictor if tests else None)
            found.outcome, found.rule = one.outcome, "subject.earlier_finding"
            return
    if (named := reading.primary) is not None:
        found.outcome, found.rule = named, "subject.primary_outcome"
        return
    if (
        own is None
        and (
            plain := next(
                (piece for piece in frame.left if piece.role in {"statistic", "relation"} and not piece.link),
                None,
            )
        )
        is not None
    ):
        found.outcome, found.rule = trim_plain(words, plain), "subject.plain"


def _told_before(context: Context, arms: StudyArms, reading: Reading, frame: Frame) -> list[tuple[int, Span]]:
    """Return the outcomes of the clauses before one in order, each with its clause's place."""
    words = reading.sentence.words
    named = (
        (other.clause.start, trim(words, extend(words, other, piece)))
        for other in reading.frames
        if other.clause.start < frame.clause.start
        for piece in other.outcomes
    )
    return [
        (clause, span)
        for clause, span in named
        if span is not None and not generic(context, span) and not is_arm(context, span, arms)
    ]


def _in_order(context: Context, reading: Reading, number: int, earlier: Sequence[Found]) -> Span | None:
    """Return the outcome told of in the same place of a list before: "… in pain (…) and mood (…). Differences were 3 and 4"."""
    often = len(reading.members)
    before = [span for span in outcomes_before(reading, earlier) if span is not None]
    if often < 2 or len(set(before)) < often:
        return None
    sentence = context.sentence_at(reading.sentence.start) - 1
    return (
        before[reading.members.index(number)]
        if all(context.sentence_at(one[0]) == sentence for one in before)
        else None
    )


_FACTORS = frozenset({"subject.list", "subject.predictors", "subject.predictive"})


def _same_relation(words: Sequence[Word], frame: Frame) -> bool:
    """Tell whether a clause speaks of an association told of before: "the association", "this relationship"."""
    return any(
        piece.role == "relation"
        and words[piece.head].lemma in nouns().association
        and words[piece.start].lemma in {"the", "this", "these", "that", "such"}
        and piece.end - piece.start <= 3
        and words[min(piece.end, len(words) - 1)].lemma not in {"between", "of", "with", "to"}
        for piece in frame.pieces
    )


def _sentence_before(context: Context, reading: Reading) -> Span | None:
    """Return what the sentence before is about, for a subject that is a pronoun; read once for a sentence's results."""
    if reading.before is None:
        reading.before = (_subject_before(context, reading),)
    return reading.before[0]


def _subject_before(context: Context, reading: Reading) -> Span | None:
    """Return the first outcome that the sentence before names, in the same section."""
    index = context.sentence_at(reading.sentence.start) - 1
    if index < 0 or context.section_at(context.sentences[index][0]) != context.section_at(
        reading.sentence.start
    ):
        return None
    start, end = context.sentences[index]
    sentence = read_sentence(context.folded, start, min(end, start + LONGEST))
    for clause in sentence.clauses:
        frame = read_frame(sentence, clause)
        for piece in frame.outcomes:
            trimmed = trim(sentence.words, piece)
            if trimmed is not None and not generic(context, trimmed):
                return trimmed
    return None


_PRIMARY = caseless(
    r"\b(?:primary|main|principal) (?:efficacy )?(?:outcome|end ?-?point)s?(?: measures?| variables?)?\b",
)


def primary_outcome(context: Context) -> Span | None:
    """Return what "the primary outcome was …" names."""
    for match in itertools.islice(_PRIMARY.finditer(lowered(context.folded)), 12):
        start, end = (
            context.sentences[context.sentence_at(match.start())]
            if context.sentences
            else (0, len(context.folded))
        )
        sentence = read_sentence(context.folded, max(start, match.start() - 200), min(end, match.end() + 600))
        words = sentence.words
        verb = next(
            (k for k, word in enumerate(words) if word.start >= match.end() and word.tag in {"be", "verb"}),
            None,
        )
        if verb is None:
            continue
        named = read_pieces(words, verb + 1, len(words))
        for piece in named:
            if piece.role == "relation" and (about := named_topics(words, named[named.index(piece) :])):
                return trim(words, about[0])
            if piece.role in {"topic", "relation"} and not any(
                word.tag in {"stat", "bracket"} for word in words[verb : piece.start]
            ):
                return trim(words, piece)
    return None
