"""P-values, effects, comparisons and test statistics → results: what belongs together is put together.

Notes for a newcomer: within a sentence the pieces are sorted by place and joined from left to right. What is printed
between two pieces (the gap) decides: punctuation and a few linking words join, the start of a new clause parts.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from evistat.extract.context import Context
from evistat.extract.drafts import NEW_CLAUSE, ONLY_LINKS, Draft, opens_bracket, same_bracket
from evistat.extract.effects import find_effects
from evistat.extract.estimates import Effect, past_spread
from evistat.extract.finding import Group, Result, TestStatistic, TextSpan
from evistat.extract.group_row import Comparison
from evistat.extract.groups import find_comparisons
from evistat.extract.joined_p_values import join_p, test_of_the_sentence_before
from evistat.extract.known_sides import KnownSides
from evistat.extract.leftovers import Leftover, find_unread
from evistat.extract.p_values import PReading, find_p_values
from evistat.extract.quantities import Quantity, find_quantities
from evistat.extract.restatements import without_restatements
from evistat.extract.shared_p_values import given_ahead, numbered
from evistat.extract.table_rows import find_table_rows
from evistat.extract.tests import find_test_statistics

_DIGIT = re.compile(r"\d")
_CLOSE = re.compile(r" ?%? ?[)\]]+")
_POWER = re.compile(
    r"\b(?:power(?:ed)? (?:of|to)|sample size|to detect|assum(?:e|ed|ing)|statistical power|power calculation|type I error|two-sided alpha|non-?inferiority margin (?:of|was))\b",
    re.IGNORECASE,
)
_UNREPORTING_SECTIONS = frozenset({"METHODS", "OBJECTIVE", "BACKGROUND"})
_PLANNING_SECTIONS = _UNREPORTING_SECTIONS | {"OTHER"}


def find_results(context: Context) -> tuple[list[Result], list[Leftover]]:
    """Return the results of a document in order, and the statistic-like strings that none of them uses."""
    folded = context.folded
    p_readings = find_p_values(folded)
    tests = find_test_statistics(folded)
    p_spans = sorted([(r.p.start, r.p.end) for r in p_readings] + [(t.start, t.end) for t in tests])
    definitions = [(form.short, form.long) for form in context.abbreviations]
    effects = find_effects(folded, context.sentences, definitions, p_spans)
    found: list[tuple[Draft, int]] = []
    leftovers = [Leftover(r.p.start, r.p.end, "planned_level") for r in p_readings if r.planned]
    cursor = _Cursor(p_readings, tests, effects)
    sides = KnownSides(context)
    for index, (start, end) in enumerate(context.sentences):
        ps, own_tests, own_effects = cursor.within(start, end)
        if (
            not ps
            and not own_tests
            and not own_effects
            and _DIGIT.search(folded, start, end) is None
            and folded.find(" group", start, end) < 0
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
    spans = _merged([(row.start, row.end) for row in rows])
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
    comparisons = sides.confirm(_comparisons(context, start, end, ps, tests, effects))
    worded = {
        effect.value_span[0]
        for effect in effects
        if effect.rule in {"effect.percent_change", "effect.bracketed_change"} and effect.value_span
    }
    comparisons = [
        one for one in comparisons if one.sure or not any(group.start in worded for group in one.groups)
    ]
    effects = [effect for effect in effects if not (_soft(effect) and _inside(effect, comparisons))]
    pieces: list[tuple[int, int, object]] = [(reading.p.start, 3, reading) for reading in real]
    pieces += [(test.start, 2, test) for test in tests]
    pieces += [(_reached(comparison), 0, comparison) for comparison in comparisons]
    arms = [effect for effect in effects if _armlike(effect)]
    pieces += [
        (effect.start, 1, effect)
        for effect in effects
        if not _armlike(effect) or not _inside(effect, comparisons)
    ]
    pieces.sort(key=lambda piece: (piece[0], piece[1]))
    drafts: list[Draft] = []
    for _, _, piece in pieces:
        if isinstance(piece, PReading):
            join_p(folded, drafts, piece, real)
        elif isinstance(piece, Effect):
            _join_effect(folded, drafts, piece)
        elif isinstance(piece, Comparison):
            _join_comparison(folded, drafts, piece)
        elif isinstance(piece, TestStatistic):
            _join_test(folded, drafts, piece)
    drafts = given_ahead(folded, drafts)
    numbered(folded, drafts)
    inner = [
        Draft(effect.start, effect.end, effect.rule, effect=effect, arm=True)
        for effect in arms
        if _inside(effect, comparisons)
    ]
    reporting = section not in _UNREPORTING_SECTIONS and not _AIM.match(sentence)
    told = without_restatements(folded, drafts)
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


# -- comparisons of one sentence -----------------------------------------------------------------------------------------


def _comparisons(
    context: Context,
    start: int,
    end: int,
    ps: list[PReading],
    tests: list[TestStatistic],
    effects: list[Effect],
) -> list[Comparison]:
    folded = context.folded
    blocked = [(reading.p.start, reading.p.end) for reading in ps] + [
        (test.start, test.end) for test in tests
    ]
    arm_values: dict[tuple[int, int], Effect] = {}
    for effect in effects:
        if _armlike(effect) and effect.value_span is not None:
            arm_values[effect.value_span] = effect
        elif not _soft(effect) and effect.value_span is not None:
            blocked.append((effect.value_span[0], past_spread(folded, effect.value_span[1])))
            if effect.measure is not None:
                blocked.append(effect.measure)
        if effect.interval is not None:
            blocked.append((effect.interval.start, effect.interval.end))
    quantities = find_quantities(folded, start, end, _merged(blocked))
    closed = []
    for quantity in quantities:
        estimate = arm_values.get((quantity.value_start, quantity.value_end))
        if estimate is not None and estimate.interval is not None:
            close = _CLOSE.match(folded, max(quantity.end, estimate.interval.end), end)
            quantity = replace(
                quantity, end=close.end() if close else max(quantity.end, estimate.interval.end)
            )
        closed.append(quantity)
    quantities = _without_swallowed(closed)
    separators = [
        effect.value_span
        for effect in effects
        if effect.value_span is not None and not _armlike(effect) and not _soft(effect)
    ]
    found = find_comparisons(
        context.text,
        folded,
        start,
        end,
        quantities,
        [(reading.p.start, reading.p.end) for reading in ps],
        separators,
        [
            effect.start
            for effect in effects
            if effect.named and effect.interval is not None and effect.code in _BETWEEN
        ],
    )
    # Two changes with intervals are two groups' only if the wording says so; they may be two outcomes' as well.
    changes = {
        effect.value_span[0]
        for effect in arm_values.values()
        if not effect.arm and effect.value_span is not None
    }
    return [
        comparison
        for comparison in found
        if comparison.sure or not any(group.start in changes for group in comparison.groups)
    ]


_BETWEEN = frozenset({"OR", "RR", "HR", "IRR", "PR", "RD"})


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _without_swallowed(quantities: list[Quantity]) -> list[Quantity]:
    kept: list[Quantity] = []
    for quantity in quantities:
        if kept and quantity.start < kept[-1].end:
            continue
        kept.append(quantity)
    return kept


def _armlike(effect: Effect) -> bool:
    """Tell whether an estimate may be one group's value: its own mean or proportion, or its change with an interval."""
    return effect.arm or (effect.interval is not None and effect.code in {"MD", "PCT"} and not effect.named)


