"""Intervals without a number before them → the estimate that the sentence printed earlier ("1.7 times greater … (CI 1.2-2.3)")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from evistat.extract.estimates import Effect, Reader, with_measure
from evistat.extract.measures import MeasureMention

# So far an estimate's words may part it from its interval.
REACH = 170
_PARTED = re.compile(r";|\.\s")


def with_borrowed_estimates(
    reader: Reader, measures: Sequence[MeasureMention], found: Sequence[Effect]
) -> list[Effect]:
    """Join each interval that stands alone to the estimate before it, if that has none and lies between the bounds."""
    result = sorted(found, key=lambda effect: effect.start)
    index = 0
    while index < len(result):
        lone = result[index]
        place = index - 1
        if lone.value is None and place >= 0 and _takes(reader, lone, result[place]):
            joined = _joined(reader, measures, lone, result[place])
            result[place : index + 1] = [joined]
            continue
        index += 1
    return result


def _takes(reader: Reader, lone: Effect, before: Effect) -> bool:
    interval = lone.interval
    if interval is None or before.interval is not None or before.value is None:
        return False
    if interval.lower is None or interval.upper is None or before.arm:
        return False
    # "1.2 kg lower (95% CI -2.1 to -0.3)": a decrease without its sign
    unsigned = before.value > 0 > interval.lower and interval.lower <= -before.value <= interval.upper
    if not (interval.lower <= before.value <= interval.upper or unsigned):
        return False
    gap = reader.folded[before.end : interval.start]
    return 0 <= len(gap) <= REACH and _PARTED.search(gap) is None


def _joined(reader: Reader, measures: Sequence[MeasureMention], lone: Effect, before: Effect) -> Effect:
    assert lone.interval is not None
    joined = replace(before, interval=lone.interval, end=max(before.end, lone.end), standing=True)
    named = next((one for one in measures if before.end <= one.start < lone.interval.start), None)
    beside = (
        named is not None
        and not named.clue
        and re.fullmatch(r"[\s,:=(]*", reader.folded[named.end : lone.start])
    )
    return (
        replace(with_measure(joined, named), start=before.start) if named is not None and beside else joined
    )
