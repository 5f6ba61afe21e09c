"""Plain data → a script that hands it to the page: a page opened from a file may load scripts, but fetch nothing.

Whatever the data holds — ``</script>``, line separators, any encoding's bytes — the script is ASCII, stays one
string literal and can't end early. It is parsed as JSON, so no name in it can reach a prototype.
"""

from __future__ import annotations

import json
from typing import Any

# Of JSON's ASCII only these mean something to a string literal, or to a page that a script stands in.
_ESCAPES = {"\\": "\\\\", "'": "\\'", "<": "\\x3c", ">": "\\x3e", "&": "\\x26"}
_TABLE = str.maketrans(_ESCAPES)


def packed(data: Any) -> str:
    """Return data as JSON in ASCII, without a space."""
    return json.dumps(data, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def script(name: str, packed_data: str) -> bytes:
    """Return a script that calls ``evistat.receive`` with ``name`` and the packed data."""
    return f"evistat.receive(\"{name}\", JSON.parse('{packed_data.translate(_TABLE)}'));\n".encode("ascii")
