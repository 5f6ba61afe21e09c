"""A row of values → those that "versus", "compared with" or "than" sets against each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evistat.extract.further_arms import further_after, further_before
from evistat.extract.group_row import Row
from evistat.extract.sample_sizes import sample_sizes
from evistat.extract.tested_chains import take_against_one, tests_of


def versus(row: Row) -> None:
    """Read "12.3 vs 9.5 months", "30% in A compared with 20% in B", and chains of three and more."""
    index = 0
    while index < len(row.relations):
        if row.relations[index] != "vs" or not row.free(index, index + 1):
            index += 1
            continue
        last = further_after(row, index, row.run(index, "vs"))
        leading = range(further_before(row, index), index)
        chosen = [*leading, *range(index, last + 1)]
        if _of_exposures(row, chosen):
            row.taken.update(chosen)
        elif leading and 2 * len(leading) + 2 == len(chosen) and _one_bracket(row, index + 1, last):
            for one, other in zip((*leading, index), range(index + 1, last + 1), strict=True):
                row.take((one, other), "groups.lists_versus_lists")
        elif (single := _against_one(row, chosen, index)) is not None:
            take_against_one(row, [i for i in chosen if i != single], single, "groups.versus")
        elif not sample_sizes(row, chosen):
            row.take(chosen, "groups.versus")
        index = last + 1


def _against_one(row: Row, chosen: Sequence[int], before: int) -> int | None:
    """Return the value that each of the others is tested against ("(21% vs 34% and 40%; P = 0.03 and P < 0.01)")."""
    if len(chosen) < 3 or not tests_of(row, chosen[-1], len(chosen) - 1):
        return None
    if chosen.count(before) and chosen.index(before) == 0:
        return chosen[0]
    return chosen[-1] if chosen[-2] == before else None


def _one_bracket(row: Row, first: int, last: int) -> bool:
    """Tell whether values are listed in one bracket ("more warmth (16%) and wear (3%) compared with cork (8% and 1%)")."""
    return all(row.relations[index] == "list" for index in range(first, last))


# "(12 °C versus 24 °C) = 2.10": the exposures that an estimate contrasts.
_EQUALS = re.compile(r"(?: ?[a-zA-Z°/%]{1,12}){0,3} ?[)\]] ?= ?[-+]?\.?\d")


def _of_exposures(row: Row, chosen: Sequence[int]) -> bool:
    """Tell whether values set against each other are levels of an exposure whose estimate follows."""
    return _EQUALS.match(row.folded, row.values[chosen[-1]].end, row.end) is not None
