"""Estimates that nothing names → their measure, from the unit and the words round the number."""

from __future__ import annotations

import re
from dataclasses import replace

from evistat.extract.estimates import (
    CHANGE,
    CHANGE_AFTER,
    CHANGES,
    HIGHER_BY,
    LOWER_HIGHER,
    PERCENT_CHANGE_AFTER,
    RATIOS,
    Effect,
    Reader,
    is_absolute,
    is_plausible,
    ratio_of_times,
)
from evistat.extract.measures import MeasureMention
from evistat.extract.units import PERCENT
from evistat.extract.word_patterns import words_pattern

# A difference in per cent is a difference of means where the outcome itself is measured in per cent.
_PERCENT_OUTCOMES = words_pattern("percent_outcomes")


def percent_is_unit(words: str) -> bool:
    """Tell whether words name an outcome that is itself measured in per cent ("HbA1c")."""
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
_PREVALENCE = re.compile(r"[Pp]revalences?\b(?!.*\b(?:incidence|rate)s?\b)")
# "2.9 (95% CI 1.6 to 5.0) times the risk"
_TIMES_THE_RISK = re.compile(
    r" ?[)\]]?(?:(?: times)?,? and (?:[a-z]+ ){0,3}[\d.]+ ?[(\[][^()\[\]]*[)\]])? ?times (?:more |as |less |the (?:risk|rate|odds|hazard)|higher |greater )"
)
# "4.1% absolute risk reduction", "15% (95% CI 10-20%) increase"
_SAID_CHANGE = re.compile(
    r"(?:[,;] ?[pP][^()\[\]]{1,24}(?=[)\]]))?[)\]]? ?(?:[a-z]+ ){0,3}?(?:increase|decrease|reduction|improvement|decline|higher|lower|greater)\b"
)
# "sales increased 8% (95% CI 6%-10%)"
_JUST_CHANGED = re.compile(
    r"\b(?:increased|decreased|declined|rose|fell|dropped|improved|grew|increasing|decreasing|declining|falling|rising)"
    r" (?:(?:significantly|nearly|about|approximately|almost|only|a further|on average|an average of|an estimated) )?$"
)
# "3.0 dBA quieter than"
_ADJECTIVE_THAN = r"(?!(?:other|rather|later|earlier|further|after|over|under)\b)[a-z]{3,}er than\b"
# "0.9 episodes (95% CI 0.8 to 1.0) versus 1.1 episodes": each is a group's own
_VERSUS_ESTIMATE = re.compile(r"[)\]]{0,2},? (?:versus|vs\.?|compared (?:to|with)) [-+]?\d")
# "improvement in balance in the exercise group (6.0; 95% CI …)"
_CHANGE_OF_GROUP = re.compile(
    r"\b(?:increase|decrease|reduction|change|improvement|decline|gain|loss)s? (?:in|of|from) [^.;()]{1,80}[(\[]\s*$"
)
_MEAN_CHANGE = re.compile(
    r"(?:mean|average|median) (?:reduction|decrease|increase|decline|rise|improvement|gain)s?\b"
)
_NEXT_OF_LIST = re.compile(r" ?[)\]]{0,2},?(?: and)? ")
# "increased mean egg weight (2 g, 95% CI …)", not "longer median survival (11 months, 95% CI …) than those without (7 months …)"
_MORE = re.compile(
    r"\b(?:increas(?:ed|es|ing)|reduc(?:ed|es|ing)|decreas(?:ed|es|ing)|improv(?:ed|es|ing)|rais(?:ed|es|ing)|lower(?:ed|s|ing)?|shorten(?:ed|s)|prolong(?:ed|s)|greater|higher|shorter|longer)(?: the)? $"
)
_THAN_SO_MUCH = re.compile(r"[^.;]{0,80}\b(?:than|versus|vs|compared (?:to|with))\b[^;]{0,80}\d")
_OF = re.compile(r" of (?:about |approximately )?")
# "primary (0.4, 95% CI …) and secondary education (0.6, 95% CI …) were associated with lower odds of"
_ODDS_AFTER = re.compile(r"(?:[^.;]|\.(?=\d)){0,160}?\bwith (?:[a-z]+ ){0,3}odds of\b(?! \d)")
_ADDITIONAL = re.compile(r" (?:additional|extra)\b")
# "average knowledge gain about X (2.4, 95% CI …)"
_GAINED = re.compile(
    r"\b(?:gains?|reductions?|decreases?|increases?|improvements?|loss(?:es)?|declines?)\b(?! scores?)"
)
_RATIO_WORD = re.compile(r"\bratios?(?: (?:was|were|of|is))?[ :=,(]{1,3}$")
_ARM_CODES = frozenset({"PROP", "MEAN", "MEDIAN", "RATE"})


