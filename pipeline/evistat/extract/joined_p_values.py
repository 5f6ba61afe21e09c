"""A p-value → the results read before it that it belongs to, else a result of its own."""

from __future__ import annotations

import re

from evistat.extract.drafts import NEW_CLAUSE, ONLY_LINKS, Draft, opens_bracket
from evistat.extract.finding import PValue
from evistat.extract.p_values import PReading


def join_p(folded: str, drafts: list[Draft], reading: PReading, real: list[PReading]) -> None:
    """Give a p-value to the results before it that it belongs to, or make it a result of its own."""
    p = reading.p
    if reading.listed:
        return  # read with the first of its list
    apart = (
        p.kind == "trend"
        and bool(drafts)
        and drafts[-1].effect is not None
        and opens_bracket(folded, p.start)
    )
    if p.kind in {"interaction", "heterogeneity"} or apart:
        if drafts and drafts[-1].test is not None and drafts[-1].p is None and p.start - drafts[-1].end < 30:
            drafts[-1].p = p
            drafts[-1].grow(p.start, p.end)
            return
        drafts.append(Draft(p.start, p.end, p.rule, p=p, shared=reading.shared))
        return
    chain = _chain(reading, real)
    if len(chain) > 1:
        _join_chain(folded, drafts, chain)
        return
    open_drafts = []
    for draft in reversed(drafts):
        if draft.p is not None:
            break
        open_drafts.append(draft)
    if reading.shared and open_drafts and _belongs(folded, drafts[-1], p, far=True):
        for draft in open_drafts:
            draft.p = p
            draft.shared = None
            if draft is drafts[-1]:
                draft.grow(p.start, p.end)
        return
    lists = _interlaced(drafts)
    if lists and _belongs(folded, drafts[-1], p, far=True):
        for draft in lists:
            draft.p = p
            draft.grow(p.start, p.end)
        return
    if subjects := _subjects(folded, open_drafts, p):
        for draft in subjects:
            draft.p = p
        drafts[-1].grow(p.start, p.end)
        return
    if (
        drafts
        and drafts[-1].p is None
        and _belongs(folded, drafts[-1], p, far=drafts[-1].comparison is not None)
    ):
        for draft in (
            _told_respectively(folded, drafts, p) or _at_each_time(folded, drafts) or _ranged(drafts)
        ):
            draft.p = p
        drafts[-1].p = p
        drafts[-1].shared = reading.shared
        drafts[-1].grow(p.start, p.end)
        return
    drafts.append(Draft(p.start, p.end, p.rule, p=p, shared=reading.shared, p_first=True))


def _told_respectively(folded: str, drafts: list[Draft], p: PValue) -> list[Draft]:
    """Return the comparisons that share the p-value of "(93.6% vs 61.7% and 71.4% vs 58.6%, respectively; P < .001)"."""
    if "respectively" not in folded[drafts[-1].end : p.start]:
        return []
    found: list[Draft] = []
    for draft, following in zip(reversed(drafts[:-1]), reversed(drafts), strict=False):
        gap = folded[draft.end : following.start]
        if draft.comparison is None or draft.p is not None or re.fullmatch(r"[\s,;]*(?:and )?", gap) is None:
            break
        found.append(draft)
    return found


def _ranged(drafts: list[Draft]) -> list[Draft]:
    """Return the first values of "(r = 0.2 to 0.6; P < 0.05)", which share the p-value printed after the last."""
    found: list[Draft] = []
    for draft, following in zip(reversed(drafts[:-1]), reversed(drafts), strict=False):
        if following.rule != "effect.further_value" or draft.effect is None or draft.p is not None:
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


_WERE = re.compile(r"[^.;\d]{0,60}\b(?:were|are|remained|had|have|showed)\b[^.;\d]{0,110}[(\[,:]\s*")


def _subjects(folded: str, open_drafts: list[Draft], p: PValue) -> list[Draft]:
    """Return the listed estimates of "age [OR 2.1 (1.2-3.4)] and smoking [OR …] were predictors of relapse (P < 0.05)"."""
    if len(open_drafts) < 2 or not all(
        draft.effect is not None and draft.effect.interval is not None for draft in open_drafts
    ):
        return []
    return open_drafts if _WERE.fullmatch(folded, open_drafts[0].end, p.start) else []


def _interlaced(drafts: list[Draft]) -> list[Draft]:
    """Return the last drafts that were read from two lists set against each other and wait for their p-value."""
    found: list[Draft] = []
    for draft in reversed(drafts):
        if draft.rule != "groups.lists_versus_lists" or draft.p is not None:
            break
        found.insert(0, draft)
    return found


