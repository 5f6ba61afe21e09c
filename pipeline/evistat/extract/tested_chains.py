"""A row of values → several groups set against one, each with a p-value of its own.

"21% with bark, 34% (P = 0.03) with root and 40% (P < 0.01) with felt" prints a p-value beside each, "(21% vs 34% and 40%; P = 0.03
and P < 0.01)" a list of them behind all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from evistat.extract.group_row import Row, label_after, name_from

_OPENS_TEST = re.compile(r" ?[(\[,] ?")
_CLOSES_TEST = re.compile(r" ?[)\]]")
_AND = re.compile(r",? (?:and |to )?(?:in |with |for |only )?|; ")
_NEXT_TEST = re.compile(r"[\s,;]*(?:and |or )?(?:[\d.]+, ?)?")
_BEFORE_TESTS = re.compile(r"[\s)\],;]*(?:respectively)?[\s,;]*[(\[]?\s*")
_OF_EACH = re.compile(r" ?(?:for|in) (?:each|both)(?: (?:pairwise )?(?:comparisons?|cases|groups|arms))?\b")
_BOTH = re.compile(r"\bboth ?$")


def against_the_first(row: Row) -> None:
    """Read "21% with bark, 34% (P = 0.03) with root and 40% (P < 0.01) with felt": each against the first."""
    for index in range(len(row.values) - 1):
        if not row.free(index) or row.bare_integers((index,)):
            continue
        first = label_after(row, index, row.values[index + 1].start)
        if first is None:
            continue
        tested: list[tuple[int, tuple[int, int]]] = []
        end = first[1]
        for following in range(index + 1, len(row.values)):
            named = _tested_and_named(row, following)
            if (
                named is None
                or not row.free(following)
                or row.unit(following) != row.unit(index)
                or _AND.fullmatch(row.folded, end, row.values[following].start) is None
            ):
                break
            tested.append((following, named))
            end = named[1]
        if len(tested) < 2:
            continue
        for following, named in tested:
            row.take((index, following), "groups.tested_each", labels=[first, named])


def _tested_and_named(row: Row, index: int) -> tuple[int, int] | None:
    """Return the group's name behind a value and its own p-value: "34% (P = 0.03) with root"."""
    value = row.values[index]
    test = next((span for span in row.p_spans if value.end <= span[0] <= value.end + 3), None)
    if test is None or _OPENS_TEST.fullmatch(row.folded, value.end, test[0]) is None:
        return None
    closed = _CLOSES_TEST.match(row.folded, test[1])
    limit = row.start_of(index + 1)
    return name_from(row.folded, closed.end(), limit) if closed else None


def tests_of(row: Row, last: int, count: int) -> bool:
    """Tell whether ``count`` p-values are listed behind a value, or one that is said to be of each comparison."""
    named = label_after(row, last, row.start_of(last + 1))
    stop = max(row.values[last].end, named[1] if named else 0)
    spans = [span for span in row.p_spans if span[0] >= stop]
    if not spans or _BEFORE_TESTS.fullmatch(_BOTH.sub("", row.folded[stop : spans[0][0]])) is None:
        return False
    if count == 2 and _BOTH.search(row.folded, stop, spans[0][0]):
        return True
    listed = 1
    for (_, end), (start, _) in pairwise(spans):
        if _NEXT_TEST.fullmatch(row.folded, end, start) is None:
            break
        listed += 1
    return listed == count or (listed == 1 and _OF_EACH.match(row.folded, spans[0][1]) is not None)


def take_against_one(
    row: Row,
    several: Sequence[int],
    one: int,
    rule: str,
    labels: dict[int, tuple[int, int] | None] | None = None,
) -> None:
    """Make a comparison of each of several values with one, in the order of the text."""
    for index in several:
        pair = sorted((index, one))
        row.take(pair, rule, labels=[labels.get(place) for place in pair] if labels else None)
