"""Folded text and what was read of it → the strings that look like statistics and were not read.

Prefer nothing, with a warning that says why, to a guess: these are the warnings.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from evistat.extract.intervals import find_headers


@dataclass(frozen=True, slots=True)
class Leftover:
    """A statistic-like string that no result uses, and why: a reason of ``lexicons/leftovers.toml``."""

    start: int
    end: int
    reason: str


_P_LIKE = re.compile(r"[Pp](?<![\w.].)(?:[ -]?[Vv]alues?)? ?(?:[=<>≤≥]|&[lg]t;?) ?[^\s,;)\]]{0,12}")
_BOUNDS_FOLLOW = re.compile(r"[\s:=,;()\[\]]{0,4}-?\.?\d[^\s)\]]{0,16}")


def find_unread(folded: str, read: Sequence[tuple[int, int]]) -> list[Leftover]:
    """Return the p-like and interval-like strings of a text outside the stretches that were ``read``."""
    stretches = _merged(read)
    starts = [start for start, _ in stretches]

    def was_read(offset: int) -> bool:
        index = bisect_right(starts, offset) - 1
        return index >= 0 and offset < stretches[index][1]

    found = [
        Leftover(match.start(), match.end(), "unread_p")
        for match in _P_LIKE.finditer(folded)
        if not was_read(match.start())
    ]
    for start, end, level in find_headers(folded):
        bounds = _BOUNDS_FOLLOW.match(folded, end) if level is not None else None
        if bounds is not None and not was_read(start) and not was_read(bounds.end() - 1):
            found.append(Leftover(start, bounds.end(), "unread_interval"))
    return found


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
