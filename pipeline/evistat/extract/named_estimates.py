"""Measures' names → their numbers, where no interval is printed ("HR, 0.75", "sensitivity was 80%")."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from evistat.extract.estimates import (
    AFTER_NUMBER,
    CHANGES,
    IDENTIFIER,
    NUM,
    Effect,
    Reader,
    is_connected,
    is_plausible,
    past_spread,
    with_measure,
)
from evistat.extract.further_values import (
    FOR_EACH,
    LIST_ITEM,
    LISTED_SINGLY,
    NEXT_TESTED,
    RANGE_END,
    RANGED,
    further_values,
    tested_after,
    tested_values,
)
from evistat.extract.measures import MeasureMention
from evistat.extract.numbers import parse_number
from evistat.extract.units import MONEY, currency_before, letters_of_currencies, unit_at


def named_estimates(
    reader: Reader, measures: list[MeasureMention], start: int, end: int, found: list[Effect]
) -> list[Effect]:
    """Read the numbers of the measures of a sentence that no interval has given one."""
    folded = reader.folded
    result: list[Effect] = []
    taken = {effect.measure for effect in found if effect.measure}
    number = _number()
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
            r" ?[=:]| ?\((?!\d+/\d)| (?:of|was|were|is)\b", folded[mention.end : mention.end + 14]
        ):
            result.append(before)
            continue
        effect: Effect | None = None
        for candidate in number.finditer(folded, mention.end, limit):
            effect = _number_for(reader, mention, candidate, found + result, end)
            if effect is not None or not _in_identifier(folded, *candidate.span("value")):
                break
        if effect is not None and effect.value_span is not None:
            further = further_values(reader, effect, mention, end, [*found, *result, effect])
            if not further and RANGED.search(folded, mention.end, effect.value_span[0]):
                continue  # one end of a range alone is no result
            result += [effect, *further]
            result += tested_values(reader, result[-1], mention, measures, end)
    return result


@cache
def _number() -> re.Pattern[str]:
    """Return a number that may be a measure's, its currency's letters before it ("EUR4,870"), spaces between thousands ("€1 450 200")."""
    return re.compile(
        rf"(?:(?<![\w.])|{letters_of_currencies()})(?<!\d:)(?!(?<=\d,)\d{{3}}(?!\d))(?P<value>{MONEY}|{NUM}){AFTER_NUMBER}"
    )


def _in_identifier(folded: str, start: int, end: int) -> bool:
    """Tell whether a number is part of a name ("EQ-5D", "week 12")."""
    low = max(0, start - 12)
    return any(
        low + match.start() <= start and end <= low + match.end()
        for match in IDENTIFIER.finditer(folded[low : end + 8])
    )


def _number_for(
    reader: Reader, mention: MeasureMention, candidate: re.Match[str], found: list[Effect], end: int
) -> Effect | None:
    folded = reader.folded
    value_span = candidate.span("value")
    if _EXPONENT.match(folded, value_span[0] - 2):
        return None  # "per 1 kg/m(2)"
    if reader.blocked(*value_span) or any(
        e.value_span and e.value_span[0] < value_span[1] and value_span[0] < e.value_span[1] for e in found
    ):
        return None
    far = (
        (not mention.short and mention.family in {"ratio", "correlation", "accuracy", "single"})
        or (mention.short and mention.family == "ratio")
        or mention.code in {"SMD", "RD"}
        or (mention.code == "OTHER" and currency_before(folded, value_span[0]) is not None)
        or (mention.code in {"MD", "PCT"} and mention.end - mention.start > 12)
        or (mention.code == "MD" and not mention.short and tested_after(reader, value_span[1]) is not None)
    )
    bounded = mention.code in _BOUNDED and _BOUND.fullmatch(folded, mention.end, value_span[0]) is not None
    if bounded and tested_after(reader, value_span[1]) is None:
        return None
    if not bounded and not is_connected(reader, mention, value_span[0], far=far):
        return None
    if (
        folded[max(0, mention.end) : value_span[0]].strip() == ""
        and mention.short
        and not (mention.code == "R" and "." in candidate["value"] and tested_after(reader, value_span[1]))
        and mention.code
        not in {"OR", "HR", "RR", "IRR", "PR", "AUC", "SMD", "NNT", "GMR", "ICC", "KAPPA", "MD", "RD"}
    ):
        return None
    if mention.family == "difference" and _MARGIN.search(folded, mention.end, value_span[0]):
        return None  # "fell within the noninferiority margin of 2 points"
    if _is_no_estimate(reader, mention, value_span):
        return None
    if _PART_OF_A_NAME.match(folded, value_span[1]) or (
        mention.code == "BETA" and _NAMED_NOT_MEASURED.fullmatch(folded, mention.end, value_span[1])
    ):
        return None
    unit = currency_before(folded, value_span[0]) or unit_at(folded, past_spread(folded, value_span[1]))
    if unit is None and (upper := RANGE_END.match(folded, value_span[1], end)) and upper["unit"]:
        unit = upper.span("unit")
    if mention.family == "difference" and _GOES_ON_TO.match(folded, value_span[1]):
        return None  # "mean decrease 7.9 to 7.1%": from where to where
    if re.match(r"/\d", folded[value_span[1] : value_span[1] + 2]):
        return None  # "the response rate was 13/69": a count and its total
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
        max(past_spread(folded, value_span[1]), unit[1] if unit else 0),
        "effect.named",
        value_span=value_span,
        unit=unit,
    )
    if not is_plausible(mention, effect, reader):
        return None
    tested = tested_after(reader, value_span[1])
    if tested is not None and (
        _difference_stands(folded, mention, value_span)
        if mention.code in CHANGES
        else (following := NEXT_TESTED.match(folded, tested, end))
        and tested_after(reader, following.end("value")) is not None
    ):
        return with_measure(effect, mention)
    if mention.code in LISTED_SINGLY and FOR_EACH.match(folded, effect.end, end):
        return with_measure(effect, mention)
    changed = (
        mention.code == "MD"
        and folded.find("ifference", mention.start, mention.end) < 0
        and not mention.short
    )
    if (
        _is_compared(reader, effect.end, end) or (changed and _TWO_CHANGES.match(folded, effect.end, end))
    ) and mention.code in _OF_ONE_GROUP:
        return None
    if mention.code in CHANGES | {"RATIO"} and not _difference_stands(folded, mention, value_span):
        return None
    return with_measure(effect, mention)


def _is_no_estimate(reader: Reader, mention: MeasureMention, value_span: tuple[int, int]) -> bool:
    """Tell whether a number behind a measure's name is a time, a count, a reference or what was planned."""
    folded = reader.folded
    whole = "." not in folded[slice(*value_span)]
    gap = folded[mention.end : value_span[0]]
    if whole and mention.code not in {"MD", "NNT", "OTHER"} and _TIMES.match(folded, value_span[1]):
        return True  # "greater odds at 6 and 12 months"
    if whole and mention.short and mention.family == "ratio" and _OF_HOW_MANY.match(folded, value_span[1]):
        return True  # "PR, 9 (29.0%)": partial responses
    if whole and mention.code == "SMD" and mention.short and _BARELY.fullmatch(gap):
        return True  # "in the ES group, 35"
    if mention.code == "BETA":
        if mention.short and folded[mention.start : mention.end] == "B":
            return _GROUP_A.search(folded, max(0, mention.start - 250), mention.start) is not None
        if _HORMONE.search(folded, max(0, mention.start - 16), mention.start):
            return True  # "epoetin beta 30,000 U"
        if whole and (folded[value_span[1] : value_span[1] + 1] in "],"):
            return True  # "slopes [27]", "beta(1,1)"
    planned = _PLANNED.search(folded, max(0, mention.start - 160), value_span[1] + 80)
    return planned is not None and tested_after(reader, value_span[1]) is None


