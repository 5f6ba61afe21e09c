"""Inputs as given → the files behind them, each with size and hash, in the order they are read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from evistat.read.article import Failure
from evistat.read.discover import STDIN, Found, discover


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file that a run reads; size and hash are None for standard input and what can't be read."""

    path: str
    size: int | None
    sha256: str | None


def input_files(inputs: Iterable[str], *, leave_out: frozenset[Path]) -> Iterator[InputFile]:
    """Yield every file of the inputs with its hash; what isn't there is listed without one."""
    for given in inputs:
        for found in discover(given, leave_out=leave_out):
            yield _hashed(found)


def _hashed(found: Found | Failure) -> InputFile:
    if isinstance(found, Failure):
        return InputFile(found.path, None, None)
    if found.path is None:
        return InputFile(STDIN, None, None)
    try:
        with found.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return InputFile(found.place.shown, file.tell(), digest)
    except OSError:
        return InputFile(found.place.shown, None, None)


def input_size(inputs: Iterable[str], *, leave_out: frozenset[Path]) -> int | None:
    """Return the bytes that a run has to read, None where standard input is among them."""
    total = 0
    for given in inputs:
        for found in discover(given, leave_out=leave_out):
            if isinstance(found, Found):
                if found.path is None:
                    return None
                total += found.size
    return total