def settle_measure(
    reader: Reader,
    effect: Effect,
    before: list[Effect],
    measures: list[MeasureMention],
    start: int,
    previous_in_text: Effect | None,
) -> Effect:
    """Give an estimate its final measure: guessed where nothing names it, corrected where its unit says so."""

    def as_code(code: str, rule: str) -> Effect:
        return replace(effect, code=code, rule=f"{effect.rule.split('+')[0]}+{rule}")

    if effect.rule == "effect.further_value" and before and before[-1].code in CHANGES:
        return replace(effect, code=before[-1].code)  # what the first of the list is
    if effect.code is None and effect.value is not None:
        effect = _guess(reader, effect, before, measures, start, previous_in_text)
        if (effect.code in _ARM_CODES or effect.rule.endswith("+default")) and _crosses_zero(effect):
            effect = as_code(_difference_code(reader, effect), "across_zero")
    if (
        effect.code == "PROP"
        and effect.value is not None
        and effect.value > 100
        and _is_percent(reader, effect)
    ):
        effect = replace(effect, code="PCT")  # "an increase in excretion (1,300%)": no share
    if effect.code in _ARM_CODES:
        effect = replace(effect, arm=True)
    if effect.code == "MD" and effect.unit is None and effect.named and _of_shares(reader, effect, start):
        effect = replace(effect, code="RD")
    if effect.code == "MD" and effect.unit is not None and effect.rule != "effect.changed_by":
        printed = reader.folded[slice(*effect.unit)]
        words = reader.folded[max(start, effect.start - 110) : effect.end]
        told = _MEAN_CHANGE.match(words, effect.start - max(start, effect.start - 110))
        if told:
            words = words[: told.start()] + words[told.end() :]  # "a mean reduction of 16%"
        if printed in {"SD", "SDs", "standard deviation", "standard deviations"}:
            return replace(effect, code="SMD")
        if printed.startswith("percentage") or (printed in PERCENT and not percent_is_unit(words)):
            changed = told is not None or any(other.code == "PCT" and not other.named for other in before)
            effect = replace(effect, code="PCT" if changed and not printed.startswith("percentage") else "RD")
    if effect.code == "RD" and effect.unit is not None:
        printed = reader.folded[slice(*effect.unit)]
        if not printed.startswith(("percent", "per cent", "point", "pp", "%", "per ", "/")):
            effect = replace(effect, code="MD")  # "an absolute reduction of 0.3 attacks per patient"
    if effect.code in RATIOS and effect.unit is not None and reader.folded[slice(*effect.unit)] == "times":
        effect = replace(effect, unit=None)
    return effect


_BY_OR_OF = re.compile(
    r"\b(?P<word>by|of)\s*[(\[]?(?:[$€£¥]|US\$)?(?:approximately |about |an average of |a mean of )?$"
)


def _is_change(
    folded: str, start: int, window_start: int, value_start: int, clue: MeasureMention | None
) -> bool:
    """Tell whether a number is what something changed by; a verb reaches over other estimates ("fell by 2 kg and pulse by 8")."""
    match = _BY_OR_OF.search(folded, window_start, value_start)
    if match is None:
        return False
    if clue is not None and clue.code == "RATE" and _OF.fullmatch(folded, clue.end, value_start):
        return False
    return CHANGE.search(folded, start if match["word"] == "by" else window_start, value_start) is not None


def _parted(folded: str, start: int, end: int) -> bool:
    """Tell whether a comma parts a clue from a number ("adjusted for the mean score, it was 1.4"), no list's."""
    return _NEW_SUBJECT.search(folded, start, end) is not None


_NEW_SUBJECT = re.compile(r", (?:it|this|that|the [a-z]+|these|they) (?:was|were) $")


def _is_percent(reader: Reader, effect: Effect) -> bool:
    """Tell whether an estimate is printed in per cent."""
    return effect.unit is not None and reader.folded[slice(*effect.unit)] in PERCENT


_SHARES = re.compile(r"\b(?:proportions?|probabilit(?:y|ies))\b")


