"""Rows → CSV, TSV or JSON Lines in UTF-8.

A spreadsheet takes a cell that begins with ``=`` for a formula, wherever the text came from. So a text cell that
begins with one of ``= + - @`` (full-width ones too), a tab or a line end gets a ``'`` in front, which a
spreadsheet takes for "this is text"; a text that begins with ``'`` gets another, so that taking one off gives the
text back. Numbers stay numbers, also where they are printed text ("-2.4").
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from evistat.records.flat import Column, Row, Value

QUOTE = '"'
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠'")
_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d+)?|\.\d+)")


def write_delimited(
    rows: Iterable[Row], columns: Sequence[Column], file: BinaryIO, *, delimiter: str, bom: bool
) -> int:
    """Write a line of column names and one a row; return the number of rows."""
    quoted = re.compile(f'[{delimiter}"\r\n]')
    names = [column.name for column in columns]

    def write(cells: Iterable[str]) -> None:
        # csv.writer leaves a bare carriage return unquoted, and readers end the line there.
        fields = (f'"{text.replace(QUOTE, QUOTE * 2)}"' if quoted.search(text) else text for text in cells)
        file.write((delimiter.join(fields) + "\n").encode("utf-8", "replace"))

    if bom:
        file.write(codecs.BOM_UTF8)
    write(names)
    count = 0
    for row in rows:
        write(cell(row[name]) for name in names)
        count += 1
    return count


def cell(value: Value) -> str:
    """Return a value as a cell: nothing for None, true and false, the shortest exact number, harmless text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return harmless(value)
    return repr(value).removesuffix(".0")


def harmless(text: str) -> str:
    """Return text that no spreadsheet runs; U+0000, which ends a cell in some readers, becomes U+FFFD."""
    text = text.replace("\0", "\ufffd")
    return f"'{text}" if text[:1] in _FORMULA and text and not _NUMBER.fullmatch(text) else text


def write_json_lines(rows: Iterable[Row], columns: Sequence[Column], file: BinaryIO) -> int:
    """Write a JSON object a row with all columns, absent values as null; return the number of rows."""
    names = [column.name for column in columns]
    count = 0
    for row in rows:
        line = json.dumps({name: row[name] for name in names}, ensure_ascii=False)
        file.write(line.encode("utf-8", "replace") + b"\n")
        count += 1
    return count
