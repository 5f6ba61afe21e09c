"""Two groups' values, each with an interval of its own → whether either value lies in the other's interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evistat.extract.finding import Interval, Result


def intervals_by_place(results: Sequence[Result]) -> dict[int, Interval]:
    """Return the interval that each estimate is printed with, by where its value begins."""
    return {
        result.value_span.start: result.ci
        for result in results
        if result.value_span is not None and result.ci is not None and len(result.groups) < 2
    }


def overlap_fully(result: Result, intervals: Mapping[int, Interval]) -> bool:
    """Return whether both values lie in one another's interval, so that they can't differ significantly.

    *4.1% (95% CI 2.0 to 7.3) versus 5.2% (95% CI 3.1 to 8.4)*
    """
    if result.p is not None or result.ci is not None or result.value is not None or len(result.groups) != 2:
        return False
    first, second = result.groups
    return _holds(intervals.get(first.start), second.value) and _holds(
        intervals.get(second.start), first.value
    )


def _holds(interval: Interval | None, value: float) -> bool:
    """Tell whether an interval with both bounds holds a value."""
    if interval is None or interval.lower is None or interval.upper is None:
        return False
    return interval.lower < value < interval.upper
