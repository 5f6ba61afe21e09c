"""Numbers, measures and intervals → effects: an estimate with its measure, unit and interval.

Notes for a newcomer, in the order of the code:
1. an interval with a header finds its estimate (just before it, inside it, or none);
2. a bare bracket becomes an interval if a measure names its estimate or an interval before it set the style;
3. a measure that still has no number takes the one it is connected to ("HR, 0.75", "sensitivity was 80%");
4. wordings without a measure's name ("27% lower", "2.3-fold", "decreased by 2.5 units") give an effect of their own;
5. an estimate that nothing names gets its measure from the words round it (``_guess``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from evistat.extract.finding import Interval
from evistat.extract.intervals import IntervalReading, find_bare_brackets, find_headers, find_intervals
from evistat.extract.measures import MeasureMention, find_measures
from evistat.extract.numbers import parse_number
from evistat.extract.units import currency_pattern, unit_at, unit_pattern


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect as read: code of the measure (None where nothing tells), number, unit, interval, places.

    ``named``: the text names the measure at this number. ``arm``: the estimate is one arm's or group's own (a mean,
    a median, a proportion, a rate), not a comparison. ``standing``: it counts as a result even with neither interval
    nor p-value.
    """

    code: str | None
    value: float | None
    start: int
    end: int
    rule: str
    measure: tuple[int, int] | None = None
    adjusted: bool | None = None
    value_span: tuple[int, int] | None = None
    unit: tuple[int, int] | None = None
    interval: Interval | None = None
    named: bool = False
    arm: bool = False
    standing: bool = True


_DIGIT = re.compile(r"\d")
_NUM = r"(?:(?:(?<![\w.)\]%])[-+] ?(?=[\d.]))?(?:\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?|\d+,\d+|\.\d+))"
_AFTER_NUMBER = r"(?![\d]|\.\d|,\d{3})"
_LINK = r"(?:was|were|is|are|be|been|being|of|=|:|,|;|\(|\[|equal(?:s|led)? (?:to)?|at|by|approximately|about|only|estimated at|reached|from|-|~|≈|as high as|as low as|to be|value)"
_PLAIN_GAP = re.compile(
    r"(?:[\s:=,;(\[)\]~≈-]|\b(?:was|were|is|are|of|equal to|equals|equalled|at|approximately|about|only|estimated|to be|be|being|value|values|as|a|an)\b)*"
)
_LONG_GAP_END = re.compile(
    r"(?:\b(?:was|were|is|are|of|equal to|equals|being|by|at|reached)|[=:,(\[])(?: (?:only|approximately|about|estimated(?: at| to be)?|as (?:high|low) as|significant|significantly|not significant))*\s*$"
)
_GAP_STOP = re.compile(r"(?<![A-Za-z]-)(?<!\w)(?<!\w\.)\d+\.\d|[.;](?=\s)|\d ?%|[=<>≤≥±]|\bvs?\b|\bversus\b")
_IDENTIFIER = re.compile(
    r"\b(?:grades?|groups?|stages?|types?|days?|weeks?|months?|years?|phases?|levels?|classe?s?|scores?|arms?|cohorts?|quartiles?|quintiles?|tertiles?|models?|aged?|at|to|and|or|within|after|first|-|–) ?\d+\b|\b[A-Za-z]+-?\d+|\d+[ -]?(?:years?|months?|weeks?|days?|hours?|h|min|mg|kg|mm|cm|g|mL|ml|mo|yr|y|d|wk)\b|\d+(?:st|nd|rd|th)\b"
)
_BACK = re.compile(
    rf"(?P<value>{_NUM}){_AFTER_NUMBER} ?(?P<unit>{{unit}})?(?P<closed> ?[)\]])?"
    r"(?P<middle>(?: ?[(\[](?:±|SD|SE|SEM|n|N|IQR|range|standard)[^()\[\]]{0,40}[)\]]| ?[(\[](?:±|SD|SE|SEM|standard (?:deviation|error))[^()\[\]]{0,30}[;,]| ?(?:±|\+/-) ?\d+(?:\.\d+)?)?"
    r"(?: ?[(\[]\d+ ?(?:/|of|out of) ?\d+[;,)\]]| ?[(\[]n ?= ?\d+[;,)\]])?"
    r"(?: ?{unit}(?= (?:over|at|after|within|in|during|for) ))?(?: (?:over|at|after|within|in|during|for) (?:the )?(?:first )?\d+(?:\.\d+)?[ -](?:days?|weeks?|months?|years?|hours?|h|min))?"
    r"(?:[,;]? ?[(\[]?[Pp](?:-value)? ?[=<>≤≥] ?[\d.]+ ?[)\]]?[,;]?)?"
    r"(?: ?(?:%|-fold|fold|times))?(?: (?:with|and) (?:a |an |the |its )?(?:corresponding |respective )?| ?,? with (?:a )?| ?-? ?(?!and\b|or\b|to\b)[a-z][\w/-]*(?: [a-z][\w/-]*){0,3}?"
    r"|-?(?:fold)? (?:higher|lower|greater|shorter|longer|more|less|fewer|better|worse|smaller|larger|faster|slower|earlier|later|in|with|after|for|among)(?: (?!and\b|while\b|whereas\b)[A-Za-z0-9][\w/+-]*){1,10}?)?)"
    r"[\s,;:=(\[-]*$".replace("{unit}", "{unit}")
)
_TIME = re.compile(r"(?:days?|weeks?|months?|years?|hours?|h|min(?:utes)?|yrs?|wks?|mo)")
_OF = re.compile(r" (?:of|after|before|following|post|from)\b")
_DURATION_BEFORE = re.compile(r"\b(?:over|at|after|within|for|in|during|per|every) (?:the )?(?:first )?$")
_UNIT_TOKEN = "{unit}"
_CHANGE = re.compile(
    r"\b(?:increas|decreas|reduc|improv|declin|fell|fall|rose|rise|drop|gain|lost|loss|lower|higher|greater|less|more|fewer|shorte|longer|prolong|differ|chang|wors|lengthen|delay|grew|deteriorat|elevat|diminish|smaller|larger|rais)\w*",
    re.IGNORECASE,
)
_PROPORTION_WORDS = re.compile(
    r"\b(?:rates?|risks?|proportions?|incidences?|prevalences?|mortality|percentage points?|probabilit\w+|survival|response|coverage|attack)\b",
    re.IGNORECASE,
)
_SPREAD_WORDS = re.compile(
    r"\b(?:IQR|inter-?quartile|range|quartiles?|Q1|25th|percentiles?|SD|standard deviation|min-max)\b",
    re.IGNORECASE,
)


