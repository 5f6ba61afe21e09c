"""Rows → an SQLite file."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evistat.errors import EvistatError
from evistat.store.description import Table
from evistat.store.sql import Dialect, insert
from evistat.store.tables import Row

_CACHE_KIB = 64 * 1024


class Sqlite:
    """An SQLite file, made where there is none."""

    dialect = Dialect(
        types={"text": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "BOOLEAN"},
        clustered="WITHOUT ROWID",
    )
    keeps_nul = True
    errors: tuple[type[Exception], ...] = (sqlite3.Error, OSError)

    def __init__(self, path: str, *, wait: float) -> None:
        """Name the file; nothing is opened yet."""
        self.name = path
        self._path = Path(path)
        self._wait = wait
        self._made = False
        self._connection: sqlite3.Connection | None = None

    def begin(self) -> None:
        """Start the transaction as the only writer."""
        while True:
            before = self._file()
            self._connection = connection = self._connect()
            connection.execute("BEGIN IMMEDIATE")
            # A load that failed may have taken its empty file away while this one was waiting.
            if self._path.exists() and os.path.samestat(before, self._path.stat()):
                return
            connection.close()

    def _file(self) -> os.stat_result:
        try:
            self._path.open("xb").close()
            self._made = True
        except FileExistsError:
            pass
        return self._path.stat()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=self._wait, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        return connection

    @property
    def _open(self) -> sqlite3.Connection:
        assert self._connection is not None, "begin() comes first"
        return self._connection

    def relations(self) -> set[str]:
        """Return the names of all tables and views."""
        return {
            name for (name,) in self.query("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        }

    def execute(self, sql: str) -> None:
        """Run a statement without values."""
        self._open.execute(sql)

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows a query gives."""
        return self._open.execute(sql, values).fetchall()

    def insert(self, table: Table, rows: Sequence[Row]) -> None:
        """Add rows to a table."""
        self._open.executemany(insert(table), rows)

    def delete_documents(self, doc_ids: Sequence[str]) -> None:
        """Delete documents; foreign keys take along what belongs to them."""
        self._open.executemany("DELETE FROM documents WHERE doc_id = ?", [(doc_id,) for doc_id in doc_ids])

    def commit(self) -> None:
        """Make all changes hold."""
        self._open.execute("COMMIT")

    def close(self) -> None:
        """Undo what wasn't committed; a file that was made for nothing goes again."""
        connection = self._connection
        if connection is None:
            return
        try:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
                if self._made:
                    self._take_away(connection)
        except (sqlite3.Error, OSError):
            pass  # the error that led here is the one to tell
        finally:
            connection.close()

    def _take_away(self, connection: sqlite3.Connection) -> None:
        """Delete the file if it is still empty, while nobody else can write to it."""
        connection.execute("BEGIN EXCLUSIVE")
        if self._path.stat().st_size == 0:
            self._path.unlink()

    def explain(self, error: Exception) -> EvistatError:
        """Return what SQLite's error means for the user."""
        code = getattr(error, "sqlite_errorcode", None)
        if code is not None and code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return EvistatError("E083", database=self.name, seconds=self._wait)
        reason = getattr(error, "strerror", None) or str(error)
        if code is not None and code & 0xFF == sqlite3.SQLITE_NOTADB:
            reason = "not an SQLite database"
        if self._connection is None or not self._connection.in_transaction:
            return EvistatError("E081", database=self.name, reason=reason)
        return EvistatError("E082", database=self.name, reason=reason)
