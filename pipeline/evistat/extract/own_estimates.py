"""Estimates with an interval each → those that are the groups' own, with the groups' names ("8.1 (95% CI 7.0-9.2) in A and 7.4 (6.1-8.7) in B")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from evistat.extract.estimates import CHANGES, Effect
from evistat.extract.group_labels import LABEL_AFTER, label_of, trim_label
from evistat.extract.group_names import name_groups
from evistat.extract.group_values import GROUPISH
from evistat.extract.units import PERCENT, unit_pattern

_SINGLE = frozenset({"PROP", "MEAN", "MEDIAN", "RATE"})
_OPPOSED = re.compile(r"[ )\],;]*(?:vs?\.?|versus)[ (\[]*")
# "(12 of 40 callers, 30%; 95% CI …) of 52 callers in"
_OF_HOW_MANY = (
    r"(?: of (?:the )?\d[\d,]*(?: (?:patients|women|men|participants|subjects|children|cases|eyes))?(?= ))?"
)
_THEN = re.compile(
    r",?(?: (?:and|or|versus|vs\.?|compared (?:with|to)|while|whereas|but))?(?: (?:in|for|was|were|only|it|of|had))*"
    r"(?: \d[\d,]*(?: (?:out )?of (?:the )?\d[\d,]*)?(?: [a-z]+)?)? ?(?:(?:[([])|(?<= ))"
)
_BEFORE_BRACKET = re.compile(
    r"(?:(?:in|for|with|among|on|of|between|and|versus|vs\.?) )(?:the )?(?P<label>(?!the\b|\d)(?:(?! (?:in|for|with|among|on|of|and) )[^.;:,()\[\]]){2,50}) [(\[]$"
)
_THEN_BRACKET = re.compile(
    r"[)\]]{1,2},? (?:and|or|versus|vs\.?|compared (?:with|to)|than|but)(?: (?:in|for|with|among|on|of))? (?:the )?(?P<label>(?!the\b)[^.;:,()\[\]]{2,50}?) [(\[]"
)
_NO_DIFFERENCE = re.compile(r"\b(?:[Nn]o|not|nor|without|similar|comparable)\b")
_BETWEEN_SIDES = re.compile(
    r"\b(?:differen|versus\b|vs\b|compared\b|relative to\b|than\b|placebo-(?:corrected|adjusted))"
)


@dataclass(frozen=True, slots=True)
class OwnEstimates:
    """Estimates of one outcome, one for each of several groups, with the places of the groups' names.

    ``sure``: the names alone tell that groups bear them.
    """

    effects: tuple[Effect, ...]
    labels: tuple[tuple[int, int], ...]
    sure: bool


def own_estimates(folded: str, effects: Sequence[Effect], start: int, end: int) -> list[OwnEstimates]:
    """Return the runs of a sentence's estimates that stand each beside the name of its group."""
    own = [
        effect
        for effect in effects
        if effect.interval is not None
        and effect.value_span is not None
        and effect.code in _SINGLE | CHANGES
        and effect.interval.start > effect.value_span[0]
    ]
    found: list[OwnEstimates] = []
    index = 0
    while index < len(own) - 1:
        run, labels = _run(folded, own, index, end)
        if len(run) < 2:
            run, labels = _bracketed(folded, own, index, start)
        if len(run) > 1 and _alike(folded, run):
            names = [folded[slice(*label)] for label in labels]
            if len(set(names)) == len(names):
                found.append(OwnEstimates(tuple(run), tuple(labels), sure=name_groups(names, bare=False)))
        index += max(1, len(run))
    return found


@cache
def _closes() -> re.Pattern[str]:
    return re.compile(rf"(?: ?%?[)\]]){{0,2}}(?: ?{unit_pattern()})?{_OF_HOW_MANY}")


