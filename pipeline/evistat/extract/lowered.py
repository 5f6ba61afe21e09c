"""Text in lower case, every character at its place: expressions that ignore case cost several times as much."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=4)
def lowered(text: str) -> str:
    """Return a text in lower case, as long as it is; the few letters that grow in lower case are kept."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)
