import io
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evistat.cli.app import app
from evistat.errors import EvistatError

RECORDS = str(Path(__file__).parents[1] / "cases" / "shown_records.jsonl")


def show(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["show", *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout


def test_shows_all_documents_plain_when_piped() -> None:
    code, out = show(RECORDS)
    assert code == 0
    assert "levo-1 ─" in out
    assert "plain-2 ─" in out
    assert "In-hospital mortality  ↓ decrease   HR 0·71" in out
    assert "\x1b" not in out


def test_shows_one_document() -> None:
    out = show(RECORDS, "--doc", "plain-2")[1]
    assert "plain-2" in out
    assert "levo-1" not in out
    with pytest.raises(EvistatError, match=r"E021.*nobody"):
        show(RECORDS, "--doc", "plain-2", "--doc", "nobody")


def test_colours_set_off_the_evidence_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("NO_COLOR", raising=False)
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    with pytest.raises(SystemExit):
        app(["show", RECORDS, "--doc", "levo-1"])
    assert "\x1b[1;4;36m0·71\x1b[0m" in terminal.getvalue()


def test_shows_a_table() -> None:
    assert "… and" not in show(RECORDS, "--table")[1]
    assert "statement" in show(RECORDS, "--table")[1]


def test_draws_a_picture_that_needs_no_network(tmp_path: Path) -> None:
    picture = tmp_path / "view.svg"
    assert show(RECORDS, "--doc", "levo-1", "--svg", str(picture)) == (0, "")
    first = picture.read_text(encoding="utf-8")
    assert first.startswith("<svg")
    assert "levosimendan" in first
    assert "@font-face" not in first
    show(RECORDS, "--doc", "levo-1", "--svg", str(picture))
    assert picture.read_text(encoding="utf-8") == first
    assert show(RECORDS, "--svg", RECORDS)[0] == 2
    assert Path(RECORDS).read_text(encoding="utf-8").startswith("{")
