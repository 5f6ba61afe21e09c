"""Numbers before bare bounds → estimates with intervals ("OR 1.5 (1.2-1.9)", "-3.2 mg/l [-6.2 to -1.1]"), where the text says so."""

from __future__ import annotations

import re
from dataclasses import replace

from evistat.extract.estimates import (
    AFTER_NUMBER,
    CHANGE_AFTER,
    NUM,
    RATIOS,
    SPREAD_WORDS,
    TIME,
    Effect,
    Reader,
    name_estimate,
)
from evistat.extract.finding import Interval
from evistat.extract.intervals import IntervalReading
from evistat.extract.measures import MeasureMention
from evistat.extract.numbers import decimals, parse_number
from evistat.extract.units import PERCENT, currency_before, unit_at, unit_pattern

# "median count [interquartile range]; 1 [0 to 2] at noon"
_LEGEND = re.compile(r"[(\[](?:IQR|[Ii]nter-?quartile range|[Rr]ange|quartiles)[)\]]")
# "1.8 [1.0-3.1] and 2.8 [1.6-5.0] times more likely"
_TIMES_AS_LIKELY = re.compile(
    r"(?:(?: times)?,? and [\d.]+(?: times)? ?[(\[][^()\[\]]{3,20}[)\]])?(?:,? respectively,?)? ?(?P<times>times )?(?:more|less|as|higher|lower|greater)\b"
)


def bare_estimate(
    reader: Reader,
    bare: IntervalReading,
    measures: list[MeasureMention],
    start: int,
    found: list[Effect],
    *,
    styled: bool,
) -> Effect | None:
    """Read "OR 1.5 (1.2-1.9)" and "-3.2 mg/l [-6.2 to -1.1]" where a measure or the text's style says it is an interval."""
    folded = reader.folded
    interval = bare.interval
    if any(interval.start < e and s < interval.end for s, e in reader.p_spans):
        return None
    if any(r.interval.start < interval.end and interval.start < r.interval.end for r in reader.intervals):
        return None
    if interval.lower is None or interval.upper is None:
        return None
    ratio_before = re.search(
        r"\b(?:[acs]?(?:OR|HR|RR|PR)|IRR|ratio|risk)[ :=,(\[)\]]{1,3}[\d.]+$",
        folded[max(start, bare.outer_start - 30) : bare.outer_start],
    )
    listed = folded[bare.outer_start] in ",;"
    if (
        folded[bare.outer_start] == ","
        and not ratio_before
        and not (_carries_interval_style(found, bare) or _styled_before(reader, bare))
        and _OPENED.search(folded, max(start, bare.outer_start - 12), bare.outer_start) is None
    ):
        return None
    match = re.compile(rf"(?P<value>{NUM}){AFTER_NUMBER} ?(?P<unit>{unit_pattern()})?[\s,;:]*$").search(
        folded, max(start, bare.outer_start - 40), bare.outer_start
    )
    if match is None or reader.blocked(*match.span("value")):
        return None
    value_span = match.span("value")
    bracketed = folded[bare.outer_start] in "(["
    value = parse_number(folded[slice(*value_span)].replace(" ", ""))
    if not interval.lower <= value <= interval.upper or interval.lower == interval.upper:
        return None
    unit = currency_before(folded, value_span[0]) or (match.span("unit") if match["unit"] else None)
    if unit is None and styled and bracketed:
        unit = unit_at(folded, bare.outer_end)
    interval = replace(interval, level=reader.level_at(interval.start))
    effect = Effect(
        None,
        value,
        value_span[0],
        bare.outer_end,
        "effect.bare_interval",
        value_span=value_span,
        unit=unit,
        interval=interval,
    )
    likelier = _TIMES_AS_LIKELY.match(folded, bare.outer_end)
    if likelier and (likelier["times"] or (unit is not None and folded[slice(*unit)] == "times")):
        return replace(effect, code="RR", named=True)
    if _FEWER.match(folded, bare.outer_end) and not SPREAD_WORDS.search(folded, start, bare.outer_end):
        code = "PCT" if unit is not None and folded[slice(*unit)] in PERCENT else "MD"
        return replace(
            effect, code=code, rule="effect.bare_interval+higher_lower"
        )  # "185 (122-249) fewer visits"
    named = name_estimate(reader, effect, measures, start, found)
    around = folded[max(start, value_span[0] - 120) : bare.outer_end + 20]
    if named.named and named.code is not None and not named.arm:
        if SPREAD_WORDS.search(around) and named.code not in RATIOS:
            return None
        printed_decimals = "." in (interval.lower_text or "")
        even = lies_evenly(folded[slice(*value_span)], interval)
        return named if printed_decimals or reader.levels or even else None
    if SPREAD_WORDS.search(around) or _LEGEND.search(folded, start, bare.outer_start):
        return None
    if (
        bracketed
        and reader.levels
        and decimals(interval.lower_text or "")
        and CHANGE_AFTER.match(folded, bare.outer_end)
    ):
        return named  # "2.5 (0.4, 4.6) life years gained"
    if styled or _carries_interval_style(found, bare):
        if (
            unit is None
            and _looks_like_list_of_counts(folded, value_span, bare)
            and not lies_evenly(folded[slice(*value_span)], interval)
        ):
            return None
        return named
    if bracketed and unit is not None and folded[slice(*unit)] in reader.interval_units & PERCENT:
        return named
    if bracketed and reader.levels and _signed_and_tested(reader, value_span, bare):
        return named
    shares = unit is not None and folded[slice(*unit)] in PERCENT and bare.unit in PERCENT
    if bracketed and shares and _is_precise(folded, value_span, interval, start):
        return named
    if bracketed and _survived(reader, value_span, unit):
        return named
    if reader.levels and (_document_style(reader, bare) or _styled_before(reader, bare)):
        return named
    opened = listed and _OPENED.search(folded, max(start, value_span[0] - 2), bare.outer_start) is not None
    if (
        (bracketed or opened)
        and unit is None
        and reader.levels
        and "." in (interval.lower_text or "")
        and not _one_of_two(folded, start, value_span[0], bare.outer_end)
        and lies_evenly(folded[slice(*value_span)], interval, ratio=True)
        and (ratio := reader.ratio_in_force(value_span[0])) is not None
    ):
        return replace(named, code=ratio, rule="effect.bare_interval+in_force")
    if bracketed and reader.levels and not reader.spreads and _must_be_one(reader, bare, value_span, unit):
        return named
    return None


