"""Quantities of a sentence → comparisons: which values are set against each other, and whose they are.

Notes for a newcomer: quantities stand in a row; what is printed between two neighbours (the gap) says how they relate:
``vs`` ("versus", "compared with", "than"), ``list`` (a comma or "and" alone), ``label`` ("in group A and",
"for women,"), ``to`` (after "from"), or nothing. Each rule below reads one pattern of such relations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

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
    r"(?<![\w.])(?:vs?\.?|VS\.?|Vs\.?|versus)(?![\w-])|-{1,2}>|→|\b(?:as )?compared (?:to|with|against)\b|\bcompared? (?:to|with)\b|\bthan\b|\bagainst\b|\bas opposed to\b|\bin (?:contrast|comparison) (?:to|with)\b"
    r"|\brelative to\b|\bcompare with\b|\bas against\b|\bcf\.?(?= )",
)
_LIST = re.compile(r"(?: of (?:patients|women|men|participants|subjects|cases|children))? ?(?:,|;|/|,? ?(?:and|or|&))? ?(?:and )?(?:only |about |approximately )?")
_LABEL_JOIN = re.compile(r"(?:,|;|\band\b|\bwhile\b|\bwhereas\b|\bbut\b|\bor\b|:|\)|\bto\b)")
_TO = re.compile(r"(?: ?[a-z]{0,12})?(?: (?:at|before|in) (?:baseline|the baseline|admission|start|entry|(?:pre|post)[\w-]+|(?:day|week|month|year) \d+|\d{4}))?,? ?to (?:a |an |the )?(?:mean |median |only |about |approximately |value |level )*(?:of )?")
_FROM = re.compile(r"\bfrom (?:an? |the )?(?:baseline |mean |median |average |initial |pre\w*[- ]?\w* |value |level |score |approximately |about |estimated )*(?:of )?(?:value of |\()?$", re.IGNORECASE)
_RANGE_WORDS = re.compile(r"\b(?:rang\w+|varied|varying|between|aged?|doses?|span\w*)\b[^.;,()]{0,25}$", re.IGNORECASE)
_CHANGE = re.compile(
    r"\b(?:increas|decreas|reduc|improv|ris|rose|fell|fall|declin|drop|chang|went|grew|grow|lower|elevat|rais|shift|worsen|progress|gain|lost|loss|higher|climb|diminish|expand|jump|return|normaliz|normalis|deteriorat|shorten|prolong|extend|enhanc|augment)\w*",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:respectively|differ\w*|compared?|comparison|higher|lower|greater|less|more|fewer|better|worse|longer|shorter|significan\w+|superior|similar|whereas|while|versus|vs|than|improved|increased|reduced|decreased|likely|comparable)\b",
    re.IGNORECASE,
)
_NOT_VALUE_BEFORE = re.compile(
    r"(?:\b(?:[Dd]ays?|[Ww]eeks?|[Mm]onths?|[Yy]ears?|[Gg]roups?|[Gg]rades?|[Ss]tages?|[Tt]ypes?|[Pp]hases?|[Ll]evels?|[Cc]lass(?:es)?|[Aa]rms?|[Cc]ohorts?|[Vv]ersion|[Nn]o\.|[Ff]ig(?:ure|\.)|[Tt]able|[Cc]hapter|[Tt]rial|[Ss]tudy|[Vv]isits?|[Tt]imes?|[Tt]ime points?|[Aa]ge[ds]?|[Tt]rimester|[Pp]art|[Mm]odel|[Qq]uartiles?|[Qq]uintiles?|[Tt]ertiles?|Q|T|[Gg]estation|[Ss]core[sd]?)(?: and| to|,|-)?|\b[nN] ?=|[<>≥≤]|(?<![A-Za-z])[A-Z]{2,}[ -])\s?$"
)
_AT = re.compile(r"\b(?:at|after|over|within|every|during|for|until|between|in|by|first|last|next|past|before|and|or|to|of|following|through|up to)\s?(?:the |a |an )?(?:first |last |next |median |mean |about |approximately )*(?:of )?$", re.IGNORECASE)
_TIME_UNIT = re.compile(r"(?:days?|weeks?|months?|years?|hours?|minutes?|h|hrs?|min|mins|mo|yrs?|wks?|d|y)$", re.IGNORECASE)
_TIME_AFTER = re.compile(r"\s?(?:after|of follow|post|later|follow-up|before|of age|old\b|of treatment|of therapy|from|prior|ago|postoperativ|, and)", re.IGNORECASE)
_DOSE_UNIT = re.compile(r"^(?:mg|g|μg|ug|mcg|IU|U|mL|ml|Gy|cGy|MBq|units?|mg/kg|μg/kg|mg/m2|mg/m²|AUC)(?:$|/(?:d|day|kg|kg/day|kg/d|m2|m²|m2/day|week|h|kg/h))")
_DOSE_AFTER = re.compile(r"\s?(?:/d|/day|daily|per day|twice|once|b\.?i\.?d|q\.?d|t\.?i\.?d|q\d|weekly|every|doses?|tablets?|capsules?|sub-?cut|intraven|oral|[sip]\.?[covm]\.?\b|of [a-z]+|[a-z]+(?:ine|ab|ib|ol|in|ate|ide|one|il|an|am)\b|\+|plus|arm|group)", re.IGNORECASE)
_PERCENT = frozenset({"%", "percent", "per cent"})


def find_comparisons(text: str, folded: str, start: int, end: int, quantities: Sequence[Quantity], p_spans: Sequence[tuple[int, int]]) -> list[Comparison]:
    """Return the comparisons of one sentence in order.

    ``text``: the original (groups keep its characters); ``quantities``: the sentence's, in order; ``p_spans``: its
    p-values (a p-value between two quantities separates them).
    """
    values = [quantity for quantity in quantities if _is_value(folded, quantity, start)]
    if len(values) < 2:
        return []
    relations = [
        _relation(folded, left, right, p_spans, start) if _compatible(folded, left, right) else ""
        for left, right in zip(values, values[1:], strict=False)
    ]
    found: list[Comparison] = []
    taken: set[int] = set()

    def take(indices: Sequence[int], rule: str, *, sure: bool = True, end_at: int | None = None, labels: Sequence[tuple[int, int] | None] | None = None) -> None:
        chosen = [values[index] for index in indices]
        taken.update(indices)
        found.append(_comparison(text, folded, chosen, rule, start, end, sure=sure, end_at=end_at, labels=labels))

    _lists_against_lists(values, relations, taken, take)
    _from_to(folded, start, values, relations, taken, take)
    _versus(folded, start, values, relations, taken, take)
    _respectively(folded, start, end, values, relations, taken, take)
    _labelled(folded, start, end, values, relations, taken, take)
    _bracketed(folded, end, values, relations, taken, take, p_spans)
    return sorted(found, key=lambda comparison: comparison.start)


# -- what can be a group's value, and how two neighbours relate --------------------------------------------------------


def _unit(folded: str, quantity: Quantity) -> str:
    return folded[slice(*quantity.unit)] if quantity.unit else ""


def _is_value(folded: str, quantity: Quantity, start: int) -> bool:
    """Tell a value from a time point, a dose, a year, a group's number, a sample size."""
    before = folded[max(start, quantity.start - 30) : quantity.start]
    unit = _unit(folded, quantity)
    if quantity.unit is None and quantity.n is None and quantity.spread is None and _NOT_VALUE_BEFORE.search(before):
        return False
    if re.search(r"\b[nN] ?= ?$|[<>≥≤] ?$", before):
        return False
    if not unit and quantity.value == int(quantity.value) and 1900 <= quantity.value <= 2100 and quantity.spread is None and "," not in folded[quantity.value_start : quantity.value_end]:
        return False
    after = folded[quantity.end : quantity.end + 20]
    if _TIME_UNIT.match(unit) and quantity.spread is None:
        if _AT.search(before) and not re.search(r"\b(?:from|than|versus|by|was|were|of)\s?(?:a |the )?(?:median |mean )?(?:of )?$", before) and not re.search(r"\band $|\bor $|\bto $", before):
            return False
        if _TIME_AFTER.match(after) or folded[quantity.value_end : quantity.value_end + 1] == "-":
            return False
    if folded[quantity.value_end : quantity.value_end + 1] == "-" and re.match(r"-[a-zA-Z]", folded[quantity.value_end : quantity.value_end + 2]):
        return False
    if _DOSE_UNIT.match(unit) and quantity.spread is None and _DOSE_AFTER.match(after):
        return False
    return not re.match(r" ?(?:°|th|st|nd|rd)\b", after)


