"""Cells of a run-in table's row → which are the groups' values, which estimates with intervals, which p-values.

The head of the table says what its columns hold; where the text begins below the head, the cells' own forms must do. A
row that can't be told (one value, values that nothing sets side by side) is no result.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from evistat.extract.estimates import RATIOS
from evistat.extract.measures import find_measures
from evistat.extract.run_in_tables import HEADED_P, LIKE_P, MOST_GROUPS, Cell, TableRow
from evistat.extract.table_columns import column_names, is_time, is_total, left_out, sizes_in, sure_columns
from evistat.extract.table_heads import percentage
from evistat.extract.table_intervals import holds, with_bounds
from evistat.extract.table_kinds import counts_people, is_constant, rows_are_groups
from evistat.extract.table_shares import are_shares, is_counted, printed_sizes
from evistat.extract.tested_columns import test_column, with_p_values

INTERVALS = re.compile(r"\bC\.?I\b|[Cc]onfidence [Ii]nterval")
DIFFERENCE = re.compile(r"[Dd]ifferen\w+|[Ee]ffect|[Cc]hange|[Rr]eduction")
ESTIMATES = RATIOS | {"MD", "RD", "SMD", "BETA", "PCT"}
_OWN = r"(?:[Mm]eans?|[Mm]edians?|[Pp]roportions?|%|[Pp]ercentages?|[Ee]stimates?|[Rr]ates?|[Pp]robabilit(?:y|ies))\)? ?"
_CI = r"(?:\d\d ?% ?)?(?:C\.?I\b\.?|[Cc]onfidence [Ii]ntervals?(?: [(\[]CI[)\]])?)"
_NOTED = re.compile(rf"{_OWN}(?:[,(\[]+ ?(?:and |with )?{_CI} ?[)\]]|(?:and|with) (?:their )?{_CI})")
_RANGES = re.compile(r"\bIQR\b|[Ii]nter-?quartile|\b[Rr]ange\b|\b[Mm]edian\b|\bQ1\b")
_NAMED_DIFFERENCE = re.compile(r"[Dd]ifference\b")
_COEFFICIENTS = re.compile(r"[Cc]oefficients?\b|\bβ|\b[Bb]eta\b")
_REGRESSED = re.compile(r"\bWald\b|\bS\.?E\.? |[Cc]oefficient|\bB\b|\bβ")
_SPREADS = re.compile(r"\b(?:SD|SEM?|S\.D\.|s\.d\.)(?![\w-])|[Dd]eviation")
_COUNTS = re.compile(r"\b[nN](?:o ?\.)? ?(?:%|[Rr]ate|\(?per)|\b[nN] Rate")
_PERCENTAGES = re.compile(r"\b(?:[nN]|[Nn]o\.?|[Nn]umbers?)(?: of [a-z]+)? ?\((?:%|[Pp]ercent(?:age)?s?)\)")
_AVERAGES = re.compile(r"\b(?:[Mm]ean|[Mm]edian|SD|IQR|score)\b|±")
_NUMBERS = re.compile(r"(?<![\w.=-])(?<!= )\d+(?:[.,]\d+)?(?![\w.-])")
_LARGEST_SMD = 5.0
_ABOVE = 150  # characters before a table that may say what it prints
_FAR_ABOVE = 1500  # a long table's later rows look back no further
_NOTES = 700  # characters after a table that may hold its notes


@dataclass(frozen=True, slots=True)
class Table:
    """What stands above (to ``start``) and below (from ``end``) a row's table; how many rows the text's tables have.

    ``grouped``: its rows are groups. ``sizes``: the numbers of people that its head prints. ``counts``: its rows of counts.
    """

    head: str | None
    notes: str
    end: int
    start: int
    rows: int
    grouped: bool
    sizes: tuple[float, ...]
    counts: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row whose cells are told apart: groups' values, estimates (each with its p-value), the p-value of all.

    ``mixed``: all cells of a row whose values have p-values between and after them. ``test`` is a test statistic. ``own``:
    each group's value has its own confidence interval.
    """

    row: TableRow
    groups: tuple[Cell, ...]
    estimates: tuple[tuple[Cell, Cell], ...]
    ps: tuple[Cell, ...]
    mixed: tuple[Cell, ...] = ()
    test: Cell | None = None
    own: bool = False


