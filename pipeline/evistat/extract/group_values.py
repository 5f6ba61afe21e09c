"""Quantities of a sentence → which of them can be a group's value, and how two neighbours relate."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from evistat.extract.quantities import Quantity
from evistat.extract.word_patterns import words_pattern

_VS = re.compile(
    r"(?<![\w.])(?<!i\. )(?:vs?\.?|VS\.?|Vs\.?|versus)(?![\w-])|\b(?:as )?compared (?:to|with|against)\b|\bcompared? (?:to|with)\b|\bthan\b|\bagainst\b|\bas opposed to\b|\bin (?:contrast|comparison) (?:to|with)\b"
    r"|\brelative to\b|\b(?:times|twice) (?:that|those) (?:of|in|for)\b|\bcompare with\b|\b(?:comparable|similar) (?:to|with)\b|\bas against\b|\bcf\.?(?=,? )|(?<= )v/s\.?(?= )",
)
_FULL_STOP = re.compile(r"(?<![vV]s)[.?!]\s+[A-Z]")
_INNER = re.compile(r"\([^()]*\)")
_ARROW = re.compile(r"\s*(?:-{1,3}>|→|=>|/|>>)\s*|,? (?:whereas|while) ")
_LIST = re.compile(
    r"(?: of (?:patients|participants|subjects))? ?(?:,|;|/|,? ?(?:and|or|&))? ?(?:and )?(?:in )?(?:only |about |approximately )?"
)
# "in 30 (66%) cases, 39 (86%) cases and in 29 (64%) cases": one noun after each.
_NOUN_LIST = re.compile(
    r" (?P<noun>cases|patients|women|men|children|eyes|participants|subjects)(?:,|,? and)(?: in)? "
)
_LABEL_JOIN = re.compile(r"(?:,|;|\band\b|\bwhile\b|\bwhereas\b|\bbut\b|\bor\b|:|\)|\bto\b|/ ?$)")
# "in the absence (95.2%) or presence of dye (98.5%": each value in a bracket of its own after its group.
_PAIRED = re.compile(r"\s*[)\]],? (?:and|or) (?:in |for |with |among |of |the )*[^()\[\];.]{1,60} [(\[]\s*")
_TO = re.compile(
    r"(?: ?[a-z]{0,12})?(?: (?:at|before|in) (?:baseline|the baseline|admission|start|entry|(?:pre|post)[\w-]+|(?:day|week|month|year) \d+|\d{4}))?,? ?to (?:a |an |the )?(?:mean |median |only |about |approximately |value |level )*(?:of )?"
)
# "ranged from 8.9 to 12.2": the ends of a range are no two groups' values.
_RANGE_BEFORE = re.compile(r"\b[Rr]ang(?:ed|es?|ing) (?:from |between )?(?:[\d.,]+ ?%? (?:to|and) )?$")
# "ranged from 8.9 in the south to 12.2 in the north": here they are.
RANGE_OF_PLACES = re.compile(r" (?:in|among|with) [^,;.()]{2,70}? to (?:only |about |over )?[-+]?\d")
_NOT_VALUE_BEFORE = re.compile(
    r"(?:\b(?:[Dd]ays?|[Ww]eeks?|[Mm]onths?|[Yy]ears?|[Gg]roups?|[Gg]rades?|[Ss]tages?|[Tt]ypes?|[Pp]hases?|[Ll]evels?|[Cc]lass(?:es)?|[Aa]rms?|[Cc]ohorts?|[Vv]ersion|[Nn]o\.|[Ff]ig(?:ure|\.)|[Tt]able|[Cc]hapter|[Tt]rial|[Ss]tudy|[Vv]isits?|[Tt]imes?|[Tt]ime points?|[Aa]ge[ds]?|[Tt]rimester|[Pp]art|[Mm]odel|[Qq]uartiles?|[Qq]uintiles?|[Tt]ertiles?|Q|T|[Gg]estation|[Ss]cores?|[Cc]lusters?)(?: and| to|,|-)?|\b[nN] ?=|[<>≥≤])\s?$"
)
_N_EQUALS = re.compile(r"\b[nN] ?= ?$")
_MEASURED = re.compile(r"(?:scores?|levels?|times?|age|groups?|arms?|cohorts?)\b", re.IGNORECASE)
# "41 in the dark group and 36": no group's number stands after "group and".
_AFTER_A_GROUP = re.compile(r"(?:group|arm|cohort)(?: and|,) $")
_THRESHOLD_BEFORE = re.compile(
    r"(?:(?<!-)(?:[<>] ?=|[<>≥≤])|\bor ?=|\b[nN] ?=|\b(?:greater|less|more|fewer|higher|lower|older|younger|longer|shorter|larger|smaller|at least|at most|minimum of|maximum of|up to|cut-?off (?:of|value of)|threshold of)(?: than)?(?: or equal to)?) ?$",
    re.IGNORECASE,
)
_VALUE_BEFORE = re.compile(
    r"\b(?:from|than|versus|by|was|were|of|and|or|to)\s?(?:a |the )?(?:median |mean )?(?:of )?$"
)
_NUMBER_WORD = re.compile(
    r"\s+(?:one|two|three|four|five|six|half|a|an|once|twice|expected|usual|average|before|doubl\w+|trebl\w+|tripl\w+|halv\w+|quadrupl\w+)\b(?! group)"
)
_DENOMINATOR = re.compile(r"\b(?:per|every|each|call(?:ing)?) $")
# "IL 6", "HLA 27", "CD 4": a whole number after capitals is a name's.
_CODE_BEFORE = re.compile(r"(?<![A-Za-z])[A-Z]{2,}[ -]$")
_SPREAD_BEFORE = re.compile(
    r"[(\[;,] ?(?:SD|SE|SEM|S\.D\.|standard deviation|standard error) ?(?:of|=|:)? ?$"
)
_NUMBERED_TIME = re.compile(r"(?<!\d )\b(?:[Dd]ays?|[Ww]eeks?|[Mm]onths?|[Yy]ears?|[Vv]isits?|[Cc]ycles?) $")
_ALLOCATION = re.compile(r"\d ?: ?$")
_ALLOCATED = re.compile(r" ?: ?\d")
# "3 or more callers", "1 in 5 callers"
_OR_MORE = re.compile(
    r" (?:or|and) (?:more|fewer|less|older|younger|greater|higher|lower|above|below|over)\b"
)
_IN_PEOPLE = re.compile(r"\b\d+ (?:[a-z-]+ ){0,3}in $")  # "16 reactions in 14 participants"
_ONE_IN = re.compile(r"\b(?:1|one) in $", re.IGNORECASE)
_LISTED_TIMES = re.compile(
    r"\b(?:[Dd]ays|[Ww]eeks|[Mm]onths|[Yy]ears|[Vv]isits|[Cc]ycles) (?:of )?(?:\d+(?:,|,? and|,? or|,? to) ){0,5}$"
)
_LISTED_NAMES = re.compile(
    r"\b(?:arms|groups|cohorts|tertiles|quartiles|quintiles|stages|grades|phases|types|levels|classes|models|sites) (?:\d+(?:,|,? and|,? or|,? to) ){1,5}$",
    re.IGNORECASE,
)
_TIMES_FOLLOW = re.compile(
    r"(?:, ?\d+)*,? (?:and|or|to) \d+[ -](?:days?|weeks?|months?|years?|h\b|hours?|min|sessions?|cycles?|doses|visits|injections)"
)
_FOLLOW_UP = re.compile(
    r"\bfollow(?:ed)?[- ]?up(?: \w+){0,2} ?(?:was|of|were|:|=|,)? ?$|\bfollowed for (?:a )?(?:median |mean )?(?:of )?$",
    re.IGNORECASE,
)
_DOSE_BEFORE = re.compile(
    r"(?:\b(?:for|with|of|on|plus|the|both|receiv\w+|at)|(?:ine|ab|ol|in|ate|ide|one|il|am|an|zole|cin|mab|nib|pril|tan|xel|gel|ium|rin|ene|ane|fen))\s$",
    re.IGNORECASE,
)
_DOSES_OF = re.compile(
    r"(?:ine|ab|ol|in|ate|ide|one|il|am|an|zole|cin|mab|nib|pril|tan|xel|gel|ium|rin) \d+(?:\.\d+)?(?: mg| g)?,? (?:and|or) $"
)
_TESTED_NEXT = re.compile(r" ?[,;)]? ?[(\[]?[pP] ?[<=>]")
_DOSE_LIST = re.compile(r"\d ?(?:mg|g|μg|mcg|IU)(?:/kg)?,? (?:and|or|to|vs\.?|versus) (?:the )?$")
_AT = re.compile(
    r"\b(?:at|after|over|within|every|during|for|until|between|in|by|first|last|next|past|before|and|or|to|of|following|through|up to|under|above|below|aged?)\s?(?:the |a |an )?(?:first |last |next |median |mean |about |approximately )*(?:of )?$",
    re.IGNORECASE,
)
TIME_UNIT = re.compile(
    r"(?:days?|weeks?|months?|years?|hours?|minutes?|h|hrs?|min|mins|mo|yrs?|wks?|d|y)$", re.IGNORECASE
)
_ADJECTIVAL_TIME = re.compile(
    r"[ -](?:day|week|month|year|hour|minute) (?:trial|study|period|course|treatment|visit|survival|follow|programme|program|intervention|interval)"
)
_TIME_AFTER = re.compile(
    r"\s?(?:after|of follow|post|later|follow-up|before|of age|old\b|of treatment|of therapy|from|prior|ago|postoperativ|, and)",
    re.IGNORECASE,
)
_DOSE_UNIT = re.compile(
    r"^(?:mg|g|μg|ug|mcg|IU|U|mL|ml|Gy|cGy|MBq|units?|mg/kg|μg/kg|mg/m2|mg/m²|AUC)(?:$|/(?:d|day|kg|kg/day|kg/d|m2|m²|m\(2\)|m\^2|m2/day|week|h|kg/h))"
)
_DOSE_AFTER = re.compile(
    r",? every\b|\s?(?:/d|/day|daily|per day|twice|once|b\.?i\.?d|q\.?d|t\.?i\.?d|q\d|weekly|every|doses?|tablets?|capsules?|sub-?cut|intraven|oral|[sip]\.?[covm]\.?\b|of [a-z]+|[a-z]+(?:ine|ab|ib|ol|in|ate|ide|one|il|an|am)\b|\+|plus|arm|group)",
    re.IGNORECASE,
)
# "the 0.5% tacrolimus group", "2% gel": how strong, not how many.
_STRENGTH_AFTER = re.compile(
    r"\s(?:[A-Z][\w-]* (?:groups?|arms?)|(?:groups?|arms?)(?! [A-Z0-9])|[a-z]+(?:caine|cresol|iodine|hexidine|chlorite|peroxide)|(?:[A-Z][\w-]* )?(?:gel|cream|ointment|solution|spray|lotion|saline|dextrose|glucose))\b"
)
GROUPISH = words_pattern("group_words")
COMPARED = words_pattern("comparing_words")
PERCENT = frozenset({"%", "percent", "per cent"})


_PERCENT_OF = re.compile(r" ?(?:%|percent) of (?:the |all )?$")
_COUNT_BEFORE = re.compile(r"\b(?:in|of|among|from|for|with|the|these|all|our|on) $")
_PEOPLE_AFTER = re.compile(
    r" (?:[a-z-]+ )?(?:patients|women|men|children|infants|newborns|participants|subjects|individuals|people|cases|eyes|students|animals|rats|mice|households|deaths|births)\b"
)


def without_counts(folded: str, values: list[Quantity]) -> list[Quantity]:
    """Leave out how many there were: "74% of the dogs (157 of 211)", "7% in 363 patients who …"."""
    kept: list[Quantity] = []
    names = _names(folded, values)
    for index, value in enumerate(values):
        if index in names:
            continue
        if (
            kept
            and kept[-1].n is None
            and unit_of(folded, kept[-1]) in PERCENT
            and _is_its_count(folded, kept[-1], value)
        ):
            continue
        if kept and (_people_of(folded, kept[-1], value) or _dose_of(folded, kept[-1], value)):
            continue
        if kept and index + 1 < len(values) and _of_its_group(folded, kept[-1], value, values[index + 1]):
            continue
        if kept and value.unit is None and _PERCENT_OF.fullmatch(folded, kept[-1].value_end, value.start):
            continue
        if (
            0 < index < len(values) - 1
            and kept
            and value.unit is None
            and value.n is None
            and value.spread is None
        ):
            unit = unit_of(folded, kept[-1])
            if (
                unit
                and unit == unit_of(folded, values[index + 1])
                and _COUNT_BEFORE.search(folded, max(0, value.start - 8), value.start)
                and _PEOPLE_AFTER.match(folded, value.value_end)
            ):
                continue
        kept.append(value)
    return kept


def _names(folded: str, values: list[Quantity]) -> set[int]:
    """Return the values that name a group each: "at 250 µm (0.62 mg/L) and 500 µm (0.45 mg/L)"."""
    found: dict[tuple[str, str], list[int]] = {}
    for index, (left, right) in enumerate(pairwise(values)):
        units = unit_of(folded, left), unit_of(folded, right)
        if all(units) and units[0] != units[1] and folded[left.end : right.start] == " (":
            found.setdefault(units, []).append(index)
    return {index for indices in found.values() if len(indices) > 1 for index in indices}


def _people_of(folded: str, percent: Quantity, value: Quantity) -> bool:
    """Tell whether a bracket ends with how many there were: "in tall porters (56%, 173)"."""
    return (
        unit_of(folded, percent) in PERCENT
        and percent.n is None
        and value.unit is None
        and folded[max(0, percent.start - 1) : percent.start] == "("
        and folded[percent.end : value.start] == ", "
        and folded[value.start : value.end].isdigit()
        and folded[value.end : value.end + 1] == ")"
    )


def _of_its_group(folded: str, percent: Quantity, value: Quantity, following: Quantity) -> bool:
    """Tell whether a bracket says how many a group had: "44.7% in walkers (38/92) and 42.9% in riders (30/92)"."""
    return (
        value.total is not None
        and value.unit is None
        and percent.n is None
        and {unit_of(folded, percent), unit_of(folded, following)} <= PERCENT
        and folded[max(0, value.start - 1) : value.start] in {"(", "["}
        and folded[value.end : value.end + 1] in {")", "]"}
    )


# "45.6% for lomitrel 500 mg"
_DOSED = re.compile(
    r" (?:in|for|with|on|by|among|of) (?:(?!(?:was|were|mean|median|to|by|than)\b)[A-Za-z][\w/+-]* ){1,4}"
)


def _dose_of(folded: str, left: Quantity, value: Quantity) -> bool:
    """Tell whether a dose belongs to the name of the group whose value stands before it."""
    unit = unit_of(folded, value)
    return (
        value.spread is None
        and value.n is None
        and _DOSE_UNIT.match(unit) is not None
        and unit_of(folded, left) != unit
        and (left.unit is not None or left.spread is not None)
        and _DOSED.fullmatch(folded, left.end, value.start) is not None
    )


def _is_its_count(folded: str, percent: Quantity, value: Quantity) -> bool:
    """Tell whether a count and its total are what the percentage before them was made of."""
    if value.events is None or not value.total or value.unit is not None:
        return False
    opens = folded[max(0, value.start - 1) : value.start] in {"(", "["}
    follows = folded[percent.end : value.start].strip() == ","
    return (opens or follows) and abs(100 * value.events / value.total - percent.value) < 1


def with_list_units(folded: str, values: list[Quantity]) -> list[Quantity]:
    """Give the items of a list the unit printed after its last ("18.9, 23.9 and 20.4%")."""
    result = list(values)
    for index in range(len(result) - 2, -1, -1):
        left, right = result[index], result[index + 1]
        if left.unit is None and right.unit is not None and left.n is None:
            gap = folded[left.end : right.start]
            if gap.strip() and _LIST.fullmatch(gap):
                result[index] = replace(left, unit=right.unit)
    return result


def unit_of(folded: str, quantity: Quantity) -> str:
    """Return the unit of a quantity as printed, empty where it has none."""
    return folded[slice(*quantity.unit)] if quantity.unit else ""


def is_value(folded: str, quantity: Quantity, start: int) -> bool:
    """Tell a value from a time point, a dose, a threshold, a year, a group's number, a sample size."""
    before = folded[max(start, quantity.start - 30) : quantity.start]
    after = folded[core_end(quantity) : quantity.end + 24]
    unit = unit_of(folded, quantity)
    bare = quantity.unit is None and quantity.n is None and quantity.spread is None
    whole = quantity.value.is_integer() and "." not in folded[quantity.value_start : quantity.value_end]
    if bare and whole and _CODE_BEFORE.search(before):
        return False
    if _SPREAD_BEFORE.search(before):
        return False  # "3.7% of weight (SD = 5.4%)"
    if whole and _NUMBERED_TIME.search(before):
        return False  # "week 24 (-1.8% and …": the week's number, whatever its bracket holds
    if bare and whole and (_ALLOCATION.search(before) or _ALLOCATED.match(folded, quantity.value_end)):
        return False  # "in a 1:1 ratio"
    if _OR_MORE.match(folded, core_end(quantity)):
        return False
    if (
        bare
        and whole
        and (
            _ONE_IN.search(before)
            or (before[-1:] == "(" and after.startswith((" participants)", " subjects)")))
            or (quantity.value == 1 and re.match(r" in \d+\b", after))
            or (_IN_PEOPLE.search(before) and _PEOPLE_AFTER.match(folded, quantity.value_end))
        )
    ):
        return False
    if bare and whole and (_LISTED_TIMES.search(before) or _LISTED_NAMES.search(before)):
        return False  # "at weeks 52 and 100, 60% and 40%"
    if (
        bare
        and (numbered := _NOT_VALUE_BEFORE.search(before))
        and (whole or not _MEASURED.match(numbered[0]))
        and not _AFTER_A_GROUP.match(numbered[0])
        and not (
            re.search(r"\b[Aa]ge,? $", before) and re.match(r" ?(?:vs|versus|years? (?:vs|versus))", after)
        )
    ):
        return False
    if whole and _DENOMINATOR.search(before):
        return False  # "per 1000 patients"
    counted = quantity.total is not None and _N_EQUALS.search(before)
    if _THRESHOLD_BEFORE.search(before) and not counted:
        return False
    if _RANGE_BEFORE.search(before) and not RANGE_OF_PLACES.match(folded, quantity.end):
        return False
    if (
        bare
        and quantity.value.is_integer()
        and 1900 <= quantity.value <= 2100
        and "," not in folded[quantity.value_start : quantity.value_end]
    ):
        return False
    if (
        quantity.events is not None
        and quantity.total is not None
        and 1900 <= quantity.events <= 2100 > quantity.total * 21
    ):
        return False  # "2012/13": a season
    if (
        bare
        and re.search(
            r"\b(?:at|after|over|within|for|by|day|week|month|year|hour)s?,? (?:and )?(?:\d+(?:,| and| or) )*$",
            before,
        )
        and _TIMES_FOLLOW.match(after)
    ):
        return False
    if TIME_UNIT.fullmatch(unit) and quantity.spread is None:
        if re.search(r"\b(?:at|after|over|within|for|by) (?:\d+,? )*(?:and|or|to) $", before):
            return False
        if _AT.search(before) and not _VALUE_BEFORE.search(before):
            return False
        if quantity.value > 1 and _ADJECTIVAL_TIME.match(folded, quantity.value_end):
            return False  # "the 7 day trial"
        if _TIME_AFTER.match(after) or folded[quantity.value_end : quantity.value_end + 1] == "-":
            return False
    if re.match(r"-[a-zA-Z]", folded[quantity.value_end : quantity.value_end + 2]):
        return False
    if (
        _DOSE_UNIT.match(unit)
        and quantity.spread is None
        and (
            _DOSE_AFTER.match(after)
            or _DOSES_OF.search(folded, start, quantity.start)
            or _DOSE_BEFORE.search(before)
            or (_DOSE_LIST.search(before) and not _TESTED_NEXT.match(after))
        )
    ):
        return False
    if unit in PERCENT and _STRENGTH_AFTER.match(after):
        return False
    if unit not in PERCENT and _FOLLOW_UP.search(before):
        return False
    return not re.match(r" ?(?:th|st|nd|rd)\b", after)


