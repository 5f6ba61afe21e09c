"""Rows → a PostgreSQL database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import ModuleType
from typing import Any
from urllib.parse import quote, unquote

from evistat.errors import EvistatError
from evistat.store.description import Table
from evistat.store.sql import Dialect
from evistat.store.tables import Row

# Any number, as long as every evistat takes the same: loads into one database go one after the other.
_LOCK = 0x65766973746174
_SHOWN = ("host", "port", "dbname", "user")


class Postgres:
    """A PostgreSQL database; our tables stand in the first schema of its search path."""

    dialect = Dialect(
        types={"text": "text", "integer": "bigint", "number": "double precision", "boolean": "boolean"},
        links="later",
    )
    keeps_nul = False

    def __init__(self, url: str, *, wait: float) -> None:
        """Take the address apart; nothing is opened yet."""
        self._driver = _driver()
        self._url = url
        self._wait = wait
        self._connection: Any = None
        try:
            parts = self._driver.conninfo.conninfo_to_dict(url)
        except self._driver.Error:  # its words may hold the password
            raise EvistatError(
                "E081",
                database="postgresql://…",
                reason="not an address such as postgresql://USER@HOST:PORT/NAME; write @ : / % in a part as %40 %3A %2F %25",
            ) from None
        self._secrets = _secrets(url, parts.get("password"))
        self.name = _shown(parts)

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """What the driver raises."""
        return (self._driver.Error, OSError)

    def begin(self) -> None:
        """Connect, start the transaction and wait for other loads."""
        self._connection = self._driver.connect(self._url, application_name="evistat")
        self.execute(f"SET LOCAL lock_timeout = {max(1, int(self._wait * 1000))}")
        self.execute(f"SELECT pg_advisory_xact_lock({_LOCK})")

    def relations(self) -> set[str]:
        """Return the names of the tables and views of the schema where ours stand."""
        sql = "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
        return {name for (name,) in self.query(sql)}

    def execute(self, sql: str) -> None:
        """Run a statement without values."""
        self._connection.execute(sql)

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows a query gives."""
        rows: list[tuple[Any, ...]] = self._connection.execute(
            sql.replace("?", "%s"), list(values)
        ).fetchall()
        return rows

    def insert(self, table: Table, rows: Sequence[Row]) -> None:
        """Add rows to a table by COPY."""
        columns = ", ".join(f'"{name}"' for name in table.names)
        with (
            self._connection.cursor() as cursor,
            cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def delete_documents(self, doc_ids: Sequence[str]) -> None:
        """Delete documents; foreign keys take along what belongs to them."""
        self._connection.execute("DELETE FROM documents WHERE doc_id = ANY(%s)", [list(doc_ids)])

    def commit(self) -> None:
        """Make all changes hold."""
        self._connection.commit()

    def close(self) -> None:
        """Undo what wasn't committed, and disconnect."""
        if self._connection is not None:
            self._connection.close()

    def explain(self, error: Exception) -> EvistatError:
        """Return what PostgreSQL's error means for the user; a password in it is made unreadable."""
        if isinstance(error, self._driver.errors.LockNotAvailable):
            return EvistatError("E083", database=self.name, seconds=self._wait)
        diagnosis = getattr(error, "diag", None)
        reason = (diagnosis.message_primary if diagnosis is not None else None) or str(error)
        reason = " ".join(reason.split())
        for secret in self._secrets:
            reason = reason.replace(secret, "***")
        code = "E081" if self._connection is None else "E082"
        return EvistatError(code, database=self.name, reason=reason)


def _driver() -> ModuleType:
    try:
        import psycopg
        import psycopg.conninfo
    except ImportError as error:
        raise EvistatError(
            "E091", what="a PostgreSQL database", package="psycopg", extra="postgres"
        ) from error
    return psycopg


def _shown(parts: dict[str, Any]) -> str:
    """Return an address without the password and options."""
    user, host, port, name = (str(parts.get(part) or "") for part in ("user", "host", "port", "dbname"))
    place = (f"{user}@" if user else "") + (f"[{host}]" if ":" in host else quote(host, safe=""))
    return f"postgresql://{place}{f':{port}' if port else ''}/{name}"


def _secrets(url: str, password: str | None) -> list[str]:
    """Return the password as it may occur in a message: as it is and as the address writes it."""
    if not password:
        return []
    written = re.findall(r"(?:://[^:/@]*:|[?&]password=)([^@&]*)", url)
    return sorted(
        {password, quote(password, safe=""), *written, *map(unquote, written)} - {""}, key=len, reverse=True
    )
