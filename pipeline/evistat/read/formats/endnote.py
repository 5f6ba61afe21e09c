"""EndNote's tagged export ("%0 Journal Article", "%T …", ``.enw``) → one article a record."""

from __future__ import annotations

import re
from functools import partial

from evistat.read.formats.format import Format
from evistat.read.formats.tagged import Dialect, read_tagged, tagged_lines

_ENDNOTE = Dialect(
    name="endnote", tag=re.compile(rb"%([0-9A-Z!-/:-@\[\\\]^_`~])(?:[ \t]|\s*\Z)"), parted=True
)


def _sniff(head: bytes) -> bool:
    tags = tagged_lines(head, _ENDNOTE)
    return tags[:1] == ["0"] or (len(tags) > 2 and all(tags[:3]) and "T" in tags)


ENDNOTE = Format(name="endnote", endings=(".enw",), sniff=_sniff, read=partial(read_tagged, dialect=_ENDNOTE))
