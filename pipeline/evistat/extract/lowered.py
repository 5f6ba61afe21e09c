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
    """Return a pattern with its literals in lower case (escapes like ``\\W`` and what opens a named group keep theirs)."""
    return re.sub(r"(\\.|\(\?P)|[^\\(]+|\(", lambda match: match[1] or match[0].lower(), pattern)


def caseless(pattern: str) -> re.Pattern[str]:
    """Return an expression that finds in lowered text what ``pattern`` would find in the text itself, ignoring case."""
    return re.compile(lowered_pattern(pattern))
