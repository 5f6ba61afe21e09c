"""Rows and a file's name → that file, in the format its name asks for, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from evistat.errors import EvistatError
from evistat.records.flat import Column, Row
from evistat.records.jsonl import STDOUT, part_of, refuse_existing, written_whole
from evistat.store.delimited import write_delimited, write_json_lines

Writer = Callable[[Iterable[Row], Sequence[Column], BinaryIO], int]
FORMATS = ("csv", "tsv", "xlsx", "parquet", "jsonl")
# These are text, so that they may be compressed and may go to a terminal.
TEXT = ("csv", "tsv", "jsonl")


def export(
    rows: Iterable[Row],
    columns: Sequence[Column],
    output: str,
    *,
    format: str | None = None,
    force: bool = False,
    bom: bool = False,
    inputs: Sequence[str] = (),
) -> int:
    """Write ``rows`` to ``output`` (``-``: standard output) and return how many they were.

    The format is that of the name's ending unless it is given. ``bom`` puts a mark in front of CSV and TSV by
    which Excel knows UTF-8. A file that stops half-way, or is one of ``inputs``, is not written.
    """
    kind = format or format_of(output)
    refuse_existing(output, force=force)
    for path in inputs:
        if output != STDOUT and Path(path).exists() and Path(output).exists() and Path(path).samefile(output):
            raise EvistatError("E020", path=output)
    write = _writer(kind, output, bom)
    with _whole_or_gone(output) as file:
        return write(rows, columns, file)


def format_of(output: str) -> str:
    """Return the format that a file's name asks for; standard output is CSV."""
    if output == STDOUT:
        return "csv"
    name = Path(output).name.casefold()
    for kind in FORMATS:
        if name.endswith(f".{kind}") or (kind in TEXT and name.endswith(f".{kind}.gz")):
            return kind
    raise EvistatError("E090", path=output, known=", ".join(f".{kind}" for kind in FORMATS))


def _writer(kind: str, output: str, bom: bool) -> Writer:
    """Return what writes the format; one whose package is missing is said before anything is read."""
    if kind == "jsonl":
        return write_json_lines
    if kind == "xlsx":
        from evistat.store.spreadsheet import write_spreadsheet

        return partial(write_spreadsheet, output=output)
    if kind == "parquet":
        from evistat.store.parquet import write_parquet

        return write_parquet
    return partial(write_delimited, delimiter="\t" if kind == "tsv" else ",", bom=bom)


@contextmanager
def _whole_or_gone(output: str) -> Iterator[BinaryIO]:
    """Open ``output`` as records are, but keep no part of a table that stopped: it is soon made again."""
    try:
        with written_whole(output) as file:
            yield file
    except BaseException:
        if output != STDOUT:
            part_of(output).unlink(missing_ok=True)
        raise
