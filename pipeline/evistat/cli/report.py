"""``evistat report``: a folder with a page in which people look at findings and correct them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def report(
    records: Annotated[
        str, typer.Argument(help="Records as `evistat run` writes them; - for standard input.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to make.")],
    title: Annotated[
        str | None, typer.Option("--title", help="Name of the report; else that of the records' file.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a report that is there already.")] = False,
) -> None:
    """Make a page of findings: counts, a table, texts with evidence, forest plots, corrections."""
    import sys

    from evistat.inspect.report import write_report
    from evistat.records.jsonl import STDIN, read_records

    name = title or ("standard input" if records == STDIN else Path(records).name)
    written = write_report(read_records(records), str(output), title=name, force=force)
    print(
        f"{written.documents} documents, {written.findings} findings: open {output / 'index.html'}",
        file=sys.stderr,
    )
