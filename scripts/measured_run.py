"""One `evistat run` → what it took: seconds, CPU seconds, memory of all its processes, hash of what it wrote."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

BLANK = "blank"
_EVERY = 0.2  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Course:
    """What one whole run took, model loading included.

    ``megabytes`` is the most that all processes had at a time, what they share counted once (0 where the system
    doesn't tell); ``largest`` the most that one of them had.
    """

    workers: int
    wall: float
    cpu: float
    megabytes: float
    largest: float
    sha256: str


def measured_run(inputs: Path, output: Path, *, workers: int, model: str | None = None) -> Course:
    """Run the command line once; end the program where it fails."""
    command = [sys.executable, "-m", "evistat", "run", str(inputs), "--output", str(output), "--force"]
    command += ["--workers", str(workers), *(("--model", model) if model else ())]
    began = time.monotonic()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    watch = _Watch(process.pid)
    watch.start()
    _, status, usage = os.wait4(process.pid, 0)  # its own usage and that of the workers it waited for
    wall = time.monotonic() - began
    watch.ended.set()
    watch.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"the run with {workers} workers ended with {process.returncode}")
    with output.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Course(
        workers=workers,
        wall=wall,
        cpu=usage.ru_utime + usage.ru_stime,
        megabytes=watch.most / 1000,
        largest=usage.ru_maxrss / 1000,
        sha256=digest,
    )


def blank_model(folder: Path) -> str:
    """Write a model that knows nothing and return its path: what a run takes without a recogniser."""
    import spacy

    path = folder / "blank-model"
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler", name="ner")  # a part of that name must be there
    nlp.to_disk(path)
    return str(path)


class _Watch(threading.Thread):
    """Looks again and again how much memory a process and those it started have."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.most = 0
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(_EVERY):
            self.most = max(self.most, sum(map(_kilobytes, _family(self.pid))))


def _family(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for child in children:
            yield from _family(int(child))


def _kilobytes(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
