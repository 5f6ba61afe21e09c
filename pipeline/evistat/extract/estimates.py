"""An estimate as it is being read: its numbers, its measure, and what of the text the rules share.

The rules that read estimates stand in modules of their own (``interval_estimates``, ``named_estimates``,
``worded_estimates``, ``guessed_measures``); ``effects`` runs them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from evistat.extract.finding import Interval
from evistat.extract.intervals import find_headers, find_intervals
from evistat.extract.lowered import caseless, lowered
from evistat.extract.measures import MeasureMention, find_measures
from evistat.extract.units import PERCENT, currency_pattern


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


RATIOS = frozenset({"OR", "HR", "RR", "IRR", "PR", "GMR", "RATIO"})
CHANGES = frozenset({"MD", "PCT", "RD"})
DIGIT = re.compile(r"\d")
SPREAD_WORDS = re.compile(
    r"\b(?:IQR|inter-?quartile|range|quartiles?(?=[)\]]|[:=,]? ?[(\[]?\d)|Q1|25th|percentiles?|SD|standard deviation|min-max)\b",
    re.IGNORECASE,
)
NUM = r"(?:(?:(?<![\w.)\]%])[-+] ?(?=[\d.]))?(?:\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?|\d+,\d+|\.\d+))"
AFTER_NUMBER = r"(?![\d]|\.\d|,\d{3})"
_PLAIN_GAP = re.compile(
    r"(?:[\s:=,;(\[)\]~≈-]|\b(?:was|were|is|are|of|equal to|equals|equalled|at|approximately|about|only|estimated|to be|be|being|value|values|as|a|an)\b)*"
)
_RANGES = re.compile(r"(?: coefficients?| values?)? (?:(?:rang|var)(?:ed|ied|ing|ying) )?(?:from |between )")
_OPENS_ITEM = re.compile(r"[(\[][Bbβr] [-+]?\d?\.\d")
_LONG_GAP_END = re.compile(
    r"(?:\b(?:was|were|is|are|of|equal to|equals|being|by|at|reached|(?:ranged|ranging|varied|varying) (?:from|between))|[=:,(\[])(?: (?:only|approximately|about|estimated(?: at| to be)?|as (?:high|low) as|significant|significantly|not significant))*\s*$"
)
_GAP_STOP = re.compile(r"(?<![A-Za-z]-)(?<!\w)(?<!\w\.)\d+\.\d|[.;](?=\s)|\d ?%|[=<>≤≥±]|\bvs?\b|\bversus\b")
IDENTIFIER = re.compile(
    r"\b(?:grades?|groups?|stages?|types?|days?|weeks?|months?|years?|phases?|levels?|classe?s?|scores?|arms?|cohorts?|quartiles?|quintiles?|tertiles?|models?|aged?|at|to|and|or|within|after|first|-|–) ?\d+\b|\b[A-Za-z]+-?\d+|\d+[ -]?(?:years?|months?|weeks?|days?|hours?|h|min|mg|kg|mm|cm|g|mL|ml|mo|yr|y|d|wk)\b|\d+(?:st|nd|rd|th)\b"
)
TIME = re.compile(r"(?:days?|weeks?|months?|years?|hours?|h|min(?:utes)?|yrs?|wks?|mo)")
CHANGE = re.compile(
    r"\b(?:increas|decreas|reduc|improv|declin|fell|fall|rose|rise|drop|gain|lost|loss|lower|higher|greater|less|more|fewer|shorte|longer|prolong|differ|chang|wors|lengthen|delay|grew|deteriorat|elevat|diminish|smaller|larger|rais)\w*",
    re.IGNORECASE,
)
LOW_CHANGE = caseless(CHANGE.pattern)  # for lowered text
_LOW_SPREAD = caseless(SPREAD_WORDS.pattern)
LOWER_HIGHER = r"(?:lower|higher|greater|less|more|fewer|smaller|larger|reduc(?!es\b)\w+|decreas\w+|increas\w+|improve(?!s\b)\w+|declin\w+|rise|rises|drop|fall|gains?|loss|elevat\w+|shorter|longer|faster|slower|excess|worsen\w*|relative (?:risk )?reduction|decrement)"
# Behind a percentage: by how much something was higher than something else.
HIGHER_BY = re.compile(
    r"[)\]]{0,2} ?(?:significantly )?(?:higher|lower|greater|smaller|larger|less|more|shorter|longer)\b"
)
# "2.1 points (95% CI 0.8 to 3.4) increase in", "1.5 years (…) and 1.2 years (…) longer": the change stands behind its interval.
CHANGE_AFTER = re.compile(
    r"(?:[,;] ?[pP][^()\[\]]{1,24}(?=[)\]]))? ?[)\]]{0,2}(?:(?: [a-zA-Z/]{1,10})?(?:,|,? and)(?: [A-Za-z]+){0,3} [-+]?[\d.]+ ?[a-zA-Z/%]* ?[(\[][^()\[\]]*(?:\[[^()\[\]]*\][^()\[\]]*)?[)\]]){0,6}"
    r" (?:(?:significant|relative|mean|greater|absolute|adjusted|further|additional|overall) )?"
    r"(?:increase|decrease|reduction|improvement|decline|rise|fall|drop|longer|shorter|earlier|later|fewer|(?:lower|higher|greater|smaller)(?= (?:in|with|for|among|than|at|after|on)\b)|additional|extra|(?:[a-z-]+ ){1,2}(?:gained|lost|saved))s?\b(?! in (?:the )?(?:odds|risks?|hazards?|rate)\b)"
)


# "56% (95% CI 39-68), 49% (30-63) and 59% (40-72) lower risks"
PERCENT_CHANGE_AFTER = re.compile(
    r"(?:[)\]]?(?:,? and|,)(?: [A-Za-z]+){0,3} \d[\d.]* ?% ?[(\[][^()\[\]]*[)\]]){1,6} (?:(?:relative|significantly|mean) )?"
    r"(?:lower|higher|greater|increased|decreased|reduced|less|more|reductions?|increases?|decreases?)\b"
)
# "2.6 times the odds", "times as high a hazard", "times higher hazards", but not "times more hazards"
_MULTIPLIED = re.compile(
    r"[ )\]]*(?:(?:times|as|the|that|a|an|of|in|significantly|higher|lower|greater|larger|smaller|increased|decreased|reduced|high|low|great|large|adjusted|relative) |(?:more|less) (?=odds\b)){0,6}"
    r"(?:(?P<odds>odds)|hazards?)\b(?! (?:models?|regressions?|analys[ei]s|scores?)\b)",
    re.IGNORECASE,
)
# "the odds of relapse were", "had a hazard of sinking", "the hazards in rowers were", but not "exposed to hazards of dust"
_MULTIPLICAND = re.compile(
    r"(?<!proportional )\b(?:(?P<odds>odds)|hazard|(?<!to )(?<!to the )hazards) (?:of|for|ratios?)\b"
    r"|\b(?P<these_odds>odds) (?:was|were|is|are|that)\b"
    r"|\bthe (?:(?:un)?adjusted |crude |relative |mean |overall )?(?:(?P<the_odds>odds)|hazards?) (?:[^,;]{0,90}? )??(?:was|were|is|are)\b",
    re.IGNORECASE,
)
# "The odds of gout were raised, and (urate was 2.2 times higher)"
_NEXT_CLAUSE = re.compile(
    r";|\b(?:was|were|is|are|had|has|have)\b[^;]{0,200}?,? (?:and|but|while|whereas|although|though)(?= (?!(?:of|for|in|among|with|the odds|the hazards?)\b)(?:[\w%-]+ ){1,8}?(?:was|were|is|are|had|has|have)\b)"
)
_ABSOLUTE = re.compile(r"\babsolute\b", re.IGNORECASE)
_IN_SHARE = re.compile(
    r"(?: in)?(?: the)?(?: (?:overall|total))? (?:proportion|percentage|share)s? (?:of|who|with|that)\b"
)


def ratio_of_times(folded: str, start: int, value_start: int, end: int, otherwise: str = "RR") -> str:
    """Return the ratio that "times" makes of a number: of odds or hazards if they are what is multiplied, else a risk's."""
    said = _MULTIPLIED.match(folded, end)
    if said is None:
        for clause in _NEXT_CLAUSE.finditer(folded, start, value_start):
            start = clause.end()
        said = _MULTIPLICAND.search(folded, start, value_start)
    if said is None:
        return otherwise
    return "OR" if any(word and word.lower() == "odds" for word in said.groupdict().values()) else "HR"