def _soft(effect: Effect) -> bool:
    """Tell whether an effect was read from wording alone, so that a comparison of the same numbers goes first."""
    return effect.interval is None and effect.rule in {
        "effect.changed_by",
        "effect.percent_change",
        "effect.bracketed_percent",
        "effect.signed_change",
        "effect.bracketed_change",
        "effect.longer",
    }


def _reached(comparison: Comparison) -> int:
    """Return where a comparison stands among the pieces: before and after, at its last value, which begins the next change."""
    return comparison.groups[-1].start if comparison.rule == "groups.from_to" else comparison.start


def _inside(effect: Effect, comparisons: Sequence[Comparison]) -> bool:
    if effect.value_span is None:
        return False
    return any(
        group.start == effect.value_span[0] for comparison in comparisons for group in comparison.groups
    )


# -- joining ----------------------------------------------------------------------------------------------------------------


_RATIOS = frozenset({"OR", "RR", "HR", "IRR", "PR", "GMR", "RATIO"})


# "194 days versus 192 days (P = 0.90), with a hazard ratio of 1.03"
_TESTED_WITH = re.compile(
    r" ?[)\]][,;]? (?:with|corresponding to|yielding|giving) (?:an? |the )?(?:[a-z]+ )?"
)
# "was longer (P = .005) for those on A (median, 16 months) than for those on B (median, 9 months)"
_TESTED_FOR = re.compile(
    r" ?[)\]],? (?:(?:in|for|with|among|after|on|at|under|than|between)\b[^;:.\d]{2,90}|(?:at|with|in|after) [\d.]+ ?[^\s\d()]{1,8} [(\[])"
)


