"""Outcomes, batch by batch → records and failures on disk, kept so that a run broken off can go on.

While a run goes on there are ``OUTPUT.part``, the failures' ``.part`` and ``OUTPUT.journal``. Under their own names
the files appear when all is done, with ``OUTPUT.manifest.json`` beside them.
"""

from __future__ import annotations

import dataclasses
import json
import os
import time
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain, pairwise, zip_longest
from pathlib import Path
from typing import Any

from evistat.errors import EvistatError
from evistat.read.article import Failure
from evistat.records.jsonl import give_name, part_of
from evistat.run.inputs import InputFile
from evistat.run.journal import Growing, Journal, Mark
from evistat.run.manifest import (
    DOCUMENTS,
    FILES,
    SHARES,
    compact,
    difference,
    manifest_of,
    read_head,
    read_list,
    write_manifest,
)
from evistat.run.outcome import Annotated, Outcome

COUNTS = ("documents", "findings", "entities", "leftovers", "without_abstract", "notices", "failures")
_SYNC_SECONDS = 5.0  # what a loss of power may cost
_ID_DIGITS = 32  # hex digits kept of a document's SHA-256


def journal_of(output: str) -> Path:
    """Return the name of the journal of a run that isn't finished."""
    return Path(f"{output}.journal")


def failures_of(output: str) -> str:
    """Return where the failures of ``output`` are listed when nothing else is said."""
    return f"{output}.failures.jsonl"


def failure_line(failure: Failure) -> bytes:
    """Return the line of a failure in the failures file."""
    return compact(dataclasses.asdict(failure)).encode() + b"\n"


class Kept:
    """The files of one run, from the first batch to their final names."""

    def __init__(self, output: str, failures: str, *, always_failures: bool) -> None:
        """Take hold of the output: no other run can write it from now on.

        The failures file is there only when there are any, or ``always_failures``.
        """
        self.output = output
        self.failures_path = failures
        self.always_failures = always_failures
        self.records = Growing(part_of(output))
        self.failures = Growing(part_of(failures))
        self.manifest_part = Path(f"{manifest_of(output)}.part")
        self.counts = [0] * len(COUNTS)
        self.done = array("Q")  # of the batches written before: number, hash of what was read, …
        self.is_finished = False
        self._marks = 0
        self._ours = False
        self._synced = time.monotonic()
        self._journal = Journal(journal_of(output), output)

    def begin(self, what: dict[str, Any], files: Iterable[InputFile]) -> None:
        """Begin anew, whatever is there of an earlier run."""
        self._ours = True
        self.records.path.unlink(missing_ok=True)
        self.failures.path.unlink(missing_ok=True)
        self._journal.begin(what, files)
        self.records.begin()
        if self.always_failures:
            self.failures.begin()
        _sync_folder(self.records.path)

    def go_on(self, what: dict[str, Any], files: Iterable[InputFile]) -> bool:
        """Take up the run that was broken off; False where it had not begun. Raise where it was another."""
        before = self._journal.what()
        if before is None:
            if self.records.path.exists() and self.records.path.stat().st_size:
                raise EvistatError("E065", part=self.records.path, journal=self._journal.path)
            return False
        _same_run(self.output, before, what, self._journal.files(), files)
        self._ours = True
        if self._journal.finished():
            if not (self.records.path.exists() or Path(self.output).exists()):
                return False  # taken away since
            self.is_finished = True
            for mark in self._journal.marks():
                self._take_in(mark)
            return True
        for mark in self._journal.marks():
            if not (self.records.grown_to(mark.records) and self.failures.grown_to(mark.failures)):
                break
            self.records.take_in()
            self.failures.take_in()
            self._take_in(mark)
        self._journal.keep(self._marks)
        if not self.records.path.exists():
            self.records.begin()
        if self.always_failures and not self.failures.path.exists():
            self.failures.begin()
        self.records.cut()
        self.failures.cut()
        return True

    def _take_in(self, mark: Mark) -> None:
        self.counts = list(mark.counts)
        self.done.extend((mark.number, mark.read))
        self._marks += 1

    def failures_told(self) -> Iterator[Failure]:
        """Yield the failures that were written before."""
        if self.failures.length:
            with self.failures.path.open("rb") as file:
                yield from (Failure(**json.loads(line)) for line in file)

    def commit(self, number: int, read: int, outcomes: Sequence[Outcome]) -> None:
        """Write down the outcomes of batch ``number``; ``read`` tells its articles from others."""
        good = [outcome for outcome in outcomes if isinstance(outcome, Annotated)]
        bad = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
        for outcome in good:
            for at, count in enumerate(
                (1, outcome.findings, outcome.entities, outcome.leftovers, outcome.without_abstract)
            ):
                self.counts[at] += count
        notices = sum(outcome.is_notice for outcome in bad)
        self.counts[-2] += notices
        self.counts[-1] += len(bad) - notices
        self.append(
            number,
            read,
            b"".join(outcome.line for outcome in good),
            b"".join(map(failure_line, bad)),
            tuple((outcome.doc_id, outcome.sha256[:_ID_DIGITS]) for outcome in good),
        )

    def append(
        self, number: int, read: int, records: bytes, failures: bytes, documents: tuple[tuple[str, str], ...]
    ) -> None:
        """Write down lines of records and failures, and how far the files are sound with them."""
        self.records.write(records)
        self.failures.write(failures)
        self._journal.mark(
            Mark(
                number=number,
                read=read,
                records=self.records.state,
                failures=self.failures.state,
                counts=tuple(self.counts),
                documents=documents,
            )
        )
        self._marks += 1
        if time.monotonic() - self._synced > _SYNC_SECONDS:
            self.sync()

    def sync(self) -> None:
        """Wait until all that was written is on the disk."""
        self.records.sync()
        self.failures.sync()
        self._journal.sync()
        self._synced = time.monotonic()

    def finish(
        self,
        head: Mapping[str, Any],
        *,
        unchanged: Iterable[Any] = (),
        lists: Mapping[str, Iterable[Any]],
        shares: bool,
    ) -> None:
        """Write the manifest and give all files their names.

        ``unchanged`` are documents of an earlier run that still hold; ``shares`` tells how much each batch gave.
        """
        extents = {
            "records": {"bytes": self.records.length, "sha256": self.records.hash.hexdigest()},
            "failures": {"bytes": self.failures.length, "sha256": self.failures.hash.hexdigest()},
        }
        long: dict[str, Iterable[Any]] = {
            FILES: (dataclasses.astuple(file) for file in self._journal.files()),
            DOCUMENTS: self._documents(unchanged),
            **lists,
        }
        if shares:
            long[SHARES] = self._shares()
        self.sync()
        write_manifest(self.manifest_part, {**head, **extents}, long)
        self._journal.finish()
        self.is_finished = True
        self.settle()

    def settle(self) -> None:
        """Give all files their names; may be broken off and called again."""
        self.records.close()
        self.failures.close()
        if self.records.path.exists():
            give_name(self.output)
        if any(self.counts[-2:]) or self.always_failures:
            if self.failures.path.exists():
                give_name(self.failures_path)
        else:
            self.failures.path.unlink(missing_ok=True)
            Path(self.failures_path).unlink(missing_ok=True)  # of the output that was just replaced
        if self.manifest_part.exists():
            self.manifest_part.replace(manifest_of(self.output))
        _sync_folder(self.records.path)
        self._journal.path.unlink()

    def close(self) -> None:
        """Let go of the files; what was broken off before anything was written leaves nothing."""
        self.records.close()
        self.failures.close()
        if self._ours and not self._marks and not self.is_finished:
            self.drop()
        self._journal.close()

    def drop(self) -> None:
        """Leave nothing of a run that isn't to be gone on with."""
        for path in (self.records.path, self.failures.path, self.manifest_part, self._journal.path):
            path.unlink(missing_ok=True)

    def _documents(self, unchanged: Iterable[Any]) -> Iterator[Any]:
        yield from unchanged
        for mark in self._journal.marks():
            yield from mark.documents

    def _shares(self) -> Iterator[tuple[int, int]]:
        """Yield how many records and failures, notices among them, every batch gave."""
        begun = (0,) * len(COUNTS)
        for before, after in pairwise(chain([begun], (mark.counts for mark in self._journal.marks()))):
            yield after[0] - before[0], sum(after[-2:]) - sum(before[-2:])


