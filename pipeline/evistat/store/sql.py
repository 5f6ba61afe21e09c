"""Tables and views → the statements that make them, in the words of one kind of database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from evistat.store.description import VERSION_TABLE, Link, Table, View, tables, views

_LOWER = re.compile(r"lower\((\w+)\)")


@dataclass(frozen=True, slots=True)
class Dialect:
    """In what kinds of database differ: names of types, and how foreign keys are made.

    ``links``: "with the table", "later" (which is faster for a table that is filled first) or None.
    """

    types: Mapping[str, str]
    links: Literal["with the table", "later"] | None = "with the table"
    clustered: str = ""


def make_tables(dialect: Dialect) -> Iterator[str]:
    """Yield the statements that make all tables and views in an empty database."""
    yield f"CREATE TABLE {VERSION_TABLE} (version {dialect.types['integer']} NOT NULL)"
    for table in tables():
        yield create_table(table, dialect)
    yield from map(create_view, views())


def make_links_and_indexes(dialect: Dialect) -> Iterator[str]:
    """Yield the statements that complete the tables once they are filled."""
    for table in tables():
        yield from create_indexes(table)
        if dialect.links == "later":
            for link in table.links:
                yield f"ALTER TABLE {_quoted(table.name)} ADD {_foreign_key(link)}"


def create_table(table: Table, dialect: Dialect) -> str:
    """Return the statement that makes ``table``."""
    lines = [
        f"{_quoted(field.name)} {dialect.types[field.kind]}{' NOT NULL' if field.required else ''}"
        for field in table.fields
    ]
    lines.append(f"PRIMARY KEY ({_list(table.key)})")
    if dialect.links == "with the table":
        lines += map(_foreign_key, table.links)
    body = ",\n  ".join(lines)
    ending = f" {dialect.clustered}" if table.clustered and dialect.clustered else ""
    return f"CREATE TABLE {_quoted(table.name)} (\n  {body}\n){ending}"


def create_indexes(table: Table) -> Iterator[str]:
    """Yield the statements that make the indexes of ``table``."""
    for fields in table.indexes:
        columns = [_LOWER.sub(r"\1", field) for field in fields]
        name = "_".join((table.name, *columns, "index"))
        parts = ", ".join(
            _quoted(column) if column == field else f"lower({_quoted(column)})"
            for column, field in zip(columns, fields, strict=True)
        )
        yield f"CREATE INDEX {_quoted(name)} ON {_quoted(table.name)} ({parts})"


def create_view(view: View) -> str:
    """Return the statement that makes ``view``."""
    return f"CREATE VIEW {_quoted(view.name)} AS\n{view.sql}"


def drop_views() -> Iterator[str]:
    """Yield the statements that take the views away, those that read others first."""
    for view in reversed(views()):
        yield f"DROP VIEW IF EXISTS {_quoted(view.name)}"


def insert(table: Table) -> str:
    """Return the statement that adds one row, a question mark for each value."""
    marks = ", ".join("?" * len(table.fields))
    return f"INSERT INTO {_quoted(table.name)} ({_list(table.names)}) VALUES ({marks})"


def _foreign_key(link: Link) -> str:
    fields = _list(link.fields)
    return f"FOREIGN KEY ({fields}) REFERENCES {_quoted(link.table)} ({fields}) ON DELETE CASCADE"


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(map(_quoted, names))


def _quoted(name: str) -> str:
    return f'"{name}"'
