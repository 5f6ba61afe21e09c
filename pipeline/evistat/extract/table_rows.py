"""Rows of run-in tables → results: which cells are the groups' values, which the estimate, its interval, the p-value.

The head of the table says what its columns hold; where the text begins below the head, the cells' own forms must do. A
row that can't be told (one value, columns without a p-value in a table that has them) is no result.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from evistat.extract.context import Context
from evistat.extract.estimates import RATIOS
from evistat.extract.finding import Group, Interval, PValue, Result, RowNames, TextSpan
from evistat.extract.measures import find_measures
from evistat.extract.run_in_tables import Cell, TableRow, find_rows
from evistat.extract.table_heads import (
    column_names,
    exposures,
    is_control,
    left_out,
    name_of,
    percentage,
    row_subjects,
    sought_outcome,
)
from evistat.extract.tested_columns import (
    HEADED_P,
    test_column,
    test_statistic,
    tests_interaction,
    with_p_values,
)
from evistat.extract.units import unit_at

GROUPS = "groups.table_row"
P_VALUE = "p.table_cell"
ESTIMATE = "effect.table_row"

_ESTIMATES = RATIOS | {"MD", "RD", "SMD", "BETA", "PCT"}
_INTERVALS = re.compile(r"\bC\.?I\b|[Cc]onfidence [Ii]nterval")
_LEVEL = re.compile(r"\b(?P<level>\d\d(?:\.5)?) ?% ?(?:C\.?I\b|[Cc]onfidence|[Cc]redible)")
_RANGES = re.compile(r"\bIQR\b|[Ii]nter-?quartile|\b[Rr]ange\b|\b[Mm]edian\b|\bQ1\b")
_DIFFERENCE = re.compile(r"[Dd]ifferen\w+|[Ee]ffect|[Cc]hange|[Rr]eduction")
_SPREADS = re.compile(r"\b(?:SD|SEM?|S\.D\.|s\.d\.)(?![\w-])|[Dd]eviation")
_COUNTS = re.compile(r"\b[nN] ?(?:%|[Rr]ate|\(?per)|\b[nN] Rate")
_PERCENTAGES = re.compile(r"\b(?:[nN]|[Nn]o\.?|[Nn]umbers?)(?: of [a-z]+)? ?\((?:%|[Pp]ercent(?:age)?s?)\)")
_AVERAGES = re.compile(r"\b(?:[Mm]ean|[Mm]edian|SD|IQR|score)\b|±")
_BRACKET = re.compile(r"[(\[](?P<inner>[^()\[\]]{1,14})[)\]]?$")
_MOST_GROUPS = 6
_LARGEST_SMD = 5.0


@dataclass(frozen=True, slots=True)
class _Read:
    """A row whose cells are told apart: groups' values, estimates (each with its p-value), the p-value of all.

    ``mixed``: all cells of a row whose values have p-values between and after them. ``test`` is a test statistic.
    """

    row: TableRow
    groups: tuple[Cell, ...]
    estimates: tuple[tuple[Cell, Cell], ...]
    ps: tuple[Cell, ...]
    mixed: tuple[Cell, ...] = ()
    test: Cell | None = None


def find_table_rows(context: Context) -> list[Result]:
    """Return the results of a document's run-in tables, in order."""
    rows = find_rows(context.folded)
    if not rows:
        return []
    told = [_read(context, row, len(rows)) for row in rows]
    read = _with_shared_p([one for one in told if one is not None], context.folded)
    if len(read) < 2 and not any(one.row.head for one in read):
        return []
    results: list[Result] = []
    subjects = dict(zip(rows, row_subjects(context.folded, rows), strict=True))
    for one in read:
        results += (
            _mixed(context, one, subjects[one.row])
            if one.mixed
            else _results(context, one, subjects[one.row])
        )
    return results


# -- cells --------------------------------------------------------------------------------------------------------------


