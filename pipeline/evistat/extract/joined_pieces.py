"""An effect, a comparison or a test, and the drafts before it → the draft it belongs to, or one of its own."""

from __future__ import annotations

import re
from dataclasses import replace

from evistat.extract.drafts import BESIDE, NEW_CLAUSE, ONLY_LINKS, Draft, opens_bracket, same_bracket
from evistat.extract.estimates import RATIOS, Effect
from evistat.extract.finding import TestStatistic
from evistat.extract.group_row import Comparison
from evistat.extract.numbers import decimals

# "194 days versus 192 days (P = 0.90), with a hazard ratio of 1.03"
_TESTED_WITH = re.compile(
    r" ?[)\]][,;]? (?:with|corresponding to|yielding|giving) (?:an? |the )?(?:[a-z]+ )?"
)
# "was longer (P = .005) for those on A (median, 16 months) than for those on B (median, 9 months)"
_TESTED_FOR = re.compile(
    r" ?[)\]],?(?: (?:higher|lower|greater|larger|smaller|longer|shorter|more|less|fewer|better|worse|reduced|increased|decreased))? (?:(?:in|for|with|among|after|on|at|under|than|between)\b[^;:.\d]{2,90}:? ?|(?:at|with|in|after) [\d.]+ ?[^\s\d()]{1,8} [(\[])"
)
# "a significantly lower (p < 0.001) fall rate (37%) compared with …"
_TESTED_WORD = re.compile(
    r"\b(?:higher|lower|greater|larger|smaller|longer|shorter|more|less|fewer|better|worse|reduced|increased|decreased|different)(?: [a-z]+)? ?[(\[]$"
)
_ITS_NOUN = re.compile(r" ?[)\]](?: (?!in\b|was\b|were\b|and\b|had\b)[\w-]+){1,5} ?[(\[]")


_TOLD_OF = re.compile(r"[^;:()\[\]]{0,120}[(\[]")  # what fell, and in whom, before the first of two values
# "6% in the bark arm fell, which was significantly different (OR 3.1": said of the comparison just made
_OF_THE_DIFFERENCE = re.compile(
    r"[^.;:\d]{0,110}?,? (?:which|(?:but |and |although |though )?(?:this|the|these|a) (?:[a-z-]+ ){0,2}differences?(?: that| which)?) (?:was|were|is|did|reached)\b[^.;:()\d]{0,60}[(\[] ?"
)
_FAR = 160  # characters from two values to their difference


def _is_their_difference(comparison: Comparison, effect: Effect) -> bool:
    """Tell whether an estimate is the plain difference of two values ("from 3.6 to 1.1, a decrease of 2.5")."""
    if len(comparison.groups) != 2 or effect.value is None or effect.code not in {"MD", "RD"}:
        return False
    first, second = comparison.groups
    printed = max(decimals(one.text) for one in comparison.groups)
    if effect.value == 0 or not printed:
        return False
    apart = abs(abs(first.value - second.value) - abs(effect.value))
    return bool(apart <= 1.01 * 10.0**-printed)


def _is_their_ratio(comparison: Comparison, effect: Effect | None) -> bool:
    """Tell whether an estimate is how much more or less one of two values is ("94% longer with bark (3.1 h) than felt (1.6 h)")."""
    if effect is None or effect.value is None or len(comparison.groups) != 2:
        return False
    low, high = sorted(abs(one.value) for one in comparison.groups)
    if low == 0:
        return False
    told = abs(effect.value)
    if effect.code == "PCT":
        return any(abs(100 * (high - low) / base - told) <= max(1, told / 8) for base in (low, high))
    return effect.code in RATIOS and abs(high / low - max(told, 1 / told if told else told)) <= told / 8


