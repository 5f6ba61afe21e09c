"""Context and results → what each result is about: outcome, exposure, arms, population, time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evistat.extract.arms import StudyArms, study_arms
from evistat.extract.bracket_labels import inner_label, p_scope, p_target, same_bracket, use_inner
from evistat.extract.carried import carry_outcome, primary_outcome
from evistat.extract.comparisons import Sides, find_sides, piece_span
from evistat.extract.context import Context
from evistat.extract.finding import Mention, Result, TextSpan
from evistat.extract.frame import Frame, compared
from evistat.extract.named_tests import DIAGNOSTIC, use_test
from evistat.extract.outcome_names import generic, is_arm, trim_plain
from evistat.extract.pairing import pair
from evistat.extract.phrases import Word, word_set
from evistat.extract.pieces import Piece, nouns
from evistat.extract.reading import (
    ASSOCIATIONS,
    LOOK_BACK,
    RATIOS,
    Found,
    Reading,
    Span,
    components,
    main_frame,
    phrase_beside,
    read_results,
    stretch,
)
from evistat.extract.timepoints import find_population, find_timepoint


@dataclass(frozen=True, slots=True)
class Subjects:
    """What a result is about; ``rule`` names the reading that gave its outcome, ``cues`` the words that led to it."""

    kind: str
    outcome: Mention | None = None
    predictor: Mention | None = None
    intervention: Mention | None = None
    comparator: Mention | None = None
    population: Mention | None = None
    timepoint: Mention | None = None
    cues: tuple[TextSpan, ...] = ()
    rule: str = ""


def describe_subjects(context: Context, results: Sequence[Result]) -> list[Subjects]:
    """Describe what each result is about, in the order given."""
    if not results:
        return []
    arms = study_arms(context)
    primary = primary_outcome(context)
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
        found.append(_describe(context, arms, readings[key], results, number, found))
    return [_subjects(context, result, one) for result, one in zip(results, found, strict=True)]


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
    adjacent = phrase_beside(words, frame, anchor)
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
    if inner is not None:
        use_inner(context, arms, inner, found, result)
    if result.p is not None and (scope := p_scope(context, result)) is not None:
        found.outcome, found.rule = scope, "subject.p_scope"
    if (target := p_target(context, result)) is not None:
        found.outcome, found.rule = target, "subject.p_target"
    if result.measure in DIAGNOSTIC:
        use_test(words, frame, result, found)
    if (
        found.outcome is None
        or generic(context, found.outcome)
        or (arms.trial and is_arm(context, found.outcome, arms))
    ):
        carry_outcome(context, arms, reading, frame, found, earlier)
    _assign_sides(context, arms, words, reading, frame, adjacent, anchor, result, found, earlier)
    last = reading.sentence.word_at(max(span[0] for span in parts))
    taken = [
        span
        for span in (found.outcome, found.predictor, found.intervention, found.comparator)
        if span is not None
    ]
    found.timepoint = found.timepoint or find_timepoint(words, frame, anchor, last, taken)
    found.population = found.population or find_population(words, frame, anchor, taken)
    return found


def _assign_sides(
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
            found.comparator = _whole_arm(context, piece_span(words, against[0]))
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
    found.intervention = _whole_arm(context, sides.intervention)
    found.comparator = _whole_arm(context, sides.comparator)
    if _same_arm(context, found.intervention, found.comparator):
        found.comparator = None


_COURSES = frozenset({"course", "period", "time", "span", "duration"})

_ARM_TAIL = re.compile(
    r" (?:with (?:an? )?(?:relative risk|odds ratio|hazard ratio|risk difference|RR|OR|HR|AOR|ARR)\b"
    r"|(?:over|at|after|for|during) (?:the )?\d|at the (?:\d|end)\b).*$",
    re.DOTALL,
)

_ARM_EDGE = frozenset(
    {"a", "an", "the", "either", "and", "or", "with", "of", "by", "in", "for", "to", "at", "from", "as", ","}
)

_NOT_ARM = word_set("arms", "not_arm")

_MOST_ARM_WORDS = 14


def _whole_arm(context: Context, span: Span | None) -> Span | None:
    """Bound an arm's name by whole words, the number before a unit included; None for what names no arm."""
    if span is None:
        return None
    start, end = span
    text = context.folded[start:end]
    if (tail := _ARM_TAIL.search(text)) is not None and tail.start() > 0:
        end = start + tail.start()
    words = context.folded[start:end].split()
    if len(words) > 2 and words[-2].lower() == "either":
        return None  # cut before what it names
    while len(words) > 1 and words[-1] in _ARM_EDGE:
        end = start + context.folded[start:end].rstrip().rfind(words[-1])
        end = start + len(context.folded[start:end].rstrip())
        words.pop()
    if not words or words[0].lower() in _NOT_ARM or len(words) > _MOST_ARM_WORDS:
        return None
    if words[-1].lower() in _BOUNDS and (bound := _BOUND.match(context.folded, end)) is not None:
        end = bound.end()  # "patients younger" than 30 years
    if words[0].lower() in _ARM_UNITS and len(words) > 1 and not words[1][0].isdigit():
        number = _NUMBER_BEFORE.search(context.folded, max(0, start - 12), start)
        if number is None:
            return None
        start = number.start()
    return start, end


