"""A whole run: inputs → records in a file, failures in another, and the counts of both."""

from __future__ import annotations

import dataclasses
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePath
from typing import Any, cast

from jsonlines import Writer

from evistat.errors import EvistatError
from evistat.read.article import Failure
from evistat.read.articles import read_articles
from evistat.read.discover import STDIN, Found, discover
from evistat.read.formats.format import ReadOptions
from evistat.read.formats.registry import format_named
from evistat.records.jsonl import STDOUT, part_of, refuse_existing, written_whole
from evistat.run.batches import batches
from evistat.run.outcome import Annotated, OpenAnnotate, Outcome
from evistat.run.processes import annotate_in_processes
from evistat.run.serial import annotate_serially, open_flow


@dataclass(frozen=True, slots=True)
class Job:
    """What to run: inputs, where the output goes, and how.

    ``failures`` None stands for ``<output>.failures.jsonl``, written only when there are any.
    """

    inputs: tuple[str, ...]
    output: str
    failures: str | None = None
    force: bool = False
    model: str | None = None
    workers: int = 1
    document_seconds: float = 60.0
    read: ReadOptions = field(default_factory=ReadOptions)

    @property
    def failures_path(self) -> str | None:
        """Where failures are listed; None where only the caller hears of them (output to standard output)."""
        if self.failures is not None or self.output == STDOUT:
            return self.failures
        return f"{self.output}.failures.jsonl"


@dataclass(slots=True)
class Summary:
    """The counts of a run; ``seconds`` run from when the model is loaded."""

    documents: int = 0
    findings: int = 0
    entities: int = 0
    leftovers: int = 0
    failures: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    loading_seconds: float = 0.0
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Documents a second."""
        return self.documents / self.seconds if self.seconds > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Listener:
    """Who wants to hear how a run goes on: every part may be None."""

    on_ready: Callable[[], None] | None = None
    on_bytes: Callable[[int], None] | None = None
    on_outcome: Callable[[Outcome], None] | None = None


def run(
    job: Job, summary: Summary, *, listener: Listener | None = None, open_annotate: OpenAnnotate | None = None
) -> None:
    """Run ``job`` and keep ``summary`` up to date, so that it is right when the run is broken off too.

    ``open_annotate`` stands in for the shipped pipeline.
    """
    listener = listener or Listener()
    _check(job)
    began = time.monotonic()

    def ready() -> None:
        summary.loading_seconds = time.monotonic() - began
        if listener.on_ready is not None:
            listener.on_ready()

    try:
        with ExitStack() as stack:
            output = stack.enter_context(written_whole(job.output))
            failures = _Failures(job, stack)
            for outcome in _outcomes(job, summary, listener, ready, open_annotate):
                if isinstance(outcome, Annotated):
                    output.write(outcome.line)
                    summary.documents += 1
                    summary.findings += outcome.findings
                    summary.entities += outcome.entities
                    summary.leftovers += outcome.leftovers
                else:
                    failures.write(outcome)
                    summary.failures += 1
                if listener.on_outcome is not None:
                    listener.on_outcome(outcome)
        if summary.failures == 0 and job.failures is None and job.failures_path is not None:
            Path(job.failures_path).unlink(missing_ok=True)  # of the output that was just replaced
    finally:
        summary.seconds = time.monotonic() - began - summary.loading_seconds


def _outcomes(
    job: Job,
    summary: Summary,
    listener: Listener,
    ready: Callable[[], None],
    open_annotate: OpenAnnotate | None,
) -> Iterator[Outcome]:
    def skip(path: str) -> None:
        summary.skipped[PurePath(path).suffix or PurePath(path).name] += 1

    articles = read_articles(
        job.inputs, options=job.read, leave_out=_own_files(job), on_bytes=listener.on_bytes, on_skipped=skip
    )
    open_annotate = open_annotate or partial(open_flow, job.model)
    if job.workers == 1:
        return annotate_serially(batches(articles), open_annotate, on_ready=ready)
    return annotate_in_processes(
        batches(articles),
        open_annotate,
        workers=job.workers,
        document_seconds=job.document_seconds,
        on_ready=ready,
    )


def input_size(job: Job) -> int | None:
    """Return the bytes that a run has to read, None where standard input is among them."""
    total = 0
    for given in job.inputs:
        for found in discover(given, leave_out=_own_files(job)):
            if isinstance(found, Found):
                if found.path is None:
                    return None
                total += found.size
    return total


class _Failures:
    """The failures file: there from the first failure on, from the start where it was asked for."""

    def __init__(self, job: Job, stack: ExitStack) -> None:
        self.path = job.failures_path
        self.stack = stack
        self.writer: Writer | None = None
        if job.failures is not None:
            self._open(job.failures)

    def write(self, failure: Failure) -> None:
        """Write one failure down; without a file the listener alone hears of it."""
        if self.writer is None and self.path is not None:
            self._open(self.path)
        if self.writer is not None:
            self.writer.write(dataclasses.asdict(failure))

    def _open(self, path: str) -> None:
        file = self.stack.enter_context(written_whole(path))
        self.writer = Writer(cast(Any, file), compact=True, dumps=partial(json.dumps, ensure_ascii=False))


def _check(job: Job) -> None:
    """Raise for what can be seen to be wrong before the model is loaded."""
    if job.read.format is not None:
        format_named(job.read.format)
    refuse_existing(job.output, force=job.force)
    if job.failures is not None:
        refuse_existing(job.failures, force=job.force)
    own = _own_files(job)
    for given in job.inputs:
        if given != STDIN and Path(given).resolve() in own:
            raise EvistatError("E020", path=given)


def _own_files(job: Job) -> frozenset[Path]:
    """Return the files that this run writes: a folder that is read may hold them."""
    names = [name for name in (job.output, job.failures_path) if name is not None and name != STDOUT]
    return frozenset(
        path.resolve() for name in names for path in (Path(name), part_of(name), Path(f"{part_of(name)}.gz"))
    )
