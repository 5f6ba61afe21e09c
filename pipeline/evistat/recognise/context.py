"""Text and its entities → which of them are negated or hedged: cues of a lexicon, each with its reach."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from evistat.lexicons import lexicon

_WORD = re.compile(r"[^\s]+")
LONGEST_REACH = 200  # characters; no cue speaks further, however few spaces the text has


@dataclass(frozen=True, slots=True)
class _Cues:
    words: int
    before: re.Pattern[str]
    after: re.Pattern[str]
    never: re.Pattern[str]


def cued(text: str, kind: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """Say of each entity's span, in order of the text, whether a cue of ``kind`` reaches it."""
    cues = _cues(kind)
    starts = [start for start, _ in spans]
    ends = [end for _, end in spans]
    reached = [False] * len(spans)
    blocked = [match.span() for match in cues.never.finditer(text)]
    block_starts = [start for start, _ in blocked]
    for cue in cues.before.finditer(text):
        if _covered(cue.start(), blocked, block_starts):
            continue
        first = bisect_left(starts, cue.end())
        if first < len(spans) and starts[first] <= cue.end() + LONGEST_REACH:
            limit = _forward(text, cue.end(), cues.words)
            for i in range(first, bisect_right(starts, limit)):
                reached[i] = True
    for cue in cues.after.finditer(text):
        if _covered(cue.start(), blocked, block_starts):
            continue
        last = bisect_right(ends, cue.start()) - 1
        if last >= 0 and cue.start() - ends[last] <= LONGEST_REACH:
            between = text[ends[last] : cue.start()]
            if len(between.split()) <= 2 and not _scope_end().search(between):
                reached[last] = True
    return reached


def _forward(text: str, start: int, words: int) -> int:
    """Return where the reach of a cue that ends at ``start`` ends."""
    limit = min(len(text), start + LONGEST_REACH)
    if end := _scope_end().search(text, start, limit):
        limit = end.start()
    for count, word in enumerate(_WORD.finditer(text, start, limit), 1):
        if count == words:
            return word.end()
    return limit


def _covered(at: int, blocked: list[tuple[int, int]], starts: list[int]) -> bool:
    i = bisect_right(starts, at) - 1
    return i >= 0 and blocked[i][0] <= at < blocked[i][1]


@cache
def _cues(kind: str) -> _Cues:
    entry = lexicon("entity_context")[kind]
    return _Cues(entry["words"], *(_any(entry[part]) for part in ("before", "after", "never")))


@cache
def _scope_end() -> re.Pattern[str]:
    return _any(lexicon("entity_context")["scope"]["ends"])


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    """Join patterns, longest first, bound to whole words where they begin or end with a letter.

    Those that begin a word share one look behind: inside a word nothing else is tried.
    """
    words: list[str] = []
    others: list[str] = []
    for pattern in sorted(patterns, key=len, reverse=True):
        back = r"(?!\w)" if pattern[-1].isalnum() or pattern[-1] in ")?" else ""
        inside = pattern[0] in "[\\\n"
        (others if inside else words).append(f"(?:{pattern}){back}")
    joined = [rf"(?<!\w)(?:{'|'.join(words)})"] * bool(words) + others
    return re.compile("|".join(joined), re.IGNORECASE)
