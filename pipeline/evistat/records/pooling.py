"""Finding → what a meta-analysis takes of it: the estimate and its standard error on the analysis scale, or the arms.

The standard error is read back from the confidence interval: its width on the scale it was made on, divided by
twice the standard normal quantile of its level (3.92 for 95 %; Altman & Bland, BMJ 2011;343:d2090; Cochrane
Handbook, 6.3 and 6.5.2.2). That holds only for an interval that lies evenly round its estimate on that scale, so
one that doesn't gives nothing; rounding of the printed numbers is allowed for. Where a level isn't printed it is
taken for 95 %. A credible interval isn't made from a standard error and gives none.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from evistat.extract.numbers import parse_number
from evistat.extract.rounding import Range, is_centred, printed_range
from evistat.extract.significance import null_value
from evistat.lexicons import lexicon
from evistat.read.typography import fold
from evistat.records.schema import Finding, Group, Mention

USUAL_LEVEL = 95.0
_STANDARD = NormalDist()
_COUNT = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d.,])|(?<![\d.,])\d+(?![\d.,])")
_WORD = re.compile(r"\w+")


class Lack(StrEnum):
    """Why a finding can't be pooled; the value is what a person reads."""

    ESTIMATE = "no estimate"
    SCALE = "a measure without a scale for pooling"
    INTERVAL = "no confidence interval"
    BOUND = "a bound that wasn't reached"
    LEVEL = "an impossible level of confidence"
    CREDIBLE = "a credible interval"
    RANGE = "a number its scale doesn't allow"
    ASYMMETRIC = "an interval that isn't even round its estimate"
    ARMS = "not two arms that can be told apart"
    COUNTS = "no counts or standard deviations of both arms"


@dataclass(frozen=True, slots=True)
class Effect:
    """An estimate on its analysis ``scale``: ``yi`` with its standard error ``sei``."""

    scale: str
    yi: float
    sei: float

    @property
    def vi(self) -> float:
        """The sampling variance, the square of the standard error."""
        return self.sei * self.sei


@dataclass(frozen=True, slots=True)
class Counts:
    """The events of both arms."""

    events: int
    n: int
    events_comparator: int
    n_comparator: int


@dataclass(frozen=True, slots=True)
class Means:
    """The means of both arms with standard deviation and number of people."""

    mean: float
    sd: float
    n: int
    mean_comparator: float
    sd_comparator: float
    n_comparator: int


@dataclass(frozen=True, slots=True)
class _Scale:
    """How a scale's numbers are made from printed ones, and where it has none."""

    to: Callable[[float], float]
    back: Callable[[float], float]
    holds: Callable[[float], bool]
    percent: bool  # the scale takes fractions, which may be printed in per cent


_SCALES = {
    "log": _Scale(math.log, math.exp, lambda x: x > 0, percent=False),
    "identity": _Scale(lambda x: x, lambda y: y, lambda _: True, percent=False),
    "logit": _Scale(
        lambda x: math.log(x / (1 - x)), lambda y: 1 / (1 + math.exp(-y)), lambda x: 0 < x < 1, percent=True
    ),
    "fisher_z": _Scale(math.atanh, math.tanh, lambda x: -1 < x < 1, percent=False),
    "log_complement": _Scale(
        lambda x: math.log(1 - x), lambda y: 1 - math.exp(y), lambda x: x < 1, percent=True
    ),
}


def scale_of(measure: str | None) -> str | None:
    """Return the scale on which results of ``measure`` are pooled; None where they aren't."""
    scale: str | None = lexicon("pooling")["scale"].get(measure) if measure else None
    return scale


def to_scale(value: float, scale: str) -> float:
    """Return ``value`` on ``scale``."""
    return _SCALES[scale].to(value)


def from_scale(value: float, scale: str) -> float:
    """Return a number of ``scale`` as the measure prints it (a fraction where it may be one)."""
    return _SCALES[scale].back(value)


def percent_factor(finding: Finding) -> float:
    """Return what the finding's numbers are divided by: 100 where a ratio or proportion is printed in per cent."""
    scale = scale_of(finding.measure)
    unit = (finding.unit or "").strip()
    in_percent = unit in ("%", "percent", "per cent")
    if scale is None:
        return 1.0
    if _SCALES[scale].percent:
        above_one = finding.value is not None and abs(finding.value) > 1
        return 100.0 if in_percent or above_one else 1.0
    return 100.0 if in_percent and null_value(finding.measure) == 1.0 else 1.0


def critical_value(level: float) -> float:
    """Return how many standard errors an interval of ``level`` per cent reaches to each side (95: 1.96)."""
    return _STANDARD.inv_cdf(0.5 + level / 200)