class _Reader:
    """The pieces of one text, shared by the rules; it is thrown away when the effects are read."""

    def __init__(
        self,
        folded: str,
        sentences: Sequence[tuple[int, int]],
        definitions: Sequence[tuple[str, str]],
        p_spans: Sequence[tuple[int, int]],
    ) -> None:
        self.folded = folded
        self.sentences = sentences
        self.intervals = find_intervals(folded)
        self.headers = find_headers(folded)
        self.definitions = definitions
        # Only a sentence with a number can hold an effect.
        self.measures = find_measures(
            folded,
            definitions,
            [(start, end) for start, end in sentences if _DIGIT.search(folded, start, end)],
        )
        self.p_spans = list(p_spans)
        self.ratios: list[MeasureMention] | None = None
        # Every offset of what is read: a set, so that asking costs the same however much was read.
        self.occupied: set[int] = set()
        for start, end in p_spans:
            self.occupy(start, end)
        for reading in self.intervals:
            self.occupy(reading.interval.start, reading.interval.end)
        levels = [(start, level) for start, _, level in self.headers if level]
        self.levels = levels

    def occupy(self, start: int, end: int) -> None:
        """Keep a stretch from being read again."""
        self.occupied.update(range(start, end))

    def blocked(self, start: int, end: int) -> bool:
        """Tell whether a stretch overlaps a p-value, an interval or an effect's number already read."""
        return any(offset in self.occupied for offset in range(start, end))

    def level_at(self, offset: int) -> float | None:
        """Return the interval level in force at a place: the last one printed before it, else the first of the text."""
        before = [level for start, level in self.levels if start <= offset]
        return before[-1] if before else self.levels[0][1] if self.levels else None


def find_effects(
    folded: str,
    sentences: Sequence[tuple[int, int]],
    definitions: Sequence[tuple[str, str]] = (),
    p_spans: Sequence[tuple[int, int]] = (),
) -> list[Effect]:
    """Return the effects of a text in order of their place.

    ``definitions``: the text's abbreviations (short, long). ``p_spans``: stretches of p-values, never read as
    estimates.
    """
    reader = _Reader(folded, sentences, definitions, p_spans)
    bares = find_bare_brackets(folded)
    effects: list[Effect] = []
    previous_in_text: Effect | None = None
    for start, end in sentences:
        found = _in_sentence(
            reader, start, end, [bare for bare in bares if start <= bare.outer_start < end], previous_in_text
        )
        effects.extend(found)
        for effect in found:
            if effect.value_span is not None:
                reader.occupy(*effect.value_span)
        if found:
            previous_in_text = found[-1]
    return sorted(effects, key=lambda effect: effect.start)


def _in_sentence(
    reader: _Reader, start: int, end: int, bares: list[IntervalReading], previous_in_text: Effect | None
) -> list[Effect]:
    measures = [mention for mention in reader.measures if start <= mention.start < end]
    readings = [reading for reading in reader.intervals if start <= reading.interval.start < end]
    found: list[Effect] = []
    for reading in readings:
        found.append(_with_interval(reader, reading, measures, start, end, found))
    styled = bool(readings) or any(start <= header[0] < end for header in reader.headers)
    for bare in bares:
        effect = _bare(reader, bare, measures, start, found, styled=styled)
        if effect is not None:
            found.append(effect)
    found += _triples(reader, end, found)
    found = _with_listed_names(reader, measures, found, end)
    found += _named_without_interval(reader, measures, start, end, found)
    found += _worded(reader, start, end, found)
    found.sort(key=lambda effect: effect.start)
    settled: list[Effect] = []
    for effect in found:
        settled.append(_settle(reader, effect, settled, measures, start, previous_in_text))
    return settled


# -- 1 and 2: estimates of intervals ---------------------------------------------------------------------------------


def _back_pattern() -> re.Pattern[str]:
    global _BACK_COMPILED
    if _BACK_COMPILED is None:
        _BACK_COMPILED = re.compile(_BACK.pattern.replace(_UNIT_TOKEN, unit_pattern()))
    return _BACK_COMPILED


_BACK_COMPILED: re.Pattern[str] | None = None


def _with_interval(
    reader: _Reader,
    reading: IntervalReading,
    measures: list[MeasureMention],
    start: int,
    end: int,
    found: list[Effect],
) -> Effect:
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
        return _name(reader, effect, measures, start, found)
    match = _look_back(reader, reading.outer_start, start, found)
    if match is None:
        return Effect(
            None, None, interval.start, interval.end, "effect.interval_only", interval=interval, named=False
        )
    value_span = match.span("value")
    unit = match.span("unit") if match["unit"] else None
    if unit is None:
        unit = _unit_after_bracket(folded, interval.end, reading, end) or _currency_before(
            folded, value_span[0]
        )
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
    return _name(reader, effect, measures, start, found)


def _look_back(reader: _Reader, outer_start: int, start: int, found: list[Effect]) -> re.Match[str] | None:
    """Find the estimate that stands just before an interval."""
    folded = reader.folded
    low = max(start, outer_start - 110)
    for effect in found:
        if effect.interval is not None and effect.interval.end <= outer_start:
            low = max(low, effect.interval.end)
    window = folded[low:outer_start]
    best = None
    for candidate in re.finditer(_NUM + _AFTER_NUMBER, window):
        match = _back_pattern().match(folded, low + candidate.start(), outer_start)
        if (
            match is None
            or folded.startswith("-sided", match.end("value"))
            or (best is not None and best["unit"] and match.start("value") < best.end("unit"))
        ):
            continue
        value_span = match.span("value")
        before = folded[max(0, value_span[0] - 1) : value_span[0]]
        if before and (
            before.isalnum() or (before in ".,/" and folded[value_span[0] - 2 : value_span[0] - 1].isdigit())
        ):
            continue
        if before == "-" and re.match(r"\w", folded[value_span[0] - 2 : value_span[0] - 1] or " "):
            continue
        if any(s < value_span[1] and value_span[0] < e for s, e in reader.p_spans):
            continue
        printed_unit = folded[slice(*match.span("unit"))] if match["unit"] else ""
        if _TIME.fullmatch(printed_unit) and _DURATION_BEFORE.search(
            folded[max(low, value_span[0] - 14) : value_span[0]]
        ):
            continue  # "1 kg over 2 years (99% CI …)": how long, not how much
        best = match  # the last candidate that reaches the interval is the nearest
        if not re.search(r"[(\[]", match["middle"] or ""):
            continue
        break
    return best


