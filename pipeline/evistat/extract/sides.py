"""What a result compares: its two sides, as the readers of comparisons pass them to one another."""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides of a comparison; ``specific`` tells whether the sentence itself names at least one.

    ``within`` tells that one side changed over time: nothing is left to be filled in.
    """

    intervention: Span | None = None
    comparator: Span | None = None
    specific: bool = False
    within: bool = False
