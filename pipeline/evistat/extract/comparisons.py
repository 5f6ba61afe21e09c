"""A result in its clause → the two sides that it compares: intervention and comparator, None where not named.

Sides are taken from the labels of the printed values, from "than", "versus", "compared with", "between", from the
groups named next to the numbers; what the sentence leaves out comes from the finding before or from the study's arms.
"""

from __future__ import annotations

from collections.abc import Sequence

from evistat.extract.arm_names import same_arm, whole_arm
from evistat.extract.arms import StudyArms, choose_pair
from evistat.extract.compared_sides import from_pieces, than_did
from evistat.extract.completed_sides import complete
from evistat.extract.context import Context
from evistat.extract.finding import Result
from evistat.extract.frame import Frame, compared
from evistat.extract.outcome_names import is_arm, trim_plain
from evistat.extract.over_time import baseline_near, group_of_change, introduced_group, per_arm_change
from evistat.extract.phrases import Word
from evistat.extract.pieces import Piece
from evistat.extract.reading import ASSOCIATIONS, LOOK_BACK, RATIOS, Found, Reading, Span, components
from evistat.extract.side_phrases import piece_span
from evistat.extract.sides import Sides
from evistat.extract.single_groups import only_group, own_group
from evistat.extract.value_labels import labels, with_one_label

SINGLE = frozenset({"PROP", "MEAN", "MEDIAN", "RATE"})


CHANGES = frozenset({"MD", "PCT"})


def assign_sides(
    context: Context,
    arms: StudyArms,
    words: Sequence[Word],
    reading: Reading,
    frame: Frame,
    adjacent: Piece | None,
    anchor: int,
    result: Result,
    found: Found,
    earlier: Sequence[Found],
) -> None:
    """Find which sides a result compares; a plain association has none."""
    named = any(compared(piece) and piece.role == "group" for piece in frame.pieces) and any(
        piece.role == "group" for piece in frame.predictors
    )
    labelled = len(result.groups) > 1 and all(group.label for group in result.groups)
    if found.predictor is not None and not named and not labelled:
        against = [
            piece
            for piece in frame.comparators()
            if piece.role in {"topic", "group"}
            and not (piece.link == "over" and words[piece.head].lemma in _COURSES)
            and words[piece.start].tag != "num"
        ]
        if frame.rule == "subject.association_noun":
            against = []  # "the association was stronger in women than in men"
        if len(against) == 1 and len(frame.predictors) == 1 and result.measure not in {"R", "R2"}:
            # "A was associated with more falls compared with B" compares A and B
            found.intervention, found.predictor = found.predictor, None
            found.comparator = whole_arm(context, piece_span(words, against[0]))
            return
        if not arms.trial or not is_arm(context, found.predictor, arms):
            return
        # in a trial "A was associated with less pain" compares arms
        found.intervention, found.predictor = found.predictor, None
        if arms.comparator is not None and not is_arm(
            context, arms.comparator, arms, only=context.folded[slice(*found.intervention)]
        ):
            found.comparator = arms.comparator
        return
    last = reading.sentence.word_at(max(span[0] for span in components(result)))
    listed = {one.start for one in reading.beside.values() if one is not None and one.role == "group"}
    if len(listed) < 2:
        adjacent = None  # only where each of several numbers stands after its own group
    previous = next(
        (
            Sides(one.intervention, one.comparator)
            for one in reversed(earlier[-LOOK_BACK:])
            if one.intervention and one.comparator
        ),
        None,
    )
    if (
        not arms.trial
        and result.measure in RATIOS | {"BETA"}
        and found.predictor is None
        and not frame.comparators()
        and frame.kind in {"change", "state"}
        and len(result.groups) < 2
    ):
        exposure = next(
            (
                piece
                for piece in frame.agents
                if piece.role == "topic" and all(piece.start != one.start for one in frame.outcomes)
            ),
            None,
        )
        if exposure is not None:
            found.predictor = trim_plain(words, exposure)
            return
    sides = find_sides(
        context, arms, words, frame, reading.frames, anchor, last, adjacent, result, previous, found.outcome
    )
    if (
        not arms.trial
        and sides.comparator is None
        and sides.intervention is not None
        and result.measure in ASSOCIATIONS
        and len(result.groups) < 2
    ):
        found.predictor = found.predictor or sides.intervention
        return
    if (
        not arms.trial
        and sides.intervention is None
        and sides.comparator is None
        and result.measure in RATIOS | {"BETA"}
        and found.predictor is None
        and frame.kind in {"change", "state"}
    ):
        exposure = next(
            (piece for piece in frame.agents if all(piece.start != one.start for one in frame.outcomes)), None
        )
        if exposure is not None and (exposure.role == "topic" or exposure.end - exposure.start > 1):
            found.predictor = trim_plain(words, exposure)
            return
    if sides.intervention is not None and sides.comparator is not None:
        found.predictor = None
    found.intervention = whole_arm(context, sides.intervention)
    found.comparator = whole_arm(context, sides.comparator)
    if same_arm(context, found.intervention, found.comparator):
        found.comparator = None


