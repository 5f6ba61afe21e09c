"""A text's abbreviations → what is asked of them for every sentence, worked out once a document."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from evistat.extract.closed_classes import closed_class
from evistat.extract.context import ShortForm
from evistat.extract.noun_lists import nouns


@dataclass(frozen=True, slots=True)
class Shorts:
    """``wordlike`` are the short forms that look like a statistic or a small word: "HR" for heart rate, "AS"."""

    wordlike: frozenset[str]
    starts: tuple[int, ...]

    def within(self, start: int, end: int) -> bool:
        """Tell whether a short form is defined in a stretch."""
        at = bisect_left(self.starts, start)
        return at < len(self.starts) and self.starts[at] < end


@dataclass(frozen=True, slots=True, eq=False)
class _Given:
    """A document's abbreviations, known again by being the same object: to hash them all would cost as much."""

    abbreviations: tuple[ShortForm, ...]

    def __hash__(self) -> int:
        return id(self.abbreviations)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Given) and other.abbreviations is self.abbreviations


def shorts_of(abbreviations: tuple[ShortForm, ...]) -> Shorts:
    """Return what the abbreviations of a document tell."""
    return _shorts(_Given(abbreviations))


@lru_cache(maxsize=4)
def _shorts(given: _Given) -> Shorts:
    return Shorts(
        frozenset(one.short for one in given.abbreviations if _wordlike(one)),
        tuple(sorted(one.start for one in given.abbreviations)),
    )


def _wordlike(one: ShortForm) -> bool:
    """Tell whether a short form looks like a statistic's or a small word without standing for a statistic."""
    low, statistic = one.short.lower(), nouns().statistic
    return (
        one.short.isupper()
        and (low in statistic or low in closed_class())
        and not all(word in statistic for word in one.long.lower().split())
    )
