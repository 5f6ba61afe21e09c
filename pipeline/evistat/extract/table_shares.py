"""Counts with a number in brackets in a run-in table ("12 (30)"): is that number their percentage?

The arithmetic tells it: the count is that share of the column's people ("n = 40" in the head), of the row's counts, or of
as many people as another row of the same column has.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from evistat.extract.run_in_tables import SIZE, Cell

_ROUNDED = 0.51  # of a percentage's last place
_COARSEST = 0.11  # what rounding may leave where a percentage has a decimal


def printed_sizes(head: str) -> tuple[float, ...]:
    """Return the numbers of people that a table's head prints."""
    return tuple(float(match["size"].replace(",", "")) for match in SIZE.finditer(head))


def is_counted(cell: Cell) -> bool:
    """Tell whether a cell may be a count with its percentage in brackets: a nought may stand alone."""
    if cell.bare:
        return cell.value == 0
    whole = cell.value is not None and cell.value.is_integer() and not cell.percent
    return whole and cell.low is not None and cell.high is None and 0 <= cell.low <= 100


_MOST_ROWS = 40  # that a row is held against


def are_shares(
    folded: str, cells: Sequence[Cell], sizes: Sequence[float], rows: Sequence[Sequence[Cell]]
) -> bool:
    """Tell whether the numbers in brackets of a row's counts are their percentages; ``rows``: the table's rows of counts."""
    some = [(at, cell) for at, cell in enumerate(cells) if cell.value]
    if not some:
        return False
    if any(not cell.low for _, cell in some):
        return False
    if sizes and all(any(_is_share(folded, cell, size) for size in sizes) for _, cell in some):
        return True
    total = sum(cell.value or 0 for cell in cells)
    if len(some) > 1 and all(_is_share(folded, cell, total) for _, cell in some):
        return True
    if sizes:
        return False
    alike = (row for row in rows if len(row) == len(cells) and row[0].start != cells[0].start)
    beside = list(islice(alike, _MOST_ROWS))
    return all(any(_of_as_many(folded, cell, row[at]) for row in beside) for at, cell in some)


def _rounding(folded: str, cell: Cell) -> float:
    """Return how far a printed percentage may be from the exact one."""
    low = cell.low_span
    return _COARSEST if low is not None and "." in folded[slice(*low)] else _ROUNDED


def _is_share(folded: str, cell: Cell, size: float) -> bool:
    if cell.value is None or cell.low is None or not size:
        return False
    return abs(100 * cell.value / size - cell.low) <= _rounding(folded, cell)


def _of_as_many(folded: str, cell: Cell, other: Cell) -> bool:
    """Tell whether two counts with other numbers in brackets may be shares of as many people."""
    if not other.value or not other.low or other.value == cell.value:
        return False
    spans = [_people(folded, one) for one in (cell, other)]
    least, most = max(low for low, _ in spans), min(high for _, high in spans)
    return least <= most and int(most) >= least


def _people(folded: str, cell: Cell) -> tuple[float, float]:
    """Return the least and the greatest number of people that a count is its percentage of."""
    count, share, off = cell.value or 0.0, cell.low or 0.0, _rounding(folded, cell)
    return 100 * count / (share + off), 100 * count / max(share - off, 0.01)
