"""Records and a measure → the lines of its forest plot, and what can't be drawn.

The numbers of one plot are made comparable: proportions in per cent, ratios as ratios. What can't be compared is
refused: different measures, or differences in different units, never share an axis.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from evistat.errors import EvistatError
from evistat.extract.rounding import printed_range
from evistat.inspect.words import arms_words
from evistat.lexicons import lexicon
from evistat.read.typography import fold
from evistat.records.pooling import Effect, effect_of, from_scale, percent_factor, scale_of
from evistat.records.schema import Finding, Record
from evistat.records.select import unit_name
from evistat.records.study_label import study_label

NO_UNIT = "no unit"
_BARE_POINT = re.compile(r"(?<!\d)\.(?=\d)")


class NotDrawn(StrEnum):
    """Why a finding has no line in the plot; the value is what a person reads."""

    ESTIMATE = "without an estimate"
    INTERVAL = "without an interval"
    OUTSIDE = "with an estimate outside its interval or scale"
    REPEAT = "that repeat an earlier one"
    REJECTED = "rejected by a person"


@dataclass(frozen=True, slots=True)
class ForestRow:
    """One line: estimate and bounds in the axis's numbers, a bound that wasn't reached None.

    ``printed`` is the estimate with its interval as the reader sees it, ``about`` says whom the result compares
    and when, ``effect`` is what it weighs, where that is known.
    """

    study: str
    outcome: str
    about: str
    value: float
    lower: float | None
    upper: float | None
    printed: str
    unit: str | None = None
    effect: Effect | None = None


@dataclass(frozen=True, slots=True)
class Forest:
    """The lines of one plot in the order of the records, and how many findings have none, and why."""

    measure: str
    rows: tuple[ForestRow, ...]
    not_drawn: dict[NotDrawn, int]


def make_forest(records: Iterable[Record]) -> Forest:
    """Return the plot of the findings, which must be of one measure; those without a measure are none's."""
    rows: list[ForestRow] = []
    not_drawn: Counter[NotDrawn] = Counter()
    measures: Counter[str] = Counter()
    for record in records:
        for finding in record.findings:
            if finding.measure is None:
                continue
            row = forest_row(record, finding)
            if isinstance(row, NotDrawn):
                not_drawn[row] += 1
                continue
            measures[finding.measure] += 1
            rows.append(row)
    if not rows:
        raise EvistatError("E094", reason=_told(not_drawn) or "none was chosen")
    if len(measures) > 1:
        raise EvistatError("E092", found=_told(measures))
    drawn = next(iter(measures))
    if drawn in lexicon("pooling")["axis"]["in_units"]:
        units = Counter(row.unit or NO_UNIT for row in rows)
        if len(units) > 1:
            raise EvistatError("E093", measure=drawn, found=_told(units))
    return Forest(drawn, tuple(rows), dict(not_drawn))


def _told(counts: Counter[NotDrawn] | Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.most_common())


def forest_row(record: Record, finding: Finding) -> ForestRow | NotDrawn:
    """Return the finding's line, or why it has none."""
    ci = finding.ci
    if finding.review is not None and finding.review.decision == "rejected":
        return NotDrawn.REJECTED
    if finding.repeats is not None:
        return NotDrawn.REPEAT
    if finding.value is None or finding.measure is None:
        return NotDrawn.ESTIMATE
    if ci is None or (ci.lower is None and ci.upper is None):
        return NotDrawn.INTERVAL
    factor = _axis_factor(finding, finding.measure)
    around = printed_range(finding.value, finding.value_span.text if finding.value_span else None)
    value = finding.value * factor
    lower, upper = (bound * factor if bound is not None else None for bound in (ci.lower, ci.upper))
    if lower is not None and upper is not None and lower > upper:
        lower, upper = upper, lower
    below = lower is not None and around.high * factor < lower
    above = upper is not None and around.low * factor > upper
    if below or above or (scale_of(finding.measure) == "log" and value <= 0):
        return NotDrawn.OUTSIDE
    return ForestRow(
        study=study_label(record),
        outcome=_plain(finding.outcome.text) if finding.outcome else "outcome not found",
        about=_about(finding),
        value=value,
        lower=lower,
        upper=upper,
        printed=_printed(finding),
        unit=unit_name(finding.unit),
        effect=effect_of(finding),
    )


def _axis_factor(finding: Finding, measure: str) -> float:
    """Return what printed numbers are multiplied by to stand on the measure's axis."""
    return (100.0 if draws_per_cent(measure) else 1.0) / percent_factor(finding)


def axis_value(value: float, scale: str, measure: str) -> float:
    """Return a number of the analysis scale as the measure's axis has it."""
    return from_scale(value, scale) * (100.0 if draws_per_cent(measure) else 1.0)


def draws_per_cent(measure: str) -> bool:
    """Tell whether the measure's axis is in per cent, whatever is printed."""
    return measure in lexicon("pooling")["axis"]["per_cent"]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _about(finding: Finding) -> str:
    parts = [arms_words(finding)]
    parts += [part.text for part in (finding.population, finding.timepoint) if part is not None]
    return " · ".join(_plain(part) for part in parts if part)


def _printed(finding: Finding) -> str:
    """Return ``0.71 (0.55 to 0.92)`` with the decimals as printed, signs and points made plain."""
    ci, value = finding.ci, finding.value
    assert ci is not None
    assert value is not None
    words = _number(finding.value_span.text if finding.value_span else None, value)
    words += "%" if finding.unit == "%" and not words.endswith("%") else ""
    level = "" if ci.level in (None, 95) else f"{ci.level:g}% CI "
    return f"{words} ({level}{_number(ci.lower_text, ci.lower)} to {_number(ci.upper_text, ci.upper)})"


def _number(printed: str | None, value: float | None) -> str:
    """Return a number as printed, all typeset alike: a point for decimals, a true minus sign."""
    if printed is not None:
        words = _BARE_POINT.sub("0.", fold(printed).replace(" ", ""))
    else:
        words = f"{value:g}" if value is not None else "?"
    return words.replace("-", "−")
