"""Rows → a DuckDB file."""

from __future__ import annotations

import time
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from evistat.errors import EvistatError
from evistat.store.description import Table, tables
from evistat.store.sql import Dialect
from evistat.store.tables import Row

_PAUSE = 0.1


class DuckDb:
    """A DuckDB file, made where there is none.

    Its tables have no foreign keys: DuckDB checks them against rows that the same transaction has deleted, so
    that no document could be replaced.
    """

    dialect = Dialect(
        types={"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}, links=None
    )
    keeps_nul = True

    def __init__(self, path: str, *, wait: float) -> None:
        """Name the file; nothing is opened yet."""
        self.name = path
        self._wait = wait
        self._driver = _driver()
        self._connection: Any = None

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """What the driver raises."""
        return (self._driver.Error, OSError)

    def begin(self) -> None:
        """Open the file, which keeps every other process out of it, and start the transaction."""
        until = time.monotonic() + self._wait
        while self._connection is None:
            try:
                self._connection = self._driver.connect(self.name)
            except self._driver.IOException as error:
                if not _is_locked(error) or time.monotonic() >= until:
                    raise
                time.sleep(_PAUSE)
        self._connection.execute("BEGIN")

    def relations(self) -> set[str]:
        """Return the names of all tables and views."""
        return {name for (name,) in self.query("SELECT table_name FROM information_schema.tables")}

    def execute(self, sql: str) -> None:
        """Run a statement without values."""
        self._connection.execute(sql)

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows a query gives."""
        rows: list[tuple[Any, ...]] = self._connection.execute(sql, list(values)).fetchall()
        return rows

    def insert(self, table: Table, rows: Sequence[Row]) -> None:
        """Add rows to a table, column by column: row by row DuckDB is slow."""
        types = self.dialect.types
        columns = ", ".join(f"unnest(?::{types[field.kind]}[])" for field in table.fields)
        self._connection.execute(
            f'INSERT INTO "{table.name}" SELECT {columns}', list(map(list, zip(*rows, strict=True)))
        )

    def delete_documents(self, doc_ids: Sequence[str]) -> None:
        """Delete documents with all that belongs to them."""
        for table in tables():
            if "doc_id" in table.names:
                self._connection.execute(
                    f'DELETE FROM "{table.name}" WHERE doc_id IN (SELECT unnest(?::VARCHAR[]))',
                    [list(doc_ids)],
                )

    def commit(self) -> None:
        """Make all changes hold."""
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Undo what wasn't committed, and let go of the file."""
        if self._connection is not None:
            self._connection.close()

    def explain(self, error: Exception) -> EvistatError:
        """Return what DuckDB's error means for the user."""
        reason = str(error).splitlines()[0]
        if self._connection is not None:
            return EvistatError("E082", database=self.name, reason=reason)
        if _is_locked(error):
            return EvistatError("E083", database=self.name, seconds=self._wait)
        return EvistatError("E081", database=self.name, reason=reason)


def _driver() -> ModuleType:
    try:
        import duckdb
    except ImportError as error:
        raise EvistatError("E091", what="a DuckDB database", package="duckdb", extra="duckdb") from error
    return duckdb


def _is_locked(error: Exception) -> bool:
    return "lock on file" in str(error)