def _of_shares(reader: Reader, effect: Effect, start: int) -> bool:
    """Tell whether a difference is one of fractions ("the proportions were 0.6 and 0.4 (difference 0.2)")."""
    return (
        effect.value is not None
        and -1 < effect.value < 1
        and _SHARES.search(reader.folded, start, effect.start) is not None
    )


def _crosses_zero(effect: Effect) -> bool:
    interval = effect.interval
    return (
        interval is not None
        and interval.lower is not None
        and interval.upper is not None
        and interval.lower < 0 < interval.upper
    )


def _difference_code(reader: Reader, effect: Effect) -> str:
    """Return the code of an estimate whose interval holds zero: no mean of a positive quantity, no share does."""
    folded = reader.folded
    if effect.unit is None or folded[slice(*effect.unit)] not in PERCENT:
        return "MD"
    assert effect.value_span is not None
    around = folded[max(0, effect.value_span[0] - 60) : effect.value_span[1] + 16]
    return "RD" if "difference" in around else "PCT"


def _guess(
    reader: Reader,
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
    if (
        not percent
        and unit != "times"
        and (extra or re.match(rf" (?:{LOWER_HIGHER}\b|{_ADJECTIVE_THAN})", beyond))
    ):
        return as_code("MD", "higher_lower")
    if _TIMES_THE_RISK.match(folded, effect.end):
        return as_code(ratio_of_times(folded, window_start, value_start, effect.end), "times")
    if re.match(r"[- ]?fold", after):
        of_odds = re.match(r"[^.;,]{0,30}\bodds\b", folded[effect.end :][:60])
        return as_code("OR" if of_odds else "GMR", "fold")
    if re.match(r" ?times (?:more|less|as|higher|lower|greater|the|that|increased)\b", after):
        return as_code(ratio_of_times(folded, window_start, value_start, value_end), "times")
    if percent and (
        re.match(rf" ?% ?(?:relative |greater )?{LOWER_HIGHER}", after)
        or HIGHER_BY.match(folded, effect.end)
        or CHANGE_AFTER.match(folded, effect.end)
        or PERCENT_CHANGE_AFTER.match(folded, effect.end)
    ):
        told = [
            _SAID_CHANGE.match(folded, at)
            for at in (effect.unit[1] if effect.unit else value_end, effect.end)
        ]
        absolute = any(said and is_absolute(said[0], folded, said.end()) for said in told)
        return as_code("RD" if absolute else "PCT", "percent_change")
    if not percent and (CHANGE_AFTER.match(folded, effect.end) or _ADDITIONAL.match(beyond)):
        return as_code("MD", "higher_lower")
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
        and is_plausible(named, effect, reader)
        and (clue is None or named.start > clue.start or named.family == "ratio")
        and not (named.code == "MD" and percent and clue is not None)
    ):
        return as_code(named.code, "named_before", named)
    carried = next(
        (other for other in reversed(before) if other.interval is not None and other.code is not None), None
    )
    signed = folded[value_start : value_start + 1] in "-+"
    versus = not signed and _VERSUS_ESTIMATE.match(folded, effect.end) is not None
    if unit.startswith("percentage"):
        return as_code("RD", "percentage_points")
    if re.search(r"\bchanges?\b[^.;,]{0,25}$", window) or _CHANGE_WAS.search(window):
        if not percent:
            return as_code("MD", "change")
        return as_code("MD" if percent_is_unit(window) else "PCT", "change")
    if unit == "times" and effect.value is not None and effect.value > 0:
        return as_code(reader.ratio_in_force(value_start) or "RR", "times")
    if _is_change(folded, start, window_start, value_start, clue):
        return as_code("PCT" if percent and not re.search(r"point|absolute", window) else "MD", "changed_by")
    if _JUST_CHANGED.search(window):
        return as_code("PCT" if percent and not percent_is_unit(window) else "MD", "changed_by")
    if (
        carried is not None
        and ((carried.unit is None) == (effect.unit is None) or carried.code in {"MD", "RATE"})
        and (clue is None or clue.code == carried.code or _parted(folded, clue.end, value_start))
        and len(window) < 160
        and not (signed and (carried.code in _ARM_CODES or carried.rule.endswith("+default")))
    ):
        same_unit = carried.unit is None or not unit or folded[slice(*carried.unit)] == unit
        if same_unit or (carried.code == "MD" and not percent and _NEXT_OF_LIST.fullmatch(window)):
            return replace(as_code(carried.code or "MEAN", "carried"), adjusted=carried.adjusted)
    if _RATIO_WORD.search(window) and not unit:
        return as_code("RATIO", "ratio_word")
    if unit and _PERSON_TIME.search(unit):
        shares = (
            carried is not None
            and carried.code == "PROP"
            and carried.unit is not None
            and _PERSON_TIME.match(folded, carried.unit[0])
        ) or _PREVALENCE.search(window)
        return as_code("PROP" if shares else "RATE", "person_time")
    if signed or (CHANGE.search(window[-60:]) and not percent and clue is None and unit and not versus):
        if percent and not percent_is_unit(window):
            return as_code("RD", "signed")
        return as_code("MD", "signed")
    if (
        clue is not None
        and clue.code in {"MEAN", "MEDIAN"}
        and (
            _CHANGE_IN.search(window[: clue.start - window_start])
            or (value_start - clue.end < 60 and _GAINED.search(folded, clue.end, value_start) is not None)
        )
    ):
        return as_code("PCT" if percent and not percent_is_unit(window) else "MD", "change_in", clue)
    if (
        unit
        and not percent
        and not versus
        and clue is not None
        and clue.code in {"MEAN", "MEDIAN"}
        and _MORE.search(folded, max(start, clue.start - 30), clue.start)
        and not _THAN_SO_MUCH.match(folded, effect.end)
    ):
        return as_code("MD", "change_in", clue)
    if unit and clue is not None and clue.code == "PROP":
        averages = [mention for mention in near if mention.clue and mention.code in {"MEAN", "MEDIAN"}]
        clue = averages[-1] if averages and not percent else clue
    if clue is not None:
        if (
            percent
            and clue.code in {"MEAN", "RATE"}
            and (
                folded[clue.start - 1] in "(["  # "prevalence (mean (95% CI)) was 61.0%": what the numbers are
                or not re.search(r"\bmean\b", folded[clue.start : clue.end], re.IGNORECASE)
            )
        ):
            return as_code("PROP", "unit", clue)
        if clue.code == "PROP" and not percent:
            if effect.value is not None and effect.value <= 1:
                return as_code("PROP", "clue", clue)
            ratio = None if unit else reader.ratio_in_force(value_start)
            return as_code(ratio, "in_force") if ratio else as_code("RATE", "clue", clue)
        return as_code(clue.code, "clue", clue)
    if percent:
        return as_code("PROP", "unit")
    if (
        not unit
        and effect.value is not None
        and effect.value >= 0
        and effect.interval is not None
        and (effect.interval.lower is None or effect.interval.lower >= 0)
    ):
        if _ODDS_AFTER.match(folded, effect.end):
            return as_code("OR", "odds_after")
        ratio = reader.ratio_in_force(value_start)
        if ratio is not None:
            return as_code(ratio, "in_force")
        if (
            previous_in_text is not None
            and previous_in_text.code is not None
            and previous_in_text.unit is None
            and previous_in_text.interval is not None
        ):
            return as_code(previous_in_text.code, "carried_over")
    listed = before[-1] if before else None
    if (
        not unit
        and listed is not None
        and listed.interval is not None
        and listed.code == "PROP"
        and listed.value is not None
        and listed.value > 1
        and effect.value is not None
        and 1 < effect.value <= 100
    ):
        return as_code(
            "PROP", "carried"
        )  # "stunting (36.5%, 95% CI …), wasting (9.7, 95% CI …)": the sign left out once
    if _CHANGE_OF_GROUP.search(window):
        return as_code("MD", "change_in")
    if _is_counted(effect, unit, beyond):
        return as_code("OTHER", "default")
    tested = unit and reader.tested_at(effect.end) is not None
    return as_code("MD" if tested else "MEAN", "default")


_COUNTED = re.compile(
    r" ?(?:million|billion|thousand|(?:[a-z-]+ ){0,2}(?:deaths|cases|infections|individuals|people|persons|patients|children|women|men|DALYs|QALYs|YLLs|YLDs|hospitali[sz]ations|admissions|births|events)\b)"
)


def _is_counted(effect: Effect, unit: str, beyond: str) -> bool:
    """Tell whether an estimate that nothing names is a count or an index, no mean."""
    value = effect.value
    if unit:
        return unit.startswith(("million", "billion", "DALY", "QALY"))
    return value is not None and (
        (value >= 100 and value == int(value)) or _COUNTED.match(beyond) is not None
    )