def tables_of(folded: str, rows: Sequence[TableRow]) -> list[Table]:
    """Return the table of each row: those that share a head are one."""
    tables: dict[tuple[int, int] | None, Table] = {}
    for place in {row.head for row in rows}:
        own = [row for row in rows if row.head == place]
        head = folded[slice(*place)] if place is not None else None
        values = [tuple(cell for cell in row.cells if _may_count(folded, cell)) for row in own]
        end = own[-1].end
        tables[place] = Table(
            head,
            folded[end : end + _NOTES],
            end,
            own[0].start,
            len(rows),
            rows_are_groups([folded[slice(*row.name)] for row in own]),
            printed_sizes(head) if head is not None else (),
            tuple(cells for cells in values if cells and all(is_counted(cell) for cell in cells)),
        )
    return [tables[row.head] for row in rows]


def _may_count(folded: str, cell: Cell) -> bool:
    """Tell whether a cell is a group's value: none that stands alone but a nought."""
    return cell.kind == "value" and (not cell.bare or folded[slice(*cell.value_span)] == "0")


def read_row(folded: str, row: TableRow, table: Table) -> ReadRow | None:
    """Tell a row's cells apart; None where it is no result."""
    head = table.head
    named = folded[slice(*row.name)]
    if is_constant(named):
        return None
    marked = with_p_values(folded, with_bounds(folded, row.cells, head), head)
    ps = [cell for cell in marked if cell.kind == "p"]
    cells = [cell for cell in marked if cell.kind not in {"p", "test"}]
    test = next((cell for cell in marked if cell.kind == "test"), None)
    if test is None and len(ps) == 1 and (test := test_column(marked, head)) is not None:
        cells.remove(test)
    estimates = _estimates(cells, head, named, len(ps))
    first = cells.index(estimates[0][0]) if estimates else len(cells)
    groups = _told(folded, row, cells[:first], table, estimates)
    if estimates and len(groups) < 2 and not ps and head is None and not _NAMED_DIFFERENCE.search(named):
        return None
    if not estimates and len(ps) > 1:
        return ReadRow(row, (), (), tuple(ps), tuple(marked))
    if not estimates and not (2 <= len(groups) <= MOST_GROUPS):
        return None
    if not estimates and not ps and (counts_people(named) or _of_row_groups(folded, row, groups, table)):
        return None
    above = folded[max(0, table.start - _ABOVE, row.start - _FAR_ABOVE) : row.start]
    own = not estimates and _own_intervals(groups, named, above, table, tested=bool(ps))
    if not estimates and len(ps) != 1 and (ps or not (own or _side_by_side(folded, row, groups, table))):
        return None
    regressed = bool(estimates) and head is not None and _REGRESSED.search(head) is not None
    if len(groups) == 1 or len(groups) > MOST_GROUPS or regressed:
        groups = ()
    if not estimates and ps and _ends_in_change(folded, groups, head or ""):
        return ReadRow(row, groups[:2], ((groups[2], groups[2]),), tuple(ps), test=test)
    return ReadRow(row, groups, tuple(estimates), tuple(ps), test=test, own=own)


def _ends_in_change(folded: str, groups: Sequence[Cell], head: str) -> bool:
    """Tell whether the last of three values is the difference of the others: "6.2 (1.1) 7.1 (1.2) 0.9 (0.8)"."""
    if len(groups) != 3 or any(cell.spread is None or cell.high is not None for cell in groups):
        return False
    first, second, last = (cell.value for cell in groups)
    printed = [folded[slice(*cell.value_span)] for cell in groups]
    if first is None or second is None or last is None or len({_decimals(one) for one in printed}) > 1:
        return False
    signed = printed[2][0] in "+-" or DIFFERENCE.search(head) is not None
    rounding = 2.1 * 10.0 ** -_decimals(printed[2])
    differs = min(abs(second - first - last), abs(first - second - last)) <= rounding
    return differs and abs(last) > 0 and (signed or _decimals(printed[2]) > 0)


def _decimals(printed: str) -> int:
    return len(printed) - printed.index(".") - 1 if "." in printed else 0


def _of_row_groups(folded: str, row: TableRow, groups: Sequence[Cell], table: Table) -> bool:
    """Tell whether values stand in a table whose rows are the groups and whose columns aren't times."""
    if not table.grouped:
        return False
    if row.columns is not None and sizes_in(folded, row.columns) >= len(groups):
        return False
    names = column_names(folded, row.columns, len(groups)) if row.columns is not None else None
    return not names or not all(is_time(folded[slice(*name)]) for name in names)


