"""``evistat export``: findings as a table."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from evistat.cli.counts import count_of
from evistat.cli.parameters import Force, ManyRecords
from evistat.cli.selecting import selects_findings

if TYPE_CHECKING:
    from evistat.records.select import Selection

FORMATS = ("csv", "tsv", "xlsx", "parquet", "jsonl")
PROGRAMS = ("metafor", "revman")


@selects_findings
def export(
    *,
    records: ManyRecords,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            "--output",
            "-o",
            metavar="PATH",
            help=f"Where the table goes: .{', .'.join(FORMATS)}; - for standard output.",
        ),
    ],
    force: Force = False,
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help="The format, where the file's name doesn't say it."),
    ] = None,
    program: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="PROGRAM",
            help="The columns that metafor or revman reads, of findings that carry what is needed.",
        ),
    ] = None,
    bom: Annotated[
        bool, typer.Option("--bom", help="Mark CSV and TSV as UTF-8 at their beginning, for Excel.")
    ] = False,
    selection: Selection,
) -> None:
    """Write findings as a table, one row a finding; docs/export.md explains its columns.

    Several of the options that choose findings must all hold; one that is repeated asks for any of its words.
    """
    from evistat.records.flat import COLUMNS, rows
    from evistat.records.select import read_chosen
    from evistat.store.analysis_tables import analysis_table
    from evistat.store.export import export as write

    for option, word, known in (("--format", format_, FORMATS), ("--as", program, PROGRAMS)):
        if word is not None and word not in known:
            raise typer.BadParameter(f"no {word!r}; known: {', '.join(known)}", param_hint=option)
    chosen = read_chosen(records, selection)
    made = analysis_table(chosen, program, mixed=len(selection.measures) > 1) if program else None
    count = write(
        made.rows if made else (row for record in chosen for row in rows(record)),
        made.columns if made else COLUMNS,
        to,
        format=format_,
        force=force,
        bom=bom,
        inputs=records,
    )
    print(count_of(count, "finding"), file=sys.stderr)
    if made and made.left_out:
        total = sum(made.left_out.values())
        reasons = ", ".join(f"{number} {reason}" for reason, number in made.left_out.most_common())
        print(f"{total} can't be pooled and were left out: {reasons}", file=sys.stderr)
