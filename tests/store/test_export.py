import csv
import gzip
import io
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evistat.errors import EvistatError
from evistat.records.flat import COLUMNS, Column, Row, rows
from evistat.records.jsonl import read_records
from evistat.store.delimited import cell, harmless, write_delimited, write_json_lines
from evistat.store.export import export, format_of

RECORDS = str(Path(__file__).parents[1] / "cases" / "table_records.jsonl")
GOLDEN = Path(__file__).parents[1] / "golden" / "tables"
TEXT_COLUMN = (Column("words", "text", ""), Column("number", "number", ""))
NASTY = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'quoted", "''", "-2.4", "+.5", "-1e5", "#N/A", "",
    'say "no", twice', "a\tb", "two\nlines", "two\r\nlines", "NUL\0!", "bell\x07", "_x0041_", "\u202e", "𝛽 = 0·4", "é", "\ufffe",
    "'; DROP TABLE findings; --", "x" * 40_000, "TRUE", "0123", "1/2", "\ufeff",
]  # fmt: skip


def table() -> Iterator[Row]:
    for record in read_records(RECORDS):
        yield from rows(record)


def nasty() -> Iterator[Row]:
    for number, words in enumerate(NASTY):
        yield {"words": words, "number": number / 10}


def taken_off(text: str) -> str | None:
    """Return what was written, as docs/export.md says how to get it back."""
    return text.removeprefix("'") or None


def value_of(column: Column, text: str) -> Any:
    if text == "":
        return None
    if column.kind == "text":
        return taken_off(text)
    return {"integer": int, "number": float, "boolean": lambda word: word == "true"}[column.kind](text)


def without_nul(row: Row) -> dict[str, Any]:
    return {
        name: value.replace("\0", "\ufffd") if isinstance(value, str) else value
        for name, value in row.items()
    }


@pytest.mark.parametrize(("ending", "delimiter"), [("csv", ","), ("tsv", "\t"), ("csv.gz", ",")])
def test_delimited_text_comes_back(tmp_path: Path, ending: str, delimiter: str) -> None:
    path = tmp_path / f"out.{ending}"
    assert export(table(), COLUMNS, str(path)) == 13
    data = path.read_bytes()
    text = (gzip.decompress(data) if ending.endswith("gz") else data).decode()
    read = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    kinds = {column.name: column for column in COLUMNS}
    back = [{name: value_of(kinds[name], value) for name, value in row.items()} for row in read]
    assert back == [without_nul(row) for row in table()]


def test_the_table_is_what_it_was(request: pytest.FixtureRequest) -> None:
    out = io.BytesIO()
    write_delimited(table(), COLUMNS, out, delimiter=",", bom=False)
    golden = GOLDEN / "findings.csv"
    if request.config.getoption("--update-golden"):
        golden.write_bytes(out.getvalue())
    assert out.getvalue().decode().splitlines() == golden.read_text(encoding="utf-8").splitlines()


@given(st.lists(st.text() | st.sampled_from(NASTY)), st.sampled_from([",", "\t"]))
def test_any_text_is_harmless_in_delimited_text_and_comes_back(texts: list[str], delimiter: str) -> None:
    out = io.BytesIO()
    made: list[Row] = [{"words": text, "number": None} for text in texts]
    assert write_delimited(made, TEXT_COLUMN, out, delimiter=delimiter, bom=False) == len(texts)
    read = list(csv.reader(io.StringIO(out.getvalue().decode(), newline=""), delimiter=delimiter))[1:]
    assert [taken_off(row[0]) for row in read] == [text.replace("\0", "\ufffd") or None for text in texts]
    for row in read:
        assert row[0][:1] not in set("=@\t\r\n")
        assert row[0][:1] not in set("+-") or float(row[0]) is not None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), (True, "true"), (False, "false"), (3, "3"), (3.0, "3"), (-0.25, "-0.25"), (1e-07, "1e-07"),
        (0.1 + 0.2, "0.30000000000000004"), ("-2.4", "-2.4"), ("-2.4 mg", "'-2.4 mg"), ("=1", "'=1"), ("'a", "''a"), ("a=1", "a=1"),
    ],
)  # fmt: skip
def test_a_cell(value: Any, text: str) -> None:
    assert cell(value) == text


