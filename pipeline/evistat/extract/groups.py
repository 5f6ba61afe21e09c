"""Quantities of a sentence → comparisons: which values are set against each other, and whose they are.

Notes for a newcomer: quantities stand in a row; what is printed between two neighbours (the gap) says how they relate:
``vs`` ("versus", "compared with", "than"), ``list`` (a comma or "and" alone), ``label`` ("in group A and",
"for women,"), ``to`` (after "from"), or nothing. Each rule below reads one pattern of such relations.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from evistat.extract.finding import Group
from evistat.extract.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Comparison:
    """Values set against each other, in order of mention; ``sure`` where the wording alone makes it a comparison.

    A comparison that isn't sure counts only with a p-value (a bracketed list, two labelled values).
    """

    groups: tuple[Group, ...]
    start: int
    end: int
    rule: str
    sure: bool = True


_VS = re.compile(
    r"(?<![\w.])(?<!i\. )(?:vs?\.?|VS\.?|Vs\.?|versus)(?![\w-])|\b(?:as )?compared (?:to|with|against)\b|\bcompared? (?:to|with)\b|\bthan\b|\bagainst\b|\bas opposed to\b|\bin (?:contrast|comparison) (?:to|with)\b"
    r"|\brelative to\b|\bcompare with\b|\b(?:comparable|similar) (?:to|with)\b|\bas against\b|\bcf\.?(?= )",
)
_ARROW = re.compile(r"\s*(?:-{1,3}>|→|=>|/|>>)\s*|,? (?:whereas|while) ")
_LIST = re.compile(
    r"(?: of (?:patients|participants|subjects))? ?(?:,|;|/|,? ?(?:and|or|&))? ?(?:and )?(?:only |about |approximately )?"
)
_LABEL_JOIN = re.compile(r"(?:,|;|\band\b|\bwhile\b|\bwhereas\b|\bbut\b|\bor\b|:|\)|\bto\b)")
# "in the absence (95.2%) or presence of dye (98.5%": each value in a bracket of its own after its group.
_PAIRED = re.compile(r"\s*[)\]],? (?:and|or) (?:in |for |with |among |of |the )*[^()\[\];.]{1,60} [(\[]\s*")
_TO = re.compile(
    r"(?: ?[a-z]{0,12})?(?: (?:at|before|in) (?:baseline|the baseline|admission|start|entry|(?:pre|post)[\w-]+|(?:day|week|month|year) \d+|\d{4}))?,? ?to (?:a |an |the )?(?:mean |median |only |about |approximately |value |level )*(?:of )?"
)
_FROM = re.compile(
    r"\bfrom (?:an? |the )?(?:baseline |mean |median |average |initial |pre\w*[- ]?\w* |value |level |score |approximately |about |estimated )*(?:of )?(?:value of |\()?$",
    re.IGNORECASE,
)
_RANGE_WORDS = re.compile(
    r"\b(?:rang\w+|varied|varying|between|aged?|doses?|span\w*)\b[^.;,()]{0,25}$", re.IGNORECASE
)
_CHANGE = re.compile(
    r"\b(?:increas|decreas|reduc|improv|ris|rose|fell|fall|declin|drop|chang|went|grew|grow|lower|elevat|rais|shift|worsen|progress|gain|lost|loss|higher|climb|diminish|expand|jump|return|normaliz|normalis|deteriorat|shorten|prolong|extend|enhanc|augment)\w*",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:respectively|differ\w*|compared?|comparison|higher|lower|greater|less|more|fewer|better|worse|longer|shorter|significan\w+|superior|similar|whereas|while|versus|vs|than|improved|increased|reduced|decreased|likely|comparable)\b",
    re.IGNORECASE,
)
_NOT_VALUE_BEFORE = re.compile(
    r"(?:\b(?:[Dd]ays?|[Ww]eeks?|[Mm]onths?|[Yy]ears?|[Gg]roups?|[Gg]rades?|[Ss]tages?|[Tt]ypes?|[Pp]hases?|[Ll]evels?|[Cc]lass(?:es)?|[Aa]rms?|[Cc]ohorts?|[Vv]ersion|[Nn]o\.|[Ff]ig(?:ure|\.)|[Tt]able|[Cc]hapter|[Tt]rial|[Ss]tudy|[Vv]isits?|[Tt]imes?|[Tt]ime points?|[Aa]ge[ds]?|[Tt]rimester|[Pp]art|[Mm]odel|[Qq]uartiles?|[Qq]uintiles?|[Tt]ertiles?|Q|T|[Gg]estation|[Ss]cores?)(?: and| to|,|-)?|\b[nN] ?=|[<>≥≤])\s?$"
)
_THRESHOLD_BEFORE = re.compile(
    r"(?:(?<!-)[<>≥≤]|\bor ?=|\b[nN] ?=|\b(?:greater|less|more|fewer|higher|lower|older|younger|longer|shorter|larger|smaller|at least|at most|minimum of|maximum of|up to|cut-?off (?:of|value of)|threshold of)(?: than)?(?: or equal to)?) ?$",
    re.IGNORECASE,
)
_VALUE_BEFORE = re.compile(
    r"\b(?:from|than|versus|by|was|were|of|and|or|to)\s?(?:a |the )?(?:median |mean )?(?:of )?$"
)
_NUMBER_WORD = re.compile(
    r"\s+(?:one|two|three|four|five|six|half|a|an|once|twice|expected|usual|average|before)\b(?! group)"
)
# "IL 6", "HLA 27", "CD 4": a whole number after capitals is a name's.
_CODE_BEFORE = re.compile(r"(?<![A-Za-z])[A-Z]{2,}[ -]$")
_NUMBERED_TIME = re.compile(r"\b(?:[Dd]ays?|[Ww]eeks?|[Mm]onths?|[Yy]ears?|[Vv]isits?|[Cc]ycles?) $")
_TIMES_FOLLOW = re.compile(
    r"(?:, ?\d+)*,? (?:and|or|to) \d+[ -](?:days?|weeks?|months?|years?|h\b|hours?|min)"
)
_FOLLOW_UP = re.compile(
    r"\bfollow(?:ed)?[- ]?up(?: \w+){0,2} ?(?:was|of|were|:|=|,)? ?$|\bfollowed for (?:a )?(?:median |mean )?(?:of )?$",
    re.IGNORECASE,
)
_ENROLLED = re.compile(
    r"\b(?:randomi[sz]ed|assigned|allocated|enrolled|recruited|included|received|underwent|treated|invited)\b"
)
_DOSE_BEFORE = re.compile(
    r"(?:\b(?:for|with|of|on|plus|the|both|receiv\w+|at)|(?:ine|ab|ol|in|ate|ide|one|il|am|an|zole|cin|mab|nib|pril|tan|xel|gel|ium|rin))\s$",
    re.IGNORECASE,
)
_AT = re.compile(
    r"\b(?:at|after|over|within|every|during|for|until|between|in|by|first|last|next|past|before|and|or|to|of|following|through|up to)\s?(?:the |a |an )?(?:first |last |next |median |mean |about |approximately )*(?:of )?$",
    re.IGNORECASE,
)
_TIME_UNIT = re.compile(
    r"(?:days?|weeks?|months?|years?|hours?|minutes?|h|hrs?|min|mins|mo|yrs?|wks?|d|y)$", re.IGNORECASE
)
_TIME_AFTER = re.compile(
    r"\s?(?:after|of follow|post|later|follow-up|before|of age|old\b|of treatment|of therapy|from|prior|ago|postoperativ|, and)",
    re.IGNORECASE,
)
_DOSE_UNIT = re.compile(
    r"^(?:mg|g|μg|ug|mcg|IU|U|mL|ml|Gy|cGy|MBq|units?|mg/kg|μg/kg|mg/m2|mg/m²|AUC)(?:$|/(?:d|day|kg|kg/day|kg/d|m2|m²|m2/day|week|h|kg/h))"
)
_DOSE_AFTER = re.compile(
    r"\s?(?:/d|/day|daily|per day|twice|once|b\.?i\.?d|q\.?d|t\.?i\.?d|q\d|weekly|every|doses?|tablets?|capsules?|sub-?cut|intraven|oral|[sip]\.?[covm]\.?\b|of [a-z]+|[a-z]+(?:ine|ab|ib|ol|in|ate|ide|one|il|an|am)\b|\+|plus|arm|group)",
    re.IGNORECASE,
)
_RESPECTIVELY = re.compile(r"[^.]{0,120}?\brespectively\b")
_GROUP_LIST = re.compile(
    r"\s*(?:of (?:the )?(?:patients|women|participants|subjects|children|cases|those|men) )?,? ?(?:in|for|among|with|on|of|at|by|after|from|between) (?:the )?(?P<labels>[^.;()]{3,120}?),? ?(?:respectively|\(|,? ?[pP] ?[<=]|$|\.)"
)
_COORDINATED = re.compile(
    r"\b(?:both|[\w-]+(?: [\w-]+){0,6},? and [\w-]+(?: [\w-]+){0,6}?)\b[^,;]{0,30}\b(?:was|were|had|of|by|are|is)\b[^,;]{0,20}$",
    re.IGNORECASE,
)
# Words that name groups of people or treatments; outcomes don't carry them.
# A label doesn't reach over a finite verb ("in the control group underwent …").
_LABEL_STOP = re.compile(
    r"\s(?:was|were|had|has|have|is|are|underwent|showed|received|reported|achieved|completed|experienced|developed|died|did|met|reached|needed|required|used|with an?|while|whereas|whose|that|at \d|after \d)\b.*$"
)
_GROUPISH = re.compile(
    r"\b(?:groups?|arms?|placebo|controls?|women|men|males?|females?|boys|girls|patients (?:with|without|receiving|on|treated|who)|cohorts?|baseline|cases|users|smokers|non-?\w+|villages|"
    r"treated|untreated|intervention|standard|usual care|before|after|pre-\w+|post-\w+|pre(?:treatment|test|operative\w*|intervention)|post(?:treatment|test|operative\w*|intervention)|recipients|survivors|mice|rats|sham|vehicle|years? \d{4}|(?:19|20)\d\d|days?|weeks?|months?|hospitals?|doctors|nurses|"
    r"urban|rural|children|adults|infants|subjects with|individuals (?:with|in)|participants (?:in|with|who)|cluster|phase)\b",
    re.IGNORECASE,
)
# "4.3% versus 2.0% in group A and group B": the names of all, after the last.
_LABELS_OF_ALL = re.compile(
    r"\s?(?:in|for|with|among|on|of) (?:the )?(?P<labels>[^.;()\d]{2,50}? (?:and|versus|vs\.?) [^.;(),]{2,50}?)(?= ?(?:[,;()\[\]]|respectively|\.|$))"
)
_COUNTED_LABEL = re.compile(r"\b(?:of|in|from|with|on) (?:the )?(?P<label>[\w-]+(?: [\w-]+){0,4}?) ?[(\[]")
_LABEL_AFTER = re.compile(
    r"\s*%?\s*(?:(?:(?:of )?(?:the )?(?:newborns|eyes|knees|teeth|lesions|procedures|pregnancies|cycles|families|mothers|patients|individuals|participants|subjects|women|men|children|infants|cases|those|respondents|people|households) )?"
    r"(?:(?:of|in|for|with|among|on|at|after|by|from|during|under) (?:the |all |those (?:in|with|who|treated with|receiving) (?:the )?|patients (?:in|with|on|receiving|treated with|given|who received) (?:the )?)?(?P<in>[A-Za-z0-9(][^,;()\[\]=<>]{0,70}?)"
    r"|\(?(?P<group>(?:group|arm|cohort)s? [A-Z0-9]+|[A-Z][\w+-]*(?: [a-z]+)? (?:group|arm)s?|[A-Za-z][\w-]{1,15}(?=\)))\)?|(?P<noun>[a-z]+(?: [a-z]+)?)(?=\s*(?:,|\band\b|\.|$|\()))"
    r")(?=\s*(?:[,;()\[\]=<>]|and\b|or\b|vs\b|versus\b|v\b|compared|than\b|while|whereas|but|respectively|to\b|as\b|was\b|were\b|had\b|\.|$))"
)
_LABEL_BEFORE_BRACKET = re.compile(
    r"\b(?:in|for|with|among|of|to|than|vs\.?|versus|and|by|both|after|on)\s(?:the |those |patients )*(?P<label>(?!the\b)[^.;:,()\[\]]{2,50}?) [(\[]$"
)
_LABEL_COLON = re.compile(r"(?:^|[(\[;,.]|\bvs\.?|\bversus) ?(?P<label>[A-Za-z][^.;:,()\[\]]{1,40}): ?$")
_LABEL_BEFORE = re.compile(
    r"(?:[(\[,;:]|\band\b|\bor\b|\bin\b)\s*(?:in |for |with |among |the )*(?P<label>[A-Za-z][\w/+'. -]{0,45}?)\s*(?::|=|,|[(\[]|\bwas|\bwere)?\s*(?:mean |median )?$"
)
_PERCENT = frozenset({"%", "percent", "per cent"})


def find_comparisons(
    text: str,
    folded: str,
    start: int,
    end: int,
    quantities: Sequence[Quantity],
    p_spans: Sequence[tuple[int, int]],
    separators: Sequence[tuple[int, int]] = (),
) -> list[Comparison]:
    """Return the comparisons of one sentence in order.

    ``text``: the original (groups keep its characters); ``quantities``: the sentence's, in order; ``p_spans``: its
    p-values; ``separators``: its effects (neither a p-value nor an effect stands inside a comparison).
    """
    values = [quantity for quantity in quantities if _is_value(folded, quantity, start)]
    if len(values) < 2:
        return []
    row = _Row(text, folded, start, end, values, tuple(p_spans), tuple(separators))
    for rule in (
        _lists_against_lists,
        _from_to,
        _versus,
        _respectively,
        _labelled,
        _contrasted,
        _counted,
        _bracketed,
    ):
        rule(row)
    return sorted(row.found, key=lambda comparison: comparison.start)


class _Row:
    """The values of one sentence, how neighbours relate, and what has been read of them so far."""

    def __init__(
        self,
        text: str,
        folded: str,
        start: int,
        end: int,
        values: list[Quantity],
        p_spans: tuple[tuple[int, int], ...],
        separators: tuple[tuple[int, int], ...],
    ) -> None:
        self.text, self.folded, self.start, self.end = text, folded, start, end
        self.values = _with_list_units(folded, values)
        self.p_spans = p_spans
        self.taken: set[int] = set()
        self.found: list[Comparison] = []
        borders = sorted([s for s, _ in p_spans] + [s for s, _ in separators])
        self.relations = [
            _relation(folded, left, right, borders) if _compatible(folded, left, right) else ""
            for left, right in pairwise(self.values)
        ]

    def free(self, *indices: int) -> bool:
        """Tell whether none of the values belongs to a comparison yet."""
        return not self.taken.intersection(indices)

    def run(self, index: int, relation: str) -> int:
        """Return the index of the last value of the run of one relation that begins at ``index``."""
        last = index
        while last < len(self.relations) and self.relations[last] == relation and last + 1 not in self.taken:
            last += 1
        return last

    def unit(self, index: int) -> str:
        return _unit(self.folded, self.values[index])

    def between(self, left: int, right: int) -> str:
        return self.folded[self.values[left].end : self.values[right].start]

    def take(
        self,
        indices: Sequence[int],
        rule: str,
        *,
        sure: bool = True,
        end_at: int | None = None,
        labels: Sequence[tuple[int, int] | None] | None = None,
    ) -> None:
        """Make a comparison of the values at ``indices``."""
        chosen = [self.values[index] for index in indices]
        self.taken.update(indices)
        self.found.append(
            _comparison(
                self.text,
                self.folded,
                chosen,
                rule,
                self.end,
                sure=sure,
                end_at=end_at,
                labels=labels,
            )
        )


# -- what can be a group's value, and how two neighbours relate --------------------------------------------------------


def _with_list_units(folded: str, values: list[Quantity]) -> list[Quantity]:
    """Give the items of a list the unit printed after its last ("18.9, 23.9 and 20.4%")."""
    result = list(values)
    for index in range(len(result) - 2, -1, -1):
        left, right = result[index], result[index + 1]
        if left.unit is None and right.unit is not None and left.n is None:
            gap = folded[left.end : right.start]
            if gap.strip() and _LIST.fullmatch(gap):
                result[index] = replace(left, unit=right.unit)
    return result


def _unit(folded: str, quantity: Quantity) -> str:
    return folded[slice(*quantity.unit)] if quantity.unit else ""


def _is_value(folded: str, quantity: Quantity, start: int) -> bool:
    """Tell a value from a time point, a dose, a threshold, a year, a group's number, a sample size."""
    before = folded[max(start, quantity.start - 30) : quantity.start]
    after = folded[_core_end(quantity) : quantity.end + 24]
    unit = _unit(folded, quantity)
    bare = quantity.unit is None and quantity.n is None and quantity.spread is None
    whole = quantity.value.is_integer() and "." not in folded[quantity.value_start : quantity.value_end]
    if bare and whole and _CODE_BEFORE.search(before):
        return False
    if whole and _NUMBERED_TIME.search(before):
        return False  # "week 24 (-1.8% and …": the week's number, whatever its bracket holds
    if (
        bare
        and _NOT_VALUE_BEFORE.search(before)
        and not (
            re.search(r"\b[Aa]ge,? $", before) and re.match(r" ?(?:vs|versus|years? (?:vs|versus))", after)
        )
    ):
        return False
    if _THRESHOLD_BEFORE.search(before):
        return False
    if (
        bare
        and quantity.value.is_integer()
        and 1900 <= quantity.value <= 2100
        and "," not in folded[quantity.value_start : quantity.value_end]
    ):
        return False
    if (
        bare
        and re.search(
            r"\b(?:at|after|over|within|for|by|day|week|month|year)s? (?:\d+(?:,| and| or) )*$", before
        )
        and _TIMES_FOLLOW.match(after)
    ):
        return False
    if _TIME_UNIT.fullmatch(unit) and quantity.spread is None:
        if re.search(r"\b(?:at|after|over|within|for|by) (?:\d+,? )*(?:and|or|to) $", before):
            return False
        if _AT.search(before) and not _VALUE_BEFORE.search(before):
            return False
        if _TIME_AFTER.match(after) or folded[quantity.value_end : quantity.value_end + 1] == "-":
            return False
    if re.match(r"-[a-zA-Z]", folded[quantity.value_end : quantity.value_end + 2]):
        return False
    if (
        _DOSE_UNIT.match(unit)
        and quantity.spread is None
        and (_DOSE_AFTER.match(after) or _DOSE_BEFORE.search(before))
    ):
        return False
    if _FOLLOW_UP.search(before):
        return False
    return not re.match(r" ?(?:th|st|nd|rd)\b", after)