def _signed_and_tested(reader: Reader, value_span: tuple[int, int], bare: IntervalReading) -> bool:
    """Tell whether a change with its sign has bounds and a p-value of its own ("-0.8 kg (-1.4, -0.2), P = 0.01")."""
    return (
        reader.folded[value_span[0]] in "-+"
        and (bare.interval.lower or 0) < 0
        and not reader.spreads
        and reader.tested_at(bare.outer_end) is not None
    )


def _must_be_one(
    reader: Reader, bare: IntervalReading, value_span: tuple[int, int], unit: tuple[int, int] | None
) -> bool:
    """Tell whether a bracket can only hold an interval, in a text that prints intervals and speaks of no other spread.

    Of few digits any three lie evenly now and then.
    """
    folded = reader.folded
    bounds = folded[bare.interval.start : bare.interval.end]
    if _MEDIAN.search(folded, max(0, value_span[0] - 120), value_span[0]) or _GLUED.search(bounds):
        return False
    if unit is None and (
        _looks_like_list_of_counts(folded, value_span, bare) or _TIME_AFTER.match(folded, bare.outer_end)
    ):
        return False
    return _is_precise(folded, value_span, bare.interval, value_span[0])


_GLUED = re.compile(r"\d[,/]\d")
_TIME_AFTER = re.compile(rf" (?:{TIME.pattern})\b")
# "(1.7, 1.2-2.4)": an estimate that opens a bracket, its bounds after a comma
_OPENED = re.compile(rf"[(\[:] ?{NUM}$")
_FEWER = re.compile(r" (?:fewer|more|additional|extra|excess)\b")
# Bounds so far from their middle can't lie evenly round an estimate but for being made of it.
_WIDE = 20
_WIDEST = 200  # of whole numbers
_MEDIAN = re.compile(r"\b(?:[Mm]edians?|SD|±)")
_SURVIVAL = re.compile(
    r"\b[Mm]edian (?:(?!follow)[^.;()]){0,60}(?:surviv|\bOS\b|\bPFS\b|\bDFS\b|\bTTP\b|time to|duration of response)"
)


def _is_precise(folded: str, value_span: tuple[int, int], interval: Interval, start: int) -> bool:
    """Tell whether an estimate lies in the very middle of its bounds ("70.9% (64.2-77.6%)"), as no range or quartiles do."""
    printed = (folded[slice(*value_span)], interval.lower_text or "", interval.upper_text or "")
    if interval.lower is None or interval.upper is None:
        return False
    digits = min(map(decimals, printed))
    if interval.upper - interval.lower < (_WIDE * 10.0**-digits if digits else _WIDEST):
        return False
    return lies_evenly(printed[0], interval) and not _MEDIAN.search(folded, start, interval.end)


def _survived(reader: Reader, value_span: tuple[int, int], unit: tuple[int, int] | None) -> bool:
    """Tell whether a number is a median survival in a text with intervals: its bounds are one, too."""
    folded = reader.folded
    if not reader.levels or unit is None or not TIME.fullmatch(folded[slice(*unit)]):
        return False
    return _SURVIVAL.search(folded, max(0, value_span[0] - 160), value_span[0]) is not None