def _compatible(folded: str, left: Quantity, right: Quantity) -> bool:
    a, b = _unit(folded, left), _unit(folded, right)
    if a == b or not a or not b:
        return not (a in _PERCENT and not b and left.n is not None and right.value > 100)
    return a in _PERCENT and b in _PERCENT


def _relation(folded: str, left: Quantity, right: Quantity, p_spans: Sequence[tuple[int, int]], start: int) -> str:
    gap = folded[left.end : right.start]
    if len(gap) > 150 or re.search(r"[.?!]\s+[A-Z]", gap) or any(left.end <= s < right.start for s, _ in p_spans):
        return ""
    if _LIST.fullmatch(gap) and gap.strip():
        return "list"
    if _VS.search(gap):
        depth = gap.count("(") - gap.count(")")
        return "vs" if depth <= 1 and len(gap) <= 140 else ""
    if _TO.fullmatch(gap) and gap.strip():
        return "to"
    if len(gap) <= 110 and _LABEL_JOIN.search(gap) and re.search(r"[A-Za-z]", gap):
        return "label"
    return ""


# -- the rules ------------------------------------------------------------------------------------------------------------


def _lists_against_lists(values, relations, taken, take):  # type: ignore[no-untyped-def]
    """Read "96.7% and 86.6% for group 1 versus 96.4% and 87.6% for group 2": first with first, second with second."""
    for index in range(len(relations) - 2):
        if relations[index : index + 3] == ["list", "vs", "list"] and not {index, index + 1, index + 2, index + 3} & taken:
            surrounding = (relations[index - 1] if index else "", relations[index + 3] if index + 3 < len(relations) else "")
            if "vs" in surrounding or "list" in surrounding:
                continue
            take((index, index + 2), "groups.lists_versus_lists")
            take((index + 1, index + 3), "groups.lists_versus_lists")