_CURRENCY = re.compile(rf"(?:{currency_pattern()}) ?$")


def _currency_before(folded: str, offset: int) -> tuple[int, int] | None:
    """Return the currency printed right before a number."""
    match = _CURRENCY.search(folded, max(0, offset - 5), offset)
    return (match.start(), match.start() + len(match[0].rstrip())) if match else None


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


def _bare(
    reader: _Reader,
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
        r"\b(?:[acs]?(?:OR|HR|RR|PR)|IRR|ratio|risk)[ :=,(\[]{1,3}[\d.]+$",
        folded[max(start, bare.outer_start - 30) : bare.outer_start],
    )
    if (
        folded[bare.outer_start] == ","
        and not ratio_before
        and not (_carries_interval_style(found, bare) or _styled_before(reader, bare))
    ):
        return None
    match = re.compile(rf"(?P<value>{_NUM}){_AFTER_NUMBER} ?(?P<unit>{unit_pattern()})?[\s,;:]*$").search(
        folded, max(start, bare.outer_start - 40), bare.outer_start
    )
    if match is None or reader.blocked(*match.span("value")):
        return None
    value_span = match.span("value")
    value = parse_number(folded[slice(*value_span)].replace(" ", ""))
    if not interval.lower <= value <= interval.upper or interval.lower == interval.upper:
        return None
    unit = match.span("unit") if match["unit"] else None
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
    named = _name(reader, effect, measures, start, found)
    around = folded[max(start, value_span[0] - 120) : bare.outer_end + 20]
    if named.named and named.code is not None and not named.arm:
        if _SPREAD_WORDS.search(around) and named.code not in {"OR", "RR", "HR", "IRR", "PR", "GMR"}:
            return None
        printed_decimals = "." in (interval.lower_text or "")
        return named if printed_decimals or reader.levels else None
    if _SPREAD_WORDS.search(around):
        return None
    if styled or _carries_interval_style(found, bare):
        if _looks_like_list_of_counts(folded, value_span, bare):
            return None
        return named
    if reader.levels and (_document_style(reader, bare) or _styled_before(reader, bare)):
        return named
    return None


def _styled_before(reader: _Reader, bare: IntervalReading) -> bool:
    """Tell whether an interval printed before in the text has this bracket and separator ("[-6.2 to -1.1]")."""
    folded = reader.folded
    if " to " not in folded[bare.outer_start : bare.outer_end]:
        return False
    return any(
        reading.outer_end <= bare.outer_start and " to " in folded[reading.outer_start : reading.outer_end]
        for reading in reader.intervals
    )


_TRIPLE = re.compile(
    rf"[(\[] ?(?P<value>{_NUM}) ?[;,:] (?P<lower>{_NUM}) ?(?:,|;|-| to ) ?(?P<upper>{_NUM})(?= ?[;,)\]])"
)


def _triples(reader: _Reader, end: int, found: list[Effect]) -> list[Effect]:
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


def _document_style(reader: _Reader, bare: IntervalReading) -> bool:
    """Tell whether the text says that its brackets are intervals ("risk ratios with 95% confidence intervals")."""
    folded = reader.folded
    for header_start, header_end, level in reader.headers:
        if level is None or header_start > bare.outer_start:
            continue
        # A header without bounds of its own that speaks of all brackets ("values are RR (95% CI)").
        if not any(r.header_start == header_start for r in reader.intervals) and re.search(
            r"(?:ratios?|risks?|differences?|estimates?|OR|RR|HR|[a-z]+s?) ?(?:[(\[]|with|and|,)[\s(a-z]*$",
            folded[max(0, header_start - 60) : header_start],
        ):
            return "." in (bare.interval.lower_text or "") or "." in (bare.interval.upper_text or "")
        del header_end
    return False


# -- naming ----------------------------------------------------------------------------------------------------------


def _gap(reader: _Reader, start: int, end: int) -> str:
    """Return the text between a measure's name and its number, with interval headers blanked."""
    gap = reader.folded[start:end]
    for header_start, header_end, _ in reader.headers:
        if start <= header_start and header_end <= end:
            gap = gap[: header_start - start] + " " * (header_end - header_start) + gap[header_end - start :]
    return re.sub(r"[(\[]\s+[)\]]", lambda m: " " * len(m[0]), gap)


def _connected(reader: _Reader, mention: MeasureMention, value_start: int, *, far: bool) -> bool:
    """Tell whether a measure's name reaches a number: directly, or (``far``) over the words it governs."""
    gap = _gap(reader, mention.end, value_start)
    if (
        mention.short
        and mention.end - mention.start == 1
        and not re.match(r"\s*[=:≈]|\s*(?:value )?(?:of|was) ", gap)
    ):
        return False  # a lone letter ("influenza B (91 %") is a measure only before a sign of equality
    gap = re.sub(r"[-+]?(?:US|AU|A|CA)?[$€£¥]\s?$", "", gap)
    if _PLAIN_GAP.fullmatch(gap):
        return (
            not mention.strict
            or re.search(r"[=:(,]|\b(?:was|of|is|were)\b", gap) is not None
            or not mention.short
        )
    if not far or len(gap) > 160:
        return False
    cleaned = _IDENTIFIER.sub(lambda m: "x" * len(m[0]), gap)
    # A bracket inside the gap ("odds ratio (OR) for X") is skipped whole.
    cleaned = re.sub(r"[(\[][^()\[\]]{0,60}[)\]]", lambda m: "x" * len(m[0]), cleaned)
    if _GAP_STOP.search(re.sub(r"\bvs?\b\.?|\bversus\b", "x", cleaned)) or re.search(r"\d", cleaned):
        return False
    if mention.strict and mention.short:
        return False
    if mention.family == "difference" and re.search(r",\s[a-z]", cleaned):
        return False  # "differences in sample size, the prevalence was …": another subject
    return _LONG_GAP_END.search(gap) is not None


