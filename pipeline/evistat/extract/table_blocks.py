"""Rows of a run-in table that are groups, with a row of p-values below → which cells each of these p-values compares.

"Lamp 6.1 (1.0) 3.2 (0.4) Radio 7.0 (1.1) 3.1 (0.5) P value 0.02 0.61": the columns are what was measured.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from evistat.extract.run_in_tables import LIKE_P, MOST_GROUPS, Cell, TableRow
from evistat.extract.table_columns import measured_columns
from evistat.extract.table_heads import name_of, percentage

_TESTED = re.compile(r"^\W*[Pp](?:[- ]{0,2}[Vv]alues?)?(?: {1,2}[a-d])?\W*$")
_STATISTIC = re.compile(r"[χXtFz]|t ?/ ?χ|[Tt]est")
_NUMBER = re.compile(r"(?<![\w.])\d+(?![\w.])")
_SIZED = re.compile(r" \d+$")
_ROUNDED = 0.6


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a block: its p-value, the cells of the rows above and what these are called, what it is called.

    ``whole``: the rows above print nothing but such cells (no p-value of their own).
    """

    rows: tuple[TableRow, ...]
    cells: tuple[Cell, ...]
    labels: tuple[tuple[int, int] | None, ...]
    p: Cell
    name: tuple[int, int] | None
    whole: bool


def find_columns(folded: str, rows: Sequence[TableRow]) -> list[Column]:
    """Return the columns that a row of p-values tests, in order."""
    columns: list[Column] = []
    for at, row in enumerate(rows):
        if not _TESTED.search(folded[slice(*row.name)]):
            continue
        ps = [replace(cell, kind="p") for cell in row.cells if cell.kind == "p" or _like_p(folded, cell)]
        above = (
            _above(folded, rows[max(0, at - MOST_GROUPS - 1) : at], row, len(ps))
            if len(ps) == len(row.cells)
            else []
        )
        if len(above) < 2:
            continue
        names, first = measured_columns(folded, above[0][0], len(ps))
        labels = [_label(folded, row.name) for row, _ in above]
        labels[0] = first or labels[0]
        whole = all(row.cells[-1] is cells[-1] for row, cells in above)
        for number, p in enumerate(ps):
            cells = tuple(_share(folded, one, cells[number]) for one, cells in above)
            name = names[number] if names is not None else None
            columns.append(Column(tuple(one for one, _ in above), cells, tuple(labels), p, name, whole))
    return columns


def _label(folded: str, name: tuple[int, int]) -> tuple[int, int] | None:
    """Return a group's name without the number of its people."""
    sized = _SIZED.search(folded, *name)
    return name_of(folded, (name[0], sized.start()) if sized is not None else name)


def _like_p(folded: str, cell: Cell) -> bool:
    """Tell whether a cell is a bare number that may be a p-value."""
    return cell.bare and LIKE_P.fullmatch(folded[slice(*cell.value_span)]) is not None


def _above(
    folded: str, before: Sequence[TableRow], tested: TableRow, count: int
) -> list[tuple[TableRow, list[Cell]]]:
    """Return the rows right above a row of p-values, each with its tested cells: all of them, or those behind bare ones."""
    found: list[tuple[TableRow, list[Cell]]] = []
    for row in reversed(before):
        named = folded[slice(*row.name)]
        if row.head != tested.head or _TESTED.search(named):
            break
        if _STATISTIC.fullmatch(named.strip()) and not found:
            continue
        cells = [cell for cell in row.cells if cell.kind == "value"]
        spare = cells[: len(cells) - count]
        if len(cells) < count or not all(cell.bare for cell in spare) or not named.strip():
            break
        if spare and any(cell.bare for cell in cells[len(spare) :]):
            break
        found.insert(0, (row, cells[len(spare) :]))
    return found


def _share(folded: str, row: TableRow, cell: Cell) -> Cell:
    """Return a count with its percentage as that percentage: the sign tells it, or the row's number of people does."""
    if cell.low is None or cell.high is not None or cell.low_span is None or not cell.value:
        return cell
    people = [one.value for one in row.cells if one.bare and one.value]
    people += [float(number) for number in _NUMBER.findall(folded[slice(*row.name)])]
    of_people = any(abs(100 * cell.value / number - cell.low) < _ROUNDED for number in people if number)
    if not (of_people or percentage(folded, cell)):
        return cell
    return replace(cell, value=cell.low, value_span=cell.low_span)
