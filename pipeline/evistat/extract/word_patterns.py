"""Word lists of ``lexicons/groups.toml`` → compiled patterns."""

from __future__ import annotations

import re

from evistat.lexicons import lexicon


def words_pattern(name: str, *, end: str = r"\b") -> re.Pattern[str]:
    """Return a pattern for any word of a list, any case; ``end`` closes it (a word's end by default)."""
    return re.compile(rf"\b(?:{'|'.join(lexicon('groups')[name])}){end}", re.IGNORECASE)
