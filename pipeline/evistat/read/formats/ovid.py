"""Ovid's own exports (Embase, MEDLINE, PsycINFO; "<1. >", then "TI  - …" or "Title" above its value) → articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from evistat.lexicons import lexicon
from evistat.read.article import Article, Failure
from evistat.read.formats.format import Format, Place, ReadOptions
from evistat.read.formats.tagged import Dialect, read_tagged, tagged_lines

_START = rb"(<)\d{1,9}\. ?>\s*\Z"


def _field_names() -> bytes:
    table = lexicon("reference_tags")["ovid_full"]
    names = {name for names in table.values() for name in names if isinstance(name, str) and name != "<"}
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)).encode()


_SHORT = Dialect(name="ovid", tag=re.compile(_START + rb"|([A-Z][A-Z0-9])  -(?:[ \t]|\s*\Z)"))
_FULL = Dialect(
    name="ovid", meanings="ovid_full", tag=re.compile(_START + rb"|(" + _field_names() + rb"):?\s*\Z")
)


def read_ovid(stream: BufferedReader, place: Place, options: ReadOptions) -> Iterator[Article | Failure]:
    """Yield the article of every record, or why it gives none, whichever way its fields are named."""
    head = stream.peek(8192)
    dialect = _FULL if _fields_seen(head, _FULL) > _fields_seen(head, _SHORT) else _SHORT
    return read_tagged(stream, place, options, dialect=dialect)


def _fields_seen(head: bytes, dialect: Dialect) -> int:
    return sum(tag not in (None, "<") for tag in tagged_lines(head, dialect))


def _sniff(head: bytes) -> bool:
    starts = tagged_lines(head, _SHORT)[:1] == ["<"]
    return starts and any(_fields_seen(head, dialect) for dialect in (_SHORT, _FULL))


OVID = Format(name="ovid", endings=(".ovd", ".cgi"), sniff=_sniff, read=read_ovid)
