"""Abstracts → how fast each stage is, how much memory a run takes, and the hash of what it writes.

usage: bench.py [INPUT] [--repeat N] [--limit N] [--workers 1,2] [--model NAME_OR_PATH]

INPUT is any folder or file that `evistat run` reads, corpora/abstracts when left out. The stages are timed in
this process, in CPU seconds (what else the machine does hardly matters); then whole runs through the command
line, in CPU and wall-clock seconds, whose outputs must be the same bytes. Timings are to be looked at: only
outputs that differ make the exit code 1.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")  # as in a run; before numpy is imported

from evistat.flow import load_pipeline  # noqa: E402
from evistat.read.article import Article  # noqa: E402
from evistat.read.articles import read_articles  # noqa: E402
from evistat.read.formats.format import ReadOptions  # noqa: E402
from evistat.run.batches import batches  # noqa: E402
from evistat.run.serial import articles_of  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("tokenise", "recognise", "extract")


@dataclass(frozen=True, slots=True)
class Course:
    """What one whole run took."""

    workers: int
    wall: float
    cpu: float
    megabytes: float
    sha256: str


def main() -> int:
    """Time the stages, then whole runs, and print both."""
    parser = argparse.ArgumentParser(description="Time evistat.")
    parser.add_argument("input", nargs="?", default=str(ROOT / "corpora" / "abstracts"))
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="read the input N times over")
    parser.add_argument("--limit", type=int, default=None, metavar="N", help="N abstracts at most")
    parser.add_argument("--workers", default="1,2", help="numbers of processes to compare")
    parser.add_argument("--model", default=None, metavar="NAME_OR_PATH")
    options = parser.parse_args()
    articles = list(islice(_articles(options.input, options.repeat), options.limit))
    words = sum(len(article.text.split()) for article in articles)
    print(f"{len(articles)} abstracts of {words / len(articles):.0f} words on average\n")
    _print_stages(_stages(articles, options.model), len(articles))
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts.jsonl"
        _write(articles, texts)
        print(
            f"\n{'workers':>8}{'seconds':>9}{'CPU s':>8}{'a second':>10}{'a CPU s':>9}{'peak MB':>9}  SHA-256"
        )
        courses = []
        for workers in map(int, options.workers.split(",")):
            courses.append(_course(texts, workers, options.model))
            _print_course(courses[-1], len(articles))
    first = courses[0]
    for course in courses[1:]:
        same = "the same bytes" if course.sha256 == first.sha256 else "OTHER BYTES"
        print(
            f"{course.workers} workers against {first.workers}: {first.wall / course.wall:.2f} times as fast, {same}"
        )
    return int(len({course.sha256 for course in courses}) > 1)


def _articles(given: str, repeat: int) -> Iterator[Article]:
    for turn in range(repeat):
        for item in read_articles([given], options=ReadOptions()):
            if isinstance(item, Article):
                yield replace(item, doc_id=f"{item.doc_id}#{turn}" if turn else item.doc_id)


def _stages(articles: Sequence[Article], model: str | None) -> dict[str, float]:
    """Return the CPU seconds of each room, its components run over the batches of a real run."""
    nlp = load_pipeline(model)
    work = [articles_of(batch) for batch in batches(articles)]
    seconds: dict[str, float] = dict.fromkeys(ROOMS, 0.0)
    for batch in (work[0], *work):  # the first one again: what is made once isn't what is asked for
        if batch is work[0]:
            seconds = dict.fromkeys(ROOMS, 0.0)
        with nlp.memory_zone():
            began = time.process_time()
            docs = [nlp.make_doc(article.text) for article in batch]
            seconds["tokenise"] += time.process_time() - began
            for _, component in nlp.pipeline:
                room = type(component).__module__.split(".")[1]
                began = time.process_time()
                docs = _through(component, docs)
                seconds[room] = seconds.get(room, 0.0) + time.process_time() - began
    return seconds


def _through(component: Any, docs: list[Any]) -> list[Any]:
    if hasattr(component, "pipe"):
        return list(component.pipe(docs, batch_size=len(docs)))
    return [component(doc) for doc in docs]


def _write(articles: Sequence[Article], path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for article in articles:
            file.write(json.dumps({"id": article.doc_id, "text": article.text}, ensure_ascii=False) + "\n")


def _course(texts: Path, workers: int, model: str | None) -> Course:
    """Run the command line once and return what it took, model loading included."""
    output = texts.with_name(f"records-{workers}.jsonl")
    command = [sys.executable, "-m", "evistat", "run", str(texts), "--output", str(output)]
    command += ["--workers", str(workers), *(("--model", model) if model else ())]
    began = time.monotonic()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)  # its own usage and that of the workers it waited for
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"the run with {workers} workers ended with {process.returncode}")
    return Course(
        workers=workers,
        wall=time.monotonic() - began,
        cpu=usage.ru_utime + usage.ru_stime,
        megabytes=usage.ru_maxrss / 1024,
        sha256=hashlib.sha256(output.read_bytes()).hexdigest(),
    )


def _print_stages(seconds: dict[str, float], count: int) -> None:
    print(f"{'stage':<12}{'ms each':>9}{'a CPU s':>9}")
    for room, taken in (*seconds.items(), ("together", sum(seconds.values()))):
        print(f"{room:<12}{1000 * taken / count:>9.1f}{count / taken if taken else 0:>9.0f}")


def _print_course(course: Course, count: int) -> None:
    print(
        f"{course.workers:>8}{course.wall:>9.1f}{course.cpu:>8.1f}{count / course.wall:>10.1f}"
        f"{count / course.cpu:>9.1f}{course.megabytes:>9.0f}  {course.sha256[:16]}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
