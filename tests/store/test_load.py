import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evistat.errors import EvistatError
from evistat.records.flat import COLUMNS, rows
from evistat.records.jsonl import read_records
from evistat.store.description import tables
from evistat.store.load import Loaded, load

RECORDS = Path(__file__).parents[1] / "cases" / "database_records.jsonl"
ODD = 'Robert\'); DROP TABLE findings;-- "quoted" \\ \\x00 %s ? $1 :name {} \t\n naïve café 漢字 שלום 😀 \u202e \ufffe e\u0301'

Rows = list[tuple[Any, ...]]
Ask = Callable[..., Rows]


def dump(ask: Ask, place: str) -> dict[str, Rows]:
    return {
        part.name: sorted(ask(place, f"SELECT * FROM {part.name}"), key=repr)
        for part in tables()
    }  # fmt: skip


def lines() -> list[dict[str, Any]]:
    return [json.loads(line) for line in RECORDS.read_text(encoding="utf-8").splitlines()]


def write(path: Path, records: list[dict[str, Any]]) -> str:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return str(path)


def test_all_of_the_records_is_there(place: str, ask: Ask) -> None:
    loaded = load([str(RECORDS)], place)
    records = list(read_records(str(RECORDS)))
    assert loaded == Loaded(
        documents=len(records), findings=sum(len(record.findings) for record in records), added=len(records)
    )
    names = ", ".join(column.name for column in COLUMNS)
    flat = ask(place, f"SELECT {names} FROM findings_flat ORDER BY doc_id, finding_id")
    wanted = sorted(
        (tuple(row.values()) for record in records for row in rows(record)),
        key=lambda row: (row[0], row[[column.name for column in COLUMNS].index("finding_id")]),
    )
    assert flat == wanted
    assert ask(place, "SELECT doc_id, text FROM documents ORDER BY doc_id") == [
        (record.doc_id, record.text) for record in records
    ]
    counted = {
        "sections": sum(len(record.sections) for record in records),
        "entities": sum(len(record.entities) for record in records),
        "warnings": sum(len(record.warnings) for record in records),
        "finding_groups": sum(len(f.groups) for record in records for f in record.findings),
        "finding_checks": sum(len(f.checks) for record in records for f in record.findings),
        "finding_cues": sum(len(f.cues) for record in records for f in record.findings),
    }
    assert min(counted.values()) > 0
    assert {name: ask(place, f"SELECT count(*) FROM {name}")[0][0] for name in counted} == counted


def test_views_hold_what_their_names_say(place: str, ask: Ask) -> None:
    load([str(RECORDS)], place)
    findings = [finding for record in read_records(str(RECORDS)) for finding in record.findings]
    significant = ask(place, "SELECT finding_id FROM significant_findings")
    assert sorted(row[0] for row in significant) == sorted(
        finding.id for finding in findings if finding.significant and finding.repeats is None
    )
    ready = ask(
        place, "SELECT value, scale, yi, standard_error, variance FROM meta_analysis_ready WHERE value = 0.72"
    )
    assert len(ready) == 1  # said again in the conclusions
    assert ready[0][:2] == (0.72, "log")
    assert ready[0][2:] == pytest.approx((-0.3285, 0.1367, 0.01869), rel=1e-3)
    failed = [(finding.id, check.code) for finding in findings for check in finding.checks if not check.ok]
    assert len(failed) > 0
    assert sorted(ask(place, "SELECT finding_id, check_code FROM inconsistent_findings")) == sorted(failed)


def test_the_same_file_twice_changes_nothing(place: str, ask: Ask) -> None:
    load([str(RECORDS)], place)
    before = dump(ask, place)
    loaded = load([str(RECORDS)], place)
    assert (loaded.added, loaded.replaced, loaded.unchanged) == (0, 0, len(lines()))
    assert dump(ask, place) == before


def test_a_document_loaded_again_is_replaced_whole(place: str, ask: Ask, tmp_path: Path) -> None:
    load([str(RECORDS)], place)
    records = lines()
    newer = [record | {"pipeline": record["pipeline"] | {"version": "9.9"}} for record in records[:2]]
    del newer[0]["findings"][1:]
    newer[1]["warnings"] = []
    newer[1]["entities"][0]["concept"] = {"id": "D000001", "name": "a concept"}
    again = write(tmp_path / "again.jsonl", newer)
    loaded = load([again], place)
    assert (loaded.added, loaded.replaced, loaded.unchanged) == (0, 2, 0)
    fresh = str(tmp_path / "fresh.db")
    load([write(tmp_path / "rest.jsonl", records[2:]), again], fresh)
    expected, found = dump(ask, fresh), dump(ask, place)
    run_ids = {row[0]: row[1:] for row in expected["runs"]}
    assert {row[1:] for row in found["runs"]} == {
        ("database_records.jsonl" if row[0] == "rest.jsonl" else row[0], *row[1:]) for row in run_ids.values()
    }
    for name in expected.keys() - {"runs", "documents"}:
        assert [tuple(map(_number, row)) for row in found[name]] == [
            tuple(map(_number, row)) for row in expected[name]
        ]
    # nothing is left of what only the replaced record had
    load([str(RECORDS)], place)
    assert ask(place, "SELECT version, records FROM runs") == [("0.1.0", "database_records.jsonl")]
    assert ask(place, "SELECT * FROM concepts") == []


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value