def join_effect(folded: str, drafts: list[Draft], effect: Effect) -> None:
    """Put an effect with the last draft where the text between joins them, else begin a draft."""
    if drafts and not effect.arm:
        last = drafts[-1]
        gap = folded[last.end : effect.start]
        if last.effect is not None and not last.arm and last.p is None and _restates(last, effect, gap):
            last.effect = effect
            last.rule = effect.rule
            last.grow(effect.start, effect.end)
            return
        bound = (
            effect.value is None and effect.interval is not None and effect.interval.rule == "ci.one_sided"
        )
        if (
            bound
            and last.effect is not None
            and last.effect.interval is None
            and last.p is None
            and len(gap) < 40
            and NEW_CLAUSE.search(gap) is None
        ):
            # "risk difference -1.2%; one-sided 97.5% CI, lower bound -4.3%": the bound of the estimate just read.
            last.effect = replace(last.effect, interval=effect.interval)
            last.grow(effect.start, effect.end, "ci.one_sided")
            return
        near = len(gap) <= 90 and NEW_CLAUSE.search(gap) is None
        if (
            last.effect is None
            and last.comparison is not None
            and near
            and (
                last.p is None
                or (same_bracket(gap) and ONLY_LINKS.fullmatch(gap))
                or _TESTED_WITH.fullmatch(gap)
            )
        ) or (
            last.effect is None
            and last.comparison is not None
            and last.p is None
            and effect.interval is not None
            and _OF_THE_DIFFERENCE.fullmatch(gap)
        ):
            last.effect = effect
            last.grow(effect.start, effect.end, effect.rule)
            return
        if (
            last.effect is None
            and last.comparison is not None
            and last.p is None
            and len(gap) <= _FAR
            and _is_their_difference(last.comparison, effect)
        ):
            last.effect = effect
            last.grow(effect.start, effect.end, effect.rule)
            return
        if (
            last.effect is None
            and last.comparison is None
            and last.test is None
            and last.p is not None
            and last.p_first
            and re.fullmatch(
                r"[\s,;:]*(?:and |with )?(?:an? )?(?:[A-Za-z][\w'-]*,? ){0,3}",
                gap,
            )
            and (opens_bracket(folded, last.start) or _after_its_p(folded, last.start, gap))
        ):
            last.effect = effect
            last.rule = effect.rule
            last.grow(effect.start, effect.end)
            return
        if last.effect is None and last.test is not None and same_bracket(gap) and ONLY_LINKS.fullmatch(gap):
            last.effect = effect
            last.rule = effect.rule
            last.grow(effect.start, effect.end)
            return
    drafts.append(Draft(effect.start, effect.end, effect.rule, effect=effect, arm=effect.arm))


def _after_its_p(folded: str, start: int, gap: str) -> bool:
    """Tell whether an item of a list begins with its p-value ("; P = 0.6, OR = 1.1", "year 1: P = 0.6, OR = 1.1")."""
    return gap.startswith(",") and folded[max(0, start - 2) : start] in {": ", "; "}


_WORDED_RULES = frozenset(
    {
        "effect.percent_change",
        "effect.changed_by",
        "effect.fold",
        "effect.fold_word",
        "effect.times",
        "effect.longer",
    }
)


def _restates(last: Draft, effect: Effect, gap: str) -> bool:
    """Tell whether an effect prints the one before it in another form ("reduced by 79% (HR 0.21 …)")."""
    first = last.effect
    assert first is not None
    if first.interval is not None or first.named:
        return False
    worded = first.rule.split("+")[0] in _WORDED_RULES and effect.rule not in _WORDED_RULES
    if not worded or len(gap) > 110 or NEW_CLAUSE.search(gap):
        return False
    if effect.code in RATIOS | {"VE", "PCT"}:
        return first.code in RATIOS | {"PCT", "RD"}
    return effect.value == first.value


# "higher by 116% (P < 0.001) (median with bark 697 versus 323)"
_ITS_VALUES = re.compile(r" ?\)? \((?:medians?|means?|rates?)\b[^();]{0,60}")
# "fell by 27% with bark, from 7.3 (baseline) to 5.3"
_FROM = re.compile(r"(?: [^;.(),]{1,50})?,? ?[(\[]?from (?:an? |the )?(?:[a-z-]+ ){0,3}(?:of )?")


def _from_what(last: Draft, gap: str) -> bool:
    """Tell whether values before and after are those of the relative change just read."""
    return (
        last.rule in _WORDED_RULES | {"effect.bracketed_percent", "effect.bracketed_change"}
        and last.effect is not None
        and last.effect.code in {"PCT", "GMR", "RATIO"}
        and _FROM.fullmatch(gap) is not None
        and NEW_CLAUSE.search(gap) is None
    )


# "F(1, 58) = 36.1, p < 0.001, with younger callers (M = 7.0, SD = 3.1) sleeping longer than older ones (M = 2.3, SD = 3.0)"
_WITH_SIDES = re.compile(
    r",? ?[)\]]?[,;:]? ?(?:with|such that|so that|in that|because|as|indicating that|showing that|suggesting that) [^.;\d]{3,80}?(?: ?[(\[](?:M|Mean|mean) ?= ?)?"
)


def _said_of_a_test(gap: str, comparison: Comparison) -> bool:
    """Tell whether the values of two sides are those that the test just read compares."""
    return comparison.rule in {"groups.versus", "groups.labelled"} and _WITH_SIDES.fullmatch(gap) is not None