def _from_to(folded, start, values, relations, taken, take):  # type: ignore[no-untyped-def]
    """Read "fell from 8.1 to 7.2": before and after."""
    for index, relation in enumerate(relations):
        left = values[index]
        if relation != "to" or {index, index + 1} & taken:
            continue
        before = folded[max(start, left.start - 60) : left.start]
        if not _FROM.search(before):
            continue
        head = _FROM.sub("", before)
        if _RANGE_WORDS.search(head):
            continue
        if _TIME_UNIT.match(_unit(folded, values[index + 1])) and not _CHANGE.search(folded[start : left.start]):
            continue
        if not _CHANGE.search(folded[start : left.start]) and not re.search(r"\b(?:significan|p ?[<=])", folded[start : values[index + 1].end + 60], re.IGNORECASE):
            continue
        take((index, index + 1), "groups.from_to")


def _versus(folded, start, values, relations, taken, take):  # type: ignore[no-untyped-def]
    """Read "12.3 vs 9.5 months", "30% in A compared with 20% in B", and chains of three and more."""
    index = 0
    while index < len(relations):
        if relations[index] != "vs" or index in taken or index + 1 in taken:
            index += 1
            continue
        last = index + 1
        while last < len(relations) and relations[last] == "vs" and last + 1 not in taken:
            last += 1
        # "A vs B or C": further comparators listed after the second value.
        while last < len(relations) and relations[last] == "list" and last + 1 not in taken and (last + 1 == len(relations) or relations[last + 1] != "vs") and re.match(r".{0,80}respectively", folded[values[last + 1].end : values[last + 1].end + 95]):
            last += 1
        first = index
        while first > 0 and relations[first - 1] == "list" and first - 1 not in taken and (first < 2 or relations[first - 2] == "list") and index == first and last == index + 1 and not re.search(r"\band\b|&", folded[values[first - 1].end : values[first].start]):
            break
        chosen = tuple(range(first, last + 1))
        if _counts_only(folded, [values[i] for i in chosen]):
            index = last
            continue
        take(chosen, "groups.versus")
        index = last + 1


def _counts_only(folded: str, chosen: Sequence[Quantity]) -> bool:
    """Tell whether values are sample sizes or other bare integers with nothing measured ("120 patients vs 118")."""
    return all(q.unit is None and q.n is None and q.spread is None and q.value == int(q.value) for q in chosen) and any(
        re.search(r"\b(?:randomi[sz]ed|assigned|allocated|enrolled|recruited|included|received)\b", folded[max(0, q.start - 80) : q.start]) for q in chosen
    )


