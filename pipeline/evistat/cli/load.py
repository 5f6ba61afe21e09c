"""``evistat load``: records into a database."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from evistat.store.load import Loaded


def load(
    records: Annotated[
        list[str],
        typer.Argument(metavar="RECORDS", help="Records as `evistat run` writes them; - for standard input."),
    ],
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="DATABASE",
            help="An SQLite file, or an address: sqlite:///FILE, duckdb:///FILE, postgresql://USER@HOST/NAME.",
        ),
    ],
    wait: Annotated[
        float,
        typer.Option("--wait", min=0, metavar="SECONDS", help="How long to wait for another load to end."),
    ] = 60.0,
) -> None:
    """Load records into a database, made where there is none; docs/database.md shows its tables.

    All of them or, when anything fails, none. A document that is there with the same record stays as it is; one
    whose record is another is replaced.
    """
    from evistat.store.load import load as load_records

    began = time.monotonic()
    loaded = load_records(records, to, wait=wait)
    for line in _summary(loaded, time.monotonic() - began):
        print(line, file=sys.stderr)


def _summary(loaded: Loaded, seconds: float) -> list[str]:
    done = f"{loaded.added} new, {loaded.replaced} replaced, {loaded.unchanged} unchanged"
    lines = [f"{loaded.documents} documents with {loaded.findings} findings in {seconds:.1f} s: {done}"]
    if loaded.altered:
        lines.append(f"{loaded.altered} hold U+0000, which this database can't: U+FFFD stands in its place")
    return lines