def _name(
    reader: _Reader, effect: Effect, measures: list[MeasureMention], start: int, found: list[Effect]
) -> Effect:
    """Give an estimate the measure that is named before it (or right after it)."""
    assert effect.value_span is not None
    value_start, value_end = effect.value_span
    before = [mention for mention in measures if mention.end <= value_start and not mention.clue]
    last_number = max((other.end for other in found if other.end <= value_start), default=start)
    for mention in reversed(before):
        if mention.start < last_number:
            break
        if _plausible(mention, effect, reader) and _connected(reader, mention, value_start, far=True):
            return _named(effect, mention)
    after = next((mention for mention in measures if mention.start >= value_end and not mention.clue), None)
    if (
        after is not None
        and after.family == "accuracy"
        and re.fullmatch(r" ?%? ?", reader.folded[value_end : after.start])
    ):
        return _named(effect, after)
    return effect


def _named(effect: Effect, mention: MeasureMention) -> Effect:
    if mention.family == "ratio" and effect.unit is not None and effect.unit[1] - effect.unit[0] > 5:
        effect = replace(
            effect, unit=None
        )  # "OR 0.92 per 1 kg/m2": the exposure's step, not the ratio's unit
    return replace(
        effect,
        code=mention.code,
        measure=(mention.start, mention.end),
        adjusted=mention.adjusted,
        start=min(effect.start, mention.start),
        end=max(effect.end, mention.end if mention.start > effect.start else 0),
        named=True,
    )


def _plausible(mention: MeasureMention, effect: Effect, reader: _Reader) -> bool:
    """Tell whether a number can be an estimate of a measure: sign, range and unit fit."""
    value = effect.value
    if value is None:
        return False
    unit = reader.folded[slice(*effect.unit)] if effect.unit else ""
    if mention.family == "ratio":
        return value >= 0 and (
            unit in {"", "times"} or unit.startswith("per ") or (unit == "%" and effect.interval is not None)
        )
    if mention.code == "PCT" and not mention.short:
        return unit in _PERCENT_UNITS or "%" in reader.folded[mention.start : mention.end]
    if mention.family == "correlation":
        return -1 <= value <= 1 and not unit
    if mention.code in {"KAPPA", "ICC"}:
        return -1 <= value <= 1 or (unit == "%" and 0 <= value <= 100)
    if mention.code == "R2":
        return 0 <= value <= 1 or unit == "%"
    if mention.family == "accuracy":
        return 0 <= value <= 1 or (
            0 <= value <= 100
            and (
                unit == "%"
                or effect.interval is not None
                or (mention.code == "AUC" and value > 40 and not unit)
            )
        )
    if mention.code == "NNT":
        return unit == "" or unit in {"patients"}
    if mention.code in {"BETA", "SMD"}:
        return unit not in {"%", "mg", "years", "months"} or mention.code == "BETA"
    return True


# -- 3: measures with a number but no interval ---------------------------------------------------------------------------


def _named_without_interval(
    reader: _Reader, measures: list[MeasureMention], start: int, end: int, found: list[Effect]
) -> list[Effect]:
    folded = reader.folded
    result: list[Effect] = []
    taken = {effect.measure for effect in found if effect.measure}
    number = re.compile(rf"(?<![\w.])(?P<value>{_NUM}){_AFTER_NUMBER}")
    index = 0
    while index < len(measures):
        mention = measures[index]
        index += 1
        if mention.clue or (mention.start, mention.end) in taken:
            continue
        listed = _listed(reader, measures, index - 1, end, found + result)
        if listed:
            result += listed
            index += len({effect.measure for effect in listed}) - 1
            continue
        limit = min(
            end,
            measures[index].start if index < len(measures) and not measures[index].clue else end,
            mention.end + 170,
        )
        before = (
            _number_before(reader, mention, start, found + result) if mention.family == "accuracy" else None
        )
        if before is not None and not re.match(
            r" ?[=:(]| (?:of|was|were|is)\b", folded[mention.end : mention.end + 6]
        ):
            result.append(before)
            continue
        effect: Effect | None = None
        for candidate in number.finditer(folded, mention.end, limit):
            effect = _number_for(reader, mention, candidate, found + result, end)
            if effect is not None or not _IDENTIFIER.match(
                folded[max(0, candidate.start() - 12) : candidate.end() + 8]
            ):
                break
        if effect is None and before is not None:
            effect = before
        if effect is not None:
            result.append(effect)
            result += _further_values(reader, effect, mention, end, found + result)
    return result


def _number_for(
    reader: _Reader, mention: MeasureMention, candidate: re.Match[str], found: list[Effect], end: int
) -> Effect | None:
    folded = reader.folded
    value_span = candidate.span("value")
    if reader.blocked(*value_span) or any(
        e.value_span and e.value_span[0] < value_span[1] and value_span[0] < e.value_span[1] for e in found
    ):
        return None
    far = (
        (not mention.short and mention.family in {"ratio", "correlation", "accuracy", "single"})
        or (mention.short and mention.family == "ratio")
        or mention.code in {"SMD", "RD"}
        or (mention.code in {"MD", "PCT"} and mention.end - mention.start > 12)
    )
    if not _connected(reader, mention, value_span[0], far=far):
        return None
    if (
        folded[max(0, mention.end) : value_span[0]].strip() == ""
        and mention.short
        and mention.code
        not in {"OR", "HR", "RR", "IRR", "PR", "AUC", "SMD", "NNT", "GMR", "ICC", "KAPPA", "MD", "RD"}
    ):
        return None
    unit = unit_at(folded, value_span[1])
    if re.match(
        r" ?%? (?:or (?:less|more|greater|higher|lower|above|below)|and (?:above|over))\b",
        folded[value_span[1] : value_span[1] + 16],
    ):
        return None  # a threshold
    value = parse_number(candidate["value"].replace(" ", ""))
    if owed := re.search(r"-(?:US|AU|A|CA)?[$€£¥]\s?$", folded[max(0, value_span[0] - 5) : value_span[0]]):
        value, value_span = -value, (value_span[0] - len(owed[0]), value_span[1])
    effect = Effect(
        None,
        value,
        value_span[0],
        max(value_span[1], unit[1] if unit else 0),
        "effect.named",
        value_span=value_span,
        unit=unit,
    )
    if not _plausible(mention, effect, reader):
        return None
    if _is_compared(folded, effect.end, end) and mention.code in {
        "MD",
        "RD",
        "PCT",
        "SENS",
        "SPEC",
        "ACC",
        "AUC",
        "PPV",
        "NPV",
        "OTHER",
        "KAPPA",
        "ICC",
    }:
        return None
    if mention.code in {"MD", "PCT", "RATIO", "RD"} and not _difference_stands(folded, mention, value_span):
        return None
    return _named(effect, mention)


