"""Web of Science's field-tagged export ("FN … PT J … ER … EF") → one article a record."""

from __future__ import annotations

import re
from functools import partial

from evistat.read.formats.format import Format
from evistat.read.formats.tagged import Dialect, read_tagged, tagged_lines

_WOS = Dialect(name="wos", tag=re.compile(rb"([A-Z][A-Z0-9])(?: |\s*\Z)"))


def _sniff(head: bytes) -> bool:
    tags = tagged_lines(head, _WOS)
    return tags[:3] == ["FN", "VR", "PT"] or (tags[:1] == ["PT"] and "AU" in tags[1:4])


WOS = Format(name="wos", endings=(".ciw",), sniff=_sniff, read=partial(read_tagged, dialect=_WOS))
