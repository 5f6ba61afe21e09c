"""A comparison that isn't sure by its wording → sure, where its values bear the names of the study's arms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from evistat.extract.arms import Arms
from evistat.extract.finding import Group
from evistat.extract.group_row import Comparison
from evistat.extract.units import PERCENT

_RULES = frozenset({"groups.labelled", "groups.counted", "groups.own_intervals"})
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_][\w/+-]*")


class KnownSides:
    """The names of the study's arms, found when they are first asked for."""

    def __init__(self, arms: Arms) -> None:
        """Take the study's arms."""
        self._arms = arms

    def confirm(self, comparisons: Sequence[Comparison]) -> list[Comparison]:
        """Make sure those comparisons whose every value has an arm's name of its own ("lomitrel 63%; zelorin 66%")."""
        return [
            replace(one, sure=True) if one.rule in _RULES and not one.sure and self._told(one) else one
            for one in comparisons
        ]

    def _told(self, comparison: Comparison) -> bool:
        bounded = comparison.rule == "groups.own_intervals"
        if not all(group.label and (bounded or _measured(group)) for group in comparison.groups):
            return False
        sides = [
            self._arms().names.intersection(_WORD.findall((group.label or "").lower()))
            for group in comparison.groups
        ]
        labels = {group.label or "" for group in comparison.groups}
        if any(sides) and len(labels) == len(sides) and len({_NUMBER.sub("0", one) for one in labels}) == 1:
            return True  # "Lomitrel-30: 2.3%; Lomitrel-10: 2.6%"
        return all(sides) and len(set(sides)) == len(sides)


def _measured(group: Group) -> bool:
    """Tell whether a value is a share or has a spread: a duration or a dose may be an arm's without being a result."""
    return group.unit in PERCENT or group.spread is not None
