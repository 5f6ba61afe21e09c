"""``lexicons/database.toml`` and the columns of the flat table → tables and views as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from evistat.lexicons import lexicon
from evistat.records.flat import COLUMNS, ColumnKind

VERSION_TABLE = "evistat_schema"
# Columns of the flat table that stand for another table's rows.
_GROUPS = ("group1_", "group2_")


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table."""

    name: str
    kind: ColumnKind
    required: bool
    told: str


@dataclass(frozen=True, slots=True)
class Link:
    """A foreign key: ``fields`` are the key of ``table``."""

    fields: tuple[str, ...]
    table: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``clustered`` says that its rows are short and best kept in the order of the key."""

    name: str
    told: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    links: tuple[Link, ...]
    indexes: tuple[tuple[str, ...], ...]
    clustered: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in order: the order of a row."""
        return tuple(field.name for field in self.fields)


@dataclass(frozen=True, slots=True)
class View:
    """A view; its SQL is the same in every kind of database."""

    name: str
    told: str
    sql: str


@cache
def tables() -> tuple[Table, ...]:
    """Return the tables, each after those it refers to."""
    return tuple(_table(entry) for entry in lexicon("database")["table"])


def table(name: str) -> Table:
    """Return the table of that name."""
    return next(table for table in tables() if table.name == name)


@cache
def views() -> tuple[View, ...]:
    """Return the views, each after those it reads."""
    return tuple(
        View(entry["name"], entry["told"], entry["sql"].strip() if "sql" in entry else _flat_sql())
        for entry in lexicon("database")["view"]
    )


@cache
def flat_names(part: str) -> tuple[str, ...]:
    """Return the flat table's columns about a ``document`` or a ``finding`` that are columns of that table."""
    names = [column.name for column in COLUMNS]
    border = names.index("finding_id")
    if part == "document":
        return tuple(names[:border])
    return ("doc_id", *(name for name in names[border:] if not name.startswith(_GROUPS)))


def _table(entry: dict[str, Any]) -> Table:
    key = tuple(entry["key"])
    fields = [
        Field(name, kind.rstrip("!"), kind.endswith("!"), told) for name, kind, told in entry["columns"]
    ]
    if "flat" in entry:
        about = {column.name: column for column in COLUMNS}
        flat = (about[name] for name in flat_names(entry["flat"]))
        fields[:0] = (Field(column.name, column.kind, column.name in key, column.told) for column in flat)
    return Table(
        name=entry["name"],
        told=entry["told"],
        fields=tuple(fields),
        key=key,
        links=tuple(Link(tuple(columns), target) for columns, target in entry.get("to", ())),
        indexes=tuple(tuple(columns) for columns in entry.get("index", ())),
        clustered=entry.get("clustered", False),
    )


def _flat_sql() -> str:
    """Return the query whose columns are those of the flat table, by name and order."""
    of_document = set(flat_names("document"))
    chosen = ",\n       ".join(_flat_column(column.name, of_document) for column in COLUMNS)
    groups = "\n".join(
        f"LEFT JOIN finding_groups g{number}\n"
        f"  ON g{number}.doc_id = f.doc_id AND g{number}.finding_id = f.finding_id AND g{number}.position = {number}"
        for number in (1, 2)
    )
    return f"SELECT {chosen}\nFROM findings f\nJOIN documents d ON d.doc_id = f.doc_id\n{groups}"


def _flat_column(name: str, of_document: set[str]) -> str:
    if name in of_document:
        return f"d.{name}"
    if name.startswith(_GROUPS):
        group, _, column = name.partition("_")
        return f"g{group[-1]}.{column} AS {name}"
    return f"f.{name}"