_TIMES = re.compile(r"(?:(?:,|,? and|,? or| to|-) ?\d+){0,3}[ -](?:years?|months?|weeks?|days?|hours?|h)\b")
_OF_HOW_MANY = re.compile(r" ?\(\d+(?:\.\d+)? ?%?\)")
_BARELY = re.compile(r"[ ,)]*(?:\([^()]*)?(?:[a-z]+,? )*\(?(?<!of )(?<!was )")
_GROUP_A = re.compile(r"\bA(?: (?:was|were)\b|[:=] ?\d| ?= ?\d| ?\(\d)|\b[Gg]roups? [AB]\b")
_HORMONE = re.compile(r"(?:ferons?|IFN|poetin|follitropin|estradiol)[ -]?$")
_PLANNED = re.compile(
    r"\b(?:to detect an?|powered to|\d% power|non-?inferiority margin|margin of (?:non-?inferiority|equivalence)|minim(?:al|um)(?:ly)? (?:clinically )?important|acceptable threshold|willingness[- ]to[- ]pay|decision rule)\b"
)
# "the mean changes were -3.1 mm Hg and -2.4 mm Hg, respectively", "was -3.1 with bark, -2.4 with root": two groups'
_TWO_CHANGES = re.compile(
    r"(?: and [-+]?\d+(?:\.\d+)? [A-Za-z/]{1,8}(?: Hg)?,? respectively\b| (?P<link>in|for|with|among) [^.;()\d]{2,40}, (?:and )?[-+]?\d+(?:\.\d+)?(?: ?(?:±|\+/-) ?[\d.]+)?[^.;()\d]{0,12} (?P=link) )"
)
# Measures that may be printed of each group.
_OF_ONE_GROUP = CHANGES | {"SENS", "SPEC", "ACC", "AUC", "PPV", "NPV", "OTHER", "KAPPA", "ICC"}
_GOES_ON_TO = re.compile(r" ?%? to [-+]?\d")
_MARGIN = re.compile(r"\bmargins? (?:was |of |is )*$")
_EXPONENT = re.compile(r"[a-zμ]\(-?[1-4]\)")
# "rho >= 0.86, P < 0.01", "a kappa of more than 0.80 (P < 0.01)"
_BOUNDED = frozenset({"R", "R2", "KAPPA", "ICC", "AUC", "OR", "RR", "HR", "PR", "IRR"})
_BOUND = re.compile(
    r" ?(?:of |was |were )?(?:[<>] ?=?|[≤≥]|(?:more|less|greater|higher|lower) than|at least) ?"
)
# "interferon beta-1a", "randomised (5:2)", "sensitivity at 95% specificity", "aged 25-29 years"
_PART_OF_A_NAME = re.compile(
    r"[a-c]\b|:\d|-sided\b| ?% (?:confidence|specificity|sensitivity|limits|CI\b)|-(?:years?|months?|weeks?|days?|hours?)\b(?! (?:longer|shorter|later|earlier))|-\d+ ?:|-\d+ ?(?:years?|months?|weeks?|days?|hours?|h|min)\b(?!/| (?:longer|shorter|later|earlier))"
)
_NAMED_NOT_MEASURED = re.compile(r"[ -]?\d+")


