"""A result in its clause, and its two sides: what the readers of comparisons pass to one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evistat.extract.arms import StudyArms
from evistat.extract.context import Context
from evistat.extract.finding import Result
from evistat.extract.frame import Frame
from evistat.extract.pieces import Piece
from evistat.extract.words import Word

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides of a comparison; ``specific`` tells whether the sentence itself names at least one.

    ``whole`` tells that nothing is left to be filled in (one side changed over time, or stands alone), ``rule`` what
    the sides were read from.
    """

    intervention: Span | None = None
    comparator: Span | None = None
    specific: bool = False
    whole: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A result whose sides are sought: its clause (``frame``) among those of its sentence (``frames``).

    ``anchor`` and ``last`` are the words of its first and last number, ``adjacent`` the group that stands before its
    number where each of several stands after its own, ``previous`` the sides of the finding before, ``rank`` the place among
    the clause's results with the same measure, and how many there are, ``shared`` the side of a comparison that prints the
    same value, ``before`` the group whose own change the finding before told.
    """

    context: Context
    arms: StudyArms
    words: Sequence[Word]
    frame: Frame
    frames: Sequence[Frame]
    anchor: int
    last: int
    adjacent: Piece | None
    result: Result
    previous: Sides | None
    outcome: Span | None
    rank: tuple[int, int] = (0, 1)
    shared: Span | None = None
    before: Span | None = None
