"""Many words → one expression that shares their beginnings, so that a miss costs little."""

from __future__ import annotations

import re
from collections.abc import Iterable


def trie(words: Iterable[str]) -> str:
    """Return one expression (no groups) for many words."""
    ends: dict[str, list[str]] = {}
    whole = False
    for word in words:
        if word:
            ends.setdefault(word[0], []).append(word[1:])
        else:
            whole = True
    if not ends:
        return ""
    branches = "|".join(re.escape(first) + trie(rest) for first, rest in sorted(ends.items()))
    return f"(?:{branches}){'?' if whole else ''}"
