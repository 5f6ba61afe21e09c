import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from evistat import __version__
from evistat.cli.app import app, main
from evistat.errors import MESSAGES


def evistat(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "evistat", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | environment,
        check=False,
    )


def test_version() -> None:
    assert evistat("--version").stdout == f"evistat {__version__}\n"


def test_help_names_every_command_and_comes_at_once() -> None:
    told = evistat("--help")  # compiled files and disk cache aside
    seconds = []
    for _ in range(3):
        # Processor time: what else the machine does at the moment is not ours.
        began = resource.getrusage(resource.RUSAGE_CHILDREN)
        evistat("--help")
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime)
    assert min(seconds) < 0.4
    for command in get_command(app).commands:  # type: ignore[attr-defined]
        assert re.search(rf"│ {command} +\w", told.stdout)
    assert "─ Commands ─" not in told.stdout  # each stands in a group of its kind


@pytest.mark.parametrize(
    "command", [["--help"], ["run", "--help"], ["show", "--help"], ["--version"], ["schema"]]
)
def test_what_needs_no_model_loads_no_spacy(command: list[str]) -> None:
    code = (
        "import sys; sys.argv = ['evistat', *sys.argv[1:]]\n"
        "from evistat.cli.app import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(sorted({'spacy', 'numpy', 'evistat.flow'} & sys.modules.keys()), file=sys.stderr)"
    )
    told = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=True)
    assert told.stderr.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "arguments", [[], ["run"], ["run", "x"], ["nonsense"], ["run", "x", "-o", "y", "-w", "-1"], ["show"]]
)
def test_wrong_usage_is_exit_code_2(arguments: list[str]) -> None:
    told = evistat(*arguments)
    assert told.returncode == 2
    assert "Traceback" not in told.stderr


def test_an_error_is_a_message_with_its_code(tmp_path: Path) -> None:
    told = evistat("show", str(tmp_path / "absent.jsonl"))
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr == f"[E001] {tmp_path}/absent.jsonl: no such file or folder\n"


def test_schema_is_json() -> None:
    told = evistat("schema")
    assert json.loads(told.stdout)["title"] == "evistat record"


@pytest.mark.parametrize("arguments", [["schema"], ["--version"]])  # more than a buffer holds, and less
def test_a_closed_pipe_is_no_error(arguments: list[str]) -> None:
    # The reader leaves before anything is written.
    process = subprocess.Popen(
        [sys.executable, "-m", "evistat", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    _, told = process.communicate()
    assert told == b""


def test_a_fault_of_ours_is_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("EVISTAT_TRACEBACK", raising=False)
    monkeypatch.setattr(sys, "argv", ["evistat", "schema"])
    monkeypatch.setattr("evistat.cli.app.app", lambda **_: 1 / 0)
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 3
    assert capsys.readouterr().err.startswith("[E022] a fault of evistat itself: ZeroDivisionError")
    monkeypatch.setenv("EVISTAT_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        main()


def test_every_message_has_its_own_code_and_one_line() -> None:
    for code, text in MESSAGES.items():
        assert code[0] in "EW"
        assert code[1:].isdigit()
        assert "\n" not in text


def test_an_option_means_the_same_in_every_command() -> None:
    of_its_own = {"--output", "--to", "--format", "--title", "--model", "--json", "--table"}
    options: dict[str, set[tuple[object, ...]]] = {}
    commands = list(get_command(app).commands.values())  # type: ignore[attr-defined]
    while commands:
        command = commands.pop()
        commands += getattr(command, "commands", {}).values()
        for part in command.params:
            for name in part.opts if part.param_type_name == "option" else ():
                told = None if of_its_own.intersection(part.opts) else part.help
                options.setdefault(name, set()).add((part.is_flag, part.multiple, told))
    assert len(options) > 40
    assert {name: kinds for name, kinds in options.items() if len(kinds) > 1} == {}
