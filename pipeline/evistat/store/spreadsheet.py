"""Rows → an Excel workbook of one sheet: text is text and never a formula, numbers are numbers.

Rows go through openpyxl one by one, so that memory stays flat. The same rows give the same bytes: the times that a
workbook and its archive carry are set to one date.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from evistat.errors import EvistatError
from evistat.records.flat import Column, Row, Value

try:
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
except ImportError as error:
    raise EvistatError("E091", what="an .xlsx table", package="openpyxl", extra="excel") from error

SHEET = "findings"
MOST_ROWS = 1_048_576  # of a sheet, its head included
MOST_CHARACTERS = 32_767  # of a cell
CUT = "…"
WIDTH_OF = {"text": 24, "integer": 10, "number": 10, "boolean": 10}
# What XML can't say, and what Excel would read as the escape of such a character.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip archive can say
_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def write_spreadsheet(rows: Iterable[Row], columns: Sequence[Column], file: BinaryIO, *, output: str) -> int:
    """Write a sheet with a head that stays in sight and filters; return the number of rows."""
    book = openpyxl.Workbook(write_only=True)
    sheet: Any = book.create_sheet(SHEET)
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTH_OF[column.kind]
    sheet.append(_head(sheet, columns))
    names = [column.name for column in columns]
    count = 0
    try:
        for row in rows:
            count += 1
            if count >= MOST_ROWS:
                raise EvistatError("E096", path=output, limit=MOST_ROWS - 1)
            sheet.append([_cell(sheet, row[name]) for name in names])
    except BaseException:
        _discard(sheet)
        raise
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
    with tempfile.TemporaryFile() as raw:
        book.save(raw)
        _repack(raw, file)
    return count


def _discard(sheet: Any) -> None:
    """End a sheet that won't be saved: openpyxl has written its rows to a file of its own."""
    sheet.close()
    sheet._writer.cleanup()


def _head(sheet: Any, columns: Sequence[Column]) -> Iterator[Any]:
    bold = Font(bold=True)
    for column in columns:
        cell = WriteOnlyCell(sheet, value=column.name)
        cell.font = bold
        yield cell


def _cell(sheet: Any, value: Value) -> Any:
    """Return what goes into a cell; text is marked as such, as openpyxl takes "=…" for a formula."""
    if not isinstance(value, str):
        return value
    text = _ESCAPE.sub("_x005F_", _ILLEGAL.sub("\ufffd", value))
    if len(text) > MOST_CHARACTERS:
        text = text[: MOST_CHARACTERS - len(CUT)] + CUT
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell


def _repack(raw: Any, file: BinaryIO) -> None:
    """Copy the archive with all its times set to one."""
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, date_time=_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            with old.open(name) as source, new.open(info, "w") as target:
                if name == "docProps/core.xml":
                    time = datetime(*_EPOCH).isoformat().encode() + b"Z"
                    target.write(_TIME.sub(rb"\g<1>" + time, source.read()))
                else:
                    shutil.copyfileobj(source, target, 1 << 20)
