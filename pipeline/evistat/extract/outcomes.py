"""Context and results → what each result is about: outcome, exposure, arms, population, time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from evistat.extract.agreement import agree, own_items
from evistat.extract.arm_names import arm_only
from evistat.extract.arms import Arms, StudyArms, arms_once
from evistat.extract.association_lists import read_lists
from evistat.extract.bracket_labels import (
    inner_label,
    label_behind,
    p_scope,
    p_target,
    same_bracket,
    use_inner,
)
from evistat.extract.carried import carry_outcome, primary_outcome
from evistat.extract.comparisons import assign_sides
from evistat.extract.context import Context
from evistat.extract.empty_names import generic, is_arm
from evistat.extract.finding import Mention, Result, RowNames, TextSpan
from evistat.extract.former_names import FormerNames
from evistat.extract.named_tests import DIAGNOSTIC, use_test
from evistat.extract.pairing import pair
from evistat.extract.reading import (
    ASSOCIATIONS,
    Found,
    Reading,
    Span,
    components,
    main_frame,
    phrase_beside,
    read_results,
    stretch,
)
from evistat.extract.roles import RULE as WEIGHED
from evistat.extract.roles import Scales
from evistat.extract.sought import orient, sought_outcomes, told_conditions
from evistat.extract.time_before import baselines, controls
from evistat.extract.timepoints import find_population, find_timepoint
from evistat.extract.told_exposures import exposure_only
from evistat.extract.unfit_names import unfit


class Chooser(Protocol):
    """What decides on a result's roles once the rules have read it."""

    def choose(
        self, reading: Reading, result: Result, number: int, found: Found, earlier: Sequence[Found]
    ) -> None:
        """Change what the rules found for a result where something else is likelier."""


Prepare = Callable[[Context, StudyArms], Chooser]


@dataclass(frozen=True, slots=True)
class Subjects:
    """What a result is about; ``rule`` names the reading that gave its outcome, ``cues`` the words that led to it.

    ``weighed`` tells what made another phrase than the rules' choice weigh more.
    """

    kind: str
    outcome: Mention | None = None
    predictor: Mention | None = None
    intervention: Mention | None = None
    comparator: Mention | None = None
    population: Mention | None = None
    timepoint: Mention | None = None
    cues: tuple[TextSpan, ...] = ()
    rule: str = ""
    weighed: str = ""


def describe_subjects(
    context: Context, results: Sequence[Result], prepare: Prepare = Scales, study: Arms | None = None
) -> list[Subjects]:
    """Describe what each result is about, in the order given.

    ``prepare`` makes what decides between the rules' reading and the other phrases of the text; ``study`` are the
    study's arms, if they are known elsewhere.
    """
    if not results:
        return []
    arms = (study or arms_once(context))()
    chooser = prepare(context, arms)
    primary = primary_outcome(context)
    ties = any(result.measure in ASSOCIATIONS or result.p is not None for result in results)
    sought = sought_outcomes(context) if ties else ()
    told = told_conditions(context) if any(result.measure in DIAGNOSTIC for result in results) else ()
    former = FormerNames(context)
    before, control = baselines(context), controls(context) if arms.comparator is None else ()
    parts = [components(result) for result in results]
    members: dict[tuple[int, int], list[int]] = {}
    keys = [stretch(context, spans[0][0]) for spans in parts]
    for number, key in enumerate(keys):
        members.setdefault(key, []).append(number)
    readings: dict[tuple[int, int], Reading] = {}
    found: list[Found] = []
    for number, key in enumerate(keys):
        if key not in readings:
            own = {one: parts[one] for one in members[key]}
            readings = {key: read_results(context, key, own, arms, primary)}
            readings[key].sought = sought
            readings[key].told = told
            readings[key].baselines = before
            readings[key].controls = control
            readings[key].former = former.before(readings[key])
            readings[key].ties = read_lists(readings[key], results)
        row = results[number].row
        one = (
            _of_row(row)
            if row is not None
            else _describe(context, arms, readings[key], results, number, found)
        )
        if row is None:
            chooser.choose(readings[key], results[number], number, one, found)
        found.append(one)
        if number == members[key][-1]:
            agree(context, members[key], results, found)
            own_items(context, readings[key], found)
            for each in members[key]:
                _when_and_whom(readings[key], parts[each], each, found[each])
    return [_subjects(context, result, one) for result, one in zip(results, found, strict=True)]


def _of_row(row: RowNames) -> Found:
    """Say what a row of a table is about: what it and its columns are called."""
    return Found(row.outcome, row.predictor, row.intervention, row.comparator, rule="subject.table_row")


