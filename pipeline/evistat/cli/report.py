"""``evistat report``: a folder with a page in which people look at findings and correct them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from evistat.cli.counts import count_of
from evistat.cli.parameters import Force, ManyRecords
from evistat.cli.selecting import selects_findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evistat.records.schema import Record
    from evistat.records.select import Selection


@selects_findings
def report(
    *,
    records: ManyRecords,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FOLDER", help="The folder to make.")],
    force: Force = False,
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="WORDS", help="Name of the report; the records' file when left out."),
    ] = None,
    forest: Annotated[
        str | None,
        typer.Option(
            "--forest", metavar="PATH", help="Draw a forest plot as well, .svg or .png, of one measure."
        ),
    ] = None,
    selection: Selection,
) -> None:
    """Make a page of findings: counts, a table, texts with evidence, forest plots, corrections.

    The folder needs no server and no network: open its index.html. docs/report.md shows what is in it.
    """
    from pathlib import Path

    from evistat import __version__
    from evistat.inspect.forest_picture import write_forest
    from evistat.inspect.report import write_report
    from evistat.records.jsonl import STDIN, refuse_existing
    from evistat.records.select import read_chosen

    if forest is not None:
        refuse_existing(forest, force=force)
    kept: list[Record] = []

    def chosen() -> Iterator[Record]:
        for record in read_chosen(records, selection):
            if forest is not None:
                kept.append(record)
            yield record

    names = ["standard input" if path == STDIN else Path(path).name for path in records]
    written = write_report(
        chosen(), output, title=title or ", ".join(names), version=__version__, force=force
    )
    documents, findings = count_of(written.documents, "document"), count_of(written.findings, "finding")
    print(f"{documents} with {findings} in {Path(output) / 'index.html'}", file=sys.stderr)
    if forest is not None:
        drawn = write_forest(kept, forest, force=force)
        print(f"{count_of(len(drawn.rows), 'finding')} of {drawn.measure} drawn in {forest}", file=sys.stderr)
