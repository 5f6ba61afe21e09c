"""Cells of a run-in table's row → the same, those that hold an interval's bounds joined to the estimate before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from evistat.extract.run_in_tables import HEADED_P, LIKE_P, Cell

_BOUNDS = re.compile(r"\b[Ll]ower\b|\bC\.?I\b|[Cc]onfidence|[Ll]imits?\b")


def with_bounds(folded: str, cells: Sequence[Cell], head: str | None) -> list[Cell]:
    """Return cells, those that hold the bounds of an interval joined to the estimate before them: "1.8 -3.2 - 6.8"."""
    if (blocks := _in_blocks(folded, cells)) is not None:
        return blocks
    joined: list[Cell] = []
    at = 0
    while at < len(cells):
        cell, after = cells[at], cells[at + 1] if at + 1 < len(cells) else None
        ranged = cell.kind == "value" and cell.bare and after is not None and after.kind == "range"
        other = joined and joined[-1].bare and after is not None and holds(joined[-1], after)
        if after is not None and ranged and not other and holds(cell, after):
            joined.append(_joined(cell, after.low_span, after.high_span, after.low, after.high, after.end))
            at += 2
        else:
            joined.append(cell)
            at += 1
    return _with_limits(folded, joined, head)


def _in_blocks(folded: str, cells: Sequence[Cell]) -> list[Cell] | None:
    """Return estimates with their p-values where a row prints two models': "1.42 .02 1.06-1.90 1.18 .31 0.86-1.62"."""
    told: list[Cell] = []
    at = 1 if len(cells) % 3 == 1 and cells[0].bare else 0
    if len(cells) - at < 6 or (len(cells) - at) % 3:
        return None
    for value, p, interval in zip(cells[at::3], cells[at + 1 :: 3], cells[at + 2 :: 3], strict=True):
        tested = p.kind == "p" or (p.bare and LIKE_P.fullmatch(folded[slice(*p.value_span)]))
        if not (value.bare and tested and interval.kind == "range" and holds(value, interval)):
            return None
        told += [
            _joined(value, interval.low_span, interval.high_span, interval.low, interval.high, interval.end),
            replace(p, kind="p"),
        ]
    return told


def _with_limits(folded: str, cells: list[Cell], head: str | None) -> list[Cell]:
    """Join the last estimate of a row to its limits ("2.76 1.38 5.82"), where the head names columns of limits.

    A p-value may stand behind them or before them.
    """
    if head is None or not _BOUNDS.search(head):
        return cells
    for begin in (len(cells) - 3, len(cells) - 4):
        if begin < 0 or not _bounded(folded, *cells[begin : begin + 3]):
            continue
        before, (cell, low, high) = cells[:begin], cells[begin : begin + 3]
        last = before[-1] if begin == len(cells) - 3 and before else None
        if last is not None and HEADED_P.search(head) and LIKE_P.fullmatch(folded[last.start : last.end]):
            before[-1] = replace(last, kind="p")
        joined = _joined(cell, low.value_span, high.value_span, low.value, high.value, high.end)
        return [*before, joined, *cells[begin + 3 :]]
    return cells


def _joined(
    cell: Cell,
    low_span: tuple[int, int] | None,
    high_span: tuple[int, int] | None,
    low: float | None,
    high: float | None,
    end: int,
) -> Cell:
    """Return an estimate's cell with the bounds that other cells hold."""
    spread = (low_span[0], end) if low_span is not None else None
    return replace(cell, end=end, low=low, high=high, spread=spread, low_span=low_span, high_span=high_span)


def _bounded(folded: str, cell: Cell, low: Cell, high: Cell) -> bool:
    """Tell whether three bare numbers are an estimate and its bounds: none is a whole number."""
    cells = (cell, low, high)
    if not all(one.bare and one.value is not None and "." in folded[slice(*one.value_span)] for one in cells):
        return False
    values = [one.value for one in cells if one.value is not None]
    return values[1] < values[2] and values[1] <= values[0] <= values[2]


def holds(estimate: Cell, interval: Cell) -> bool:
    """Tell whether an estimate lies in an interval."""
    value, low, high = estimate.value, interval.low, interval.high
    return value is not None and low is not None and high is not None and low <= value <= high