def test_a_mark_for_excel(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    export(table(), COLUMNS, str(path), bom=True)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfdoc_id,")


def test_json_lines_hold_every_value(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    export(table(), COLUMNS, str(path))
    assert [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] == list(table())
    nothing = io.BytesIO()
    assert write_json_lines([], COLUMNS, nothing) == 0
    assert nothing.getvalue() == b""


def test_parquet_has_typed_columns_and_any_text(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "it's.parquet"
    assert export(table(), COLUMNS, str(path)) == 13
    with duckdb.connect() as connection:
        found = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        types = {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}
        assert [(name, kind) for name, kind, *_ in found] == [(c.name, types[c.kind]) for c in COLUMNS]
        read = connection.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        assert read == [tuple(row.values()) for row in table()]
        export(nasty(), TEXT_COLUMN, str(path), force=True)
        read = connection.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        assert [words for words, _ in read] == NASTY
        export([], TEXT_COLUMN, str(path), force=True)
        assert connection.execute("SELECT count(*) FROM read_parquet(?)", [str(path)]).fetchone() == (0,)


def test_duckdb_reads_the_csv_as_it_is(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "out.csv"
    export(table(), COLUMNS, str(path))
    with duckdb.connect() as connection:
        query = "SELECT finding_id, value, ci_upper, significant FROM read_csv(?, nullstr = '')"
        read = connection.execute(query, [str(path)]).fetchall()
    names = ("finding_id", "value", "ci_upper", "significant")
    assert read == [tuple(row[name] for name in names) for row in table()]


def workbook(path: Path) -> Any:
    return pytest.importorskip("openpyxl").load_workbook(path).active


def test_a_sheet_holds_numbers_as_numbers_and_text_as_text(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    assert export(table(), COLUMNS, str(path)) == 13
    sheet = workbook(path)
    head, *read = sheet.iter_rows(values_only=True)
    assert head == tuple(column.name for column in COLUMNS)
    for made, row in zip(table(), read, strict=True):
        for column, value in zip(COLUMNS, row, strict=True):
            expected = made[column.name]
            if isinstance(expected, str):
                expected = expected.replace("\0", "\ufffd").replace("\x1b", "\ufffd")
            assert value == (pytest.approx(expected, rel=1e-14) if isinstance(expected, float) else expected)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions


def test_no_text_in_a_sheet_is_a_formula_or_breaks_it(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    export(nasty(), TEXT_COLUMN, str(path))
    cells = [row[0] for row in workbook(path).iter_rows(min_row=2)]
    assert {one.data_type for one in cells if one.value is not None} <= {"s", "inlineStr"}
    read = {one.row - 2: one.value for one in cells}
    assert read[NASTY.index("=1+1")] == "=1+1"
    assert read[NASTY.index("bell\x07")] == "bell\ufffd"
    assert read[NASTY.index("_x0041_")] == "_x005F_x0041_"  # which Excel shows as _x0041_, and the other as A
    assert len(read[NASTY.index("x" * 40_000)]) == 32_767
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet


def test_a_sheet_that_would_be_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("openpyxl")
    from evistat.store import spreadsheet

    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 13)
    path = tmp_path / "out.xlsx"
    with pytest.raises(EvistatError, match="E096"):
        export(table(), COLUMNS, str(path))
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 14)
    assert export(table(), COLUMNS, str(path)) == 13


@pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl", "jsonl.gz", "xlsx", "parquet"])
def test_the_same_rows_give_the_same_bytes(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if ending in ("xlsx", "parquet"):
        pytest.importorskip("openpyxl" if ending == "xlsx" else "duckdb")
    first, second = tmp_path / f"a.{ending}", tmp_path / f"b.{ending}"
    export(table(), COLUMNS, str(first))
    if ending == "xlsx":  # another day
        import time

        monkeypatch.setattr(time, "time", lambda: 2e9)
    export(table(), COLUMNS, str(second))
    assert first.read_bytes() == second.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == [first.name, second.name]


def test_nothing_stays_of_a_table_that_stops(tmp_path: Path) -> None:
    def broken() -> Iterator[Row]:
        yield from table()
        raise EvistatError("E015", where="records.jsonl:3", reason="why")

    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    for ending in ("csv", "jsonl"):
        with pytest.raises(EvistatError, match="E015"):
            export(broken(), COLUMNS, str(tmp_path / f"out.{ending}"), force=True)
    assert [one.name for one in tmp_path.iterdir()] == ["out.csv"]
    assert path.read_bytes() == b"old"


def test_what_is_there_is_replaced_only_by_force_and_never_the_input(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    with pytest.raises(EvistatError, match="E009"):
        export(table(), COLUMNS, str(path))
    with pytest.raises(EvistatError, match="E020"):
        export(table(), COLUMNS, str(path), force=True, inputs=[str(path)])
    assert path.read_bytes() == b"old"
    export(table(), COLUMNS, str(path), force=True, inputs=[RECORDS, "-"])
    assert path.read_bytes().startswith(b"doc_id")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.csv", "csv"),
        ("A.CSV.GZ", "csv"),
        ("a.b.xlsx", "xlsx"),
        ("-", "csv"),
        ("a.parquet", "parquet"),
        ("a.ndjson", None),
        ("csv", None),
        ("a.xlsx.gz", None),
    ],
)
def test_the_format_is_that_of_the_ending(name: str, kind: str | None) -> None:
    if kind is None:
        with pytest.raises(EvistatError, match=r"E090.*parquet"):
            format_of(name)
    else:
        assert format_of(name) == kind


@pytest.mark.parametrize(
    ("package", "module", "ending"),
    [("openpyxl", "spreadsheet", "xlsx"), ("duckdb", "parquet", "parquet")],
)
def test_a_missing_package_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str, module: str, ending: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.delitem(sys.modules, f"evistat.store.{module}", raising=False)
    with pytest.raises(EvistatError, match=r"E091.*pip install 'evistat\["):
        export(table(), COLUMNS, str(tmp_path / f"out.{ending}"))
    assert list(tmp_path.iterdir()) == []


def test_harmless_text_is_left_alone() -> None:
    for text in ("survival", "-2.4", "+3", "", "a-b", "0·71", "‘quoted’"):
        assert harmless(text) == text
