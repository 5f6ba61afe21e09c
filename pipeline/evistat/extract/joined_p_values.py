"""A p-value → the results read before it that it belongs to, else a result of its own."""

from __future__ import annotations

import re

from evistat.extract.drafts import NEW_CLAUSE, ONLY_LINKS, Draft, opens_bracket
from evistat.extract.finding import PValue
from evistat.extract.p_values import PReading
from evistat.extract.shared_p_values import interlaced, subjects, told_together
from evistat.extract.units import unit_at
from evistat.lexicons import word_set


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


# "(11.3% vs. 4.7%), but the difference was not significant (P = 0.08)": said of the comparison just made.
_OF_THE_DIFFERENCE = re.compile(
    r"(?: ?[(\[][\d.]+ ?%[)\]])?[\s)\],;.]*(?:but|although|though|and|however,?|which)? ?(?:the |this |these |that )?(?:differences?|changes?|trend|it|this|that|which)? ?(?:(?:between|among) [^.;(),]{2,40} )?"
    r"(?:was|were|is|did|reached|had|failed)\b[^.;()]{0,60}[(\[,]\s*",
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
        if _TOLD_OF.fullmatch(gap) and NEW_CLAUSE.search(gap) is None and _FINITE.search(gap) is None:
            return True
        if _PER_STEP.fullmatch(gap) or _OF_THE_DIFFERENCE.fullmatch(gap):
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
        if last is not gap and ONLY_LINKS.fullmatch(last.removesuffix("all ")) is None:
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


# "This difference was not statistically significant (P = 0.2).", "The differences were significant at all times (P < 0.01)."
_POINTS = r"(?: (?:between|among|across|at|for|in)(?: (?:the|these|all|both|two|three|four|five|study|treatment|multiple|different|measurement|time)){0,5} (?:groups|arms|treatments|points|times|visits|measurements|conditions|timepoints))?"
_SIGNIFICANT = re.compile(
    rf"(?:(?:However|But|Thus|Overall),? )?(?:(?:(?:[Aa] )?(?:[Ss]tatistically )?(?:[Ss]ignificant )?(?P<many>[Dd]ifferences)|(?:[Aa] )?(?:[Ss]tatistically )?(?:[Ss]ignificant )?[Dd]ifference) (?:was|were) (?:detected|found|observed|seen|noted)"
    rf"|There (?:was|were) (?:an? |no )?(?:statistically )?(?:significant )?differences?){_POINTS}{_POINTS} ?[(\[,] ?$"
)
_THIS = re.compile(
    r"(?:(?:However|But|Again|Still|Moreover),? )?(?:[Tt]his|[Tt]hese|[Tt]he|[Ss]uch(?: an?)?)(?: observed)? (?:difference|change|increase|decrease|reduction|improvement|rise|fall|effect|trend|finding)(?P<many>s)?"
    r"(?: (?:between|among|across)(?: the)?(?: \w+){0,2} (?:groups|arms|treatments))? (?:was|were|is|are|did|reached|had|failed|remained)\b[^.;]{0,90}$"
)


_ALL = re.compile(
    r"(?P<many>All|Both) (?:of )?(?:these |the )?(?:pairwise |between-group )?(?:comparisons|differences|changes|improvements|reductions|increases) (?:was|were|are|reached)\b[^.;]{0,60}$"
)


_OF_TWO = frozenset({"OR", "RR", "HR", "IRR", "PR", "RD", "MD", "SMD"})


# "There was no significant difference in falls between the two groups (P = 0.4).": of what the sentence before told of.
_BETWEEN_GROUPS = re.compile(
    r"(?:(?:However|But|Still|Yet|Nevertheless|Again|Overall),? )?(?:(?:Although|Though|While) (?P<told>[^.;()\d]{3,110}), )?(?P<said>[^.;:()]{10,150}?)[(\[,] ?$"
)
_DIFFERING = re.compile(r"\bdiffer(?:ences?|ed|ent)?\b")
_OF_GROUPS = re.compile(r"\b(?:groups|arms|treatments|them)\b")
_NAMING = re.compile(r"[A-Za-z][\w-]{2,}")
_COMMON = word_set("p_values", "words_of_differences")


def _same_difference(folded: str, previous: tuple[int, int], words: str) -> bool:
    """Tell whether a sentence tests between the groups what the sentence before names, and nothing else."""
    match = _BETWEEN_GROUPS.fullmatch(words)
    if match is None or _DIFFERING.search(match["said"]) is None:
        return False
    if _OF_GROUPS.search(words) is None and match["told"] is None:
        return False
    told = [word.lower() for word in _NAMING.findall(folded, *previous)]
    stems = {word[:5].rstrip("s") for word in told}
    known = [
        [
            word[:5].lower().rstrip("s") in stems
            for word in _NAMING.findall(part or "")
            if word.lower() not in _COMMON
        ]
        for part in (match["said"], match["told"])
    ]
    return all(known[0]) and (match["told"] is None or any(known[1]))


def test_of_the_sentence_before(
    folded: str, start: int, previous: tuple[int, int], before: list[Draft], drafts: list[Draft]
) -> bool:
    """Give a sentence's only p-value or estimate to the comparisons of the sentence before, of whose difference it speaks."""
    if len(drafts) != 1 or not before:
        return False
    own = drafts[0]
    effect = own.effect
    if own.comparison is not None or own.test is not None:
        return False
    if effect is None and (own.p is None or not own.p_first):
        return False
    if effect is not None and (effect.arm or effect.interval is None or effect.code not in _OF_TWO):
        return False
    words = folded[start : own.start]
    said = _THIS.match(words) or _ALL.match(words) or _SIGNIFICANT.match(words)
    if said is None and not (
        len(before) == 1 and effect is None and _same_difference(folded, previous, words)
    ):
        return False
    waiting: list[Draft] = []
    for draft in reversed(before):
        if draft.p is not None or draft.comparison is None or draft.effect is not None:
            break
        waiting.append(draft)
    if not waiting or (effect is not None and len(waiting) > 1):
        return False
    for draft in waiting if said is not None and said["many"] else waiting[:1]:
        draft.p, draft.effect = own.p, effect
        if effect is not None:
            draft.extra_rules.append(own.rule)
        draft.grow(own.start, own.end)
    return True
