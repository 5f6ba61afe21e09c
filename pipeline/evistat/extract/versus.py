"""A row of values → those that "versus", "compared with" or "than" sets against each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from evistat.extract.further_arms import further_after, further_before
from evistat.extract.group_row import Row
from evistat.extract.sample_sizes import sample_sizes
from evistat.extract.tested_chains import take_against_one, tests_of
from evistat.extract.units import PERCENT
from evistat.lexicons import word_set


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
        if _of_exposures(row, chosen) or _of_one_name(row, chosen):
            row.taken.update(chosen)
        elif leading and 2 * len(leading) + 2 == len(chosen) and _one_bracket(row, index + 1, last):
            for one, other in zip((*leading, index), range(index + 1, last + 1), strict=True):
                row.take((one, other), "groups.lists_versus_lists")
        elif (single := _against_one(row, chosen, index)) is not None:
            take_against_one(row, [i for i in chosen if i != single], single, "groups.versus")
        elif not sample_sizes(row, chosen):
            row.take(chosen, "groups.versus", sure=not _names_rather(row, chosen))
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


# "62 vs 55": nothing but the sign between
_SIGN_ALONE = re.compile(r"(?: [A-Za-z][\w-]*)?[ )\].,]*(?:vs?\.?|versus)[ (\[~≈]*")
# "(64 in the bark group versus 75", "; 6 bark versus 4"
_OPENS = re.compile(r"(?:[(\[;:,=] ?| (?:was|were|median|mean|of|had) )$")
_ALONE = re.compile(r"\(\d+(?:,\d{3})*\)")


def _names_rather(row: Row, chosen: Sequence[int]) -> bool:
    """Tell whether whole numbers with words between are those of names and people, unless they open a bracket or stand alone in it.

    "Grade 3 had less pain than grades 0 or 1", "the 35 callers compared with the 47 before".
    """
    if not row.bare_integers(chosen):
        return False
    pairs = list(pairwise(chosen))
    if all(_SIGN_ALONE.fullmatch(row.between(*pair)) for pair in pairs):
        return False
    if all(_alone(row, index) for index in chosen):
        return [row.values[index].value for index in chosen] == list(range(1, len(chosen) + 1))
    first = row.values[chosen[0]].start
    return _OPENS.search(row.folded, max(row.start, first - 9), first) is None or any(
        _ALONE.match(row.folded, row.values[index].value_start - 1) for index in chosen
    )


def _alone(row: Row, index: int) -> bool:
    """Tell whether a number stands alone in a bracket of its own."""
    start = row.values[index].value_start - 1
    return _ALONE.match(row.folded, start) is not None and row.folded[start - 1 : start] == " "


_WORD_BEFORE = re.compile(r"(?P<word>[A-Za-z][\w/-]{2,}(?: of)?) $")
_NO_NAME = word_set("groups", "words_before_values")


def _of_one_name(row: Row, chosen: Sequence[int]) -> bool:
    """Tell whether amounts are those of a name that comes again: "bark 1 mg worked better than bark 2 mg"."""
    if any(
        row.unit(i) in PERCENT
        or row.values[i].spread
        or row.values[i].n
        or not (row.unit(i) or row.values[i].value.is_integer())
        for i in chosen
    ):
        return False
    words = [
        _WORD_BEFORE.search(row.folded, max(row.start, row.values[i].start - 30), row.values[i].start)
        for i in chosen
    ]
    said = {match["word"].lower() for match in words if match}
    return None not in words and len(said) == 1 and not said & _NO_NAME