def _run(relations: Sequence[str], index: int, allowed: frozenset[str], taken: set[int]) -> int:
    """Return the index of the last value of the run that begins at ``index``."""
    last = index
    while last < len(relations) and relations[last] in allowed and last + 1 not in taken:
        last += 1
    return last


_RESPECTIVELY = re.compile(r"[^.]{0,110}?\brespectively\b")
_GROUP_LIST = re.compile(
    r"\s*(?:of (?:the )?(?:patients|women|participants|subjects|children|cases|those|men) )?,? ?(?:in|for|among|with|on|of|at|by|after|from|between) (?:the )?(?P<labels>[^.;()]{3,110}?),? ?(?:respectively|\(|,? ?[pP] ?[<=])"
)


def _respectively(folded, start, end, values, relations, taken, take):  # type: ignore[no-untyped-def]
    """Read "45.4%, 38.0% and 20.1% in groups A, B and C, respectively"."""
    index = 0
    while index < len(values):
        last = _run(relations, index, frozenset({"list"}), taken)
        if index in taken or last == index:
            index += 1
            continue
        tail = folded[values[last].end : min(end, values[last].end + 130)]
        labels = _GROUP_LIST.match(tail)
        said = _RESPECTIVELY.match(tail)
        if said or labels:
            count = last - index + 1
            spans = _split_labels(folded, values[last].end + labels.start("labels"), values[last].end + labels.end("labels"), count) if labels else None
            head = folded[start : values[index].start]
            if spans is not None:
                take(range(index, last + 1), "groups.respectively", labels=spans, end_at=values[last].end + said.end() if said else None)
            elif said and not _coordinated_subject(head, count):
                take(range(index, last + 1), "groups.respectively", end_at=values[last].end + said.end())
        index = last + 1


_COORDINATED = re.compile(r"\b(?:both|[\w-]+(?: [\w-]+){0,6},? and [\w-]+(?: [\w-]+){0,6}?)\b[^,;]{0,30}\b(?:was|were|had|of|by|are|is)\b[^,;]{0,20}$", re.IGNORECASE)
_ARM_WORDS = re.compile(r"\b(?:groups?|arms?|patients|women|men|cases|controls?|participants|subjects|placebo|baseline|treated|cohorts?|boys|girls|males|females|children|adults|users|recipients|cells|mice|rats)\b", re.IGNORECASE)


def _coordinated_subject(head: str, count: int) -> bool:
    """Tell whether the values belong to coordinated outcomes ("sensitivity and specificity were") and not to groups."""
    del count
    clause = re.split(r"[;:(]|\bwhile\b|\bwhereas\b", head)[-1][-160:]
    return _COORDINATED.search(clause) is not None and _ARM_WORDS.search(clause) is None


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
    return [(s + len(match[0]) if (match := re.match(r"(?:in |for |the |with |among |of |a )+", folded[s:e])) else s, e) for s, e in parts]


_LABEL_AFTER = re.compile(
    r"\s*(?:\)|%)?\s*(?:\)\s*)?(?:(?:of|in|for|with|among|on|at|after|by|from|during|under) (?:the |all |those (?:in|with|who|treated with|receiving) (?:the )?|patients (?:in|with|on|receiving|treated with|given|who received) (?:the )?)?(?P<in>[A-Za-z0-9(][^,;()\[\]=<>]{0,70}?)|(?P<group>(?:group|arm|cohort)s? [A-Z0-9]+|[A-Z][\w+-]*(?: [a-z]+)? (?:group|arm)s?))"
    r"(?=\s*(?:[,;()\[\]=<>]|and\b|or\b|vs\b|versus\b|v\b|compared|than\b|while|whereas|but|respectively|to\b|as\b|was\b|were\b|had\b|\.|$))"
)
_LABEL_BEFORE = re.compile(r"(?:^|[(\[,;:]|\band\b|\bvs\.?|\bversus|\bthan\b|\bfor\b|\bin\b|\bwith\b)\s*(?:the )?(?P<label>[A-Za-z][\w/+'. -]{0,45}?)\s*(?:,|:|=|was|were|of|had)?\s*(?:mean |median )?$")


