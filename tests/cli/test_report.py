import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evistat.cli.app import app
from evistat.errors import EvistatError

RECORDS = str(Path(__file__).parents[1] / "cases" / "shown_records.jsonl")


def evistat(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_a_report_is_made_of_chosen_findings(tmp_path: Path) -> None:
    folder, picture = tmp_path / "r", tmp_path / "f.svg"
    code, out, told = evistat(
        "report",
        RECORDS,
        "--output",
        str(folder),
        "--measure",
        "HR",
        "--forest",
        str(picture),
        "--title",
        "T & U",
    )
    assert (code, out) == (0, "")
    assert f"1 document with 1 finding in {folder / 'index.html'}" in told
    assert "1 finding of HR drawn" in told
    assert "<title>T &amp; U · evistat</title>" in (folder / "index.html").read_text("utf-8")
    assert picture.read_text("utf-8").startswith("<svg")


def test_the_report_is_named_after_its_records(tmp_path: Path) -> None:
    evistat("report", RECORDS, "--output", str(tmp_path / "r"))
    assert "<title>shown_records.jsonl · evistat</title>" in (tmp_path / "r" / "index.html").read_text(
        "utf-8"
    )


def test_what_cannot_be_is_said(tmp_path: Path) -> None:
    with pytest.raises(EvistatError, match="E001"):
        evistat("report", str(tmp_path / "none.jsonl"), "--output", str(tmp_path / "r"))
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "f.svg").write_text("mine")
    with pytest.raises(EvistatError, match="E009"):
        evistat("report", RECORDS, "--output", str(tmp_path / "r"), "--forest", str(tmp_path / "f.svg"))
    assert [path.name for path in tmp_path.iterdir()] == ["f.svg"]


@pytest.fixture
def decisions(tmp_path: Path) -> str:
    path = tmp_path / "decisions.jsonl"
    lines = [
        {"doc_id": "levo-1", "finding": "f1", "decision": "edited", "edits": {"value": "0·55"}},
        {"doc_id": "levo-1", "finding": "f2", "decision": "accepted"},
        {"doc_id": "levo-1", "finding": "f9", "decision": "accepted", "read": "Stay MD 2"},
    ]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    return str(path)


def test_decisions_go_into_records_and_figures(tmp_path: Path, decisions: str) -> None:
    output = str(tmp_path / "reviewed.jsonl")
    code, out, told = evistat(
        "review", "apply", RECORDS, decisions, "--output", output, "--by", "K. L.", "--date", "2026-05-31"
    )
    assert (code, out) == (0, "")
    assert "decisions applied: 1 accepted, 1 edited" in told
    assert "levo-1 f9: accepted (Stay MD 2)" in told
    first = json.loads(Path(output).read_text("utf-8").splitlines()[0])
    assert first["findings"][0]["review"] == {
        "decision": "edited", "by": "K. L.", "date": "2026-05-31", "note": None,
        "edited": first["findings"][0]["review"]["edited"],
    }  # fmt: skip
    assert first["findings"][0]["review"]["edited"]["value"] == 0.71
    assert "review" not in first["findings"][2]
    figures = json.loads(evistat("review", "stats", output, "--json")[1])
    assert figures["all"]["precision"] == 0.5
    assert json.loads(evistat("review", "stats", RECORDS, decisions, "--json")[1]) == figures
    table = evistat("review", "stats", output)[1]
    assert "HR" in table
    assert "50%" in table


def test_a_correction_that_does_not_fit_gives_exit_code_1(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text(
        '{"doc_id": "levo-1", "finding": "f1", "decision": "edited", "edits": {"outcome": {"text": "zebra"}}, "by": "K"}\n'
    )
    code, _, told = evistat("review", "apply", RECORDS, str(path), "--output", str(tmp_path / "o.jsonl"))
    assert code == 1
    assert "E104" not in told
    assert "'zebra'" in told


def test_wrong_use_of_review_is_said(tmp_path: Path, decisions: str) -> None:
    output = str(tmp_path / "o.jsonl")
    for arguments, words in (
        (("apply", RECORDS, decisions, "--output", output), "E102"),
        (("apply", RECORDS, decisions, "--output", output, "--by", "K", "--date", "2026-02-30"), "E103"),
        (("apply", RECORDS, decisions, "--output", decisions, "--by", "K", "--force"), "E020"),
        (("apply", RECORDS, RECORDS, "--output", output, "--by", "K"), "E101"),
        (("stats", RECORDS), "E105"),
    ):
        with pytest.raises(EvistatError, match=words):
            evistat("review", *arguments)
    assert not Path(output).exists()
