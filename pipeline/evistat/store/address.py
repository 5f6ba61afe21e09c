"""What the user names as database (``--to``) → the database, opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from evistat.errors import EvistatError
from evistat.store.database import Database

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")


@contextmanager
def opened(to: str, *, wait: float) -> Iterator[Database]:
    """Open the database, begin a transaction, and commit it when the body is done; undo it when the body fails.

    ``wait`` is for how many seconds to wait for another load.
    """
    database = _database(to, wait=wait)
    try:
        database.begin()
        yield database
        database.commit()
    except database.errors as error:
        raise database.explain(error) from None  # a driver's words may hold the password
    finally:
        database.close()


def _database(to: str, *, wait: float) -> Database:
    match = _SCHEME.match(to)
    scheme = match[1].lower() if match is not None else "duckdb" if to.endswith(".duckdb") else "sqlite"
    path = to[match.end() :].removeprefix("/") if match is not None else to
    if scheme in ("postgresql", "postgres"):
        from evistat.store.postgres import Postgres

        return Postgres(to, wait=wait)
    if scheme not in ("sqlite", "duckdb"):
        raise EvistatError("E080", scheme=scheme)
    if not path:
        raise EvistatError("E081", database=f"{scheme}:///", reason="no file is named")
    if scheme == "duckdb":
        from evistat.store.duckdb import DuckDb

        return DuckDb(path, wait=wait)
    from evistat.store.sqlite import Sqlite

    return Sqlite(path, wait=wait)
