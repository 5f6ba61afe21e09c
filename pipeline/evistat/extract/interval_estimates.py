"""Intervals → their estimates: the number before, inside or after an interval's header."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from evistat.extract.estimates import (
    AFTER_NUMBER,
    NUM,
    RATIOS,
    TIME,
    Effect,
    Reader,
    name_estimate,
    with_measure,
)
from evistat.extract.finding import Interval
from evistat.extract.intervals import IntervalReading
from evistat.extract.measures import MeasureMention
from evistat.extract.numbers import parse_number
from evistat.extract.units import currency_before, currency_pattern, unit_at, unit_pattern

_BACK = (
    rf"(?P<value>{NUM}){AFTER_NUMBER}[ -]?(?P<unit>{{unit}})?(?: ?[(\[][a-z]{{2,4}}[)\]])?(?P<closed> ?[)\]])?(?:\[\d{{1,3}}(?:[-,] ?\d{{1,3}})*\])?"
    r"(?P<middle>(?: ?[(\[](?:±|SD|SE|SEM|n|N|IQR|range|standard)[^()\[\]]{0,40}[)\]]| ?[(\[](?:±|SD|SE|SEM|IQR|standard (?:deviation|error))[^()\[\]]{0,30}[;,]|[,;] ?(?:SD|SEM?|IQR|standard (?:deviation|error))\.? ?[=:]? ?[-+]?(?:\d+(?:\.\d+)?|\.\d+)[;,]?| ?(?:±|\+/-) ?\d+(?:\.\d+)?(?: ?{unit})?)?"
    r"(?: ?[(\[][-+]? ?\d+(?:\.\d+)? ?{unit}[)\]])?"
    r"(?:,? ?[(\[]{1,2}\d[\d,]* ?(?:/|of|out of) ?\d[\d,]*[;,)\]]| ?[(\[]n ?= ?\d+[;,)\]]| ?[(\[](?:\d+|[a-z]+) [a-z]{4,}[)\]])?"
    r"(?: ?{unit}(?= (?:over|at|after|within|in|during|for) ))?(?: (?:over|at|after|within|in|during|for|per|by) (?:the |age |each |every )?(?:first )?\d+(?:\.\d+)?[ -]?(?:{unit})(?: (?:increase|increment|decrease|higher|lower))?)?"
    r"(?:[,;]? ?[(\[]?[Pp](?:[- ]?values?)? ?[:=<>≤≥]{1,2} ?[\d.]+ ?[)\]]?[,;]?)?"
    r"(?: ?(?:%|-fold|fold|times))?(?: ?[(\[](?:[A-Za-z]{0,2}[OHR]R|IRR|[a-z ]{4,20} ratio)s?[,;:])?(?: (?:with|and) (?:a |an |the |its )?(?:corresponding |respective )?| ?,? with (?:a )?| ?-? ?(?!and\b|or\b|to\b)[a-z][\w/-]*(?:\.[\w/-]+)*(?: [a-z][\w/-]*){0,4}?"
    r"| (?:reduction|increase|decrease|improvement|difference|decline|gain|loss|rise|drop)(?: [a-z][\w/-]*){0,8}"
    r"|-?(?:fold)? (?:higher|lower|greater|shorter|longer|more|less|fewer|better|worse|smaller|larger|faster|slower|earlier|later|in|with|after|for|among)(?: (?!and\b|while\b|whereas\b)[A-Za-z0-9][\w/+-]*\.?){1,10}?)?)"
    r"(?: ?[(\[][Pp] ?[=<>≤≥]{1,2} ?[\d.]+[,;])?(?P<strange> [A-Z][A-Za-z]{0,5}(?= ?[(\[]))?[\s,;:=(\[-]*$"
)
_DURATION_BEFORE = re.compile(r"\b(?:over|at|after|within|for|in|during|per|every) (?:the )?(?:first )?$")
_LATER = re.compile(r" (?:later|after(?:wards)?|before|earlier|ago)\b(?! than)")


@cache
def _back_pattern() -> re.Pattern[str]:
    return re.compile(_BACK.replace("{unit}", unit_pattern()))


def interval_estimate(
    reader: Reader,
    reading: IntervalReading,
    measures: list[MeasureMention],
    start: int,
    end: int,
    found: list[Effect],
) -> Effect:
    """Read the estimate of an interval with a header; an interval without one stands alone."""
    folded = reader.folded
    interval = reading.interval
    if interval.level is None:
        interval = replace(interval, level=reader.level_at(interval.start))
    if reading.estimate is not None:
        value_span = reading.estimate
        unit = unit_at(folded, value_span[1])
        effect = Effect(
            None,
            parse_number(folded[slice(*value_span)].replace(" ", "")),
            min(value_span[0], interval.start),
            interval.end,
            "effect.estimate_after_level",
            value_span=value_span,
            unit=unit,
            interval=interval,
        )
        return name_estimate(reader, effect, measures, start, found)
    match = _look_back(reader, reading.outer_start, start, found, (interval.lower, interval.upper))
    if match is None or not _lies_within(match, (interval.lower, interval.upper)):
        following = _estimate_after(reader, interval, measures)
        if following is not None:
            return following
    if (
        match is None
        or _of_a_difference(match, interval)
        or (
            _FOR_THE_DIFFERENCE.search(folded, interval.start, interval.end)
            and not _lies_within(match, (interval.lower, interval.upper))
        )
    ):
        return Effect(
            None, None, interval.start, interval.end, "effect.interval_only", interval=interval, named=False
        )
    value_span = _whole_number(folded, match.span("value"))
    unit = currency_before(folded, value_span[0]) or (match.span("unit") if match["unit"] else None)
    if unit is None:
        unit = _unit_after_bracket(folded, interval.end, reading, end)
    effect = Effect(
        None,
        parse_number(folded[slice(*value_span)].replace(" ", "")),
        value_span[0],
        interval.end,
        "effect.interval",
        value_span=value_span,
        unit=unit,
        interval=interval,
    )
    return _without_stray_sign(name_estimate(reader, effect, measures, start, found))


def _of_a_difference(match: re.Match[str], interval: Interval) -> bool:
    """Tell whether a number can't be an interval's estimate ("45% versus 48% (95% CI -5 to 11)"): it lies beyond, zero within."""
    lower, upper = interval.lower, interval.upper
    if lower is None or upper is None or not lower < 0 < upper:
        return False
    return parse_number(match["value"].replace(" ", "")) > 2 * max(upper, -lower)


# "72 hours later (95% CI for the difference -3.1 to -0.4)"
_FOR_THE_DIFFERENCE = re.compile(r"\b(?:for|of) (?:the )?(?:[a-z]+ ){0,3}(?:differences?|ratios?)\b|\bdiff\b")


def _without_stray_sign(effect: Effect) -> Effect:
    """Read the dash in a ratio's "95% CI:-1.03-6.59" as punctuation: no ratio is negative."""
    interval = effect.interval
    if interval is None or interval.lower is None or interval.lower >= 0 or interval.lower_text is None:
        return effect
    if effect.code not in RATIOS or effect.value is None or effect.value <= 0 or interval.upper is None:
        return effect
    if interval.lower_text[:1] != "-" or not -interval.lower <= effect.value <= interval.upper:
        return effect
    text = interval.lower_text.lstrip("- ")
    return replace(effect, interval=replace(interval, lower=-interval.lower, lower_text=text))


