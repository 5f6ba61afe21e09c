"""A table as text (comma, semicolon, tab or bar between the cells) → one article a row.

Cells in quotation marks may hold line ends and, doubled, quotation marks. One that isn't closed would swallow the
rest of the file: it is given up where it can't go on, its lines are a Failure, and what follows is read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BufferedReader
from typing import Any

from evistat.errors import message
from evistat.read.article import Article, Failure, Note
from evistat.read.encoding import decode_unmarked, encoding_of
from evistat.read.formats.format import Format, Place, ReadOptions
from evistat.read.formats.reference import longest_record
from evistat.read.formats.table import (
    HEADER_WITHIN,
    Table,
    known_columns,
    missing_column,
    row_article,
    table_of,
)
from evistat.read.lines import numbered_lines

_DELIMITERS = (",", ";", "\t", "|")
_SHOWN = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}
_SEPARATOR_LINE = re.compile(r"\"?sep=(.)\"?\s*", re.IGNORECASE)
_OPENING = re.compile(r" {0,8}(?=\")")
_QUOTES = re.compile(r"\"+")
_LONGEST_NAME = 80  # characters in the name of a column; a line of prose has longer pieces
_UNDOUBLED = Note("W030", message("W030"))


class _UnclosedError(Exception):
    """A cell in quotation marks that can't be one: another cell seems to begin inside of it."""


