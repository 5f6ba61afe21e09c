"""`evistat run`, killed again and again → whether what `--resume` leaves is what an undisturbed run leaves.

usage: kill_runs.py [INPUT] [--kills N] [--seed N]

The run is killed (SIGKILL, every fourth time SIGTERM or SIGINT) at random moments and gone on with by another number
of workers each time, until it ends by itself; records, failures and manifest must be the same bytes. Exit code 1
where they aren't.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COPIES = 12
SIGNALS = (signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGKILL, signal.SIGINT)


def main() -> int:
    """Run once undisturbed, then with kills, and compare."""
    parser = argparse.ArgumentParser(description="Kill runs and go on with them.")
    parser.add_argument("input", nargs="?", default=str(ROOT / "corpora" / "abstracts"))
    parser.add_argument("--kills", type=int, default=20, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the moments")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        inputs = [str(Path(options.input).resolve())] * COPIES + ["not-there.txt"]
        undisturbed = _evistat(folder, [*inputs, "--output", "whole.jsonl"])
        undisturbed.wait()
        kills = _killed(folder, inputs, options.kills, random.Random(options.seed))
        wrong = [
            name
            for name in ("", ".failures.jsonl", ".manifest.json")
            if (Path(folder) / f"whole.jsonl{name}").read_bytes()
            != (Path(folder) / f"killed.jsonl{name}").read_bytes()
        ]
        left = sorted(path.name for path in Path(folder).glob("*.part*")) + sorted(
            path.name for path in Path(folder).glob("*.journal")
        )
    what = (
        f"OTHER BYTES in {', '.join(name or 'the records' for name in wrong)}" if wrong else "the same bytes"
    )
    print(f"{kills} kills: {what}; left behind: {left or 'nothing'}")
    return int(bool(wrong or left))


def _killed(folder: str, inputs: list[str], kills: int, random_: random.Random) -> int:
    """Kill a run and go on until it is done; return how often it was killed."""
    done = 0
    journal = Path(folder) / "killed.jsonl.journal"
    while True:
        workers = str(random_.choice([1, 2, 3]))
        process = _evistat(folder, [*inputs, "--output", "killed.jsonl", "--resume", "--workers", workers])
        size = _size(journal)
        deadline = time.monotonic() + 60
        while (
            done < kills and process.poll() is None and _size(journal) == size and time.monotonic() < deadline
        ):
            time.sleep(0.01)  # loading the model is most of a short run: wait for the first batch
        time.sleep(random_.uniform(0, 0.4))
        if done >= kills or process.poll() is not None:
            process.wait()
            return done
        process.send_signal(SIGNALS[done % len(SIGNALS)])
        process.wait()
        done += 1
        print(f"killed with {workers} workers, {_size(Path(folder) / 'killed.jsonl.part')} bytes written")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _evistat(folder: str, arguments: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "evistat", "run", *arguments],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1"},
        stderr=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    sys.exit(main())
