"""P-values, effects, comparisons and test statistics → results: what belongs together is put together.

Notes for a newcomer: within a sentence the pieces are sorted by place and joined from left to right. What is printed
between two pieces (the gap) decides: punctuation and a few linking words join, the start of a new clause parts.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from evistat.extract.arms import Arms, arms_once
from evistat.extract.context import Context
from evistat.extract.counted_people import speaks_of_groups
from evistat.extract.drafts import Draft
from evistat.extract.effects import find_effects
from evistat.extract.estimates import Effect
from evistat.extract.finding import Group, Result, TestStatistic, TextSpan
from evistat.extract.group_row import Comparison
from evistat.extract.joined_p_values import join_p
from evistat.extract.joined_pieces import join_comparison, join_effect, join_test
from evistat.extract.known_sides import KnownSides
from evistat.extract.leftovers import Leftover, find_unread
from evistat.extract.own_estimates import as_own
from evistat.extract.p_values import PReading, find_p_values
from evistat.extract.restatements import without_restatements
from evistat.extract.sentence_comparisons import (
    armlike,
    in_comparison,
    merged,
    sentence_comparisons,
    soft,
)
from evistat.extract.shared_p_values import given_ahead, numbered
from evistat.extract.table_rows import find_table_rows
from evistat.extract.tested_before import test_of_the_sentence_before
from evistat.extract.tested_numbers import with_tested_numbers
from evistat.extract.tests import find_test_statistics

_DIGIT = re.compile(r"\d")
_POWER = re.compile(
    r"\b(?:power(?:ed)? (?:of|to)|sample size|to detect|assum(?:e|ed|ing)|statistical power|power calculation|type I error|two-sided alpha|non-?inferiority margin (?:of|was))\b",
    re.IGNORECASE,
)
_UNREPORTING_SECTIONS = frozenset({"METHODS", "OBJECTIVE", "BACKGROUND"})
_PLANNING_SECTIONS = _UNREPORTING_SECTIONS | {"OTHER"}


def find_results(context: Context, arms: Arms | None = None) -> tuple[list[Result], list[Leftover]]:
    """Return the results of a document in order, and the statistic-like strings that none of them uses.

    ``arms`` are the study's, if they are known elsewhere.
    """
    folded = context.folded
    p_readings = find_p_values(folded)
    tests = find_test_statistics(folded)
    p_spans = sorted([(r.p.start, r.p.end) for r in p_readings] + [(t.start, t.end) for t in tests])
    definitions = [(form.short, form.long) for form in context.abbreviations]
    effects = find_effects(folded, context.sentences, definitions, p_spans)
    found: list[tuple[Draft, int]] = []
    leftovers = [Leftover(r.p.start, r.p.end, "planned_level") for r in p_readings if r.planned]
    cursor = _Cursor(p_readings, tests, effects)
    sides = KnownSides(arms or arms_once(context))
    for index, (start, end) in enumerate(context.sentences):
        ps, own_tests, own_effects = cursor.within(start, end)
        if (
            not ps
            and not own_tests
            and not own_effects
            and _DIGIT.search(folded, start, end) is None
            and not speaks_of_groups(folded, start, end)
        ):
            continue
        drafts, unused = _in_sentence(context, start, end, ps, own_tests, own_effects, sides)
        leftovers += unused
        before = _of_sentence(found, index - 1)
        previous = context.sentences[index - 1] if index else (0, 0)
        if not test_of_the_sentence_before(folded, start, previous, before, drafts):
            found += [(draft, index) for draft in drafts]
    results = [_result(context, draft, index) for draft, index in found]
    if rows := find_table_rows(context):
        results = sorted([*_beside(results, rows), *rows], key=lambda result: (result.start, result.end))
    leftovers += find_unread(folded, [(result.start, result.end) for result in results] + p_spans)
    return results, sorted(leftovers, key=lambda leftover: leftover.start)


def _of_sentence(found: Sequence[tuple[Draft, int]], index: int) -> list[Draft]:
    """Return the drafts of the sentence read last, if it is the ``index``-th."""
    own: list[Draft] = []
    for draft, sentence in reversed(found):
        if sentence != index:
            break
        own.insert(0, draft)
    return own


def _beside(results: Sequence[Result], rows: Sequence[Result]) -> list[Result]:
    """Return the results that overlap no row of a table."""
    spans = merged([(row.start, row.end) for row in rows])
    starts = [start for start, _ in spans]

    def overlaps(one: Result) -> bool:
        index = bisect_left(starts, one.end) - 1
        return index >= 0 and one.start < spans[index][1]

    return [one for one in results if not overlaps(one)]


class _Cursor:
    """Hands out the pieces of one sentence after another."""

    def __init__(
        self, p_readings: Sequence[PReading], tests: Sequence[TestStatistic], effects: Sequence[Effect]
    ) -> None:
        self.ps, self.tests, self.effects = p_readings, tests, effects
        self.p_starts = [reading.p.start for reading in p_readings]
        self.test_starts = [test.start for test in tests]
        self.effect_starts = [effect.start for effect in effects]

    def within(self, start: int, end: int) -> tuple[list[PReading], list[TestStatistic], list[Effect]]:
        def cut(items: Sequence[object], starts: list[int]) -> list[object]:
            return list(items[bisect_right(starts, start - 1) : bisect_right(starts, end - 1)])

        return (
            cut(self.ps, self.p_starts),
            cut(self.tests, self.test_starts),
            cut(self.effects, self.effect_starts),
        )  # type: ignore[return-value]


def _in_sentence(
    context: Context,
    start: int,
    end: int,
    ps: list[PReading],
    tests: list[TestStatistic],
    effects: list[Effect],
    sides: KnownSides,
) -> tuple[list[Draft], list[Leftover]]:
    folded = context.folded
    section = context.section_at(start)
    sentence = folded[start:end]
    unused: list[Leftover] = []
    if (
        (section in _PLANNING_SECTIONS or "power to detect" in sentence)
        and _POWER.search(sentence)
        and not any(
            effect.interval is not None and effect.named and effect.value is not None for effect in effects
        )
        and re.search(r"\bpower\b|sample size|\balpha\b|type I error|margin", sentence, re.IGNORECASE)
    ):
        return [], [Leftover(r.p.start, r.p.end, "planned_study") for r in ps if not r.planned]
    real = [reading for reading in ps if not reading.planned]
    effects = as_own(folded, effects, start, end)
    comparisons = sides.confirm(sentence_comparisons(context, start, end, ps, tests, effects))
    worded = {
        effect.value_span[0]
        for effect in effects
        if effect.rule in {"effect.percent_change", "effect.bracketed_change"} and effect.value_span
    }
    comparisons = [
        one for one in comparisons if one.sure or not any(group.start in worded for group in one.groups)
    ]
    effects = [effect for effect in effects if not (soft(effect) and in_comparison(effect, comparisons))]
    pieces: list[tuple[int, int, object]] = [(reading.p.start, 3, reading) for reading in real]
    pieces += [(test.start, 2, test) for test in tests]
    pieces += [(_reached(comparison), 0, comparison) for comparison in comparisons]
    arms = [effect for effect in effects if armlike(effect)]
    pieces += [
        (effect.start, 1, effect)
        for effect in effects
        if not armlike(effect) or not in_comparison(effect, comparisons)
    ]
    pieces.sort(key=lambda piece: (piece[0], piece[1]))
    drafts: list[Draft] = []
    for _, _, piece in pieces:
        if isinstance(piece, PReading):
            join_p(folded, drafts, piece, real)
        elif isinstance(piece, Effect):
            join_effect(folded, drafts, piece)
        elif isinstance(piece, Comparison):
            join_comparison(folded, drafts, piece)
        elif isinstance(piece, TestStatistic):
            join_test(folded, drafts, piece)
    drafts = given_ahead(folded, drafts)
    numbered(folded, drafts)
    drafts = with_tested_numbers(folded, start, end, drafts, _read(ps, tests, effects, comparisons))
    inner = [
        Draft(effect.start, effect.end, effect.rule, effect=effect, arm=True)
        for effect in arms
        if in_comparison(effect, comparisons)
    ]
    reporting = section not in _UNREPORTING_SECTIONS and not _AIM.match(sentence)
    told = without_restatements(folded, drafts)
    if section == "METHODS" and any(one.label == "RESULTS" for one in context.sections):
        levels = [draft for draft in told if _level_alone(draft)]
        unused += [Leftover(draft.start, draft.end, "planned_level") for draft in levels]
        told = [draft for draft in told if draft not in levels]
    kept = [
        draft
        for draft in told
        if _stands(draft, reporting=reporting and (section != "TITLE" or draft.comparison is None))
    ]
    unused += [
        Leftover(draft.start, draft.end, "not_reported" if not reporting else "no_comparison")
        for draft in told
        if draft not in kept and draft.effect is not None and draft.effect.named
    ]
    return sorted(kept + inner, key=lambda draft: (draft.start, draft.end)), unused


def _read(
    ps: Sequence[PReading],
    tests: Sequence[TestStatistic],
    effects: Sequence[Effect],
    comparisons: Sequence[Comparison],
) -> list[tuple[int, int]]:
    """Return the stretches of a sentence's numbers that are read, in order."""
    spans = [(one.p.start, one.p.end) for one in ps] + [(one.start, one.end) for one in tests]
    spans += [effect.value_span for effect in effects if effect.value_span is not None]
    spans += [(one.interval.start, one.interval.end) for one in effects if one.interval is not None]
    spans += [(group.start, group.end) for one in comparisons for group in one.groups]
    return merged(spans)