@dataclass(slots=True)
class Row:
    """One row being read: its cells, and the cell that a quotation mark holds open (None: none).

    ``recovering``: it follows on lines that were given up, so it may be what is left of them.
    ``cautious``: between tabs, a quotation mark that doesn't close before the next tab is a character.
    """

    line: int
    delimiter: str
    cells: list[str] = field(default_factory=list)
    open_cell: list[str] | None = None
    open_line: int = 0
    lines: list[tuple[int, bytes]] = field(default_factory=list)
    size: int = 0
    recovering: bool = False
    cautious: bool = True
    notes: dict[Note, None] = field(default_factory=dict)

    def feed(self, number: int, line: bytes) -> None:
        """Take one more line; raises ``_UnclosedError`` and takes nothing where it can't belong to the row."""
        decoded, notes = decode_unmarked(line)
        text = decoded.rstrip("\r\n")
        at: int | None = 0
        if self.open_cell is not None:
            self.open_cell.append("\n")
            at = self._quoted(text, 0, number)
        while at is not None:
            at = self._cell(text, at, number)
        self.lines.append((number, line))
        self.size += len(line)
        self.notes.update(dict.fromkeys(notes))

    def _cell(self, text: str, at: int, number: int) -> int | None:
        """Read the cell that begins at ``at``; return where the next one does, None at the end of the line."""
        quote = _OPENING.match(text, at)
        if quote is not None and self._opens(text, quote.end()):
            self.open_cell, self.open_line = [], number
            return self._quoted(text, quote.end() + 1, number)
        end = text.find(self.delimiter, at)
        self.cells.append(text[at:] if end < 0 else text[at:end])
        return None if end < 0 else end + 1

    def _opens(self, text: str, at: int) -> bool:
        run = _QUOTES.match(text, at)
        assert run is not None  # looked for by ``_OPENING``
        if len(run.group()) % 2 == 0 and not self._closes(text, run.end()):
            return False  # ""word: an empty cell it isn't
        tab = text.find("\t", at) if self.delimiter == "\t" and self.cautious else -1
        return tab < 0 or self._closing(text, at + 1, tab) is not None

    def _closing(self, text: str, at: int, stop: int) -> int | None:
        """Return the end of the quotation marks that close a cell in ``text[at:stop]``, None where none do."""
        for run in _QUOTES.finditer(text, at, stop):
            if len(run.group()) % 2 and self._closes(text, run.end()):
                return run.end()
        return None

    def _closes(self, text: str, at: int) -> bool:
        while text.startswith(" ", at) and self.delimiter != " ":
            at += 1
        return at == len(text) or text.startswith(self.delimiter, at)

    def _quoted(self, text: str, at: int, number: int) -> int | None:
        """Go on with the open cell at ``at``; return where the next cell begins, None at the end of the line."""
        assert self.open_cell is not None
        if self.delimiter == "\t" and number != self.open_line:
            tab = text.find("\t")
            if tab >= 0 and self._closing(text, at, tab) is None:
                raise _UnclosedError
        for run in _QUOTES.finditer(text, at):
            count = len(run.group())
            self.open_cell.append(text[at : run.start()] + '"' * (count // 2))
            at = run.end()
            if count % 2 == 0:
                continue
            if self._closes(text, at):
                self.cells.append("".join(self.open_cell))
                self.open_cell = None
                end = text.find(self.delimiter, at)
                return None if end < 0 else end + 1
            if number != self.open_line and (run.start() == 0 or text[run.start() - 1] == self.delimiter):
                raise _UnclosedError
            self.open_cell.append('"')
            self.notes[_UNDOUBLED] = None
        self.open_cell.append(text[at:])
        return None


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Lines that give no row: the code of the message and its values."""

    line: int
    code: str
    values: dict[str, Any]


def read_csv(stream: BufferedReader, place: Place, options: ReadOptions) -> Iterator[Article | Failure]:
    """Yield the article of every row, or why a row or a stretch of the file gives none."""
    longest = longest_record(options)
    lines = numbered_lines(stream, longest=longest)
    header = _header(lines, options)
    if header is None:
        yield place.failure("E003", doc_id=place.doc_id)
        return
    line, delimiter, table = header
    failure = missing_column(table, place, options, line)
    if failure is not None:
        yield failure
        return
    index = 0
    for found in _rows(lines, delimiter, len(table.header), longest):
        if isinstance(found, _Stretch):
            yield place.failure(found.code, line=found.line, **found.values)
        elif tuple(cell.lstrip("\ufeff").strip() for cell in found.cells) == table.header:
            continue  # files put one after the other
        else:
            yield _row(found, table, place, options, index)
        index += 1
    if index == 0:
        yield place.failure("E013", line=line, doc_id=place.doc_id, reason="a table without rows")


def _row(row: Row, table: Table, place: Place, options: ReadOptions, index: int) -> Article | Failure:
    width = len(table.header)
    if any(cell.strip() for cell in row.cells[width:]) or (row.recovering and len(row.cells) != width):
        values: dict[str, Any] = {
            "cells": len(row.cells),
            "columns": width,
            "delimiter": _SHOWN[row.delimiter],
        }
        return place.failure("E048", line=row.line, **values)
    return row_article(
        row.cells,
        table,
        place,
        options,
        format_name="csv",
        line=row.line,
        index=index,
        sha256=hashlib.sha256(b"".join(line for _, line in row.lines)).hexdigest(),
        notes=tuple(row.notes),
    )


def _header(lines: Iterator[tuple[int, bytes | None]], options: ReadOptions) -> tuple[int, str, Table] | None:
    """Take lines up to the names of the columns; return their line, the delimiter and what they hold.

    Where no name is known the first line is taken for them; None for a file of blank lines.
    """
    first: tuple[int, str, Table] | None = None
    delimiters: Sequence[str] = _DELIMITERS
    seen = 0
    for number, line in lines:
        text = decode_unmarked(line)[0] if line is not None else ""
        if not text.strip():
            continue
        separator = _SEPARATOR_LINE.fullmatch(text)
        if separator is not None and first is None and separator[1] in _DELIMITERS:
            delimiters = (separator[1],)
            continue
        read = [(delimiter, table_of(_cells(text, delimiter), options)) for delimiter in delimiters]
        delimiter, table = max(read, key=lambda one: (one[1].has_text, one[1].known, len(one[1].header)))
        found = (number, delimiter if len(table.header) > 1 else "\t", table)
        if table.has_text:
            return found
        first = first or found
        seen += 1
        if seen == HEADER_WITHIN:
            break
    return first


def _cells(text: str, delimiter: str) -> list[str]:
    row = Row(1, delimiter)
    row.feed(1, text.encode("utf-8", "replace"))
    return row.cells if row.open_cell is None else [*row.cells, "".join(row.open_cell)]


def _rows(
    lines: Iterator[tuple[int, bytes | None]], delimiter: str, width: int, longest: int
) -> Iterator[Row | _Stretch]:
    row: Row | None = None
    recovering = False
    for number, line in lines:
        if row is not None:
            try:
                if line is None or row.size + len(line) > longest:
                    raise _UnclosedError
                row.feed(number, line)
            except _UnclosedError:
                yield from _given_up(row, width)
                row, recovering = None, True
        if row is None:
            if line is None:
                yield _Stretch(number, "E041", {"limit": longest})
            elif line.strip():
                row = _begun(number, line, delimiter, width, recovering=recovering)
        if row is not None and row.open_cell is None:
            recovering = recovering and len(row.cells) != width
            yield row
            row = None
    if row is not None:
        yield from _given_up(row, width)


def _begun(number: int, line: bytes, delimiter: str, width: int, *, recovering: bool) -> Row:
    """Return the row that begins with ``line``; between tabs cells are quoted where only that makes the row whole."""
    row = Row(number, delimiter, recovering=recovering)
    row.feed(number, line)
    if delimiter == "\t" and row.open_cell is None and len(row.cells) != width:
        quoted = Row(number, delimiter, recovering=recovering, cautious=False)
        quoted.feed(number, line)
        if quoted.open_cell is None and len(quoted.cells) == width:
            return quoted
    return row


def _given_up(row: Row, width: int) -> Iterator[Row | _Stretch]:
    """Yield what the lines of a row give whose quotation mark isn't closed: a stretch, then the whole rows in it."""
    # Twice over the lines, so that not all of their rows are held.
    lost = [
        number for number, line in row.lines if line.strip() and _row_alone(row, number, line, width) is None
    ]
    if lost:
        one_after_another = lost[-1] - lost[0] + 1 == len(lost)
        words = (
            f"lines {lost[0]} to {lost[-1]}"
            if one_after_another
            else f"{len(lost)} of the lines from {lost[0]} to {lost[-1]}"
        )
        yield _Stretch(row.open_line, "E043", {"lines": words if len(lost) > 1 else f"line {lost[0]}"})
    for number, line in row.lines:
        single = _row_alone(row, number, line, width)
        if single is not None:
            yield single


def _row_alone(row: Row, number: int, line: bytes, width: int) -> Row | None:
    """Return one line of a row that was given up as a row of its own, None where it is none."""
    if number <= row.open_line and not (number == row.open_line == row.line and row.delimiter == "\t"):
        return None
    single = Row(number, row.delimiter)
    single.feed(number, line)
    if number == row.open_line:
        single.cells, single.open_cell = decode_unmarked(line)[0].rstrip("\r\n").split("\t"), None
        single.notes[_UNDOUBLED] = None
    return single if single.open_cell is None and len(single.cells) == width else None


def _sniff(head: bytes) -> bool:
    """Tell a table by the names of its columns, and by a second line that has cells as well: prose has commas too."""
    encoding = encoding_of(head) or "utf-8"
    lines = head.decode(encoding, "replace").removeprefix("\ufeff").splitlines()
    lines = [line for line in lines if line.strip() and not _SEPARATOR_LINE.fullmatch(line)][:2]
    if len(lines) < 2 or len(lines[0]) > _LONGEST_NAME * 100:
        return False
    for delimiter in _DELIMITERS:
        header = _cells(lines[0], delimiter)
        names = all(len(name) <= _LONGEST_NAME and not name.endswith(".") for name in header)
        if len(header) > 1 and names and known_columns(header) > 1:
            return delimiter in lines[1] or lines[1].startswith('"')
    return False


CSV = Format(name="csv", endings=(".csv", ".tsv", ".tab"), sniff=_sniff, read=read_csv)