def _is_compared(folded: str, offset: int, end: int) -> bool:
    """Tell whether a number goes on into a comparison ("80% vs 90%"): then it is a group's value."""
    goes_on = re.compile(
        r"(?: ?%)?(?: ?[(\[][^()\[\]]{0,40}[)\]])? (?:in|for|with|among) [^.;()]{2,60}? (?:and|vs\.?|versus|compared (?:to|with)|than|while|whereas)(?: [a-z]+){0,3} [-+]?\d"
    )
    if goes_on.match(folded, offset, end):
        return True
    return (
        re.compile(
            r"(?: ?[(\[][^()\[\]]{0,40}[)\]])? ?(?:(?:vs?\.?|versus|compared (?:to|with)|and \d+(?:\.\d+)? ?%?,? respectively)\b|±|\+/-)"
        ).match(folded, offset, end)
        is not None
    )


def _difference_stands(folded: str, mention: MeasureMention, value_span: tuple[int, int]) -> bool:
    """Tell whether "difference", "change", "reduction" directly governs its number ("difference of 3", "-1.2")."""
    gap = folded[mention.end : value_span[0]]
    return re.fullmatch(
        r"[\s:=,(\[]*(?:(?:was|were|of|is)? ?(?:approximately |about |only )?)[\s:=,(\[]*", gap
    ) is not None or (re.search(r"(?:\b(?:was|were|of|is)|[=:])\s*$", gap) is not None and len(gap) < 140)


def _number_before(
    reader: _Reader, mention: MeasureMention, start: int, found: list[Effect]
) -> Effect | None:
    """Read "0.98 sensitivity", "a 96% specificity"."""
    match = re.compile(rf"(?<![\w.])(?P<value>{_NUM}) ?(?P<unit>%)? $").search(
        reader.folded, max(start, mention.start - 14), mention.start
    )
    if (
        match is None
        or reader.blocked(*match.span("value"))
        or any(e.value_span == match.span("value") for e in found)
    ):
        return None
    effect = Effect(
        None,
        parse_number(match["value"]),
        match.start("value"),
        mention.end,
        "effect.number_first",
        value_span=match.span("value"),
        unit=match.span("unit") if match["unit"] else None,
    )
    return _named(effect, mention) if _plausible(mention, effect, reader) else None


_RANGED = re.compile(r"\b(?:from|between|rang\w+)\s*$")
_RANGE_END = re.compile(rf" ?(?:to|and|-) ?(?P<value>{_NUM}){_AFTER_NUMBER} ?(?P<unit>%)?")


def _names_in_a_row(
    folded: str, measures: list[MeasureMention], index: int
) -> tuple[list[MeasureMention], int]:
    """Return the names listed from ``index`` on ("sensitivity, specificity and …") and how many mentions they take."""
    names = _with_counterpart(folded, measures[index])
    taken = 1
    for mention in measures[index + 1 :]:
        if not _NAME_JOIN.fullmatch(folded, names[-1].end, mention.start):
            break
        names += _with_counterpart(folded, mention)
        taken += 1
    return names, taken


def _with_listed_names(
    reader: _Reader, measures: list[MeasureMention], found: list[Effect], end: int
) -> list[Effect]:
    """Give listed names to as many estimates with intervals ("sensitivity and specificity of 97% (92-99%) and 78% …")."""
    result = sorted(found, key=lambda effect: effect.start)
    index = 0
    while index < len(measures):
        names, taken = _names_in_a_row(reader.folded, measures, index)
        index += taken
        if len(names) < 2 or any(name.clue for name in names):
            continue
        stop = measures[index].start if index < len(measures) else end
        places = [
            i
            for i, effect in enumerate(result)
            if effect.value_span is not None and names[-1].end <= effect.value_span[0] < stop
        ]
        if len(places) != len(names) or any(result[i].interval is None for i in places):
            continue
        for place, name in zip(places, names, strict=True):
            effect = replace(result[place], measure=None)
            if _plausible(name, effect, reader):
                start = effect.value_span[0] if effect.value_span else effect.start
                result[place] = replace(_named(effect, name), start=start, rule="effect.listed")
    return result


_LIST_ITEM = re.compile(rf"(?P<value>{_NUM}){_AFTER_NUMBER} ?(?P<unit>%)?")
_NAME_JOIN = re.compile(
    r"(?: ?[(\[][A-Za-z ]{1,12}[)\]])? ?(?:,|,? ?and|,? ?&|/|or) ?(?:and )?(?:the )?(?:positive and )?"
)
_POSITIVE_AND = re.compile(r"\b[Pp]ositive and $")
_COUNTERPART = {"NPV": "PPV", "LR": "LR"}
_LIST_JOIN = re.compile(r" ?(?:,|;|,? ?and|,? ?&|/) ?(?:and )?")


def _with_counterpart(folded: str, mention: MeasureMention) -> list[MeasureMention]:
    """Return a name, and before it the one it shares its words with ("positive and negative predictive values")."""
    other = _COUNTERPART.get(mention.code)
    if other is None or not _POSITIVE_AND.search(folded, max(0, mention.start - 14), mention.start):
        return [mention]
    return [replace(mention, code=other), mention]


