"""Text in lower case, every character at its place: expressions that ignore case cost several times as much."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=4)
def lowered(text: str) -> str:
    """Return a text in lower case, as long as it is; the few letters that grow in lower case are kept."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)


def lowered_pattern(pattern: str) -> str:
    """Return a pattern with its literals in lower case (escapes like ``\\W`` keep theirs)."""
    return re.sub(r"\\.|[^\\]+", lambda match: match[0] if match[0][0] == "\\" else match[0].lower(), pattern)
