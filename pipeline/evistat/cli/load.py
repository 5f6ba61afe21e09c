"""``evistat load``: records into a database."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from evistat.cli.counts import count_of
from evistat.cli.exit_codes import STOPPED
from evistat.cli.parameters import ManyRecords

if TYPE_CHECKING:
    from evistat.store.load import Loaded

_LONGEST_WAIT = 1_000_000  # what databases take, in milliseconds, ends at 2^31


def load(
    records: ManyRecords,
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
        typer.Option(
            "--wait",
            min=0,
            max=_LONGEST_WAIT,
            metavar="SECONDS",
            help="How long to wait for another load to end.",
        ),
    ] = 60.0,
) -> None:
    """Load records into a database, made where there is none; docs/database.md shows its tables.

    All of them are loaded or, when anything fails, none. A document that is there already is left alone if its
    record is the same, and replaced if it isn't.
    """
    from evistat.store.load import load as load_records

    began = time.monotonic()
    try:
        with _progress() as tell:
            loaded = load_records(records, to, wait=wait, on_documents=tell)
    except KeyboardInterrupt:
        print("stopped; nothing was changed", file=sys.stderr)
        raise typer.Exit(STOPPED) from None
    for line in _summary(loaded, time.monotonic() - began):
        print(line, file=sys.stderr)


@contextmanager
def _progress() -> Iterator[Callable[[int], None] | None]:
    """Show how many documents were read where there is a terminal; yield who is to hear of them."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    documents = 0
    with Console(stderr=True).status("loading") as status:

        def tell(count: int) -> None:
            nonlocal documents
            documents += count
            status.update(f"loading: {documents} documents")

        yield tell


def _summary(loaded: Loaded, seconds: float) -> list[str]:
    done = f"{loaded.added} new, {loaded.replaced} replaced, {loaded.unchanged} unchanged"
    documents, findings = count_of(loaded.documents, "document"), count_of(loaded.findings, "finding")
    lines = [f"{documents} with {findings} in {seconds:.1f} s: {done}"]
    if loaded.altered:
        lines.append(f"{loaded.altered} hold U+0000, which this database can't: U+FFFD stands in its place")
    return lines