_NAMED_AFTER = re.compile(rf" ?[=:,]? ?(?P<value>{NUM}){AFTER_NUMBER}(?! ?(?:%|to\b|-))")


def _estimate_after(reader: Reader, interval: Interval, measures: list[MeasureMention]) -> Effect | None:
    """Read the ratio printed right after its interval ("(95% CI 0.38 to 1.49, odds ratio = 0.75)")."""
    gap = _COMMA.match(reader.folded, interval.end)
    if gap is None:
        return None
    mention = next((one for one in measures if one.start == gap.end() and one.family == "ratio"), None)
    value = _NAMED_AFTER.match(reader.folded, mention.end) if mention is not None else None
    if mention is None or value is None or not _lies_within(value, (interval.lower, interval.upper)):
        return None
    effect = Effect(
        None,
        parse_number(value["value"].replace(" ", "")),
        interval.start,
        value.end("value"),
        "effect.interval",
        value_span=value.span("value"),
        interval=interval,
    )
    named = with_measure(effect, mention)
    return None if _interval_follows(reader, value.end("value")) else named


_COMMA = re.compile(r" ?[,;] ?")


def _interval_follows(reader: Reader, offset: int) -> bool:
    """Tell whether a number has an interval of its own after it."""
    return any(0 <= start - offset <= 4 for start, _, _ in reader.headers)


