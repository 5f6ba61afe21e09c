"""The numbers of a forest plot → its axis: how far it reaches, where its ticks stand, where a value lies."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Beyond the estimates the axis follows the intervals as far as this many times the estimates' own spread.
MARGIN = 0.9
# The least that the axis shows: from half to twice the null value, on a log scale.
LEAST_LOG = math.log(2)
MOST_TICKS = 7


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


def make_axis(estimates: Sequence[float], bounds: Iterable[float], *, null: float | None, log: bool) -> Axis:
    """Return an axis that holds all estimates and the null value, and the intervals as far as is reasonable.

    A few very wide intervals would press all others together: these run off the axis, to be drawn as arrows.
    Values must be positive where ``log``.
    """
    middles = [_scaled(value, log) for value in estimates]
    if null is not None:
        middles.append(_scaled(null, log))
    reach = [*middles, *(_scaled(bound, log) for bound in bounds if not log or bound > 0)]
    first, last = min(middles), max(middles)
    spread = max(last - first, LEAST_LOG if log else _half_width(estimates, reach))
    low = max(min(reach), first - MARGIN * spread)
    high = min(max(reach), last + MARGIN * spread)
    if low == high:
        low, high = low - 1, high + 1
    pad = 0.03 * (high - low)
    low, high = low - pad, high + pad
    ends = (math.exp(low), math.exp(high)) if log else (low, high)
    ticks = _log_ticks(*ends) if log else _linear_ticks(*ends)
    return Axis(ends[0], ends[1], log, tuple(ticks))


def _scaled(value: float, log: bool) -> float:
    return math.log(value) if log else value


def _half_width(estimates: Sequence[float], reach: Sequence[float]) -> float:
    """Return half the extent of all intervals, or of the numbers themselves where there is none."""
    extent = max(reach) - min(reach)
    return extent / 2 if extent > 0 else abs(estimates[0]) or 1.0


def _log_ticks(low: float, high: float) -> list[float]:
    """Return round numbers of even ratios; close together 1, 1.5, 2, 3, 5, 7 of each power of ten."""
    for steps in ((1.0,), (1.0, 3.0), (1.0, 2.0, 5.0), (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)):
        ticks = _in_powers(steps, low, high)
        if len(ticks) >= 4:
            break
    if len(ticks) >= 3:
        while len(ticks) > MOST_TICKS:
            ticks = [tick for tick in ticks if math.isclose(math.log10(tick) % 2, 0, abs_tol=1e-9)] or ticks[
                ::2
            ]
        return ticks
    return _linear_ticks(low, high)


def _in_powers(steps: Iterable[float], low: float, high: float) -> list[float]:
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    # By way of text: 3 × 10 ** -1 is 0.30000000000000004.
    values = (float(f"{step}e{power}") for power in powers for step in steps)
    return [value for value in sorted(values) if low <= value <= high]


def _linear_ticks(low: float, high: float) -> list[float]:
    rough = (high - low) / (MOST_TICKS - 1)
    power = math.floor(math.log10(rough))
    step = next(float(f"{step}e{power}") for step in (1, 2, 2.5, 5, 10) if float(f"{step}e{power}") >= rough)
    first = math.ceil(low / step)
    return [float(f"{at * step:.10g}") for at in range(first, math.floor(high / step) + 1)]
