"""Quantities → which of them can be a group's value."""

from __future__ import annotations

import re

from evistat.extract.lowered import caseless
from evistat.extract.quantities import Quantity
from evistat.extract.units import PERCENT
from evistat.extract.word_patterns import words_pattern

# "ranged from 8.9 to 12.2": the ends of a range are no two groups' values.
_RANGE_BEFORE = re.compile(
    r"\b[Rr]ang(?:ed|es?|ing) (?:from |between )?(?:-?[\d.,]+ ?[a-zA-Z%/]{0,8} (?:to|and) )?$"
)
# "ranged from 8.9 in the south to 12.2 in the north": here they are.
RANGE_OF_PLACES = re.compile(r" (?:in|among|with) [^,;.()]{2,70}? to (?:only |about |over )?[-+]?\d")
_NOT_VALUE_BEFORE = re.compile(
    r"(?:\b(?:[Dd]ays?|[Ww]eeks?|[Mm]onths?|[Yy]ears?|[Gg]roups?|[Gg]rades?|[Ss]tages?|[Tt]ypes?|[Pp]hases?|[Ll]evels?|[Cc]lass(?:es)?|[Aa]rms?|[Cc]ohorts?|[Vv]ersion|[Nn]o\.|[Ff]ig(?:ure|\.)|[Tt]able|[Cc]hapter|[Tt]rial|[Ss]tudy|[Vv]isits?|[Tt]imes?|[Tt]ime points?|[Aa]ge[ds]?|[Tt]rimester|[Pp]art|[Mm]odel|[Qq]uartiles?|[Qq]uintiles?|[Tt]ertiles?|Q|T|[Gg]estation|[Ss]cores?|[Cc]lusters?|[Cc]odons?|[Ee]xons?|[Ii]nductions?|[Ee]xperiments?|[Ss]tudies|[Tt]rials)(?: and| to|,|-)?|\b[nN] ?=|[<>≥≤])\s?$"
)
N_EQUALS = re.compile(r"\b[nN] ?= ?$")
_MEASURED = re.compile(r"(?:scores?|levels?|times?|age|groups?|arms?|cohorts?|study|trial)\b", re.IGNORECASE)
# "41 in the dark group and 36": no group's number stands after "group and".
_AFTER_A_GROUP = re.compile(r"(?:group|arm|cohort)(?: and|,) $")
_THRESHOLD_BEFORE = caseless(  # for lowered text
    r"(?:(?<!-)(?:[<>] ?=|[<>≥≤])|\bor ?=|\b[nN] ?=|\b(?:greater|less|more|fewer|higher|lower|older|younger|longer|shorter|larger|smaller|at least|at most|minimum of|maximum of|up to|cut-?off (?:of|value of)|threshold of|margin of)(?: than)?(?: or equal to)?) ?$"
)
_VALUE_BEFORE = re.compile(
    r"\b(?:from|than|versus|by|was|were|of|and|or|to)\s?(?:a |the )?(?:median |mean )?(?:of )?$"
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
_COLON_SPAN = re.compile(r":\d+(?:\.\d+)?[)\]]")
_SPAN_AFTER = re.compile(r"-\d")
_BASELINE_BEFORE = re.compile(r"[(\[,;] ?baseline (?:of |was |= ?)?$")
_CLOSES_AFTER = re.compile(r" ?(?:for (?:both|all) ?)?[)\]]")
# "3 or more callers", "1 in 5 callers"
_OR_MORE = re.compile(
    r" (?:or|and) (?:more|fewer|less|older|younger|greater|higher|lower|above|below|over)\b"
)
# "(95% CI) for bark versus felt": how sure an interval is
_LEVEL_AFTER = re.compile(r" ?%? ?(?:CIs?\b|CrIs?\b|confidence\b|credible\b)")
# "5.8 × 10", "10−3": the base of a power
_POWER_BEFORE = re.compile(r"\d ?[×x*·] ?$")
# "as before [12]": where it is told
_REFERENCE_BEFORE = re.compile(r"[A-Za-z,.;] ?\[(?:\d{1,3} ?[,-] ?)*$")
_REFERENCE_AFTER = re.compile(r"(?: ?[,-] ?\d{1,3})*\]")
_IN_YEAR = re.compile(r"\b(?:in|since|by|until|before|after) $")
_IN_PEOPLE = re.compile(r"\b\d+ (?:[a-z-]+ ){0,3}in $")  # "16 reactions in 14 participants"
_IN_MANY = re.compile(r" in \d+\b")
_AGE_BEFORE = re.compile(r"\b[Aa]ge,? $")
_SET_AGAINST = re.compile(r" ?(?:vs|versus|years? (?:vs|versus))")
_TIMES_BEFORE = re.compile(
    r"\b(?:at|after|over|within|for|by|day|week|month|year|hour|postoperative)s?,? (?:and )?(?:\d+(?:,|,? and| or) )*$",
    re.IGNORECASE,
)
_TIMES_LISTED = re.compile(r"\b(?:at|after|over|within|for|by) (?:\d+,? )*(?:and|or|to) $")
_WORD_JOINED = re.compile(r"-[a-zA-Z]")
_ORDINAL = re.compile(r" ?(?:th|st|nd|rd)\b")
_ONE_IN = re.compile(r"\b(?:1|[Oo]ne) in $")
_LISTED_TIMES = re.compile(
    r"\b(?:[Hh]ours|[Dd]ays|[Ww]eeks|[Mm]onths|[Yy]ears|[Vv]isits|[Cc]ycles) (?:of )?(?:\d+(?:,|,? and|,? or|,? to) ){0,5}$"
)
_LISTED_NAMES = re.compile(
    r"\b(?:arms|groups?|cohorts|tertiles|quartiles|quintiles|stages?|grades?|phases|types?|levels|classes|models|sites|tables|figures|scenarios) (?:\d+(?:,|,? and|,? or|,? to) ){1,5}$",
    re.IGNORECASE,
)
_TIMES_FOLLOW = re.compile(
    r"(?:, ?\d+)*,? (?:and|or|to) \d+[ -](?:days?|weeks?|months?|years?|h\b|hours?|min|sessions?|cycles?|doses|visits|injections)"
)
# "at baseline, 6 and 12 months"
_FROM_BASELINE = re.compile(
    r"\b(?:baseline|admission|entry|enrol(?:l)?ment|randomi[sz]ation),? (?:and )?(?:at )?(?:\d{1,3}(?:,? and |, ?| )){0,6}$",
    re.IGNORECASE,
)
_FOLLOW_UP = re.compile(
    r"(?<!\bat )(?<!months )(?<!month )(?<!weeks )(?<!week )(?<!years )(?<!year )\bfollow(?:ed)?[- ]?up(?: \w+){0,2} ?(?:was|of|were|:|=|,)? ?$|\bfollowed for (?:a )?(?:median |mean )?(?:of )?$",
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
_RANGE_AFTER = re.compile(r" ?- ?\d+(?:\.\d+)?[ -]?(?:years?|months?|weeks?|days?|hours?|h|min(?:utes)?)\b")
_SECOND_SETTING = re.compile(r" ?/ ?\d[\d.]* ?[a-zA-Z]")
TIME_UNIT = re.compile(
    r"(?:days?|weeks?|months?|years?|hours?|minutes?|h|hrs?|min|mins|mo|yrs?|wks?|d|y)$", re.IGNORECASE
)
_ADJECTIVAL_TIME = re.compile(
    r"[ -](?:(?:day|week|month|year|hour|minute) (?:trial|study|period|course|treatment|visit|survival|follow|programme|program|intervention|interval)|(?:days?|weeks?|months?) (?:[a-z]+ )?regimen)"
)
_TIME_AFTER = re.compile(
    r"\s?(?:after|of follow|post|later|follow-up|before|of age|old\b|of treatment|of therapy|from|prior|ago|postoperativ|, and)",
    re.IGNORECASE,
)
DOSE_UNIT = re.compile(
    r"^(?:mg|g|μg|ug|mcg|IU|U|mL|ml|Gy|cGy|MBq|units?|mg/kg|μg/kg|mg/m2|mg/m²|AUC)(?:$|/(?:d|day|kg|kg/day|kg/d|m2|m²|m\(2\)|m\^2|m2/day|week|h|hr|hour|kg/h)(?![a-zA-Z]))"
)
_DOSE_AFTER = re.compile(
    r",? every\b| in \w+ fractions|\s?(?:/d|/day|daily|per day|twice|once|b\.?i\.?d|q\.?d|t\.?i\.?d|q\d|weekly|every|doses?|tablets?|capsules?|sub-?cut|intraven|oral|[sip]\.?[covm]\.?\b|of [a-z]+|[a-z]+(?:ine|ab|ib|ol|in|ate|ide|one|il|an|am)\b|\+|plus|arm|group)",
    re.IGNORECASE,
)
# "the 0.5% tacrolimus group", "2% gel": how strong, not how many.
_STRENGTH_AFTER = re.compile(
    r"\s(?:[A-Z][\w-]* (?:groups?|arms?)|(?:groups?|arms?)(?! [A-Z0-9])|[a-z]+(?:caine|cresol|iodine|hexidine|chlorite|peroxide)|(?:[A-Z][\w-]* )?(?:gel|cream|ointment|solution|spray|lotion|saline|dextrose|glucose))\b"
)
GROUPISH = words_pattern("group_words")
COMPARED = words_pattern("comparing_words")
PEOPLE_AFTER = re.compile(
    r" (?:[a-z-]+ )?(?:patients|women|men|children|infants|newborns|participants|subjects|individuals|people|cases|eyes|students|animals|rats|mice|households|deaths|births)\b"
)


_LEVELS = frozenset({90, 95, 97.5, 98, 99})
_POWERS = frozenset(float(10**k) for k in range(1, 3)) | frozenset(float(f"10{k}") for k in range(2, 13))


_PER_SO_MANY = re.compile(r"(?<=\d00) [A-Za-z][a-z ]*$")


def unit_of(folded: str, quantity: Quantity) -> str:
    """Return the unit of a quantity, empty where it has none; "per 1000" is that of "per 1000 people", too."""
    return _PER_SO_MANY.sub("", folded[slice(*quantity.unit)]) if quantity.unit else ""


def is_value(folded: str, quantity: Quantity, start: int) -> bool:
    """Tell a value from a time point, a dose, a threshold, a year, a group's number, a sample size."""
    before = folded[max(start, quantity.start - 30) : quantity.start]
    after = folded[core_end(quantity) : quantity.end + 24]
    unit = unit_of(folded, quantity)
    bare = quantity.unit is None and quantity.n is None and quantity.spread is None
    whole = quantity.value.is_integer() and "." not in folded[quantity.value_start : quantity.value_end]
    if bare and whole and _CODE_BEFORE.search(before):
        return False
    if whole and (
        (quantity.value in _LEVELS and _LEVEL_AFTER.match(folded, quantity.value_end))
        or (quantity.value in _POWERS and _POWER_BEFORE.search(before))
        or (bare and _REFERENCE_BEFORE.search(before) and _REFERENCE_AFTER.match(folded, quantity.value_end))
    ):
        return False
    if _SPREAD_BEFORE.search(before):
        return False  # "3.7% of weight (SD = 5.4%)"
    if whole and _NUMBERED_TIME.search(before):
        return False  # "week 24 (-1.8% and …": the week's number, whatever its bracket holds
    if bare and (
        _COLON_SPAN.match(folded, quantity.value_end)
        if not whole
        else _ALLOCATION.search(before)
        or _ALLOCATED.match(folded, quantity.value_end)
        or _SPAN_AFTER.match(folded, quantity.value_end)
    ):
        return False  # "in a 1:1 ratio", "(2.8:4)", "ages 1-4"
    if _BASELINE_BEFORE.search(before) and _CLOSES_AFTER.match(folded, quantity.end):
        return False  # "fell by 1.1% (baseline 8.5%)"
    if _OR_MORE.match(folded, core_end(quantity)):
        return False
    if (
        bare
        and whole
        and (
            _ONE_IN.search(before)
            or (before[-1:] == "(" and after.startswith((" participants)", " subjects)")))
            or (quantity.value == 1 and _IN_MANY.match(after))
            or (_IN_PEOPLE.search(before) and PEOPLE_AFTER.match(folded, quantity.value_end))
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
        and not (_AGE_BEFORE.search(before) and _SET_AGAINST.match(after))
    ):
        return False
    if whole and _DENOMINATOR.search(before):
        return False  # "per 1000 patients"
    counted = (
        quantity.total is not None or (quantity.n is not None and unit in PERCENT)
    ) and N_EQUALS.search(before)
    if _THRESHOLD_BEFORE.search(before.lower()) and not counted:
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
    if whole and 1900 <= quantity.value <= 2100 and _IN_YEAR.search(before):
        return False  # "in 2009 (27/154)"
    if (
        quantity.events is not None
        and quantity.total is not None
        and 1900 <= quantity.events <= 2100 > quantity.total * 21
    ):
        return False  # "2012/13": a season
    if bare and _TIMES_FOLLOW.match(after) and _TIMES_BEFORE.search(before):
        return False
    if TIME_UNIT.fullmatch(unit) and quantity.spread is None:
        if _FROM_BASELINE.search(before):
            return False
        if _TIMES_LISTED.search(before):
            return False
        if _AT.search(before) and not _VALUE_BEFORE.search(before):
            return False
        if quantity.value > 1 and _ADJECTIVAL_TIME.match(folded, quantity.value_end):
            return False  # "the 7 day trial"
        if _TIME_AFTER.match(after) or folded[quantity.value_end : quantity.value_end + 1] == "-":
            return False
    if _WORD_JOINED.match(folded, quantity.value_end):
        return False
    if bare and whole and _RANGE_AFTER.match(after):
        return False  # "7-9 years versus 0-6 years"
    if quantity.unit and quantity.spread is None and quantity.n is None and _SECOND_SETTING.match(after):
        return False  # "60 Hz/4 mm"
    if (
        DOSE_UNIT.match(unit)
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
    return not _ORDINAL.match(after)


def core_end(quantity: Quantity) -> int:
    """Return where number, unit, spread and counts end (an interval that follows is left out)."""
    return max(
        quantity.value_end, *(span[1] for span in (quantity.unit, quantity.spread, quantity.n) if span), 0
    )