def _look_back(
    reader: Reader,
    outer_start: int,
    start: int,
    found: list[Effect],
    bounds: tuple[float | None, float | None],
) -> re.Match[str] | None:
    """Find the estimate that stands just before an interval: the nearest inside its bounds, else the nearest."""
    folded = reader.folded
    low = max(start, outer_start - 110)
    for effect in found:
        if effect.interval is not None and effect.interval.end <= outer_start:
            low = max(low, effect.interval.end)
    window = folded[low:outer_start]
    best: re.Match[str] | None = None
    inside: re.Match[str] | None = None
    # "40 (12.5%) (95% CI 8.1-16.9%)": what the bracket holds counts only if it lies inside
    bracketed = False
    for candidate in re.finditer(NUM + AFTER_NUMBER, window):
        match = _back_pattern().match(folded, low + candidate.start(), outer_start)
        if (
            match is None
            or folded.startswith("-sided", match.end("value"))
            or (best is not None and best["unit"] and match.start("value") < best.end("unit"))
        ):
            continue
        value_span = match.span("value")
        before = folded[max(0, value_span[0] - 1) : value_span[0]]
        glued = (
            before.isalpha()
            and match["unit"] is not None
            and "." in match["value"]
            and re.search(r"[a-z]{4}$", folded[value_span[0] - 4 : value_span[0]]) is not None
        ) or _GLUED_NAME.search(  # "sugar13.7% (95% CI …", "PR0.9 [": a space lost
            folded, max(0, value_span[0] - 5), value_span[0]
        )
        if before and (
            (before.isalnum() and not glued)
            or (before in ".,/" and folded[value_span[0] - 2 : value_span[0] - 1].isdigit())
        ):
            continue
        if before == "-" and re.match(r"\w", folded[value_span[0] - 2 : value_span[0] - 1] or " "):
            continue
        if any(s < value_span[1] and value_span[0] < e for s, e in reader.p_spans):
            continue
        printed_unit = folded[slice(*match.span("unit"))] if match["unit"] else ""
        if _NOT_ESTIMATED.search(folded, max(low, value_span[0] - 20), value_span[0]):
            continue  # a spread, a threshold
        if TIME.fullmatch(printed_unit) and _DURATION_BEFORE.search(
            folded[max(low, value_span[0] - 14) : value_span[0]]
        ):
            continue  # "1 kg over 2 years (99% CI …)": how long, not how much
        if TIME.fullmatch(printed_unit) and _LATER.match(folded, match.end("unit")):
            continue  # "8.1% a year later", "12 months after": when, not how much
        if _lies_within(match, bounds):
            inside = match
        elif match["strange"]:
            continue  # "in 2010 USA (95% CI 1.2-3.4)": no unit
        if not bracketed:
            best = match  # the last candidate that reaches the interval is the nearest
        bracketed = bracketed or re.search(r"[(\[]", match["middle"] or "") is not None
        if bracketed and inside is not None:
            break
    if best is None and (share := _OVER_WORDS.search(folded, low, outer_start)):
        return share if _lies_within(share, bounds) else None
    if inside is not None and not (_crosses(bounds) and _SET_AGAINST.search(folded, low, inside.start())):
        return inside
    if best is not None and re.search(
        r"(?:\b(?:vs?\.?|versus|than|to)|(?<![)\],;]) and) $",
        folded[max(low, best.start() - 8) : best.start()],
    ):
        return None  # "10.5 vs. 8.6 days (95% CI 0.6-3.3)": an interval of their difference
    return best


