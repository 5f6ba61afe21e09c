"""Abstracts → how fast each stage is, how much memory a run takes, and the hash of what it writes.

usage: bench.py [INPUT] [--repeat N] [--limit N] [--workers 1,2] [--rounds N] [--model NAME_OR_PATH]

INPUT is any folder or file that `evistat run` reads, corpora/abstracts when left out. The stages are timed in
this process, in CPU seconds (what else the machine does hardly matters); then whole runs through the command
line, in CPU and wall-clock seconds, whose outputs must be the same bytes. With more than one round the numbers of
workers take turns, and the quickest run of each counts. Timings are to be looked at: only outputs that differ make
the exit code 1. `bench_memory.py` and `bench_readers.py` measure memory and reading.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
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
from measured_run import Course, measured_run  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("tokenise", "recognise", "extract")


def main() -> int:
    """Time the stages, then whole runs, and print both."""
    parser = argparse.ArgumentParser(description="Time evistat.")
    parser.add_argument("input", nargs="?", default=str(ROOT / "corpora" / "abstracts"))
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="read the input N times over")
    parser.add_argument("--limit", type=int, default=None, metavar="N", help="N abstracts at most")
    parser.add_argument("--workers", default="1,2", help="numbers of processes to compare")
    parser.add_argument("--rounds", type=int, default=1, metavar="N", help="runs of each")
    parser.add_argument("--model", default=None, metavar="NAME_OR_PATH")
    options = parser.parse_args()
    articles = list(islice(_articles(options.input, options.repeat), options.limit))
    words = sum(len(article.text.split()) for article in articles)
    print(f"{len(articles)} abstracts of {words / len(articles):.0f} words on average\n")
    _print_stages(_stages(articles, options.model), len(articles))
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts.jsonl"
        _write(articles, texts)
        courses = _courses(texts, list(map(int, options.workers.split(","))), options)
    _print_courses(courses, len(articles))
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


def _courses(texts: Path, numbers: Sequence[int], options: argparse.Namespace) -> list[Course]:
    """Return every whole run, the numbers of workers in turns: what else the machine does hits all alike."""
    output = texts.with_name("records.jsonl")
    return [
        measured_run(texts, output, workers=workers, model=options.model)
        for _ in range(options.rounds)
        for workers in numbers
    ]


def _print_stages(seconds: dict[str, float], count: int) -> None:
    print(f"{'stage':<12}{'ms each':>9}{'a CPU s':>9}")
    for room, taken in (*seconds.items(), ("together", sum(seconds.values()))):
        print(f"{room:<12}{1000 * taken / count:>9.1f}{count / taken if taken else 0:>9.0f}")


def _print_courses(courses: Sequence[Course], count: int) -> None:
    """Print the quickest course of each number of workers, and how they compare."""
    print(
        f"\n{'workers':>8}{'seconds':>9}{'CPU s':>8}{'a second':>10}{'CPU s a 1,000':>15}{'peak MB':>9}{'largest MB':>12}  SHA-256"
    )
    best: dict[int, Course] = {}
    for course in courses:
        if course.workers not in best or course.wall < best[course.workers].wall:
            best[course.workers] = course
    for course in best.values():
        print(
            f"{course.workers:>8}{course.wall:>9.1f}{course.cpu:>8.1f}{count / course.wall:>10.1f}"
            f"{1000 * course.cpu / count:>15.1f}{course.megabytes:>9.0f}{course.largest:>12.0f}  {course.sha256[:16]}"
        )
    same = "the same bytes" if len({course.sha256 for course in courses}) == 1 else "OTHER BYTES"
    first, *others = best.values()
    for course in others:
        print(
            f"{course.workers} workers against {first.workers}: {first.wall / course.wall:.2f} times as fast, {same}"
        )


if __name__ == "__main__":
    sys.exit(main())
