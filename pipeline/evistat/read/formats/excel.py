"""A workbook (``.xlsx``) → one article a row, of every sheet whose columns name a title or an abstract.

Needs the extra ``excel``. A workbook is a zip of XML: how large it grows is looked at before it is read.
"""

from __future__ import annotations

import hashlib
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BufferedReader, BytesIO
from typing import Any

from evistat.read.article import Article, Failure
from evistat.read.formats.extra import library
from evistat.read.formats.format import Format, Place, ReadOptions
from evistat.read.formats.table import HEADER_WITHIN, Table, missing_column, row_article, table_of
from evistat.read.formats.whole import held

_MOST_UNPACKED = 1_000_000_000  # bytes of all parts together
_MOST_TEXTS = 200_000_000  # bytes of the part that holds the texts of all cells, which is read whole
_TEXTS = "xl/sharedStrings.xml"
_FIRST_PARTS = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/")
_PARTS = (b"xl/workbook.xml", b"xl/worksheets/", b"xl/_rels/")
_WIDEST = 1000  # columns; a sheet may claim 16,384 empty ones
_KIND = "workbook"


def read_excel(stream: BufferedReader, place: Place, options: ReadOptions) -> Iterator[Article | Failure]:
    """Yield the article of every row of every sheet with text, or why there is none."""
    openpyxl = library("openpyxl", place, format_name="Excel workbooks", extra="excel")
    data = openpyxl if isinstance(openpyxl, Failure) else held(stream, place, kind=_KIND)
    if isinstance(data, Failure):
        yield data
        return
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            sizes = {part.filename: part.file_size for part in package.infolist()}
        for size, most in ((sum(sizes.values()), _MOST_UNPACKED), (sizes.get(_TEXTS, 0), _MOST_TEXTS)):
            if size > most:  # what is unpacked is never more than what the package says of itself
                yield place.failure(
                    "E049", doc_id=place.doc_id, format=_KIND, limit=most, what="bytes unpacked"
                )
                return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles and extensions it doesn't keep
            yield from _sheets(openpyxl, data, place, options)
    except MemoryError:
        raise
    except Exception as error:  # what openpyxl raises for damaged XML has no common class
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        yield place.failure("E047", doc_id=place.doc_id, format=_KIND, reason=reason)


def _sheets(openpyxl: Any, data: bytes, place: Place, options: ReadOptions) -> Iterator[Article | Failure]:
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
    index = 0
    unfit: Failure | None = None
    for sheet in book.worksheets:
        rows = _rows(sheet)
        found = _header(rows, options)
        if found is None:
            continue
        line, table = found
        failure = missing_column(table, place, options, line)
        if failure is not None:
            unfit = unfit or failure
            continue
        for number, cells in rows:
            digest = hashlib.sha256("\t".join(cells).encode("utf-8", "surrogatepass")).hexdigest()
            yield row_article(
                [*cells, *[""] * (len(table.header) - len(cells))],
                table,
                place,
                options,
                format_name="excel",
                line=number,
                index=index,
                sha256=digest,
            )
            index += 1
    if index == 0:
        yield unfit or place.failure("E013", doc_id=place.doc_id, reason="a workbook without rows")


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that aren't empty, with their number."""
    if hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()  # what a file says of its size may be wrong
    for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=_WIDEST), 1):
        cells = [_text(value) for value in row]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield number, cells


def _header(rows: Iterator[tuple[int, list[str]]], options: ReadOptions) -> tuple[int, Table] | None:
    """Take rows up to the names of the columns; the first row stands for them where no name is known."""
    first: tuple[int, Table] | None = None
    for taken, (number, cells) in enumerate(rows, 1):
        table = table_of(cells, options)
        first = first or (number, table)
        if table.has_text:
            return number, table
        if taken == HEADER_WITHIN:
            break
    return first


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def _sniff(head: bytes) -> bool:
    """Tell a workbook by its first part, as an archive may hold workbooks; the parts of other documents differ."""
    if not head.startswith(b"PK\x03\x04"):
        return False
    name = head[30 : 30 + int.from_bytes(head[26:28], "little")]
    return name.startswith(_FIRST_PARTS) and any(part in head for part in _PARTS)


EXCEL = Format(
    name="excel", endings=(".xlsx", ".xlsm"), sniff=_sniff, read=read_excel, binary=True, library="openpyxl"
)