def _core_end(quantity: Quantity) -> int:
    """Return where number, unit, spread and counts end (an interval that follows is left out)."""
    return max(
        quantity.value_end, *(span[1] for span in (quantity.unit, quantity.spread, quantity.n) if span), 0
    )


def _compatible(folded: str, left: Quantity, right: Quantity) -> bool:
    a, b = _unit(folded, left), _unit(folded, right)
    gap = folded[left.end : right.start]
    if bool(a) != bool(b) and len(gap) > 12 and re.search(r"[a-z]{3}", _VS.sub("", gap)):
        # A unit carries over words only onwards, to a value of the same kind ("12.3 months in A compared with 9.5").
        same_kind = (
            "." in folded[right.value_start : right.value_end] and right.n is None and right.spread is None
        )
        if not (a and same_kind and _VS.search(gap)):
            return False
    if a == b or not a or not b:
        # "92% of them … compared with two patients": a percentage and a bare count belong to different scales.
        return not (a in _PERCENT and not b and (left.n is not None or right.value > 100))
    return a in _PERCENT and b in _PERCENT


def _relation(folded: str, left: Quantity, right: Quantity, borders: Sequence[int]) -> str:
    gap = folded[left.end : right.start]
    if not gap.strip() or len(gap) > 150 or re.search(r"[.?!]\s+[A-Z]", gap):
        return ""
    at = bisect_left(borders, left.end)
    if at < len(borders) and borders[at] < right.start:
        return ""
    if _ARROW.fullmatch(gap):
        return "vs"
    if gap.strip() == "-" and left.unit is not None and right.unit is not None:
        return "dash"
    if _LIST.fullmatch(gap):
        return "list"
    if _PAIRED.fullmatch(gap) and re.search(r"[(\[]\s*$", folded[max(0, left.start - 3) : left.start]):
        return "label"
    if match := _VS.search(gap):
        if match[0] == "than" and _NUMBER_WORD.match(gap, match.end()):
            return ""
        # "greater than 45°": a threshold, unless something is named between.
        if (
            match[0] == "than"
            and gap[match.end() :].strip() == ""
            and not re.search(r"(?:rather|other|higher|lower|more|less|greater|fewer) than\s*$", gap)
        ):
            return ""
        return "vs" if gap.count("(") - gap.count(")") <= 1 and len(gap) <= 140 else ""
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


