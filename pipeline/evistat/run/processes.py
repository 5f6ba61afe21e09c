"""Batches → outcomes, by worker processes that live as long as the run.

Articles go out, finished lines come back; the order is that of the input. Even a single worker is a process of its own, so that a document
that hangs or exhausts the memory can be told from the others. A worker holds one batch at a time
and only a few wait to be written, so memory stays flat however long the input is. A batch whose worker dies
or takes too long is tried again article by article, and the one that does it again is a failure.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any

from evistat.errors import EvistatError, one_line
from evistat.read.article import Article
from evistat.run.batches import Batch
from evistat.run.child import NO_MEMORY, PATIENCE, end_with_parent, last_words, limit_memory, start
from evistat.run.outcome import OpenAnnotate, Outcome, failed
from evistat.run.serial import annotate_batch, articles_of, in_order

_AHEAD = 4  # batches a worker that may be under way or wait behind a slow one


def annotate_in_processes(
    work: Iterable[Batch],
    open_annotate: OpenAnnotate,
    *,
    workers: int,
    document_seconds: float,
    worker_megabytes: int | None = None,
    on_ready: Callable[[], None],
) -> Iterator[list[Outcome]]:
    """Yield the outcomes of every batch in ``work``, in order, worked out by ``workers`` processes.

    ``document_seconds`` is what a batch, and then each of its articles alone, may take; ``worker_megabytes``
    what a process may use, where the system can hold it to that.
    """
    crew = _Crew(work, open_annotate, workers, document_seconds, worker_megabytes, on_ready)
    try:
        yield from crew.outcomes()
    finally:
        crew.dismiss()


@dataclass(slots=True)
class _Job:
    """Articles for one worker: those of batch ``number`` from place ``start`` on."""

    number: int
    start: int
    articles: list[Article]


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    connection: Connection
    ready: bool = False
    job: _Job | None = None
    deadline: float = float("inf")

    @property
    def idle(self) -> bool:
        return self.ready and self.job is None


class _Crew:
    """The workers, what they are at, and what waits to be handed on."""

    def __init__(
        self,
        work: Iterable[Batch],
        open_annotate: OpenAnnotate,
        workers: int,
        document_seconds: float,
        worker_megabytes: int | None,
        on_ready: Callable[[], None],
    ) -> None:
        self.work = iter(work)
        self.open_annotate = open_annotate
        self.document_seconds = document_seconds
        self.worker_megabytes = worker_megabytes
        self.on_ready = on_ready
        self.announced = False
        self.workers = [self._hire() for _ in range(workers)]
        self.again: deque[_Job] = deque()
        self.batches: dict[int, tuple[Batch, list[Outcome | None]]] = {}
        self.next_in = 0
        self.next_out = 0
        self.read_all = False

    def outcomes(self) -> Iterator[list[Outcome]]:
        """Yield the outcomes of batch after batch until all is read and done."""
        while True:
            self._hand_out()
            if (finished := self._finished()) is not None:
                yield finished
            elif self.read_all and not self.batches:
                return
            else:
                self._collect()

    def dismiss(self) -> None:
        """End all workers: the idle at their ease, the busy at once."""
        for worker in self.workers:
            worker.connection.close()  # the idle read end of file and leave
            if not worker.idle:
                worker.process.kill()
        for worker in self.workers:
            worker.process.join(PATIENCE)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()

    def _hire(self) -> _Worker:
        process, ours = start(_work, self.open_annotate, self.worker_megabytes)
        return _Worker(process, ours)

    def _hand_out(self) -> None:
        for worker in self.workers:
            if not worker.idle:
                continue
            job = self._next_job()
            if job is None:
                return
            worker.job = job
            worker.deadline = time.monotonic() + self.document_seconds
            try:
                worker.connection.send(job.articles)
            except OSError:  # it died while idle, which is nothing to do with these articles
                self.again.appendleft(job)
                self._replace(worker)

    def _next_job(self) -> _Job | None:
        if self.again:
            return self.again.popleft()
        while not self.read_all and self.next_in < self.next_out + _AHEAD * len(self.workers):
            batch = next(self.work, None)
            if batch is None:
                self.read_all = True
                break
            articles = articles_of(batch)
            number = self.next_in
            self.next_in += 1
            self.batches[number] = (batch, [None] * len(articles))
            if articles:
                return _Job(number, 0, articles)
        return None

    def _finished(self) -> list[Outcome] | None:
        """Return the outcomes of the next batch in order, None while it is not all there."""
        if self.next_out not in self.batches:
            return None
        batch, slots = self.batches[self.next_out]
        outcomes = [outcome for outcome in slots if outcome is not None]
        if len(outcomes) < len(slots):
            return None
        del self.batches[self.next_out]
        self.next_out += 1
        return in_order(batch, outcomes)

    def _collect(self) -> None:
        """Wait until a worker has something to say, or has had its time."""
        busy = {worker.connection: worker for worker in self.workers if not worker.idle}
        nearest = min(worker.deadline for worker in busy.values())
        patience = None if nearest == float("inf") else max(0.0, nearest - time.monotonic())
        for connection in wait(list(busy), patience):
            worker = busy[connection]  # type: ignore[index]
            try:
                self._hear(worker, worker.connection.recv())
            except (EOFError, OSError):
                self._lose(worker, "E017", reason=last_words(worker.process))
        now = time.monotonic()
        for worker in [worker for worker in self.workers if worker.deadline <= now]:
            self._lose(worker, "E018", seconds=f"{self.document_seconds:g}")

    def _hear(self, worker: _Worker, told: tuple[Any, ...]) -> None:
        match told:
            case ("ready",):
                worker.ready = True
                if not self.announced:
                    self.announced = True
                    self.on_ready()
            case ("done", outcomes) if worker.job is not None:
                _, slots = self.batches[worker.job.number]
                slots[worker.job.start : worker.job.start + len(outcomes)] = outcomes
                worker.job = None
                worker.deadline = float("inf")
            case ("error", code, values):
                raise EvistatError(code, **values)
            case ("broken", reason):
                raise RuntimeError(reason)

    def _lose(self, worker: _Worker, code: str, **values: object) -> None:
        """Replace a worker that died or was too slow, and see to what it was at."""
        job = worker.job
        self._replace(worker)
        if job is None:
            raise EvistatError(
                "E012", model="", reason=f"the process loading it died ({values.get('reason')})"
            )
        if len(job.articles) == 1:
            _, slots = self.batches[job.number]
            slots[job.start] = failed(job.articles[0], code, **values)
        else:
            singles = [_Job(job.number, job.start + at, [article]) for at, article in enumerate(job.articles)]
            self.again.extendleft(reversed(singles))

    def _replace(self, worker: _Worker) -> None:
        worker.process.kill()
        worker.process.join()
        worker.connection.close()
        self.workers[self.workers.index(worker)] = self._hire()


def _work(connection: Connection, open_annotate: OpenAnnotate, megabytes: int | None) -> None:
    """Be a worker: load once, then turn articles into outcomes until the other end closes."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    try:
        limit_memory(megabytes)
        try:
            annotate = open_annotate()
        except EvistatError as error:
            connection.send(("error", error.code, {name: str(value) for name, value in error.values.items()}))
            return
        except MemoryError:
            connection.send(("error", "E074", {"megabytes": str(megabytes)}))
            return
        except Exception as error:
            connection.send(("broken", one_line(error)))
            return
        connection.send(("ready",))
        while True:
            connection.send(("done", annotate_batch(annotate, connection.recv())))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the run is over
    except MemoryError:
        sys.exit(NO_MEMORY)
