"""A whole run: inputs → records in a file, failures in another, and the counts of both."""

from __future__ import annotations

import dataclasses
import json
import os
import time
import zlib
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from evistat.errors import EvistatError
from evistat.read.article import Article, Failure
from evistat.read.articles import read_articles
from evistat.read.discover import STDIN
from evistat.read.formats.format import ReadOptions, ReadWhole
from evistat.read.formats.registry import format_named
from evistat.records.jsonl import STDOUT, part_of, refuse_existing, written_whole
from evistat.run import inputs
from evistat.run.apart import DIED, TOO_LONG, ReadingApart
from evistat.run.batches import Batch, batches
from evistat.run.journal import Journal
from evistat.run.kept import COUNTS, Kept, failure_line, failures_of, journal_of, refuse_unlike
from evistat.run.manifest import REMOVED, compact, manifest_of, read_head
from evistat.run.outcome import Annotated, OpenAnnotate, Outcome
from evistat.run.processes import annotate_in_processes
from evistat.run.serial import annotate_serially, open_flow
from evistat.run.shard import Shard
from evistat.run.since import Known
from evistat.run.versions import versions

IN_THIS_PROCESS = 0


@dataclass(frozen=True, slots=True)
class Job:
    """What to run: inputs, where the output goes, and how.

    ``failures`` None stands for ``<output>.failures.jsonl``, written only when there are any. ``workers`` 0
    works in this process, where no document can be stopped. ``since`` is the manifest of an earlier run,
    whose documents are left out; ``shard`` this run's part of several.
    """

    inputs: tuple[str, ...]
    output: str
    failures: str | None = None
    force: bool = False
    resume: bool = False
    since: str | None = None
    shard: Shard | None = None
    model: str | None = None
    workers: int = 1
    document_seconds: float = 60.0
    worker_megabytes: int | None = None
    read: ReadOptions = field(default_factory=ReadOptions)

    @property
    def failures_path(self) -> str | None:
        """Where failures are listed; None where only the caller hears of them (output to standard output)."""
        if self.failures is not None or self.output == STDOUT:
            return self.failures
        return failures_of(self.output)


@dataclass(slots=True)
class Summary:
    """The counts of a run; ``seconds`` run from when the model is loaded.

    ``without_abstract`` of the documents have no text but their title. ``notices`` count what was left out on purpose: repeats, deletions. ``before`` of the documents were written
    before the run was broken off; ``was_whole`` says that nothing was left to do. ``unchanged`` and ``removed``
    are those of ``--since``, None without it.
    """

    documents: int = 0
    findings: int = 0
    entities: int = 0
    leftovers: int = 0
    without_abstract: int = 0
    notices: int = 0
    failures: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    before: int = 0
    was_whole: bool = False
    unchanged: int | None = None
    removed: int | None = None
    loading_seconds: float = 0.0
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Documents a second."""
        return (self.documents - self.before) / self.seconds if self.seconds > 0 else 0.0


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

    course = _Course(job, summary, listener, open_annotate or partial(open_flow, job.model), ready)
    try:
        if job.output == STDOUT:
            _pass_on(job, course)
        else:
            _keep(job, course)
    finally:
        summary.seconds = time.monotonic() - began - summary.loading_seconds


class _Course:
    """One pass over the input: what is read, which batches are this run's, and what comes of them."""

    def __init__(
        self,
        job: Job,
        summary: Summary,
        listener: Listener,
        open_annotate: OpenAnnotate,
        ready: Callable[[], None],
    ) -> None:
        self.job = job
        self.summary = summary
        self.listener = listener
        self.open_annotate = open_annotate
        self.ready = ready
        self.known = Known(job.since) if job.since is not None else None
        self.batches = 0
        self.given_up: dict[str, Failure] = {}  # before the run was broken off
        self._under_way: deque[tuple[int, int]] = deque()

    def outcomes(self, done: Sequence[int] = ()) -> Generator[tuple[int, int, list[Outcome]], None, None]:
        """Yield batch after batch its number, the hash of what was read, and its outcomes.

        ``done`` are number and hash, one after the other, of the batches that needn't be worked on again.
        """
        job = self.job
        with ExitStack() as stack:
            if job.workers == IN_THIS_PROCESS:
                work = self._still_to_do(done, None)
                finished = annotate_serially(work, self.open_annotate, on_ready=self.ready)
            else:
                apart = ReadingApart(
                    seconds=job.document_seconds, megabytes=job.worker_megabytes, given_up=self.given_up
                )
                stack.callback(apart.close)
                finished = annotate_in_processes(
                    self._still_to_do(done, apart.read),
                    self.open_annotate,
                    workers=job.workers,
                    document_seconds=job.document_seconds,
                    worker_megabytes=job.worker_megabytes,
                    on_ready=self.ready,
                )
            for outcomes in finished:
                number, read = self._under_way.popleft()
                yield number, read, outcomes

    def hear(self, outcomes: Iterable[Outcome]) -> None:
        """Count outcomes and tell the listener."""
        for outcome in outcomes:
            if isinstance(outcome, Annotated):
                self.summary.documents += 1
                self.summary.findings += outcome.findings
                self.summary.entities += outcome.entities
                self.summary.leftovers += outcome.leftovers
                self.summary.without_abstract += outcome.without_abstract
            elif outcome.is_notice:
                self.summary.notices += 1
            else:
                self.summary.failures += 1
            if self.listener.on_outcome is not None:
                self.listener.on_outcome(outcome)

    def _still_to_do(self, done: Sequence[int], read_whole: ReadWhole | None) -> Iterator[Batch]:
        """Yield this run's batches but those done before, which must read as they did then."""
        past = iter(zip(done[::2], done[1::2], strict=True))
        for number, batch in enumerate(batches(self._items(read_whole))):
            self.batches = number + 1
            if self.job.shard is not None and not self.job.shard.has(number):
                continue
            read = _hash(batch)
            before = next(past, None)
            if before is None:
                self._under_way.append((number, read))
                yield batch
            elif before != (number, read):
                first = batch[0].source.path if isinstance(batch[0], Article) else batch[0].path
                raise EvistatError(
                    "E062", output=self.job.output, path=first, how="or one near it reads otherwise"
                )
        if next(past, None) is not None:
            raise EvistatError("E062", output=self.job.output, path=self.job.inputs[-1], how="holds less")

    def _items(self, read_whole: ReadWhole | None) -> Iterator[Article | Failure]:
        def skip(path: str) -> None:
            self.summary.skipped[PurePath(path).suffix or PurePath(path).name] += 1

        items = read_articles(
            self.job.inputs,
            options=self.job.read,
            leave_out=_own_files(self.job),
            on_bytes=self.listener.on_bytes,
            on_skipped=skip,
            read_whole=read_whole,
        )
        return items if self.known is None else self.known.without(items)


