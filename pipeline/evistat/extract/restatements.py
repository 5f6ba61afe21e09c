"""Drafts of one sentence → without those that only put another's estimate in words ("HR 0.80 …, a 20% reduction in risk")."""

from __future__ import annotations

from collections.abc import Sequence

from evistat.extract.drafts import Draft
from evistat.extract.estimates import RATIOS, Effect
from evistat.extract.numbers import decimals


def without_restatements(folded: str, drafts: Sequence[Draft]) -> list[Draft]:
    """Leave out estimates with nothing of their own that another of the sentence prints with an interval or a p-value."""
    sure = [
        draft.effect
        for draft in drafts
        if draft.effect is not None
        and draft.effect.named
        and (draft.effect.interval is not None or draft.p is not None or draft.effect.code == "R2")
    ]
    return [
        draft
        for draft in drafts
        if not (_bare(draft) and any(_says_again(folded, draft.effect, other) for other in sure))
    ]


def _bare(draft: Draft) -> bool:
    """Tell whether a draft is an estimate and nothing else."""
    return (
        draft.effect is not None
        and draft.effect.interval is None
        and draft.p is None
        and draft.comparison is None
        and draft.test is None
    )


def _as_share(folded: str, per_cent: Effect, share: Effect) -> bool:
    """Tell whether a percentage is a share in other words ("explained 45% of the variance (R2 = 0.45)")."""
    printed = folded[slice(*per_cent.value_span or (0, 0))], folded[slice(*share.value_span or (0, 0))]
    slack = max(0.5 * 10.0 ** -decimals(printed[0]), 0.5 * 10.0 ** (2 - decimals(printed[1]))) + 1e-9
    return abs((per_cent.value or 0.0) - 100 * (share.value or 0.0)) <= slack


def _says_again(folded: str, effect: Effect | None, other: Effect) -> bool:
    if effect is None or effect.value is None or other.value is None or effect.value_span is None:
        return False
    if effect.code in RATIOS and other.code in RATIOS:
        return effect.value == other.value
    if effect.code == other.code == "R2":
        return not effect.named and _as_share(folded, effect, other)
    if effect.code != "PCT":
        return False
    slack = 0.5 * 10.0 ** -decimals(folded[slice(*effect.value_span)]) + 1e-9
    if other.code in RATIOS:
        slack = max(slack, 0.5 * 10.0 ** (2 - decimals(folded[slice(*other.value_span or (0, 0))])))
        return abs(abs(effect.value) - 100 * abs(1 - other.value)) <= slack
    return other.code == "RD" and abs(abs(effect.value) - abs(other.value)) <= slack