def is_absolute(words: str, folded: str, offset: int) -> bool:
    """Tell whether a change in per cent is one of percentage points ("9% absolute reduction", "15% increase in the proportion of")."""
    if "relative" in words:
        return False
    return _ABSOLUTE.search(words) is not None or _IN_SHARE.match(folded, offset) is not None


_SPREAD = re.compile(r" ?(?P<open>[(\[])? ?(?:±|\+/-) ?\d+(?:\.\d+)?(?(open) ?[)\]])")


def past_spread(folded: str, offset: int) -> int:
    """Return where the spread printed after a number ends ("1.4 ± 2.5 Gy"), ``offset`` where there is none."""
    match = _SPREAD.match(folded, offset)
    return match.end() if match else offset


_BEFORE_TEST = re.compile(r"[,;]? ?[(\[]?(?:adjusted |all |both )?")


class Reader:
    """The pieces of one text, shared by the rules; it is thrown away when the effects are read."""

    def __init__(
        self,
        folded: str,
        sentences: Sequence[tuple[int, int]],
        definitions: Sequence[tuple[str, str]],
        p_spans: Sequence[tuple[int, int]],
    ) -> None:
        """Find intervals and measures once for all rules."""
        self.folded = folded
        self.sentences = sentences
        self.intervals = find_intervals(folded)
        self.headers = find_headers(folded)
        self.definitions = definitions
        # Only a sentence with a number can hold an effect.
        self.measures = find_measures(
            folded,
            definitions,
            [(start, end) for start, end in sentences if DIGIT.search(folded, start, end)],
        )
        self.p_spans = list(p_spans)
        self.ratios: list[MeasureMention] | None = None
        self.spreads = _LOW_SPREAD.search(lowered(folded)) is not None
        # Units of the estimates whose intervals had a header: their later brackets need none.
        self.interval_units: set[str] = set()
        # Every offset of what is read: a set, so that asking costs the same however much was read.
        self.occupied: set[int] = set()
        for start, end in p_spans:
            self.occupy(start, end)
        for reading in self.intervals:
            self.occupy(reading.interval.start, reading.interval.end)
        for start, end, level in self.headers:
            if level is not None:
                self.occupy(start, end)  # the 95 of "OR [95% CI]" is no estimate
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

    def tested_at(self, offset: int) -> int | None:
        """Return where the p-value or test statistic ends that stands right after a number ("2.4 (p = 0.03)")."""
        gap = _BEFORE_TEST.match(self.folded, offset)
        at = gap.end() if gap else offset
        index = bisect_left(self.p_spans, (at, 0))
        if index == len(self.p_spans) or self.p_spans[index][0] != at:
            return None
        while index + 1 < len(self.p_spans) and _BEFORE_TEST.fullmatch(
            self.folded, self.p_spans[index][1], self.p_spans[index + 1][0]
        ):
            index += 1
        return self.p_spans[index][1]

    def ratio_in_force(self, offset: int) -> str | None:
        """Return the ratio that the text named last before a place ("odds ratios were computed")."""
        if self.ratios is None:
            self.ratios = [
                mention
                for mention in find_measures(self.folded, self.definitions)
                if mention.family == "ratio"
            ]
        named = [mention for mention in self.ratios if mention.end <= offset]
        return named[-1].code if named else None