# -- the rules ------------------------------------------------------------------------------------------------------------


def _lists_against_lists(row: _Row) -> None:
    """Read "96.7% and 86.6% for group 1 versus 96.4% and 87.6% for group 2": first with first, second with second.

    Lists of different lengths are left alone: the last of one against the first of the other would be a wrong number.
    """
    relations = row.relations
    for index, relation in enumerate(relations):
        if relation == "label" and _label_after(row, index, row.values[index + 1].start) is None:
            continue
        if relation not in {"vs", "label"} or not row.free(index, index + 1):
            continue
        first = index
        while first > 0 and relations[first - 1] == "list" and row.free(first - 1):
            first -= 1
        last = index + 1
        while last < len(relations) and relations[last] == "list" and row.free(last + 1):
            last += 1
        # "12 vs 15 and 30 vs 34": the comma or "and" joins comparisons, not a list.
        if "vs" in (
            (relations[first - 1] if first else ""),
            (relations[last] if last < len(relations) else ""),
        ):
            continue
        left, right = range(first, index + 1), range(index + 1, last + 1)
        if len(left) < 2:
            continue
        if relation == "label":
            after = row.folded[row.values[last].end : row.values[last].end + 90]
            if len(left) != len(right) or "respectively" not in after:
                continue
        if len(left) == len(right):
            for one, other in zip(left, right, strict=True):
                row.take((one, other), "groups.lists_versus_lists")
        else:
            row.taken.update(left, right)


