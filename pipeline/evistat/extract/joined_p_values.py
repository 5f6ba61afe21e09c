"""A p-value → the results read before it that it belongs to, else a result of its own."""

from __future__ import annotations

import re

from evistat.extract.drafts import BESIDE, NEW_CLAUSE, ONLY_LINKS, Draft, opens_bracket
from evistat.extract.finding import PValue
from evistat.extract.p_values import PReading
from evistat.extract.shared_p_values import interlaced, subjects, told_together
from evistat.extract.units import unit_at


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
        last = drafts[-1] if drafts else None
        tested = (
            last is not None
            and last.p is None
            and ((last.test is not None and p.start - last.end < 30) or _own_estimate(folded, last, p))
        )
        if last is not None and tested:
            last.p = p
            last.grow(p.start, p.end)
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
    lists = interlaced(drafts)
    if lists and _belongs(folded, drafts[-1], p, far=True):
        for draft in lists:
            draft.p = p
            draft.grow(p.start, p.end)
        return
    if sharing := subjects(folded, open_drafts, p):
        for draft in sharing:
            draft.p = p
        drafts[-1].grow(p.start, p.end)
        return
    if (
        drafts
        and drafts[-1].p is None
        and _belongs(folded, drafts[-1], p, far=drafts[-1].comparison is not None)
    ):
        for draft in told_together(folded, drafts, p):
            draft.p = p
        drafts[-1].p = p
        drafts[-1].shared = reading.shared
        drafts[-1].grow(p.start, p.end)
        return
    drafts.append(Draft(p.start, p.end, p.rule, p=p, shared=reading.shared, p_first=True))


def _own_estimate(folded: str, draft: Draft, p: PValue) -> bool:
    """Tell whether an interaction's p-value stands beside its estimate ("no interaction of age with dose (b = -2.0; P = 0.4)")."""
    return (
        draft.effect is not None
        and draft.effect.interval is None
        and p.kind is not None
        and p.kind not in p.text.lower()
        and BESIDE.fullmatch(folded, draft.end, p.start) is not None
    )


# "(11.3% vs. 4.7%), but the difference was not significant (P = 0.08)": said of the comparison just made.
_OF_THE_DIFFERENCE = re.compile(
    r"(?: ?[(\[][\d.]+ ?%[)\]])?[\s)\],;.]*(?:but|although|though|and|however,?|which)? ?(?:the |this |these |that )?(?:(?:paired|mean|observed|adjusted|overall|between-group|intergroup|treatment|group|absolute) ){0,2}(?:differences?|changes?|trend|it|this|that|which)? ?(?:(?:between|among) [^.;(),]{2,40} )?"
    r"(?:was|were|is|did|reached|had|failed)\b[^.;()]{0,60}[(\[,]\s*(?:[-+]?[\d.]+ ?(?:[(\[][^()\[\]]{1,20}[)\]])? ?[%\w]{0,8}[;,] ?)?",
    re.IGNORECASE,
)


# "(95% CI -2 to 4) in sleep relative to felt, but this was not significant (P = 0.6)": whom it is told of, then its test.
_THEN_TESTED = re.compile(
    r"[)\]]?[^;:.()\[\]\d]{0,100}[,;] ?(?:but|although|though|and|however,?|yet|which)? ?(?:which|this|that|it|(?:the|this|these) (?:differences?|changes?|effects?|reductions?|increases?|improvements?|associations?)) "
    r"(?:was|were|is|did|reached|failed)\b[^.;:()]{0,25}\bsignifican[a-z]+[^.;:()\d]{0,30}[(\[,]\s*",
    re.IGNORECASE,
)


# "OR 3.8 for each g/dl below 13 g/dl; P < 0.001"
_PER_STEP = re.compile(r"(?: (?:for|with) (?:each|every|an?|1)| per) [^;(),]{1,50}[;,] ")


# "9%, in the oat group at week 8 compared with baseline (P = 0.001)": whom the value is told of
_TOLD_OF = re.compile(
    r"[)\]]?,?[^;:.,()\[\]\d]{0,90}(?:\d[^;:.,()\[\]\d]{0,50})?"
    r"(?:, (?:irrespective|regardless|independent|compared|relative|as compared|in comparison)\b[^;:.,()\[\]\d]{0,60})?[(\[]\s*"
)
_FINITE = re.compile(r"\b(?:was|were|is|are|had|has|have|did|showed|remained)\b")
# "a 12% lower intake was seen after beans (P = 0.01)"
_EXISTS = re.compile(
    r"[^;:.,()]{0,90} (?:was|were) (?:[a-z]+ly )?(?:also )?"
    r"(?:seen|observed|found|noted|recorded|detected|evident|present|reported|achieved|obtained|shown|demonstrated)\b"
)
# "-0.7 (95% CI -1.3 to -0.2) kg; P", "-0.6% (-6.7 mmol/mol); P": the same in other words
_OTHER_FORM = re.compile(r" ?[(\[][^()\[\]]{0,40}\d[^()\[\]]{0,40}[)\]]")


def _past_its_unit(folded: str, end: int) -> int:
    """Return where the unit of a value ends that closes its bracket or stands behind it, and its other form."""
    for _ in range(2):
        if unit := unit_at(folded, end):
            end = unit[1]
        if folded[end : end + 1] in {")", "]"}:
            end += 1
    other = _OTHER_FORM.match(folded, end)
    return other.end() if other else end


def _belongs(folded: str, draft: Draft, p: PValue, *, far: bool) -> bool:
    gap = folded[draft.end : p.start]
    if ONLY_LINKS.fullmatch(gap) and len(gap) <= 60:
        return True
    if ONLY_LINKS.fullmatch(folded, min(_past_its_unit(folded, draft.end), p.start), p.start):
        return True
    if draft.effect is not None:
        said = gap.replace(", respectively,", "").replace(", respectively", "")
        told = _TOLD_OF.fullmatch(said) is not None
        if told and (_EXISTS.match(said) or (NEW_CLAUSE.search(gap) is None and _FINITE.search(gap) is None)):
            return True
        if _PER_STEP.fullmatch(gap) or _OF_THE_DIFFERENCE.fullmatch(gap) or _THEN_TESTED.fullmatch(gap):
            return True
        value = draft.effect.value_span
        if value is not None and _PER_STEP.fullmatch(folded, value[1], p.start):
            return True  # "OR 0.8 per 10-year increase; P": the step may be part of the unit
    if len(gap) > (170 if far else 60):
        return False
    if far and _OF_THE_DIFFERENCE.fullmatch(folded, _past_its_name(draft, p.start), p.start):
        return True
    if far:
        *_, last = gap.split(";")
        if last is not gap and ONLY_LINKS.fullmatch(last.removesuffix("all ").removesuffix("both ")) is None:
            return False
        return re.search(r"[.?!]\s+[A-Z]", gap) is None and not re.search(
            r",\s(?:and|but|while|whereas)\b[^()]*\b(?:was|were|had|showed|did)\b", gap
        )
    return NEW_CLAUSE.search(gap) is None and ";" not in gap


def _past_its_name(draft: Draft, limit: int) -> int:
    """Return where the name after a comparison's last value ends ("and 9% in the bark group, and the difference was")."""
    named = draft.comparison.groups[-1].label_end if draft.comparison is not None else None
    return named if named is not None and draft.end < named <= limit else draft.end


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
