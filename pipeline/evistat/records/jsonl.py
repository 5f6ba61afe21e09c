"""Records ↔ JSON Lines: one record a line, UTF-8; a file appears under its name only when it is whole."""

from __future__ import annotations

import gzip
import os
import shutil
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from jsonlines import InvalidLineError, Reader
from pydantic import ValidationError

from evistat.errors import EvistatError
from evistat.records.schema import Record

STDOUT = "-"
STDIN = "-"


def record_line(record: Record) -> bytes:
    """Return the line of a record, its newline included; the same record gives the same bytes always."""
    return record.model_dump_json().encode() + b"\n"


def read_records(path: str) -> Iterator[Record]:
    """Yield the records of a file (``.gz`` too, ``-`` for standard input); a line that is none raises."""
    return (record for _, record in read_lines(path))


def read_lines(path: str) -> Iterator[tuple[str, Record]]:
    """Yield the lines of a file as ``read_records`` reads it, each with its record."""
    if path == STDIN:
        yield from _lines_of(sys.stdin.buffer, path)
        return
    try:
        with Path(path).open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            yield from _lines_of(cast(BinaryIO, gzip.GzipFile(fileobj=file)) if packed else file, path)
    except FileNotFoundError as error:
        raise EvistatError("E001", path=path) from error
    except OSError as error:
        raise EvistatError("E002", path=path, reason=_reason(error)) from error


def _lines_of(stream: BinaryIO, path: str) -> Iterator[tuple[str, Record]]:
    reader = Reader(_lines(stream), loads=lambda line: (line, Record.model_validate_json(line)))
    try:
        yield from cast(Iterator[tuple[str, Record]], reader.iter(skip_empty=True))
    except InvalidLineError as error:
        reason = _first_fault(error.__cause__) if error.__cause__ else str(error)
        raise EvistatError("E015", where=f"{path}:{error.lineno}", reason=reason) from error


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    try:
        yield from stream
    except (EOFError, zlib.error) as error:  # jsonlines takes an EOFError for the end of the records
        raise OSError(f"damaged gzip: {error}") from error


def _first_fault(error: BaseException) -> str:
    if isinstance(error, ValidationError):
        fault = error.errors(include_url=False)[0]
        field = ".".join(map(str, fault["loc"]))
        return f"{field}: {fault['msg']}" if field else fault["msg"]
    return str(error)


def refuse_existing(path: str, *, force: bool) -> None:
    """Raise where ``path`` is there already and may not be replaced, or can't become a file at all."""
    if path == STDOUT:
        return
    target = Path(path)
    if target.is_dir():
        raise EvistatError("E010", output=path, reason="a folder of that name is there")
    if target.exists() and not target.is_file():
        raise EvistatError("E010", output=path, reason="not a regular file; - is standard output")
    if os.path.lexists(target) and not force:
        raise EvistatError("E009", output=path)
    if not target.parent.is_dir():
        raise EvistatError("E010", output=path, reason=f"no folder {target.parent}")


def part_of(path: str) -> Path:
    """Return the name of the file that grows while ``path`` isn't there yet."""
    return Path(f"{path}.part")


@contextmanager
def written_whole(path: str) -> Iterator[BinaryIO]:
    """Open ``path`` for writing under ``<path>.part`` and give it its name once all is written.

    A name in ``.gz`` is compressed at the very end, so the part file can always be read and cut. What stops
    half-way leaves the part file, unless nothing was written. ``-`` is standard output.
    """
    if path == STDOUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = part_of(path)
    try:
        with part.open("wb") as file:
            try:
                yield file
            finally:
                file.flush()
            os.fsync(file.fileno())
        give_name(path)
    except BrokenPipeError:  # of another stream than this file
        raise
    except OSError as error:
        raise EvistatError("E010", output=path, reason=_reason(error)) from error
    finally:
        if part.exists() and part.stat().st_size == 0:
            part.unlink()


def give_name(path: str) -> None:
    """Make what was written under ``part_of(path)`` appear as ``path``, compressed where the name ends in .gz.

    May be broken off and called again.
    """
    part = part_of(path)
    if not path.endswith(".gz"):
        part.replace(path)
        return
    packed = Path(f"{part}.gz")
    try:
        _compress(part, packed)
    except BaseException:
        packed.unlink(missing_ok=True)
        raise
    packed.replace(path)
    part.unlink()


def _compress(source: Path, target: Path) -> None:
    # No name and no time in the header: the same records give the same bytes.
    with source.open("rb") as plain, target.open("wb") as file:
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
            shutil.copyfileobj(plain, packed, 1 << 20)
        file.flush()
        os.fsync(file.fileno())


def _reason(error: BaseException) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