def _from_to(row: _Row) -> None:
    """Read "fell from 8.1 to 7.2": before and after."""
    for index, relation in enumerate(row.relations):
        if relation == "dash" and row.free(index, index + 1) and _tested_change(row, index):
            row.take((index, index + 1), "groups.from_to", sure=False)
            continue
        if relation != "to" or not row.free(index, index + 1):
            continue
        left = row.values[index]
        before = row.folded[max(row.start, left.start - 70) : left.start]
        spreads = left.spread is not None and row.values[index + 1].spread is not None
        if not (_FROM.search(before) or spreads) or _RANGE_WORDS.search(_FROM.sub("", before)):
            continue
        changes = _CHANGE.search(row.folded[row.start : left.start]) is not None
        if _TIME_UNIT.fullmatch(row.unit(index + 1)) and not changes:
            continue
        if not changes and not re.search(
            r"\bsignifican|\bp ?[<=]", row.folded[row.start : row.values[index + 1].end + 60], re.IGNORECASE
        ):
            continue
        row.take((index, index + 1), "groups.from_to")


def _tested_change(row: _Row, index: int) -> bool:
    """Tell whether "(31.1%-35.0%, p<0.01)" is a change: a change word before the bracket, a p-value after the values."""
    stop = row.values[index + 1].end
    tested = any(0 <= s - stop <= 4 for s, _ in row.p_spans)
    return tested and _CHANGE.search(row.folded[row.start : row.values[index].start]) is not None