_EITHER_WAY = frozenset({"subject.list", "subject.associated", "subject.association_noun"})


def _describe(
    context: Context,
    arms: StudyArms,
    reading: Reading,
    results: Sequence[Result],
    number: int,
    earlier: Sequence[Found],
) -> Found:
    """Find what one result is about."""
    result = results[number]
    words = reading.sentence.words
    parts = reading.parts[number]
    anchor = reading.anchor(number)
    own_frame = reading.frames_of[number]
    frame, exposed = main_frame(words, reading, own_frame)
    found = Found()
    inner = inner_label(context, words, anchor, number, reading)
    adjacent = phrase_beside(words, frame, anchor) if number not in reading.behind else None
    if frame is not own_frame and not exposed and adjacent is not None and adjacent.role == "topic":
        adjacent = None  # it stands in a clause that only tells which people or when
    same = [other for other in reading.members if reading.frames_of[other] is own_frame]
    neighbours = [reading.beside[other] for other in same]
    pair(
        words,
        reading,
        frame,
        adjacent,
        anchor,
        neighbours,
        same,
        number,
        results,
        found,
        trial=arms.trial,
    )
    if (
        inner is None
        and number - 1 in reading.parts
        and earlier[number - 1].rule == "subject.bracket_label"
        and same_bracket(words, anchor, reading.parts[number - 1][0][0], parts[0][0], context)
    ):
        found.outcome, found.rule = earlier[number - 1].outcome, "subject.bracket_label"
    if (label := inner or label_behind(context, words, anchor, result)) is not None:
        use_inner(context, arms, label, found, result)
    if result.p is not None and (scope := p_scope(context, result)) is not None:
        found.outcome, found.rule = scope, "subject.p_scope"
    if (target := p_target(context, result)) is not None:
        found.outcome, found.rule = target, "subject.p_target"
    if result.measure in DIAGNOSTIC:
        use_test(words, frame, result, found)
    if found.rule in _EITHER_WAY and not arms.trial:
        orient(context, reading.sought, found)
    if (
        found.outcome is None
        or unfit(context.folded[slice(*found.outcome)])
        or generic(context, found.outcome)
        or (arms.trial and is_arm(context, found.outcome, arms))
    ):
        carry_outcome(context, arms, reading, frame, number, found, earlier)
    assign_sides(context, arms, reading, frame, adjacent, results, number, found, earlier)
    return found


def _when_and_whom(reading: Reading, parts: Sequence[Span], number: int, found: Found) -> None:
    """Find the time and the people of a result in what its other roles leave."""
    words, anchor = reading.sentence.words, reading.anchor(number)
    frame, _ = main_frame(words, reading, reading.frames_of[number])
    last = reading.sentence.word_at(max(span[0] for span in parts))
    taken = [
        span
        for span in (found.outcome, found.predictor, found.intervention, found.comparator)
        if span is not None
    ]
    found.timepoint = _apart(found.timepoint, taken) or find_timepoint(words, frame, anchor, last, taken)
    found.population = _apart(found.population, taken) or find_population(words, frame, anchor, taken)


def _apart(span: Span | None, taken: Sequence[Span]) -> Span | None:
    """Return a span that overlaps nothing ``taken``, None for another."""
    if span is None or any(span[0] < end and start < span[1] for start, end in taken):
        return None
    return span


def mention(context: Context, span: Span | None) -> Mention | None:
    """Make a mention of a span, with its long form and the entities it overlaps."""
    if span is None or span[1] <= span[0]:
        return None
    start, end = span
    text = context.text[start:end]
    long_form = None
    for short in context.abbreviations:
        if short.short == text:
            long_form = short.long
            break
    entities = tuple(entity.id for entity in context.entities if entity.start < end and start < entity.end)
    return Mention(text, start, end, long_form, entities)


def _subjects(context: Context, result: Result, found: Found) -> Subjects:
    """Turn found spans into the record's mentions."""
    if found.predictor is not None:
        kind = "association"
    elif (found.intervention is not None and found.comparator is not None) or len(result.groups) >= 2:
        kind = "comparison"
    elif result.value is not None or result.ci is not None:
        kind = "estimate"
    else:
        kind = "test"
    return Subjects(
        kind,
        outcome=mention(context, found.outcome),
        predictor=mention(context, exposure_only(context, found.predictor)),
        intervention=mention(context, arm_only(context, found.intervention)),
        comparator=mention(context, arm_only(context, found.comparator)),
        population=mention(context, found.population),
        timepoint=mention(context, found.timepoint),
        rule=WEIGHED if found.weighed else found.rule,
        weighed=found.weighed,
    )