def _gap(reader: Reader, start: int, end: int) -> str:
    """Return the text between a measure's name and its number, with interval headers blanked."""
    gap = reader.folded[start:end]
    for header_start, header_end, _ in reader.headers:
        if start <= header_start and header_end <= end:
            gap = gap[: header_start - start] + " " * (header_end - header_start) + gap[header_end - start :]
    return re.sub(r"[(\[]\s+[)\]]", lambda m: " " * len(m[0]), gap)


@cache
def _currency_ends() -> re.Pattern[str]:
    return re.compile(rf"[-+]?(?:(?<![A-Za-z])(?:{currency_pattern()})|[A-Z]{{1,3}} ?[$€£¥])\s?$")


def _before_currency(gap: str) -> str:
    """Return a gap without the currency that ends it."""
    return _currency_ends().sub("", gap)


_EQUALS = re.compile(r"(?:(?<![A-Za-z(\[])[A-Za-z]{2,}(?<!range)\d*|[)\]]) ?= ?$")


# "hazard ratio for death 0.75"
_FOR_WHAT = re.compile(r" (?:for|of) (?:[a-z-]+ ){1,6}")
_DECIMAL = re.compile(r"\d+\.\d")
_TIMES = re.compile(rf"{NUM} times\b")


def is_connected(reader: Reader, mention: MeasureMention, value_start: int, *, far: bool) -> bool:
    """Tell whether a measure's name reaches a number: directly, or (``far``) over the words it governs."""
    gap = _gap(reader, mention.end, value_start)
    if _RANGES.fullmatch(gap):
        return True
    if mention.strict and gap == " " and _OPENS_ITEM.match(reader.folded, mention.start - 1):
        return True  # "(B -0.19 litres, 95% CI …"
    if (
        mention.short
        and mention.end - mention.start == 1
        and not re.match(r"\s*[=:≈]|\s*(?:value )?(?:of|was) ", gap)
    ):
        return False  # a lone letter ("influenza B (91 %") is a measure only before a sign of equality
    gap = _before_currency(gap)
    if _PLAIN_GAP.fullmatch(gap):
        return (
            not mention.strict
            or re.search(r"[=:(,]|\b(?:was|of|is|were)\b", gap) is not None
            or not mention.short
        )
    if not far or len(gap) > 160:
        return False
    if mention.family == "ratio" and _FOR_WHAT.fullmatch(gap) and _DECIMAL.match(reader.folded, value_start):
        return True
    if (
        mention.family == "ratio"
        and _TIMES.match(reader.folded, value_start)
        and _NEXT_CLAUSE.search(reader.folded, mention.end, value_start)
    ):
        return False
    cleaned = IDENTIFIER.sub(lambda m: "x" * len(m[0]), gap)
    # A bracket inside the gap ("odds ratio (OR) for X") is skipped whole.
    cleaned = re.sub(r"[(\[][^()\[\]]{0,60}[)\]]", lambda m: "x" * len(m[0]), cleaned)
    if _EQUALS.search(cleaned):
        cleaned = cleaned.rstrip("= ")  # "mean reduction in pain = -1.2", not "(H = 4.5"
    if _GAP_STOP.search(re.sub(r"\bvs?\b\.?|\bversus\b", "x", cleaned)) or re.search(r"\d", cleaned):
        return False
    if mention.strict and mention.short:
        return False
    if mention.family == "difference" and re.search(r",\s(?!and\b|or\b)[a-z]", cleaned):
        return False  # "differences in sample size, the prevalence was …": another subject
    return _LONG_GAP_END.search(gap) is not None


