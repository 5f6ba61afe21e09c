"""Rows → a Parquet file with typed columns, by DuckDB.

Rows go as JSON Lines through a temporary file, so that memory stays flat, and DuckDB writes them in their order,
with one thread, so that the same rows give the same bytes.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from evistat.errors import EvistatError
from evistat.records.flat import Column, Row
from evistat.store.delimited import write_json_lines

try:
    import duckdb
except ImportError as error:
    raise EvistatError("E091", what="a .parquet table", package="duckdb", extra="duckdb") from error

_TYPES = {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}
# The longest line: a finding with all its document's metadata.
_MOST_BYTES = 32_000_000
# Rows of a group stand in memory together while they are written.
_GROUP = 20_480


def write_parquet(rows: Iterable[Row], columns: Sequence[Column], file: BinaryIO) -> int:
    """Write the rows as a Parquet file; return their number."""
    types = ", ".join(f"'{column.name}': '{_TYPES[column.kind]}'" for column in columns)
    with tempfile.TemporaryDirectory() as folder:
        lines, made = Path(folder) / "rows.jsonl", Path(folder) / "rows.parquet"
        with lines.open("wb") as out:
            count = write_json_lines(rows, columns, out)
        with duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False}) as connection:
            connection.execute(f"SET temp_directory = '{_quoted(folder)}'")
            connection.execute(
                f"COPY (SELECT * FROM read_json('{_quoted(str(lines))}', format = 'newline_delimited', "
                f"columns = {{{types}}}, maximum_object_size = {_MOST_BYTES})) "
                f"TO '{_quoted(str(made))}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_GROUP})"
            )
        with made.open("rb") as source:
            shutil.copyfileobj(source, file, 1 << 20)
    return count


def _quoted(path: str) -> str:
    return path.replace("'", "''")
