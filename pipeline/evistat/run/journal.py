"""A run's course ↔ a file beside the output, from which a run that was broken off goes on.

One JSON value a line: what the run is, its input files, then a mark after every batch that was written: how
long the records and the failures were, and the hash of all of it up to there. What is on the disk is believed only
as far as those hashes agree, so it doesn't matter in which order a disk that lost power had taken things in.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any

from evistat.errors import EvistatError
from evistat.run.inputs import InputFile
from evistat.run.manifest import compact

try:
    import fcntl
except ImportError:  # no such locks on Windows
    fcntl = None  # type: ignore[assignment]

_BLOCK = 1 << 20
_SHORT = 16  # hex digits of a hash in a mark: against accidents, not against forgers


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a run had come when batch ``number`` was written.

    ``read`` tells the batch's articles from others; ``records`` and ``failures`` are lengths and hashes of
    the files; ``counts`` those of the whole run so far; ``documents`` the batch's own, id and hash.
    """

    number: int
    read: int
    records: tuple[int, str]
    failures: tuple[int, str]
    counts: tuple[int, ...]
    documents: tuple[tuple[str, str], ...]


class Growing:
    """A file that only grows, and the hash of all that is in it; made when the first bytes come."""

    def __init__(self, path: Path) -> None:
        """Begin with nothing; ``grown_to`` takes in what is there."""
        self.path = path
        self.length = 0
        self.hash = hashlib.sha256()
        self._file: FileIO | None = None

    @property
    def state(self) -> tuple[int, str]:
        """Length and short hash, as a mark keeps them."""
        return self.length, self.hash.hexdigest()[:_SHORT]

    def grown_to(self, state: tuple[int, str]) -> bool:
        """Take in the file up to a length; False, and nothing taken in, where it isn't what it was."""
        length, digest = state
        if self._file is None and self.path.exists():
            self._file = self.path.open("r+b", buffering=0)
        grown = self.hash.copy()
        missing = length - self.length
        while missing > 0:
            block = self._file.read(min(missing, _BLOCK)) if self._file is not None else b""
            if not block:
                return False
            grown.update(block)
            missing -= len(block)
        if grown.hexdigest()[:_SHORT] != digest:
            return False
        self.length, self.hash = length, grown
        return True

    def cut(self) -> None:
        """Cut off what comes after the part taken in."""
        if self._file is None and self.path.exists():
            self._file = self.path.open("r+b", buffering=0)
        if self._file is not None:
            self._file.truncate(self.length)
            self._file.seek(self.length)

    def write(self, data: bytes) -> None:
        """Append ``data``, unbuffered: what a full disk refuses isn't tried again when the file is closed."""
        if self._file is None:
            if not data:
                return
            self.begin()
        assert self._file is not None
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]
        self.length += len(data)
        self.hash.update(data)

    def begin(self) -> None:
        """Make the file, or make it empty."""
        self.path.unlink(missing_ok=True)
        self._file = self.path.open("x+b", buffering=0)

    def sync(self) -> None:
        """Wait until all is on the disk."""
        if self._file is not None:
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()


class Journal:
    """An open journal; no other run can have it open at the same time."""

    def __init__(self, path: Path, output: str) -> None:
        """Open the journal of ``output``, which is made where there is none."""
        self.path = path
        self._file = path.open("a+b", buffering=0)
        if fcntl is None:
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._file.close()
            raise EvistatError("E064", output=output, journal=path) from error
        except OSError:  # a file system without locks
            pass

    def begin(self, what: dict[str, Any], files: Iterable[InputFile]) -> None:
        """Write down what the run is, in place of anything there."""
        self._file.truncate(0)
        self._add(what)
        count = 0
        for file in files:
            self._add([file.path, file.size, file.sha256])
            count += 1
        self._add({"files": count})
        self.sync()

    def what(self) -> dict[str, Any] | None:
        """Return what the run is, None where even that wasn't written to its end."""
        lines = self._values()
        what = next(lines, None)
        if not isinstance(what, dict):
            return None
        for count, value in enumerate(lines):
            if not isinstance(value, list):
                return what if isinstance(value, dict) and value.get("files") == count else None
        return None

    def files(self) -> Iterator[InputFile]:
        """Yield the run's input files."""
        for value in self._values():
            if isinstance(value, list):
                yield InputFile(*value)
            elif "files" in value:
                return

    def marks(self) -> Iterator[Mark]:
        """Yield the marks, as far as they are whole."""
        for value in self._values():
            if isinstance(value, dict) and "batch" in value:
                yield Mark(
                    number=value["batch"],
                    read=value["read"],
                    records=tuple(value["records"]),
                    failures=tuple(value["failures"]),
                    counts=tuple(value["counts"]),
                    documents=tuple((doc_id, digest) for doc_id, digest in value["documents"]),
                )

    def finished(self) -> bool:
        """Say whether all was done but giving the files their names."""
        return any(isinstance(value, dict) and "finished" in value for value in self._values())

    def keep(self, marks: int) -> None:
        """Cut off what comes after so many marks."""
        end = 0
        for line, value in self._parsed():
            if isinstance(value, dict) and ("batch" in value or "finished" in value):
                if marks == 0:
                    break
                marks -= 1
            end += len(line)
        self._file.truncate(end)

    def mark(self, mark: Mark) -> None:
        """Write down how far the run has come."""
        self._add(
            {
                "batch": mark.number,
                "read": mark.read,
                "records": mark.records,
                "failures": mark.failures,
                "counts": mark.counts,
                "documents": mark.documents,
            }
        )

    def finish(self) -> None:
        """Write down that nothing is left but giving the files their names."""
        self._add({"finished": True})
        self.sync()

    def sync(self) -> None:
        """Wait until all is on the disk."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Let go of the journal."""
        self._file.close()

    def _add(self, value: Any) -> None:
        rest = memoryview(compact(value).encode("utf-8", "surrogatepass") + b"\n")
        while rest:
            rest = rest[self._file.write(rest) :]

    def _values(self) -> Iterator[Any]:
        return (value for _, value in self._parsed())

    def _parsed(self) -> Iterator[tuple[bytes, Any]]:
        """Yield lines with their values up to the first that is damaged or cut off."""
        with self.path.open("rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    return
                try:
                    value = json.loads(line.decode("utf-8", "surrogatepass"))
                except ValueError:
                    return
                yield line, value
