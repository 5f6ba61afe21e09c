"""Values that lie in one another's interval don't differ significantly."""

from __future__ import annotations

import pytest

from evistat.extract.finding import Group, Interval, Result
from evistat.extract.own_intervals import overlap_fully


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        ((2.0, 7.3), (3.1, 8.4), True),
        ((2.0, 5.0), (3.1, 8.4), False),
        ((2.0, 7.3), (4.5, 8.4), False),
        ((2.0, 7.3), None, False),
    ],
)
def test_overlap(first: tuple[float, float], second: tuple[float, float] | None, overlap: bool) -> None:
    result = Result(0, 40, 0, "case", groups=(Group(4.1, "4.1", 0, 3), Group(5.2, "5.2", 20, 23)))
    intervals = {
        start: Interval(95.0, bounds[0], bounds[1], None, None, start + 4, start + 16)
        for start, bounds in ((0, first), (20, second))
        if bounds is not None
    }
    assert overlap_fully(result, intervals) is overlap