def core_end(quantity: Quantity) -> int:
    """Return where number, unit, spread and counts end (an interval that follows is left out)."""
    return max(
        quantity.value_end, *(span[1] for span in (quantity.unit, quantity.spread, quantity.n) if span), 0
    )


_SIGN = re.compile(r"\b(?:vs\.?|versus) (?!.*[A-Za-z]{3})")
_NAMED_VALUE = re.compile(r"(?:[,;] ?(?:and )?| ?and )[A-Za-z][\w -]{1,30}[=:] ?")


def compatible(folded: str, left: Quantity, right: Quantity) -> bool:
    """Tell whether two neighbours can be values of one outcome: their units fit."""
    a, b = unit_of(folded, left), unit_of(folded, right)
    gap = folded[left.end : right.start]
    if b and not a and _NAMED_VALUE.fullmatch(gap):
        return True  # "controls = 20.1 and treated = 14.2 mg"
    if bool(a) != bool(b) and len(gap) > 12 and re.search(r"[a-z]{3}", _VS.sub("", gap)):
        # A unit carries over words only onwards, to a value of the same kind ("12.3 months in A compared with 9.5").
        same_kind = (
            "." in folded[right.value_start : right.value_end] and right.n is None and right.spread is None
        )
        signed = b and "." in folded[left.value_start : left.value_end] and left.n is None
        if not (a and same_kind and _VS.search(gap)) and not (signed and _SIGN.search(gap)):
            return False
    if a == b or not a or not b:
        # "92% of them … compared with two patients": a percentage and a bare count belong to different scales.
        return not (a in PERCENT and not b and (left.n is not None or right.value > 100))
    # "2.1 units per caller in A versus 0.9 units in B"
    return (a in PERCENT and b in PERCENT) or a.startswith(f"{b} per ")


