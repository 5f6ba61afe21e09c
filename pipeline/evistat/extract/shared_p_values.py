"""Results before a p-value → which of them share it: a list with one p-value at its end, values in one bracket.

*Pain (5 vs 7) and stiffness (3 vs 4) were lower with heat (P = 0.01). Falls (men: 5 vs 7, women: 3 vs 4, P = 0.01).*
"""

from __future__ import annotations

import re

from evistat.extract.drafts import Draft
from evistat.extract.finding import PValue


def told_together(folded: str, drafts: list[Draft], p: PValue) -> list[Draft]:
    """Return the results that share a p-value with the last one, which it belongs to."""
    return (
        _told_respectively(folded, drafts, p)
        or _at_each_time(folded, drafts)
        or _ranged(folded, drafts)
        or _in_one_bracket(folded, drafts, p)
        or _listed_under(folded, drafts, p)
    )


def _in_one_bracket(folded: str, drafts: list[Draft], p: PValue) -> list[Draft]:
    """Return the results that share a p-value at the end of the bracket they stand in, of the same kind as the last."""
    last = drafts[-1]
    found: list[Draft] = []
    for draft, following in zip(reversed(drafts[:-1]), reversed(drafts), strict=False):
        gap = folded[draft.end : following.start]
        if draft.p is not None or not _alike(draft, last) or not _level(gap):
            break
        found.append(draft)
    while found and not _level(folded[found[-1].start : p.start]):
        found.pop()
    return found if found and _in_bracket(folded, found[-1].start) else []


def _alike(one: Draft, other: Draft) -> bool:
    if one.effect is not None and other.effect is not None:
        if one.effect.value is None or other.effect.value is None:
            return False
        single = {"SENS", "SPEC", "PPV", "NPV", "ACC"}
        codes = {one.effect.code, other.effect.code}
        return len(codes) == 1 or codes <= single
    return one.comparison is not None and other.comparison is not None and one.effect is other.effect is None


def _level(between: str) -> bool:
    """Tell whether a stretch closes every bracket that it opens, and no other."""
    depth = 0
    for character in between:
        depth += (character in "([") - (character in ")]")
        if depth < 0:
            return False
    return depth == 0


def _in_bracket(folded: str, start: int) -> bool:
    """Tell whether a place stands in a bracket opened before it."""
    depth = 0
    for place in range(start - 1, max(0, start - 120), -1):
        if folded[place] in ")]":
            depth += 1
        elif folded[place] in "([":
            depth -= 1
            if depth < 0:
                return True
    return False


_SAYS = r"(?:were|are|was|is|remained|had|have|has|showed|differed|increased|decreased|declined|improved|fell|rose|changed|did)"
_SAID_OF_ALL = re.compile(
    rf"(?!.{{0,40}}\b(?:which|this|it|that|the (?:[a-z]+ )?(?:difference|change|trend|latter)) {_SAYS}\b)"
    rf"(?:[^.;\d]|(?<=[A-Za-z]-)\d){{0,80}}\b{_SAYS}\b(?:[^.;\d]|(?<=[A-Za-z]-)\d){{0,110}}[(\[,:]\s*"
)
_VERB = re.compile(rf"\b{_SAYS}\b|[;.]\s")
_NEXT_ITEM = re.compile(
    r"[^()\[\]]{0,60}[)\]](?:,? respectively)?,? ?(?:and |or |as well as )?[^()\[\]]{2,80}[(\[][^()\[\]]{0,40}"
)


def subjects(folded: str, open_drafts: list[Draft], p: PValue) -> list[Draft]:
    """Return the listed results of "age [OR 2.1 (1.2-3.4)] and smoking [OR ...] were predictors of relapse (P < 0.05)"."""
    if len(open_drafts) < 2 or _SAID_OF_ALL.fullmatch(folded, open_drafts[0].end, p.start) is None:
        return []
    found = [open_drafts[0]]
    for draft in open_drafts[1:]:
        gap = folded[draft.end : found[-1].start]
        listed = (
            draft.effect is not None and draft.effect.interval is not None and found[-1].effect is not None
        )
        if not _alike(draft, found[-1]) or not (
            listed or (_NEXT_ITEM.fullmatch(gap) and not _VERB.search(gap))
        ):
            break
        found.append(draft)
    return found if len(found) > 1 else []


_TOLD = re.compile(r"\bresp(?:ectively\b|\.)")
_NEXT_PAIR = re.compile(r"[\s,;]*(?:and )?(?:[A-Za-z][^,;:()]{2,40}: ?)?")


def _told_respectively(folded: str, drafts: list[Draft], p: PValue) -> list[Draft]:
    """Return the comparisons that share the p-value of "(93.6% vs 61.7% and 71.4% vs 58.6%, respectively; P < .001)"."""
    if _TOLD.search(folded, max(0, drafts[-1].end - 16), p.start) is None:
        return []
    found: list[Draft] = []
    for draft, following in zip(reversed(drafts[:-1]), reversed(drafts), strict=False):
        gap = folded[draft.end : following.start]
        if draft.comparison is None or draft.p is not None or _NEXT_PAIR.fullmatch(gap) is None:
            break
        found.append(draft)
    return found


_LISTED = re.compile(r"[^;]{0,70}?(?:,|\band\b|\bas well as\b)[^;]{0,90}")


def _listed_under(folded: str, drafts: list[Draft], p: PValue) -> list[Draft]:
    """Return the items of "fell from 7 to 5, cough from 9 to 6 and fever from 4 to 2 (P < 0.05)", all below one level.

    An exact p-value is that of the last item, and a list with more than one p-value shares none.
    """
    if p.op == "=" or any(draft.p is not None for draft in drafts):
        return []
    found: list[Draft] = []
    for draft, following in zip(reversed(drafts[:-1]), reversed(drafts), strict=False):
        gap = folded[draft.end : following.start]
        if not _alike(draft, following) or not _LISTED.fullmatch(gap) or _VERB.search(gap):
            break
        found.append(draft)
    return found


