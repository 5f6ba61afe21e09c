"""Shards, each with its manifest → the one output, failures file and manifest of a run that was not shared out."""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any, BinaryIO, cast

from evistat.errors import EvistatError
from evistat.records.jsonl import part_of, refuse_existing
from evistat.run.inputs import InputFile
from evistat.run.journal import Journal
from evistat.run.kept import COUNTS, Kept, failures_of, journal_of
from evistat.run.manifest import (
    DOCUMENTS,
    FILES,
    REMOVED,
    SHARES,
    difference,
    manifest_of,
    read_head,
    read_list,
)
from evistat.run.shard import Shard, shard_of

_OF_ONE_RUN = ("versions", "options", "inputs", "since", "batches")
_HEAD = ("versions", "options", "inputs", "since", "shard", "batches", "counts")
_MERGE = "merge"


def merge(shards: Sequence[str], output: str, *, force: bool = False) -> dict[str, Any]:
    """Write what one run would have written to ``output`` and return its counts.

    Shards that aren't all there, aren't of one run, or aren't as they were written are the user's error.
    """
    parts = _all_parts(shards)
    _refuse(parts, output, force=force)
    counts = _counts(parts)
    what = {_MERGE: [part.path for part in parts]}
    kept = _kept(output)
    try:
        with _writing(output):
            kept.begin(what, (InputFile(*entry) for entry in read_list(parts[0].manifest, FILES)))
            kept.counts = [counts[name] for name in COUNTS]
        _put_together(parts, kept)
        first = parts[0]
        unchanged = islice(read_list(first.manifest, DOCUMENTS), counts.get("unchanged", 0))
        head = {name: first.head[name] for name in _HEAD} | {"shard": None, "counts": counts}
        with _writing(output):
            kept.finish(
                head,
                unchanged=unchanged,
                lists={REMOVED: read_list(first.manifest, REMOVED)} if "removed" in counts else {},
                shares=False,
            )
    except BaseException:
        kept.drop()
        raise
    finally:
        kept.close()
    return counts


class _Part:
    """One shard: what its manifest says, and its files."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.manifest = manifest_of(path)
        if not Path(self.manifest).exists():
            raise EvistatError("E068", path=path, reason=f"no {self.manifest} beside it")
        self.head = read_head(self.manifest)
        if self.head.get("shard") is None:
            raise EvistatError("E068", path=path, reason="its manifest is that of a whole run")
        self.shard: Shard = shard_of(self.head["shard"])

    def batches(self) -> Iterator[tuple[bytes, bytes, tuple[tuple[str, str], ...]]]:
        """Yield each batch's records, failures and documents; raise where they aren't as they were written."""
        documents = read_list(self.manifest, DOCUMENTS)
        for _ in islice(documents, self.head["counts"].get("unchanged", 0)):
            pass
        with _Lines(self.path, self.head["records"]) as records, self._failures() as failures:
            for good, bad in read_list(self.manifest, SHARES):
                yield (
                    records.take(good),
                    failures.take(bad),
                    tuple((doc_id, digest) for doc_id, digest in islice(documents, good)),
                )
            records.end()
            failures.end()

    def _failures(self) -> _Lines:
        return _Lines(failures_of(self.path), self.head["failures"])


class _Lines:
    """The lines of a file whose size and hash are known."""

    def __init__(self, path: str, extent: dict[str, Any]) -> None:
        self.path = path
        self.extent = extent
        self.hash = hashlib.sha256()
        self.length = 0
        self.file: BinaryIO | None = None

    def __enter__(self) -> _Lines:
        if self.extent["bytes"]:
            try:
                self.file = Path(self.path).open("rb")
            except FileNotFoundError as error:
                raise EvistatError("E001", path=self.path) from error
            except OSError as error:
                raise EvistatError("E002", path=self.path, reason=error.strerror) from error
            if self.file.read(2) == b"\x1f\x8b":
                self.file.seek(0)
                self.file = cast(BinaryIO, gzip.GzipFile(fileobj=self.file))
            self.file.seek(0)
        return self

    def __exit__(self, *_: object) -> None:
        if self.file is not None:
            self.file.close()

    def take(self, count: int) -> bytes:
        """Return the next ``count`` lines."""
        lines = b"".join(self._read() for _ in range(count))
        self.hash.update(lines)
        self.length += len(lines)
        return lines

    def end(self) -> None:
        """Raise where more is there, or what was read isn't what was written."""
        if self._read():
            raise EvistatError("E072", path=self.path, reason="more in it than was written")
        if (self.length, self.hash.hexdigest()) != (self.extent["bytes"], self.extent["sha256"]):
            raise EvistatError("E072", path=self.path, reason="its hash differs")

    def _read(self) -> bytes:
        try:
            return self.file.readline() if self.file is not None else b""
        except (EOFError, zlib.error, OSError) as error:
            raise EvistatError("E072", path=self.path, reason=str(error)) from error


