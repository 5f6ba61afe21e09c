"""A result in its clause → the two sides that it compares: intervention and comparator, None where not named.

Sides are taken from the labels of the printed values, from "than", "versus", "compared with", "between", from the
groups named next to the numbers; what the sentence leaves out comes from the finding before or from the study's arms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from evistat.extract.arm_names import same_arm, whole_arm
from evistat.extract.arms import StudyArms
from evistat.extract.compared_sides import from_pieces, than_did
from evistat.extract.completed_sides import complete
from evistat.extract.context import Context
from evistat.extract.contrasts import contrast_after, contrast_before
from evistat.extract.empty_names import is_arm
from evistat.extract.estimates import RATIOS
from evistat.extract.favoured_sides import favoured
from evistat.extract.finding import Result
from evistat.extract.frame import Frame, compared
from evistat.extract.outcome_names import trim_plain
from evistat.extract.over_time import (
    baseline_within,
    change_between_years,
    change_of_introduced_group,
    change_of_one_group,
    own_change,
    per_arm_change,
    tells_change,
    values_over_time,
)
from evistat.extract.pieces import Piece
from evistat.extract.reading import ASSOCIATIONS, LOOK_BACK, Found, Reading, Span, components
from evistat.extract.respective_sides import is_against, respective_item, with_item
from evistat.extract.shared_values import side_of_value
from evistat.extract.side_phrases import acting_subject, piece_span
from evistat.extract.sides import Case, Sides
from evistat.extract.single_groups import only_group, own_group, respective_group
from evistat.extract.time_before import baseline_near
from evistat.extract.value_labels import labelled_values
from evistat.extract.whole_phrases import whole_exposure

SINGLE = frozenset({"PROP", "MEAN", "MEDIAN", "RATE"})


CHANGES = frozenset({"MD", "PCT"})


def assign_sides(
    context: Context,
    arms: StudyArms,
    reading: Reading,
    frame: Frame,
    adjacent: Piece | None,
    results: Sequence[Result],
    number: int,
    found: Found,
    earlier: Sequence[Found],
) -> None:
    """Find which sides a result compares; a plain association has none."""
    words, result, anchor = reading.sentence.words, results[number], reading.anchor(number)
    if (contrast := contrast_before(context, result)) is not None:
        found.predictor = None
        found.intervention, found.comparator, found.sides = (
            contrast.intervention,
            contrast.comparator,
            "contrast",
        )
        return
    alike = [
        other
        for other in reading.members
        if reading.frames_of[other] is reading.frames_of[number]
        and results[other].measure == result.measure
        and len(results[other].groups) < 2
    ]
    rank = (alike.index(number), len(alike)) if number in alike else (0, 1)
    told_apart = respective_item(words, frame, rank, anchor)
    if told_apart is not None and frame.comparators() and not is_against(words, told_apart):
        found.predictor = None  # "1.2 and 1.4 with A and B, respectively, compared with C"
    named = any(compared(piece) and piece.role == "group" for piece in frame.pieces) and any(
        piece.role == "group" for piece in frame.predictors
    )
    labelled = len(result.groups) > 1 and all(group.label for group in result.groups)
    if found.predictor is not None and not named and not labelled:
        against = [
            piece
            for piece in frame.comparators()
            if piece.role in {"topic", "group"} and words[piece.start].tag != "num"
        ]
        if frame.rule == "subject.association_noun" or (
            number in reading.ties and len(frame.predictors) != 1
        ):
            against = []  # "the association was stronger in women than in men"
        if len(against) == 1 and result.measure not in {"R", "R2"}:
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
            found.predictor = trim_plain(words, whole_exposure(words, frame, exposure))
            return
    case = Case(
        context,
        arms,
        words,
        frame,
        reading.frames,
        anchor,
        last,
        adjacent,
        result,
        previous,
        found.outcome,
        rank,
        side_of_value(context, results, number, earlier),
        _group_before(results, number, earlier),
    )
    sides = find_sides(case)
    if told_apart is not None and sides.rule not in _OWN:
        sides = with_item(words, frame, told_apart, sides)
    if not arms.trial and len(result.groups) < 2 and _unnamed_others(context, sides.comparator):
        found.predictor = found.predictor or sides.intervention
        return  # "older women slept less than their counterparts": an exposure, set against nothing that has a name
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
            found.predictor = trim_plain(words, whole_exposure(words, frame, exposure))
            return
    if sides.intervention is not None and sides.comparator is not None:
        found.predictor = None
    found.intervention = whole_arm(context, sides.intervention)
    found.comparator = whole_arm(context, sides.comparator)
    found.sides = sides.rule
    if same_arm(context, found.intervention, found.comparator):
        found.comparator = None


_OWN = frozenset({"of_single_group", "shared_value", "contrast"})  # read for each result by itself
_OTHERS = re.compile(r"(?:(?:their|respective|its|the) )*counterparts?", re.IGNORECASE)


def _unnamed_others(context: Context, span: Span | None) -> bool:
    """Tell whether a side is only what the other isn't: "their counterparts"."""
    return span is not None and _OTHERS.fullmatch(context.folded, *span) is not None