def refuse_unlike(output: str, what: Mapping[str, Any], files: Iterable[InputFile]) -> dict[str, Any]:
    """Return the head of a finished output's manifest; raise where that run was another than ``what``."""
    path = manifest_of(output)
    head = read_head(path)
    before = {name: head.get(name) for name in what}
    _same_run(output, before, what, (InputFile(*entry) for entry in read_list(path, FILES)), files)
    return head


def _same_run(
    output: str,
    before: Mapping[str, Any],
    now: Mapping[str, Any],
    files_before: Iterable[InputFile],
    files_now: Iterable[InputFile],
) -> None:
    if (found := difference(before, now)) is not None:
        name, old, new = found
        raise EvistatError("E061", output=output, what=name, before=old, now=new)
    ones, others = iter(files_before), iter(files_now)
    for one, other in zip_longest(ones, others):
        if one != other:
            rest = {file.path: file for file in (one, *ones) if file is not None}
            path, how = _changed(rest, [file for file in (other, *others) if file is not None])
            raise EvistatError("E062", output=output, path=path, how=how)


def _changed(before: Mapping[str, InputFile], now: Sequence[InputFile]) -> tuple[str, str]:
    """Return the first file that isn't what it was, and how, of two lists that differ."""
    for file in now:
        if file.path not in before:
            return file.path, "is new"
        if file != before[file.path]:
            return file.path, "has changed"
    paths = {file.path for file in now}
    gone = next((path for path in before if path not in paths), None)
    return (gone, "is gone") if gone is not None else (now[0].path, "comes in another place")


def _sync_folder(path: Path) -> None:
    """Make sure that the names of files are on the disk too, where the system lets a folder be synced."""
    with suppress(OSError):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
