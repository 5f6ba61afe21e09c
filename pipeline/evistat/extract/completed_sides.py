"""Sides that a sentence leaves out → those of the finding before or of the study's arms."""

from __future__ import annotations

from evistat.extract.arms import StudyArms
from evistat.extract.context import Context
from evistat.extract.control_names import is_baseline, is_control
from evistat.extract.counterparts import counterpart
from evistat.extract.estimates import RATIOS
from evistat.extract.finding import Result
from evistat.extract.reading import SINGLE
from evistat.extract.side_phrases import same_name
from evistat.extract.sides import Case, Sides, Span


def complete(case: Case, sides: Sides) -> Sides:
    """Fill what the sentence doesn't name from the finding before and from the study's arms."""
    context, arms, words, frame = case.context, case.arms, case.words, case.frame
    previous, result = case.previous, case.result
    if sides.whole or (sides.intervention is not None and sides.comparator is not None):
        return sides
    if sides.comparator is None and any(word.lemma in _REGARDLESS for word in words[:3]):
        return Sides()  # "Regardless of treatment, participants …"
    if result.measure in {"R", "R2", "BETA", "KAPPA", "ICC"} and sides.comparator is None:
        return Sides()
    if frame.kind == "association" and sides.comparator is None and not sides.specific:
        return Sides()
    generic = any(
        piece.role == "group"
        and words[piece.head].lemma in {"groups", "arms", "treatments", "cohorts", "regimens"}
        for piece in frame.pieces
    )
    if not arms.trial and not generic and sides.comparator is None:
        return _complete_pair(context, arms, sides, previous, result)
    if sides.intervention is None and sides.comparator is None:
        if (
            arms.trial
            and previous is not None
            and previous.intervention is not None
            and previous.comparator is not None
            and not generic
        ):
            return Sides(previous.intervention, previous.comparator)
        if arms.intervention is not None:
            return Sides(arms.intervention, arms.comparator)
        return (
            Sides(previous.intervention, previous.comparator)
            if previous is not None and arms.trial
            else sides
        )
    named = sides.intervention or sides.comparator
    if named is None:
        return sides
    name = context.folded[named[0] : named[1]]
    known = previous is not None and (
        arms.intervention is not None or same_name(name, _slice(context, previous.intervention))
    )
    options = (
        [previous.comparator, previous.intervention]
        if previous is not None and known and not is_baseline(_slice(context, previous.comparator))
        else []
    )
    options += [arms.comparator, arms.intervention]
    if sides.intervention is None:
        if is_baseline(name):
            return Sides(arms.intervention if arms.trial else None, sides.comparator, True)
        options = [
            previous.intervention if previous is not None else None,
            arms.intervention,
            arms.comparator,
        ]
    for option in options:
        if option is None:
            continue
        if not same_name(name, context.folded[option[0] : option[1]]):
            if sides.intervention is None:
                return Sides(option, sides.comparator, True)
            if is_control(name) and not is_control(context.folded[option[0] : option[1]]):
                return Sides(option, sides.intervention, True)
            return Sides(sides.intervention, option, True)
    return sides


def _complete_pair(
    context: Context, arms: StudyArms, sides: Sides, previous: Sides | None, result: Result
) -> Sides:
    """Fill the other side where no one was assigned: of two values without labels, of groups the study compares."""
    pairs = [(arms.intervention, arms.comparator)]
    if previous is not None:
        pairs.insert(0, (previous.intervention, previous.comparator))
    known = [(one, other) for one, other in pairs if one is not None and other is not None]
    if sides.intervention is None:
        paired = len(result.groups) == 2 and not any(group.label for group in result.groups)
        return Sides(*known[0]) if paired and known else sides
    if result.measure in RATIOS | {"BETA"}:
        return sides
    name = context.folded[slice(*sides.intervention)]
    for one, other in known:
        if same_name(name, context.folded[slice(*one)]):
            return Sides(sides.intervention, other, True)
        if same_name(name, context.folded[slice(*other)]):
            return Sides(sides.intervention, one, True)
    if result.measure in _TIED or result.measure in SINGLE:
        return sides
    other_side = counterpart(context, sides.intervention, result.start)
    return Sides(sides.intervention, other_side, True) if other_side is not None else sides


_TIED = frozenset({"R", "R2", "KAPPA", "ICC"})
_REGARDLESS = frozenset({"regardless", "irrespective"})


def _slice(context: Context, span: Span | None) -> str:
    return context.folded[span[0] : span[1]] if span is not None else ""