_VERSUS = re.compile(r"\b(?:vs\.?|versus|than|compared (?:to|with)) $")
_THEN_VERSUS = re.compile(r" ?,? (?:vs\b|versus\b|compared (?:to|with)\b|per\b)")


def _one_of_two(folded: str, start: int, before: int, after: int) -> bool:
    """Tell whether an estimate is set against another ("0.16 (0.13-0.21) vs. 0.17 (…) per child year")."""
    return (
        _VERSUS.search(folded, max(start, before - 16), before) is not None
        or _THEN_VERSUS.match(folded, after) is not None
    )


def lies_evenly(printed: str, interval: Interval, *, ratio: bool = False) -> bool:
    """Tell whether an estimate stands in the middle of two bounds, a ratio on its logarithmic scale, but for rounding."""
    lower, upper = interval.lower, interval.upper
    if lower is None or upper is None or (ratio and lower <= 0):
        return False
    value = parse_number(printed.replace(" ", ""))
    slack = 0.5 * 10.0 ** -min(
        decimals(text) for text in (printed, interval.lower_text or "", interval.upper_text or "")
    )
    if not ratio:
        return abs(value - (lower + upper) / 2) <= 2 * slack
    low, high = max(lower - slack, 0) * max(upper - slack, 0), (lower + slack) * (upper + slack)
    return low <= (value + slack) ** 2 and (value - slack) ** 2 <= high


def _styled_before(reader: Reader, bare: IntervalReading) -> bool:
    """Tell whether an interval printed before in the text has this bracket and separator ("[-6.2 to -1.1]")."""
    folded = reader.folded
    if " to " not in folded[bare.outer_start : bare.outer_end]:
        return False
    return any(
        reading.outer_end <= bare.outer_start and " to " in folded[reading.outer_start : reading.outer_end]
        for reading in reader.intervals
    )


_TRIPLE = re.compile(
    rf"[(\[] ?(?P<value>{NUM}) ?[;,:] (?P<lower>{NUM}) ?(?:,|;|-| to ) ?(?P<upper>{NUM})(?= ?[;,)\]])"
)


def triple_estimates(reader: Reader, end: int, found: list[Effect]) -> list[Effect]:
    """Read "[2.3; 1.4, 3.7; P = 0.001]" after an estimate that was printed so with its names ("95 % CI 1.9; 1.2, 3.1")."""
    model = next(
        (
            effect
            for effect in found
            if effect.rule.startswith("effect.estimate_after_level") and effect.interval
        ),
        None,
    )
    if model is None or model.interval is None:
        return []
    result = []
    for match in _TRIPLE.finditer(reader.folded, model.end, end):
        value, lower, upper = (
            parse_number(match[name].replace(" ", "")) for name in ("value", "lower", "upper")
        )
        if not lower <= value <= upper or reader.blocked(*match.span("value")):
            continue
        interval = replace(
            model.interval,
            lower=lower,
            upper=upper,
            lower_text=match["lower"],
            upper_text=match["upper"],
            start=match.start("lower"),
            end=match.end("upper"),
            rule="ci.triple",
        )
        result.append(
            replace(
                model,
                value=value,
                start=match.start("value"),
                end=match.end("upper"),
                rule="effect.triple",
                measure=None,
                value_span=match.span("value"),
                unit=None,
                interval=interval,
            )
        )
    return result


def _carries_interval_style(found: list[Effect], bare: IntervalReading) -> bool:
    return any(effect.interval is not None and effect.end <= bare.outer_start for effect in found)


def _looks_like_list_of_counts(folded: str, value_span: tuple[int, int], bare: IntervalReading) -> bool:
    return (
        "." not in folded[slice(*value_span)]
        and "." not in (bare.interval.lower_text or "")
        and "%" not in folded[bare.outer_start : bare.outer_end]
    )


def _document_style(reader: Reader, bare: IntervalReading) -> bool:
    """Tell whether the text says that its brackets are intervals ("risk ratios with 95% confidence intervals")."""
    folded = reader.folded
    for header_start, _, level in reader.headers:
        if level is None or header_start > bare.outer_start:
            continue
        # A header without bounds of its own that speaks of all brackets ("values are RR (95% CI)").
        if not any(r.header_start == header_start for r in reader.intervals) and re.search(
            r"(?:ratios?|risks?|differences?|estimates?|OR|RR|HR|[a-z]+s?) ?(?:[(\[]|with|and|,)[\s(a-z]*$",
            folded[max(0, header_start - 60) : header_start],
        ):
            return "." in (bare.interval.lower_text or "") or "." in (bare.interval.upper_text or "")
    return False
