"""A result's numbers → consistency checks: do they agree with each other, rounding honoured?

A check is made only where its numbers are printed and comparable; a failing one names the numbers that
disagree. It flags a result, it never drops one. Flags must be rare and right: wherever a usual way of
analysis (adjustment, another test, an exact interval, small samples) explains a difference, the check passes.

The p-value is recomputed as Altman and Bland do (BMJ 2011;343:d2090 and d2304): from the estimate and its
interval, on the log scale for ratios. Printed numbers are taken as the ranges their decimals leave open.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from statistics import NormalDist

from evistat.extract.estimates import RATIOS
from evistat.extract.finding import Check, Group, Interval, PValue, Result, TestStatistic
from evistat.extract.rounding import Range, half_unit, is_centred, logged, printed_range
from evistat.lexicons import lexicon
from evistat.read.typography import fold

ALPHA = 0.05
# Printed p-values this near 0.05 may fall on the other side by another test of the same data.
NEAR_ALPHA = (0.03, 0.08)
# A recomputed p disagrees by order of magnitude only beyond this factor, and beyond this distance of z.
P_FACTOR = 10.0
Z_DISTANCE = 0.8
# Below this, the method of approximation decides more than the data do.
SMALLEST_P = 1e-4
# Without an interval to lie in, groups disagree with their effect only beyond this factor.
EFFECT_FACTOR = 1.5
# Values further apart than this factor are different quantities (a count and a rate).
UNCOMPARABLE = 10.0
# An interval this far from the null value beside a plain p is one arm's own, not the comparison's.
ARMS_OWN = 1e-12

_DIFFERENCES = frozenset({"MD", "RD", "SMD", "BETA"})
_STANDARD = NormalDist()


def check_result(result: Result) -> tuple[Check, ...]:
    """Return the checks that apply to ``result``, in a fixed order."""
    return tuple(_checks(result))


def _checks(result: Result) -> Iterator[Check]:
    bounds = _both_bounds(result.ci)
    if result.ci is not None and bounds is not None:
        lower, upper = bounds
        yield from _bounds_ordered(result, result.ci, lower, upper)
        if lower.low > upper.high:
            lower, upper = upper, lower
        if result.value is not None:
            yield from _interval_contains_estimate(result, result.value, lower, upper)
            yield from _p_matches_interval(result, result.ci, lower, upper)
    if result.p is not None and result.p.value is not None:
        yield _check("p_in_range", 0 <= result.p.value <= 1, f"p {result.p.op} {_number(result.p.value)}")
    if result.value is not None and result.measure is not None:
        yield from _value_in_range(result, result.measure, result.value)
    yield from _percent_matches_counts(result.groups)
    yield from _groups_match_effect(result)
    if result.test is not None and result.p is not None:
        yield from _p_matches_test(result.test, result.p)


def _check(code: str, ok: bool, detail: str) -> Check:
    return Check(code, ok, None if ok else detail)


# -- printed numbers -----------------------------------------------------------------------------------------


def _number(value: float) -> str:
    return f"{value:.4g}"


def _both_bounds(interval: Interval | None) -> tuple[Range, Range] | None:
    if interval is None or interval.lower is None or interval.upper is None:
        return None
    lower = printed_range(interval.lower, interval.lower_text)
    upper = printed_range(interval.upper, interval.upper_text)
    return lower, upper


def _bound_text(interval: Interval) -> tuple[str, str]:
    return interval.lower_text or str(interval.lower), interval.upper_text or str(interval.upper)


def _value_range(result: Result, value: float) -> Range:
    return printed_range(value, result.value_span.text if result.value_span else None)


def _value_text(result: Result) -> str:
    return result.value_span.text if result.value_span else _number(result.value or 0.0)


# -- interval and estimate -----------------------------------------------------------------------------------


def _bounds_ordered(result: Result, interval: Interval, lower: Range, upper: Range) -> Iterator[Check]:
    """Check that the lower bound is printed first; "-7.3 (-5.8 to -8.8)" counts the size and passes."""
    by_size = upper.high < 0 and lower.high <= 0 and result.value is not None
    by_size = by_size and upper.low <= -abs(result.value or 0.0) <= lower.high
    first, last = _bound_text(interval)
    yield _check("bounds_ordered", lower.low <= upper.high or by_size, f"lower {first} > upper {last}")


def _interval_contains_estimate(result: Result, value: float, lower: Range, upper: Range) -> Iterator[Check]:
    """Check the estimate against its interval, also with the sign or scale that wording may have changed.

    "Reduced by 3.2 (95% CI -6.2 to -1.1)", "0.45 (38% to 52%)" and "reduced by 27% (0.6 to 0.9)" agree.
    """
    printed = _value_range(result, value)
    span = Range(lower.low, upper.high)
    readings = [printed, Range(-printed.high, -printed.low)]
    readings += [
        Range(reading.low * factor, reading.high * factor) for reading in readings for factor in (100, 0.01)
    ]
    if result.measure in ("PCT", "VE", "RD") or result.unit == "%":
        readings += [
            Range(1 - printed.high / 100, 1 - printed.low / 100),
            Range(1 + printed.low / 100, 1 + printed.high / 100),
        ]
    assert result.ci is not None
    bounds = " to ".join(_bound_text(result.ci))
    contained = any(reading.meets(span) for reading in readings)
    yield _check("interval_contains_estimate", contained, f"{_value_text(result)} is outside {bounds}")


# -- p-values ------------------------------------------------------------------------------------------------


def _p_range(p: PValue) -> Range | None:
    """Return the p-values that a printed p leaves open."""
    if p.op == "ns":
        return Range(ALPHA, 1.0)
    if p.value is None or not 0 <= p.value <= 1:
        return None
    if p.op == "=":
        digits = re.search(r"(?:\d+[.,] ?|[.,] ?)\d+(?:.*)\Z", fold(p.text))
        around = printed_range(p.value, digits[0] if digits else None)
        return Range(max(around.low, 0.0), min(around.high, 1.0))
    return Range(0.0, p.value) if p.op in ("<", "<=") else Range(p.value, 1.0)


def _p_matches_interval(result: Result, interval: Interval, lower: Range, upper: Range) -> Iterator[Check]:
    """Check a printed p against the one that estimate and interval give."""
    p = result.p
    value = result.value
    if (
        p is None
        or value is None
        or p.kind is not None
        or interval.type != "confidence"
        or interval.level is None
    ):
        return
    if not 50 < interval.level < 100 or result.measure not in RATIOS | _DIFFERENCES or _is_an_arm(result):
        return
    stated = _p_range(p)
    estimate = _value_range(result, value)
    if result.measure in RATIOS:
        if lower.low <= 0 or estimate.low <= 0 or value <= 0 or upper.low <= 0:
            return
        estimate, lower, upper = logged(estimate), logged(lower), logged(upper)
    recomputed = _recompute(estimate, lower, upper, interval.level)
    if stated is None or recomputed is None or (recomputed.high < ARMS_OWN and stated.high > SMALLEST_P * 10):
        return
    agrees = not (
        _other_side(stated, recomputed, lower, upper, interval.level) or _far_apart(stated, recomputed)
    )
    detail = (
        f"{p.text} but {_value_text(result)} ({' to '.join(_bound_text(interval))}) gives p "
        f"{_number(recomputed.low)} to {_number(recomputed.high)}"
    )
    yield _check("p_matches_interval", agrees, detail)


def _is_an_arm(result: Result) -> bool:
    """Tell whether the value is one arm's own (its interval says nothing of the comparison's p)."""
    return any(group.value == result.value for group in result.groups)


def _recompute(estimate: Range, lower: Range, upper: Range, level: float) -> Range | None:
    """Return the range of two-sided p-values of an estimate with its interval; None where they don't fit.

    The interval must lie about evenly round the estimate on this scale, or it wasn't made by a normal
    approximation and gives no p.
    """
    if not is_centred(estimate, lower, upper):
        return None
    width = Range(upper.low - lower.high, upper.high - lower.low)
    if width.low <= 0:
        return None
    critical = _STANDARD.inv_cdf(0.5 + level / 200)
    furthest = max(abs(estimate.low), abs(estimate.high))
    nearest = 0.0 if estimate.low <= 0 <= estimate.high else min(abs(estimate.low), abs(estimate.high))
    z = Range(2 * critical * nearest / width.high, 2 * critical * furthest / width.low)
    return Range(_two_sided(z.high), _two_sided(z.low))


def _two_sided(z: float) -> float:
    return math.erfc(abs(z) / math.sqrt(2))


def _z_of(p: float) -> float:
    return -_STANDARD.inv_cdf(max(p, 1e-300) / 2) if p < 1 else 0.0


def _other_side(stated: Range, recomputed: Range, lower: Range, upper: Range, level: float) -> bool:
    """Tell whether p and interval disagree about 0.05, beyond what rounding and choice of test explain."""
    if recomputed.high < NEAR_ALPHA[0] and stated.low > NEAR_ALPHA[1]:
        return True
    if recomputed.low > NEAR_ALPHA[1] and stated.high < NEAR_ALPHA[0]:
        return True
    if level != 95:
        return False
    excluded = lower.low > 0 or upper.high < 0
    included = lower.high < 0 < upper.low
    # The interval itself shows it: no recomputation needed, only distance from 0.05.
    return (excluded and stated.low > NEAR_ALPHA[1]) or (included and stated.high < NEAR_ALPHA[0])


def _far_apart(stated: Range, recomputed: Range) -> bool:
    """Tell whether two p-values differ by order of magnitude, both not too small to compare."""
    if stated.meets(recomputed):
        return False
    small, large = sorted((stated, recomputed), key=lambda numbers: numbers.low)
    top, bottom = max(large.low, SMALLEST_P), max(small.high, SMALLEST_P)
    return top > P_FACTOR * bottom and _z_of(bottom) - _z_of(top) > Z_DISTANCE


def _p_matches_test(test: TestStatistic, p: PValue) -> Iterator[Check]:
    """Check a printed p against its test statistic, two-sided or one-sided."""
    stated = _p_range(p)
    half = half_unit(None, test.value) if test.value != int(test.value) else 0.5
    around = Range(max(abs(test.value) - half, 0.0), abs(test.value) + half)
    if stated is None or p.kind is not None:
        return
    largest, smallest = _p_of_test(test, around.low), _p_of_test(test, around.high)
    if largest is None or smallest is None:
        return
    sides = [Range(smallest, largest)]
    if test.name in ("t", "z"):
        sides.append(Range(smallest / 2, largest / 2))
    # Half as much again on both sides: corrections for ties, continuity and unequal variances.
    agrees = any(stated.meets(Range(side.low / 1.5, min(side.high * 1.5, 1.0))) for side in sides)
    agrees = agrees or (stated.high <= SMALLEST_P * 10 and smallest <= SMALLEST_P * 10)
    printed = f"{test.name}({', '.join(map(_number, test.df))}) = {_number(test.value)}"
    detail = f"{p.text} but {printed} gives p {_number(smallest)} to {_number(largest)}"
    yield _check("p_matches_test", agrees, detail)


def _p_of_test(test: TestStatistic, value: float) -> float | None:
    """Return the two-sided p of a test statistic; None for tests without a distribution to ask."""
    if any(df <= 0 for df in test.df):
        return None
    if test.name == "z":
        return _two_sided(value)
    from scipy import special  # here: only few results have a test statistic, and the import is slow

    if test.name == "t" and len(test.df) == 1:
        return float(2 * special.stdtr(test.df[0], -value))
    if test.name == "F" and len(test.df) == 2:
        return float(special.fdtrc(test.df[0], test.df[1], value))
    if test.name == "chi2" and test.df:
        return float(special.chdtrc(test.df[0], value))
    return None


# -- values and groups ---------------------------------------------------------------------------------------


def _value_in_range(result: Result, measure: str, value: float) -> Iterator[Check]:
    """Check a value against those its measure can take (an odds ratio is neither negative nor a per cent)."""
    limits = lexicon("checks")["range"].get(measure)
    if limits is None:
        return
    low, high = limits["low"], limits["high"]
    percent = result.unit is not None and result.unit.strip() in ("%", "percent", "per cent")
    if measure in RATIOS and measure not in ("GMR", "RATIO"):
        yield _check(
            "value_in_range",
            value >= low and not percent,
            f"{measure} {_value_text(result)}{result.unit or ''}",
        )
        return
    scaled = high * 100 if limits.get("percent") and (percent or value > 1) else high
    yield _check(
        "value_in_range", low <= value <= scaled, f"{measure} {_value_text(result)}{result.unit or ''}"
    )


def _percent_matches_counts(groups: tuple[Group, ...]) -> Iterator[Check]:
    """Check each printed per cent against the counts printed with it."""
    compared = [
        group
        for group in groups
        if group.events is not None and group.total and group.unit == "%" and group.value != group.events
    ]
    wrong = []
    for group in compared:
        assert group.events is not None
        assert group.total
        # One unit of the last digit: cut off instead of rounded is no inconsistency.
        unit = 2 * half_unit(group.text, group.value)
        percent = 100 * group.events / group.total
        if group.events > group.total or abs(percent - group.value) > unit * (1 + 1e-9):
            wrong.append(f"{group.events}/{group.total} is {_number(percent)}%, not {group.text}%")
    if compared:
        yield _check("percent_matches_counts", not wrong, "; ".join(wrong))


def _groups_match_effect(result: Result) -> Iterator[Check]:
    """Check a crude difference or ratio against the two groups' values printed with it.

    The groups' own difference or ratio, either way round, must lie in the effect's interval or, rounding
    honoured, within half as much again of the effect. Values ten times apart from it are no values of the
    same quantity: there is nothing to check.
    """
    if result.value is None or result.adjusted or len(result.groups) != 2 or _is_an_arm(result):
        return
    first, second = result.groups
    crude = _crude_effect(result, first, second)
    if crude is None or result.value_span is None or result.value_span.start < max(first.end, second.end):
        return  # the effect of two groups is printed after them; before them stand effects of their own
    if result.ci is not None and result.ci.start <= result.value_span.start < result.ci.end:
        return  # a bound that was taken for the estimate
    rounding = half_unit(first.text, first.value) + half_unit(second.text, second.value)
    printed = _value_range(result, result.value)
    if result.measure in RATIOS:
        if printed.low <= 0:
            return
        printed = logged(printed)
        readings = [math.log(crude), -math.log(crude)]
        margin = math.log(EFFECT_FACTOR)
        size, rounding = abs(math.log(result.value)), margin
    else:
        readings = [crude, -crude]
        if result.measure == "RD":
            readings += [crude / 100, -crude / 100, crude * 100, -crude * 100]
        size = abs(result.value)
        margin = rounding + max(abs(crude), size) * (1 - 1 / EFFECT_FACTOR)
    bounds = _both_bounds(result.ci)
    if bounds is not None and result.measure in RATIOS:
        bounds = (logged(bounds[0]), logged(bounds[1])) if bounds[0].low > 0 else None
    near = any(printed.low - margin <= reading <= printed.high + margin for reading in readings)
    near = near or (bounds is not None and any(bounds[0].low <= r <= bounds[1].high for r in readings))
    if near or abs(readings[0]) <= UNCOMPARABLE * max(size, rounding):
        detail = f"{first.text} and {second.text} give {_number(crude)}, not {_value_text(result)}"
        yield _check("groups_match_effect", near, detail)


def _crude_effect(result: Result, first: Group, second: Group) -> float | None:
    """Return the two groups' own difference or ratio where the measure is one; None where it isn't.

    An odds ratio beside two per cents is adjusted more often than not, so it must be called crude.
    """
    a, b = first.value, second.value
    named = result.measure_span.text.lower() if result.measure_span else ""
    if first.unit != second.unit or "iqr" in (first.spread_kind, second.spread_kind) or "median" in named:
        return None
    per_cents = first.unit == "%" and 0 < a < 100 and 0 < b < 100
    if result.measure == "MD" and result.unit in (None, first.unit):
        return a - b
    if result.measure == "RD" and per_cents:
        return a - b
    if result.measure in ("RR", "PR") and per_cents:
        return a / b
    if result.measure == "OR" and per_cents and result.adjusted is False:
        return a * (100 - b) / (b * (100 - a))
    return None