# "who walked more than 1.5 h"
_LIMIT = re.compile(r"\b(?:less|more|fewer|greater|older|younger|longer|shorter|higher|lower) than (?=\d)")
# "no language other than Welsh", "vaccinated against measles": words that set no values against each other.
_NO_SIDE = re.compile(
    r"(?:\bother than|(?:\b(?:vaccin|immuni|protect|effect|effica|activ|direct|violence|insur|guard)\w*|\() against)$"
)
# "30% found bark easier than felt and 25% agreed", "5% lower than before, and colds were 9% higher"
_NEXT_CLAUSE = re.compile(r" and $|,? \b(?:and|but|while|whereas) (?:[\w-]+ ){1,6}(?:was|were) (?:[a-z]+ )?$")


def relation_of(folded: str, left: Quantity, right: Quantity, borders: Sequence[int]) -> str:
    """Return how two neighbours relate: ``vs``, ``list``, ``label``, ``to``, ``dash`` or nothing."""
    gap = folded[left.end : right.start]
    if not gap.strip() or len(gap) > 150 or _FULL_STOP.search(gap):
        return ""
    at = bisect_left(borders, left.end)
    if at < len(borders) and borders[at] < right.start:
        return ""
    if _ARROW.fullmatch(gap):
        return "vs"
    if gap.strip() in {"x", "×"} and left.spread is not None:
        return "vs"  # "0.45 ± 0.13 x 0.43 ± 0.12"
    if gap.strip() == "-" and left.unit is not None and right.unit is not None:
        return "dash"
    listed = _NOUN_LIST.fullmatch(gap)
    if _LIST.fullmatch(gap) or (listed and folded.startswith(f" {listed['noun']}", right.end)):
        return "list"
    if _PAIRED.fullmatch(gap) and re.search(r"[(\[]\s*$", folded[max(0, left.start - 3) : left.start]):
        return "label"
    said = _LIMIT.sub(lambda match: " " * len(match[0]), gap) if "than" in gap else gap
    # "103.7% (part A: bark vs. root); 101.1%": said of the first alone
    said = _INNER.sub(lambda match: " " * len(match[0]), said)
    for match in _VS.finditer(said):
        if match[0] == "than" and _NUMBER_WORD.match(gap, match.end()):
            continue
        # "greater than 45°": a threshold, unless something is named between.
        if (
            match[0] == "than"
            and gap[match.end() :].strip() == ""
            and not re.search(r"(?:rather|other|higher|lower|more|less|greater|fewer) than\s*$", gap)
        ):
            continue
        if _NO_SIDE.search(gap, 0, match.end()) or (
            match[0] == "than" and _NEXT_CLAUSE.search(gap, match.end())
        ):
            continue
        return "vs" if gap.count("(") - gap.count(")") <= 1 and len(gap) <= 140 else ""
    if re.search(r"\bthan\b", said):
        return ""
    if _TO.fullmatch(gap):
        return "to"
    if (
        len(gap) <= 110
        and _LABEL_JOIN.search(gap)
        and re.search(r"[A-Za-z]", gap)
        and not gap.rstrip().endswith(" with")
    ):
        return "label"
    return ""
