"""A result and what it is about → the same once for each of the outcomes or exposures that share its p-value.

*Weight and waist fell with the diary (P = 0.02). Age and sex were associated with relapse (P < 0.05).*
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from evistat.extract.clause_rows import told_in_clauses_before
from evistat.extract.context import Context
from evistat.extract.coordination import coordinated_outcomes
from evistat.extract.finding import Mention, PValue, Result
from evistat.extract.outcomes import Subjects
from evistat.extract.significance import p_verdict

# How many sentences from its p-value a list of outcomes may stand ("A and B were scored. Scores rose (P = 0.02)").
_SENTENCES_BACK = 1


def one_per_subject(
    context: Context, result: Result, about: Subjects, results: Mapping[int, Sequence[Result]]
) -> list[Subjects]:
    """Give each coordinated outcome of a shared p-value a finding of its own ("both P < .05").

    ``results`` are the document's, by the number of their sentence.
    """
    if about.outcome is None or result.value is not None or result.ci is not None:
        return [about]
    if result.p is not None and (result.p.kind not in {None, "interaction"} or _has_own_test(result)):
        return [about]
    outcomes = coordinated_outcomes(context, result, about.outcome, results)
    told = context.sentence_at(about.outcome.start)
    if abs(told - result.sentence) > _SENTENCES_BACK or (
        told != result.sentence
        and p_verdict(result.p)
        and _NO_DIFFERENCE.search(context.folded, *context.sentences[told])
    ):
        outcomes = [about.outcome]  # too far, or told not to differ
    elif told == result.sentence and result.p is not None:
        outcomes = _on_its_side(outcomes, result.p)
        if result.listed is None and (result.shared or result.p.op != "="):
            outcomes = [*told_in_clauses_before(context, outcomes[0], result, results), *outcomes]
    if result.p is not None and result.p.kind == "interaction" and _or_between(context, outcomes):
        outcomes = [about.outcome]  # "cough or croup" happened: one outcome
    tested = [one for one in results[result.sentence] if one.p is not None and one.value is None]
    item = _item_of_a_list(context, result, [one for one in tested if not one.groups])
    if item and len(outcomes) == 2 and not _told_before(context, outcomes, result):
        outcomes = [about.outcome]
    if result.listed is not None:
        position, count = result.listed
        # As many outcomes as p-values belong together one by one; else the list is over times or groups.
        outcomes = [outcomes[position]] if len(outcomes) == count else [about.outcome]
    elif (beside := _in_one_bracket(context, result, tested)) is not None:
        position, count = beside
        outcomes = [outcomes[position]] if len(outcomes) == count else [about.outcome]
    if len(outcomes) == 1 and about.predictor is not None and result.listed is None and not item:
        return [
            replace(about, outcome=outcomes[0], predictor=predictor)
            for predictor in _predictors(context, result, about.predictor, results)
        ]
    others = [one for one in (about.predictor, about.intervention, about.comparator) if one is not None]
    own = [
        outcome
        for outcome in outcomes
        if not any(outcome.start < one.end and one.start < outcome.end for one in others)
    ]
    return [replace(about, outcome=outcome) for outcome in own or [about.outcome]]


def _or_between(context: Context, outcomes: Sequence[Mention]) -> bool:
    """Tell whether "or" joins the last two outcomes of a list."""
    return len(outcomes) > 1 and " or " in context.folded[outcomes[-2].end : outcomes[-1].start]


def _on_its_side(outcomes: list[Mention], p: PValue) -> list[Mention]:
    """Return the items of a list that stand before a p-value in its midst: "the walk (P = 0.07), pain, weight and mood"."""
    before = [one for one in outcomes if one.end <= p.start]
    return before if before and len(before) < len(outcomes) else outcomes


def _has_own_test(result: Result) -> bool:
    """Tell whether a p-value stands beside its exact test statistic, which can only be that of one outcome."""
    return result.test is not None and result.p is not None and result.p.op == "=" and result.listed is None


def _item_of_a_list(context: Context, result: Result, tested: Sequence[Result]) -> bool:
    """Tell whether a p-value is that of one item of a list each of whose items has its own ("X (p), Y (p) and Z and W (p)").

    ``tested`` are the p-values of its sentence that test no printed groups.
    """
    if result.groups or result.listed is not None or result.shared:
        return False
    at = next((index for index, one in enumerate(tested) if one is result), None)
    if at is None:
        return False
    return any(
        _NEXT_ITEM.fullmatch(context.folded, before.end, after.start) is not None
        for before, after in ((tested[i], tested[i + 1]) for i in (at - 1, at) if 0 <= i < len(tested) - 1)
    )


def _told_before(context: Context, outcomes: Sequence[Mention], result: Result) -> bool:
    """Tell whether outcomes were said something of before times are listed ("A and B fell by year 2 (p) and year 5 (p)")."""
    start = max(outcome.end for outcome in outcomes)
    return (
        start < result.start
        and _AT_A_TIME.search(context.folded, max(start, result.start - 40), result.start) is not None
        and _SAID.search(context.folded, start, result.start) is not None
    )


def _in_one_bracket(context: Context, result: Result, tested: Sequence[Result]) -> tuple[int, int] | None:
    """Return a p-value's position among those of its bracket ("(walking: P < 0.05; sleep: P < 0.01)"), None if alone.

    ``tested`` are the p-values of its sentence.
    """
    if result.p is None:
        return None
    at = next(index for index, one in enumerate(tested) if one is result)
    first = last = at
    while first > 0 and _BESIDE.fullmatch(context.folded, tested[first - 1].end, tested[first].start):
        first -= 1
    while last + 1 < len(tested) and _BESIDE.fullmatch(
        context.folded, tested[last].end, tested[last + 1].start
    ):
        last += 1
    opened = context.folded.rfind("(", context.sentences[result.sentence][0], tested[first].start)
    closed = context.folded.rfind(")", context.sentences[result.sentence][0], tested[first].start)
    return (at - first, last - first + 1) if last > first and opened > closed else None


_NO_DIFFERENCE = re.compile(r"\bno (?:[a-z]+ ){0,2}differences?\b", re.IGNORECASE)
_NEXT_ITEM = re.compile(
    r"\s?[)\]](?:[,;] ?(?:and |or |as well as )?| (?:and|or|as well as) )(?:(?!\b(?:were|was|are|is|had|has|have|did|showed|(?:increas|decreas|reduc|improve|declin|gain)\w*|higher|lower|greater|better|those|that)\b)[^(),;\[\]]){3,80}[(\[]\s?"
)
_SAID = re.compile(
    r"\b(?:was|were|are|is|fell|rose|had|have|improved|increased|decreased|declined|differed|changed|showed)\b"
)
_AT_A_TIME = re.compile(
    r"(?:\d(?:st|nd|rd|th)?[ -](?:min|h|hours?|days?|weeks?|months?|mo|years?|yrs?)|\b(?:days?|weeks?|months?|years?|visit|hours?|T) ?\d+)\b[^;:.(]{0,12}[(\[]\s?$",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"[,;](?: [^()\[\];.]{0,50})?")
_THEY = re.compile(
    r"\b(?:were|are|remained|had|have|showed|did|do|predicted|correlated|affected|influenced)\b"
)
_IT = re.compile(r"(?: [(\[][^()\[\]]{0,30}[)\]])? (?:was|is)\b")
_BETWEEN = re.compile(r"\b(?:between|of) [^,;.()]{0,60}$")
_WITH = re.compile(
    r"\b(?:with|to|by|on|for|in) (?:(?:the|an?|not|both|either|more|less|increased|reduced|\w+er) ){0,2}$"
)
_THEN_VERB = re.compile(
    r"\s?[)\]] (?:[a-z]+ly )?(?:were|are|had|have|showed|remained|predicted|reduced|increased|decreased|improved|affected|influenced)\b"
)
_P_FOLLOWS = re.compile(
    r"(?: as [^(),;.]{2,30})?(?: [(\[][^()\[\]]{0,30}[)\]])?(?: [a-z]+ly)? ?[(\[]\s?(?:(?:all|both|each):? )?"
)


def _predictors(
    context: Context, result: Result, predictor: Mention, results: Mapping[int, Sequence[Result]]
) -> list[Mention]:
    """Return the predictors that share a p-value ("age and being male were risk factors (P < 0.05)")."""
    p = result.p
    if p is None or predictor.end > p.start:
        return [predictor]
    start, _ = context.sentences[result.sentence]
    listed = coordinated_outcomes(context, result, predictor, results)
    at = next(
        (i for i, one in enumerate(listed) if one.end == predictor.end and one.start >= predictor.start), None
    )
    if at is None:
        at = next(
            (i for i, one in enumerate(listed) if one.start <= predictor.start and predictor.end <= one.end),
            None,
        )
    else:
        listed[at] = predictor
    if at is None or len(listed) < 2:
        return [predictor]
    first, last = listed[0], listed[-1]
    if _P_FOLLOWS.fullmatch(context.folded, last.end, p.start):
        shared = _WITH.search(context.folded, start, first.start) is not None or (
            _THEN_VERB.match(context.folded, p.end) is not None
        )
    else:
        shared = _IT.match(context.folded, last.end) is not None or (
            _THEY.search(context.folded, predictor.end, p.start) is not None
        )
        shared = shared and _BETWEEN.search(context.folded, start, predictor.start) is None
    return listed if shared else [predictor]
