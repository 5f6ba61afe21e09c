"""The description of the database and its questions → what docs/database.md and docs/queries.md show of them."""

from __future__ import annotations

from collections.abc import Iterator

from evistat.store.description import Table, tables, views
from evistat.store.queries import Query, queries

_QUERIES = """\
# Questions to the database

<!-- written by scripts/generated.py from pipeline/evistat/lexicons/queries.toml: edit that -->

Each of these was asked of SQLite, DuckDB and PostgreSQL by the tests, with the same answer. `evistat browse` offers them
with fields for your own words. The tables and views are described in [database.md](database.md).
"""


def fill_database_text(text: str) -> str:
    """Return docs/database.md with the parts between its marks as the description has them."""
    for name, lines in (("diagram", _diagram()), ("tables", _tables()), ("views", _views())):
        begin, end = f"<!-- {name} -->\n", f"<!-- end: {name} -->"
        before, _, rest = text.partition(begin)
        text = before + begin + "\n".join(["", *lines, ""]) + "\n" + end + rest.partition(end)[2]
    return text


def queries_text() -> str:
    """Return docs/queries.md."""
    return _QUERIES + "".join(map(_question, queries()))


def _question(query: Query) -> str:
    note = f"{query.note}\n\n" if query.note else ""
    return f"\n## {query.question}\n\n{note}```sql\n{query.example}\n```\n"


def _diagram() -> Iterator[str]:
    """Yield an entity-relationship diagram: keys and how tables hang together; columns stand below it."""
    yield "```mermaid"
    yield "erDiagram"
    for table in tables():
        for link in table.links:
            many = "|o" if any(not _field_required(table, name) for name in link.fields) else "||"
            yield f'    {link.table} {many}--o{{ {table.name} : "{", ".join(link.fields)}"'
    for table in tables():
        linked = {name for link in table.links for name in link.fields}
        yield f"    {table.name} {{"
        for field in table.fields:
            keys = [word for word, names in (("PK", table.key), ("FK", linked)) if field.name in names]
            if keys:
                yield f"        {field.kind} {field.name} {', '.join(keys)}"
        yield "    }"
    yield "```"


def _field_required(table: Table, name: str) -> bool:
    return next(field.required for field in table.fields if field.name == name)


def _tables() -> Iterator[str]:
    for number, table in enumerate(tables()):
        if number:
            yield ""
        yield f"### {table.name}"
        yield ""
        yield f"One row: {table.told}. Key: {', '.join(f'`{name}`' for name in table.key)}."
        yield ""
        yield "| column | kind | |"
        yield "|---|---|---|"
        for field in table.fields:
            yield f"| `{field.name}` | {field.kind}{', never empty' if field.required else ''} | {field.told} |"


def _views() -> Iterator[str]:
    yield "| view | |"
    yield "|---|---|"
    for view in views():
        yield f"| `{view.name}` | {view.told} |"