# "a significantly lower (p < 0.001) fall rate (37%) compared with …"
_TESTED_WORD = re.compile(
    r"\b(?:higher|lower|greater|larger|smaller|longer|shorter|more|less|fewer|better|worse|reduced|increased|decreased|different)(?: [a-z]+)? ?[(\[]$"
)
_ITS_NOUN = re.compile(r" ?[)\]](?: (?!in\b|was\b|were\b|and\b|had\b)[\w-]+){1,5} ?[(\[]")


def _join_effect(folded: str, drafts: list[Draft], effect: Effect) -> None:
    if drafts and not effect.arm:
        last = drafts[-1]
        gap = folded[last.end : effect.start]
        if last.effect is not None and not last.arm and last.p is None and _restates(last, effect, gap):
            last.effect = effect
            last.rule = effect.rule
            last.grow(effect.start, effect.end)
            return
        bound = (
            effect.value is None and effect.interval is not None and effect.interval.rule == "ci.one_sided"
        )
        if (
            bound
            and last.effect is not None
            and last.effect.interval is None
            and last.p is None
            and len(gap) < 40
            and NEW_CLAUSE.search(gap) is None
        ):
            # "risk difference -1.2%; one-sided 97.5% CI, lower bound -4.3%": the bound of the estimate just read.
            last.effect = replace(last.effect, interval=effect.interval)
            last.extra_rules.append("ci.one_sided")
            last.grow(effect.start, effect.end)
            return
        near = len(gap) <= 90 and NEW_CLAUSE.search(gap) is None
        if (
            last.effect is None
            and last.comparison is not None
            and near
            and (
                last.p is None
                or (same_bracket(gap) and ONLY_LINKS.fullmatch(gap))
                or _TESTED_WITH.fullmatch(gap)
            )
        ):
            last.effect = effect
            last.extra_rules.append(effect.rule)
            last.grow(effect.start, effect.end)
            return
        if (
            last.effect is None
            and last.comparison is None
            and last.test is None
            and last.p is not None
            and last.p_first
            and re.fullmatch(r"[\s,;:]*(?:and |with )?(?:an? )?(?:adjusted |crude )?", gap)
            and (opens_bracket(folded, last.start) or _after_its_p(folded, last.start, gap))
        ):
            last.effect = effect
            last.rule = effect.rule
            last.grow(effect.start, effect.end)
            return
        if last.effect is None and last.test is not None and same_bracket(gap) and ONLY_LINKS.fullmatch(gap):
            last.effect = effect
            last.rule = effect.rule
            last.grow(effect.start, effect.end)
            return
    drafts.append(Draft(effect.start, effect.end, effect.rule, effect=effect, arm=effect.arm))


def _after_its_p(folded: str, start: int, gap: str) -> bool:
    """Tell whether an item of a list begins with its p-value ("; P = 0.6, OR = 1.1", "year 1: P = 0.6, OR = 1.1")."""
    return gap.startswith(",") and folded[max(0, start - 2) : start] in {": ", "; "}


_WORDED_RULES = frozenset(
    {
        "effect.percent_change",
        "effect.changed_by",
        "effect.fold",
        "effect.fold_word",
        "effect.times",
        "effect.longer",
    }
)


