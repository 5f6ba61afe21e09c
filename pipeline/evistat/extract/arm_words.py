"""A name → the words that tell an arm, and words that no arm's name holds."""

from __future__ import annotations

import re

from evistat.extract.noun_lists import nouns
from evistat.lexicons import word_set

_WORD = re.compile(r"[^\W\d_][\w/+-]*")
LITTLE = word_set("arms", "little")
DOSE = word_set("arms", "dose")
NOT_SIDES = word_set("arms", "not_side")
NOT_NAMES = word_set("arms", "not_name")
DESIGN = word_set("arms", "design")
CUT = word_set("arms", "cut")


def distinctive(name: str) -> list[str]:
    """Return the words of a name that tell an arm from others, words for a control among them."""
    lists = nouns()
    return [
        word
        for word in _WORD.findall(name.lower())
        if len(word) > 1
        and word not in lists.group
        and word not in lists.weak
        and word not in lists.edge
        and word not in LITTLE
    ] + [word for word in _WORD.findall(name.lower()) if word in {"placebo", "control", "controls", "sham"}]
