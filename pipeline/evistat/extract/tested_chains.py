"""A row of values → several groups set against one, each with a p-value of its own: "(21% vs 34% and 40%; P = 0.03 and P < 0.01)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from evistat.extract.group_row import Row, label_after

_NEXT_TEST = re.compile(r"[\s,;]*(?:and |or )?(?:[\d.]+, ?)?")
_BEFORE_TESTS = re.compile(r"[\s)\],;]*(?:respectively[\s,;]*)?(?:[(\[]\s*)?")
# "(3.1 vs 4.6 and 4.9), but the difference was not significant (P = 0.2 and P = 0.06, respectively)"
_SAID_OF_TESTS = re.compile(r"[^\d;:]{0,120}")
_RESPECTIVELY = re.compile(r"[^.;()]{0,60}\brespectively\b")
_OF_EACH = re.compile(r" ?(?:for|in) (?:each|both)(?: (?:pairwise )?(?:comparisons?|cases|groups|arms))?\b")
_BOTH = re.compile(r"\bboth ?$")


def tests_of(row: Row, last: int, count: int) -> bool:
    """Tell whether ``count`` p-values are listed behind a value, or one that is said to be of each comparison."""
    named = label_after(row, last, row.start_of(last + 1))
    stop = max(row.values[last].end, named[1] if named else 0)
    spans = [span for span in row.p_spans if span[0] >= stop]
    if not spans:
        return False
    if _BEFORE_TESTS.fullmatch(_BOTH.sub("", row.folded[stop : spans[0][0]])) is None:
        told = spans[:count]
        return (
            len(told) == count
            and _SAID_OF_TESTS.fullmatch(row.folded, stop, told[0][0]) is not None
            and all(_NEXT_TEST.fullmatch(row.folded, one[1], other[0]) for one, other in pairwise(told))
            and _RESPECTIVELY.match(row.folded, told[-1][1]) is not None
        )
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
