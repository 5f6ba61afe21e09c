"""A row of values → two of one kind that nothing but their groups' or times' names and the p-value right behind relate.

*Weight (66.8 kg before the course and 64.7 kg after it, P = 0.01); at entry it was 3.4, at week 6 it was 2.1 (P = 0.04).*
"""

from __future__ import annotations

import re

from evistat.extract.group_row import Row
from evistat.extract.group_values import GROUPISH
from evistat.extract.labelled_groups import label_before

_FAR = 70  # characters from the second value to its p-value, or before the first
_PARTS = re.compile(
    r"[;:]|[.?!]\s+[A-Z]|\b(?:but|although|however|and)\b[^()]*\b(?:was|were|had|showed|did)\b"
)
# "66.8 kg pre- and 64.7 kg post-course", "9 (8%) of 114 bark-treated and 18 (17%) of 105 felt-treated women"
_SIDE = re.compile(r"\b(?:[Pp]re|[Pp]ost)-|-(?:treated|fed|exposed)\b|\b(?:first|second|third|last) visit\b")
_OTHER_SENTENCE = re.compile(r"[.?!]\s+[A-Z]|\bby\b|\bfrom\b")


def tested_pairs(row: Row) -> None:
    """Take two neighbouring values alike, each told of another group or time, that a p-value follows."""
    for start, _ in row.p_spans:
        before = [index for index, value in enumerate(row.values) if value.end <= start]
        if len(before) < 2 or not row.free(*before[-2:]):
            continue
        first, last = before[-2:]
        if not _alike(row, first, last) or row.parted(row.values[first].end, start):
            continue
        if first and _alike(row, first - 1, first) and not _set_apart(row, first - 1, first):
            continue
        if _named(row, first, last, start):
            labels = [label_before(row, index) for index in (first, last)]
            row.take(
                (first, last),
                "groups.tested_pair",
                sure=False,
                labels=labels if all(labels) else [None, None],
            )


def _alike(row: Row, one: int, other: int) -> bool:
    """Tell whether two values may be of one outcome: printed in the same way, in the same unit."""
    left, right = row.values[one], row.values[other]
    return (
        row.unit(one) == row.unit(other)
        and (left.spread is None) == (right.spread is None)
        and (left.n is None) == (right.n is None)
        and not row.bare_integers((one,))
        and not row.bare_integers((other,))
        and (bool(row.unit(one)) or "." in row.folded[left.value_start : left.value_end])
    )


def _set_apart(row: Row, one: int, other: int) -> bool:
    """Tell whether a bracket closes or a clause ends between two values, or a test stands there."""
    between = row.between(one, other)
    return row.parted(row.values[one].end, row.values[other].start) or ")" in between


def _named(row: Row, first: int, last: int, test: int) -> bool:
    """Tell whether the words round two values name a group or a time for each."""
    left, right = row.values[first], row.values[last]
    low = row.values[first - 1].end if first else row.start
    lead = row.folded[max(low, left.start - _FAR) : left.start]
    gap, tail = row.between(first, last), row.folded[right.end : test]
    if len(tail) > _FAR or len(gap) > 2 * _FAR or _PARTS.search(tail) or _OTHER_SENTENCE.search(gap):
        return False
    return _tells_a_side(gap) and (_tells_a_side(lead) or _tells_a_side(tail))


def _tells_a_side(words: str) -> bool:
    """Tell whether words name a group or a time."""
    return GROUPISH.search(words) is not None or _SIDE.search(words) is not None