def _reached(comparison: Comparison) -> int:
    """Return where a comparison stands among the pieces: at its last value, where its first can be another's, too."""
    late = comparison.rule in {"groups.from_to", "groups.lists_versus_lists"}
    return comparison.groups[-1].start if late else comparison.start


_AIM = re.compile(
    r"\W*(?:To (?!our|date|this|these|summari[sz]e)[a-z]+|We (?:aimed|sought|hypothesi[sz]ed|planned|designed)|(?:The |Our )?(?:aims?|objectives?|purpose|goal|hypothesis)\b)"
)


_LEVELS = frozenset({0.25, 0.2, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001})


def _level_alone(draft: Draft) -> bool:
    """Tell whether a draft holds nothing but a level ("were analysed with Dunn's test (P < 0.05)")."""
    return (
        draft.p is not None
        and draft.p.op in {"<", "<="}
        and draft.p.value in _LEVELS
        and draft.effect is None
        and draft.comparison is None
        and draft.test is None
    )


def _stands(draft: Draft, *, reporting: bool) -> bool:
    """Tell whether a draft is a result: it has a p-value or an interval, or numbers that count by themselves."""
    if draft.p is not None:
        return True
    effect = draft.effect
    if effect is not None and effect.interval is not None:
        return True
    if draft.test is not None:
        return True
    if not reporting:
        return False
    if effect is not None and effect.standing and effect.code is not None and not effect.arm:
        return True
    return draft.comparison is not None and draft.comparison.sure