def _crosses(bounds: tuple[float | None, float | None]) -> bool:
    """Tell whether zero lies between two bounds."""
    return bounds[0] is not None and bounds[1] is not None and bounds[0] < 0 < bounds[1]


# "-2.6% vs -1.5% (95% CI -1.9 to 4.1)": an interval of their difference
_SET_AGAINST = re.compile(r"(?<![(\[])[-+]?\d[\d.]* ?%? (?:vs\.?|versus) $")
# "40.2% had slept for less than one hour (95% CI 35.5-45.1)": a share and the words that tell of what
_OVER_WORDS = re.compile(
    rf"(?<![\w.-])(?P<value>{NUM}) ?(?P<unit>%) (?!(?:vs|versus|compared|to|and|or)\b)(?P<middle>[^.;()\[\]\d%]{{2,100}}?)[\s,;:=(\[]*$"
)
# "± 5", "(SD: 5.4", "SE = 0.06", "max = 9", "< 5"
_NOT_ESTIMATED = re.compile(
    r"(?:±|\+/-|[<>≥≤](?: ?=)?|\b[Pp] ?=|[(\[] ?(?:SD|SEM?|IQR|standard (?:deviation|error))(?: ?[:=,]| of)?|(?:\b(?:SD|SEM?|IQR|standard (?:deviation|error)|max(?:imum)?|min(?:imum)?)\.?|\b(?:SD|SEM?|IQR)[)\]])(?: ?[:=]| of)?) ?[-+]?$"
)
_GLUED_NAME = re.compile(r"(?<![A-Za-z])[acu]?(?:OR|HR|RR|PR|IRR)$")
_SPACED_THOUSANDS = re.compile(rf"(?:{currency_pattern()}) ?(?P<head>\d{{1,3}}(?: \d{{3}})*) $")


def _whole_number(folded: str, span: tuple[int, int]) -> tuple[int, int]:
    """Return the place of a number with what a thousands space has cut off ("€16 956")."""
    match = _SPACED_THOUSANDS.search(folded, max(0, span[0] - 16), span[0])
    return (match.start("head"), span[1]) if match and span[1] - span[0] == 3 else span


def _lies_within(match: re.Match[str], bounds: tuple[float | None, float | None]) -> bool:
    value = parse_number(match["value"].replace(" ", ""))
    lower, upper = bounds
    return lower is not None and upper is not None and min(lower, upper) <= value <= max(lower, upper)


def _unit_after_bracket(
    folded: str, offset: int, reading: IntervalReading, end: int
) -> tuple[int, int] | None:
    """Return a unit printed after the interval's bracket ("-10.8 [95% CI, -19.5 to -2.2] cm²")."""
    closing = re.compile(r" ?[)\]]").match(folded, offset, end)
    at = closing.end() if closing else offset
    inside = folded[reading.interval.end - 1 : reading.interval.end]
    if closing is None and inside not in ")]":
        return _unit_inside(folded, reading)
    return unit_at(folded, at) or _unit_inside(folded, reading)


def _unit_inside(folded: str, reading: IntervalReading) -> tuple[int, int] | None:
    """Return the unit printed with the upper bound, where it is one we know ("(0.6-1.4 kg")."""
    upper = reading.interval.upper_text
    if upper is None or reading.unit is None:
        return None
    at = folded.rfind(upper, reading.interval.start, reading.interval.end)
    return unit_at(folded, at + len(upper)) if at >= 0 else None