_BOUNDS = frozenset({"older", "younger", "more", "less", "greater", "longer", "shorter", "later", "earlier"})
_BOUND = re.compile(
    r" than (?:or equal to )?-?\d[\d.,]{0,12}(?:[ -](?:years?|months?|weeks?|days?|hours?|cm|mm|kg|mg|%)\b(?: of age| old)?)?"
)
_NUMBER_BEFORE = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)?[ -]?\Z")

_ARM_UNITS = frozenset(
    {"cm", "mm", "mg", "g", "kg", "ml", "µg", "μg", "iu", "week", "month", "day", "year", "hour", "h", "min"}
)


def _same_arm(context: Context, one: Span | None, other: Span | None) -> bool:
    """Tell whether two arms have one name, but for brackets, plurals and words like "group"."""
    if one is None or other is None:
        return False
    plain = (nouns().group - nouns().control) | {"the"}
    names = []
    for span in (one, other):
        printed = context.folded[slice(*span)]
        short = re.search(r"\(([A-Z][\w-]{1,10})\)", printed)
        variants = {printed, short[1]} if short else {printed}
        names.append(
            {
                tuple(
                    word.rstrip("s") for word in re.findall(r"[\w/+-]+", variant.lower()) if word not in plain
                )
                for variant in variants
            }
        )
    return bool(names[0] & names[1] - {()})


def _mention(context: Context, span: Span | None) -> Mention | None:
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


# "placebo-treated patients" are the placebo's, "anakinra withdrawal" anakinra's.
_TREATED = re.compile(
    r"(?P<arm>[^\W\d_][\w/+ -]*?)-treated (?:patients|groups?|arm|women|men|participants|subjects|mice|rats|children|cells)$"
)
# "34 women assigned to rest" are those of rest, "fewer women in the walking group" those of the walking group.
_MEMBERS = re.compile(
    r"(?:[Mm]ore |[Ff]ewer |[Aa]ll )?(?:\d[\d,]*(?: \([^()]{1,20}\))? )?(?:patients|women|men|participants|subjects|children|infants|individuals|adults|people|those)(?: \([^()]{1,30}\))? (?:in|of|from|within) (?:the )?(?P<arm>[A-Za-z][\w+/ -]{0,40} (?:groups?|arms?)|(?:groups?|arms?) [A-Z0-9]+)$"
)
_COUNTED_MEMBERS = re.compile(
    r"\d[\d,]*(?: \([^()]{1,20}\))? (?:patients|women|men|participants|subjects|children|infants|individuals|adults|people)(?: \([^()]{1,30}\))? (?:who (?:were )?)?(?:treated with|assigned to|allocated to|randomi[sz]ed to|receiving|given|taking|undergoing|received|underwent) (?P<arm>.+)$"
)

_STOPPED = re.compile(r"(?P<arm>[^\W\d_][\w/+ -]*?) (?:withdrawal|discontinuation|cessation)$")


def _arm_only(context: Context, span: Span | None) -> Span | None:
    """Leave out of an arm's name what is said of it."""
    if span is None:
        return None
    printed = context.folded[span[0] : span[1]]
    match = (
        _TREATED.match(printed)
        or _STOPPED.match(printed)
        or _MEMBERS.match(printed)
        or _COUNTED_MEMBERS.match(printed)
    )
    return (span[0] + match.start("arm"), span[0] + match.end("arm")) if match else span


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
        outcome=_mention(context, found.outcome),
        predictor=_mention(context, found.predictor),
        intervention=_mention(context, _arm_only(context, found.intervention)),
        comparator=_mention(context, _arm_only(context, found.comparator)),
        population=_mention(context, found.population),
        timepoint=_mention(context, found.timepoint),
        rule=found.rule,
    )