def name_estimate(
    reader: Reader, effect: Effect, measures: list[MeasureMention], start: int, found: list[Effect]
) -> Effect:
    """Give an estimate the measure that is named before it (or right after it)."""
    assert effect.value_span is not None
    value_start, value_end = effect.value_span
    beyond = effect.unit is not None and effect.interval is not None and effect.unit[0] >= effect.interval.end
    before = [mention for mention in measures if mention.end <= value_start and not mention.clue]
    last_number = max((other.end for other in found if other.end <= value_start), default=start)
    for mention in reversed(before):
        if mention.start < last_number:
            break
        # "aged 4-7 (OR = 1.6; 95% CI 1.1-2.4) months": what follows the interval is no ratio's unit
        bare = replace(effect, unit=None) if beyond and mention.family == "ratio" else effect
        if is_plausible(mention, bare, reader) and is_connected(reader, mention, value_start, far=True):
            return with_measure(bare, mention)
    after = next((mention for mention in measures if mention.start >= value_end and not mention.clue), None)
    if (
        after is not None
        and after.family == "ratio"
        and effect.interval is not None
        and after.end <= effect.interval.start
        and _NAMED_IN_BRACKET.fullmatch(reader.folded, value_end, after.start)
    ):
        return replace(with_measure(effect, after), start=effect.start, unit=None)
    if (
        after is not None
        and after.family == "accuracy"
        and (
            re.fullmatch(r" ?%? ?", reader.folded[value_end : after.start])
            or (
                effect.interval
                and re.fullmatch(r" ?[)\]]{0,2} (?:of )?", reader.folded[effect.end : after.start])
            )
        )
    ):
        return with_measure(effect, after)
    return effect


