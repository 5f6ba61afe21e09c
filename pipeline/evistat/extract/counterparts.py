"""One side of a comparison → its counterpart by name, where the text has one: "older patients" → "younger patients"."""

from __future__ import annotations

import re
from functools import lru_cache

from evistat.extract.context import Context
from evistat.extract.noun_lists import nouns
from evistat.lexicons import lexicon

Span = tuple[int, int]

_OPPOSITES: dict[str, str] = lexicon("arms")["opposite"]
_OPPOSITE = _OPPOSITES | {other: one for one, other in _OPPOSITES.items()}
_WORD = re.compile(r"[^\W\d_][\w-]*")
_LONGEST = 6  # words of a side's name
_BACK, _AHEAD = 6000, 2000


def counterpart(context: Context, side: Span, offset: int) -> Span | None:
    """Return the name nearest before ``offset``, else the first after it, that opposes one word of a side's name."""
    words = [word[0].lower().replace("non-", "non") for word in _WORD.finditer(context.folded, *side)]
    if not 0 < len(words) <= _LONGEST:
        return None
    for place, word in enumerate(words):
        other = _OPPOSITE.get(word)
        if other is None:
            continue
        named = _named(other, tuple(words[place + 1 :]))
        begin = max(0, offset - _BACK)
        spans = [found.span() for found in named.finditer(context.folded, begin, offset + _AHEAD)]
        before = [span for span in spans if span[1] <= offset]
        if spans:
            return before[-1] if before else spans[0]
    return None


@lru_cache(maxsize=256)
def _named(other: str, rest: tuple[str, ...]) -> re.Pattern[str]:
    """Return what the opposed word stands in: before the same noun or one for people, alone where it is a noun itself."""
    printed = re.sub(r"^non(?=\w)", "non-?", re.escape(other))
    if not rest:
        return re.compile(rf"\b{printed}\b", re.IGNORECASE)
    last = rest[-1].rstrip("s") or rest[-1]
    people = sorted(nouns().group | {last, rest[-1]}, key=lambda word: (-len(word), word))
    heads = "|".join(map(re.escape, people))
    return re.compile(rf"\b{printed} (?:[\w-]+ )?(?:{heads})s?\b", re.IGNORECASE)