def _pass_on(job: Job, course: _Course) -> None:
    """Write records to standard output as they come; nothing is kept of the run's course."""
    with ExitStack() as stack:
        output = stack.enter_context(written_whole(job.output))
        failures: BinaryIO | None = None
        if job.failures is not None:
            failures = stack.enter_context(written_whole(job.failures))
        batches_done = stack.enter_context(closing(course.outcomes()))
        for _, _, outcomes in batches_done:
            for outcome in outcomes:
                if isinstance(outcome, Annotated):
                    output.write(outcome.line)
                elif failures is not None:
                    failures.write(failure_line(outcome))
            output.flush()
            course.hear(outcomes)
    _tell_since(course)


def _keep(job: Job, course: _Course) -> None:
    """Write records to a file that a run broken off can go on with."""
    what = _identity(job, course.known)
    if job.resume and _was_whole(job, what, course.summary):
        return
    assert job.failures_path is not None
    with _writing(job):
        kept = Kept(job.output, job.failures_path, always_failures=job.failures is not None)
    try:
        with _writing(job):
            if not (job.resume and kept.go_on(what, _files(job))):
                kept.begin(what, _files(job))
            if kept.is_finished:
                kept.settle()
        if kept.is_finished:
            _recount(job, course.summary)
            return
        for name, count in zip(COUNTS, kept.counts, strict=True):
            setattr(course.summary, name, count)
        course.summary.before = course.summary.documents
        course.given_up = {
            failure.path: failure for failure in kept.failures_told() if failure.code in (TOO_LONG, DIED)
        }
        with closing(course.outcomes(kept.done)) as batches_done:
            for number, read, outcomes in batches_done:
                with _writing(job):
                    kept.commit(number, read, outcomes)
                course.hear(outcomes)
        with _writing(job):
            _finish(job, kept, course, what)
    except BaseException:
        with suppress(OSError):  # the disk may be full: what is there is kept all the same
            kept.sync()
        raise
    finally:
        kept.close()


def _finish(job: Job, kept: Kept, course: _Course, what: dict[str, Any]) -> None:
    counts: dict[str, Any] = dict(zip(COUNTS, kept.counts, strict=True))
    counts["skipped"] = dict(sorted(course.summary.skipped.items()))
    _tell_since(course)
    known = course.known
    lists: dict[str, Iterable[Any]] = {}
    if known is not None:
        counts |= {"unchanged": course.summary.unchanged, "removed": course.summary.removed}
        lists[REMOVED] = known.removed()
    kept.finish(
        {**_told(what), "batches": course.batches, "counts": counts},
        unchanged=known.unchanged_documents() if known is not None else (),
        lists=lists,
        shares=job.shard is not None,
    )


