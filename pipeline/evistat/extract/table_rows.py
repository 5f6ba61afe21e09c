"""Rows of run-in tables, their cells told apart → results, with the names that the table's rows and columns give."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from evistat.extract.context import Context
from evistat.extract.estimates import RATIOS
from evistat.extract.finding import Group, Interval, PValue, Result, RowNames, TextSpan
from evistat.extract.run_in_tables import Cell, TableRow, find_rows
from evistat.extract.table_blocks import Column, find_columns
from evistat.extract.table_cells import (
    INTERVALS,
    ReadRow,
    Table,
    code_of,
    read_row,
    tables_of,
    with_reference_p,
    with_shared_p,
)
from evistat.extract.table_columns import group_columns, is_control, is_time
from evistat.extract.table_heads import (
    exposures,
    name_of,
    percentage,
    row_subjects,
    sought_outcome,
)
from evistat.extract.table_kinds import names_statistic
from evistat.extract.tested_columns import repeats_of, test_statistic, tests_interaction
from evistat.extract.units import unit_at

GROUPS = "groups.table_row"
P_VALUE = "p.table_cell"
ESTIMATE = "effect.table_row"

_LEVEL = re.compile(r"\b(?P<level>\d\d(?:\.5)?) ?% ?(?:C\.?I\b|[Cc]onfidence|[Cc]redible)")
_UNIT_PLACE = re.compile(r"[(\[]|,(?= )|\b[Mm]e(?:di)?an(?= )|,(?=%)")
_STARRED = re.compile(r" ?(?P<mark>[*†‡#§]+)(?![*†‡#§]| ?[Pp] ?[=<>≤≥])")
_NOTE = r"[^*†‡#§.;]{0,80}?(?P<p>[Pp] ?(?P<op>[=<>≤≥]) ?(?P<number>0?\.\d+))"
_CHANGED = re.compile(r"\b[Cc]hanges?\b|\bfrom baseline\b")
_PER = re.compile(r"\bper \d")
_SHARE = re.compile(r"%|[Pp]roportion|[Pp]robability|[Pp]ercent|[Pp]revalence|[Ii]ncidence|\b[Rr]ate\b")


def find_table_rows(context: Context) -> list[Result]:
    """Return the results of a document's run-in tables, in order."""
    folded = context.folded
    rows = find_rows(folded)
    if not rows:
        return []
    tables = dict(zip(rows, tables_of(folded, rows), strict=True))
    columns = find_columns(folded, rows)
    results = [_column(context, column) for column in columns]
    told_by_columns = {row for column in columns for row in column.rows if column.whole}
    tested = {column.p.start for column in columns}
    subjects = dict(zip(rows, row_subjects(folded, rows), strict=True))
    rows = [row for row in rows if row not in told_by_columns and row.start not in tested]
    parts: list[TableRow] = []
    for row in rows:
        table, subject = tables[row], subjects[row]
        for part in repeats_of(folded, row):
            tables[part], subjects[part] = table, subject
            parts.append(part)
    told = with_reference_p([(row, read_row(folded, row, tables[row])) for row in parts])
    read = with_shared_p([one for one in told if one is not None], folded)
    if len(read) < 2 and not any(one.row.head for one in read):
        return results
    for one in read:
        subject = subjects[one.row]
        if one.mixed:
            results += _mixed(context, one, subject)
        else:
            results += _results(context, one, tables[one.row], subject)
    return results


def _column(context: Context, column: Column) -> Result:
    """Make the result of a column whose cells are groups' values and whose last is their p-value."""
    text, folded = context.text, context.folded
    labels = column.labels
    groups = tuple(
        _group(text, folded, cell, label) for cell, label in zip(column.cells, labels, strict=True)
    )
    known = [label for label in labels if label is not None]
    sides = _sides(context, known if len(known) == len(labels) else None)
    return Result(
        groups[0].start,
        column.p.end,
        context.sentence_at(groups[0].start),
        GROUPS,
        p=_p_value(text, column.p),
        groups=groups,
        row=RowNames(outcome=column.name, intervention=sides[0], comparator=sides[1]),
    )


