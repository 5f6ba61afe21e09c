"""The real command, killed and gone on with; stopped once and stopped at once."""

import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENDINGS = ("", ".failures.jsonl", ".manifest.json")


def start(folder: Path, output: str, *options: str) -> subprocess.Popen[str]:
    abstracts = str(ROOT / "corpora" / "abstracts")
    inputs = [abstracts, abstracts, "absent.txt"]
    command = [sys.executable, "-m", "evistat", "run", *inputs, "-o", output, *options]
    return subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True)


def stop(process: subprocess.Popen[str], number: signal.Signals, journal: Path) -> str:
    """Send a signal as soon as another batch is written."""
    before = journal.read_bytes().count(b'"batch"') if journal.exists() else 0
    while process.poll() is None:
        if journal.exists() and journal.read_bytes().count(b'"batch"') > before:
            break
        time.sleep(0.01)
    process.send_signal(number)
    return process.communicate(timeout=120)[1]


def test_a_run_stopped_killed_and_resumed_writes_the_same_bytes(tmp_path: Path) -> None:
    told = start(tmp_path, "whole.jsonl").communicate(timeout=240)[1]
    assert told.startswith("[E001] absent.txt")
    journal = tmp_path / "killed.jsonl.journal"
    stopped = start(tmp_path, "killed.jsonl")
    told = stop(stopped, signal.SIGTERM, journal)
    assert stopped.returncode == 130
    assert "the same command with --resume goes on from there" in told
    killed = start(tmp_path, "killed.jsonl", "--resume")
    stop(killed, signal.SIGKILL, journal)
    assert killed.returncode == -signal.SIGKILL
    assert not any((tmp_path / f"killed.jsonl{ending}").exists() for ending in ENDINGS)
    resumed = start(tmp_path, "killed.jsonl", "--resume", "--workers", "2")
    told = resumed.communicate(timeout=240)[1]
    assert resumed.returncode == 1, told
    assert " of them before the run was broken off" in told
    for ending in ENDINGS:
        assert (tmp_path / f"killed.jsonl{ending}").read_bytes() == (
            tmp_path / f"whole.jsonl{ending}"
        ).read_bytes()
    assert len(list(tmp_path.iterdir())) == 6


HANGS_WHILE_ENDING = """
import time
from evistat.cli.run import _ended_by_signals
with _ended_by_signals():
    try:
        print("begun", flush=True)
        time.sleep(100)
    except KeyboardInterrupt:
        print("ending", flush=True)
        time.sleep(100)
"""


def test_the_second_signal_stops_at_once() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HANGS_WHILE_ENDING], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    process.terminate()
    assert process.stdout.readline() == "ending\n"
    process.terminate()
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (130, "")
