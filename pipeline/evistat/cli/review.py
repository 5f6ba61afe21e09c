"""``evistat review``: a reader's decisions into records, and what they say of the findings."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from evistat.cli.exit_codes import SOME_FAILED
from evistat.cli.parameters import Force, Records

if TYPE_CHECKING:
    from evistat.records.review import Applied

_MOST_TOLD = 20

review = typer.Typer(
    name="review", help="Merge decisions made in a report into records; measure precision from them."
)

By = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="Who decided, for decisions that name nobody."),
]
Date = Annotated[
    str | None,
    typer.Option("--date", metavar="YYYY-MM-DD", help="When, for decisions that carry no date."),
]


@review.command()
def apply(
    records: Records,
    decisions: Annotated[
        list[str], typer.Argument(metavar="DECISIONS", help="Decisions as a report's page downloads them.")
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help="Where the records go (.jsonl, .jsonl.gz); - for standard output.",
        ),
    ],
    by: By = None,
    date: Date = None,
    force: Force = False,
) -> None:
    """Write the records again with the decisions in them; of several about a finding the last one counts."""
    from pathlib import Path

    from evistat.errors import EvistatError
    from evistat.records.decisions import read_decisions
    from evistat.records.jsonl import read_records, record_line, refuse_existing, written_whole
    from evistat.records.review import Applied, apply_decisions, latest

    _refuse_date(date)
    for source in (records, *decisions):
        if Path(source).exists() and Path(output).exists() and Path(source).samefile(output):
            raise EvistatError("E020", path=source)
    refuse_existing(output, force=force)
    last, overridden = latest(decision for path in decisions for decision in read_decisions(path))
    applied = Applied(overridden=overridden)
    with written_whole(output) as file:
        for record in apply_decisions(read_records(records), last, applied, by=by, date=date):
            file.write(record_line(record))
    for line in _told(applied):
        print(line, file=sys.stderr)
    if applied.problems:
        raise typer.Exit(SOME_FAILED)


@review.command()
def stats(
    records: Records,
    decisions: Annotated[
        list[str] | None,
        typer.Argument(metavar="DECISIONS", help="Decisions to count with those in the records."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Say how right the findings were, by measure and by rule: precision is the share accepted as read."""
    from json import dumps

    from rich.console import Console

    from evistat.errors import EvistatError
    from evistat.inspect.precision import precision_of, precision_table
    from evistat.records.decisions import read_decisions
    from evistat.records.jsonl import read_records
    from evistat.records.review import Applied, apply_decisions, latest

    last, _ = latest(decision for path in decisions or () for decision in read_decisions(path))
    applied = Applied()
    counted = precision_of(apply_decisions(read_records(records), last, applied, by="-"))
    if not counted.all.decided:
        raise EvistatError("E105", path=records)
    if json:
        print(dumps(counted.data(), ensure_ascii=False, indent=2))
    else:
        Console(markup=False, emoji=False, highlight=False).print(precision_table(counted))


def _refuse_date(date: str | None) -> None:
    from datetime import date as calendar

    from evistat.errors import EvistatError

    if date is None:
        return
    try:
        if calendar.fromisoformat(date).isoformat() == date:
            return
    except ValueError:
        pass
    raise EvistatError("E103", date=date)


def _told(applied: Applied) -> list[str]:
    """Return what became of the decisions, one thing a line."""
    counts = ", ".join(f"{count} {name}" for name, count in sorted(applied.decided.items())) or "none"
    lines = [f"decisions applied: {counts}"]
    if applied.overridden:
        lines.append(f"overridden by a later decision about the same finding: {applied.overridden}")
    lines += applied.problems
    if applied.gone:
        lines.append(f"about findings that these records don't hold: {len(applied.gone)}")
        lines += [
            f"  {decision.doc_id} {decision.finding}: {decision.decision}"
            + (f" ({decision.read})" if decision.read else "")
            for decision in applied.gone[:_MOST_TOLD]
        ]
        if len(applied.gone) > _MOST_TOLD:
            lines.append(f"  … and {len(applied.gone) - _MOST_TOLD} more")
    return lines
