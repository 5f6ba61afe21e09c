"""What the loader needs of a database, whatever its kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from evistat.errors import EvistatError
from evistat.store.description import Table
from evistat.store.sql import Dialect
from evistat.store.tables import Row


class Database(Protocol):
    """An open database within one transaction, which ``commit`` ends and ``close`` breaks off.

    Between ``begin`` and the end no other load writes to it. Statements have a question mark for each value.
    """

    @property
    def name(self) -> str:
        """How it is called in messages, without a password."""

    @property
    def dialect(self) -> Dialect:
        """In what its SQL differs from others'."""

    @property
    def keeps_nul(self) -> bool:
        """Whether it can hold U+0000 in text."""

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """What its driver raises."""

    def begin(self) -> None:
        """Start the transaction; wait while another load is at work."""

    def relations(self) -> set[str]:
        """Return the names of the tables and views in the place where ours stand."""

    def execute(self, sql: str) -> None:
        """Run a statement without values."""

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows a query gives."""

    def insert(self, table: Table, rows: Sequence[Row]) -> None:
        """Add rows to a table."""

    def delete_documents(self, doc_ids: Sequence[str]) -> None:
        """Delete documents with all that belongs to them."""

    def commit(self) -> None:
        """Make all changes hold."""

    def close(self) -> None:
        """Undo what wasn't committed, and let go of the database."""

    def explain(self, error: Exception) -> EvistatError:
        """Return what a driver's error means for the user, in words without a password."""