# "(81.3 ± 0.7, P = 0.01)" of "(83.9 ± 0.7, P = 0.02) … than in B (80.9 ± 0.8; 76.1 ± 0.9)"
_THEN_ITS_TEST = re.compile(r" ?[,;]? ?[(\[]?")


def _tested_first(folded: str, drafts: list[Draft], comparison: Comparison) -> Draft | None:
    """Return the p-value printed right after the first of two values in lists set against each other."""
    if comparison.rule != "groups.lists_versus_lists":
        return None
    first, second = comparison.groups[0], comparison.groups[-1]
    return next(
        (
            draft
            for draft in drafts
            if draft.p_first
            and draft.comparison is None
            and draft.effect is None
            and draft.test is None
            and first.end < draft.start < second.start
            and _THEN_ITS_TEST.fullmatch(folded, _past_spread_of(folded, first.end), draft.start)
        ),
        None,
    )


def _past_spread_of(folded: str, end: int) -> int:
    """Return where a value's unit and spread end."""
    match = _UNIT_AND_SPREAD.match(folded, end)
    return match.end() if match else end


_UNIT_AND_SPREAD = re.compile(r" ?%?(?: ?(?:±|\+/-) ?[\d.]+ ?%?)?(?: [a-zA-Z/]{1,8})?")


def join_comparison(folded: str, drafts: list[Draft], comparison: Comparison) -> None:
    """Put a comparison with the last draft where the text between joins them, else begin a draft."""
    own = _tested_first(folded, drafts, comparison)
    if own is not None:
        own.comparison, own.rule, own.p_first = comparison, comparison.rule, False
        own.grow(comparison.start, comparison.end)
        return
    if drafts:
        last = drafts[-1]
        gap = folded[last.end : comparison.start]
        bracketed = re.fullmatch(
            r"\s*[\])]?[\s,;:]*[(\[]?\s*(?:(?:group |crude |absolute )?(?:means?|medians?|rates?))?[\s:,]*",
            gap,
        ) is not None or (
            last.rule in _WORDED_RULES
            and (
                re.fullmatch(r"(?: [a-z-]+){1,4} [(\[]", gap) is not None
                or (_TOLD_OF.fullmatch(gap) is not None and _is_their_ratio(comparison, last.effect))
            )
        )
        if (
            last.comparison is None
            and last.effect is not None
            and not last.arm
            and (
                (bracketed and (same_bracket(gap) or "(" in gap) and last.p is None)
                or (last.rule in _WORDED_RULES and _ITS_VALUES.fullmatch(gap))
                or (comparison.rule == "groups.from_to" and last.p is None and _from_what(last, gap))
            )
        ):
            last.comparison = comparison
            last.grow(comparison.start, comparison.end, comparison.rule)
            return
        if (
            last.comparison is None
            and last.test is not None
            and last.p is not None
            and _said_of_a_test(gap, comparison)
        ):
            last.comparison = comparison
            last.grow(comparison.start, comparison.end, comparison.rule)
            return
        if (
            last.comparison is None
            and last.effect is None
            and last.p is not None
            and last.p_first
            and opens_bracket(folded, last.start)
            and (
                re.fullmatch(r"[\s,;:]*", gap)
                or (comparison.rule in {"groups.versus", "groups.labelled"} and _TESTED_FOR.fullmatch(gap))
                or (
                    comparison.rule == "groups.versus"
                    and _TESTED_WORD.search(folded, max(0, last.start - 40), last.start)
                    and _ITS_NOUN.fullmatch(gap)
                )
            )
        ):
            last.comparison = comparison
            last.rule = comparison.rule
            last.grow(comparison.start, comparison.end)
            return
    drafts.append(Draft(comparison.start, comparison.end, comparison.rule, comparison=comparison))


def join_test(folded: str, drafts: list[Draft], test: TestStatistic) -> None:
    """Put a test statistic with the last draft where the text between joins them, else begin a draft."""
    if drafts:
        last = drafts[-1]
        gap = folded[last.end : test.start]
        if last.test is not None and last.p is None and BESIDE.fullmatch(gap):
            last.grow(test.start, test.end)  # "U = 210, z = -2.4, p = 0.02": one test in two forms
            return
        if (
            last.test is None
            and len(gap) <= (130 if last.effect is not None and gap.endswith("(") else 70)
            and (
                (last.p is None and NEW_CLAUSE.search(gap) is None)
                or (same_bracket(gap) and re.fullmatch(r"[\s,;:]*", gap))
            )
        ):
            last.test = test
            last.grow(test.start, test.end)
            return
    drafts.append(Draft(test.start, test.end, f"test.{test.name}", test=test))
