"""MEDLINE format, as PubMed's "PubMed" and ``.nbib`` exports → one article a record."""

from __future__ import annotations

import re
from functools import partial

from evistat.read.formats.format import Format
from evistat.read.formats.tagged import Dialect, read_tagged, tagged_lines

# "PMID- 123", "TI  - …": the tag is filled up to four characters.
_MEDLINE = Dialect(
    name="medline", tag=re.compile(rb"(?=.{4}-)([A-Z][A-Z0-9]{1,3}) {0,2}-(?: |\s*\Z)"), parted=True
)


def _sniff(head: bytes) -> bool:
    tags = tagged_lines(head, _MEDLINE)
    return "PMID" in tags[:1] and any(tags[1:])


MEDLINE = Format(
    name="medline", endings=(".nbib", ".medline"), sniff=_sniff, read=partial(read_tagged, dialect=_MEDLINE)
)