_COURSES = frozenset({"course", "period", "time", "span", "duration"})


def find_sides(
    context: Context,
    arms: StudyArms,
    words: Sequence[Word],
    frame: Frame,
    frames: Sequence[Frame],
    anchor: int,
    last: int,
    adjacent: Piece | None,
    result: Result,
    previous: Sides | None,
    outcome: Span | None = None,
) -> Sides:
    """Find what a result compares; ``anchor`` and ``last`` are the words of its first and last number."""
    spans = labels(context, words, frame, result, outcome)
    if len(spans) >= 2 and len({context.folded[start:end].lower() for start, end in spans}) > 1:
        first, second = choose_pair([context.folded[start:end] for start, end in spans], arms.comparators)
        return Sides(spans[first], spans[second], True)
    if len(spans) == 1 and len(result.groups) == 2:
        named = with_one_label(context, arms, words, frame, spans[0], result)
        if named is not None:
            return named
    if len(result.groups) < 2 and result.ci is not None and result.measure in SINGLE | CHANGES:
        own = own_group(words, frame, anchor, last, arms)
        if result.measure in SINGLE and not (
            "baseline" in context.folded[context.sentences[result.sentence][0] : result.start].lower()
            and per_arm_change(words, frame)
        ):
            return Sides(own or only_group(words, frame), None, own is not None)
        if own is not None and per_arm_change(words, frame):
            return Sides(own, baseline_near(context, result.start), True)
    inverted = than_did(words, frames, frame)
    if inverted is not None and not spans:
        return inverted
    introduced = introduced_group(words, frames, frame, anchor)
    if introduced is not None and not spans:
        return Sides(introduced, baseline_near(context, words[0].start), True, within=True)
    lone = len(result.groups) < 2 and result.measure in {None, "PCT"}
    own = group_of_change(words, frame, anchor, arms) if lone else None
    if own is not None:
        return Sides(own, baseline_near(context, words[0].start), True, within=True)
    sides = from_pieces(context, arms, words, frame, anchor, adjacent, len(result.groups) >= 2)
    if sides.intervention is None and sides.comparator is None:
        near = [
            from_pieces(context, arms, words, other, other.clause.end, None, len(result.groups) >= 2)
            for other in frames
            if other.clause is not frame.clause and abs(other.clause.start - frame.clause.start) < 60
        ]
        whole = [one for one in near if one.intervention is not None and one.comparator is not None]
        sides = next(iter(whole), Sides())
    if (
        sides.intervention is not None
        and sides.comparator is not None
        and context.folded[slice(*sides.intervention)].lower()
        == context.folded[slice(*sides.comparator)].lower()
    ):
        sides = Sides(None, sides.comparator, True)
    return complete(context, arms, words, frame, sides, previous, result)
