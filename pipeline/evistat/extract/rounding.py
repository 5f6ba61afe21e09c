"""A number as printed → the range of values that its decimals leave open.

A printed 0.7 stands for anything from 0.65 to 0.75: whoever compares printed numbers compares these ranges.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from evistat.extract.numbers import decimals
from evistat.read.typography import fold

# An interval further out of symmetry round its estimate than this wasn't made as estimate ± z × SE.
ASYMMETRY = 1.6


@dataclass(frozen=True, slots=True)
class Range:
    """The values a printed number may stand for."""

    low: float
    high: float

    def meets(self, other: Range) -> bool:
        """Tell whether some value lies in both."""
        return self.low <= other.high and other.low <= self.high

    def holds(self, value: float) -> bool:
        """Tell whether ``value`` is one of them."""
        return self.low <= value <= self.high


def half_unit(printed: str | None, value: float) -> float:
    """Return half the weight of a number's last printed digit; unprinted numbers keep their own decimals."""
    text = fold(printed) if printed else repr(value)
    digits = re.search(r"\d[\d.,]*|\.\d+", text)
    exponent = re.search(r"(?:[eE×x*]|10 ?\^?)-? ?\d", text)
    if digits is None or exponent is not None:
        return abs(value) * 0.05
    return 0.5 * 10.0 ** -decimals(digits[0].rstrip(".,"))


def printed_range(value: float, printed: str | None) -> Range:
    """Return the values that a number printed as ``printed`` may stand for."""
    half = half_unit(printed, value) * (1 + 1e-9)
    return Range(value - half, value + half)


def logged(numbers: Range) -> Range:
    """Return the logarithms of a range of positive numbers."""
    return Range(math.log(numbers.low), math.log(numbers.high))


def is_centred(estimate: Range, lower: Range, upper: Range) -> bool:
    """Tell whether an interval can lie evenly round its estimate, on the scale all three are given in.

    One that doesn't was made in another way than estimate ± z × SE, and gives no standard error.
    """
    below = Range(estimate.low - lower.high, estimate.high - lower.low)
    above = Range(upper.low - estimate.high, upper.high - estimate.low)
    if below.high <= 0 or above.high <= 0:
        return False
    return below.low <= ASYMMETRY * above.high and above.low <= ASYMMETRY * below.high
