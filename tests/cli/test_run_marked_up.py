"""Marked-up formats through the command: what a user sees of sections, tables, annotations and deletions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from evistat.cli.app import app

OWN = Path(__file__).parents[2] / "corpora" / "formats"
NAMES = ("citations.xml", "fulltext.nxml", "collection.bioc.json", "annotated.pubtator")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str, dict[str, dict[str, Any]], list[Any]]:
    """Return exit code, messages, records by id and the lines of the failures file of a run."""
    output = tmp_path_factory.mktemp("run") / "out.jsonl"
    inputs = [str(OWN / name) for name in NAMES]
    result = CliRunner().invoke(
        app, ["run", *inputs, "-o", str(output), "--workers", "0", "--keep-annotations"]
    )
    records = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    failures = [json.loads(line) for line in Path(f"{output}.failures.jsonl").read_text("utf-8").splitlines()]
    return result.exit_code, result.stderr, {record["doc_id"]: record for record in records}, failures


def test_deletions_are_told_and_change_no_exit_code(run: Any) -> None:
    code, messages, records, failures = run
    assert code == 0, messages
    assert [(one["code"], one["doc_id"]) for one in failures] == [("W021", "91000090"), ("W021", "91000091")]
    assert "2 notices" in messages
    assert len(records) == 11


def test_sections_and_findings_of_a_citation(run: Any) -> None:
    record = run[2]["91000001"]
    assert [section["label"] for section in record["sections"]] == [
        "TITLE", "BACKGROUND", "METHODS", "RESULTS", "CONCLUSIONS", "OTHER",
    ]  # fmt: skip
    (finding, *_) = (one for one in record["findings"] if one["ci"] is not None)
    assert (finding["section"], finding["value"], finding["p"]["value"]) == ("RESULTS", 0.6, 0.00032)
    assert record["metadata"]["pmcid"] == "PMC99000001"


def test_a_full_text_has_findings_in_its_results_and_none_in_its_table(run: Any) -> None:
    record = run[2]["PMC99000002"]
    assert {"TABLE", "CAPTION", "RESULTS", "DISCUSSION"} <= {one["label"] for one in record["sections"]}
    (effect,) = (one for one in record["findings"] if one["ci"] is not None)
    assert (effect["section"], effect["value"], effect["p"]["text"]) == ("RESULTS", -12.0, "P = 0.03")
    assert not [one for one in record["findings"] if one["section"] == "TABLE"]
    assert any("in a table" in one["message"] for one in record["warnings"])


def test_annotations_show_their_text(run: Any) -> None:
    for doc_id, count in (("99000004", 4), ("94000001", 3)):
        record = run[2][doc_id]
        annotations = record["metadata"]["annotations"]
        assert len(annotations) == count
        assert all(record["text"][one["start"] : one["end"]] == one["text"] for one in annotations)