def _listed(
    reader: _Reader, measures: list[MeasureMention], index: int, end: int, found: list[Effect]
) -> list[Effect]:
    """Read "sensitivity, specificity, PPV and NPV were 80%, 90%, 70% and 95%": one value for each name."""
    folded = reader.folded
    names, _ = _names_in_a_row(folded, measures, index)
    if len(names) < 2 or any(name.clue for name in names):
        return []
    number = _LIST_ITEM.search(folded, names[-1].end, min(end, names[-1].end + 150))
    if number is None or not _connected(reader, names[-1], number.start("value"), far=True):
        return []
    values = [number]
    while join := _LIST_JOIN.match(folded, values[-1].end(), end):
        following = _LIST_ITEM.match(folded, join.end(), end)
        if following is None:
            break
        values.append(following)
    if len(values) != len(names):
        return []
    unit = next((value.span("unit") for value in reversed(values) if value["unit"]), None)
    effects = []
    for name, value in zip(names, values, strict=True):
        effect = Effect(
            None,
            parse_number(value["value"]),
            value.start("value"),
            value.end(),
            "effect.listed",
            value_span=value.span("value"),
            unit=value.span("unit") if value["unit"] else unit,
        )
        if (
            not _plausible(name, effect, reader)
            or reader.blocked(*value.span("value"))
            or any(e.value_span == value.span("value") for e in found)
        ):
            return []
        effects.append(replace(_named(effect, name), start=value.start("value"), end=value.end()))
    return effects


def _further_values(
    reader: _Reader, first: Effect, mention: MeasureMention, end: int, found: Sequence[Effect]
) -> list[Effect]:
    """Read the further values of one name: "r = 0.51 and 0.62, respectively", "CCC of 0.35 and 0.94"."""
    folded = reader.folded
    assert first.value_span is not None
    if mention.family not in {"ratio", "correlation", "accuracy"} and mention.code not in {
        "KAPPA",
        "ICC",
        "BETA",
        "SMD",
    }:
        return []
    values = []
    ranged = mention.family in {"correlation", "accuracy", "ratio"} or _RANGED.search(
        folded, mention.end, first.value_span[0]
    )
    taken = {effect.value_span for effect in found}
    if (
        ranged
        and (span := _RANGE_END.match(folded, first.value_span[1], end))
        and span.span("value") not in taken
    ):
        values.append(span)
    at = max(first.value_span[1], first.unit[1] if first.unit else 0)
    while join := re.compile(r" ?(?:,|;|,? ?and|,? ?or) ?(?:and )?(?:[=] ?)?").match(folded, at, end):
        following = _LIST_ITEM.match(folded, join.end(), end)
        if (
            following is None
            or reader.blocked(*following.span("value"))
            or "." not in following["value"]
            or any(value.span("value") == following.span("value") for value in values)
        ):
            break
        values.append(following)
        at = following.end()
    if not values or re.compile(r" ?(?:±|mg|years?|months?|patients)").match(folded, at):
        return []
    effects = []
    for value in values:
        effect = Effect(
            first.code,
            parse_number(value["value"]),
            value.start("value"),
            value.end(),
            "effect.further_value",
            measure=None,
            adjusted=first.adjusted,
            value_span=value.span("value"),
            unit=value.span("unit") if value["unit"] else None,
            named=True,
        )
        if not _plausible(mention, effect, reader):
            return []
        effects.append(effect)
    return effects


# -- 4: wordings without a name ----------------------------------------------------------------------------------------

_LOWER_HIGHER = r"(?:lower|higher|greater|less|more|fewer|smaller|larger|reduc\w+|decreas\w+|increas\w+|improve\w+|declin\w+|rise|rises|drop|fall|gains?|loss|elevat\w+|shorter|longer|faster|slower|excess|worsen\w*|relative (?:risk )?reduction|decrement)"
# A criterion, an assumption or a threshold is no result.
_CRITERION = re.compile(
    r"\b(?:criteri(?:on|a)|defined as|assum\w+|power to detect|would|required|prespecified|pre-specified|using an? \d|hypothesi[sz]ed?)\b",
    re.IGNORECASE,
)
_WORDED = re.compile(
    rf"(?<![\w.])(?P<value>{_NUM}){_AFTER_NUMBER}(?:"
    rf"(?P<percent> ?%) (?:significantly |statistically |relatively )?(?:relative |greater |mean |median |overall |significant |net |additional |absolute )?(?P<percent_word>{_LOWER_HIGHER})\b"
    rf"|(?P<longer> ?(?:{_TIME.pattern}|kg|cm|mm|points?|mL|ml|min)) (?:older|younger|longer|shorter|taller|heavier|lighter|earlier|later)\b"
    rf"|(?P<fold>(?:-| )?fold)\b"
    rf"|(?P<times> times) (?P<times_word>more|less|higher|lower|greater|as|the (?:odds|risk|rate|hazard)|increased|fewer|likelier)\b)",
    re.IGNORECASE,
)
_FOLD_WORD = re.compile(
    r"\b(?P<word>two|three|four|five|six|seven|eight|nine|ten|twice|thrice)(?P<fold>-? ?fold)\b",
    re.IGNORECASE,
)
_BRACKETED_CHANGE = re.compile(
    rf"\b(?:reduction|increase|decrease|improvement|decline)s? [(\[](?P<value>{_NUM}){_AFTER_NUMBER} ?%(?= ?[)\]])"
)
_BRACKETED_PERCENT = re.compile(rf"[(\[](?P<value>{_NUM}){_AFTER_NUMBER} ?%[,;] ?")
_FOLD_WORDS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twice": 2,
    "thrice": 3,
}
_BY = re.compile(
    rf"\b(?:increas|decreas|reduc|improv|declin|fell|rose|drop|gain|lost|lower|higher|greater|short|prolong|longer|worsen|lengthen|delay|grew|rais|elevat|rise|fall|loss|reduction|attenuat|less)\w*(?: [\w-]+){{0,12}}?,? (?P<by>by|of)(?: (?:an? )?(?:average|mean|median|only|approximately|about|additional|estimated|further|up to|nearly|almost|around|absolute|relative))*(?: of)? (?P<value>{_NUM}){_AFTER_NUMBER}",
    re.IGNORECASE,
)