def _versus(row: _Row) -> None:
    """Read "12.3 vs 9.5 months", "30% in A compared with 20% in B", and chains of three and more."""
    index = 0
    while index < len(row.relations):
        if row.relations[index] != "vs" or not row.free(index, index + 1):
            index += 1
            continue
        last = row.run(index, "vs")
        # "A vs B and C, respectively": further comparators listed after the second value.
        while (
            last < len(row.relations)
            and row.relations[last] == "list"
            and row.free(last + 1)
            and (last + 1 == len(row.relations) or row.relations[last + 1] != "vs")
            and re.match(
                r"[^;]{0,80}respectively",
                row.folded[row.values[last + 1].end : row.values[last + 1].end + 95],
            )
            and row.relations[index] == "vs"
            and index == last - 1
        ):
            last += 1
        # "compared to both A (2.7) and B (2.9)"
        if (
            last < len(row.relations)
            and row.relations[last] == "label"
            and row.free(last + 1)
            and re.search(r"\bboth\b", row.between(last - 1, last))
        ):
            last += 1
        chosen = range(index, last + 1)
        if not _sample_sizes(row, chosen):
            row.take(chosen, "groups.versus")
        index = last + 1


def _bare_integers(row: _Row, chosen: Iterable[int]) -> bool:
    values = [row.values[index] for index in chosen]
    return all(
        q.unit is None
        and q.n is None
        and q.spread is None
        and row.folded[q.value_start : q.value_end].isdigit()
        for q in values
    )


