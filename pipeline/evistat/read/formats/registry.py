"""A file's name and first bytes → the format that reads it."""

from __future__ import annotations

from evistat.errors import EvistatError
from evistat.read.formats.bioc_json import BIOC_JSON
from evistat.read.formats.bioc_xml import BIOC_XML
from evistat.read.formats.csv import CSV
from evistat.read.formats.endnote import ENDNOTE
from evistat.read.formats.endnote_xml import ENDNOTE_XML
from evistat.read.formats.excel import EXCEL
from evistat.read.formats.format import Format
from evistat.read.formats.html import HTML
from evistat.read.formats.jats import JATS
from evistat.read.formats.jsonl import JSONL
from evistat.read.formats.medline import MEDLINE
from evistat.read.formats.ovid import OVID
from evistat.read.formats.pdf import PDF
from evistat.read.formats.pubmed_xml import PUBMED_XML
from evistat.read.formats.pubtator import PUBTATOR
from evistat.read.formats.ris import RIS
from evistat.read.formats.text import TEXT
from evistat.read.formats.wos import WOS

# Content is asked in this order: first those that can't be mistaken.
FORMATS: tuple[Format, ...] = (
    PUBMED_XML,
    JATS,
    BIOC_XML,
    BIOC_JSON,
    PUBTATOR,
    JSONL,
    MEDLINE,
    RIS,
    WOS,
    OVID,
    ENDNOTE,
    ENDNOTE_XML,
    HTML,
    PDF,
    EXCEL,
    CSV,
    TEXT,
)
NAMES: tuple[str, ...] = tuple(format_.name for format_ in FORMATS)


def format_named(name: str) -> Format:
    """Return the format ``name``; an unknown one is the user's error."""
    for format_ in FORMATS:
        if format_.name == name:
            return format_
    raise EvistatError("E011", path="--format", format=name, known=", ".join(NAMES))


def format_of(name: str, head: bytes) -> Format | None:
    """Return the format of a file by its content, else by its name's ending, None where both are silent."""
    for format_ in FORMATS:
        if format_.sniff(head):
            return format_
    lower = name.lower()
    for format_ in FORMATS:
        if lower.endswith(format_.endings):
            return format_
    return None
