"""The numbers of a forest plot → its axis: how far it reaches, where its ticks stand, where a value lies."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

# Beyond the estimates the axis follows the intervals as far as this many times the estimates' own spread, or this
# many times the arm of the usual interval, whichever is more.
SPREADS = 0.9
ARMS = 3.0
MOST_TICKS = 7
# The logarithm of the largest number an axis shows.
FARTHEST = 300.0
# Estimate and bounds; a bound that wasn't reached is None.
Numbers = tuple[float, float | None, float | None]


@dataclass(frozen=True, slots=True)
class Axis:
    """A linear or logarithmic axis from ``low`` to ``high``, in the measure's own numbers."""

    low: float
    high: float
    log: bool
    ticks: tuple[float, ...]

    def place(self, value: float) -> float:
        """Return where ``value`` lies: 0 at the axis's start, 1 at its end, beyond these outside."""
        low, high = _scaled(self.low, self.log), _scaled(self.high, self.log)
        return (_scaled(value, self.log) - low) / (high - low)


def make_axis(intervals: Sequence[Numbers], *, null: float | None, log: bool) -> Axis:
    """Return an axis that holds all estimates and the null value, and the intervals as far as is reasonable.

    A few very wide intervals would press all others together: these run off the axis, to be drawn as arrows.
    Estimates must be positive where ``log``.
    """
    middles = [_scaled(estimate, log) for estimate, _, _ in intervals]
    ends = [
        [_scaled(bound, log) for bound in bounds if bound is not None and (not log or bound > 0)]
        for _, *bounds in intervals
    ]
    arms = [max(abs(end - at) for end in pair) for at, pair in zip(middles, ends, strict=True) if pair]
    if null is not None:
        middles.append(_scaled(null, log))
    first, last = min(middles), max(middles)
    room = max(SPREADS * (last - first), ARMS * median(arms) if arms else 0.0)
    reach = [*middles, *(end for pair in ends for end in pair)]
    low, high = max(min(reach), first - room), min(max(reach), last + room)
    pad = 0.03 * (high - low) if high > low else abs(low) or 1.0
    low, high = low - pad, high + pad
    if log:
        low, high = math.exp(max(low, -FARTHEST)), math.exp(min(high, FARTHEST))
    return Axis(low, high, log, tuple(_log_ticks(low, high) if log else _linear_ticks(low, high)))


def _scaled(value: float, log: bool) -> float:
    return math.log(value) if log else value


def _log_ticks(low: float, high: float) -> list[float]:
    """Return round numbers of even ratios; close together 1, 1.5, 2, 3, 5, 7 of each power of ten."""
    for steps in ((1.0,), (1.0, 3.0), (1.0, 2.0, 5.0), (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)):
        ticks = _in_powers(steps, low, high)
        if len(ticks) >= 4:
            break
    if len(ticks) < 3:
        return _linear_ticks(low, high)
    while len(ticks) > MOST_TICKS:
        ticks = ticks[ticks.index(1.0) % 2 if 1.0 in ticks else 0 :: 2]
    return ticks


def _in_powers(steps: Iterable[float], low: float, high: float) -> list[float]:
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    # By way of text: 3 × 10 ** -1 is 0.30000000000000004.
    values = (float(f"{step}e{power}") for power in powers for step in steps)
    return [value for value in sorted(values) if low <= value <= high]


def _linear_ticks(low: float, high: float) -> list[float]:
    power = math.floor(math.log10(high - low)) - 1
    steps = (float(f"{step}e{at}") for at in (power, power + 1) for step in (1, 2, 2.5, 5))
    for step in steps:
        first, last = math.ceil(low / step), math.floor(high / step)
        if last - first < MOST_TICKS:
            return [float(f"{at * step:.10g}") for at in range(first, last + 1)]
    return [low, high]
