"""Findings that only say that groups differ → the direction that a sentence beside them states of the same outcome.

*Recall differed between the groups (F = 4.1, p = 0.03). The nap raised recall (p = 0.01).*
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from evistat.extract.finding import Mention
from evistat.extract.polarity import is_earlier

RULE = "direction.echo"
# How many sentences back the arms' own difference, or the intervention's change, may stand.
_FAR = 4
_REVERSED = {"increase": "decrease", "decrease": "increase"}
_SPARE = frozenset({
    "the", "a", "of", "in", "and", "group", "groups", "arm", "patients", "mean", "score", "scores", "level",
    "levels",
})  # fmt: skip


class Spoken(Protocol):
    """What is said of an outcome: in which sentence, of which arms, in which direction."""

    @property
    def sentence(self) -> int:
        """The sentence's index."""

    @property
    def outcome(self) -> Mention | None:
        """The outcome."""

    @property
    def intervention(self) -> Mention | None:
        """The group described."""

    @property
    def comparator(self) -> Mention | None:
        """The group it is compared with."""

    @property
    def direction(self) -> str | None:
        """What is said to have happened to the outcome."""


@dataclass(frozen=True, slots=True)
class Said:
    """A finding's outcome, arms and direction, as far as they matter beside another."""

    sentence: int
    outcome: Mention | None
    intervention: Mention | None
    comparator: Mention | None
    direction: str | None


def echoed_direction(undirected: Spoken, others: Sequence[Spoken]) -> str | None:
    """Return the direction that findings of the same outcome beside ``undirected`` agree on, None where they don't."""
    if undirected.outcome is None:
        return None
    named = _words(undirected.outcome)
    same = [
        other
        for other in others
        if -1 <= undirected.sentence - other.sentence <= _FAR
        and other.direction in _REVERSED
        and other.outcome is not None
        and _words(other.outcome) == named
    ]
    beside = [other for other in same if abs(other.sentence - undirected.sentence) <= 1]
    if beside:
        return _agreed(undirected, beside)
    # Further off only what names both arms, or how the intervention's people changed.
    if undirected.intervention is None:
        return None
    return _agreed(undirected, [other for other in same if _is_own(undirected, other)])


def _is_own(undirected: Spoken, other: Spoken) -> bool:
    """Return whether the arms are those of ``undirected``, or its intervention's people before and after."""
    if other.comparator is not None and not is_earlier(other.comparator.text):
        return _alike(undirected.intervention, other.intervention) and _alike(
            undirected.comparator, other.comparator
        )
    return _alike(undirected.intervention, other.intervention)


def _agreed(undirected: Spoken, others: Sequence[Spoken]) -> str | None:
    """Return the direction that all of ``others`` agree on, those of other groups left out."""
    found = set()
    for other in others:
        turned = _alike(undirected.intervention, other.comparator) or _alike(
            undirected.comparator, other.intervention
        )
        straight = _alike(undirected.intervention, other.intervention) or _alike(
            undirected.comparator, other.comparator
        )
        if turned and straight:
            return None
        if not (turned or straight) and other.comparator is not None:
            continue  # of other groups
        direction = other.direction or ""
        found.add(_REVERSED[direction] if turned else direction)
    return found.pop() if len(found) == 1 else None


def _words(mention: Mention) -> frozenset[str]:
    words = frozenset(mention.text.lower().split())
    return words - _SPARE or words


def _alike(first: Mention | None, second: Mention | None) -> bool:
    return first is not None and second is not None and bool(_words(first) & _words(second))