def _results(context: Context, one: ReadRow, table: Table, subject: tuple[int, int] | None) -> list[Result]:
    """Make a row's results: one for each estimate, else one of its groups' values."""
    folded, row = context.folded, one.row
    changed = int(bool(one.estimates) and one.estimates[0][1].high is None)  # a column of changes behind
    labels = (
        group_columns(folded, row.columns, len(one.groups) + changed)
        if row.columns is not None and one.groups
        else None
    )
    labels = labels[: len(one.groups)] if labels else None
    if labels and subject is not None and subject[0] < labels[-1][1] < subject[1]:
        subject = name_of(
            folded, (labels[-1][1], subject[1])
        )  # the head's last column stands before the name
    if labels and any(names_statistic(folded[slice(*label)]) for label in labels):
        one, labels = replace(one, groups=()), None
    elif not labels and len(one.groups) > 2 and all(cell.bare for cell in one.groups):
        one = replace(one, groups=())
    if not one.estimates and not one.groups and len(one.ps) == 1:
        return [_tested(context, one, table, subject)]
    made = _estimated(context, one, table, subject, labels) if one.estimates else []
    if made or len(one.groups) < 2 or (one.estimates and not one.ps):
        return made
    if one.own:
        made = [
            _own(context, one, table, cell, subject, labels[at] if labels else None)
            for at, cell in enumerate(one.groups)
        ]
    return [*_compared(context, one, table, subject, labels), *made]


def _tested(context: Context, one: ReadRow, table: Table, subject: tuple[int, int] | None) -> Result:
    """Make the result of a row that prints a p-value and no groups' values: a test statistic may stand before it."""
    p = one.ps[0]
    before = [cell for cell in one.row.cells if cell.end <= p.start and cell.bare]
    cell = one.test or (before[-1] if before else None)
    test = test_statistic(table.head, cell) if cell is not None else None
    start = test.start if test is not None else p.start
    return Result(
        start,
        p.end,
        context.sentence_at(start),
        P_VALUE,
        p=_p_value(context.text, p),
        test=test,
        row=RowNames(outcome=subject),
    )


def _compared(
    context: Context,
    one: ReadRow,
    table: Table,
    subject: tuple[int, int] | None,
    labels: Sequence[tuple[int, int]] | None,
) -> list[Result]:
    """Make the results of a row's groups: one, or one for each arm where its columns are an arm's times in turn."""
    text, folded = context.text, context.folded
    groups = _groups(text, folded, one, labels)
    test = test_statistic(table.head, one.test) if one.test is not None else None
    printed = _p_value(text, one.ps[0]) if one.ps else None
    step = 2 if printed is None and labels and _in_turn(folded, labels) else len(groups)
    made: list[Result] = []
    for at in range(0, len(groups), step):
        part = one.groups[at : at + step]
        cells = (*part, *one.ps)
        p = printed or _starred(context, part, table)
        sides = _sides(context, labels[at : at + step] if labels else None, _subgroup(folded, one, subject))
        made.append(
            Result(
                min(cell.start for cell in cells),
                max(cell.end for cell in cells),
                context.sentence_at(part[0].start),
                GROUPS,
                p=p,
                groups=groups[at : at + step],
                test=test,
                row=RowNames(outcome=subject, intervention=sides[0], comparator=sides[1]),
            )
        )
    return made


def _subgroup(folded: str, one: ReadRow, subject: tuple[int, int] | None) -> tuple[int, int] | None:
    """Return the group that a row names behind its outcome, or alone below it."""
    name = name_of(folded, one.row.name)
    if name is None or subject is None or name == subject:
        return None
    behind = _BEHIND.match(folded, subject[1], name[1]) if subject[0] == name[0] else None
    start = behind.end() if behind is not None else name[0]
    return (start, name[1]) if name[1] - start > 1 and (behind or subject[1] < name[0]) else None


_BEHIND = re.compile(r" ?(?:[(\[][^()\[\]]*[)\]])?[ *†‡]*(?=[A-Z])")