def _group_before(results: Sequence[Result], number: int, earlier: Sequence[Found]) -> Span | None:
    """Return the group whose own change the finding right before told, in this sentence or the one before it."""
    if not earlier or results[number].sentence - results[number - 1].sentence not in {0, 1}:
        return None
    last = earlier[-1]
    told = last.sides.startswith(("own_change", "change_of")) and last.comparator is None
    return last.intervention if told else None


def find_sides(case: Case) -> Sides:
    """Find what a result compares: the first reader that knows decides; what it leaves out is filled in."""
    sides = Sides()
    for reader in READERS:
        if (read := reader(case)) is not None:
            sides = replace(read, rule=read.rule or reader.__name__.strip("_"))
            break
    if (against := contrast_after(case.context, case.result)) is not None:
        sides = Sides(sides.intervention, against, True, rule="contrast")
    if sides.whole:
        return sides
    if sides.comparator is None and own_change(case, sides.intervention):
        return replace(sides, comparator=baseline_within(case.words, case.frame), rule="own_change")
    if (
        case.before is not None
        and sides.intervention is None
        and sides.comparator is None
        and len(case.result.groups) < 2
        and tells_change(case.words, case.frame)
    ):
        return Sides(case.before, None, True, whole=True, rule="own_change_carried")
    whole = complete(case, sides)
    added = "" if (whole.intervention, whole.comparator) == (sides.intervention, sides.comparator) else "+"
    return replace(whole, rule=sides.rule + added)


def _of_single_group(case: Case) -> Sides | None:
    """Read the group that a value with its own interval belongs to."""
    result = case.result
    if len(result.groups) > 1 or result.ci is None or result.measure not in SINGLE | CHANGES:
        return None
    if case.shared is not None and result.measure in SINGLE:
        return Sides(case.shared, None, True, whole=True, rule="shared_value")
    own = case.shared or own_group(case.words, case.frame, case.anchor, case.last, case.arms)
    listed = respective_group(case) if case.shared is None else None
    if own is None or any(word.lemma == "respectively" for word in case.words[case.last :]):
        own = listed or own
    begin = case.context.sentences[result.sentence][0]
    changed = per_arm_change(case.words, case.frame)
    if result.measure in SINGLE and not (
        changed and "baseline" in case.context.folded[begin : result.start].lower()
    ):
        return Sides(own or only_group(case.words, case.frame), None, True, whole=True)
    if own is not None and changed:
        return Sides(own, baseline_near(case.context, result.start), True, whole=True)
    return None


def _of_clause(case: Case) -> Sides | None:
    """Read the sides from the phrases of the result's clause, else of a clause beside it that names both."""
    context, words, frame = case.context, case.words, case.frame
    paired = len(case.result.groups) >= 2 and "from_to" not in case.result.rule
    sides = from_pieces(context, case.arms, words, frame, case.anchor, case.adjacent, paired)
    if sides.intervention is None and sides.comparator is None:
        near = [
            from_pieces(context, case.arms, words, other, other.clause.end, None, paired)
            for other in case.frames
            if other.clause is not frame.clause and abs(other.clause.start - frame.clause.start) < 60
        ]
        whole = [one for one in near if one.intervention is not None and one.comparator is not None]
        agent = acting_subject(words, frame)
        lone = agent is not None and all(agent.start != piece.start for piece in frame.outcomes)
        alone = (
            Sides(piece_span(words, agent), None, True, rule="agent")
            if agent is not None and lone
            else Sides()
        )
        sides = next(iter(whole), alone)
    one, other = (
        context.folded[slice(*span)].lower() if span else None
        for span in (sides.intervention, sides.comparator)
    )
    return Sides(None, sides.comparator, True) if one is not None and one == other else sides


READERS: tuple[Callable[[Case], Sides | None], ...] = (
    labelled_values,
    change_between_years,
    values_over_time,
    _of_single_group,
    than_did,
    favoured,
    change_of_introduced_group,
    change_of_one_group,
    _of_clause,
)