def _as_difference(effect: Effect | None, groups: tuple[Group, ...]) -> Effect | None:
    """Make a change in per cent that is the plain difference of two percentages a risk difference."""
    if effect is None or effect.code != "PCT" or effect.value is None or len(groups) != 2:
        return effect
    if any(group.unit != "%" for group in groups):
        return effect
    printed = abs(abs(groups[0].value - groups[1].value) - abs(effect.value))
    whole = effect.value == int(effect.value) and effect.rule == "effect.percent_change"
    return replace(effect, code="RD") if printed < (1 if whole else 0.15) else effect


def _result(context: Context, draft: Draft, sentence: int) -> Result:
    text = context.text

    def span(place: tuple[int, int] | None) -> TextSpan | None:
        return TextSpan(text[place[0] : place[1]], place[0], place[1]) if place else None

    groups: tuple[Group, ...] = draft.comparison.groups if draft.comparison else ()
    effect = _as_difference(draft.effect, groups)
    p = replace(draft.p, text=text[draft.p.start : draft.p.end]) if draft.p else None
    rules = "+".join(dict.fromkeys([draft.rule, *draft.extra_rules]))
    value_span = span(effect.value_span) if effect else None
    interval = effect.interval if effect else None
    return Result(
        start=draft.start,
        end=draft.end,
        sentence=sentence,
        rule=rules,
        measure=effect.code if effect and effect.value is not None else None,
        measure_span=span(effect.measure) if effect else None,
        adjusted=effect.adjusted if effect else None,
        value=effect.value if effect else None,
        value_span=value_span,
        unit=text[slice(*effect.unit)] if effect and effect.unit else None,
        unit_span=span(effect.unit) if effect else None,
        ci=interval,
        p=p,
        groups=groups,
        test=draft.test,
        shared=draft.shared,
        listed=draft.listed,
    )