def _read(context: Context, row: TableRow, rows: int) -> _Read | None:
    """Tell a row's cells apart; None where it is no result."""
    folded = context.folded
    head = folded[slice(*row.head)] if row.head is not None else None
    marked = with_p_values(folded, row.cells, head)
    ps = [cell for cell in marked if cell.kind == "p"]
    cells = [cell for cell in marked if cell.kind != "p"]
    test = test_column(marked, head) if len(ps) == 1 else None
    if test is not None:
        cells.remove(test)
    estimates = _estimates(cells, head, len(ps))
    first = cells.index(estimates[0][0]) if estimates else len(cells)
    groups = _told(folded, row, cells[:first], head, estimates)
    if estimates and len(groups) < 2 and not ps and head is None:
        return None
    if not estimates and len(ps) > 1:
        return _Read(row, (), (), tuple(ps), tuple(marked))
    if not estimates and not (2 <= len(groups) <= _MOST_GROUPS):
        return None
    halves = len(groups) == 2 and all(percentage(folded, cell) for cell in groups)
    if not estimates and len(ps) != 1 and (ps or not (halves or _side_by_side(groups, head, rows))):
        return None
    if len(groups) == 1 or len(groups) > _MOST_GROUPS:
        groups = ()
    return _Read(row, groups, tuple(estimates), tuple(ps), test=test)


def _estimates(cells: Sequence[Cell], head: str | None, ps: int) -> list[tuple[Cell, Cell]]:
    """Return the row's estimates, each with the cell that holds its interval."""
    if head is not None and len(cells) >= 2 and cells[-1].kind == "range" and _holds(cells[-2], cells[-1]):
        return [(cells[-2], cells[-1])]
    paired = [cell for cell in cells if cell.high is not None and cell.kind == "value"]
    paired = [cell for cell in paired if _holds(cell, cell)]
    if not paired or paired[-1] is not cells[-1]:
        return []
    if head is not None and _INTERVALS.search(head) is None and _DIFFERENCE.search(head) is None:
        return []
    alone = [cell for cell in cells if cell not in paired]
    if ps == len(paired) > 1 or (len(alone) >= 2 and cells[: len(alone)] == alone):
        return [(cell, cell) for cell in paired]
    if len(paired) == len(cells) == 2:  # crude and adjusted ratios, or each arm's own interval
        ratios = head is not None and not ps and any(code in RATIOS for code in _codes(head))
        return [(cell, cell) for cell in paired] if ratios else []
    if len(paired) == len(cells) >= 3 and (head is None or not _RANGES.search(head)):
        return []  # each arm's own interval
    return [(paired[-1], paired[-1])]


def _holds(estimate: Cell, interval: Cell) -> bool:
    value, low, high = estimate.value, interval.low, interval.high
    return value is not None and low is not None and high is not None and low <= value <= high


def _told(
    folded: str,
    row: TableRow,
    cells: Sequence[Cell],
    head: str | None,
    estimates: Sequence[tuple[Cell, Cell]],
) -> tuple[Cell, ...]:
    """Return the cells that hold the groups' values: columns of totals, counts and spreads left out."""
    values = [cell for cell in cells if cell.kind == "value"]
    named = folded[slice(*row.name)]
    if len(values) >= 4 and len(values) % 2 == 0 and all(cell.bare for cell in values):
        if head is not None and len(_SPREADS.findall(head)) >= 2:
            values = values[::2]
        elif head is not None and len(_COUNTS.findall(head)) >= 2:
            values = values[1::2]
        elif len(values) == 4 and len(estimates) == 1 and _differ_by(values[0], values[2], estimates[0][0]):
            values = values[::2]
    if len(values) >= 3 and head is not None and left_out(head):
        values = values[1:]
    counted = values and all(_counted(cell) for cell in values)
    told = _PERCENTAGES.search(head or "") or _PERCENTAGES.search(named) or _later_note(folded, row.end)
    if counted and (
        all(percentage(folded, cell) for cell in values) or (told and not _AVERAGES.search(named))
    ):
        values = [
            replace(cell, value=cell.low, value_span=cell.low_span or cell.value_span) for cell in values
        ]
    return tuple(values)


def _later_note(folded: str, end: int) -> bool:
    """Tell whether a note after the table says that its values are numbers with percentages."""
    return _PERCENTAGES.search(folded, end, end + 700) is not None


def _differ_by(first: Cell, second: Cell, estimate: Cell) -> bool:
    if first.value is None or second.value is None or estimate.value is None:
        return False
    return abs(abs(first.value - second.value) - abs(estimate.value)) <= 0.15 + 0.1 * abs(estimate.value)


def _counted(cell: Cell) -> bool:
    """Tell whether a cell may be a count with its percentage in brackets."""
    whole = cell.value is not None and cell.value.is_integer() and not cell.percent
    return whole and cell.low is not None and cell.high is None and 0 <= cell.low <= 100