def _labelled(folded, start, end, values, relations, taken, take):  # type: ignore[no-untyped-def]
    """Read "90% in CE, 64% in SD" and "A 64.7%, B 35.7%": values with their groups' names."""
    index = 0
    while index < len(relations):
        if relations[index] != "label" or {index, index + 1} & taken:
            index += 1
            continue
        last = _run(relations, index, frozenset({"label"}), taken)
        chosen = list(range(index, last + 1))
        labels_after = [_LABEL_AFTER.match(folded, values[i].end, min(end, values[i].end + 90)) for i in chosen]
        prefix = [_label_before(folded, start, values, i) for i in chosen]
        kinds = {_unit(folded, values[i]) for i in chosen} - {""}
        if len(kinds) <= 1 and (all(labels_after) or all(prefix)) and _same_frame(folded, values, chosen, start):
            labels = [match.span("in") if match["in"] else match.span("group") for match in labels_after if match] if all(labels_after) else prefix
            sentence = folded[start:end]
            sure = _COMPARED.search(sentence) is not None and (bool(kinds) or any(values[i].spread or values[i].n for i in chosen))
            take(chosen, "groups.labelled", sure=sure, labels=labels)
        index = last + 1


def _same_frame(folded, values, chosen, start):  # type: ignore[no-untyped-def]
    """Tell whether values share a frame: all in one bracket or none in its own, no bare integers."""
    inside = [folded.count("(", start, values[i].start) - folded.count(")", start, values[i].start) for i in chosen]
    bare = [values[i].unit is None and values[i].spread is None and values[i].n is None and values[i].value == int(values[i].value) for i in chosen]
    return len(set(inside)) == 1 and not any(bare)


def _label_before(folded, start, values, index):  # type: ignore[no-untyped-def]
    left_end = values[index - 1].end if index else max(start, values[index].start - 70)
    match = _LABEL_BEFORE.search(folded, left_end, values[index].start)
    return match.span("label") if match else None


def _bracketed(folded, end, values, relations, taken, take, p_spans):  # type: ignore[no-untyped-def]
    """Read "(2.32, 2.81, P < 0.001)": a bracket that holds nothing but values and their p-value."""
    index = 0
    while index < len(values):
        last = _run(relations, index, frozenset({"list"}), taken)
        if index in taken or last == index:
            index += 1
            continue
        opened = re.search(r"[(\[](?:means?|medians?|scores?|mean ranks?|range|averages?)?[ :=]*$", folded[max(0, values[index].start - 15) : values[index].start])
        followed = next((s for s, _ in p_spans if 0 <= s - values[last].end <= 6 and not folded[values[last].end : s].strip(" ,;:")), None)
        if opened and followed is not None:
            take(range(index, last + 1), "groups.bracketed", sure=False)
        index = last + 1


# -- making the groups ------------------------------------------------------------------------------------------------------


def _comparison(
    text: str, folded: str, chosen: Sequence[Quantity], rule: str, start: int, end: int, *, sure: bool, end_at: int | None, labels: Sequence[tuple[int, int] | None] | None
) -> Comparison:
    unit = next((_slice(text, quantity.unit) for quantity in reversed(chosen) if quantity.unit), None)
    groups = []
    for index, quantity in enumerate(chosen):
        label = labels[index] if labels else _own_label(folded, start, end, chosen, index)
        label = _trim(folded, label)
        groups.append(_group(text, quantity, unit, label))
    last_end = chosen[-1].end
    comparison = Comparison(tuple(groups), chosen[0].start, last_end, rule, sure)
    return replace(comparison, end=max(last_end, end_at)) if end_at else comparison


def _own_label(folded: str, start: int, end: int, chosen: Sequence[Quantity], index: int) -> tuple[int, int] | None:
    limit = chosen[index + 1].start if index + 1 < len(chosen) else min(end, chosen[index].end + 90)
    match = _LABEL_AFTER.match(folded, chosen[index].end, limit)
    if match is None:
        return None
    return match.span("in") if match["in"] else match.span("group")


def _trim(folded: str, label: tuple[int, int] | None) -> tuple[int, int] | None:
    if label is None:
        return None
    start, end = label
    while end > start and folded[end - 1] in " ,;:.(":
        end -= 1
    while start < end and folded[start] in " (":
        start += 1
    if end <= start or re.fullmatch(r"(?:patients|those|women|men|participants|subjects|cases|total|average|all|the)", folded[start:end]):
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