# "(11.3% vs. 4.7%), but the difference was not significant (P = 0.08)": said of the comparison just made.
_OF_THE_DIFFERENCE = re.compile(
    r"(?: ?[(\[][\d.]+ ?%[)\]])?[\s)\],;.]*(?:but|although|though|and|however,?|which)? ?(?:the |this |these |that )?(?:differences?|changes?|trend|it|this|that|which)? ?(?:(?:between|among) [^.;(),]{2,40} )?"
    r"(?:was|were|is|did|reached|had|failed)\b[^.;()]{0,60}[(\[,]\s*",
    re.IGNORECASE,
)


# "OR 3.8 for each g/dl below 13 g/dl; P < 0.001"
_PER_STEP = re.compile(r"(?: (?:for|with) (?:each|every|an?|1)| per) [^;(),]{1,50}[;,] ")


def _belongs(folded: str, draft: Draft, p: PValue, *, far: bool) -> bool:
    gap = folded[draft.end : p.start]
    if ONLY_LINKS.fullmatch(gap) and len(gap) <= 60:
        return True
    if draft.effect is not None:
        if _PER_STEP.fullmatch(gap) or _OF_THE_DIFFERENCE.fullmatch(gap):
            return True
        value = draft.effect.value_span
        if value is not None and _PER_STEP.fullmatch(folded, value[1], p.start):
            return True  # "OR 0.8 per 10-year increase; P": the step may be part of the unit
    if len(gap) > (170 if far else 60):
        return False
    if far and _OF_THE_DIFFERENCE.fullmatch(gap):
        return True
    if far:
        *_, last = gap.split(";")
        if last is not gap and ONLY_LINKS.fullmatch(last.removesuffix("all ")) is None:
            return False
        return re.search(r"[.?!]\s+[A-Z]", gap) is None and not re.search(
            r",\s(?:and|but|while|whereas)\b[^()]*\b(?:was|were|had|showed|did)\b", gap
        )
    return NEW_CLAUSE.search(gap) is None and ";" not in gap


def _chain(reading: PReading, real: list[PReading]) -> list[PReading]:
    """Return the printed list of p-values that begins with ``reading``."""
    position = next(index for index, other in enumerate(real) if other is reading)
    chain = [reading]
    for other in real[position + 1 :]:
        if other.listed != len(chain):
            break
        chain.append(other)
    return chain


def _join_chain(folded: str, drafts: list[Draft], chain: list[PReading]) -> None:
    """Distribute a printed list of p-values over the results before it, one each, else let each stand alone."""
    tail = drafts[-len(chain) :]
    near = tail and folded[tail[-1].end : chain[0].p.start].count(".") < 2
    if near and len(tail) == len(chain) and all(draft.p is None for draft in tail):
        for draft, reading in zip(tail, chain, strict=True):
            draft.p = reading.p
        tail[-1].grow(chain[-1].p.start, chain[-1].p.end)
        return
    drafts += [
        Draft(reading.p.start, reading.p.end, reading.p.rule, p=reading.p, listed=(index, len(chain)))
        for index, reading in enumerate(chain)
    ]


# "This difference was not statistically significant (P = 0.2).", "The differences were significant at all times (P < 0.01)."
_THIS = re.compile(
    r"(?:(?:However|But|Again|Still|Moreover),? )?(?:[Tt]his|[Tt]hese|[Tt]he|[Ss]uch(?: an?)?)(?: observed)? (?:difference|change|increase|decrease|reduction|improvement|rise|fall|effect|trend|finding)(?P<many>s)?"
    r"(?: (?:between|among|across)(?: the)?(?: \w+){0,2} (?:groups|arms|treatments))? (?:was|were|is|are|did|reached|had|failed|remained)\b[^.;]{0,90}$"
)


_ALL = re.compile(
    r"(?P<many>All|Both) (?:of )?(?:these |the )?(?:pairwise |between-group )?(?:comparisons|differences|changes|improvements|reductions|increases) (?:was|were|are|reached)\b[^.;]{0,60}$"
)


def test_of_the_sentence_before(folded: str, start: int, before: list[Draft], drafts: list[Draft]) -> bool:
    """Give a sentence's only p-value to the comparisons of the sentence before, of whose difference it speaks."""
    if len(drafts) != 1 or not before or not drafts[0].p_first or drafts[0].p is None:
        return False
    own = drafts[0]
    said = _THIS.match(folded[start : own.start]) or _ALL.match(folded[start : own.start])
    if said is None or own.effect is not None or own.comparison is not None or own.test is not None:
        return False
    waiting: list[Draft] = []
    for draft in reversed(before):
        if draft.p is not None or draft.comparison is None:
            break
        waiting.append(draft)
    if not waiting:
        return False
    for draft in waiting if said["many"] else waiting[:1]:
        draft.p = own.p
        draft.grow(own.start, own.end)
    return True