def _side_by_side(groups: Sequence[Cell], head: str | None, rows: int) -> bool:
    """Tell whether values without a p-value are set side by side: two of a kind in a table that tests nothing."""
    if head is None or rows < 2 or len(groups) != 2 or HEADED_P.search(head):
        return False
    return all(cell.spread is not None and cell.high is None for cell in groups)


def _with_shared_p(rows: Sequence[_Read], folded: str) -> list[_Read]:
    """Give both halves of a whole ("38.9% 52.3% … 61.1% 47.7% 0.046") the p-value printed for them once.

    Percentages without a p-value of their own are no result elsewhere.
    """
    shared: list[_Read] = []
    for at, one in enumerate(rows):
        if one.ps or one.estimates or not all(percentage(folded, cell) for cell in one.groups):
            shared.append(one)
            continue
        beside = [rows[other] for other in (at + 1, at - 1) if 0 <= other < len(rows)]
        half = next((other for other in beside if other.ps and _make_whole(one, other)), None)
        if half is not None:
            shared.append(replace(one, ps=half.ps))
    return shared


def _make_whole(one: _Read, other: _Read) -> bool:
    """Tell whether the percentages of two rows add up to a hundred in each group."""
    if len(one.groups) != len(other.groups):
        return False
    sums = [(a.value or 0) + (b.value or 0) for a, b in zip(one.groups, other.groups, strict=True)]
    return all(abs(total - 100) < 0.3 for total in sums)


# -- results ------------------------------------------------------------------------------------------------------------


def _results(context: Context, one: _Read, subject: tuple[int, int] | None) -> list[Result]:
    """Make a row's results: one for each estimate, else one of its groups' values."""
    text, folded, row = context.text, context.folded, one.row
    head = folded[slice(*row.head)] if row.head is not None else None
    labels = column_names(folded, row.head, len(one.groups)) if row.head is not None and one.groups else None
    groups = tuple(
        _group(text, folded, cell, labels[at] if labels else None) for at, cell in enumerate(one.groups)
    )
    if labels and subject is not None and subject[0] < labels[-1][1] < subject[1]:
        subject = name_of(
            folded, (labels[-1][1], subject[1])
        )  # the head's last column stands before the name
    sides = _sides(context, labels)
    sentence = context.sentence_at(row.start)
    if not one.estimates:
        p = _p_value(text, one.ps[0]) if one.ps else None
        end = max(cell.end for cell in (*one.groups, *one.ps))
        names = RowNames(outcome=subject, intervention=sides[0], comparator=sides[1])
        test = test_statistic(head, one.test) if one.test is not None else None
        return [Result(row.start, end, sentence, GROUPS, p=p, groups=groups, test=test, row=names)]
    made: list[Result] = []
    for at, (cell, interval) in enumerate(one.estimates):
        code = _code(head, one, cell)
        if code is None:
            continue
        p = _p_value(text, one.ps[at]) if len(one.ps) == len(one.estimates) else None
        own = groups if len(one.estimates) == 1 else ()
        unit = _unit(text, folded, row) if code == "MD" else None
        exposed = not own and code in RATIOS | {"BETA"} and head is not None and exposures(head)
        names = RowNames(
            outcome=sought_outcome(folded, row.head) if exposed and row.head else subject,
            predictor=subject if exposed else None,
            intervention=sides[0] if own else None,
            comparator=sides[1] if own else None,
        )
        made.append(
            Result(
                row.start if own else cell.start,
                max(interval.end, p.end if p is not None else 0),
                sentence,
                GROUPS + "+" + ESTIMATE if own else ESTIMATE,
                measure=code,
                value=cell.value,
                value_span=TextSpan(text[slice(*cell.value_span)], *cell.value_span),
                unit=unit.text if unit else None,
                unit_span=unit,
                ci=_interval(text, interval, head),
                p=p,
                groups=own,
                row=names,
            )
        )
    return made