def _sample_sizes(row: _Row, chosen: Iterable[int]) -> bool:
    """Tell whether bare integers are how many were randomised, enrolled or treated."""
    values = [row.values[index] for index in chosen]
    if not _bare_integers(row, chosen):
        return False
    stop = values[-1].end
    if any(stop <= s <= stop + 50 for s, _ in row.p_spans):
        return False
    before = row.folded[max(row.start, values[0].start - 80) : values[0].start]
    return max(value.value for value in values) > 200 or _ENROLLED.search(before) is not None


def _respectively(row: _Row) -> None:
    """Read "45.4%, 38.0% and 20.1% in groups A, B and C, respectively"."""
    index = 0
    while index < len(row.values):
        last = row.run(index, "list") if row.free(index) else index
        if last == index:
            index += 1
            continue
        stop = row.values[last].end
        tail = row.folded[stop : min(row.end, stop + 150)]
        labels = _GROUP_LIST.match(tail)
        said = _RESPECTIVELY.match(tail)
        count = last - index + 1
        spans = (
            _split_labels(row.folded, stop + labels.start("labels"), stop + labels.end("labels"), count)
            if labels
            else None
        )
        head = row.folded[row.start : row.values[index].start]
        if _sample_sizes(row, range(index, last + 1)):
            index = last + 1
            continue
        if spans is not None:
            sure = said is not None or _GROUPISH.search(tail[: labels.end()] if labels else "") is not None
            row.take(
                range(index, last + 1),
                "groups.respectively",
                labels=spans,
                sure=sure,
                end_at=stop + said.end() if said else None,
            )
        elif said and (before := _labels_before(row, index, count)):
            row.take(range(index, last + 1), "groups.respectively", labels=before, end_at=stop + said.end())
        elif said and not _coordinated_subject(head):
            sure = labels is not None or _GROUPISH.search(head[-120:]) is not None
            row.take(range(index, last + 1), "groups.respectively", sure=sure, end_at=stop + said.end())
        index = last + 1


_SUBJECT_LIST = re.compile(
    r"\b(?:among|in|for|between|by|after) (?:the )?(?P<labels>(?:[^.;()]|\.(?=\w)){3,120}?) (?:was|were|had|are|is|reached|averaged)\s*$"
)


def _labels_before(row: _Row, index: int, count: int) -> list[tuple[int, int] | None] | None:
    """Return the labels of "among A, B and C isolates were 66%, 78% and 23%, respectively"."""
    low = max(row.start, row.values[index].start - 170)
    # The innermost preposition that still leaves the right number of labels.
    head = row.folded[low : row.values[index].start]
    for match in reversed(list(re.finditer(r"\b(?:among|in|for|between|with|of|by|after) ", head))):
        inner = _SUBJECT_LIST.match(row.folded, low + match.start(), row.values[index].start)
        if inner and (labels := _split_labels(row.folded, inner.start("labels"), inner.end("labels"), count)):
            return labels
    return None


def _coordinated_subject(head: str) -> bool:
    """Tell whether the values belong to coordinated outcomes ("sensitivity and specificity were") and not to groups."""
    clause = re.split(r"[;:(]|\bwhile\b|\bwhereas\b", head)[-1][-160:]
    return _COORDINATED.search(clause) is not None and _GROUPISH.search(clause) is None


def _split_labels(folded: str, start: int, end: int, count: int) -> list[tuple[int, int] | None] | None:
    """Split "groups A, B and C" into its ``count`` labels, None where it doesn't split so."""
    text = folded[start:end]
    parts = []
    at = 0
    for match in re.finditer(r"\s*,\s*(?:and |or |& )?|\s+(?:and|or|&|vs\.?|versus)\s+", text):
        parts.append((start + at, start + match.start()))
        at = match.end()
    parts.append((start + at, end))
    parts = [(s, e) for s, e in parts if e > s]
    if len(parts) != count:
        return None
    return [
        (
            s + len(lead[0])
            if (lead := re.match(r"(?:in |for |the |with |among |of |a )+", folded[s:e]))
            else s,
            e,
        )
        for s, e in parts
    ]


def _labelled(row: _Row) -> None:
    """Read "90% in CE, 64% in SD" and "A 64.7%, B 35.7%": values with their groups' names."""
    index = 0
    while index < len(row.relations):
        if row.relations[index] != "label" or not row.free(index, index + 1):
            index += 1
            continue
        last = row.run(index, "label")
        for chosen in _frames(row, range(index, last + 1)):
            if len({row.unit(i) for i in chosen} - {""}) <= 1:
                _take_labelled(row, chosen)
        index = last + 1


