"""Text → its title, where the first paragraph looks like one."""

from __future__ import annotations

import re
from functools import cache

from evistat.lexicons import lexicon

_LONGEST = 400  # characters; the longest titles of trials run to about 350
_SENTENCE_END = re.compile(r"[.?!]\s+[A-Z]")
# "BACKGROUND:", "OBJECTIVE -", "RESULTS::": a heading with its text behind it on the same line.
_INLINE_HEADING = re.compile(r"[A-Z][A-Z/&, ]+(?::|\s[-–—]\s)")
_STATISTIC = re.compile(r"\b[pP]\s?[=<>≤]\s?0?\.\d|\b9\d\s?% ?CI\b")


def _any_of(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _paragraph_end() -> re.Pattern[str]:
    headings = _any_of(lexicon("title")["alone"])
    return re.compile(rf"\n[^\S\n]*\n|\n[^\S\n]*(?=(?:{headings})\s?(?:[:–—]|- ))", re.IGNORECASE)


@cache
def _no_title() -> re.Pattern[str]:
    words = lexicon("title")
    return re.compile(
        rf"(?:{_any_of(words['alone'])})(?![a-z-])(?! [a-z])|(?:{_any_of(words['openings'])})(?![a-z])",
        re.IGNORECASE,
    )


def title_of(text: str) -> str | None:
    """Return the first paragraph on one line when it looks like a title, else None.

    A title is short, two sentences at most, no section heading, no page furniture, and something follows it.
    """
    start = re.match(r"\s*", text).end()  # type: ignore[union-attr]  # matches always
    end = _paragraph_end().search(text, start, start + 2 * _LONGEST)
    if end is None or not text[end.end() :].strip():
        return None
    title = " ".join(text[start : end.start()].split())
    if len(title) > _LONGEST or len(title.split()) < 3 or len(_SENTENCE_END.findall(title)) > 1:
        return None
    if _INLINE_HEADING.match(title) or _no_title().match(title) or _STATISTIC.search(title):
        return None
    letters = sum(character.isalpha() for character in title)
    return title if letters >= 0.5 * len(title) else None
