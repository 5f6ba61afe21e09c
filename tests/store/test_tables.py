import sqlite3
from pathlib import Path

import pytest

from evistat.errors import EvistatError
from evistat.records.flat import COLUMNS
from evistat.records.jsonl import read_records
from evistat.records.schema import Record
from evistat.store.description import table, tables, views
from evistat.store.migrations import CURRENT, STEPS
from evistat.store.sql import make_links_and_indexes, make_tables
from evistat.store.sqlite import Sqlite
from evistat.store.tables import rows_of, run_row

RECORDS = Path(__file__).parents[1] / "cases" / "database_records.jsonl"
SCHEMAS = Path(__file__).parent / "schemas"


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return list(read_records(str(RECORDS)))


def test_every_row_has_a_value_for_every_column(records: list[Record]) -> None:
    filled = set()
    for record in records:
        rows = {"runs": [run_row(record, "x.jsonl")], **rows_of(record, run_id="r", digest="d")}
        for name, part in rows.items():
            fields = table(name).fields
            for row in part:
                filled.add(name)
                assert len(row) == len(fields)
                for field, value in zip(fields, row, strict=True):
                    assert value is not None or not field.required
                    if value is not None:
                        kinds = {"text": str, "integer": int, "number": (int, float), "boolean": bool}
                        assert isinstance(value, kinds[field.kind])  # type: ignore[arg-type]
    assert {part.name for part in tables()} - filled == {"abbreviations", "concepts"}


def test_offsets_point_at_what_the_columns_hold(records: list[Record]) -> None:
    pairs = {
        "outcome": "outcome", "predictor": "predictor", "intervention": "intervention",
        "comparator": "comparator", "population": "population", "timepoint": "timepoint",
        "measure_text": "measure", "value_text": "value", "unit": "unit", "p_text": "p", "quote": "quote",
        "sentence": "sentence",
    }  # fmt: skip
    names = table("findings").names
    seen = set()
    for record in records:
        for row in rows_of(record, run_id="r", digest="d")["findings"]:
            finding = dict(zip(names, row, strict=True))
            for column, part in pairs.items():
                if finding[column] is not None:
                    seen.add(column)
                    start, end = finding[f"{part}_start"], finding[f"{part}_end"]
                    assert record.text[start:end] == finding[column]
    assert {"outcome", "intervention", "value_text", "p_text", "quote", "sentence"} <= seen


def test_two_findings_of_one_id_are_refused(records: list[Record]) -> None:
    twice = records[0].model_copy(update={"findings": [records[0].findings[0]] * 2})
    with pytest.raises(EvistatError, match=r"40100001.*two findings"):
        rows_of(twice, run_id="r", digest="d")


def test_a_number_no_database_holds_is_left_out(records: list[Record]) -> None:
    record = next(record for record in records if any(finding.groups for finding in record.findings))
    finding = next(finding for finding in record.findings if finding.groups)
    group = finding.groups[0].model_copy(update={"total": 10**30})
    changed = record.model_copy(update={"findings": [finding.model_copy(update={"groups": [group]})]})
    (row,) = rows_of(changed, run_id="r", digest="d")["finding_groups"]
    assert row[table("finding_groups").names.index("total")] is None
    assert row[table("finding_groups").names.index("events")] == group.events


def test_the_flat_view_has_the_flat_tables_columns() -> None:
    connection = sqlite3.connect(":memory:")
    for statement in (*make_tables(Sqlite.dialect), *make_links_and_indexes(Sqlite.dialect)):
        connection.execute(statement)
    names = [column[0] for column in connection.execute("SELECT * FROM findings_flat").description]
    assert names == [column.name for column in COLUMNS]
    for view in views():
        connection.execute(f"SELECT * FROM {view.name}")
    connection.close()


def test_foreign_keys_name_keys_of_earlier_tables() -> None:
    keys: dict[str, tuple[str, ...]] = {}
    for part in tables():
        for link in part.links:
            assert set(link.fields) <= set(part.names)
            assert link.fields == keys[link.table]
        assert set(part.key) <= {field.name for field in part.fields if field.required}
        indexed = {field.removeprefix("lower(").rstrip(")") for fields in part.indexes for field in fields}
        assert indexed <= set(part.names)
        assert len(set(part.names)) == len(part.names)
        keys[part.name] = part.key


def test_a_released_schema_does_not_change() -> None:
    # Another schema is another version: raise CURRENT, write the step to it, add the file of that number.
    statements = [*make_tables(Sqlite.dialect), *make_links_and_indexes(Sqlite.dialect)]
    text = ";\n".join(statements) + ";\n"
    assert (SCHEMAS / f"{CURRENT}.sql").read_text(encoding="utf-8") == text
    assert sorted(STEPS) == list(range(1, CURRENT))