def _worded(reader: _Reader, start: int, end: int, found: list[Effect]) -> list[Effect]:
    folded = reader.folded
    result: list[Effect] = []
    if _CRITERION.search(folded, start, end):
        return []

    def free(span: tuple[int, int]) -> bool:
        return not reader.blocked(*span) and not any(
            e.value_span is not None and e.value_span[0] < span[1] and span[0] < e.value_span[1]
            for e in found + result
        )

    for match in _WORDED.finditer(folded, start, end):
        span = match.span("value")
        if not free(span):
            continue
        value = parse_number(match["value"].replace(" ", ""))
        if match["percent"]:
            at = folded.index("%", span[1])
            result.append(
                Effect(
                    "PCT",
                    value,
                    span[0],
                    match.end("percent_word"),
                    "effect.percent_change",
                    value_span=span,
                    unit=(at, at + 1),
                )
            )
        elif match["longer"]:
            unit = unit_at(folded, span[1])
            result.append(
                Effect(
                    "MD",
                    value,
                    span[0],
                    match.end(),
                    "effect.longer",
                    value_span=span,
                    unit=unit,
                    standing=False,
                )
            )
        elif match["fold"]:
            result.append(
                Effect(
                    "GMR", value, span[0], match.end("fold"), "effect.fold", value_span=span, standing=False
                )
            )
        else:
            code = "OR" if re.search(r"odds", match["times_word"], re.IGNORECASE) else "RR"
            result.append(
                Effect(
                    code,
                    value,
                    span[0],
                    match.end("times_word"),
                    "effect.times",
                    value_span=span,
                    standing=False,
                )
            )
    for match in _BRACKETED_CHANGE.finditer(folded, start, end):
        span = match.span("value")
        if free(span):
            at = folded.index("%", span[1])
            result.append(
                Effect(
                    "PCT",
                    parse_number(match["value"].replace(" ", "")),
                    span[0],
                    at + 1,
                    "effect.bracketed_change",
                    value_span=span,
                    unit=(at, at + 1),
                )
            )
    for match in _BRACKETED_PERCENT.finditer(folded, start, end):
        span = match.span("value")
        if free(span) and any(s == match.end() for s, _ in reader.p_spans):
            changed = _CHANGE.search(folded[max(start, match.start() - 60) : match.start()]) is not None
            at = folded.index("%", span[1])
            code = "PCT" if changed else "PROP"
            result.append(
                Effect(
                    code,
                    parse_number(match["value"].replace(" ", "")),
                    span[0],
                    at + 1,
                    "effect.bracketed_percent",
                    value_span=span,
                    unit=(at, at + 1),
                    standing=False,
                )
            )
    for match in _FOLD_WORD.finditer(folded, start, end):
        if free(match.span("word")):
            result.append(
                Effect(
                    "RATIO",
                    float(_FOLD_WORDS[match["word"].lower()]),
                    match.start(),
                    match.end(),
                    "effect.fold_word",
                    value_span=match.span("word"),
                    standing=False,
                )
            )
    for match in _BY.finditer(folded, start, end):
        span = match.span("value")
        if re.search(r"\bfrom\b", match[0]):
            continue  # "fell from a median of 90%": where it stood before
        if not free(span):
            continue
        unit = unit_at(folded, span[1])
        if unit is not None and _TIME.fullmatch(folded[slice(*unit)]) and _OF.match(folded, unit[1]):
            continue  # "improved by 13 weeks of treatment": how long it took
        if unit is None and match["by"] == "of":
            continue
        if re.compile(
            r" ?(?:to|and|-|or) ?\d|(?: ?[^\s\d]{1,8})? ?(?:±|\+/-|vs|versus)|(?: ?%)? (?:of|patients|participants|subjects|women|men|and \d)\b|(?: ?%)? ?\(? ?(?:n ?=|\d+/)"
        ).match(folded, span[1], end):
            continue
        percent = unit is not None and folded[slice(*unit)] in {"%", "percent", "per cent"}
        points = unit is not None and folded[slice(*unit)].startswith("percentage")
        code = "RD" if points else "PCT" if percent else "MD"
        result.append(
            Effect(
                code,
                parse_number(match["value"].replace(" ", "")),
                span[0],
                unit[1] if unit else span[1],
                "effect.changed_by",
                value_span=span,
                unit=unit,
                standing=unit is not None,
            )
        )
    return result


# -- 5: measures of estimates that nothing names -------------------------------------------------------------------------

_PERCENT_UNITS = frozenset({"%", "percent", "per cent"})
# A difference in per cent is a difference of means where the outcome itself is measured in per cent.
_PERCENT_OUTCOMES = re.compile(
    r"\b(?:mean|medians?|least[ -]squares?|LSM?|scores?|HbA1c|HbA\(1c\)|A1C|h(?:a)?emoglobin A1c|ejection fraction|LVEF|h(?:a)?ematocrit|body fat|fat|weight|BMD|density|FEV1?|saturation|FMD|dilat\w+|stenosis)\b",
    re.IGNORECASE,
)


def _percent_is_unit(words: str) -> bool:
    return _PERCENT_OUTCOMES.search(words) is not None


_CHANGE_IN = re.compile(
    r"\b(?:increase|decrease|reduction|difference|change|improvement|decline|gain|loss|rise|fall)s? (?:in|of) [^.;,()]{1,50}[(\[]\s*$"
)
_CHANGE_WAS = re.compile(
    r"\b(?:increase|decrease|reduction|improvement|decline|gain|loss|rise|fall|drop)s? (?:in|of) [^.;,()]{1,60} (?:was|were|of|averaged)\s*(?:only |about |approximately )?$"
)
_PERSON_TIME = re.compile(
    r"(?:per |/ ?)(?:\d|person|patient|thousand|million|woman|child|participant|resident|catheter|device)"
)
_ARM_CODES = frozenset({"PROP", "MEAN", "MEDIAN", "RATE"})


def _settle(
    reader: _Reader,
    effect: Effect,
    before: list[Effect],
    measures: list[MeasureMention],
    start: int,
    previous_in_text: Effect | None,
) -> Effect:
    if effect.code is None and effect.value is not None:
        effect = _guess(reader, effect, before, measures, start, previous_in_text)
    if effect.code in _ARM_CODES:
        effect = replace(effect, arm=True)
    if effect.code == "MD" and effect.unit is not None and effect.rule != "effect.changed_by":
        printed = reader.folded[slice(*effect.unit)]
        words = reader.folded[max(start, effect.start - 110) : effect.end]
        if printed.startswith("percentage") or (printed in _PERCENT_UNITS and not _percent_is_unit(words)):
            effect = replace(effect, code="RD")
    if effect.code == "RR" and effect.unit is not None and reader.folded[slice(*effect.unit)] == "%":
        effect = replace(effect, code="PROP", arm=True, named=False)
    return effect