def _take_labelled(row: _Row, chosen: range) -> None:
    after = [
        _label_after(row, i, row.values[i + 1].start if i + 1 < chosen.stop else row.end) for i in chosen
    ]
    # A leading value without a label of its own is the total that the groups divide ("25 (33%) stopped, 8 in A, 17 in B").
    lead = next((i for i, label in enumerate(after) if label), len(after))
    trail = next((i for i in range(lead, len(after)) if after[i] is None), len(after))
    if trail - lead >= 2:
        chosen, after = chosen[lead:trail], after[lead:trail]
    before = [_label_before(row, i) for i in chosen]
    labels = after if all(after) else before if all(before) else None
    if labels is None:
        return
    names = [row.folded[slice(*label)] for label in labels if label]
    if _composition(row, chosen):
        return
    measured = any(row.values[i].unit or row.values[i].spread or row.values[i].n for i in chosen)
    paired = labels is before and all(_opens(row, i) for i in chosen)
    grouped = not (paired and not _COMPARED.search(row.folded[row.start : row.values[chosen[0]].start])) and (
        any(_GROUPISH.search(name) for name in names)
        or len({name.split()[-1].lower() for name in names}) == 1
        or (
            len(names) > 2
            and labels is after
            and all(len(name.split()) <= 3 for name in names)
            and not _nouns(row, chosen)
        )
    )
    sure = measured and grouped and len(set(names)) == len(names)
    row.take(chosen, "groups.labelled", sure=sure, labels=labels)


def _opens(row: _Row, index: int) -> bool:
    """Tell whether a value opens a bracket."""
    start = row.values[index].start
    return row.folded[max(0, start - 2) : start].strip() in {"(", "["}


def _composition(row: _Row, chosen: range) -> bool:
    """Tell whether percentages divide a whole ("30 (26.5%) males and 83 (73.5%) females") with no test of it."""
    values = [row.values[i] for i in chosen]
    if (
        any(row.unit(i) not in _PERCENT for i in chosen)
        or not 99.4 <= sum(value.value for value in values) <= 100.6
    ):
        return False
    return not any(values[-1].end <= s <= values[-1].end + 80 for s, _ in row.p_spans)


def _nouns(row: _Row, chosen: range) -> bool:
    """Tell whether the words after the values are bare nouns, which name outcomes as often as groups."""
    matches = [
        _LABEL_AFTER.match(row.folded, row.values[i].end, min(row.end, row.values[i].end + 100))
        for i in chosen
    ]
    return any(match is not None and match["noun"] for match in matches)


def _frames(row: _Row, chosen: range) -> list[range]:
    """Cut a run into stretches of values that stand at one depth of brackets, bare integers left out."""
    frames: list[range] = []
    depths: dict[int, int] = {}
    for i in chosen:
        head = row.folded[row.start : row.values[i].start]
        depths[i] = head.count("(") + head.count("[") - head.count(")") - head.count("]")
        fits = not _bare_integers(row, (i,))
        if frames and fits and frames[-1].stop == i and depths[i] == depths[i - 1]:
            frames[-1] = range(frames[-1].start, i + 1)
        elif fits:
            frames.append(range(i, i + 1))
    return [frame for frame in frames if len(frame) > 1]


def _label_after(row: _Row, index: int, limit: int) -> tuple[int, int] | None:
    match: re.Match[str] | None = None
    for stop in (row.values[index].end, _core_end(row.values[index])):
        match = _LABEL_AFTER.match(row.folded, stop, min(max(limit, stop) + 1, stop + 100, row.end))
        if match is not None:
            break
    if match is None:
        return None
    return match.span("in") if match["in"] else match.span("group") if match["group"] else match.span("noun")


def _label_before(row: _Row, index: int) -> tuple[int, int] | None:
    value = row.values[index]
    low = row.values[index - 1].end if index else max(row.start, value.start - 70)
    match = _LABEL_BEFORE.search(row.folded, low, value.start)
    return match.span("label") if match else None


_CONTRAST = re.compile(r"[,;)] ?(?:whereas|while|whilst|but)\b")


def _contrasted(row: _Row) -> None:
    """Read "was 66.5 ± 8.7 years, whereas those who declined were older, with 68.9 ± 9.0 years"."""
    for index, relation in enumerate(row.relations):
        if relation != "label" or not row.free(index, index + 1):
            continue
        left, right = row.values[index], row.values[index + 1]
        alike = row.unit(index) == row.unit(index + 1) and (left.spread is None) == (right.spread is None)
        if alike and (left.unit or left.spread) and _CONTRAST.search(row.between(index, index + 1)):
            row.take((index, index + 1), "groups.contrasted", sure=False)


def _counted(row: _Row) -> None:
    """Read "three patients of the control group (6%) and one of the WD group (10%)", and "(ten [3%] and three [2%])"."""
    for index, relation in enumerate(row.relations):
        left, right = row.values[index], row.values[index + 1]
        if relation != "list" or not row.free(index, index + 1) or left.n is None or right.n is None:
            continue
        if row.run(index, "list") != index + 1 or (index and row.relations[index - 1] == "list"):
            continue
        own = [_COUNTED_LABEL.search(row.folded, value.start, value.end) for value in (left, right)]
        if all(own):
            row.take(
                (index, index + 1),
                "groups.counted",
                labels=[match.span("label") if match else None for match in own],
            )
        elif any(len(comparison.groups) == 2 for comparison in row.found) or _GROUPISH.search(
            row.folded[row.start : left.start]
        ):
            row.take((index, index + 1), "groups.counted", sure=bool(row.found))


