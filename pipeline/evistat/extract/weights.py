"""What each trait is worth for each role, and what words usually name: learned, kept in ``weights.json`` beside this module.

``models/scripts/weigh.py`` makes the file; ``models/README.md`` says from what.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

OTHERS = ("exposure", "side", "neither")  # what a word may name instead of an outcome

Worth = tuple[float, float, float, float]  # as outcome, exposure, intervention and comparator


@cache
def _data() -> dict[str, Any]:
    printed = (files(__package__) / "weights.json").read_text(encoding="utf-8")
    # A few hundred numbers recur: each is kept once, so that those in use lie close together.
    data: dict[str, Any] = json.loads(printed, parse_float=cache(float))
    return data


_MOST_GROUPS = 20_000


@dataclass(frozen=True, slots=True)
class Worths:
    """What a phrase weighs as outcome, exposure, intervention and comparator: trait by trait, and the mean of its words."""

    traits: Mapping[str, Worth]
    company: Mapping[str, Worth]
    _groups: dict[tuple[str, ...], Worth] = field(default_factory=dict, repr=False, compare=False)

    def of_group(self, group: tuple[str, ...]) -> Worth:
        """Return what a group of traits weighs; groups recur, so each is added up once."""
        known = self._groups.get(group)
        if known is None:
            if len(self._groups) >= _MOST_GROUPS:
                self._groups.clear()
            known = self._groups[group] = summed(filter(None, map(self.traits.get, group)))
        return known


def summed(worths: Iterable[Worth]) -> Worth:
    """Return what several things weigh together in each role."""
    first = second = third = fourth = 0.0
    for one, other, further, last in worths:
        first += one
        second += other
        third += further
        fourth += last
    return first, second, third, fourth


@cache
def single_worths() -> Worths:
    """Return what was learned of single phrases."""
    traits, company = (
        {key: tuple(worths) for key, worths in _data()[table].items()} for table in ("traits", "company")
    )
    return Worths(traits, company)


@cache
def pair_worths() -> dict[str, float]:
    """Return what each trait of two candidates together adds to their weight as sides, or as outcome and exposure."""
    worths: dict[str, float] = _data()["pairs"]
    return worths


@cache
def word_odds() -> dict[str, tuple[int, ...]]:
    """Return for words how much oftener they name an outcome than an exposure, a side, neither: log odds, doubled."""
    return {word: tuple(odds) for word, odds in _data()["words"].items()}