def _tell_since(course: _Course) -> None:
    if course.known is not None:
        course.summary.unchanged = course.known.unchanged
        course.summary.removed = sum(1 for _ in course.known.removed())


def _was_whole(job: Job, what: dict[str, Any], summary: Summary) -> bool:
    """Say whether ``job`` was done to its end before; raise where what is there is another run's."""
    if journal_of(job.output).exists():
        return False
    if not os.path.lexists(job.output):
        if part_of(job.output).exists():
            raise EvistatError("E065", part=part_of(job.output), journal=journal_of(job.output))
        return False
    if not Path(manifest_of(job.output)).exists():
        raise EvistatError("E009", output=job.output)
    refuse_unlike(job.output, _told(what), _files(job))
    _recount(job, summary)
    return True


def _recount(job: Job, summary: Summary) -> None:
    """Take the counts of a run that was whole from its manifest."""
    counts = read_head(manifest_of(job.output))["counts"]
    for name in COUNTS:
        setattr(summary, name, counts.get(name, 0))
    summary.skipped = Counter(counts["skipped"])
    summary.unchanged, summary.removed = counts.get("unchanged"), counts.get("removed")
    summary.before = summary.documents
    summary.was_whole = True


def _identity(job: Job, known: Known | None) -> dict[str, Any]:
    """Return all that decides what a run writes, but for what is in the input files, as JSON gives it back."""
    options = {part.name: getattr(job.read, part.name) for part in dataclasses.fields(job.read)}
    what = {
        "versions": versions(job.model),
        "options": {"model": job.model, **options},
        "inputs": job.inputs,
        "since": known.identity if known is not None else None,
        "shard": f"{job.shard.index}/{job.shard.of}" if job.shard is not None else None,
        "failures file": job.failures,
    }
    told: dict[str, Any] = json.loads(compact(what))
    return told


def _told(what: dict[str, Any]) -> dict[str, Any]:
    """Return what of a run's identity its manifest tells: not where failures went, which may be moved."""
    return {name: value for name, value in what.items() if name != "failures file"}


def _files(job: Job) -> Iterator[inputs.InputFile]:
    return inputs.input_files(job.inputs, leave_out=_own_files(job))


def _hash(batch: Batch) -> int:
    """Return what tells one batch from another: every document's id and hash, every failure."""
    crc = 0
    for item in batch:
        told = (item.doc_id, item.source.sha256) if isinstance(item, Article) else (item.code, item.message)
        crc = zlib.crc32("\t".join(told).encode("utf-8", "surrogatepass") + b"\n", crc)
    return crc


def input_size(job: Job) -> int | None:
    """Return the bytes that a run has to read, None where standard input is among them."""
    return inputs.input_size(job.inputs, leave_out=_own_files(job))


def _check(job: Job) -> None:
    """Raise for what can be seen to be wrong before the model is loaded."""
    if job.read.format is not None:
        format_named(job.read.format)
    if job.resume and job.output == STDOUT:
        raise EvistatError("E063", reason="what went to standard output can't be gone on with; give a file")
    if job.resume and STDIN in job.inputs:
        raise EvistatError("E063", reason="standard input can't be read again from its start; give files")
    if job.output != STDOUT and not job.resume:
        if not job.force:
            _refuse_broken_off(job.output)
        refuse_existing(job.output, force=job.force)
    elif job.resume:
        refuse_existing(job.output, force=True)
    if job.failures is not None:
        refuse_existing(job.failures, force=job.force or job.resume)
    own = _own_files(job)
    if job.since is not None and Path(job.since).resolve() in own:
        raise EvistatError("E075", path=job.since)
    for given in job.inputs:
        if given != STDIN and Path(given).resolve() in own:
            raise EvistatError("E020", path=given)


def _refuse_broken_off(output: str) -> None:
    """Raise where a run was broken off, or is going on, that would write the same file."""
    if journal_of(output).exists():
        Journal(journal_of(output), output).close()  # raises where another run holds it
    elif not part_of(output).exists():
        return
    raise EvistatError("E060", output=output, part=part_of(output))


def _own_files(job: Job) -> frozenset[Path]:
    """Return the files that this run writes: a folder that is read may hold them."""
    names = [name for name in (job.output, job.failures_path) if name is not None and name != STDOUT]
    own = [path for name in names for path in (Path(name), part_of(name), Path(f"{part_of(name)}.gz"))]
    if job.output != STDOUT:
        manifest = manifest_of(job.output)
        own += [Path(manifest), Path(f"{manifest}.part"), journal_of(job.output)]
    return frozenset(path.resolve() for path in own)


@contextmanager
def _writing(job: Job) -> Iterator[None]:
    """Turn what the disk refuses into a message."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        if journal_of(job.output).exists():
            reason += "; what was done is kept, --resume goes on from there"
        raise EvistatError("E010", output=job.output, reason=reason) from error
