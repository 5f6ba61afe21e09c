"""A file of records, or of articles that are annotated at once → records."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from evistat.errors import EvistatError, one_line
from evistat.read.article import Failure
from evistat.read.articles import read_articles
from evistat.read.discover import STDIN
from evistat.read.formats.format import ReadOptions
from evistat.records.jsonl import read_records
from evistat.records.schema import Record
from evistat.run.outcome import failed
from evistat.run.serial import open_flow

_LONGEST_LINE = 100_000_000
_FIELDS = {"schema_version", "doc_id", "findings"}


def records_of(
    path: str,
    *,
    doc_ids: frozenset[str],
    options: ReadOptions,
    model: str | None,
    on_failure: Callable[[Failure], None],
) -> Iterator[Record]:
    """Yield the records of a file; of a file or folder of articles those that are made of them now.

    Of articles only those in ``doc_ids`` are annotated, where it names any. What can't be read goes to
    ``on_failure``. Standard input holds records unless the options name a format.
    """
    if path != STDIN and not Path(path).exists():
        raise EvistatError("E001", path=path)
    if options.format is None and (path == STDIN or _holds_records(path)):
        yield from read_records(path)
        return
    annotate = None
    for item in read_articles([path], options=options):
        if isinstance(item, Failure):
            on_failure(item)
        elif not doc_ids or item.doc_id in doc_ids:
            annotate = annotate or open_flow(model)
            try:
                yield from annotate([item])
            except Exception as error:
                on_failure(failed(item, "E016", reason=one_line(error)))


def _holds_records(path: str) -> bool:
    """Tell whether a file's first line is a record; a file that can't be read holds none."""
    try:
        with Path(path).open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            stream = cast(BinaryIO, gzip.GzipFile(fileobj=file)) if packed else file
            line = stream.readline(_LONGEST_LINE)
            while line.isspace():
                line = stream.readline(_LONGEST_LINE)
        record = json.loads(line)
    except (OSError, EOFError, zlib.error, ValueError, RecursionError):
        return False
    return isinstance(record, dict) and record.keys() >= _FIELDS