def _in_turn(folded: str, labels: Sequence[tuple[int, int]]) -> bool:
    """Tell whether two names of columns come again and again: "Pre Post Pre Post"."""
    names = [folded[slice(*label)].lower() for label in labels]
    return (
        len(names) > 2
        and len(names) % 2 == 0
        and names[0] != names[1]
        and names == names[:2] * (len(names) // 2)
    )


def _starred(context: Context, cells: Sequence[Cell], table: Table) -> PValue | None:
    """Return the p-value that a note gives for the mark behind one of the values."""
    for cell in cells:
        mark = _STARRED.match(context.folded, cell.end)
        if mark is None:
            continue
        note = re.search(rf"(?<![*†‡#§]){re.escape(mark['mark'])}(?![*†‡#§]){_NOTE}", table.notes)
        if note is not None:
            at = table.end
            number, op = note["number"], {"≤": "<=", "≥": ">="}.get(note["op"], note["op"])
            start, end = at + note.start("p"), at + note.end("number")
            return PValue(op, float(number), context.text[start:end], start, end, rule=P_VALUE)
    return None


def _own(
    context: Context,
    one: ReadRow,
    table: Table,
    cell: Cell,
    subject: tuple[int, int] | None,
    label: tuple[int, int] | None,
) -> Result:
    """Make the result of a group's own value with its confidence interval."""
    text, folded = context.text, context.folded
    named = folded[slice(*one.row.name)]
    measured = _LEVEL.sub("", named)
    head = table.head or ""
    if _CHANGED.search(named) or _CHANGED.search(head):
        code = "MD"
    elif "edian" in named:
        code = "MEDIAN"
    elif _PER.search(measured):
        code = "RATE"
    elif cell.percent or _SHARE.search(measured):
        code = "PROP"
    else:
        code = "MEDIAN" if "edian" in head and "ean" not in named else "MEAN"
    unit = _unit(text, folded, one.row, cell)
    return Result(
        cell.start,
        cell.end,
        context.sentence_at(cell.start),
        ESTIMATE,
        measure=code,
        value=cell.value,
        value_span=TextSpan(text[slice(*cell.value_span)], *cell.value_span),
        unit=unit.text if unit else None,
        unit_span=unit,
        ci=_interval(text, cell, named if INTERVALS.search(named) else head or table.notes),
        row=RowNames(
            outcome=subject, intervention=label, comparator=_baseline(folded) if code == "MD" else None
        ),
    )


def _baseline(folded: str) -> tuple[int, int] | None:
    """Return where the text names the baseline that changes are told from."""
    found = folded.find("baseline")
    return (found, found + len("baseline")) if found >= 0 else None


def _estimated(
    context: Context,
    one: ReadRow,
    table: Table,
    subject: tuple[int, int] | None,
    labels: Sequence[tuple[int, int]] | None,
) -> list[Result]:
    """Make a result of each of a row's estimates, with its groups' values if it has but one."""
    text, folded, row, head = context.text, context.folded, one.row, table.head
    groups = _groups(text, folded, one, labels)
    sides = _sides(context, labels)
    sentence = context.sentence_at(row.start)
    named = folded[slice(*row.name)]
    made: list[Result] = []
    for at, (cell, interval) in enumerate(one.estimates):
        code = code_of(named, table, one, cell) if interval.high is not None else "MD"
        if code is None:
            continue
        p = _p_value(text, one.ps[at]) if len(one.ps) == len(one.estimates) else None
        own = groups if at == 0 else ()
        unit = _unit(text, folded, row, cell) if code == "MD" else None
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
                max(cell.end, interval.end, p.end if p is not None else 0),
                sentence,
                GROUPS + "+" + ESTIMATE if own else ESTIMATE,
                measure=code,
                value=cell.value,
                value_span=TextSpan(text[slice(*cell.value_span)], *cell.value_span),
                unit=unit.text if unit else None,
                unit_span=unit,
                ci=_interval(text, interval, head) if interval.high is not None else None,
                p=p,
                groups=own,
                row=names,
            )
        )
    return made


def _mixed(context: Context, one: ReadRow, subject: tuple[int, int] | None) -> list[Result]:
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


def _unit(text: str, folded: str, row: TableRow, cell: Cell) -> TextSpan | None:
    """Return the unit that a row's name ends in or prints in brackets: "Fluid balance (mL)", "Stay, days (95% CI)"."""
    for found in reversed(list(_UNIT_PLACE.finditer(folded, *row.name))):
        span = unit_at(folded, found.end())
        if (
            span is not None
            and folded[span[1] : span[1] + 1] in {"", " ", ")", "]", ","}
            and span[1] <= row.name[1] + 1
        ):
            return TextSpan(text[slice(*span)], *span)
    percent = folded.find("%", cell.value_span[1], cell.value_span[1] + 2) if cell.percent else -1
    return TextSpan(text[percent : percent + 1], percent, percent + 1) if percent >= 0 else None


def _groups(
    text: str, folded: str, one: ReadRow, labels: Sequence[tuple[int, int]] | None
) -> tuple[Group, ...]:
    """Return the values of a row's groups, each with its column's name."""
    return tuple(
        _group(text, folded, cell, labels[at] if labels else None) for at, cell in enumerate(one.groups)
    )


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
    context: Context, labels: Sequence[tuple[int, int]] | None, subgroup: tuple[int, int] | None = None
) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """Return intervention and comparator among the columns: what names a control or an earlier time is compared with.

    A ``subgroup`` that the row names is compared with its earlier time.
    """
    if not labels:
        return None, None
    if subgroup is not None and all(is_time(context.folded[slice(*label)]) for label in labels):
        return subgroup, labels[0]
    names = [context.folded[slice(*label)] for label in labels]
    control = next((at for at, name in enumerate(names) if is_control(name)), None)
    if control == 0 and len(labels) > 1:
        return labels[-1 if is_time(names[-1]) else 1], labels[0]
    return labels[0], labels[control if control is not None else min(1, len(labels) - 1)]


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