def _all_parts(shards: Sequence[str]) -> list[_Part]:
    """Return the shards in order; raise where one is missing, twice there or of another run."""
    by_index: dict[int, _Part] = {}
    first: _Part | None = None
    for path in shards:
        part = _Part(path)
        first = first or part
        if part.shard.of != first.shard.of:
            before, now = first.head["shard"], part.head["shard"]
            raise EvistatError("E071", path=first.path, other=path, what="--shard", before=before, now=now)
        if part.shard.index in by_index:
            other = by_index[part.shard.index].path
            raise EvistatError("E070", path=other, other=path, index=part.shard.index, of=part.shard.of)
        by_index[part.shard.index] = part
        _refuse_unlike(first, part)
    of = first.shard.of if first is not None else 0
    for index in range(1, of + 1):
        if index not in by_index:
            raise EvistatError("E069", missing=index, of=of)
    return [by_index[index] for index in sorted(by_index)]


def _refuse_unlike(one: _Part, other: _Part) -> None:
    before, now = ({name: part.head[name] for name in _OF_ONE_RUN} for part in (one, other))
    found = difference(before, now)
    if found is None:
        for file, its in zip_longest(read_list(one.manifest, FILES), read_list(other.manifest, FILES)):
            if file != its:
                name = (file or its)[0]
                found = f"the input {name}", str(file and file[2]), str(its and its[2])
                break
    if found is not None:
        what, old, new = found
        raise EvistatError("E071", path=one.path, other=other.path, what=what, before=old, now=new)


def _refuse(parts: Sequence[_Part], output: str, *, force: bool) -> None:
    refuse_existing(output, force=force)
    own = {path for part in parts for path in (Path(part.path).resolve(), Path(part.manifest).resolve())}
    if Path(output).resolve() in own:
        raise EvistatError("E020", path=output)
    journal = journal_of(output)
    if journal.exists() and not force:
        with _writing(output), closing(Journal(journal, output)) as open_journal:
            what = open_journal.what()
        if what is not None and _MERGE not in what:
            raise EvistatError("E060", output=output, part=part_of(output))


def _kept(output: str) -> Kept:
    with _writing(output):
        return Kept(output, failures_of(output), always_failures=False)


def _put_together(parts: Sequence[_Part], kept: Kept) -> None:
    """Write batch after batch, from one shard after the other in turns."""
    streams = [part.batches() for part in parts]
    for number in range(parts[0].head["batches"]):
        part = parts[number % len(parts)]
        batch = next(streams[number % len(parts)], None)
        if batch is None:
            raise EvistatError("E072", path=part.path, reason="fewer batches than its run had")
        with _writing(kept.output):
            kept.append(number, 0, *batch)
    for part, stream in zip(parts, streams, strict=True):
        if next(stream, None) is not None:
            raise EvistatError("E072", path=part.path, reason="more batches than its run had")


def _counts(parts: Sequence[_Part]) -> dict[str, Any]:
    """Return the counts of all shards together; those of the reading are the same in each."""
    sums: Counter[str] = Counter()
    for part in parts:
        sums.update({name: part.head["counts"][name] for name in COUNTS})
    return {**parts[0].head["counts"], **{name: sums[name] for name in COUNTS}}


@contextmanager
def _writing(output: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EvistatError("E010", output=output, reason=error.strerror or os.strerror(0)) from error