def _estimates(cells: Sequence[Cell], head: str | None, named: str, ps: int) -> list[tuple[Cell, Cell]]:
    """Return the row's estimates, each with the cell that holds its interval."""
    if head is not None and len(cells) >= 2 and cells[-1].kind == "range" and holds(cells[-2], cells[-1]):
        return [(cells[-2], cells[-1])]
    paired = [cell for cell in cells if cell.high is not None and cell.kind == "value"]
    paired = [cell for cell in paired if holds(cell, cell)]
    if not paired or paired[-1] is not cells[-1]:
        return []
    alone = [cell for cell in cells if cell not in paired]
    last = len(paired) == 1 and ps == 1 and len(alone) >= 2 and not _RANGES.search((head or "") + named)
    differs = last or _NAMED_DIFFERENCE.search(named) is not None
    if (
        head is not None
        and not differs
        and INTERVALS.search(head) is None
        and DIFFERENCE.search(head) is None
    ):
        return []
    if len(paired) == len(cells) >= 2:
        # an estimate in each column (crude and adjusted, several outcomes), or each arm's own interval
        each = differs or (head is not None and any(code in RATIOS | {"BETA"} for code in codes_in(head)))
        each = each or (head is not None and _COEFFICIENTS.search(head) is not None)
        if each and ps in {0, len(paired)}:
            return [(cell, cell) for cell in paired]
        own = head is None or INTERVALS.search(named) or len(INTERVALS.findall(head)) >= len(paired)
        if len(paired) == 2 or own or not _RANGES.search(head or ""):
            return [(cell, cell) for cell in paired] if ps == len(paired) else []
    if ps == len(paired) > 1 or (len(alone) >= 2 and cells[: len(alone)] == alone):
        return [(cell, cell) for cell in paired]
    return [(paired[-1], paired[-1])]


def _told(
    folded: str,
    row: TableRow,
    cells: Sequence[Cell],
    table: Table,
    estimates: Sequence[tuple[Cell, Cell]],
) -> tuple[Cell, ...]:
    """Return the cells that hold the groups' values: columns of totals, counts and spreads left out."""
    head = table.head
    values = [cell for cell in cells if cell.kind == "value"]
    named = folded[slice(*row.name)]
    if len(values) >= 4 and len(values) % 2 == 0 and all(cell.bare for cell in values):
        if head is not None and len(_SPREADS.findall(head)) >= 2:
            values = values[::2]
        elif head is not None and len(_COUNTS.findall(head)) >= 2:
            values = values[1::2]
        elif len(values) == 4 and len(estimates) == 1 and differ_by(values[0], values[2], estimates[0][0]):
            values = values[::2]
    if len(values) >= 3 and head is not None and row.columns is not None:
        names = column_names(folded, row.columns, len(values))
        if names is not None and is_total(folded[slice(*names[-1])]):
            values = values[:-1]
        elif left_out(head):
            values = values[1:]
    counted = values and all(is_counted(cell) for cell in values)
    told = _PERCENTAGES.search(head or "") or _PERCENTAGES.search(named) or _PERCENTAGES.search(table.notes)
    averaged = _AVERAGES.search(named) is not None
    if counted and (
        all(percentage(folded, cell) for cell in values)
        or (told and not averaged)
        or (not averaged and are_shares(folded, values, table.sizes, table.counts))
    ):
        values = [
            cell
            if cell.low is None
            else replace(cell, value=cell.low, value_span=cell.low_span or cell.value_span)
            for cell in values
        ]
    return tuple(values)


def differ_by(first: Cell, second: Cell, estimate: Cell) -> bool:
    """Tell whether an estimate is the difference of two values, as far as rounding lets it."""
    if first.value is None or second.value is None or estimate.value is None:
        return False
    return abs(abs(first.value - second.value) - abs(estimate.value)) <= 0.15 + 0.1 * abs(estimate.value)


def _own_intervals(groups: Sequence[Cell], named: str, above: str, table: Table, *, tested: bool) -> bool:
    """Tell whether each group's value has its own confidence interval: the row, the head or a note says so."""
    if not all(cell.high is not None and holds(cell, cell) for cell in groups):
        return False
    if INTERVALS.search(named):
        return True
    head = table.head or ""
    if _RANGES.search(named) or _RANGES.search(head):
        return False
    if len(INTERVALS.findall(head)) >= len(groups) or (_NOTED.search(head) and not DIFFERENCE.search(head)):
        return True
    if table.head is None and len(groups) > 2 and not tested:
        return False
    if _NOTED.search(above) and not _RANGES.search(above):
        return True
    return _NOTED.search(table.notes) is not None