def _bracketed(row: _Row) -> None:
    """Read "(2.32, 2.81, P < 0.001)": a bracket that holds nothing but values and their p-value."""
    index = 0
    while index < len(row.values):
        last = row.run(index, "list") if row.free(index) else index
        if last == index:
            index += 1
            continue
        before = row.folded[max(row.start, row.values[index].start - 20) : row.values[index].start]
        head = row.folded[row.start : row.values[index].start]
        followed = any(
            0 <= s - row.values[last].end <= 8 and not row.folded[row.values[last].end : s].strip(" ,;:([")
            for s, _ in row.p_spans
        )
        bracketed = (
            re.search(r"[(\[](?:means?|medians?|scores?|mean ranks?|averages?)?[ :=]*$", before) is not None
        )
        if (
            followed
            and (bracketed or not _coordinated_subject(head))
            and not _bare_integers(row, range(index, last + 1))
        ):
            row.take(range(index, last + 1), "groups.bracketed", sure=False)
        index = last + 1


# -- making the groups ------------------------------------------------------------------------------------------------------


def _comparison(
    text: str,
    folded: str,
    chosen: Sequence[Quantity],
    rule: str,
    end: int,
    *,
    sure: bool,
    end_at: int | None,
    labels: Sequence[tuple[int, int] | None] | None,
) -> Comparison:
    unit = next((_slice(text, quantity.unit) for quantity in reversed(chosen) if quantity.unit), None)
    groups = []
    shared = None
    if (
        labels is None
        and len(chosen) > 1
        and (named := _LABELS_OF_ALL.match(folded, chosen[-1].end, min(end, chosen[-1].end + 110)))
    ):
        shared = _split_labels(folded, *named.span("labels"), len(chosen))
    for index, quantity in enumerate(chosen):
        label = (
            labels[index] if labels else shared[index] if shared else _own_label(folded, end, chosen, index)
        )
        label = _trim(folded, label)
        groups.append(_group(text, quantity, unit, label))
    last_end = chosen[-1].end
    comparison = Comparison(tuple(groups), chosen[0].start, last_end, rule, sure)
    return replace(comparison, end=max(last_end, end_at)) if end_at else comparison


def _own_label(folded: str, end: int, chosen: Sequence[Quantity], index: int) -> tuple[int, int] | None:
    start = chosen[index].start
    if (
        len(chosen) > 1
        and ")" not in folded[chosen[0].end : chosen[-1].start]
        and folded[max(0, chosen[0].start - 1) : chosen[0].start] in {"(", "["}
    ):
        return None  # "A compared with B (77.3% vs 60.3%)": the words before the bracket name both
    low = chosen[index - 1].end if index else max(0, start - 80)
    if folded[max(0, start - 2) : start].strip() in {"(", "["}:
        # A value that opens a bracket has its group's name before the bracket, never after it.
        before = _LABEL_BEFORE_BRACKET.search(folded, low, start)
        return before.span("label") if before else None
    if colon := _LABEL_COLON.search(folded, low, start):
        return colon.span("label")
    limit = chosen[index + 1].start if index + 1 < len(chosen) else min(end, chosen[index].end + 90)
    match = _LABEL_AFTER.match(folded, chosen[index].end, limit)
    if match is None:
        return None
    return match.span("in") if match["in"] else match.span("group") if match["group"] else None


def _trim(folded: str, label: tuple[int, int] | None) -> tuple[int, int] | None:
    if label is None:
        return None
    start, end = label
    while end > start and folded[end - 1] in " ,;:.(":
        end -= 1
    while start < end and folded[start] in " (":
        start += 1
    if stopped := _LABEL_STOP.search(folded, start, end):
        end = stopped.start()
    if lead := re.match(r"(?:(?:in|for|of|with|among|on|the|those|both) )+", folded[start:end]):
        start += lead.end()
    if end <= start or re.fullmatch(
        r"(?:patients|those|women|men|participants|subjects|cases|total|average|all|the)", folded[start:end]
    ):
        return None
    return start, end


def _slice(text: str, span: tuple[int, int] | None) -> str | None:
    return text[slice(*span)] if span else None


def _group(text: str, quantity: Quantity, unit: str | None, label: tuple[int, int] | None) -> Group:
    return Group(
        value=quantity.value,
        text=text[quantity.value_start : quantity.value_end],
        start=quantity.value_start,
        end=quantity.value_end,
        unit=_slice(text, quantity.unit) or unit,
        label=_slice(text, label),
        n=_slice(text, quantity.n),
        events=quantity.events,
        total=quantity.total,
        spread=_slice(text, quantity.spread),
        spread_kind=quantity.spread_kind,
        spread_low=quantity.spread_low,
        spread_high=quantity.spread_high,
        label_start=label[0] if label else None,
        label_end=label[1] if label else None,
    )
