"""Estimates with their standard errors → one pooled estimate, and how much the estimates differ.

Fixed effect: the mean weighted by the inverse of the variances (Cochrane Handbook, 10.3.1). Random effects: the
same with the variance between studies added, by DerSimonian and Laird (Controlled Clinical Trials 1986;7:177-88).
Heterogeneity: Cochran's Q, and I² after Higgins and Thompson (Statistics in Medicine 2002;21:1539-58).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from evistat.records.pooling import USUAL_LEVEL, Effect, critical_value

Model = Literal["fixed", "random"]


@dataclass(frozen=True, slots=True)
class Pooled:
    """A pooled estimate on the scale of the estimates, its 95 % interval, and their heterogeneity.

    ``weights`` are those of the estimates, in their order, and sum to 1; ``q`` has ``df`` degrees of freedom.
    """

    model: Model
    scale: str
    estimate: float
    se: float
    lower: float
    upper: float
    weights: tuple[float, ...]
    q: float
    df: int
    tau2: float

    @property
    def i2(self) -> float:
        """The share of variation that is more than chance, in per cent."""
        return max(0.0, 100 * (self.q - self.df) / self.q) if self.q > 0 else 0.0

    @property
    def p_heterogeneity(self) -> float:
        """The p-value of Q, from the chi-squared distribution."""
        from scipy import special  # here: few ask for it, and the import is slow

        return float(special.chdtrc(self.df, self.q)) if self.df > 0 else 1.0


def pool(effects: Sequence[Effect], *, model: Model) -> Pooled:
    """Return the pooled estimate of effects that are all on one scale.

    Raises ``ValueError`` where there are none, their scales differ, or one has no variance.
    """
    scales = {effect.scale for effect in effects}
    if len(scales) != 1:
        raise ValueError("one scale is needed" if effects else "nothing to pool")
    if any(effect.vi <= 0 for effect in effects):
        raise ValueError("an estimate without variance")
    weights = [1 / effect.vi for effect in effects]
    mean = _mean(effects, weights)
    q = math.fsum(weight * (effect.yi - mean) ** 2 for effect, weight in zip(effects, weights, strict=True))
    df = len(effects) - 1
    tau2 = _between(q, df, weights) if model == "random" else 0.0
    if tau2 > 0:
        weights = [1 / (effect.vi + tau2) for effect in effects]
        mean = _mean(effects, weights)
    total = math.fsum(weights)
    se = 1 / math.sqrt(total)
    reach = critical_value(USUAL_LEVEL) * se
    return Pooled(
        model=model,
        scale=scales.pop(),
        estimate=mean,
        se=se,
        lower=mean - reach,
        upper=mean + reach,
        weights=tuple(weight / total for weight in weights),
        q=q,
        df=df,
        tau2=tau2,
    )


def _mean(effects: Sequence[Effect], weights: Sequence[float]) -> float:
    total = math.fsum(weights)
    return math.fsum(effect.yi * weight for effect, weight in zip(effects, weights, strict=True)) / total


def _between(q: float, df: int, weights: Sequence[float]) -> float:
    """Return the variance between studies by the method of moments, not below 0."""
    total = math.fsum(weights)
    divisor = total - math.fsum(weight * weight for weight in weights) / total
    return max(0.0, (q - df) / divisor) if divisor > 0 else 0.0