def _first_value(draft: Draft) -> int:
    """Return where the value of a draft stands."""
    value = draft.effect.value_span if draft.effect is not None else None
    return value[0] if value is not None else draft.start


_PAIRED = re.compile(r"(?:,|,? and) (?:by )?")
_TO = re.compile(r"\s?[)\]]? (?:to|and) ")
_RANGING = re.compile(r"\b(?:rang(?:ed|ing)|var(?:ied|ying)|from|between)\b[^;.()]{0,30}$")


def _ranged(folded: str, drafts: list[Draft]) -> list[Draft]:
    """Return the first values of "(r = 0.2 to 0.6; P < 0.05)", "from 1.5 (1.2-1.8) to 2.1 (1.6-2.5) (P < 0.05)", "7% and 30%".

    They share the p-value of the last.
    """
    found: list[Draft] = []
    for draft, following in zip(reversed(drafts[:-1]), reversed(drafts), strict=False):
        paired = (
            following.rule == draft.rule
            and draft.effect is not None
            and _PAIRED.fullmatch(folded, draft.end, following.start) is not None
        )
        ends = (
            not found
            and _TO.fullmatch(folded, draft.end, following.start) is not None
            and _RANGING.search(folded, max(0, draft.start - 45), _first_value(draft)) is not None
        )
        if not (paired or ends or following.rule == "effect.further_value"):
            break
        if draft.effect is None or draft.p is not None:
            break
        found.append(draft)
    return found


_TIME_POINT = re.compile(
    r"\d(?:st|nd|rd|th)?[ -]?(?:hours?|days?|weeks?|months?|years?|minutes?|min|hr?s?|d|wks?|mo|yrs?|y)\b"
    r"|\b(?:day|week|month|year|visit|cycle|hour) \d|\b(?:baseline|discharge|follow-?up)\b",
    re.IGNORECASE,
)
_AND_AT = re.compile(r"[^()\[\].;]{2,45}(?:[,;]|,? and) ?(?:and )?(?:(?:at|after|on) [^()\[\].;,]{2,30} ?)?")


def _at_each_time(folded: str, drafts: list[Draft]) -> list[Draft]:
    """Return the comparisons that share the p-value of "(71% vs. 79% at 1 year and 59% vs. 69% at 5 years; P = 0.5)"."""
    found: list[Draft] = []
    for draft, following in zip(reversed(drafts[:-1]), reversed(drafts), strict=False):
        gap = folded[draft.end : following.start]
        if draft.comparison is None or following.comparison is None or draft.p is not None:
            break
        if _AND_AT.fullmatch(gap) is None or _TIME_POINT.search(gap) is None:
            break
        found.append(draft)
    return found


def interlaced(drafts: list[Draft]) -> list[Draft]:
    """Return the last drafts that were read from two lists set against each other and wait for their p-value."""
    found: list[Draft] = []
    for draft in reversed(drafts):
        if draft.rule != "groups.lists_versus_lists" or draft.p is not None:
            break
        found.insert(0, draft)
    return found


# "(P < 0.001) both in girls (r = 0.37) and boys (r = 0.34)", "(P = 0.009), with rates of 20% with the stent and 12% without"
_AHEAD = re.compile(
    r"\s?[)\]](?:,(?= (?:with|at|in|both|for|among|from)\b))?(?! (?:and|or|but|while|whereas|as well|nor|than|vs)\b) [^;:]{1,200}"
)


def given_ahead(folded: str, drafts: list[Draft]) -> list[Draft]:
    """Give a p-value printed before the values of the claim it tests to each of these, which have none of their own."""
    kept = list(drafts)
    for at, draft in enumerate(drafts):
        if draft.p is None or not draft.p_first or draft.effect is not None or draft.listed is not None:
            continue
        if draft.test is not None or draft.p.kind is not None:
            continue
        earlier = drafts[at - 1] if at else draft
        if at and earlier.p_first and earlier.comparison is None and earlier.effect is None:
            continue  # the last of "age (P = 0.01) and sex (P = 0.03) were predictors (AUC 0.92)"
        waiting: list[Draft] = []
        for one in drafts[at + 1 :]:
            before = waiting[-1] if waiting else draft
            gap = folded[before.end : one.start]
            if _VERB.search(gap) or (waiting and not _alike(one, before)):
                break
            if not waiting and draft.comparison is None and _AHEAD.fullmatch(gap) is None:
                break
            if draft.comparison is not None and (one.effect is not None or not _NEXT_ITEM.fullmatch(gap)):
                break
            waiting.append(one)
        if not waiting or any(one.p is not None for one in waiting):
            continue
        for one in waiting:
            one.p = draft.p
        if draft.comparison is None:
            kept.remove(draft)
    return kept


_RESPECTIVELY = re.compile(r"[\s)\],;]*respectively\b")


def numbered(folded: str, drafts: list[Draft]) -> None:
    """Count the p-values of "fell by 20% (P = 0.09), 9% (P = 0.03) and 8% (P = 0.01), respectively", one for each outcome."""
    if len(drafts) < 2 or _RESPECTIVELY.match(folded, drafts[-1].end) is None:
        return
    row: list[Draft] = []
    for draft in reversed(drafts):
        if (
            draft.p is None
            or draft.effect is not None
            or draft.comparison is not None
            or draft.listed is not None
        ):
            break
        if row and _VERB.search(folded, draft.end, row[0].start):
            break
        row.insert(0, draft)
    if len(row) > 1:
        for place, draft in enumerate(row):
            draft.listed = place, len(row)
