"""An SQLite database of ours → a local web page to look through it, by Datasette."""

from __future__ import annotations

import html
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from evistat.errors import EvistatError
from evistat.store.description import VERSION_TABLE, tables, views
from evistat.store.queries import Query, queries

_SETTINGS = {"default_page_size": 50, "sql_time_limit_ms": 10_000, "num_sql_threads": 3}
_FACETS = {
    "findings_flat": ("measure", "kind", "significant", "year"),
    "significant_findings": ("measure", "direction", "year"),
    "meta_analysis_ready": ("measure", "scale", "year"),
    "inconsistent_findings": ("check_code", "measure"),
    "entities": ("label",),
    "warnings": ("code",),
}


def server_app(path: Path) -> Any:
    """Return the web application that shows the database."""
    check(path)
    try:
        from datasette.app import Datasette
    except ImportError as error:
        raise EvistatError("E091", what="browsing", package="datasette", extra="browse") from error
    return Datasette([str(path)], metadata=metadata(path.stem), settings=_SETTINGS).app()


def check(path: Path) -> None:
    """Raise where ``path`` is no SQLite database with our tables."""
    if not path.exists():
        raise EvistatError("E001", path=path)
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute(f"SELECT version FROM {VERSION_TABLE}")
    except sqlite3.Error as error:
        raise EvistatError("E086", path=path, reason=error) from error


def metadata(name: str) -> dict[str, Any]:
    """Return what Datasette shows of a database called ``name``: what tables and columns hold, and questions."""
    described: dict[str, Any] = {
        table.name: {
            "description": f"One row: {table.told}.",
            "columns": {field.name: field.told for field in table.fields if field.told},
        }
        for table in tables()
    }
    described |= {view.name: {"description": f"{view.told[0].upper()}{view.told[1:]}."} for view in views()}
    for table, facets in _FACETS.items():
        described[table]["facets"] = list(facets)
    described[VERSION_TABLE] = {"hidden": True}
    return {
        "title": "evistat",
        "description": "Statistical results of biomedical articles, every value with its place in the text.",
        "databases": {
            name: {"tables": described, "queries": {query.name: _offered(query) for query in queries()}}
        },
    }


def _offered(query: Query) -> dict[str, Any]:
    offered: dict[str, Any] = {"title": query.question, "sql": query.sql}
    words = html.escape(query.note)
    if query.values:
        shown = ", ".join(f"{name} = {value}" for name, value in query.values.items())
        example = f'<a href="?{html.escape(urlencode(query.values))}">{html.escape(shown)}</a>'
        words = f"{words} For example: {example}".strip()
    if words:
        offered["description_html"] = words
    return offered