def _run(
    folded: str, own: Sequence[Effect], first: int, end: int
) -> tuple[list[Effect], list[tuple[int, int]]]:
    """Return the estimates from one on that have each its group's name behind it, and the names."""
    run: list[Effect] = []
    labels: list[tuple[int, int]] = []
    preposition = None
    for index in range(first, len(own)):
        effect = own[index]
        assert effect.interval is not None
        following = own[index + 1].value_span if index + 1 < len(own) else None
        limit = following[0] if following else end
        offset = max(effect.interval.end, effect.end)
        closes = _closes().match(folded, offset, limit)
        match = LABEL_AFTER.match(folded, closes.end() if closes else offset, min(limit, offset + 130))
        label = trim_label(folded, label_of(match)) if match and (match["in"] or match["group"]) else None
        if match is None or label is None or (run and match["prep"] != preposition):
            break
        run.append(effect)
        labels.append(label)
        preposition = match["prep"]
        if following is None or _THEN.fullmatch(folded, match.end(), following[0]) is None:
            break
    return run, labels


def _bracketed(
    folded: str, own: Sequence[Effect], first: int, start: int
) -> tuple[list[Effect], list[tuple[int, int]]]:
    """Return two estimates that stand each in a bracket behind its group's name, and the names."""
    left, right = own[first : first + 2]
    assert left.value_span is not None
    assert right.value_span is not None
    head = _BEFORE_BRACKET.search(folded, max(start, left.value_span[0] - 70), left.value_span[0])
    then = _THEN_BRACKET.fullmatch(folded, max(left.end, left.value_span[1]), right.value_span[0])
    if head is None or then is None:
        return [left], []
    labels = [trim_label(folded, match.span("label")) for match in (head, then)]
    if any(label is None or GROUPISH.search(folded[slice(*label)]) is None for label in labels):
        return [left], []
    return [left, right], [label for label in labels if label]


def _alike(folded: str, run: Sequence[Effect]) -> bool:
    """Tell whether estimates can be of one outcome: all in per cent or none, and of one kind."""
    percent = {effect.unit is not None and folded[slice(*effect.unit)] in PERCENT for effect in run}
    codes = {effect.code for effect in run}
    return len(percent) == 1 and (len(codes) == 1 or codes <= CHANGES)


def as_own(folded: str, effects: Sequence[Effect], start: int, end: int) -> list[Effect]:
    """Make changes with an interval each the arms' own where "versus" or the groups' names set them against each other.

    *-0.9% (95% CI …) vs -2.4% (95% CI …); no difference between the bark arm (24%, 95% CI …) and the felt arm (25%, 95% CI …)*
    """
    changes = [
        effect
        for effect in effects
        if effect.interval is not None and effect.value_span is not None and effect.code in CHANGES
    ]
    if len(changes) < 2:
        return list(effects)
    settled: dict[int, Effect] = {}
    for left, right in pairwise(changes):
        assert left.interval is not None
        assert right.value_span is not None
        if left.interval.end < right.value_span[0] and _OPPOSED.fullmatch(
            folded, left.interval.end, right.value_span[0]
        ):
            settled |= {id(each): replace(each, arm=True) for each in (left, right)}
    for own in own_estimates(folded, changes, start, end):
        settled |= {
            id(old): new
            for old, new in zip(own.effects, _settled(folded, own, start), strict=True)
            if id(old) not in settled
        }
    return [settled.get(id(effect), effect) for effect in effects]


def _settled(folded: str, own: OwnEstimates, start: int) -> list[Effect]:
    """Return groups' own changes, or their shares and means where a sentence only denies a difference of them."""
    first = own.effects[0]
    assert first.value_span is not None
    head = folded[start : first.value_span[0]]
    if not own.sure or not all(GROUPISH.search(folded[slice(*label)]) for label in own.labels):
        return list(own.effects)
    if _BETWEEN_SIDES.search(head) is None:
        return [replace(effect, arm=True, code=first.code) for effect in own.effects]
    if _NO_DIFFERENCE.search(head) is None or any(
        effect.value is None or effect.value < 0 for effect in own.effects
    ):
        return list(own.effects)
    percent = first.unit is not None and folded[slice(*first.unit)] in PERCENT
    code = "MEDIAN" if "edian" in head else "PROP" if percent and "mean " not in head else "MEAN"
    return [replace(effect, arm=True, code=code, measure=None, named=False) for effect in own.effects]
