"""README.md → is what it shows what really happens?"""

from __future__ import annotations

import csv
import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

import evistat
from evistat.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
RECORD_FORMAT = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
USES = README.partition("## Three uses\n")[2].partition("\n## ")[0]
CUT = "…"


def blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S)


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which every command of the three uses was run, one after the other."""
    folder = tmp_path_factory.mktemp("used")
    (folder / "corpora").symlink_to(ROOT / "corpora")
    commands = [line for block in blocks("sh", USES) for line in block.splitlines()]
    assert {shlex.split(command)[1] for command in commands} > {
        "run",
        "show",
        "report",
        "forest",
        "load",
        "export",
    }
    for command in commands:
        name, *arguments = shlex.split(command)
        assert name == "evistat"
        if arguments[0] == "browse":  # until Ctrl-C: its own tests have it
            assert (folder / arguments[1]).exists()
            continue
        done = subprocess.run(
            [sys.executable, "-m", name, *arguments], cwd=folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (command, done.stderr)
    return folder


def test_the_three_uses_leave_what_they_say(used: Path) -> None:
    left = {path.name for path in used.iterdir()}
    assert {"corpus.jsonl", "report", "forest.svg", "corpus.db", "ratios.csv"} <= left
    assert (used / "report" / "index.html").exists()
    with (used / "ratios.csv").open(encoding="utf-8", newline="") as file:
        assert {row["measure"] for row in csv.DictReader(file)} == {"RR", "OR"}


def test_the_question_shown_has_the_answer_shown(used: Path) -> None:
    (question,) = blocks("sql")
    head, _, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in USES.partition(question)[2].splitlines()
        if line.startswith("|")
    ]
    with closing(sqlite3.connect(used / "corpus.db")) as database:
        answer = database.execute(question)
        assert [column[0] for column in answer.description] == head
        assert [[str(cell) for cell in row] for row in answer] == rows


def test_the_forest_plot_shown_is_that_of_the_example(used: Path) -> None:
    drawn, shown = ((path.read_text("utf-8")) for path in (used / "forest.svg", ROOT / "docs" / "forest.svg"))
    assert re.findall(r"<text[^>]*>([^<]+)", drawn) == re.findall(r"<text[^>]*>([^<]+)", shown)


def differences(shown: Any, real: Any, where: str = "") -> list[str]:
    """Return the places where what is shown isn't what there is; ``…`` stands for what is left out."""
    if isinstance(shown, dict) and isinstance(real, dict):
        names = [name for name in shown if name != CUT]
        if names != [name for name in real if name in shown or CUT not in shown]:
            return [f"{where}: {list(shown)} for {list(real)}"]
        return [fault for name in names for fault in differences(shown[name], real[name], f"{where}.{name}")]
    if isinstance(shown, list) and isinstance(real, list) and CUT in shown:
        at = 0
        for place, item in enumerate(shown):
            if item == CUT:
                continue
            if place and shown[place - 1] == CUT:  # something is left out before it: it may come later
                at = next((n for n in range(at, len(real)) if not differences(item, real[n])), at)
            if faults := differences(item, real[at], f"{where}[{at}]"):
                return faults
            at += 1
        return []
    if isinstance(shown, list) and isinstance(real, list) and len(shown) == len(real):
        pairs = enumerate(zip(shown, real, strict=True))
        return [fault for place, pair in pairs for fault in differences(*pair, f"{where}[{place}]")]
    if isinstance(shown, str) and isinstance(real, str) and CUT in shown:
        pattern = ".*".join(map(re.escape, shown.split(CUT)))
        return [] if re.fullmatch(pattern, real, re.S) else [f"{where}: {shown!r} for {real[:80]!r}"]
    return [] if shown == real else [f"{where}: {shown!r} for {real!r}"]


@pytest.mark.parametrize("text", [README, RECORD_FORMAT], ids=["README.md", "docs/records.md"])
def test_the_record_shown_is_the_one_written(text: str, used: Path) -> None:
    (block,) = blocks("json", text)
    shown = json.loads(block)
    lines = (used / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    (real,) = [record for record in map(json.loads, lines) if record["doc_id"] == shown["doc_id"]]
    assert differences(shown, real) == []


def test_differences_are_seen() -> None:
    real = {"a": [1, 2, 3], "b": "one two"}
    assert differences({"a": [1, CUT, 3], "b": "one…"}, real) == []
    assert differences({"a": [2, CUT], "b": "one…"}, real)
    assert differences({"a": [1, CUT, 4], "b": "one…"}, real)
    assert differences({"a": [1, 2], "b": "one…"}, real)
    assert differences({"a": [CUT], "b": "…three"}, real)
    assert differences({"b": CUT, "a": [CUT]}, real)
    assert differences({"a": [CUT]}, real)
    assert differences({"a": [CUT], CUT: CUT}, real) == []
    assert differences({"c": 1, CUT: CUT}, real)


@pytest.mark.parametrize("number", range(len(blocks("python"))))
def test_python_shown_runs(number: int) -> None:
    exec(compile(blocks("python")[number], "README.md", "exec"), {})  # its asserts are the test


def test_the_sample_quoted_says_so() -> None:
    (quoted,) = re.findall(r"(?:^> .*\n)+", README, re.M)
    words = " ".join(quoted.replace("> ", "").split())
    sample = (ROOT / "corpora" / "abstracts" / "colchicine-pericarditis.txt").read_text(encoding="utf-8")
    assert all(part.strip() in sample for part in words.split(CUT))


def test_files_named_are_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
    for script in ("scripts/demo", "scripts/test", "scripts/set-up", ".ci/run"):
        assert os.access(ROOT / script, os.X_OK)


def test_every_command_is_named_and_no_other() -> None:
    (table,) = re.findall(r"^## Commands\n(.*?)^## ", README, re.M | re.S)
    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert sorted(re.findall(r"^\| `evistat (\w+)`", table, re.M)) == sorted(commands)


def test_components_named_are_those_registered() -> None:
    from spacy.language import Language

    named = set(re.findall(r"`(evistat_\w+)`", README))
    evistat.load()
    assert named == {name for name in Language.factories if name.startswith("evistat_")}


def test_set_up_says_when_there_is_no_fitting_python(tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("sh", "dirname", "cksum", "cat"):
        (tools / tool).symlink_to(str(shutil.which(tool)))
    (tools / "python3").write_text("#!/bin/sh\nexit 1\n")  # one too old for us says no
    (tools / "python3").chmod(0o755)
    shutil.copytree(ROOT / "scripts", tmp_path / "clone" / "scripts")
    done = subprocess.run(
        [str(tools / "sh"), str(tmp_path / "clone" / "scripts" / "set-up")],
        env={"PATH": str(tools)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "needs Python 3.11 or 3.12" in done.stderr
    assert not (tmp_path / "clone" / ".venv").exists()