def _side_by_side(folded: str, row: TableRow, groups: Sequence[Cell], table: Table) -> bool:
    """Tell whether values without a p-value are set side by side: one form, in columns whose groups the head names."""
    names = sure_columns(folded, row.columns, len(groups)) if row.columns is not None else None
    named = folded[max(row.name[0], names[-1][1] if names else 0) : row.name[1]]
    if len(_NUMBERS.findall(named)) > 1:
        return False
    head = table.head or ""
    if len(groups) == 2 and all(percentage(folded, cell) for cell in groups):
        return True
    if row.head is None or row.columns is None or table.rows < 2:
        return False
    if sizes_in(folded, row.columns) > len(groups) + 1:
        return False
    if len({(cell.low is None, cell.high is None) for cell in groups if cell.value}) > 1:
        return False
    spread = all(cell.spread is not None for cell in groups)
    if (
        len(groups) == 2
        and spread
        and not HEADED_P.search(head)
        and all(cell.high is None for cell in groups)
    ):
        return True
    bare = all(cell.bare and not LIKE_P.fullmatch(folded[slice(*cell.value_span)]) for cell in groups)
    nothing = [cell.bare and cell.value == 0 for cell in groups]
    shares = all(none or percentage(folded, cell) for none, cell in zip(nothing, groups, strict=True))
    if not (spread or bare or shares):
        return False
    if bare:
        names = sure_columns(folded, row.columns, len(groups), exact=True)
    return names is not None and not (HEADED_P.search(head) and is_time(folded[slice(*names[-1])]))


def with_shared_p(rows: Sequence[ReadRow], folded: str) -> list[ReadRow]:
    """Give both halves of a whole ("38.9% 52.3% … 61.1% 47.7% 0.046") the p-value printed for them once.

    Percentages without a p-value of their own are no result elsewhere.
    """
    shared: list[ReadRow] = []
    for at, one in enumerate(rows):
        if one.ps or one.estimates or not all(percentage(folded, cell) for cell in one.groups):
            shared.append(one)
            continue
        beside = [rows[other] for other in (at + 1, at - 1) if 0 <= other < len(rows)]
        half = next((other for other in beside if other.ps and _make_whole(one, other)), None)
        shared.append(replace(one, ps=half.ps) if half is not None else one)
    return shared


def with_reference_p(rows: Sequence[tuple[TableRow, ReadRow | None]]) -> list[ReadRow | None]:
    """Give an estimate the p-value printed beside its reference: "Female 1.00 <0.001 Male 1.50 1.28-1.77"."""
    told: list[ReadRow | None] = [read for _, read in rows]
    for at, (row, _) in enumerate(rows[:-1]):
        after = told[at + 1]
        cells = row.cells
        if len(cells) != 2 or cells[0].value != 1.0 or not cells[0].bare or cells[1].kind == "range":
            continue
        p = cells[1] if cells[1].kind == "p" else replace(cells[1], kind="p")
        if after is not None and len(after.estimates) == 1 and not after.ps and 0 <= (p.value or 0) <= 1:
            told[at + 1] = replace(after, ps=(p,))
    return told


def _make_whole(one: ReadRow, other: ReadRow) -> bool:
    """Tell whether the percentages of two rows add up to a hundred in each group."""
    if len(one.groups) != len(other.groups):
        return False
    sums = [(a.value or 0) + (b.value or 0) for a, b in zip(one.groups, other.groups, strict=True)]
    return all(abs(total - 100) < 0.3 for total in sums)


def code_of(named: str, table: Table, one: ReadRow, cell: Cell) -> str | None:
    """Return the measure of a row's estimate: what the head names last, else a difference that the values bear out.

    Where the text begins below the head, a note may name it.
    """
    head = table.head
    if _NAMED_DIFFERENCE.search(named):
        return "MD"
    if head is not None:
        codes = codes_in(head)
        fitting = [code for code in codes if _may_be(code, cell)]
        if fitting:
            return next((code for code in reversed(fitting) if code != "BETA"), fitting[-1])
        if _COEFFICIENTS.search(head):
            return "BETA"
        if codes or DIFFERENCE.search(head):
            return "MD"
    if len(one.groups) == 2 and differ_by(one.groups[0], one.groups[1], cell):
        return "MD"
    return next((code for code in codes_in(table.notes) if code in RATIOS and _may_be(code, cell)), None)


@lru_cache(maxsize=16)
def codes_in(head: str) -> tuple[str, ...]:
    """Return the measures that a table's head names, in order."""
    return tuple(one.code for one in find_measures(head) if one.code in ESTIMATES and not one.clue)


def _may_be(code: str, cell: Cell) -> bool:
    """Tell whether a cell's number can be one of a measure: no ratio is negative, no standardised difference large."""
    if cell.value is None or cell.low is None:
        return True
    if code in RATIOS:
        return cell.value >= 0 and cell.low >= 0 and not cell.percent
    return code != "SMD" or abs(cell.value) <= _LARGEST_SMD
