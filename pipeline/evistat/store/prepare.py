"""A database as it is found → one with the tables and views of this version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from evistat.errors import EvistatError
from evistat.store.database import Database
from evistat.store.description import VERSION_TABLE, tables, views
from evistat.store.migrations import CURRENT, STEPS, Steps
from evistat.store.sql import create_view, drop_views, make_links_and_indexes, make_tables


@contextmanager
def prepared(database: Database, *, steps: Steps = STEPS, current: int = CURRENT) -> Iterator[None]:
    """Make the tables where there are none, bring an older schema forward, refuse what isn't ours.

    Foreign keys and indexes of new tables are made when the body has filled them: that is faster.
    ``steps`` and ``current`` stand in for the schema's own.
    """
    there = database.relations()
    if VERSION_TABLE in there:
        _bring_forward(database, steps, current)
        yield
        return
    _refuse_foreign(database, there)
    for statement in make_tables(database.dialect):
        database.execute(statement)
    database.execute(f"INSERT INTO {VERSION_TABLE} (version) VALUES ({current})")
    yield
    for statement in make_links_and_indexes(database.dialect):
        database.execute(statement)


def _bring_forward(database: Database, steps: Steps, current: int) -> None:
    found = _version(database)
    if found > current:
        raise EvistatError("E085", database=database.name, found=found, known=current)
    if found < current:
        _migrate(database, found, current, steps)


def _migrate(database: Database, found: int, current: int, steps: Steps) -> None:
    for statement in drop_views():
        database.execute(statement)
    for version in range(found, current):
        for statement in steps[version]:
            database.execute(statement.format(**database.dialect.types))
    for view in views():
        database.execute(create_view(view))
    database.execute(f"UPDATE {VERSION_TABLE} SET version = {current}")


def _refuse_foreign(database: Database, there: set[str]) -> None:
    ours = [*(table.name for table in tables()), *(view.name for view in views())]
    for name in ours:
        if name in there:
            raise EvistatError("E084", database=database.name, name=name)


def _version(database: Database) -> int:
    rows = database.query(f"SELECT * FROM {VERSION_TABLE}")
    if len(rows) != 1 or len(rows[0]) != 1 or not isinstance(rows[0][0], int):
        raise EvistatError("E084", database=database.name, name=VERSION_TABLE)
    return rows[0][0]
