"""JSON Lines → one article a line: text and id from named fields, a title in front, the rest as metadata.

The text passes unchanged, code point by code point; a ``title`` field comes before it, two newlines between.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from io import BufferedReader
from typing import Any

from evistat.errors import message
from evistat.read.article import Article, Failure, Note, Source
from evistat.read.encoding import mend_surrogates
from evistat.read.formats.format import Format, Place, ReadOptions
from evistat.read.lines import MARK, narrowed
from evistat.read.title import title_of

_ID_FIELDS = ("id", "doc_id", "pmid", "pmcid", "doi")
_DEEPEST = 50
_CHUNK = 1 << 20


class _UnfitError(Exception):
    """A line that is JSON but gives no article: the code and values of the message."""

    def __init__(self, code: str, *, doc_id: str | None = None, **values: object) -> None:
        self.code = code
        self.doc_id = doc_id
        self.values = values


def read_jsonl(stream: BufferedReader, place: Place, options: ReadOptions) -> Iterator[Article | Failure]:
    """Yield the article of every line, or why a line gives none; blank lines are passed over."""
    # A character takes at most twelve bytes (two \uXXXX); the other fields get ten million.
    longest = 12 * options.max_length + 10_000_000
    index = 0
    for line_number, line in _lines(narrowed(stream), longest):
        if line is None:
            reason = f"a line of more than {longest} bytes"
            yield place.failure("E013", line=line_number, reason=reason)
        elif line.strip():
            yield _read_line(line, place, line_number, index, options)
        else:
            continue
        index += 1


def _lines(stream: BufferedReader, longest: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield every line with its number; None for a line too long to hold."""
    number = 0
    while line := stream.readline(longest + 1):
        number += 1
        if len(line) > longest and not line.endswith(b"\n"):
            while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        else:
            yield number, line.removeprefix(MARK) if number == 1 else line


def _read_line(line: bytes, place: Place, number: int, index: int, options: ReadOptions) -> Article | Failure:
    line = line.rstrip(b"\r\n")
    try:
        fields = json.loads(line.decode("utf-8"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        reason = f"byte {error.start} of the line isn't UTF-8"
        return place.failure("E013", line=number, reason=reason)
    except json.JSONDecodeError as error:
        return place.failure("E005", line=number, reason=f"{error.msg} at column {error.colno}")
    except RecursionError:
        return place.failure("E005", line=number, reason="nested too deep")
    except ValueError:  # an integer of thousands of digits
        return place.failure("E005", line=number, reason="a number too long to read")
    if not isinstance(fields, dict):
        return place.failure("E005", line=number, reason=f"not an object but {_kind(fields)}")
    if _depth(fields) > _DEEPEST:
        return place.failure("E005", line=number, reason="nested too deep")
    if {"schema_version", "findings", "sentences"} <= fields.keys():
        return place.failure("E013", line=number, reason="a record of an earlier run, not an article")
    try:
        return _article(fields, line, place, number, index, options)
    except _UnfitError as unfit:
        return place.failure(unfit.code, line=number, doc_id=unfit.doc_id, **unfit.values)


def _article(
    fields: dict[str, Any], line: bytes, place: Place, number: int, index: int, options: ReadOptions
) -> Article:
    id_field, doc_id = _doc_id(fields, options.id_field)
    if options.text_field not in fields:
        raise _UnfitError("E006", field=options.text_field, fields=_names(fields), doc_id=doc_id)
    body = _string(fields, options.text_field, doc_id)
    title = _string(fields, options.title_field, doc_id).strip()
    notes: tuple[Note, ...] = ()
    if not body.strip():
        if not title:
            raise _UnfitError("E019", field=options.text_field, doc_id=doc_id)
        text = title
        notes = (Note("W004", message("W004")),)
    else:
        text = f"{title}\n\n{body}" if title else body
    if len(text) > options.max_length:
        raise _UnfitError("E008", length=len(text), limit=options.max_length, doc_id=doc_id)
    text, broken = mend_surrogates(text)
    taken = {options.text_field, options.title_field, id_field}
    return Article(
        doc_id=doc_id or f"{place.doc_id}:{number}",
        text=text,
        source=Source(
            path=place.path,
            member=place.member,
            format="jsonl",
            index=index,
            sha256=hashlib.sha256(line).hexdigest(),
        ),
        title=mend_surrogates(" ".join(title.split()))[0] or title_of(text),
        metadata={_mend(name): _mend(value) for name, value in fields.items() if name not in taken},
        warnings=notes + broken,
    )


def _doc_id(fields: dict[str, Any], named: str | None) -> tuple[str | None, str | None]:
    """Return the field that holds the id and the id as text; (None, None) where there is none."""
    if named is not None and named not in fields:
        raise _UnfitError("E006", field=named, fields=_names(fields))
    for name in _ID_FIELDS if named is None else (named,):
        value = fields.get(name)
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # a column of numbers with a gap comes as 123.0
        if isinstance(value, int) and not isinstance(value, bool):
            return name, str(value)
        if isinstance(value, str) and value.strip():
            return name, mend_surrogates(value.strip())[0]
        if value is not None and not isinstance(value, str):
            raise _UnfitError("E007", field=name, kind=_kind(value))
    return None, None


def _string(fields: dict[str, Any], name: str, doc_id: str | None) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _UnfitError("E007", field=name, kind=_kind(value), doc_id=doc_id)
    return value


def _names(fields: dict[str, Any]) -> str:
    return ", ".join(name[:40] for name in list(fields)[:20]) or "none"


def _mend(value: Any) -> Any:
    if isinstance(value, str):
        return mend_surrogates(value)[0]
    if isinstance(value, list):
        return [_mend(item) for item in value]
    if isinstance(value, dict):
        return {_mend(name): _mend(item) for name, item in value.items()}
    return value


def _depth(value: Any) -> int:
    """Return how deep lists and objects lie in each other, level by level: the nesting may be hostile."""
    level, depth = [value], 0
    while level and depth <= _DEEPEST:
        depth += 1
        level = [
            item
            for holder in level
            if isinstance(holder, dict | list)
            for item in (holder.values() if isinstance(holder, dict) else holder)
        ]
    return depth


def _no_number(_name: str) -> None:
    """Stand in for NaN and Infinity, which JSON hasn't."""


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    kinds = {
        bool: "a boolean",
        int: "a number",
        float: "a number",
        str: "a text",
        list: "a list",
        dict: "an object",
    }
    return kinds[type(value)]


def _sniff(head: bytes) -> bool:
    first = head.removeprefix(MARK).lstrip()
    if not first.startswith(b"{"):
        return False
    line, end, _ = first.partition(b"\n")
    if not end and line.startswith(b'{"'):
        return True  # the line goes on past what is seen
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


JSONL = Format(name="jsonl", endings=(".jsonl", ".ndjson", ".jsonlines"), sniff=_sniff, read=read_jsonl)
