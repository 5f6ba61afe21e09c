"""A p-value read alone → the number beside it that it tests ("rose (184 g/day; P = 0.001)", "a gain of 2.1 mm (P = 0.01)").

It runs when all other rules have read their numbers: what stands right before a p-value and is in no result is what was
tested, if its clause tells of a change or a difference and it is no time, dose, count, group's number or group's value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from evistat.extract.drafts import Draft, opens_bracket
from evistat.extract.estimates import CHANGE, CHANGES, Effect
from evistat.extract.group_values import TIME_UNIT, is_value
from evistat.extract.guessed_measures import percent_is_unit
from evistat.extract.quantities import Quantity, find_quantities
from evistat.extract.units import PERCENT

RULE = "effect.tested_number"

_NEAR = 60  # characters from a number to its p-value
_CLAUSE = 130  # characters before a number that tell what it is
_BESIDE = re.compile(r" ?[)\]]?[,;]? ?[(\[]? ?(?:(?:both|each|all) )?")
# "9.4 degrees on bark (P = 0.004)", "12% at 3 months (P = 0.03)"
_WHOSE = re.compile(
    r" (?:in|with|for|among|on|at|after|during) (?:the )?(?:\d+ )?[^()\[\].;,<>=\d]{2,40}[(\[,;] ?"
)
# Before one of two values, before a value that was reached.
_SIDE = re.compile(
    r"(?:\b(?:from|to|between|vs|versus|than|compared with|compared to|against|baseline|or)|vs\.|[/<>≤≥±]|\d ?[-+:]?|(?:\.\d+|[)\]]) ?[(\[]|\b[nN] ?= ?\d+[,;])(?: (?:an? |the )?(?:mean |median )?(?:of )?)?\s?$"
)
_OF_COMPARATOR = re.compile(r"\b(?:than|vs\.?|versus|compared (?:to|with)|relative to) [^();:]{2,60}[(\[] ?$")
# "higher in women (65 kg, P = 0.04)" is theirs, "higher (3 kg, P = 0.04)" a difference.
_OF_SIDE = re.compile(
    r"\b(?:higher|lower|greater|less|more|fewer|longer|shorter|larger|smaller|better|worse)\b[^();:]{0,60} (?:for|in|among|by|with|after|on|at) [^();:]{2,60}[(\[] ?$"
)
# "a difference of", "the reduction in pain was", "mean change:"
_DIFFERENCE = re.compile(
    r"\b(?:differences?|changes?|changed|reductions?|increases?|decreases?|improvements?|declines?|gains?|loss|rise|fall|drop|increments?|unchanged)\b"
    r"(?: (?:in|of|from|between|for|on|with) [^();:.\d]{2,80})? ?(?:(?:was|were|of|by|=|:|averaged)(?: only| about| approximately)?|[(\[]) ?$"
)
# "weight fell in all callers (2.3 ± 0.4 kg, P = 0.01)"
_JUST_CHANGED = re.compile(
    r"\b(?:decreas|increas|reduc|improve|declin|fell|rose|gain|lost|loss|drop|chang|differ)\w*"
    r"(?: (?!compared|than|versus|vs|associated|between)[^\s().;,\d]+){0,9} [(\[]$"
)
_BY_OR_OF = re.compile(r"\b(?:by|of) (?:(?:US|A)?[$€£])?$")
_IN_BRACKET = re.compile(r"(?:[(\[]|[(\[;] ?[^()\[\];=]{1,40}?(?:[:=,]| of| by)?|[:;]) ?(?:US)?[$€£]?$")
_LABELLED = re.compile(r"[=A-Z)] ?$")
_MEAN = re.compile(r"\b(?:M|[Mm]ean) ?[=:]? ?$|[Δ∆] ?=? ?$")
_CHANGED_AFTER = re.compile(
    r"[)\]] (?:[a-z]+ )?(?:increase|decrease|reduction|improvement|decline|rise|fall|drop|gain|loss|higher|lower|greater|longer|shorter|fewer|more|less)\b"
)
_NEXT = re.compile(
    r" ?[)\]]?(?: (?:in|with|for|among|on|at|after) [^();:.]{2,60})?(?:[,;]|,? and|,? but|,? as well as)(?: and| by| was| were| in [^();:.]{2,40} [(\[])? ?(?:US)?[$€£]?"
)
_CORRELATED = re.compile(
    r"\b(?:correlat|associat|predict|regress|coefficient|relationship|beta|z-score)\w*", re.IGNORECASE
)
# "moss (120 g/day; P = 0.002) and bark (45 g/day; P = 0.03) use increased"
_THEN_CHANGED = re.compile(
    r" ?[)\]](?:(?:,|,? and)(?: [A-Za-z][\w-]*){1,4} [(\[][^()\[\]]{1,60}[)\]]){0,3}(?: [a-z]+){0,3}? (?:increased|decreased|improved|declined|fell|rose|dropped|diminished)\b"
)
# "[P = 0.01 (3.2%)]", "(P = 0.01, -2 kg)"
_THEN_NUMBER = re.compile(r" ?(?:[(\[]|[,;]) ?")
_CLOSES = re.compile(r" ?[)\]]")
_RANGE = re.compile(r" ?(?:to|-) ?")
_TOGETHER = re.compile(r"\b(?:both|each|all) $")
_AND = re.compile(r",? and ")
_PARTED = re.compile(r"[();\[\]]|[pP] ?[<=>]")
_PART = re.compile(r"; |[.?!] |\bwhereas\b|\bwhile\b|\balthough\b|\bbut\b")


# Of a sentence; more are a table's, which no clause tells about.
_MOST_LONE = 24  # p-values that hold nothing
_MOST_READ = 200  # numbers that other rules read


def with_tested_numbers(
    folded: str, start: int, end: int, drafts: list[Draft], read: Sequence[tuple[int, int]]
) -> list[Draft]:
    """Give the drafts that hold nothing but a p-value the number beside it; ``read``: what other rules have read."""
    lone = [draft for draft in drafts if _alone(draft)]
    if not lone or len(lone) > _MOST_LONE or len(read) > _MOST_READ:
        return drafts
    quantities = [
        one
        for one in find_quantities(folded, start, end, read)
        if not any(one.start < stop and begin < one.end for begin, stop in read)
    ]
    made: list[Draft] = []
    for draft in lone if quantities else ():
        place = _beside(folded, start, draft, quantities)
        if place is None:
            continue
        tested = quantities[place]
        earlier = [one for one in (*drafts, *made) if one.end <= tested.start]
        last = max(earlier, key=lambda one: one.end, default=None)
        first = _first_of_two(folded, draft, quantities[place - 1], tested) if place else None
        code = _code(folded, start, end, first or tested, draft, last)
        if code is None or (place and first is None and _of_several(folded, quantities[place - 1], tested)):
            continue
        draft.effect, draft.rule, draft.p_first = _effect(tested, code), RULE, False
        draft.grow(tested.start, tested.end)
        if first is not None:
            other = _effect(replace(first, unit=first.unit or tested.unit), code)
            made.append(replace(draft, start=first.start, effect=other))
    return sorted([*drafts, *made], key=lambda draft: draft.start) if made else drafts


def _effect(tested: Quantity, code: str) -> Effect:
    """Make an estimate of a number."""
    span = tested.value_start, tested.value_end
    return Effect(code, tested.value, tested.start, tested.end, RULE, value_span=span, unit=tested.unit)


def _alone(draft: Draft) -> bool:
    """Tell whether a p-value is all that a draft holds."""
    return draft.p is not None and draft.p.kind is None and draft.effect is None and draft.comparison is None


def _beside(folded: str, start: int, draft: Draft, quantities: Sequence[Quantity]) -> int | None:
    """Return the index of the number right before a p-value, or right behind it in its bracket."""
    for index in reversed(range(len(quantities))):
        one = quantities[index]
        if one.end > draft.start:
            if (
                one.start >= draft.end
                and one.unit is not None
                and opens_bracket(folded, draft.start)
                and _THEN_NUMBER.fullmatch(folded, draft.end, one.start)
                and _CLOSES.match(folded, one.end)
            ):
                return index
        elif one.end < draft.start - _NEAR:
            break
        elif is_value(folded, one, start):
            beside = _BESIDE.fullmatch(folded, one.end, draft.start)
            return index if beside or _WHOSE.fullmatch(folded, one.end, draft.start) else None
    return None


def _first_of_two(folded: str, draft: Draft, first: Quantity, tested: Quantity) -> Quantity | None:
    """Return the number that a p-value tests with the one beside it ("-0.5 to -0.7%", "+1.2 and +1.5, both P < 0.01")."""
    if folded[first.value_start] not in "+-" or folded[first.value_start] != folded[tested.value_start]:
        return None
    if _RANGE.fullmatch(folded, first.end, tested.start) and folded[first.start - 1] in "([":
        return first
    together = _TOGETHER.search(folded, tested.end, draft.start + 5)
    return first if together and _AND.fullmatch(folded, first.end, tested.start) else None


def _of_several(folded: str, before: Quantity, tested: Quantity) -> bool:
    """Tell whether a number is the last of several that nothing but names parts ("LD, 63 years and SD, 68 years")."""
    between = folded[before.end : tested.start]
    return (
        len(between) <= _NEAR
        and _PARTED.search(between) is None
        and (before.unit is None) == (tested.unit is None)
        and (
            before.unit is None
            or tested.unit is None
            or folded[slice(*before.unit)] == folded[slice(*tested.unit)]
        )
        and ("." in folded[before.value_start : before.value_end] or before.unit is not None)
    )


def _code(
    folded: str, start: int, end: int, tested: Quantity, draft: Draft, before: Draft | None
) -> str | None:
    """Return the measure of the number that a p-value tests, None where it is no change or difference."""
    if tested.n is not None or tested.spread_kind in {"iqr", "range"} or not is_value(folded, tested, start):
        return None
    reach = min(tested.start, draft.start)  # "[P = 0.01 (3.2%)]": what stands before both
    lead = folded[max(start, reach - _CLAUSE) : reach]
    if _SIDE.search(lead):
        return None
    printed = folded[slice(*tested.unit)] if tested.unit else ""
    code = "MD"
    if printed.startswith("percentage"):
        code = "RD"
    elif printed in PERCENT or printed.startswith("%"):
        code = "MD" if percent_is_unit(lead) else "PCT"
    listed = (
        before is not None
        and before.p is not None
        and before.effect is not None
        and before.effect.code in CHANGES
        and before.effect.interval is None
        and _NEXT.fullmatch(folded, before.end, tested.start) is not None
    )
    if listed and before is not None and before.effect is not None:
        unit = folded[slice(*before.effect.unit)] if before.effect.unit else ""
        same = printed in {unit, ""} or (before.effect.code == "RD" and printed.startswith("point"))
        return before.effect.code if same else code
    signed = folded[tested.value_start] in "+-"
    bare = tested.unit is None
    related = bare and _CORRELATED.search(folded, start, end) is not None
    difference = _DIFFERENCE.search(lead) is not None and not (related and lead.endswith(("=", "= ")))
    if bare and folded[tested.value_start : tested.value_end].isdigit():
        return None
    if _OF_COMPARATOR.search(lead) and not (signed and not bare):
        return None
    if difference:
        return code
    if _CHANGED_AFTER.match(folded, draft.end) and not bare:
        return code
    clause = lead[max((match.end() for match in _PART.finditer(lead)), default=0) :]
    told = CHANGE.search(clause) is not None or _THEN_CHANGED.match(folded, draft.end) is not None
    if not told and signed:
        told = CHANGE.search(folded, start, end) is not None
    if not told or related:
        return None
    if _BY_OR_OF.search(lead):
        return code if not bare else None
    if not _IN_BRACKET.search(lead):
        return code if signed and not bare else None
    if signed:
        return code if not bare or not _LABELLED.search(lead) or _MEAN.search(lead) else None
    timed = TIME_UNIT.fullmatch(printed) is not None and lead[-1:] not in "(["
    share = code == "PCT" and printed in PERCENT and tested.end < draft.start
    if bare or timed or share or _OF_SIDE.search(lead):
        return None
    if tested.spread is not None and _JUST_CHANGED.search(lead) is None:
        return None
    return code
