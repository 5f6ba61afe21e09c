"""Cells of a run-in table's row → its p-values and test statistics: told by the head, the sign, the place, the form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from evistat.extract.finding import TestStatistic
from evistat.extract.run_in_tables import HEADED_P, LIKE_P, Cell, TableRow

_TESTS = {
    "t": r"(?<![\w/-])t(?! ?/)",
    "chi2": r"(?:t ?/ ?)?(?:χ|Χ|\bX) ?2|[Cc]hi-?[ ]?square",
    "F": r"\bF",
    "z": r"\b[Zz]",
}
_TEST_COLUMN = re.compile(
    "(?:" + "|".join(f"(?P<{name}>{form})" for name, form in _TESTS.items()) + r"|\b[Tt]est [Ss]tatistic)"
    r"(?:[- ]?(?:[Vv]alues?|[Tt]est|[Ss]tatistics?|[Ss]core))?[ *]{1,2}(?:\(df\) )?[Pp](?:[- ]?[Vv]alues?)?(?![\w.])"
)
_INTERACTION = re.compile(
    r"\b[Ii]nteraction|[×*] ?(?:[Tt]ime|[Gg]roup|[Tt]reatment)\b|\b[Gg]roup (?:x|by) [Tt]ime\b"
)


def with_p_values(folded: str, cells: Sequence[Cell], head: str | None) -> list[Cell]:
    """Return a row's cells, those that are p-values without a sign marked as such."""
    told = list(cells)
    if not any(cell.kind == "p" for cell in told) and (at := _last(folded, told, head)) is not None:
        told[at] = replace(told[at], kind="p")
    ps = sum(cell.kind == "p" for cell in told)
    if not ps:
        return told
    columns = len(HEADED_P.findall(head)) if head is not None else 1
    several = columns > 1 or (head is not None and _INTERACTION.search(head) is not None)
    if not several or (ps == len(told) - 1 and not told[0].bare):
        return told
    if any(cell.bare and not _like_p(folded, cell) for cell in told):
        return told
    first = next((at for at, cell in enumerate(told) if cell.kind == "value" and not cell.bare), None)
    for at in range(first + 1 if first is not None else len(told), len(told)):
        if told[at].bare:
            told[at] = replace(told[at], kind="p")
    return told


def repeats_of(folded: str, row: TableRow) -> list[TableRow]:
    """Return a row as the rows it prints side by side, each of values that end in their p-value: itself where it is one.

    "9.1 ± 1.2 8.7 ± 1.4 0.45 9.2 ± 1.1 8.9 ± 1.3 0.06"; the number of people may stand before the values.
    """
    parts: list[list[Cell]] = [[]]
    for cell in row.cells:
        parts[-1].append(cell)
        spread = len(parts[-1]) > 1 and parts[-1][-2].spread is not None
        if spread and (cell.kind == "p" or (cell.bare and _like_p(folded, cell))):
            parts.append([])
    if parts.pop() or len(parts) < 2:
        return [row]
    bare = [
        part[1:] if part[0].bare and "." not in folded[slice(*part[0].value_span)] else part for part in parts
    ]
    if len({len(part) for part in bare}) > 1 or any(len(part) < 3 for part in bare):
        return [row]
    if not all(cell.spread for part in bare for cell in part[:-1]):
        return [row]
    return [replace(row, cells=tuple(part), columns=None) for part in bare]


def _like_p(folded: str, cell: Cell) -> bool:
    return LIKE_P.fullmatch(folded[slice(*cell.value_span)]) is not None


def _last(folded: str, cells: Sequence[Cell], head: str | None) -> int | None:
    """Return which cell is a p-value by its place and form ("9.1 ± 1.2 8.7 ± 1.4 0.45", "1.35 0.02 1.05-1.62")."""
    last = len(cells) - 1
    bounded = last > 0 and cells[last - 1].high is not None  # "0.93 [0.72, 1.57] 0.75"
    if head is not None and HEADED_P.search(head) is None and not bounded:
        return None
    ranged = last >= 2 and cells[last].kind == "range"
    at = last - 1 if ranged else last
    if at < 1 or not cells[at].bare or not _like_p(folded, cells[at]):
        return None
    if head is None and (ranged or at < 2 or cells[at - 1].bare):
        return None
    return at


def test_column(cells: Sequence[Cell], head: str | None) -> Cell | None:
    """Return the cell that holds a test statistic: before the p-value, where the head names one or no other is bare."""
    at = next(at for at, cell in enumerate(cells) if cell.kind == "p")
    values = [cell for cell in cells[:at] if cell.kind == "value"]
    if len(values) < 3 or not values[-1].bare or values[-1] is not cells[at - 1]:
        return None
    headed = head is not None and _TEST_COLUMN.search(head) is not None
    return values[-1] if headed or not any(cell.bare for cell in values[:-1]) else None


def test_statistic(head: str | None, cell: Cell) -> TestStatistic | None:
    """Return the test statistic that a cell holds, None where the head doesn't name it."""
    named = _TEST_COLUMN.search(head) if head is not None else None
    if named is None or named.lastgroup is None or cell.value is None:
        return None
    return TestStatistic(named.lastgroup, (), cell.value, cell.start, cell.end)


def tests_interaction(folded: str, row: TableRow) -> bool:
    """Tell whether a table's head names a test of how the effect varies ("Group × Time")."""
    return row.head is not None and _INTERACTION.search(folded, *row.head) is not None