def test_a_document_twice_in_a_file_is_there_as_it_was_last(place: str, ask: Ask, tmp_path: Path) -> None:
    first, second = lines()[0], lines()[0]
    first["findings"] = []
    load([write(tmp_path / "twice.jsonl", [first, second])], place)
    assert ask(place, "SELECT count(*) FROM documents") == [(1,)]
    assert ask(place, "SELECT count(*) FROM findings") == [(len(second["findings"]),)]


def test_a_bad_line_leaves_the_database_as_it_was(place: str, ask: Ask, tmp_path: Path) -> None:
    load([str(RECORDS)], place)
    before = dump(ask, place)
    changed = lines()
    for record in changed:
        record["title"] = "changed"
    bad = Path(write(tmp_path / "bad.jsonl", changed))
    with bad.open("a", encoding="utf-8") as file:
        file.write('{"doc_id": "no record"}\n')
    with pytest.raises(EvistatError) as told:
        load([str(bad)], place)
    assert told.value.code == "E015"
    assert f"{bad}:{len(changed) + 1}" in told.value.message
    assert dump(ask, place) == before


def test_a_fault_of_the_database_half_way_leaves_it_as_it_was(
    place: str, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evistat.store.load._MOST_DOCUMENTS", 2)
    records = lines()
    load([write(tmp_path / "some.jsonl", records[:3])], place)
    before = dump(ask, place)
    records[-1]["findings"] = records[-1]["findings"][:1] * 2
    with pytest.raises(EvistatError, match="two findings"):
        load([write(tmp_path / "bad.jsonl", records)], place)
    assert dump(ask, place) == before


def test_any_text_is_stored_as_it_is(place: str, ask: Ask, tmp_path: Path) -> None:
    record = lines()[0]
    finding = record["findings"][0]
    record |= {"doc_id": ODD, "title": ODD, "text": ODD + record["text"], "metadata": {ODD: [ODD]}}
    record["entities"] = [record["entities"][0] | {"text": ODD, "label": ODD}]
    finding["outcome"] = {"text": ODD, "start": 0, "end": len(ODD), "long_form": ODD, "entities": ["T1"]}
    record["findings"] = [finding]
    assert load([write(tmp_path / "odd.jsonl", [record])], place).altered == 0
    assert ask(place, "SELECT doc_id, title FROM documents") == [(ODD, ODD)]
    assert ask(place, "SELECT outcome, outcome_long FROM findings WHERE doc_id = ?", [ODD]) == [(ODD, ODD)]
    assert ask(place, "SELECT text, label FROM entities") == [(ODD, ODD)]
    assert json.loads(ask(place, "SELECT metadata FROM documents")[0][0]) == {ODD: [ODD]}
    assert load([str(tmp_path / "odd.jsonl")], place).unchanged == 1


def test_a_nul_is_kept_or_replaced_by_one_character(place: str, ask: Ask, tmp_path: Path) -> None:
    record = lines()[0]
    text = "a\0b \\u0000 \\\0"
    record |= {"doc_id": "id\0", "text": text + record["text"], "title": text}
    path = write(tmp_path / "nul.jsonl", [record])
    loaded = load([path], place)
    kept = not place.startswith("postgresql")
    assert loaded.altered == (0 if kept else 1)
    wanted = text if kept else text.replace("\0", "\ufffd")
    assert ask(place, "SELECT title FROM documents") == [(wanted,)]
    assert len(wanted) == len(text)
    assert load([path], place).unchanged == 1


def test_huge_numbers_and_odd_years_are_no_fault(place: str, ask: Ask, tmp_path: Path) -> None:
    record = lines()[1]
    record["metadata"]["year"] = "winter"
    record["study"] = {
        "design": None,
        "registrations": [],
        "n_randomised": {"text": "many", "start": 0, "end": 4, "value": 10**40},
        "n_analysed": None,
    }
    load([write(tmp_path / "huge.jsonl", [record])], place)
    assert ask(place, "SELECT year, n_randomised FROM documents") == [(None, None)]


def test_several_files_and_gzip(place: str, ask: Ask, tmp_path: Path) -> None:
    records = lines()
    one = write(tmp_path / "one.jsonl", records[:3])
    packed = tmp_path / "two.jsonl.gz"
    packed.write_bytes(gzip.compress(Path(write(tmp_path / "two.jsonl", records[3:])).read_bytes()))
    assert load([one, str(packed)], place).added == len(records)
    assert sorted(ask(place, "SELECT records FROM runs")) == [("one.jsonl",), ("two.jsonl.gz",)]


def test_an_empty_file_makes_an_empty_database(place: str, ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_bytes(b"")
    assert load([str(tmp_path / "empty.jsonl")], place) == Loaded()
    assert ask(place, "SELECT * FROM findings_flat") == []


def test_batches_are_told_as_they_are_read(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evistat.store.load._MOST_DOCUMENTS", 3)
    told: list[int] = []
    load([str(RECORDS)], place, on_documents=told.append)
    assert told == [3, 3, 2]