def _guess(
    reader: _Reader,
    effect: Effect,
    before: list[Effect],
    measures: list[MeasureMention],
    start: int,
    previous_in_text: Effect | None,
) -> Effect:
    """Choose the measure of an estimate with an interval from its unit and the words round it."""
    folded = reader.folded
    assert effect.value_span is not None
    value_start, value_end = effect.value_span
    window_start = max([start, *(other.end for other in before if other.end <= value_start)])
    window = folded[window_start:value_start]
    unit = folded[slice(*effect.unit)] if effect.unit else ""
    after = folded[value_end : value_end + 50]
    percent = unit.startswith(("%", "percent ", "per cent")) or unit == "percent"

    def as_code(code: str, rule: str, mention: MeasureMention | None = None) -> Effect:
        if mention is None:
            return replace(effect, code=code, rule=f"{effect.rule}+{rule}")
        return replace(
            effect,
            code=code,
            rule=f"{effect.rule}+{rule}",
            measure=(mention.start, mention.end),
            adjusted=mention.adjusted,
        )

    beyond = folded[max(value_end, effect.unit[1] if effect.unit else 0) :][:40]
    extra = re.search(r"\b(?:extra|additional|excess)\s*$", window)
    if not percent and unit != "times" and (extra or re.match(rf" {_LOWER_HIGHER}\b", beyond)):
        return as_code("MD", "higher_lower")
    if re.match(r"[- ]?fold", after):
        return as_code("GMR", "fold")
    if match := re.match(r" ?times (?:more|less|as|higher|lower|greater|the (odds)?|increased)", after):
        return as_code("OR" if match[1] or re.search(r"\bodds\b", window) else "RR", "times")
    if percent and re.match(rf" ?% ?(?:relative |greater )?{_LOWER_HIGHER}", after):
        return as_code("PCT", "percent_change")
    near = [mention for mention in measures if window_start <= mention.start and mention.end <= value_start]
    named = next(
        (
            mention
            for mention in reversed(near)
            if not mention.clue and not (mention.strict and mention.short)
        ),
        None,
    )
    clue = next((mention for mention in reversed(near) if mention.clue), None)
    if (
        named is not None
        and (
            named.family == "ratio"
            or (value_start - named.end < 80 and ", " not in folded[named.end : value_start])
        )
        and _plausible(named, effect, reader)
        and (clue is None or named.start > clue.start or named.family == "ratio")
        and not (named.code == "MD" and percent and clue is not None)
    ):
        return as_code(named.code, "named_before", named)
    carried = next(
        (other for other in reversed(before) if other.interval is not None and other.code is not None), None
    )
    signed = folded[value_start : value_start + 1] in "-+"
    if unit.startswith("percentage"):
        return as_code("RD", "percentage_points")
    if re.search(r"\bchanges?\b[^.;,]{0,25}$", window) or _CHANGE_WAS.search(window):
        if not percent:
            return as_code("MD", "change")
        return as_code("MD" if _percent_is_unit(window) else "PCT", "change")
    if re.search(
        r"\b(?:by|of)\s*[(\[]?(?:[$€£¥]|US\$)?(?:approximately |about |an average of |a mean of )?$", window
    ) and _CHANGE.search(window):
        return as_code("PCT" if percent and not re.search(r"point|absolute", window) else "MD", "changed_by")
    if (
        carried is not None
        and (carried.unit is None) == (effect.unit is None)
        and (clue is None or clue.code == carried.code)
        and len(window) < 160
        and not (signed and carried.code in _ARM_CODES)
    ):
        same_unit = carried.unit is None or folded[slice(*carried.unit)] == unit
        if same_unit:
            return replace(as_code(carried.code or "MEAN", "carried"), adjusted=carried.adjusted)
    if unit and _PERSON_TIME.search(unit):
        return as_code("RATE", "person_time")
    if signed or (_CHANGE.search(window[-60:]) and not percent and clue is None and unit):
        if percent and not _percent_is_unit(window):
            return as_code("RD", "signed")
        return as_code("MD", "signed")
    if (
        clue is not None
        and clue.code in {"MEAN", "MEDIAN"}
        and _CHANGE_IN.search(window[: clue.start - window_start])
    ):
        return as_code("PCT" if percent and not _percent_is_unit(window) else "MD", "change_in", clue)
    if unit and clue is not None and clue.code == "PROP":
        averages = [mention for mention in near if mention.clue and mention.code in {"MEAN", "MEDIAN"}]
        clue = averages[-1] if averages and not percent else clue
    if clue is not None:
        if (
            percent
            and clue.code in {"MEAN", "RATE"}
            and not re.search(r"\bmean\b", folded[clue.start : clue.end], re.IGNORECASE)
        ):
            return as_code("PROP", "unit", clue)
        if clue.code == "PROP" and not percent:
            if unit:
                return as_code(
                    "MEDIAN"
                    if re.search(r"survival|\bOS\b|PFS|DFS", window)
                    and re.match(r"months?|years?|weeks?|days?", unit)
                    else "MEAN",
                    "unit",
                    clue,
                )
            return as_code("PROP" if effect.value is not None and effect.value <= 1 else "RATE", "clue", clue)
        return as_code(clue.code, "clue", clue)
    if percent:
        return as_code("PROP", "unit")
    if re.match(r"months?|years?|weeks?|days?", unit) and re.search(
        r"surviv|\bOS\b|PFS|DFS|TTP|time to", window, re.IGNORECASE
    ):
        return as_code("MEDIAN", "survival_time")
    if (
        not unit
        and effect.value is not None
        and effect.value >= 0
        and effect.interval is not None
        and (effect.interval.lower is None or effect.interval.lower >= 0)
    ):
        ratio = _ratio_in_force(reader, value_start)
        if ratio is not None:
            return as_code(ratio, "in_force")
        if (
            previous_in_text is not None
            and previous_in_text.code is not None
            and previous_in_text.unit is None
            and previous_in_text.interval is not None
        ):
            return as_code(previous_in_text.code, "carried_over")
    return as_code("MEAN", "default")


def _ratio_in_force(reader: _Reader, offset: int) -> str | None:
    """Return the ratio that the text named last before a place ("odds ratios were computed")."""
    if reader.ratios is None:
        reader.ratios = [
            mention
            for mention in find_measures(reader.folded, reader.definitions)
            if mention.family == "ratio"
        ]
    named = [mention for mention in reader.ratios if mention.end <= offset]
    return named[-1].code if named else None