def _restates(last: Draft, effect: Effect, gap: str) -> bool:
    """Tell whether an effect prints the one before it in another form ("reduced by 79% (HR 0.21 …)")."""
    first = last.effect
    assert first is not None
    if first.interval is not None or first.named:
        return False
    worded = first.rule.split("+")[0] in _WORDED_RULES and effect.rule not in _WORDED_RULES
    if not worded or len(gap) > 110 or NEW_CLAUSE.search(gap):
        return False
    if effect.code in _RATIOS | {"VE", "PCT"}:
        return first.code in _RATIOS | {"PCT", "RD"}
    return effect.value == first.value


# "higher by 116% (P < 0.001) (median with bark 697 versus 323)"
_ITS_VALUES = re.compile(r" ?\)? \((?:medians?|means?|rates?)\b[^();]{0,60}")


# "fell by 27% with bark, from 7.3 (baseline) to 5.3"
_FROM = re.compile(r"(?: [^;.(),]{1,50})?,? ?[(\[]?from (?:an? |the )?(?:[a-z-]+ ){0,3}(?:of )?")


def _from_what(last: Draft, gap: str) -> bool:
    """Tell whether values before and after are those of the relative change just read."""
    return (
        last.rule in _WORDED_RULES | {"effect.bracketed_percent", "effect.bracketed_change"}
        and last.effect is not None
        and last.effect.code in {"PCT", "GMR", "RATIO"}
        and _FROM.fullmatch(gap) is not None
        and NEW_CLAUSE.search(gap) is None
    )


def _join_comparison(folded: str, drafts: list[Draft], comparison: Comparison) -> None:
    if drafts:
        last = drafts[-1]
        gap = folded[last.end : comparison.start]
        bracketed = re.fullmatch(
            r"\s*[\])]?[\s,;:]*[(\[]?\s*(?:means?|medians?|rates?)?[\s:,]*", gap
        ) is not None or (
            last.rule in _WORDED_RULES and re.fullmatch(r"(?: [a-z-]+){1,4} [(\[]", gap) is not None
        )
        if (
            last.comparison is None
            and last.effect is not None
            and not last.arm
            and (
                (bracketed and (same_bracket(gap) or "(" in gap) and last.p is None)
                or (last.rule in _WORDED_RULES and _ITS_VALUES.fullmatch(gap))
                or (comparison.rule == "groups.from_to" and last.p is None and _from_what(last, gap))
            )
        ):
            last.comparison = comparison
            last.extra_rules.append(comparison.rule)
            last.grow(comparison.start, comparison.end)
            return
        if (
            last.comparison is None
            and last.effect is None
            and last.p is not None
            and last.p_first
            and opens_bracket(folded, last.start)
            and (
                re.fullmatch(r"[\s,;:]*", gap)
                or (comparison.rule in {"groups.versus", "groups.labelled"} and _TESTED_FOR.fullmatch(gap))
                or (
                    comparison.rule == "groups.versus"
                    and _TESTED_WORD.search(folded, max(0, last.start - 40), last.start)
                    and _ITS_NOUN.fullmatch(gap)
                )
            )
        ):
            last.comparison = comparison
            last.rule = comparison.rule
            last.grow(comparison.start, comparison.end)
            return
    drafts.append(Draft(comparison.start, comparison.end, comparison.rule, comparison=comparison))


def _join_test(folded: str, drafts: list[Draft], test: TestStatistic) -> None:
    if drafts:
        last = drafts[-1]
        gap = folded[last.end : test.start]
        if (
            last.test is None
            and len(gap) <= (130 if last.effect is not None and gap.endswith("(") else 70)
            and (
                (last.p is None and NEW_CLAUSE.search(gap) is None)
                or (same_bracket(gap) and re.fullmatch(r"[\s,;:]*", gap))
            )
        ):
            last.test = test
            last.grow(test.start, test.end)
            return
    drafts.append(Draft(test.start, test.end, f"test.{test.name}", test=test))


_AIM = re.compile(
    r"\W*(?:To (?!our|date|this|these|summari[sz]e)[a-z]+|We (?:aimed|sought|hypothesi[sz]ed|planned|designed)|(?:The |Our )?(?:aims?|objectives?|purpose|goal|hypothesis)\b)"
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
    return replace(effect, code="RD") if printed < 0.15 else effect


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