def with_measure(effect: Effect, mention: MeasureMention) -> Effect:
    """Give an estimate the measure that names it, its place and whether it is called adjusted."""
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


# "1.6 times (OR, 95% CI 1.1-2.4) more likely"
_NAMED_IN_BRACKET = re.compile(r" ?(?:times|-?fold)? ?[(\[](?:adjusted )?")
_GREATEST_RATIO = 1000
_FOLD = re.compile(r"[ -]?fold\b")
_WITH_SPREAD = re.compile(r" ?(?:±|\+/-)")


def is_plausible(mention: MeasureMention, effect: Effect, reader: Reader) -> bool:
    """Tell whether a number can be an estimate of a measure: sign, range and unit fit."""
    value = effect.value
    if value is None:
        return False
    unit = reader.folded[slice(*effect.unit)] if effect.unit else ""
    if mention.family == "ratio":
        spread = effect.value_span is not None and _WITH_SPREAD.match(reader.folded, effect.value_span[1])
        if spread and mention.short:
            return False  # "HR 78.5 ± 19.1", "PR (93.9 ± 18.3 vs …": heart and pulse rates
        if value > _GREATEST_RATIO and effect.interval is None:
            return False  # "hazard ratios in cousins (1,200 to 9,400 of them)"
        return value >= 0 and (
            unit in {"", "times"} or unit.startswith("per ") or (unit == "%" and effect.interval is not None)
        )
    if mention.code == "PCT" and not mention.short:
        named = reader.folded[mention.start : mention.end]
        return unit in PERCENT or "%" in named or "percent" in named.lower()
    if mention.family == "correlation":
        return -1 <= value <= 1 and not unit
    if mention.code in {"KAPPA", "ICC"}:
        return -1 <= value <= 1 or (unit == "%" and 0 <= value <= 100)
    if mention.code == "R2":
        return 0 <= value <= 1 or unit == "%"
    if mention.family == "accuracy" and effect.value_span is not None:
        start, end = effect.value_span
        if _FOLD.match(reader.folded, end):
            return False  # "the abundance of ACC (0.47 fold": a protein
        if reader.folded.startswith("by ", start - 3):
            return False  # "sensitivity rose by 12%": a change of it
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