def read_effect(finding: Finding) -> Effect | Lack:
    """Return the finding's estimate and standard error on its analysis scale, or what it lacks for that."""
    scale = scale_of(finding.measure)
    if finding.value is None:
        return Lack.ESTIMATE
    if scale is None:
        return Lack.SCALE
    ci = finding.ci
    if ci is None:
        return Lack.INTERVAL
    if ci.lower is None or ci.upper is None:
        return Lack.BOUND
    if ci.type != "confidence":
        return Lack.CREDIBLE
    level = USUAL_LEVEL if ci.level is None else ci.level
    if not 50 < level < 100:
        return Lack.LEVEL
    factor = percent_factor(finding)
    value_text = finding.value_span.text if finding.value_span else None
    estimate = _on_scale(finding.value, value_text, factor, scale)
    lower, upper = (
        _on_scale(ci.lower, ci.lower_text, factor, scale),
        _on_scale(ci.upper, ci.upper_text, factor, scale),
    )
    if estimate is None or lower is None or upper is None:
        return Lack.RANGE
    # The bound printed first may be the larger one ("-7.3 (-5.8 to -8.8)"), or become so on the scale.
    first, last = sorted((lower, upper), key=lambda bound: bound.at)
    width = last.at - first.at
    if not (0 < width < math.inf) or not is_centred(estimate.around, first.around, last.around):
        return Lack.ASYMMETRIC
    return Effect(scale, estimate.at, width / (2 * critical_value(level)))


def effect_of(finding: Finding) -> Effect | None:
    """Return the finding's estimate and standard error on its analysis scale; None where it lacks something."""
    effect = read_effect(finding)
    return None if isinstance(effect, Lack) else effect


@dataclass(frozen=True, slots=True)
class _Point:
    """A number on a scale, and what the printed one leaves open of it."""

    at: float
    around: Range


def _on_scale(value: float, printed: str | None, factor: float, scale: str) -> _Point | None:
    """Return a printed number on ``scale``; None where it isn't on it ("0.00", "100%")."""
    convert = _SCALES[scale]
    number = value / factor
    if not convert.holds(number):
        return None
    around = printed_range(value, printed)
    # An end that rounding alone takes off the scale ("0.01") tells nothing: the number itself is the end.
    ends = [end if convert.holds(end) else number for end in (around.low / factor, around.high / factor)]
    low, high = sorted(map(convert.to, ends))
    return _Point(convert.to(number), Range(low, high))


# -- arms ----------------------------------------------------------------------------------------------------


def read_arms(finding: Finding) -> tuple[Group, Group] | Lack:
    """Return the groups of intervention and comparator, told apart by their labels, never by their order."""
    if len(finding.groups) != 2 or finding.intervention is None or finding.comparator is None:
        return Lack.ARMS
    first, second = (_side(group.label, finding.intervention, finding.comparator) for group in finding.groups)
    if first == second or {first, second} == {None}:
        return Lack.ARMS
    swapped = first == "comparator" or second == "intervention"
    one, other = finding.groups
    return (other, one) if swapped else (one, other)


def _side(label: str | None, intervention: Mention, comparator: Mention) -> str | None:
    """Return which arm a label names, by the words it has in common with one and not the other."""
    if label is None:
        return None
    words = _words(label)
    shared = {
        "intervention": len(words & (_words(intervention.text) - _words(comparator.text))),
        "comparator": len(words & (_words(comparator.text) - _words(intervention.text))),
    }
    if shared["intervention"] == shared["comparator"]:
        return None
    return max(shared, key=shared.__getitem__)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def read_counts(finding: Finding) -> Counts | Lack:
    """Return the events and totals of both arms, or what the finding lacks for them."""
    arms = read_arms(finding)
    if isinstance(arms, Lack):
        return arms
    one, other = arms
    if one.events is None or one.total is None or other.events is None or other.total is None:
        return Lack.COUNTS
    if not (0 <= one.events <= one.total and 0 <= other.events <= other.total and one.total and other.total):
        return Lack.RANGE
    return Counts(one.events, one.total, other.events, other.total)


def read_means(finding: Finding) -> Means | Lack:
    """Return means, standard deviations and numbers of people of both arms, or what the finding lacks for them.

    A standard error becomes a standard deviation by the root of n (Cochrane Handbook, 6.5.2.2); a bare "±" says
    neither and is left alone.
    """
    arms = read_arms(finding)
    if isinstance(arms, Lack):
        return arms
    one, other = arms
    sizes = _people(one), _people(other)
    if one.unit != other.unit or sizes[0] is None or sizes[1] is None:
        return Lack.COUNTS
    deviations = _deviation(one, sizes[0]), _deviation(other, sizes[1])
    if deviations[0] is None or deviations[1] is None:
        return Lack.COUNTS
    return Means(one.value, deviations[0], sizes[0], other.value, deviations[1], sizes[1])


def _people(group: Group) -> int | None:
    """Return how many people a group has: its total, else the one number of its printed n."""
    if group.total is not None:
        return group.total if group.total > 0 else None
    numbers = _COUNT.findall(fold(group.n)) if group.n else []
    return int(parse_number(numbers[0])) or None if len(numbers) == 1 and group.events is None else None


def _deviation(group: Group, n: int) -> float | None:
    if group.spread is None or group.spread_kind not in ("sd", "se"):
        return None
    numbers = re.findall(r"\d+(?:[.,]\d+)*|\.\d+", fold(group.spread))
    if len(numbers) != 1:
        return None
    spread = parse_number(numbers[0])
    return spread * math.sqrt(n) if group.spread_kind == "se" else spread