def _mixed(context: Context, one: _Read, subject: tuple[int, int] | None) -> list[Result]:
    """Make the results of a row that prints several p-values: each tests the values before it, if any are its own."""
    text, folded, row = context.text, context.folded, one.row
    sentence = context.sentence_at(row.start)
    names = RowNames(outcome=subject)
    parts: list[tuple[list[Cell], Cell]] = []
    waiting: list[Cell] = []
    for cell in one.mixed:
        if cell.kind == "p":
            parts.append((waiting, cell))
            waiting = []
        elif cell.kind == "value" and not cell.bare:
            waiting.append(cell)
    several = sum(bool(values) for values, _ in parts) > 1
    varying = tests_interaction(folded, row)
    made: list[Result] = []
    for at, (values, cell) in enumerate(parts):
        groups = (
            tuple(_group(text, folded, value, None) for value in values)
            if several and len(values) > 1
            else ()
        )
        p = _p_value(text, cell)
        if varying and at == len(parts) - 1:
            p = replace(p, kind="interaction")
        start = values[0].start if groups else cell.start
        made.append(
            Result(start, cell.end, sentence, GROUPS if groups else P_VALUE, p=p, groups=groups, row=names)
        )
    return made


def _unit(text: str, folded: str, row: TableRow) -> TextSpan | None:
    """Return the unit in brackets at the end of a row's name ("Fluid balance (mL)")."""
    found = _BRACKET.search(folded, *row.name)
    span = unit_at(folded, found.start("inner")) if found is not None else None
    if found is None or span is None or span[1] != found.end("inner"):
        return None
    return TextSpan(text[slice(*span)], *span)


def _code(head: str | None, one: _Read, cell: Cell) -> str | None:
    """Return the measure of a row's estimate: what the head names last, else a difference that the values bear out."""
    if head is not None:
        named = _codes(head)
        fitting = [code for code in named if _may_be(code, cell)]
        if fitting:
            return next((code for code in reversed(fitting) if code != "BETA"), fitting[-1])
        if named or _DIFFERENCE.search(head):
            return "MD"
    if len(one.groups) == 2 and _differ_by(one.groups[0], one.groups[1], cell):
        return "MD"
    return None


@lru_cache(maxsize=16)
def _codes(head: str) -> tuple[str, ...]:
    """Return the measures that a table's head names, in order."""
    return tuple(one.code for one in find_measures(head) if one.code in _ESTIMATES and not one.clue)


def _may_be(code: str, cell: Cell) -> bool:
    """Tell whether a cell's number can be one of a measure: no ratio is negative, no standardised difference large."""
    if cell.value is None or cell.low is None:
        return True
    if code in RATIOS:
        return cell.value >= 0 and cell.low >= 0
    return code != "SMD" or abs(cell.value) <= _LARGEST_SMD


def _group(text: str, folded: str, cell: Cell, label: tuple[int, int] | None) -> Group:
    start, end = cell.value_span
    percent = (
        cell.percent or folded[end : end + 1] == "%" or (start > cell.start and percentage(folded, cell))
    )
    counted = start > cell.start
    spread = None if counted or cell.spread is None else text[slice(*cell.spread)].strip("()[] ")
    assert cell.value is not None
    return Group(
        value=cell.value,
        text=text[start:end],
        start=start,
        end=end,
        unit="%" if percent else None,
        label=text[slice(*label)] if label else None,
        n=text[cell.start : cell.spread[0]].strip() if counted and cell.spread else None,
        spread=spread,
        spread_low=cell.low if cell.high is not None else None,
        spread_high=cell.high,
        label_start=label[0] if label else None,
        label_end=label[1] if label else None,
    )


def _sides(
    context: Context, labels: Sequence[tuple[int, int]] | None
) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """Return intervention and comparator among the columns: what names a control or an earlier time is compared with."""
    if not labels:
        return None, None
    control = next((label for label in labels if is_control(context.folded[slice(*label)])), None)
    others = [label for label in labels if label != control]
    if control is not None:
        return (others[-1] if control == labels[0] else others[0]), control
    return labels[0], labels[-1]


def _p_value(text: str, cell: Cell) -> PValue:
    return PValue(cell.op, cell.value, text[cell.start : cell.end], cell.start, cell.end, rule=P_VALUE)


def _interval(text: str, cell: Cell, head: str | None) -> Interval:
    level = _LEVEL.search(head) if head is not None else None
    low, high = cell.low_span or cell.value_span, cell.high_span or cell.value_span
    return Interval(
        float(level["level"]) if level is not None else None,
        cell.low,
        cell.high,
        text[slice(*low)],
        text[slice(*high)],
        low[0],
        high[1],
        rule="ci.table_cell",
    )
