import io
import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evistat.cli.app import app
from evistat.errors import EvistatError

pytestmark = pytest.mark.usefixtures("quick_flow")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a folder of two good articles."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("One article.")
    (tmp_path / "in" / "b.jsonl").write_text('{"id": "two", "text": "Another."}\n')
    return tmp_path


def evistat(*arguments: str, stdin: str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments), input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def ids(path: Path) -> list[str]:
    return [json.loads(line)["doc_id"] for line in path.read_text().splitlines()]


def test_all_well_is_exit_code_0_with_a_summary_on_stderr(folder: Path) -> None:
    code, out, err = evistat("run", "in", "--output", "out.jsonl")
    assert (code, out) == (0, "")
    assert err.startswith("2 documents, 8 findings, 8 entities, 0 failures, 2 statistics left over in ")
    assert err.rstrip().endswith("documents/s)")
    assert ids(folder / "out.jsonl") == ["a.txt", "two"]


def test_some_failures_are_exit_code_1_told_and_listed(folder: Path) -> None:
    (folder / "in" / "c.txt").touch()
    (folder / "in" / "d.txt").write_text("raise an error")
    (folder / "in" / "e.docx").write_text("x")
    code, _, err = evistat("run", "in", "absent", "-o", "out.jsonl")
    assert code == 1
    lines = err.splitlines()
    assert lines[:3] == [
        "[E003] in/c.txt: empty file",
        "[E016] d.txt: no record could be made (ValueError: no good)",
        "[E001] absent: no such file or folder",
    ]
    assert lines[3].startswith("2 documents, 8 findings, 8 entities, 3 failures, 2 statistics left over in")
    assert lines[4:] == [
        "passed over in folders, of no known format: 1 .docx",
        "failures are listed in out.jsonl.failures.jsonl",
    ]
    listed = [json.loads(line) for line in (folder / "out.jsonl.failures.jsonl").read_text().splitlines()]
    assert [(failure["path"], failure["code"]) for failure in listed] == [
        ("in/c.txt", "E003"),
        ("d.txt", "E016"),
        ("absent", "E001"),
    ]


def test_failures_go_where_they_are_told(folder: Path) -> None:
    (folder / "in" / "c.txt").touch()
    assert evistat("run", "in", "-o", "out.jsonl", "--failures", "bad.jsonl")[0] == 1
    assert sorted(path.name for path in folder.iterdir()) == [
        "bad.jsonl",
        "in",
        "out.jsonl",
        "out.jsonl.manifest.json",
    ]


def test_many_failures_are_told_in_part(folder: Path) -> None:
    (folder / "many.jsonl").write_text("{broken\n" * 50)
    code, _, err = evistat("run", "many.jsonl", "-o", "out.jsonl")
    assert code == 1
    assert err.count("[E005]") == 20
    assert "more failures are not shown here" in err
    assert len((folder / "out.jsonl.failures.jsonl").read_text().splitlines()) == 50


def test_an_existing_output_is_refused_without_force(folder: Path) -> None:
    (folder / "out.jsonl").write_text("precious")
    with pytest.raises(EvistatError, match="E009"):
        evistat("run", "in", "-o", "out.jsonl")
    assert (folder / "out.jsonl").read_text() == "precious"
    assert evistat("run", "in", "-o", "out.jsonl", "--force")[0] == 0


def test_the_table_shows_what_was_found(folder: Path) -> None:
    code, out, _ = evistat("run", "in", "-o", "out.jsonl", "--table")
    assert code == 0
    assert "In-hospital mortality" in out
    assert out.count("0·55 to 0·92") == 2
    assert evistat("run", "in", "-o", "-", "--table")[0] == 2
    assert not (folder / "-").exists()


def test_standard_input_to_standard_output() -> None:
    code, out, _ = evistat("run", "-", "--output", "-", stdin='{"pmid": 5, "text": "x y z"}\n')
    assert (code, json.loads(out)["doc_id"]) == (0, "5")


def test_fields_format_and_length_are_options(folder: Path) -> None:
    (folder / "x.jsonl").write_text('{"key": "k", "body": "Long text here.", "head": "On zinc"}\n')
    fields = ("--id-field", "key", "--text-field", "body", "--title-field", "head")
    assert evistat("run", "x.jsonl", "-o", "1.jsonl", *fields)[0] == 0
    assert ids(folder / "1.jsonl") == ["k"]
    assert evistat("run", "x.jsonl", "-o", "2.jsonl", *fields, "--max-length", "5")[0] == 1
    assert evistat("run", "x.jsonl", "-o", "3.jsonl", "--format", "text")[0] == 0
    assert ids(folder / "3.jsonl") == ["x.jsonl"]


def test_ctrl_c_ends_in_good_order(folder: Path) -> None:
    lines = [json.dumps({"id": str(n), "text": "Good."}) for n in range(40)] + ['{"text": "interrupt"}']
    (folder / "x.jsonl").write_text("\n".join(lines))
    code, _, err = evistat("run", "x.jsonl", "-o", "out.jsonl")
    assert code == 130
    assert err.startswith(
        "stopped; what was done stands in out.jsonl.part, the same command with --resume goes on from there\n"
    )
    assert "32 documents" in err
    assert not (folder / "out.jsonl").exists()
    assert len(ids(folder / "out.jsonl.part")) == 32


def test_messages_drive_no_terminal(folder: Path) -> None:
    (folder / "in" / "\x1b[31mred\n.txt").touch()
    _, _, err = evistat("run", "in", "-o", "out.jsonl")
    assert "\x1b" not in err
    assert "[E003] in/\ufffd[31mred .txt: empty file" in err


def test_a_terminal_gets_a_bar_and_failures_above_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    (folder / "in" / "c.txt").touch()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "150")
    monkeypatch.delenv("NO_COLOR", raising=False)
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with pytest.raises(SystemExit) as stop:
        app(["run", "in", "-o", "out.jsonl"])
    assert stop.value.code == 1
    shown = terminal.getvalue()
    assert "loading the model" in shown
    assert "[E003] in/c.txt: empty file" in shown
    assert "3 documents" in shown or "2 documents" in shown
