import json
from pathlib import Path

import pytest

from evistat.records.flat import COLUMNS, Row, plain, rows
from evistat.records.jsonl import read_records
from evistat.records.schema import Record

RECORDS = Path(__file__).parents[1] / "cases" / "table_records.jsonl"
KINDS = {"text": str, "integer": int, "number": (int, float), "boolean": bool}


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return list(read_records(str(RECORDS)))


@pytest.fixture(scope="module")
def table(records: list[Record]) -> list[Row]:
    return [row for record in records for row in rows(record)]


def test_a_row_a_finding_with_all_columns_in_order(records: list[Record], table: list[Row]) -> None:
    names = [column.name for column in COLUMNS]
    assert len(set(names)) == len(names)
    assert all(list(row) == names for row in table)
    assert [row["finding_id"] for row in table] == [f.id for record in records for f in record.findings]


def test_values_are_of_the_kind_their_column_says(table: list[Row]) -> None:
    for column in COLUMNS:
        found = [row[column.name] for row in table if row[column.name] is not None]
        assert all(isinstance(value, KINDS[column.kind]) for value in found), column.name
        assert column.kind == "boolean" or not any(isinstance(value, bool) for value in found), column.name


def test_a_finding_with_counts(table: list[Row]) -> None:
    row = next(row for row in table if row["measure"] == "RR")
    assert {name: row[name] for name in ("study", "year", "pmid", "authors", "first_author", "journal")} == {
        "study": "Lindqvist 2019",
        "year": 2019,
        "pmid": "90000001",
        "authors": "Lindqvist KA; Moreau P",
        "first_author": "Lindqvist",
        "journal": "Annals of Invented Oncology",
    }
    assert row["n_randomised"] == 821
    assert (row["value"], row["value_text"], row["ci_lower"], row["ci_upper"], row["ci_level"]) == (
        2.26, "2.26", 1.32, 3.87, 95.0,
    )  # fmt: skip
    assert (row["group1_events"], row["group1_total"], row["group2_events"], row["group2_total"]) == (
        41,
        412,
        18,
        409,
    )
    assert row["groups"] == "vardaprib group: 10.0; placebo group: 4.4"
    assert row["scale"] == "log"
    assert row["sei"] == pytest.approx(0.2744, abs=1e-4)
    assert row["p_op"] is None


def test_a_finding_with_a_p_and_a_failed_check(table: list[Row]) -> None:
    row = next(row for row in table if row["value_text"] == "0.58" and row["p_text"])
    assert (row["p_op"], row["p_value"], row["p_text"]) == ("<", 0.001, "P < 0.001")
    assert row["sentence"].startswith("Progression-free survival was longer")  # type: ignore[union-attr]
    # No standard error where the interval doesn't fit its estimate.
    row = next(row for row in table if row["value_text"] == "2.0")
    assert (row["scale"], row["yi"], row["sei"]) == (None, None, None)
    assert next(row for row in table if row["measure"] == "SENS")["review"] == "accepted"


def test_failed_checks_are_named(records: list[Record]) -> None:
    finding = records[0].findings[0]
    checks = [check.model_copy(update={"ok": False, "detail": "why"}) for check in finding.checks]
    record = records[0].model_copy(update={"findings": [finding.model_copy(update={"checks": checks})]})
    (row,) = rows(record)
    assert row["checks_failed"] == "; ".join(check.code for check in checks)
    assert row["checks_detail"] == "; ".join("why" for _ in checks)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None), ("", None), ([], None), ("a", "a"), (7, "7"), (["a", None, "b"], "a; b"),
        ({"name": "Å"}, json.dumps({"name": "Å"}, ensure_ascii=False)), ([None], None), (False, "False"),
    ],
)  # fmt: skip
def test_metadata_of_any_shape_is_one_text(value: object, text: str | None) -> None:
    assert plain(value) == text