def _is_compared(reader: Reader, offset: int, end: int) -> bool:
    """Tell whether a number goes on into a comparison ("80% vs 90%"): then it is a group's value."""
    folded = reader.folded
    goes_on = re.compile(
        r"(?: ?%)?(?: ?[(\[][^()\[\]]{0,40}[)\]])? (?:in|for|with|among) [^.;()]{2,60}? (?:and|vs\.?|versus|compared (?:to|with)|than|while|whereas)(?: [a-z]+){0,3} [-+]?\d"
    )
    # "AUC 0.82 for the first model and sensitivity 0.45": another measure's number
    if (further := goes_on.match(folded, offset, end)) and not any(
        further.start() <= mention.start < further.end() and not mention.clue for mention in reader.measures
    ):
        return True
    return (
        re.compile(
            r"(?: ?[(\[][^()\[\]]{0,40}[)\]]|[)\]])? ?(?:(?:vs?\.?|versus|(?:compared (?:to|with)|than)\b(?=[^;]{0,70}\d)|and [-+]?\d+(?:\.\d+)? ?%?(?: ?[(\[][^()\[\]]{0,30}[)\]])?(?:,| (?:for|in|with) [^.;()\d]{2,50}?,?)? respectively)\b|(?:±|\+/-)(?! ?[\d.]+ ?[^\s\d()]{0,10}[;,]? ?[(\[]? ?[pP] ?[=<>]))"
        ).match(folded, offset, end)
        is not None
    )


def _difference_stands(folded: str, mention: MeasureMention, value_span: tuple[int, int]) -> bool:
    """Tell whether "difference", "change", "reduction" directly governs its number ("difference of 3", "-1.2")."""
    gap = folded[mention.end : value_span[0]]
    return re.fullmatch(
        r"[\s:=,(\[]*(?:(?:was|were|of|is)? ?(?:approximately |about |only )?)[\s:=,(\[]*-?(?:US|AU|A|CA)?[$€£¥]?",
        gap,
    ) is not None or (re.search(r"(?:\b(?:was|were|of|is)|[=:])\s*$", gap) is not None and len(gap) < 140)


def _number_before(reader: Reader, mention: MeasureMention, start: int, found: list[Effect]) -> Effect | None:
    """Read "0.98 sensitivity", "a 96% specificity"."""
    match = re.compile(rf"(?<![\w.])(?P<value>{NUM}) ?(?P<unit>%)? $").search(
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
    return with_measure(effect, mention) if is_plausible(mention, effect, reader) else None


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


def with_listed_names(
    reader: Reader, measures: list[MeasureMention], found: list[Effect], end: int
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
            if is_plausible(name, effect, reader):
                start = effect.value_span[0] if effect.value_span else effect.start
                result[place] = replace(with_measure(effect, name), start=start, rule="effect.listed")
    return result


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
    reader: Reader, measures: list[MeasureMention], index: int, end: int, found: list[Effect]
) -> list[Effect]:
    """Read "sensitivity, specificity, PPV and NPV were 80%, 90%, 70% and 95%": one value for each name."""
    folded = reader.folded
    names, _ = _names_in_a_row(folded, measures, index)
    if len(names) < 2 or any(name.clue for name in names):
        return []
    number = LIST_ITEM.search(folded, names[-1].end, min(end, names[-1].end + 150))
    if number is None or not is_connected(reader, names[-1], number.start("value"), far=True):
        return []
    values = [number]
    while join := _LIST_JOIN.match(folded, values[-1].end(), end):
        following = LIST_ITEM.match(folded, join.end(), end)
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
            not is_plausible(name, effect, reader)
            or reader.blocked(*value.span("value"))
            or any(e.value_span == value.span("value") for e in found)
        ):
            return []
        effects.append(replace(with_measure(effect, name), start=value.start("value"), end=value.end()))
    return effects
