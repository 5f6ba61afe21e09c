"""Paths as the user gives them → the files to read, in an order that stays the same."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from evistat.read.article import Failure
from evistat.read.formats.format import Place

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read; ``path`` None is standard input, ``given`` one the user named itself."""

    path: Path | None
    place: Place
    size: int
    given: bool


def discover(given: str, *, leave_out: frozenset[Path] = frozenset()) -> Iterator[Found | Failure]:
    """Yield the file named, or all files of the folder named with its sub-folders, ordered by name.

    Hidden files and folders are passed over, a folder reached again by a link too; ``leave_out`` names
    files that are no input, links resolved (the output of this very run). What can't be read is a Failure.
    """
    if given == STDIN:
        yield Found(path=None, place=Place(STDIN, STDIN, None, "stdin"), size=0, given=True)
        return
    path = Path(given)
    place = Place(shown(path), shown(path), None, shown(PurePath(path.name or given)))
    try:
        status = path.stat()
    except OSError as error:
        yield _unreadable(place, error)
        return
    if not stat.S_ISDIR(status.st_mode):
        yield _checked(path, place, status, given=True)
        return
    empty = True
    for found in _walk(path, path, {(status.st_dev, status.st_ino)}, leave_out):
        empty = False
        yield found
    if empty:
        yield place.failure("E014")


def _walk(
    root: Path, folder: Path, seen: set[tuple[int, int]], leave_out: frozenset[Path]
) -> Iterator[Found | Failure]:
    # Breadth doesn't matter, order does: names as bytes, folders in their place among the files.
    try:
        with os.scandir(folder) as entries:
            names = sorted(
                (entry.name for entry in entries if not entry.name.startswith(".")), key=os.fsencode
            )
    except OSError as error:
        relative = shown(folder.relative_to(root))
        yield _unreadable(Place(shown(folder), relative, None, relative), error)
        return
    left_names = {path.name for path in leave_out}
    for name in names:
        path = folder / name
        if name in left_names and path.resolve() in leave_out:
            continue
        relative = shown(path.relative_to(root))
        place = Place(shown(path), relative, None, relative)
        try:
            status = path.stat()
        except OSError as error:
            yield _unreadable(place, error)
            continue
        identity = (status.st_dev, status.st_ino)
        if not stat.S_ISDIR(status.st_mode):
            yield _checked(path, place, status, given=False)
        elif identity not in seen:
            seen.add(identity)
            yield from _walk(root, path, seen, leave_out)


def _checked(path: Path, place: Place, status: os.stat_result, *, given: bool) -> Found | Failure:
    if not stat.S_ISREG(status.st_mode):
        # A pipe would never end, a device may never begin.
        return place.failure("E002", reason="not a regular file; give - to read standard input")
    return Found(path=path, place=place, size=status.st_size, given=given)


def _unreadable(place: Place, error: OSError) -> Failure:
    if isinstance(error, FileNotFoundError):
        return place.failure("E001")
    return place.failure("E002", reason=error.strerror or type(error).__name__)


def shown(path: PurePath) -> str:
    """Return a path as text that UTF-8 can write: names on disk may be any bytes."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")
