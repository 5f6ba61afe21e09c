"""The benchmarks run through and print their tables; what they measure is looked at by people."""

import importlib.util
import subprocess
import sys
from pathlib import Path

SCRIPTS = Path(__file__).parents[2] / "scripts"


def table(script: str, *arguments: str) -> list[list[str]]:
    command = [sys.executable, str(SCRIPTS / script), *arguments]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stderr
    return [line.split() for line in process.stdout.splitlines() if line]


def test_readers_are_timed_on_the_same_file() -> None:
    rows = table("bench_readers.py", "--articles", "60", "--rounds", "1")
    assert [row[:3] for row in rows[2:4]] == [["evistat", ".xml", "60"], ["evistat", ".xml.gz", "60"]]
    if importlib.util.find_spec("pubmed_parser") is not None:
        assert rows[4][:2] == ["pubmed_parser", ".xml.gz"]


def test_memory_is_measured_for_each_number_of_documents() -> None:
    header, *rows = table("bench_memory.py", "--documents", "2,5", "--model", "blank")
    assert header[:2] == ["workers", "documents"]
    assert [row[:2] for row in rows] == [["1", "2"], ["1", "5"]]
    assert all(float(row[-1]) > 20 for row in rows)
