"""A result's p-value, interval and the words round it → significant or not, or not said."""

from __future__ import annotations

from evistat.extract.finding import Interval, PValue, Result
from evistat.lexicons import lexicon

ALPHA = 0.05


def null_value(measure: str | None) -> float | None:
    """Return the value of ``measure`` that means no effect; None where it has none (a proportion, an AUC)."""
    value = lexicon("significance")["null"].get(measure) if measure else None
    return float(value) if value is not None else None


def p_verdict(p: PValue | None) -> bool | None:
    """Return whether ``p`` lies below 0.05; None where the printed bound leaves it open (*p < 0.1*)."""
    if p is None:
        return None
    if p.op == "ns":
        return False
    if p.value is None:
        return None
    if p.op == "=":
        return p.value < ALPHA
    if p.op in ("<", "<="):
        return True if p.value <= ALPHA else None
    return False if p.value >= ALPHA else None


def interval_verdict(interval: Interval | None, measure: str | None, unit: str | None = None) -> bool | None:
    """Return whether the interval leaves out the measure's null value (100 for a ratio printed in per cent).

    A bound that is printed as the null value itself is rounded to it from either side: None.
    """
    null = null_value(measure)
    if null == 1.0 and unit == "%":
        null = 100.0
    if interval is None or null is None or interval.lower is None or interval.upper is None:
        return None
    low, high = sorted((interval.lower, interval.upper))
    return None if null in (low, high) else not low < null < high


def judge_significance(result: Result, *, stated: bool | None = None) -> bool | None:
    """Return whether the result is significant: as stated, else by its p-value, else by its interval.

    Words are attached by position and numbers aren't: where a clear p-value contradicts the words, the words
    belong to something else.
    """
    by_p = p_verdict(result.p)
    by_interval = interval_verdict(result.ci, result.measure, result.unit)
    if stated is not None and not (stated and by_p is None and by_interval is False):
        clear = result.p is not None and result.p.value is not None and not 0.045 <= result.p.value <= 0.055
        return by_p if by_p is not None and clear else stated
    if by_p is not None:
        return by_p
    return by_interval
