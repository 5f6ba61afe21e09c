"""RIS, as reference managers and databases write it → one article a record.

Dialects differ in which of several tags they use for one thing, in the spaces round the hyphen and in what they print
between records; ``lexicons/reference_tags.toml`` knows the tags.
"""

from __future__ import annotations

import re
from functools import partial

from evistat.lexicons import lexicon
from evistat.read.formats.format import Format
from evistat.read.formats.tagged import Dialect, read_tagged, tagged_lines

# "TY  - JOUR"; with other spaces before the hyphen only tags that RIS has: "OR - 95% CI" may be a line of an abstract.
_KNOWN = "|".join(lexicon("reference_tags")["ris"]["known"]).encode()
_RIS = Dialect(
    name="ris",
    tag=re.compile(rb"([A-Z][A-Z0-9](?=  -)|(?:" + _KNOWN + rb")(?=[ \t]{1,3}-))[ \t]+-(?:[ \t]|\s*\Z)"),
)
_BEFORE = 6  # lines that an export may print in front of its first record


def _sniff(head: bytes) -> bool:
    tags = tagged_lines(head, _RIS)
    if "TY" not in tags[:_BEFORE]:
        return False
    at = tags.index("TY")
    return not any(tags[:at]) and any(tags[at + 1 :])


RIS = Format(name="ris", endings=(".ris",), sniff=_sniff, read=partial(read_tagged, dialect=_RIS))
