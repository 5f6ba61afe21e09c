"""From article to table and plot, as a user types it."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest


def evistat(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "evistat", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def records(abstracts_run: Path) -> Path:
    return abstracts_run


def test_a_table_of_risk_ratios(records: Path, tmp_path: Path) -> None:
    out = tmp_path / "rr.csv"
    done = evistat("export", records, "--to", out, "--measure", "RR", "--with-ci", "--no-repeats")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert done.stderr == f"{len(rows)} findings\n"
    found = {(row["doc_id"], row["outcome"], float(row["value"]), float(row["ci_upper"])) for row in rows}
    assert ("colchicine-pericarditis.txt", "Recurrent pericarditis", 0.5, 0.84) in found
    assert ("hypothermia-newborn-trial.txt", "Death", 0.91, 1.25) in found


def test_a_plot_of_risk_ratios(records: Path, tmp_path: Path) -> None:
    out = tmp_path / "rr.svg"
    done = evistat("forest", records, "--measure", "RR", "--output", out)
    assert done.returncode == 0, done.stderr
    assert "Recurrent pericarditis" in out.read_text(encoding="utf-8")


def test_an_error_is_one_line(records: Path, tmp_path: Path) -> None:
    done = evistat("export", records, "--to", tmp_path / "out.doc")
    assert done.returncode == 2
    assert done.stderr.startswith("[E090] ")
    assert done.stderr.count("\n") == 1
    done = evistat("forest", records, "--output", tmp_path / "out.svg")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("[E092] ")
    assert list(tmp_path.iterdir()) == []


def test_what_nobody_reads_is_no_error(records: Path) -> None:
    command = f"{sys.executable} -m evistat export {records} --to - | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("doc_id,")
    assert "Traceback" not in done.stderr
    assert "E0" not in done.stderr
