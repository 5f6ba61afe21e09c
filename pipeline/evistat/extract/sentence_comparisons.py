"""A sentence and its estimates → its comparisons, made of the numbers that no estimate needs for itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from evistat.extract.context import Context
from evistat.extract.estimates import Effect, past_spread
from evistat.extract.finding import TestStatistic
from evistat.extract.group_row import Comparison, comparison_of
from evistat.extract.groups import find_comparisons
from evistat.extract.own_estimates import own_estimates
from evistat.extract.p_values import PReading
from evistat.extract.quantities import Quantity, find_quantities
from evistat.extract.units import unit_at

# "6.0 months with lomitrel (95% CI 5.1-6.9)": a name stands before the interval
_NAMED = re.compile(r",? (?:in|for|with|among|on|after) [^()\[\]]{2,60}[(\[]")
# "(95% CI, 14-40, 12 of 44 callers)": the count may stand behind the interval
_CLOSE = re.compile(r" ?%?(?:[,;] ?(?:[nN] ?= ?)?\d+ ?(?:/|of) ?\d+(?: [a-z]+){0,2})? ?[)\]]+")


def sentence_comparisons(
    context: Context,
    start: int,
    end: int,
    ps: list[PReading],
    tests: list[TestStatistic],
    effects: list[Effect],
) -> list[Comparison]:
    """Return the comparisons of a sentence; numbers of p-values, tests and named estimates are none of theirs."""
    folded = context.folded
    blocked = [(reading.p.start, reading.p.end) for reading in ps] + [
        (test.start, test.end) for test in tests
    ]
    arm_values: dict[tuple[int, int], Effect] = {}
    for effect in effects:
        if armlike(effect) and effect.value_span is not None:
            arm_values[effect.value_span] = effect
        elif not soft(effect) and effect.value_span is not None:
            blocked.append((effect.value_span[0], past_spread(folded, effect.value_span[1])))
            if effect.measure is not None:
                blocked.append(effect.measure)
        if effect.interval is not None:
            blocked.append((effect.interval.start, effect.interval.end))
    quantities = find_quantities(folded, start, end, merged(blocked))
    closed = []
    for quantity in quantities:
        estimate = arm_values.get((quantity.value_start, quantity.value_end))
        if (
            estimate is not None
            and estimate.interval is not None
            and not _NAMED.match(folded, quantity.end, estimate.interval.start)
        ):
            close = _CLOSE.match(folded, max(quantity.end, estimate.interval.end), end)
            stop = close.end() if close else max(quantity.end, estimate.interval.end)
            # "6.0 (95% CI 5.1-6.9) per 1000"
            unit = None if quantity.unit else unit_at(folded, stop)
            quantity = replace(quantity, end=unit[1] if unit else stop, unit=unit or quantity.unit)
        closed.append(quantity)
    quantities = _without_swallowed(closed)
    separators = [
        effect.value_span
        for effect in effects
        if effect.value_span is not None and not armlike(effect) and not soft(effect)
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
    found = _with_own(context, start, end, effects, quantities, found)
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


def _with_own(
    context: Context,
    start: int,
    end: int,
    effects: Sequence[Effect],
    quantities: Sequence[Quantity],
    found: list[Comparison],
) -> list[Comparison]:
    """Add the comparisons of the estimates that stand each beside its group's name, unless they are read."""
    arms = [effect for effect in effects if effect.arm]
    for own in own_estimates(context.folded, arms, start, end) if len(arms) > 1 else ():
        starts = {effect.value_span[0] for effect in own.effects if effect.value_span is not None}
        held = [one for one in found if any(group.start in starts for group in one.groups)]
        chosen = [quantity for quantity in quantities if quantity.value_start in starts]
        if len(chosen) != len(starts) or any(
            sum(group.start in starts for group in one.groups) > 1 for one in held
        ):
            continue
        made = comparison_of(
            context.text,
            context.folded,
            chosen,
            "groups.own_intervals",
            end,
            sure=own.sure,
            end_at=None,
            labels=own.labels,
        )
        found = [one for one in found if one not in held] + [made]
    return sorted(found, key=lambda one: one.start)


def merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order, those that overlap made one."""
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


def armlike(effect: Effect) -> bool:
    """Tell whether an estimate may be one group's value: its own mean or proportion, or its change with an interval."""
    return effect.arm or (
        effect.interval is not None
        and effect.code in {"MD", "PCT"}
        and not effect.named
        and not effect.rule.endswith("+higher_lower")
    )


def soft(effect: Effect) -> bool:
    """Tell whether an effect was read from wording alone, so that a comparison of the same numbers goes first."""
    return effect.interval is None and effect.rule in {
        "effect.changed_by",
        "effect.percent_change",
        "effect.bracketed_percent",
        "effect.bracketed_change",
        "effect.longer",
    }


def in_comparison(effect: Effect, comparisons: Sequence[Comparison]) -> bool:
    """Tell whether a comparison has an effect's value as a group's."""
    if effect.value_span is None:
        return False
    return any(
        group.start == effect.value_span[0] for comparison in comparisons for group in comparison.groups
    )
